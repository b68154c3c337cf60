-- An operator stops a seller whose health is bad, with a reason; the seller appeals; the operator answers. Who, when and why
-- is kept for ever, also by database.
ALTER TABLE sellers_sellers ADD COLUMN suspended_at_us BIGINT;

-- Append-only: a decision is changed by the next one.
CREATE TABLE sellers_decisions (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL CONSTRAINT sellers_decisions_seller REFERENCES sellers_sellers (id),
    suspended BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX sellers_decisions_by_seller ON sellers_decisions (seller_id, id);

-- One appeal against one suspension.
CREATE TABLE sellers_appeals (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL CONSTRAINT sellers_appeals_seller REFERENCES sellers_sellers (id),
    decision_id UUID NOT NULL CONSTRAINT sellers_appeals_decision REFERENCES sellers_decisions (id),
    words TEXT NOT NULL,
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL,
    answer TEXT,
    -- Whether the seller may go on.
    granted BOOLEAN,
    answered_by UUID,
    answered_at_us BIGINT,
    CONSTRAINT sellers_appeals_one UNIQUE (decision_id),
    CONSTRAINT sellers_appeals_answered CHECK (
        (answer IS NULL) = (answered_at_us IS NULL) AND (answer IS NULL) = (granted IS NULL)
        AND (answer IS NULL) = (answered_by IS NULL))
);
CREATE INDEX sellers_appeals_open ON sellers_appeals (id) WHERE answer IS NULL;
