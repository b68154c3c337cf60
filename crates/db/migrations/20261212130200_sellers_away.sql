-- Who is on holiday is asked whenever views are counted, of all sellers: few are away at once.
CREATE INDEX sellers_sellers_holiday ON sellers_sellers (holiday_from) WHERE holiday_from IS NOT NULL;
