-- Returns: what comes back of a delivered parcel, why, in what state, and what was given back for it.
CREATE TABLE returns_settings (
    seller_id UUID PRIMARY KEY,
    -- Where parcels go back to; without one nothing can be approved.
    address TEXT,
    auto_approve BOOLEAN NOT NULL,
    -- At most this much is approved at once, in the seller's currency; nothing: any amount.
    auto_up_to_minor BIGINT CONSTRAINT returns_settings_up_to CHECK (auto_up_to_minor > 0),
    -- Days after delivery, where that is longer than the category's.
    window_days BIGINT CONSTRAINT returns_settings_window CHECK (window_days BETWEEN 1 AND 365)
);

-- One return is of one part's share of one parcel, which is one capture: what is given back names what was charged.
CREATE TABLE returns_returns (
    id UUID PRIMARY KEY,
    return_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    order_id UUID NOT NULL,
    part_id UUID NOT NULL,
    shipment_id UUID NOT NULL,
    capture_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    state TEXT NOT NULL,
    currency TEXT NOT NULL,
    pays_return TEXT NOT NULL,
    approved_at_once BOOLEAN NOT NULL DEFAULT FALSE,
    -- What the shopper was shown: the most that the card gets back.
    claim_minor BIGINT NOT NULL CHECK (claim_minor > 0),
    -- The shopper's words, and the seller's.
    note TEXT,
    answer TEXT,
    -- The seller's address as it was when it was approved.
    ship_to TEXT,
    carrier TEXT,
    tracking TEXT,
    -- The seller's decision, while there is one: its key, what was decided, the refund that it began.
    decision_key TEXT,
    decision_hash TEXT,
    refund_id UUID,
    attempts BIGINT NOT NULL DEFAULT 0,
    failure TEXT,
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    commission_back_minor BIGINT NOT NULL DEFAULT 0,
    fee_minor BIGINT NOT NULL DEFAULT 0,
    -- What of the platform's coupon went back to the platform.
    subsidy_back_minor BIGINT NOT NULL DEFAULT 0,
    ledger_tx_id UUID,
    requested_at_us BIGINT NOT NULL,
    answered_at_us BIGINT,
    sent_at_us BIGINT,
    received_at_us BIGINT,
    decided_at_us BIGINT,
    ended_at_us BIGINT,
    CONSTRAINT returns_returns_within CHECK (refunded_minor BETWEEN 0 AND claim_minor),
    CONSTRAINT returns_returns_fee CHECK (fee_minor BETWEEN 0 AND commission_back_minor),
    CONSTRAINT returns_returns_posted CHECK ((state = 'refunded') = (ledger_tx_id IS NOT NULL))
);
CREATE UNIQUE INDEX returns_returns_key ON returns_returns (return_key);
CREATE UNIQUE INDEX returns_returns_refund ON returns_returns (refund_id) WHERE refund_id IS NOT NULL;
CREATE UNIQUE INDEX returns_returns_ledger ON returns_returns (ledger_tx_id) WHERE ledger_tx_id IS NOT NULL;
CREATE INDEX returns_returns_order ON returns_returns (order_id);
CREATE INDEX returns_returns_capture ON returns_returns (capture_id);
CREATE INDEX returns_returns_seller ON returns_returns (seller_id, state, id);

CREATE TABLE returns_lines (
    return_id UUID NOT NULL REFERENCES returns_returns (id),
    line_id UUID NOT NULL,
    offer_id UUID NOT NULL,
    product_id UUID NOT NULL,
    title TEXT NOT NULL,
    picture_id UUID,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    reason TEXT NOT NULL,
    -- What these units were charged and posted as: the most that can be taken back.
    items_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    subsidy_minor BIGINT NOT NULL,
    shipping_minor BIGINT NOT NULL,
    wrap_minor BIGINT NOT NULL,
    fees_tax_minor BIGINT NOT NULL,
    shipping_subsidy_minor BIGINT NOT NULL,
    commission_minor BIGINT NOT NULL,
    -- How they came back, once somebody looked.
    grade TEXT,
    kept_bps BIGINT CONSTRAINT returns_lines_kept CHECK (kept_bps BETWEEN 0 AND 10000),
    restock BOOLEAN,
    PRIMARY KEY (return_id, line_id)
);

-- Each delivered unit at most once, while its return holds it: no unit is given back twice, whoever asks.
CREATE TABLE returns_units (
    shipment_id UUID NOT NULL,
    line_id UUID NOT NULL,
    -- From 0, below the units of the line in the parcel.
    unit BIGINT NOT NULL CHECK (unit BETWEEN 0 AND 998),
    return_id UUID NOT NULL REFERENCES returns_returns (id),
    PRIMARY KEY (shipment_id, line_id, unit)
);
CREATE INDEX returns_units_return ON returns_units (return_id);
