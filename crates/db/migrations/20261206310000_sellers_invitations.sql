-- People work for a seller in more roles than the list of roles allowed so far, and come by an invitation to their e-mail. The
-- program knows the roles; a list here had to be changed with each of them.
CREATE TABLE sellers_staff_of_any_role (
    seller_id UUID NOT NULL CONSTRAINT sellers_staff_seller REFERENCES sellers_sellers (id),
    account_id UUID NOT NULL CONSTRAINT sellers_staff_account REFERENCES identity_accounts (id),
    role TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    PRIMARY KEY (seller_id, account_id)
);
INSERT INTO sellers_staff_of_any_role (seller_id, account_id, role, since_us)
SELECT seller_id, account_id, role, since_us FROM sellers_staff;
DROP TABLE sellers_staff;
ALTER TABLE sellers_staff_of_any_role RENAME TO sellers_staff;
CREATE INDEX sellers_staff_by_account ON sellers_staff (account_id);

CREATE TABLE sellers_invitations (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL CONSTRAINT sellers_invitations_seller REFERENCES sellers_sellers (id),
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
    CONSTRAINT sellers_invitations_once UNIQUE (seller_id, request_key),
    CONSTRAINT sellers_invitations_code UNIQUE (code_hash)
);
CREATE UNIQUE INDEX sellers_invitations_open ON sellers_invitations (seller_id, email_key) WHERE ended_at_us IS NULL;
CREATE INDEX sellers_invitations_age ON sellers_invitations (made_at_us);
CREATE INDEX sellers_invitations_by_email ON sellers_invitations (email_key);
