-- Rates have three decimals of a per cent, and each line keeps the day from which its rate held. General rates are the
-- platform's own now: what was seeded of them goes, and the operator's settings are written again at each start.
ALTER TABLE orders_tax_rates ADD COLUMN rate_ppm BIGINT NOT NULL DEFAULT 0;
DELETE FROM orders_tax_rates WHERE from_us = 0;
UPDATE orders_tax_rates SET rate_ppm = rate_bps * 100;
ALTER TABLE orders_lines ADD COLUMN tax_rate_ppm BIGINT NOT NULL DEFAULT 0;
UPDATE orders_lines SET tax_rate_ppm = tax_rate_bps * 100;
ALTER TABLE orders_lines ADD COLUMN tax_from_us BIGINT;
