-- Who somebody is: accounts, the browsers they are signed in with, their address books, and the brakes on guessing.
CREATE TABLE identity_accounts (
    id UUID PRIMARY KEY,
    -- As it was typed, for sending.
    email TEXT NOT NULL,
    -- In lower case (domain::contact::Email::key), so that one person has one account.
    email_key TEXT NOT NULL,
    -- PHC text: algorithm, parameters and salt beside the hash.
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    is_operator BOOLEAN NOT NULL DEFAULT FALSE,
    locale TEXT NOT NULL,
    currency TEXT NOT NULL,
    one_click BOOLEAN NOT NULL DEFAULT TRUE,
    created_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX identity_accounts_email ON identity_accounts (email_key);

CREATE TABLE identity_sessions (
    -- A hash of the cookie's token: who reads this table cannot sign in with it.
    token_hash BYTEA PRIMARY KEY,
    id UUID NOT NULL,
    account_id UUID NOT NULL CONSTRAINT identity_sessions_account REFERENCES identity_accounts (id),
    created_at_us BIGINT NOT NULL,
    last_seen_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL,
    user_agent TEXT NOT NULL,
    client_address TEXT
);
CREATE UNIQUE INDEX identity_sessions_id ON identity_sessions (id);
CREATE INDEX identity_sessions_by_account ON identity_sessions (account_id);
CREATE INDEX identity_sessions_expiry ON identity_sessions (expires_at_us);

-- A sign-up that waits for the link in its mail.
CREATE TABLE identity_sign_ups (
    token_hash BYTEA PRIMARY KEY,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    locale TEXT NOT NULL,
    currency TEXT NOT NULL,
    expires_at_us BIGINT NOT NULL
);
CREATE INDEX identity_sign_ups_expiry ON identity_sign_ups (expires_at_us);

CREATE TABLE identity_addresses (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL CONSTRAINT identity_addresses_account REFERENCES identity_accounts (id),
    -- domain::address::Address as JSON, the same form in which an order freezes it.
    address TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    created_at_us BIGINT NOT NULL
);
CREATE INDEX identity_addresses_by_account ON identity_addresses (account_id);
CREATE UNIQUE INDEX identity_addresses_one_default ON identity_addresses (account_id) WHERE is_default;

-- Attempts by account and by network address; hashed, so that it is no list of who tried what.
CREATE TABLE identity_throttle (
    bucket TEXT PRIMARY KEY,
    attempts BIGINT NOT NULL,
    last_attempt_us BIGINT NOT NULL,
    blocked_until_us BIGINT NOT NULL
);
CREATE INDEX identity_throttle_age ON identity_throttle (last_attempt_us);
