-- The audit trail keeps what somebody was when they changed something, and what was changed from a shell. SQLite cannot
-- take a rule off a table, so the notes move to a new one.
CREATE TABLE db_changes_kept (
    id UUID PRIMARY KEY,
    at_us BIGINT NOT NULL,
    -- Who: a person, or a seller's program by its key. Accounts and keys stand beside, so no foreign keys.
    account_id UUID,
    key_id UUID,
    -- What the person was then, at the platform and at that desk; none: nothing, or noted before this was kept.
    operator_role TEXT,
    seat_role TEXT,
    -- Done from a shell on the server's own machine; the person, where one was named there.
    command_line BOOLEAN NOT NULL,
    -- Whose desk it was done at; none: the operator's.
    seller_id UUID,
    -- Method and path of the request, or the command, and what was sent beside secrets and free words, as JSON.
    route TEXT NOT NULL,
    fields TEXT NOT NULL,
    request_id TEXT NOT NULL,
    CONSTRAINT db_changes_by CHECK (account_id IS NOT NULL OR key_id IS NOT NULL OR command_line)
);
INSERT INTO db_changes_kept
    (id, at_us, account_id, key_id, operator_role, seat_role, command_line, seller_id, route, fields, request_id)
SELECT id, at_us, account_id, key_id, NULL, NULL, FALSE, seller_id, route, fields, request_id FROM db_changes;
DROP TABLE db_changes;
ALTER TABLE db_changes_kept RENAME TO db_changes;
CREATE INDEX db_changes_seller ON db_changes (seller_id, id);
CREATE INDEX db_changes_account ON db_changes (account_id, id);
{{append_only db_changes}}
