-- Keys with which a seller's programs ask the API, and what was answered to their requests, so that a repeat gets it again.
CREATE TABLE integrations_keys (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    name TEXT NOT NULL,
    -- The first signs of the key, by which its owner knows it.
    prefix TEXT NOT NULL,
    -- Who reads this table cannot act with it.
    key_hash BYTEA NOT NULL,
    -- Texts of `domain::integration::ApiScope`, with spaces between them.
    scopes TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    last_used_at_us BIGINT,
    revoked_at_us BIGINT
);
CREATE UNIQUE INDEX integrations_keys_hash ON integrations_keys (key_hash);
CREATE INDEX integrations_keys_seller ON integrations_keys (seller_id, id);

-- An answer names things by their ids and says nothing about people.
CREATE TABLE integrations_requests (
    seller_id UUID NOT NULL,
    request_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    -- Both come when it is done.
    status BIGINT,
    answer TEXT,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (seller_id, request_key),
    CONSTRAINT integrations_requests_done CHECK ((status IS NULL) = (answer IS NULL))
);
CREATE INDEX integrations_requests_at ON integrations_requests (at_us);
