-- An undo says what it left as it was, and why: 'changed', 'sold', 'sku_taken', 'offered', 'variant_taken', 'options'.
ALTER TABLE import_changes ADD COLUMN left_because TEXT;
CREATE INDEX import_changes_left ON import_changes (import_id) WHERE left_because IS NOT NULL;
