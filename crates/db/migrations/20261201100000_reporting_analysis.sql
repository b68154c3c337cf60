-- Roll-ups of the page "Analysis": sales by day, country, device and product, who came back, and what was looked at.
CREATE TABLE reporting_facets (
    seller_id UUID NOT NULL,
    currency TEXT NOT NULL,
    -- What it is by: 'all', 'country' or 'device'; and which of them, empty where that is not known.
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    -- A 'day' or a 'month' in UTC that begins then; a month is the sum of its days. By 'all' there are only days.
    span TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    orders BIGINT NOT NULL,
    units BIGINT NOT NULL,
    minor BIGINT NOT NULL,
    -- Taken back and come back, on the day of the sale.
    cancelled_orders BIGINT NOT NULL,
    cancelled_units BIGINT NOT NULL,
    cancelled_minor BIGINT NOT NULL,
    returned_units BIGINT NOT NULL,
    returned_minor BIGINT NOT NULL,
    PRIMARY KEY (seller_id, currency, facet, span, from_us, value)
);

-- The products that a seller sold, numbered from 0 for each seller: sheets name them by their number.
CREATE TABLE reporting_products (
    seller_id UUID NOT NULL,
    product_id UUID NOT NULL,
    number BIGINT NOT NULL,
    -- As it was called in the newest order.
    title TEXT NOT NULL,
    -- Where the catalogue has it now.
    category_id UUID,
    PRIMARY KEY (seller_id, product_id)
);
CREATE UNIQUE INDEX reporting_products_number ON reporting_products (seller_id, number);
CREATE INDEX reporting_products_product ON reporting_products (product_id);

-- Sales by product of one day or month, as one document for up to 512 products: [number, units, minor, returned, …].
CREATE TABLE reporting_sheets (
    seller_id UUID NOT NULL,
    currency TEXT NOT NULL,
    span TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    -- Which numbers it holds: chunk * 512 and the 511 after it.
    chunk BIGINT NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (seller_id, currency, span, from_us, chunk)
);

-- In which months somebody, an account or a guest's browser, ordered of a seller.
CREATE TABLE reporting_shoppers (
    seller_id UUID NOT NULL,
    shopper_id UUID NOT NULL,
    month_us BIGINT NOT NULL,
    -- Without those that were cancelled.
    orders BIGINT NOT NULL,
    PRIMARY KEY (seller_id, shopper_id, month_us)
);

-- How many shoppers who first ordered in one month ordered in another.
CREATE TABLE reporting_cohorts (
    seller_id UUID NOT NULL,
    first_us BIGINT NOT NULL,
    month_us BIGINT NOT NULL,
    shoppers BIGINT NOT NULL,
    PRIMARY KEY (seller_id, first_us, month_us)
);

-- How often product pages on which a seller's offer was the one to buy were looked at, and the offer put into a cart.
CREATE TABLE reporting_view_days (
    seller_id UUID NOT NULL,
    day_us BIGINT NOT NULL,
    device TEXT NOT NULL,
    views BIGINT NOT NULL,
    carts BIGINT NOT NULL,
    PRIMARY KEY (seller_id, day_us, device)
);

CREATE TABLE reporting_product_views (
    seller_id UUID NOT NULL,
    product_id UUID NOT NULL,
    span TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    views BIGINT NOT NULL,
    carts BIGINT NOT NULL,
    PRIMARY KEY (seller_id, product_id, span, from_us)
);

-- Up to when activity has been counted: it is no part of the event log and has no positions.
CREATE TABLE reporting_cursors (
    name TEXT PRIMARY KEY,
    at_us BIGINT NOT NULL
);
