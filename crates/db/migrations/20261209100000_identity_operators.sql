-- The platform's own people have roles. Whoever was an operator could do everything and is an administrator now; others come by an
-- invitation to their e-mail, as a seller's do: all invitations are kept in one place.
CREATE TABLE identity_operators (
    account_id UUID PRIMARY KEY CONSTRAINT identity_operators_account REFERENCES identity_accounts (id),
    role TEXT NOT NULL,
    -- Of those who were there before: since they have an account, because nothing older was kept.
    since_us BIGINT NOT NULL
);
INSERT INTO identity_operators (account_id, role, since_us)
SELECT id, 'administrator', created_at_us FROM identity_accounts WHERE is_operator;
ALTER TABLE identity_accounts DROP COLUMN is_operator;

CREATE TABLE identity_invitations (
    id UUID PRIMARY KEY,
    -- The seller to work for; nothing but zeros: the platform.
    team_id UUID NOT NULL,
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
    CONSTRAINT identity_invitations_once UNIQUE (team_id, request_key),
    CONSTRAINT identity_invitations_code UNIQUE (code_hash)
);
INSERT INTO identity_invitations
    (id, team_id, request_key, email, email_key, role, code_hash, invited_by, made_at_us, expires_at_us, ended_at_us)
SELECT id, seller_id, request_key, email, email_key, role, code_hash, invited_by, made_at_us, expires_at_us, ended_at_us
FROM sellers_invitations;
DROP TABLE sellers_invitations;
CREATE UNIQUE INDEX identity_invitations_open ON identity_invitations (team_id, email_key) WHERE ended_at_us IS NULL;
CREATE INDEX identity_invitations_by_email ON identity_invitations (email_key);
