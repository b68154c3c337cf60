-- Coupons, who has used them, and what each took off: frozen on the order, its parts, lines and parcels.
CREATE TABLE orders_coupons (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT orders_coupons_kind CHECK (kind IN ('percent', 'amount', 'free_shipping')),
    percent_bps BIGINT CONSTRAINT orders_coupons_percent CHECK (percent_bps BETWEEN 1 AND 10000),
    amount_minor BIGINT CONSTRAINT orders_coupons_amount CHECK (amount_minor > 0),
    minimum_minor BIGINT CONSTRAINT orders_coupons_minimum CHECK (minimum_minor > 0),
    -- Of amount and minimum.
    currency TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    until_us BIGINT,
    most_uses BIGINT,
    most_uses_each BIGINT,
    -- What it is for: both where both are named.
    category_id UUID,
    seller_id UUID,
    funded_by TEXT NOT NULL CONSTRAINT orders_coupons_funded CHECK (funded_by IN ('seller', 'platform')),
    paused BOOLEAN NOT NULL DEFAULT FALSE,
    -- Uses that count; those of orders that were cancelled whole or not paid for were given back.
    used BIGINT NOT NULL DEFAULT 0,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT orders_coupons_used CHECK (used >= 0 AND (most_uses IS NULL OR used <= most_uses)),
    CONSTRAINT orders_coupons_funder CHECK (funded_by <> 'seller' OR seller_id IS NOT NULL)
);
CREATE UNIQUE INDEX orders_coupons_code ON orders_coupons (code);

CREATE TABLE orders_coupon_uses (
    order_id UUID PRIMARY KEY REFERENCES orders_orders (id),
    coupon_id UUID NOT NULL REFERENCES orders_coupons (id),
    used_at_us BIGINT NOT NULL,
    given_back_at_us BIGINT
);
CREATE INDEX orders_coupon_uses_coupon ON orders_coupon_uses (coupon_id);

ALTER TABLE orders_carts ADD COLUMN coupon_code TEXT;
ALTER TABLE orders_orders ADD COLUMN coupon_code TEXT;
-- Of goods and shipping together, as shown: totals are items and shipping and wrapping less this, and the tax on that.
ALTER TABLE orders_orders ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_parts ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_parts ADD COLUMN shipping_discount_minor BIGINT NOT NULL DEFAULT 0;
-- What the platform adds for the seller, without tax: nothing where the seller gives the discount.
ALTER TABLE orders_parts ADD COLUMN shipping_subsidy_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_lines ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_lines ADD COLUMN subsidy_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_shipment_parts ADD COLUMN items_subsidy_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_shipment_parts ADD COLUMN shipping_subsidy_minor BIGINT NOT NULL DEFAULT 0;
