-- Labels for the way back: what the shop asks for one and from when on, which sellers hand them out and who pays for them,
-- and what the label of a return cost whom. A price that has begun is never changed; what a label costs is frozen when its
-- return is asked for, and what was moved stands beside it once the return is posted.
CREATE TABLE returns_label_prices (
    currency TEXT NOT NULL,
    starts_at_us BIGINT NOT NULL,
    -- 0: no labels in this currency.
    price_minor BIGINT NOT NULL CONSTRAINT returns_label_prices_price CHECK (price_minor BETWEEN 0 AND 100000000),
    said_by UUID NOT NULL,
    said_at_us BIGINT NOT NULL,
    PRIMARY KEY (currency, starts_at_us)
);

CREATE TABLE returns_labels (
    seller_id UUID PRIMARY KEY,
    -- Shoppers may take a label of the shop's.
    offered BOOLEAN NOT NULL,
    -- Whatever the reason is; otherwise only where the seller is at fault.
    seller_pays BOOLEAN NOT NULL
);

CREATE TABLE returns_shipping (
    return_id UUID PRIMARY KEY REFERENCES returns_returns (id),
    price_minor BIGINT NOT NULL CONSTRAINT returns_shipping_price CHECK (price_minor > 0),
    -- What stands on the label, once the shopper took one.
    code TEXT,
    taken_at_us BIGINT,
    charged_minor BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT returns_shipping_charged CHECK (charged_minor BETWEEN 0 AND price_minor),
    CONSTRAINT returns_shipping_taken CHECK ((code IS NULL) = (taken_at_us IS NULL))
);
CREATE UNIQUE INDEX returns_shipping_code ON returns_shipping (code) WHERE code IS NOT NULL;
