-- What wrapping a seller's part as a present costs, as an operator says it from a moment on. Until anything was said the price of
-- the server's settings counts. A row never changes; of those that have begun and were not taken back the last one counts.
CREATE TABLE orders_wrap_prices (
    id UUID PRIMARY KEY,
    currency TEXT NOT NULL,
    -- Nothing: nobody wraps.
    price_minor BIGINT CONSTRAINT orders_wrap_prices_price CHECK (price_minor BETWEEN 1 AND 100000000),
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT orders_wrap_prices_ahead CHECK (starts_at_us >= made_at_us)
);
CREATE INDEX orders_wrap_prices_starts ON orders_wrap_prices (starts_at_us);
{{append_only orders_wrap_prices}}

-- What was taken back before it began.
CREATE TABLE orders_wrap_withdrawn (
    price_id UUID PRIMARY KEY REFERENCES orders_wrap_prices (id),
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by UUID NOT NULL,
    withdrawn_at_us BIGINT NOT NULL,
    CONSTRAINT orders_wrap_withdrawn_before CHECK (withdrawn_at_us < starts_at_us)
);
{{append_only orders_wrap_withdrawn}}
