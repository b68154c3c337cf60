-- What an operator said of what selling costs and took back before it began: a commission rule, the plans' prices, or where the
-- platform is established. It never counts.
CREATE TABLE fees_withdrawn (
    -- The row of fees_rules, fees_prices or fees_establishments.
    word_id UUID PRIMARY KEY,
    -- When it would have begun, as its row says.
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by UUID NOT NULL,
    withdrawn_at_us BIGINT NOT NULL,
    CONSTRAINT fees_withdrawn_before CHECK (withdrawn_at_us < starts_at_us)
);
{{append_only fees_withdrawn}}
