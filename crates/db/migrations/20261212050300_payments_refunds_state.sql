-- Payments: whoever looks after refunds sees those that failed and those that wait, the newest first.
CREATE INDEX payments_refunds_state ON payments_refunds (state, id);
