-- When an operator let a seller sell. Those that are here already were made by an operator.
ALTER TABLE sellers_sellers ADD COLUMN approved_at_us BIGINT;
UPDATE sellers_sellers SET approved_at_us = created_at_us;

-- Shops that somebody opens: what they are, how far they are, what has to be handed in again.
CREATE TABLE openings_openings (
    seller_id UUID PRIMARY KEY,
    -- Sellers and accounts stand beside, so no foreign keys.
    applicant UUID NOT NULL,
    -- The form's, so that sending it twice opens one shop.
    open_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Requirements as JSON.
    again TEXT NOT NULL,
    opened_at_us BIGINT NOT NULL,
    submitted_at_us BIGINT,
    decided_at_us BIGINT,
    CONSTRAINT openings_openings_key UNIQUE (applicant, open_key)
);
CREATE INDEX openings_openings_waiting ON openings_openings (state, submitted_at_us, seller_id);

-- What was handed in, with its bytes: few, small, and never half there.
CREATE TABLE openings_documents (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL REFERENCES openings_openings (seller_id),
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    hash TEXT NOT NULL,
    added_by UUID NOT NULL,
    added_at_us BIGINT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT openings_documents_same UNIQUE (seller_id, kind, hash)
);

-- Everything that happened to an opening, with the words that the seller read.
CREATE TABLE openings_steps (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    state TEXT NOT NULL,
    words TEXT NOT NULL,
    again TEXT NOT NULL,
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX openings_steps_seller ON openings_steps (seller_id, id);
{{append_only openings_steps}}
