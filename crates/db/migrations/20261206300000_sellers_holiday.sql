-- A seller's holiday, as days of its own calendar (days since 1970-01-01): from the first to the last one nothing of it is
-- for sale. Apart from the state and from an operator's suspension, which it neither makes nor ends.
ALTER TABLE sellers_sellers ADD COLUMN holiday_from BIGINT;
-- Without it the holiday lasts until the seller ends it.
ALTER TABLE sellers_sellers ADD COLUMN holiday_until BIGINT;
