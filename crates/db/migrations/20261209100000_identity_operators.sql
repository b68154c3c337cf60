-- The platform's own people have roles. Whoever was an operator could do everything and is an administrator now; others come by an
-- invitation to their e-mail.
CREATE TABLE identity_operators (
    account_id UUID PRIMARY KEY CONSTRAINT identity_operators_account REFERENCES identity_accounts (id),
    role TEXT NOT NULL,
    -- Of those who were there before: since they have an account, because nothing older was kept.
    since_us BIGINT NOT NULL
);
INSERT INTO identity_operators (account_id, role, since_us)
SELECT id, 'administrator', created_at_us FROM identity_accounts WHERE is_operator;
ALTER TABLE identity_accounts DROP COLUMN is_operator;

CREATE TABLE identity_operator_invitations (
    id UUID PRIMARY KEY,
    -- The form's, so that sending it twice invites once.
    request_key TEXT NOT NULL,
    email TEXT NOT NULL,
    -- In lower case: two addresses with one key are one person's.
    email_key TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Of the code in the letter's link.
    code_hash BYTEA NOT NULL,
    invited_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL,
    -- Accepted, withdrawn, or followed by another one to the same person.
    ended_at_us BIGINT,
    CONSTRAINT identity_operator_invitations_once UNIQUE (request_key),
    CONSTRAINT identity_operator_invitations_code UNIQUE (code_hash)
);
CREATE UNIQUE INDEX identity_operator_invitations_open ON identity_operator_invitations (email_key) WHERE ended_at_us IS NULL;
CREATE INDEX identity_operator_invitations_age ON identity_operator_invitations (made_at_us);
