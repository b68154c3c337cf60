-- Pictures by their content: what exists in the object store, in which widths and formats.
CREATE TABLE pictures_pictures (
    id UUID PRIMARY KEY,
    -- blake3 of the bytes that were uploaded: the same file is the same picture.
    hash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    -- Ascending, separated by commas: '160,320,500'.
    widths TEXT NOT NULL,
    -- Average colour, '#rrggbb', shown while the picture loads.
    colour TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    CONSTRAINT pictures_pictures_hash UNIQUE (hash)
);
