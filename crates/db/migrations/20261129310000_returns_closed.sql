-- A return that gives the card nothing may still take back commission and what a coupon of the platform's added: the
-- ledger transaction that did. (`ledger_tx_id` is that of a refund.)
ALTER TABLE returns_returns ADD COLUMN closed_tx_id UUID;
CREATE UNIQUE INDEX returns_returns_closed ON returns_returns (closed_tx_id) WHERE closed_tx_id IS NOT NULL;
CREATE INDEX returns_returns_seller_newest ON returns_returns (seller_id, id);
-- Each return with the ledger transaction that it ended with, if any.
CREATE VIEW returns_booked AS
SELECT id, order_id, state, currency, refunded_minor, commission_back_minor, fee_minor, subsidy_back_minor,
    COALESCE(ledger_tx_id, closed_tx_id) AS tx_id
FROM returns_returns;
