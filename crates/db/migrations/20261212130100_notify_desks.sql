-- The list of one desk, newest first: whoever has a seat at several reads that of a quiet one without those of the busy ones.
CREATE INDEX notify_notices_desk ON notify_notices (account_id, seller_id, id) WHERE seller_id IS NOT NULL;
