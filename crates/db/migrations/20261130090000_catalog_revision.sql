-- Counts the changes of what a product says of itself, its pictures included. What was read at a revision is right as
-- long as the product is at that revision.
ALTER TABLE catalog_products ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
