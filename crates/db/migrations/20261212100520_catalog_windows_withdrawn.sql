-- A return window that has not begun can be taken back: all three or none. It never counts, unless it is said anew.
ALTER TABLE catalog_return_windows ADD COLUMN withdrawn_at_us BIGINT;
ALTER TABLE catalog_return_windows ADD COLUMN withdrawn_by UUID;
ALTER TABLE catalog_return_windows ADD COLUMN withdrawn_reason TEXT;
