-- Payments: one authorisation each, with captures, voids and refunds; saved cards as tokens, never as numbers.
CREATE TABLE payments_tokens (
    token TEXT PRIMARY KEY,
    processor TEXT NOT NULL,
    -- What the processor knows the card by.
    processor_token TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL CHECK (length(last4) = 4),
    exp_month BIGINT NOT NULL CHECK (exp_month BETWEEN 1 AND 12),
    exp_year BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL
);

CREATE TABLE payments_methods (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL,
    token TEXT NOT NULL REFERENCES payments_tokens (token),
    is_default BOOLEAN NOT NULL,
    created_at_us BIGINT NOT NULL,
    CONSTRAINT payments_methods_token UNIQUE (account_id, token)
);
CREATE UNIQUE INDEX payments_methods_default ON payments_methods (account_id) WHERE is_default = TRUE;

CREATE TABLE payments_payments (
    id UUID PRIMARY KEY,
    pay_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    -- Orders stand above payments, so no foreign key.
    order_id UUID NOT NULL,
    account_id UUID,
    token TEXT NOT NULL REFERENCES payments_tokens (token),
    processor TEXT NOT NULL,
    state TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    -- Captured or being captured; captured; given back. The first and the last never exceed the amount.
    reserved_minor BIGINT NOT NULL DEFAULT 0 CHECK (reserved_minor >= 0),
    captured_minor BIGINT NOT NULL DEFAULT 0,
    voided_minor BIGINT NOT NULL DEFAULT 0 CHECK (voided_minor >= 0),
    processor_ref TEXT,
    -- The processor's question while the shopper must answer it.
    challenge TEXT,
    decline_reason TEXT,
    expires_at_us BIGINT,
    -- The pending ledger transaction, once authorised.
    ledger_tx_id UUID,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT payments_payments_key UNIQUE (pay_key),
    CONSTRAINT payments_payments_within CHECK (reserved_minor + voided_minor <= amount_minor),
    CONSTRAINT payments_payments_captured CHECK (captured_minor BETWEEN 0 AND reserved_minor)
);
CREATE INDEX payments_payments_order ON payments_payments (order_id);

CREATE TABLE payments_captures (
    id UUID PRIMARY KEY,
    payment_id UUID NOT NULL REFERENCES payments_payments (id),
    capture_key TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    failure TEXT,
    processor_ref TEXT,
    -- Refunded or being refunded.
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    ledger_tx_id UUID,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT payments_captures_key UNIQUE (capture_key),
    CONSTRAINT payments_captures_refunded CHECK (refunded_minor BETWEEN 0 AND amount_minor)
);
CREATE INDEX payments_captures_payment ON payments_captures (payment_id);

CREATE TABLE payments_voids (
    id UUID PRIMARY KEY,
    payment_id UUID NOT NULL REFERENCES payments_payments (id),
    void_key TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    ledger_tx_id UUID,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT payments_voids_key UNIQUE (void_key)
);
CREATE INDEX payments_voids_payment ON payments_voids (payment_id);

CREATE TABLE payments_refunds (
    id UUID PRIMARY KEY,
    capture_id UUID NOT NULL REFERENCES payments_captures (id),
    refund_key TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    processor_ref TEXT,
    ledger_tx_id UUID,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT payments_refunds_key UNIQUE (refund_key)
);
CREATE INDEX payments_refunds_capture ON payments_refunds (capture_id);

-- The embedded sandbox: it stands for a remote processor and shares nothing with the tables above.
CREATE TABLE payments_sandbox_tokens (
    token TEXT PRIMARY KEY,
    -- Which test card it was; never its number.
    behaviour TEXT NOT NULL
);

CREATE TABLE payments_sandbox_authorisations (
    auth_ref TEXT PRIMARY KEY,
    request_key TEXT NOT NULL,
    token TEXT NOT NULL,
    behaviour TEXT NOT NULL,
    state TEXT NOT NULL,
    decline_reason TEXT,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    captured_minor BIGINT NOT NULL DEFAULT 0 CHECK (captured_minor >= 0),
    voided_minor BIGINT NOT NULL DEFAULT 0 CHECK (voided_minor >= 0),
    expires_at_us BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    CONSTRAINT payments_sandbox_authorisations_key UNIQUE (request_key),
    CHECK (captured_minor + voided_minor <= amount_minor)
);

CREATE TABLE payments_sandbox_operations (
    request_key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    auth_ref TEXT NOT NULL REFERENCES payments_sandbox_authorisations (auth_ref),
    -- The capture that a refund gives back.
    capture_key TEXT REFERENCES payments_sandbox_operations (request_key),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    CHECK (refunded_minor BETWEEN 0 AND amount_minor)
);
