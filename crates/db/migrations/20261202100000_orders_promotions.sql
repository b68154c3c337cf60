-- What sellers take off for buying together, and what each promotion took off which line: frozen with the order.
CREATE TABLE orders_promotions (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    -- For the seller's own eyes.
    title TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT orders_promotions_kind CHECK (kind IN ('buy_get', 'from_units', 'set')),
    -- Bought at their price, and given on top; or from how many units on.
    units BIGINT CONSTRAINT orders_promotions_units CHECK (units BETWEEN 1 AND 100),
    units_on_top BIGINT CONSTRAINT orders_promotions_on_top CHECK (units_on_top BETWEEN 1 AND 100),
    percent_bps BIGINT NOT NULL CONSTRAINT orders_promotions_percent CHECK (percent_bps BETWEEN 1 AND 10000),
    -- Everything that the seller sells; else the offers of orders_promotion_offers.
    for_all BOOLEAN NOT NULL,
    from_us BIGINT NOT NULL,
    until_us BIGINT,
    paused BOOLEAN NOT NULL DEFAULT FALSE,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    -- Of the form that made it: the same press again is the same promotion.
    made_key TEXT NOT NULL,
    CONSTRAINT orders_promotions_shape CHECK (
        (kind = 'buy_get' AND units IS NOT NULL AND units_on_top IS NOT NULL)
        OR (kind = 'from_units' AND units IS NOT NULL AND units_on_top IS NULL)
        OR (kind = 'set' AND units IS NULL AND units_on_top IS NULL AND NOT for_all)),
    CONSTRAINT orders_promotions_ends CHECK (until_us IS NULL OR until_us > from_us)
);
CREATE INDEX orders_promotions_seller ON orders_promotions (seller_id, id);
CREATE UNIQUE INDEX orders_promotions_key ON orders_promotions (seller_id, made_key);

CREATE TABLE orders_promotion_offers (
    promotion_id UUID NOT NULL REFERENCES orders_promotions (id),
    offer_id UUID NOT NULL,
    PRIMARY KEY (promotion_id, offer_id)
);

CREATE TABLE orders_line_promotions (
    line_id UUID NOT NULL REFERENCES orders_lines (id),
    promotion_id UUID NOT NULL REFERENCES orders_promotions (id),
    -- Units of the line that counted for it.
    units BIGINT NOT NULL CONSTRAINT orders_line_promotions_units CHECK (units > 0),
    -- As shown; in the line's discount.
    off_minor BIGINT NOT NULL CONSTRAINT orders_line_promotions_off CHECK (off_minor > 0),
    PRIMARY KEY (line_id, promotion_id)
);
CREATE INDEX orders_line_promotions_promotion ON orders_line_promotions (promotion_id);
