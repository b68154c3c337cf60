-- A delivery promise by the seller's own clock and calendar, and by how far the parcel goes (domain::promise::Dispatch).
-- Sellers who are there already go on in UTC, with Saturdays and Sundays off.
ALTER TABLE sellers_sellers RENAME COLUMN cutoff_utc_minutes TO cutoff_minutes;
-- An IANA name that domain::zone knows.
ALTER TABLE sellers_sellers ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
-- Weekdays without work: bit 0 is Monday, bit 6 is Sunday.
ALTER TABLE sellers_sellers ADD COLUMN rest_days BIGINT NOT NULL DEFAULT 96;
-- Days since 1970 as a JSON list.
ALTER TABLE sellers_sellers ADD COLUMN closed_days TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sellers_sellers ADD COLUMN carrier_rest_days BIGINT NOT NULL DEFAULT 96;
ALTER TABLE sellers_sellers ADD COLUMN carrier_keeps_closed_days BOOLEAN NOT NULL DEFAULT TRUE;
-- Nothing where the seller has not said: as within the country, or the rule's own guess.
ALTER TABLE sellers_sellers ADD COLUMN near_days_min BIGINT;
ALTER TABLE sellers_sellers ADD COLUMN near_days_max BIGINT;
ALTER TABLE sellers_sellers ADD COLUMN abroad_days_min BIGINT;
ALTER TABLE sellers_sellers ADD COLUMN abroad_days_max BIGINT;
