-- Appeals: a shopper whose return was declined, or not given back whole, asks the platform once; an operator decides. What
-- is ordered then is a return of its own: one that is approved, or the rest of the money of one that was decided.
ALTER TABLE returns_returns ADD COLUMN rest_of UUID;
CREATE UNIQUE INDEX returns_returns_rest ON returns_returns (rest_of) WHERE rest_of IS NOT NULL;

CREATE TABLE returns_appeals (
    -- One for each return.
    return_id UUID PRIMARY KEY REFERENCES returns_returns (id),
    state TEXT NOT NULL,
    -- The shopper's words, and the operator's, which both parties read.
    words TEXT,
    reason TEXT,
    -- The return that was ordered.
    follow_id UUID,
    decided_by UUID,
    asked_at_us BIGINT NOT NULL,
    decided_at_us BIGINT,
    CONSTRAINT returns_appeals_decided CHECK ((state = 'open') = (decided_at_us IS NULL)),
    CONSTRAINT returns_appeals_followed CHECK ((state = 'overturned') = (follow_id IS NOT NULL))
);
CREATE UNIQUE INDEX returns_appeals_follow ON returns_appeals (follow_id) WHERE follow_id IS NOT NULL;
CREATE INDEX returns_appeals_state ON returns_appeals (state, asked_at_us);
