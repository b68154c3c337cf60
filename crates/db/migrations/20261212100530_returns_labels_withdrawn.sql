-- A price of labels that has not begun can be taken back: all three or none. It never counts, unless it is said anew.
ALTER TABLE returns_label_prices ADD COLUMN withdrawn_at_us BIGINT;
ALTER TABLE returns_label_prices ADD COLUMN withdrawn_by UUID;
ALTER TABLE returns_label_prices ADD COLUMN withdrawn_reason TEXT;
