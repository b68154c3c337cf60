-- Whose an order was to the roll-ups, once nobody can tell it from the order: what comes back of it later belongs to the same
-- buyer, and counting anew gives the same. No roll-up itself: it is never built anew.
CREATE TABLE reporting_order_buyers (
    order_id UUID PRIMARY KEY,
    -- Nobody's id: all that it says is which orders were one buyer's.
    buyer_id UUID NOT NULL
);
CREATE INDEX reporting_order_buyers_buyer ON reporting_order_buyers (buyer_id);
