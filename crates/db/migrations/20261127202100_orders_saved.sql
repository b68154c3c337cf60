-- What was moved out of a cart for later. It is not part of the cart: nothing here is counted, priced or ordered.
CREATE TABLE orders_saved_lines (
    -- `account:acc_…` or `guest:gst_…`, as for carts.
    owner TEXT NOT NULL,
    offer_id UUID NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    saved_at_us BIGINT NOT NULL,
    PRIMARY KEY (owner, offer_id)
);
