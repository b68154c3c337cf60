-- What was taken off a list stays for an hour, with its marks, so that it can be put back as it was.
ALTER TABLE lists_items ADD COLUMN removed_at_us BIGINT;
DROP INDEX lists_items_product;
CREATE UNIQUE INDEX lists_items_product ON lists_items (list_id, product_id) WHERE removed_at_us IS NULL;
CREATE INDEX lists_items_list ON lists_items (list_id);
CREATE INDEX lists_items_removed ON lists_items (removed_at_us) WHERE removed_at_us IS NOT NULL;
