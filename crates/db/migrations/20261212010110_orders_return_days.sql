-- How many days after delivery a line can be returned, as it was promised when it was sold (the seller's own window counted
-- in), so that no later change shortens it. What was sold before has none: the standard window holds.
ALTER TABLE orders_lines ADD COLUMN return_days BIGINT;
