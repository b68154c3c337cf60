-- Keys that a device keeps and that sign in without a password, and the challenges that they answer.
CREATE TABLE identity_passkeys (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL CONSTRAINT identity_passkeys_account REFERENCES identity_accounts (id),
    -- The name that the device gave it.
    credential_id BYTEA NOT NULL,
    -- The public half, as the device wrote it (COSE).
    public_key BYTEA NOT NULL,
    -- How often it was used by the device's own count; stays 0 where devices do not count.
    uses BIGINT NOT NULL,
    -- What its owner calls it.
    name TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    last_used_at_us BIGINT
);
CREATE UNIQUE INDEX identity_passkeys_credential ON identity_passkeys (credential_id);
CREATE INDEX identity_passkeys_by_account ON identity_passkeys (account_id);

-- A challenge that waits for its answer; taken out by the first one, right or wrong.
CREATE TABLE identity_ceremonies (
    challenge_hash BYTEA PRIMARY KEY,
    -- Who adds a passkey; NULL for somebody who signs in.
    account_id UUID CONSTRAINT identity_ceremonies_account REFERENCES identity_accounts (id),
    expires_at_us BIGINT NOT NULL
);
CREATE INDEX identity_ceremonies_by_account ON identity_ceremonies (account_id);
CREATE INDEX identity_ceremonies_expiry ON identity_ceremonies (expires_at_us);
