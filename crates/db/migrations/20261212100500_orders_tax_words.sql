-- Rates of tax that an operator says of a place from a moment on. A row never changes; of those of a place that have begun and
-- were not taken back the last one counts, before the general rates and beside those of the server's settings, each from its day.
CREATE TABLE orders_tax_words (
    id UUID PRIMARY KEY,
    country TEXT NOT NULL,
    -- The region's code; empty for the whole country.
    region TEXT NOT NULL,
    rate_ppm BIGINT NOT NULL CONSTRAINT orders_tax_words_rate CHECK (rate_ppm BETWEEN 0 AND 1000000),
    -- As the country's market shows its prices.
    inclusive BOOLEAN NOT NULL,
    shipping_taxed BOOLEAN NOT NULL,
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    -- What was charged before a change stays charged.
    CONSTRAINT orders_tax_words_ahead CHECK (starts_at_us >= made_at_us)
);
CREATE INDEX orders_tax_words_place ON orders_tax_words (country, starts_at_us);
{{append_only orders_tax_words}}

-- What was taken back before it began.
CREATE TABLE orders_tax_withdrawn (
    word_id UUID PRIMARY KEY REFERENCES orders_tax_words (id),
    -- When it would have begun, as its row says.
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by UUID NOT NULL,
    withdrawn_at_us BIGINT NOT NULL,
    CONSTRAINT orders_tax_withdrawn_before CHECK (withdrawn_at_us < starts_at_us)
);
{{append_only orders_tax_withdrawn}}
