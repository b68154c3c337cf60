-- Returns: what an operator gives a shopper back though nothing comes back; borne by the platform or by the seller.
CREATE TABLE returns_courtesies (
    id UUID PRIMARY KEY,
    -- The key was made when the page was rendered: the same press is the same gift.
    courtesy_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    order_id UUID NOT NULL,
    part_id UUID NOT NULL,
    shipment_id UUID NOT NULL,
    -- The charge that it gives back some of.
    capture_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    state TEXT NOT NULL CONSTRAINT returns_courtesies_state CHECK (state IN ('refunding', 'refunded', 'failed')),
    borne_by TEXT NOT NULL CONSTRAINT returns_courtesies_borne CHECK (borne_by IN ('platform', 'seller')),
    reason TEXT NOT NULL,
    -- What the operator wrote for the colleagues.
    note TEXT,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    by_account UUID NOT NULL,
    -- The last refund that was begun, and how many were.
    refund_id UUID NOT NULL,
    attempts BIGINT NOT NULL CHECK (attempts > 0),
    ledger_tx_id UUID,
    given_at_us BIGINT NOT NULL,
    -- When the last refund was begun.
    asked_at_us BIGINT NOT NULL,
    ended_at_us BIGINT,
    CONSTRAINT returns_courtesies_posted CHECK ((state = 'refunded') = (ledger_tx_id IS NOT NULL))
);
CREATE UNIQUE INDEX returns_courtesies_key ON returns_courtesies (courtesy_key);
CREATE UNIQUE INDEX returns_courtesies_refund ON returns_courtesies (refund_id);
CREATE UNIQUE INDEX returns_courtesies_ledger ON returns_courtesies (ledger_tx_id) WHERE ledger_tx_id IS NOT NULL;
CREATE INDEX returns_courtesies_order ON returns_courtesies (order_id);
CREATE INDEX returns_courtesies_capture ON returns_courtesies (capture_id);
CREATE INDEX returns_courtesies_state ON returns_courtesies (state, id);
