-- An address that was removed stays for an hour, so that it can be put back as it was.
ALTER TABLE identity_addresses ADD COLUMN removed_at_us BIGINT;
ALTER TABLE identity_addresses ADD COLUMN removed_default BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX identity_addresses_removed ON identity_addresses (removed_at_us) WHERE removed_at_us IS NOT NULL;
