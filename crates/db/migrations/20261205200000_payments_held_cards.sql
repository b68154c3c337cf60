-- Payments: the card of a checkout under way, so that it is typed once however often the form comes back.
CREATE TABLE payments_held_cards (
    -- Whose checkout: carts stand above payments, so this is their word for whom they belong to.
    holder TEXT PRIMARY KEY,
    -- Becomes a row of payments_tokens once an order is placed with it.
    token TEXT NOT NULL,
    processor TEXT NOT NULL,
    processor_token TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL CHECK (length(last4) = 4),
    exp_month BIGINT NOT NULL CHECK (exp_month BETWEEN 1 AND 12),
    exp_year BIGINT NOT NULL,
    held_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX payments_held_cards_token ON payments_held_cards (token);
