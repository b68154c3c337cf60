-- Sellers' health: what was counted of the last 60 days, kept for some minutes so that pages need not count. Rebuilt from
-- the rows of orders, parcels and returns at any time.
CREATE TABLE buybox_health (
    seller_id UUID PRIMARY KEY,
    orders BIGINT NOT NULL,
    defects BIGINT NOT NULL,
    late_of BIGINT NOT NULL,
    late BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    parcels BIGINT NOT NULL,
    untracked BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    unanswered BIGINT NOT NULL,
    counted_at_us BIGINT NOT NULL,
    CONSTRAINT buybox_health_counts CHECK (
        defects BETWEEN 0 AND orders AND cancelled BETWEEN 0 AND orders AND late BETWEEN 0 AND late_of
        AND untracked BETWEEN 0 AND parcels AND unanswered BETWEEN 0 AND requests)
);

-- What a seller was told of a measure: one row for each change, so that nobody is written twice about the same.
CREATE TABLE buybox_warnings (
    seller_id UUID NOT NULL,
    measure TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    level TEXT NOT NULL CONSTRAINT buybox_warnings_level CHECK (level IN ('good', 'near', 'failed')),
    mishaps BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    PRIMARY KEY (seller_id, measure, at_us)
);
CREATE INDEX returns_returns_requested ON returns_returns (seller_id, requested_at_us);
