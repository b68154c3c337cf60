-- PDFs that came with messages, with their bytes: few, small, and never half there.
ALTER TABLE messages_messages ADD COLUMN documents BIGINT NOT NULL DEFAULT 0;

CREATE TABLE messages_documents (
    id UUID PRIMARY KEY,
    message_id UUID NOT NULL REFERENCES messages_messages (id),
    position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 1),
    file_name TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    hash TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT messages_documents_position UNIQUE (message_id, position)
);
