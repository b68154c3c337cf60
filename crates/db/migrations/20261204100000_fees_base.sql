-- What selling costs: commission rules and the plans' prices, each from a moment on. A row never changes; of several that have
-- begun the last one holds, and a seller's own goes before everybody's.
CREATE TABLE fees_rules (
    id UUID PRIMARY KEY,
    class TEXT NOT NULL,
    -- Nothing: for everybody.
    seller_id UUID,
    -- The rule as JSON; nothing: what holds for everybody holds for this seller again.
    rule TEXT,
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT fees_rules_scope CHECK (rule IS NOT NULL OR seller_id IS NOT NULL),
    -- What was sold before a change is charged as it was sold.
    CONSTRAINT fees_rules_ahead CHECK (starts_at_us >= made_at_us)
);
CREATE INDEX fees_rules_seller ON fees_rules (seller_id, starts_at_us);
{{append_only fees_rules}}

CREATE TABLE fees_prices (
    id UUID PRIMARY KEY,
    currency TEXT NOT NULL,
    monthly_minor BIGINT NOT NULL CHECK (monthly_minor >= 0),
    item_minor BIGINT NOT NULL CHECK (item_minor >= 0),
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT fees_prices_ahead CHECK (starts_at_us >= made_at_us)
);
{{append_only fees_prices}}

-- Which plan a seller had from when on, and why. Who has none pays for neither months nor items.
CREATE TABLE fees_plans (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    plan TEXT NOT NULL CONSTRAINT fees_plans_plan CHECK (plan IN ('individual', 'professional')),
    -- `chosen`, `ended` at the end of a paid month, or `unpaid`.
    cause TEXT NOT NULL CONSTRAINT fees_plans_cause CHECK (cause IN ('chosen', 'ended', 'unpaid')),
    -- Nobody when a job did it.
    made_by UUID,
    starts_at_us BIGINT NOT NULL
);
CREATE INDEX fees_plans_seller ON fees_plans (seller_id, starts_at_us);
{{append_only fees_plans}}

-- One row for each seller who pays by the month.
CREATE TABLE fees_subscriptions (
    seller_id UUID PRIMARY KEY,
    -- When the first month began, and how many have begun: months are counted from there.
    anchor_us BIGINT NOT NULL,
    months BIGINT NOT NULL CHECK (months >= 0),
    -- When the next month begins, or its charge is tried again.
    next_us BIGINT NOT NULL,
    -- The seller sells by the item after this month.
    ends BOOLEAN NOT NULL
);
CREATE INDEX fees_subscriptions_next ON fees_subscriptions (next_us);

CREATE TABLE fees_charges (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    month_from_us BIGINT NOT NULL,
    month_to_us BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT fees_charges_state CHECK (state IN ('due', 'paid', 'given_up')),
    -- How often the seller was owed too little.
    failed BIGINT NOT NULL CHECK (failed >= 0),
    -- From the seller's balance; nothing for a month that costs nothing.
    ledger_tx_id UUID,
    made_at_us BIGINT NOT NULL,
    settled_at_us BIGINT,
    CONSTRAINT fees_charges_month CHECK (month_to_us > month_from_us),
    CONSTRAINT fees_charges_settled CHECK ((state = 'due') = (settled_at_us IS NULL)),
    CONSTRAINT fees_charges_posted CHECK ((state = 'paid' AND amount_minor > 0) = (ledger_tx_id IS NOT NULL))
);
CREATE UNIQUE INDEX fees_charges_once ON fees_charges (seller_id, month_from_us);

-- The individual plan's fee of what was sent, and what its commission was reckoned of (nothing for older rows).
ALTER TABLE orders_shipment_parts ADD COLUMN item_fee_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_shipment_lines ADD COLUMN item_fee_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_shipment_lines ADD COLUMN commission_base_minor BIGINT;
