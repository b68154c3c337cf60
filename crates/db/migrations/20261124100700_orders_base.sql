-- Carts, orders with one part per seller, shipments, and the tax rates that are frozen onto each line.
CREATE TABLE orders_tax_rates (
    id UUID PRIMARY KEY,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    rate_bps BIGINT NOT NULL CHECK (rate_bps BETWEEN 0 AND 10000),
    inclusive BOOLEAN NOT NULL,
    shipping_taxed BOOLEAN NOT NULL,
    from_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX orders_tax_rates_place ON orders_tax_rates (country, region, from_us);

CREATE TABLE orders_carts (
    id UUID PRIMARY KEY,
    -- `account:acc_…` or `guest:gst_…`: whose cart it is.
    owner TEXT NOT NULL,
    updated_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX orders_carts_owner ON orders_carts (owner);

CREATE TABLE orders_cart_lines (
    cart_id UUID NOT NULL REFERENCES orders_carts (id) ON DELETE CASCADE,
    offer_id UUID NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    added_at_us BIGINT NOT NULL,
    PRIMARY KEY (cart_id, offer_id)
);

CREATE TABLE orders_orders (
    id UUID PRIMARY KEY,
    -- The key was made when the page was rendered: the same click is the same order.
    order_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    account_id UUID,
    guest_id UUID,
    email TEXT NOT NULL,
    locale TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    currency TEXT NOT NULL,
    items_minor BIGINT NOT NULL,
    shipping_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    address TEXT NOT NULL,
    payment_id UUID NOT NULL,
    hold_id UUID NOT NULL,
    -- The processor's question while the payment waits for the shopper's confirmation.
    challenge TEXT,
    failure TEXT,
    undo_until_us BIGINT,
    placed_at_us BIGINT NOT NULL,
    CHECK (account_id IS NOT NULL OR guest_id IS NOT NULL),
    CHECK (total_minor >= 0)
);
CREATE UNIQUE INDEX orders_orders_key ON orders_orders (order_key);
CREATE UNIQUE INDEX orders_orders_payment ON orders_orders (payment_id);
CREATE INDEX orders_orders_account ON orders_orders (account_id, id);
CREATE INDEX orders_orders_guest ON orders_orders (guest_id, id);
CREATE INDEX orders_orders_state ON orders_orders (state, placed_at_us);

-- One-click orders to one address, one seller each, that leave in one parcel.
CREATE TABLE orders_bundles (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    address_hash TEXT NOT NULL,
    closes_at_us BIGINT NOT NULL
);
CREATE INDEX orders_bundles_open ON orders_bundles (account_id, seller_id, closes_at_us);

CREATE TABLE orders_parts (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES orders_orders (id),
    seller_id UUID NOT NULL,
    -- Empty until the payment is authorised: a seller sees nothing that is not paid for.
    state TEXT NOT NULL,
    items_minor BIGINT NOT NULL,
    shipping_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    bundle_id UUID REFERENCES orders_bundles (id),
    -- It opened its bundle and pays the parcel's shipping; the bundle is open while it is.
    leads_bundle BOOLEAN NOT NULL DEFAULT FALSE,
    promise TEXT NOT NULL,
    tax_place TEXT NOT NULL,
    placed_at_us BIGINT NOT NULL,
    accepted_at_us BIGINT,
    shipped_at_us BIGINT,
    delivered_at_us BIGINT,
    cancelled_at_us BIGINT,
    cancel_reason TEXT,
    CHECK (captured_minor BETWEEN 0 AND total_minor)
);
CREATE INDEX orders_parts_order ON orders_parts (order_id);
CREATE INDEX orders_parts_seller ON orders_parts (seller_id, state, placed_at_us);
CREATE INDEX orders_parts_bundle ON orders_parts (bundle_id);

CREATE TABLE orders_lines (
    id UUID PRIMARY KEY,
    part_id UUID NOT NULL REFERENCES orders_parts (id),
    position BIGINT NOT NULL,
    offer_id UUID NOT NULL,
    product_id UUID NOT NULL,
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    picture_id UUID,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    -- In shipments that left or are being captured.
    shipped_quantity BIGINT NOT NULL DEFAULT 0,
    unit_price_minor BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    tax_rate_bps BIGINT NOT NULL,
    tax_inclusive BOOLEAN NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    commission_class TEXT NOT NULL,
    CHECK (shipped_quantity BETWEEN 0 AND quantity)
);
CREATE INDEX orders_lines_part ON orders_lines (part_id);

CREATE TABLE orders_shipments (
    id UUID PRIMARY KEY,
    shipment_key TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    seller_id UUID NOT NULL,
    state TEXT NOT NULL,
    carrier TEXT NOT NULL,
    tracking TEXT NOT NULL,
    failure TEXT,
    created_at_us BIGINT NOT NULL,
    shipped_at_us BIGINT,
    delivered_at_us BIGINT
);
CREATE UNIQUE INDEX orders_shipments_key ON orders_shipments (shipment_key);
CREATE INDEX orders_shipments_state ON orders_shipments (state);

-- What one shipment captures of one part's payment.
CREATE TABLE orders_shipment_parts (
    shipment_id UUID NOT NULL REFERENCES orders_shipments (id),
    part_id UUID NOT NULL REFERENCES orders_parts (id),
    capture_id UUID NOT NULL,
    state TEXT NOT NULL,
    items_minor BIGINT NOT NULL,
    shipping_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    commission_minor BIGINT NOT NULL,
    PRIMARY KEY (shipment_id, part_id)
);
CREATE INDEX orders_shipment_parts_part ON orders_shipment_parts (part_id);

CREATE TABLE orders_shipment_lines (
    shipment_id UUID NOT NULL REFERENCES orders_shipments (id),
    line_id UUID NOT NULL REFERENCES orders_lines (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    items_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    -- The frozen sentence of how the commission was computed.
    commission_minor BIGINT NOT NULL,
    commission_why TEXT NOT NULL,
    PRIMARY KEY (shipment_id, line_id)
);
