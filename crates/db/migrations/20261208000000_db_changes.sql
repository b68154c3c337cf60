-- What people changed in the consoles, and sellers' programs through the API: a row for each transaction, committed with it.
CREATE TABLE db_changes (
    id UUID PRIMARY KEY,
    at_us BIGINT NOT NULL,
    -- Who: a person, or a seller's program by its key. Accounts and keys stand beside, so no foreign keys.
    account_id UUID,
    key_id UUID,
    -- Whose desk it was done at; none: the operator's.
    seller_id UUID,
    -- Method and path of the request, and what was sent beside secrets and free words, as JSON.
    route TEXT NOT NULL,
    fields TEXT NOT NULL,
    request_id TEXT NOT NULL,
    CONSTRAINT db_changes_who CHECK (account_id IS NOT NULL OR key_id IS NOT NULL)
);
CREATE INDEX db_changes_seller ON db_changes (seller_id, id);
CREATE INDEX db_changes_account ON db_changes (account_id, id);
{{append_only db_changes}}
