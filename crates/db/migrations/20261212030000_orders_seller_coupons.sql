-- Coupons that sellers make themselves: once for each press, and ended for good by who gives them. What operators stop may go
-- on again, so that stays `paused`.
ALTER TABLE orders_coupons ADD COLUMN made_key TEXT;
ALTER TABLE orders_coupons ADD COLUMN ended_at_us BIGINT;
CREATE UNIQUE INDEX orders_coupons_key ON orders_coupons (seller_id, made_key) WHERE made_key IS NOT NULL;
