-- Tax on what the platform charges its sellers. Where the platform is established, as an operator said it, from a moment on.
CREATE TABLE fees_establishments (
    id UUID PRIMARY KEY,
    -- Null: fees are not taxed any more.
    country TEXT,
    -- Name, address and tax number, as its invoices say them; there exactly where the country is.
    legal TEXT,
    -- Of the country, where the general rate is not what holds.
    rate_ppm BIGINT CHECK (rate_ppm BETWEEN 0 AND 1000000),
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT fees_establishments_ahead CHECK (starts_at_us >= made_at_us),
    CONSTRAINT fees_establishments_whole CHECK ((country IS NULL) = (legal IS NULL))
);
{{append_only fees_establishments}}

-- How the fees of one transaction were taxed, frozen. What comes back of a sale's fees comes back with the tax of that sale.
CREATE TABLE fees_taxes (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    -- What the fees are for: a parcel's capture, or a month's charge.
    subject TEXT NOT NULL,
    ledger_key TEXT NOT NULL CONSTRAINT fees_taxes_key UNIQUE,
    ledger_tx_id UUID NOT NULL,
    rule TEXT NOT NULL CONSTRAINT fees_taxes_rule CHECK (rule IN ('domestic', 'at_seller', 'reverse_charge', 'abroad')),
    place TEXT NOT NULL,
    rate_ppm BIGINT NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
    currency TEXT NOT NULL,
    -- Below nothing where fees came back.
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL
);
CREATE INDEX fees_taxes_subject ON fees_taxes (subject);
{{append_only fees_taxes}}
