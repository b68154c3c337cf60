-- Disputes: what a card's bank took back. The processor tells, the seller answers, the bank decides.
ALTER TABLE payments_captures ADD COLUMN disputed_minor BIGINT NOT NULL DEFAULT 0 CHECK (disputed_minor >= 0);

CREATE TABLE disputes_disputes (
    id UUID PRIMARY KEY,
    processor TEXT NOT NULL,
    -- What the processor knows it by.
    processor_ref TEXT NOT NULL,
    -- Payments and orders stand beside, so no foreign keys.
    capture_id UUID NOT NULL,
    order_id UUID NOT NULL,
    part_id UUID NOT NULL,
    shipment_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    -- What the processor asks for its work, whoever wins.
    fee_minor BIGINT NOT NULL CHECK (fee_minor >= 0),
    currency TEXT NOT NULL,
    respond_by_us BIGINT NOT NULL,
    opened_at_us BIGINT NOT NULL,
    -- The seller's answer: `contest` with what it says, or `accept`.
    answer TEXT,
    answer_key TEXT,
    answer_hash TEXT,
    evidence TEXT,
    answered_at_us BIGINT,
    -- Why the processor did not take the answer.
    failure TEXT,
    ended_at_us BIGINT,
    -- What a loss took back of others than the seller, as it was posted.
    tax_back_minor BIGINT NOT NULL DEFAULT 0,
    commission_back_minor BIGINT NOT NULL DEFAULT 0,
    fee_kept_minor BIGINT NOT NULL DEFAULT 0,
    subsidy_back_minor BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT disputes_disputes_ref UNIQUE (processor, processor_ref)
);
CREATE INDEX disputes_disputes_seller ON disputes_disputes (seller_id, id);
CREATE INDEX disputes_disputes_order ON disputes_disputes (order_id);
CREATE INDEX disputes_disputes_capture ON disputes_disputes (capture_id);

-- How far a processor's news were read.
CREATE TABLE disputes_cursors (
    processor TEXT PRIMARY KEY,
    cursor TEXT NOT NULL
);

-- The embedded sandbox: its banks, and what it has to tell.
CREATE TABLE payments_sandbox_disputes (
    dispute_ref TEXT PRIMARY KEY,
    capture_key TEXT NOT NULL REFERENCES payments_sandbox_operations (request_key),
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    respond_by_us BIGINT NOT NULL,
    answer_hash TEXT
);

CREATE TABLE payments_sandbox_news (
    -- Counted up by one, so that whoever reads after a number misses nothing.
    number BIGINT PRIMARY KEY,
    dispute_ref TEXT NOT NULL REFERENCES payments_sandbox_disputes (dispute_ref),
    what TEXT NOT NULL,
    told_at_us BIGINT NOT NULL
);

CREATE TABLE payments_sandbox_count (
    slot BIGINT PRIMARY KEY CHECK (slot = 1),
    number BIGINT NOT NULL
);
INSERT INTO payments_sandbox_count (slot, number) VALUES (1, 0);

-- A bank knows a payment by the processor's name for it.
CREATE INDEX payments_captures_ref ON payments_captures (processor_ref);
