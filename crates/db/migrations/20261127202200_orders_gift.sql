-- An order can be a present: its message (empty, or nothing when it is none), and the wrapping of each part, whose fee is
-- charged with the part's first parcel.
ALTER TABLE orders_orders ADD COLUMN gift_message TEXT;
ALTER TABLE orders_orders ADD COLUMN wrap_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_parts ADD COLUMN wrap_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_shipment_parts ADD COLUMN wrap_minor BIGINT NOT NULL DEFAULT 0;
