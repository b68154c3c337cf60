-- Files that sellers and operators upload: checked and previewed first, imported when somebody says so, taken back later.
CREATE TABLE import_uploads (
    id UUID PRIMARY KEY,
    -- Whose offers they become.
    seller_id UUID NOT NULL,
    -- In whose name, which decides what the import may describe.
    scope TEXT NOT NULL CHECK (scope IN ('operator', 'seller')),
    file_name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- As the content tells, once it was read.
    format TEXT,
    state TEXT NOT NULL CHECK (state IN ('checking', 'ready', 'refused', 'importing', 'done', 'failed', 'undoing',
        'undone', 'discarded')),
    default_quantity BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- Of rows without a price.
    price_minor BIGINT,
    skip_bad_rows BOOLEAN NOT NULL,
    -- How far the work at hand is, in the units of its phase.
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    -- What it would change, and why it was refused: documents.
    preview TEXT,
    refusal TEXT,
    import_id UUID REFERENCES import_runs (id),
    -- Until when the process at work is taken for alive.
    held_until_us BIGINT,
    created_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL
);
CREATE INDEX import_uploads_seller ON import_uploads (seller_id, created_at_us);
CREATE INDEX import_uploads_state ON import_uploads (state, updated_at_us);
