-- Sales by seller and hour, and by product and day: what dashboards show without reading every order.
CREATE TABLE reporting_sales_hours (
    seller_id UUID NOT NULL,
    currency TEXT NOT NULL,
    hour_us BIGINT NOT NULL,
    orders BIGINT NOT NULL,
    units BIGINT NOT NULL,
    items_minor BIGINT NOT NULL,
    -- Taken back in the hour of the sale, not of the cancellation.
    cancelled_orders BIGINT NOT NULL,
    cancelled_units BIGINT NOT NULL,
    cancelled_minor BIGINT NOT NULL,
    PRIMARY KEY (seller_id, currency, hour_us)
);

CREATE TABLE reporting_product_days (
    seller_id UUID NOT NULL,
    currency TEXT NOT NULL,
    day_us BIGINT NOT NULL,
    product_id UUID NOT NULL,
    -- As it was called in the newest order of the day.
    title TEXT NOT NULL,
    units BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (seller_id, currency, day_us, product_id)
);
