-- Deals: each unit costs less while there are some. A deal is a promotion from one unit on, with both of these.
-- So many units cost less in all, and so many in one order.
ALTER TABLE orders_promotions ADD COLUMN limit_units BIGINT CHECK (limit_units BETWEEN 1 AND 100000);
ALTER TABLE orders_promotions ADD COLUMN limit_each BIGINT CHECK (limit_each BETWEEN 1 AND 999);
