-- What people were told, to be read in the shop itself: whoever has no device and opens no mail missed it so far.
CREATE TABLE notify_notices (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL,
    kind TEXT NOT NULL,
    -- In the words that were sent, and their language.
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- A path of the shop.
    url TEXT NOT NULL,
    -- At whose desk it is, if it is at one.
    seller_id UUID,
    -- A later one with the same tag takes the place of this one.
    tag TEXT NOT NULL,
    told_at_us BIGINT NOT NULL,
    read_at_us BIGINT
);
CREATE UNIQUE INDEX notify_notices_tag ON notify_notices (account_id, tag);
-- The list of one account, newest first.
CREATE INDEX notify_notices_account ON notify_notices (account_id, id);
-- The number beside the bell of every page.
CREATE INDEX notify_notices_unread ON notify_notices (account_id, id) WHERE read_at_us IS NULL;
-- What is old is forgotten.
CREATE INDEX notify_notices_told ON notify_notices (told_at_us);
