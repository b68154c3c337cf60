-- Who sells: the platform's own retail and every third party, what they charge for shipping, and who works for them.
CREATE TABLE sellers_sellers (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    is_platform BOOLEAN NOT NULL,
    country TEXT NOT NULL,
    -- Where the goods leave: with the country, the origin for tax.
    region TEXT NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT sellers_sellers_status CHECK (status IN ('active', 'paused', 'closed')),
    support_email TEXT,
    -- domain::promise::ShippingOffer, one column for each of its figures.
    handling_days BIGINT NOT NULL,
    transit_days_min BIGINT NOT NULL,
    transit_days_max BIGINT NOT NULL,
    cutoff_utc_minutes BIGINT NOT NULL,
    shipping_fee_minor BIGINT NOT NULL CONSTRAINT sellers_sellers_fee CHECK (shipping_fee_minor >= 0),
    free_from_minor BIGINT CONSTRAINT sellers_sellers_free_from CHECK (free_from_minor >= 0),
    created_at_us BIGINT NOT NULL,
    CONSTRAINT sellers_sellers_transit CHECK (transit_days_min <= transit_days_max)
);
CREATE UNIQUE INDEX sellers_sellers_slug ON sellers_sellers (slug);
CREATE UNIQUE INDEX sellers_sellers_one_platform ON sellers_sellers (is_platform) WHERE is_platform;

CREATE TABLE sellers_staff (
    seller_id UUID NOT NULL CONSTRAINT sellers_staff_seller REFERENCES sellers_sellers (id),
    account_id UUID NOT NULL CONSTRAINT sellers_staff_account REFERENCES identity_accounts (id),
    role TEXT NOT NULL CONSTRAINT sellers_staff_role CHECK (role IN ('owner', 'staff')),
    since_us BIGINT NOT NULL,
    PRIMARY KEY (seller_id, account_id)
);
CREATE INDEX sellers_staff_by_account ON sellers_staff (account_id);
