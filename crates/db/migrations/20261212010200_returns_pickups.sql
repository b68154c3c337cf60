-- Parcels that come back with the shop's label may be fetched at the order's address instead of being dropped off: on which
-- day, and when the seller confirmed it. The address stays with the order.
CREATE TABLE returns_pickups (
    return_id UUID PRIMARY KEY REFERENCES returns_returns (id),
    -- Of the calendar, counted from 1970-01-01.
    day BIGINT NOT NULL,
    asked_at_us BIGINT NOT NULL,
    confirmed_at_us BIGINT
);
