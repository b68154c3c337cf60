-- What is asked for beside the password: codes of an app, the recovery codes behind them, and sign-ins that wait for one.
CREATE TABLE identity_totp (
    account_id UUID PRIMARY KEY CONSTRAINT identity_totp_account REFERENCES identity_accounts (id),
    -- 160 bits. Kept as they are, because every code is computed from them.
    secret BYTEA NOT NULL,
    -- NULL until the app has shown that it has the secret: nothing is asked for before.
    confirmed_at_us BIGINT,
    -- The latest half minute whose code was used: neither it nor an earlier one passes again.
    last_step BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL
);

-- Each code once: a used one is removed. 80 random bits, so a fast hash is enough.
CREATE TABLE identity_recovery_codes (
    account_id UUID NOT NULL CONSTRAINT identity_recovery_account REFERENCES identity_accounts (id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- The password was right and the code is still missing: good for nothing but asking for the code.
CREATE TABLE identity_half_sign_ins (
    token_hash BYTEA PRIMARY KEY,
    account_id UUID NOT NULL CONSTRAINT identity_half_account REFERENCES identity_accounts (id),
    -- The hash that was right: a password that was changed since opens nothing.
    password_hash TEXT NOT NULL,
    expires_at_us BIGINT NOT NULL
);
CREATE INDEX identity_half_by_account ON identity_half_sign_ins (account_id);
CREATE INDEX identity_half_expiry ON identity_half_sign_ins (expires_at_us);
