-- What ties the variants of one article together: a jacket in blue and red, in S and M. Each variant stays a product.
CREATE TABLE catalog_models (
    id UUID PRIMARY KEY,
    -- The source's own name of it, e.g. 'shopify:sel_…:trail-jacket'.
    model_key TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Names of what the variants differ in, in the order of choosing: '["Colour","Size"]'.
    options TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT catalog_models_key UNIQUE (model_key)
);

ALTER TABLE catalog_products ADD COLUMN model_id UUID REFERENCES catalog_models (id);
-- One value for each option of the model: '["Blue","M"]'.
ALTER TABLE catalog_products ADD COLUMN variant_values TEXT;
-- The order among the variants, from 0.
ALTER TABLE catalog_products ADD COLUMN variant_position BIGINT;
CREATE INDEX catalog_products_model ON catalog_products (model_id, variant_position) WHERE model_id IS NOT NULL;
