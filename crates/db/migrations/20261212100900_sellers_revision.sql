-- Counts the changes of what a seller says and of what was decided about it: a product's page takes sellers from memory
-- as long as they are at the revision that was read.
ALTER TABLE sellers_sellers ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
