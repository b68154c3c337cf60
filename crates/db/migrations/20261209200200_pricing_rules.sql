-- Prices that follow their competitors (domain::price_rule), and what became of them.
CREATE TABLE pricing_rules (
    offer_id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    -- Of the offer when it was looked at last: by it news of other offers find the rule.
    product_id UUID NOT NULL,
    floor_minor BIGINT NOT NULL CHECK (floor_minor > 0),
    ceiling_minor BIGINT CHECK (ceiling_minor >= floor_minor),
    currency TEXT NOT NULL,
    -- domain::price_rule::PriceReason, and when the rule came to it; nothing before it looked.
    reason TEXT,
    reason_at_us BIGINT,
    said_by UUID NOT NULL,
    said_at_us BIGINT NOT NULL
);
CREATE INDEX pricing_rules_product ON pricing_rules (product_id);
CREATE INDEX pricing_rules_seller ON pricing_rules (seller_id, said_at_us);

-- Each price that a rule set. A rule that is taken away leaves them.
CREATE TABLE pricing_steps (
    id UUID PRIMARY KEY,
    offer_id UUID NOT NULL,
    at_us BIGINT NOT NULL,
    was_minor BIGINT NOT NULL,
    became_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- Where the cheapest competing offer landed, price and delivery together.
    landed_minor BIGINT,
    CONSTRAINT pricing_steps_moves CHECK (was_minor <> became_minor)
);
CREATE INDEX pricing_steps_offer ON pricing_steps (offer_id, at_us);
{{append_only pricing_steps}}
