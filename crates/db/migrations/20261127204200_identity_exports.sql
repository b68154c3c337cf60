-- Copies of everything that is kept about an account, made on request, and when an account was ended by its owner.
CREATE TABLE identity_exports (
    id UUID PRIMARY KEY,
    -- One at a time: a new one takes the old one's place.
    account_id UUID NOT NULL CONSTRAINT identity_exports_account REFERENCES identity_accounts (id),
    -- JSON; NULL while it is being made.
    document TEXT,
    created_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_exports_by_account ON identity_exports (account_id);
CREATE INDEX identity_exports_expiry ON identity_exports (expires_at_us);

-- A row stays, without anything about a person: orders and payments name it.
ALTER TABLE identity_accounts ADD COLUMN deleted_at_us BIGINT;
