-- What an order was placed with, and finding a seller's orders of one product: sales by device, and the way from a figure to its orders.
ALTER TABLE orders_orders ADD COLUMN device TEXT;
CREATE INDEX orders_lines_product ON orders_lines (product_id, part_id);
