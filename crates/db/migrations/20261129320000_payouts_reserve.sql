-- What is kept back of a seller's parts is asked inside the transaction that pays: of all that it ever sold, only these.
CREATE INDEX orders_parts_reserve ON orders_parts (seller_id, delivered_at_us) WHERE captured_minor > 0;
