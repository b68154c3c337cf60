-- Import runs: where each one stands, and what it changed, so that it can be continued and undone.
CREATE TABLE import_runs (
    id UUID PRIMARY KEY,
    -- blake3 of the file: the same content by the same seller continues, under whatever name.
    fingerprint TEXT NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    seller_id UUID NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undoing', 'undone')),
    -- Rows behind which everything is loaded.
    cursor BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    tally TEXT NOT NULL,
    started_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL
);
CREATE INDEX import_runs_fingerprint ON import_runs (fingerprint, state);

-- 'before' and 'after' are absent for what the run created.
CREATE TABLE import_changes (
    import_id UUID NOT NULL REFERENCES import_runs (id),
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('product', 'offer')),
    target_id UUID NOT NULL,
    before TEXT,
    after TEXT,
    undone BOOLEAN NOT NULL,
    PRIMARY KEY (import_id, seq)
);
