-- Stock per offer: what is available, held for orders being paid, and sold; every change is a movement.
CREATE TABLE inventory_stock (
    offer_id UUID PRIMARY KEY,
    available BIGINT NOT NULL CHECK (available >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    sold BIGINT NOT NULL CHECK (sold >= 0),
    updated_at_us BIGINT NOT NULL
);

CREATE TABLE inventory_holds (
    id UUID PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('held', 'sold', 'released')),
    expires_at_us BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL
);
CREATE INDEX inventory_holds_open ON inventory_holds (state, expires_at_us);

-- Append-only. The key makes a movement happen once: a hold's id, or the caller's own key.
CREATE TABLE inventory_movements (
    offer_id UUID NOT NULL REFERENCES inventory_stock (offer_id),
    kind TEXT NOT NULL CHECK (kind IN ('receive', 'adjust', 'hold', 'release', 'sell', 'restock')),
    movement_key TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    hold_id UUID REFERENCES inventory_holds (id),
    at_us BIGINT NOT NULL,
    PRIMARY KEY (offer_id, kind, movement_key)
);
CREATE INDEX inventory_movements_hold ON inventory_movements (hold_id);
