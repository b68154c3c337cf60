-- Whether a parcel left late is counted for every seller, so the moment until which it had to leave stands in a column.
ALTER TABLE orders_parts ADD COLUMN ship_by_us BIGINT;
-- Of older parts the end of the promised day in UTC: a promise begins with `{"ship_day":`, and a day has five digits from
-- 1997 to 2243.
UPDATE orders_parts SET ship_by_us = (CAST(SUBSTR(promise, 13, 5) AS BIGINT) + 1) * 86400000000
    WHERE promise LIKE '{"ship_day":_____,%';
CREATE INDEX orders_parts_placed ON orders_parts (seller_id, placed_at_us);
CREATE INDEX orders_shipments_seller ON orders_shipments (seller_id, shipped_at_us);
