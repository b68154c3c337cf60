-- Charges of cards that belong to no order: what sellers pay the platform. From what was wanted to what the processor said.
CREATE TABLE payments_charges (
    id UUID PRIMARY KEY,
    charge_key TEXT NOT NULL CONSTRAINT payments_charges_key UNIQUE,
    -- Whose debt it pays.
    seller_id UUID NOT NULL,
    token TEXT NOT NULL REFERENCES payments_tokens (token),
    processor TEXT NOT NULL,
    -- What is paid, as the caller names it.
    reference TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT payments_charges_state
        CHECK (state IN ('wanted', 'sent', 'authorised', 'captured', 'declined')),
    -- Why it was declined.
    decline TEXT,
    -- The reservation, and the charge, as the processor knows them.
    authorisation_ref TEXT,
    processor_ref TEXT,
    ledger_tx_id UUID,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    CONSTRAINT payments_charges_posted CHECK ((state = 'captured') = (ledger_tx_id IS NOT NULL)),
    CONSTRAINT payments_charges_declined CHECK ((state = 'declined') = (decline IS NOT NULL))
);
CREATE INDEX payments_charges_ref ON payments_charges (processor_ref);

-- What a card's bank took back of such a charge.
CREATE TABLE payments_charge_disputes (
    processor TEXT NOT NULL,
    dispute_ref TEXT NOT NULL,
    charge_id UUID NOT NULL REFERENCES payments_charges (id),
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    -- Of the processor, for its work.
    fee_minor BIGINT NOT NULL CHECK (fee_minor >= 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT payments_charge_disputes_state CHECK (state IN ('open', 'won', 'lost')),
    opened_tx_id UUID NOT NULL,
    -- By which the bank gave it back.
    won_tx_id UUID,
    opened_at_us BIGINT NOT NULL,
    PRIMARY KEY (processor, dispute_ref),
    CONSTRAINT payments_charge_disputes_won CHECK ((state = 'won') = (won_tx_id IS NOT NULL))
);
