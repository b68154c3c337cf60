-- What one unit cost its seller when it was ordered, in the order's currency and without tax; nothing where that was not known.
ALTER TABLE orders_lines ADD COLUMN cost_minor BIGINT CHECK (cost_minor >= 0);
-- The way from an offer's figures to its orders.
CREATE INDEX orders_lines_offer ON orders_lines (offer_id, part_id);
