-- A card that was removed stays for an hour, so that it can be put back as it was.
ALTER TABLE payments_methods ADD COLUMN removed_at_us BIGINT;
ALTER TABLE payments_methods ADD COLUMN removed_default BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX payments_methods_removed ON payments_methods (removed_at_us) WHERE removed_at_us IS NOT NULL;
