-- An order keeps the currency in which its buyer read the prices: one unit of the order's currency was numerator /
-- denominator units of it, as of a day. Nothing where they were read as they are charged.
ALTER TABLE orders_orders ADD COLUMN shown_currency TEXT;
ALTER TABLE orders_orders ADD COLUMN shown_numerator BIGINT;
ALTER TABLE orders_orders ADD COLUMN shown_denominator BIGINT;
ALTER TABLE orders_orders ADD COLUMN shown_day BIGINT;
