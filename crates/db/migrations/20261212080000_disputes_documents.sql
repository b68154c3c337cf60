-- What sellers hand a bank beside their words, with its bytes: few, small, and never half there.
CREATE TABLE disputes_documents (
    id UUID PRIMARY KEY,
    dispute_id UUID NOT NULL REFERENCES disputes_disputes (id),
    -- pdf as it came, jpg drawn anew.
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    hash TEXT NOT NULL,
    added_at_us BIGINT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT disputes_documents_same UNIQUE (dispute_id, hash)
);
