-- How one piece of an offer is sent (domain::shipping::Packing).
ALTER TABLE catalog_offers ADD COLUMN shipping_table UUID;
-- Packed; nothing where nobody has said.
ALTER TABLE catalog_offers ADD COLUMN weight_g BIGINT CHECK (weight_g > 0);
