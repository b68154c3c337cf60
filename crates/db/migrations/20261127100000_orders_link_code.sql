-- A guest's mails lead to the order in any browser: the link carries this code. Nothing for orders of accounts, which sign in.
ALTER TABLE orders_orders ADD COLUMN link_code TEXT;
