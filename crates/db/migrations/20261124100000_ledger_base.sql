-- The double-entry ledger: rows are only ever added, so the past can be proven and no row is hot.
CREATE TABLE ledger_accounts (
    -- Derived from the other columns, so that anybody knows it without asking.
    id UUID PRIMARY KEY,
    owner_kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    currency TEXT NOT NULL,
    CONSTRAINT ledger_accounts_owner UNIQUE (owner_kind, owner_id, purpose, currency)
);

CREATE TABLE ledger_transactions (
    id UUID PRIMARY KEY,
    tx_key TEXT NOT NULL,
    -- blake3 of what was asked: the same key with other input is a conflict.
    input_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'posted', 'void')),
    -- The pending transaction of which this one posts or voids a part, and how many did so up to this one.
    resolves_id UUID REFERENCES ledger_transactions (id),
    resolves_seq BIGINT CHECK (resolves_seq > 0),
    order_ref TEXT,
    part_ref TEXT,
    at_us BIGINT NOT NULL,
    CONSTRAINT ledger_transactions_key UNIQUE (tx_key),
    CONSTRAINT ledger_transactions_resolution CHECK (
        (resolves_id IS NULL) = (resolves_seq IS NULL)
        AND (state <> 'pending' OR resolves_id IS NULL)
        AND (state <> 'void' OR resolves_id IS NOT NULL)
    )
);
-- Two resolutions that saw the same remainder cannot both stay.
CREATE UNIQUE INDEX ledger_transactions_resolves ON ledger_transactions (resolves_id, resolves_seq)
    WHERE resolves_id IS NOT NULL;
CREATE INDEX ledger_transactions_order ON ledger_transactions (order_ref) WHERE order_ref IS NOT NULL;

-- No foreign key to the account: on PostgreSQL it would lock the platform's revenue accounts with every posting.
-- `orinoco check` finds a posting without its account.
CREATE TABLE ledger_postings (
    tx_id UUID NOT NULL REFERENCES ledger_transactions (id),
    line BIGINT NOT NULL CHECK (line > 0),
    account_id UUID NOT NULL,
    -- What is promised (pending) and what has happened (posted) are summed apart; a resolution takes from the first.
    layer TEXT NOT NULL CHECK (layer IN ('pending', 'posted')),
    amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0),
    currency TEXT NOT NULL,
    memo TEXT NOT NULL,
    -- The transaction's, so that a balance needs this table only.
    at_us BIGINT NOT NULL,
    PRIMARY KEY (tx_id, line)
);
CREATE INDEX ledger_postings_account ON ledger_postings (account_id, layer, at_us, amount_minor);

-- Sums of everything strictly before a point in time; they only save time and can be computed again.
CREATE TABLE ledger_snapshots (
    account_id UUID NOT NULL,
    at_us BIGINT NOT NULL,
    posted_minor BIGINT NOT NULL,
    pending_minor BIGINT NOT NULL,
    PRIMARY KEY (account_id, at_us)
);

{{append_only ledger_accounts}}
{{append_only ledger_transactions}}
{{append_only ledger_postings}}
