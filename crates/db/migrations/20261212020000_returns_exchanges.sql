-- Exchanges: what a shopper wants instead of the money, where that replacement is, and why there is none after all.
-- An exchange is of one return of one line. It moves stock and no money: the sale stands.
CREATE TABLE returns_exchanges (
    return_id UUID PRIMARY KEY REFERENCES returns_returns (id),
    state TEXT NOT NULL,
    -- The replacement: an offer of the same seller, as it was when it was wished for.
    offer_id UUID NOT NULL,
    product_id UUID NOT NULL,
    title TEXT NOT NULL,
    quantity BIGINT NOT NULL CONSTRAINT returns_exchanges_quantity CHECK (quantity BETWEEN 1 AND 999),
    -- The units that are set aside, from the approval on; it stays when they were sold or let go of.
    hold_id UUID,
    -- Until when they are set aside.
    lasts_until_us BIGINT,
    -- Why there is no replacement.
    turned_because TEXT,
    carrier TEXT,
    tracking TEXT,
    asked_at_us BIGINT NOT NULL,
    -- What came back was looked at.
    accepted_at_us BIGINT,
    sent_at_us BIGINT,
    delivered_at_us BIGINT,
    -- Turned, or ended with its return.
    ended_at_us BIGINT,
    CONSTRAINT returns_exchanges_turned CHECK ((state = 'turned') = (turned_because IS NOT NULL)),
    CONSTRAINT returns_exchanges_held CHECK ((hold_id IS NULL) = (lasts_until_us IS NULL)),
    CONSTRAINT returns_exchanges_sent CHECK ((sent_at_us IS NULL) = (carrier IS NULL))
);
CREATE UNIQUE INDEX returns_exchanges_hold ON returns_exchanges (hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX returns_exchanges_lasts ON returns_exchanges (state, lasts_until_us);
