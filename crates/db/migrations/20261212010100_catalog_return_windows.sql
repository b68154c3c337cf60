-- How long goods of a category can be returned, from when on. A category without a window of its own has that of the nearest
-- above it, and without any the whole shop's, which is said for the nil id.
CREATE TABLE catalog_return_windows (
    category_id UUID NOT NULL,
    starts_at_us BIGINT NOT NULL,
    -- Nothing: that of the category above holds again.
    days BIGINT CONSTRAINT catalog_return_windows_days CHECK (days BETWEEN 1 AND 365),
    said_by UUID NOT NULL,
    said_at_us BIGINT NOT NULL,
    PRIMARY KEY (category_id, starts_at_us)
);
