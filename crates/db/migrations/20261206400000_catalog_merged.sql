-- Products that turned out to be another one: their address leads on, and a source that names them finds what was kept.
CREATE TABLE catalog_merged (
    product_id UUID PRIMARY KEY REFERENCES catalog_products (id),
    -- Never merged itself: when it is, these rows move on with it.
    into_id UUID NOT NULL REFERENCES catalog_products (id),
    merged_at_us BIGINT NOT NULL
);
CREATE INDEX catalog_merged_into ON catalog_merged (into_id);
-- What looks like another product is found without reading all of them.
CREATE INDEX catalog_products_ean ON catalog_products (ean) WHERE status = 'active' AND ean IS NOT NULL;
CREATE INDEX catalog_products_named ON catalog_products (lower(title), lower(brand))
    WHERE status = 'active' AND brand IS NOT NULL AND model_id IS NULL;
