-- How often a seller's offer stood in the buy box, of the views of products of which the seller had an offer that could be
-- bought. The buy box is computed for each request and never stored, so the view says who won it.
ALTER TABLE activity_events ADD COLUMN featured_id UUID;

CREATE TABLE reporting_shelf_days (
    seller_id UUID NOT NULL,
    day_us BIGINT NOT NULL,
    -- Views of products of which the seller had an offer that could be bought.
    views BIGINT NOT NULL,
    -- Of these, those in whose buy box it stood.
    featured BIGINT NOT NULL,
    -- Buy boxes won on products that too many sellers offered at once; in neither of the two.
    left_out BIGINT NOT NULL,
    PRIMARY KEY (seller_id, day_us)
);

CREATE TABLE reporting_shelf_views (
    seller_id UUID NOT NULL,
    product_id UUID NOT NULL,
    -- A 'day' or a 'month' in UTC that begins then; a month is the sum of its days.
    span TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    views BIGINT NOT NULL,
    featured BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    PRIMARY KEY (seller_id, product_id, span, from_us)
);
