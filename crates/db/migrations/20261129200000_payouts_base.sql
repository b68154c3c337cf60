-- Paying sellers: where to (a bank's token, never a number), when, what was sent and what became of it.
CREATE TABLE payouts_accounts (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    -- The bank that made the token, by its short name.
    bank TEXT NOT NULL,
    token TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    bank_code TEXT NOT NULL,
    last4 TEXT NOT NULL,
    added_by UUID NOT NULL,
    added_at_us BIGINT NOT NULL,
    -- Another one has taken its place.
    replaced_at_us BIGINT
);
CREATE UNIQUE INDEX payouts_accounts_current ON payouts_accounts (seller_id) WHERE replaced_at_us IS NULL;

-- One row for each seller that has a bank account or was ever held.
CREATE TABLE payouts_sellers (
    seller_id UUID PRIMARY KEY,
    -- Nothing until there is a bank account.
    next_due_us BIGINT,
    held BOOLEAN NOT NULL
);
CREATE INDEX payouts_sellers_due ON payouts_sellers (next_due_us) WHERE next_due_us IS NOT NULL;

-- Who stopped a seller's payouts or let them go on, when and why.
CREATE TABLE payouts_holds (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    held BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX payouts_holds_seller ON payouts_holds (seller_id, id);
{{append_only payouts_holds}}

CREATE TABLE payouts_payouts (
    id UUID PRIMARY KEY,
    -- The form's key or the date of the cycle: the same one is the same payout.
    payout_key TEXT NOT NULL,
    seller_id UUID NOT NULL,
    account_id UUID NOT NULL REFERENCES payouts_accounts (id),
    bank TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT payouts_payouts_state CHECK (state IN ('sending', 'paid', 'rejected')),
    amount_minor BIGINT NOT NULL CONSTRAINT payouts_payouts_amount CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    -- What the seller was owed and what was kept back of it when it was sent.
    balance_minor BIGINT NOT NULL,
    reserved_minor BIGINT NOT NULL,
    -- From the seller's balance to what is on its way.
    ledger_tx_id UUID NOT NULL,
    -- From there to the bank, or back.
    settled_tx_id UUID,
    bank_ref TEXT,
    rejection TEXT,
    created_at_us BIGINT NOT NULL,
    settled_at_us BIGINT,
    CONSTRAINT payouts_payouts_available CHECK (amount_minor <= balance_minor - reserved_minor),
    CONSTRAINT payouts_payouts_settled CHECK (
        (state = 'sending') = (settled_tx_id IS NULL) AND (state = 'sending') = (settled_at_us IS NULL)
        AND (state = 'rejected') = (rejection IS NOT NULL)
    )
);
CREATE UNIQUE INDEX payouts_payouts_key ON payouts_payouts (payout_key);
-- Two at once cannot both see the same balance: one payout of a seller is on its way at a time.
CREATE UNIQUE INDEX payouts_payouts_sending ON payouts_payouts (seller_id) WHERE state = 'sending';
CREATE INDEX payouts_payouts_seller ON payouts_payouts (seller_id, id);

-- The embedded bank's own books; nothing else reads them but the check.
CREATE TABLE payouts_sandbox_accounts (
    token TEXT PRIMARY KEY,
    behaviour TEXT NOT NULL
);
CREATE TABLE payouts_sandbox_transfers (
    transfer_key TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- `sent`, or why not.
    outcome TEXT NOT NULL,
    -- Until then the bank says that it has not decided.
    decided_at_us BIGINT NOT NULL,
    -- How often it was asked to send: more than one is the same transfer.
    asked BIGINT NOT NULL
);
