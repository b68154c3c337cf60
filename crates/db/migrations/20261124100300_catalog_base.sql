-- What is sold: a category tree, products, and each seller's offers on them.
CREATE TABLE catalog_categories (
    id UUID PRIMARY KEY,
    parent_id UUID REFERENCES catalog_categories (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The slugs of the names from the root, as they were when it was made: 'electronics/printers'.
    path TEXT NOT NULL,
    commission_class TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT catalog_categories_slug UNIQUE (slug),
    CONSTRAINT catalog_categories_path UNIQUE (path)
);
CREATE INDEX catalog_categories_parent ON catalog_categories (parent_id, position);

CREATE TABLE catalog_products (
    id UUID PRIMARY KEY,
    -- The source's own id, e.g. 'icecat:3920564'; absent for products entered by hand.
    source_key TEXT,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    brand TEXT,
    -- The first of catalog_eans, kept here because every page shows it.
    ean TEXT,
    description TEXT NOT NULL,
    attributes TEXT NOT NULL,
    category_id UUID NOT NULL REFERENCES catalog_categories (id),
    status TEXT NOT NULL CHECK (status IN ('active', 'hidden', 'withdrawn')),
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT catalog_products_source UNIQUE (source_key),
    CONSTRAINT catalog_products_slug UNIQUE (slug)
);
CREATE INDEX catalog_products_category ON catalog_products (category_id);

-- A product may carry several codes (pack sizes, countries); each belongs to one product.
CREATE TABLE catalog_eans (
    ean TEXT PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES catalog_products (id),
    position BIGINT NOT NULL
);
CREATE INDEX catalog_eans_product ON catalog_eans (product_id, position);

CREATE TABLE catalog_product_pictures (
    product_id UUID NOT NULL REFERENCES catalog_products (id),
    position BIGINT NOT NULL,
    picture_id UUID NOT NULL REFERENCES pictures_pictures (id),
    PRIMARY KEY (product_id, position)
);

CREATE TABLE catalog_offers (
    id UUID PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES catalog_products (id),
    -- Sellers stand above the catalogue, so no foreign key.
    seller_id UUID NOT NULL,
    sku TEXT NOT NULL,
    condition TEXT NOT NULL,
    price_minor BIGINT NOT NULL CHECK (price_minor > 0),
    currency TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    source_key TEXT,
    -- Rises with every change, so that a form can tell that somebody else was faster.
    version BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT catalog_offers_source UNIQUE (source_key),
    CONSTRAINT catalog_offers_one_per_condition UNIQUE (product_id, seller_id, condition),
    CONSTRAINT catalog_offers_sku UNIQUE (seller_id, sku)
);
CREATE INDEX catalog_offers_seller ON catalog_offers (seller_id, updated_at_us);
