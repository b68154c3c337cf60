-- A seller's orders of one country, device or category of goods, the way from a figure to its orders: what they are narrowed
-- by stands where they are listed, as the order has it, empty where that is not known.
ALTER TABLE orders_parts ADD COLUMN country TEXT NOT NULL DEFAULT '';
ALTER TABLE orders_parts ADD COLUMN device TEXT NOT NULL DEFAULT '';
UPDATE orders_parts SET
    country = COALESCE((SELECT {{country_of o.address}} FROM orders_orders AS o WHERE o.id = orders_parts.order_id), ''),
    device = COALESCE((SELECT o.device FROM orders_orders AS o WHERE o.id = orders_parts.order_id), '');
CREATE INDEX orders_parts_country ON orders_parts (seller_id, country, placed_at_us);
-- Each device that is known is of every second order, so those are found by their time; of the others there are only old ones.
CREATE INDEX orders_parts_no_device ON orders_parts (seller_id, placed_at_us) WHERE device = '';

ALTER TABLE orders_lines ADD COLUMN seller_id UUID;
UPDATE orders_lines SET seller_id = (SELECT p.seller_id FROM orders_parts AS p WHERE p.id = orders_lines.part_id);
DROP INDEX orders_lines_product;
CREATE INDEX orders_lines_product ON orders_lines (product_id, seller_id, part_id);
