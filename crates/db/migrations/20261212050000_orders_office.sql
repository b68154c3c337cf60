-- Orders: the platform's people find any of them, newest first, by when, by whom and by the number on the parcel.
CREATE INDEX orders_orders_placed ON orders_orders (placed_at_us, id);
CREATE INDEX orders_orders_email ON orders_orders (LOWER(email), placed_at_us, id);
CREATE INDEX orders_shipments_tracking ON orders_shipments (tracking);
-- What a charge charged is looked for by returns, disputes and gifts.
CREATE INDEX orders_shipment_parts_capture ON orders_shipment_parts (capture_id);
