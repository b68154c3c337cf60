-- An event can be told to several sellers: a question is about a product that each of them offers.
DROP INDEX webhooks_messages_position;
CREATE UNIQUE INDEX webhooks_messages_position ON webhooks_messages (position, seller_id) WHERE position IS NOT NULL;
