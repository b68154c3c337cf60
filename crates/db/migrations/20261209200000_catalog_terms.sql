-- What a seller says of one offer alone (catalog::Terms).
-- Days of work until the hand-over; nothing: as long as the seller's other goods.
ALTER TABLE catalog_offers ADD COLUMN handling_days BIGINT CHECK (handling_days BETWEEN 0 AND 30);
-- What one unit costs the seller, in the offer's currency and without tax. For the seller's own eyes.
ALTER TABLE catalog_offers ADD COLUMN cost_minor BIGINT CHECK (cost_minor >= 0);
