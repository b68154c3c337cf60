-- Returns: what a seller says about which requests are decided in the moment they are made. Each saying is the whole of its
-- rules, in their order, and stays: a return names the saying and the rule that decided it.
CREATE TABLE returns_rules (
    seller_id UUID NOT NULL,
    -- From 1, one more with each saying.
    revision BIGINT NOT NULL CONSTRAINT returns_rules_revision CHECK (revision > 0),
    rules TEXT NOT NULL,
    said_at_us BIGINT NOT NULL,
    PRIMARY KEY (seller_id, revision)
);
ALTER TABLE returns_returns ADD COLUMN rule_revision BIGINT;
-- Which of that saying's rules, from 1.
ALTER TABLE returns_returns ADD COLUMN rule_place BIGINT;
-- The money was given back and nothing was to be sent: decided by a rule.
ALTER TABLE returns_returns ADD COLUMN returnless BOOLEAN NOT NULL DEFAULT FALSE;
