-- How long goods of a category can be returned, from when on. A category without a window of its own has that of the nearest
-- above it, and without any the whole shop's, which is said for the nil id. An order line keeps what was promised when it was
-- sold (the seller's own window counted in), so that no later change shortens it; without it the standard window holds.
CREATE TABLE catalog_return_windows (
    category_id UUID NOT NULL,
    starts_at_us BIGINT NOT NULL,
    -- Nothing: that of the category above holds again.
    days BIGINT CONSTRAINT catalog_return_windows_days CHECK (days BETWEEN 1 AND 365),
    said_by UUID NOT NULL,
    said_at_us BIGINT NOT NULL,
    PRIMARY KEY (category_id, starts_at_us)
);
ALTER TABLE orders_lines ADD COLUMN return_days BIGINT;
