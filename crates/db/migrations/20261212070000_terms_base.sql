-- Settings of the operator that count from a moment on: what is kept of a refund, when sellers are paid,
-- which rates of mishaps cost the buy box. A row never changes; of several of a kind that have
-- begun and were not taken back the last one counts.
CREATE TABLE terms_terms (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT terms_terms_kind CHECK (kind IN ('refund_fee', 'payouts', 'gates')),
    -- The whole setting as JSON.
    terms TEXT NOT NULL,
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    -- What was promised before a change is kept as it was promised.
    CONSTRAINT terms_terms_ahead CHECK (starts_at_us >= made_at_us)
);
CREATE INDEX terms_terms_starts ON terms_terms (kind, starts_at_us);
{{append_only terms_terms}}

-- What was taken back before it began.
CREATE TABLE terms_withdrawn (
    terms_id UUID PRIMARY KEY REFERENCES terms_terms (id),
    -- When it would have begun, as its row says.
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by UUID NOT NULL,
    withdrawn_at_us BIGINT NOT NULL,
    CONSTRAINT terms_withdrawn_before CHECK (withdrawn_at_us < starts_at_us)
);
{{append_only terms_withdrawn}}
