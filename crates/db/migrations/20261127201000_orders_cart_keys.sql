-- A change of a cart that was made without a network is sent when there is one, perhaps twice: it is done once.
CREATE TABLE orders_cart_keys (
    -- Random, made where the change was made.
    command_key TEXT PRIMARY KEY,
    -- What was asked for: the same key with something else is refused.
    command TEXT NOT NULL,
    done_at_us BIGINT NOT NULL
);
CREATE INDEX orders_cart_keys_done ON orders_cart_keys (done_at_us);
