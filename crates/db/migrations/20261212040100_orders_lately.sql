-- The preview of what selling costs asks for what was ordered of late, whoever sold it.
CREATE INDEX orders_parts_lately ON orders_parts (placed_at_us);
