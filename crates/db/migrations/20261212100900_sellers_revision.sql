-- Counts the changes of what a seller is. What was read at a revision is right as long as the seller is at that revision.
ALTER TABLE sellers_sellers ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
