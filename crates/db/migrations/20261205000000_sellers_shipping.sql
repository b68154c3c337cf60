-- What delivery costs by place, weight and worth (domain::shipping): a seller's tables, and which of them each offer is
-- sent by. Sellers who are there already go on with their simple fee, everywhere.
-- A list of domain::shipping::ShippingTable as JSON.
ALTER TABLE sellers_sellers ADD COLUMN shipping_tables TEXT NOT NULL DEFAULT '[]';
-- The table of offers that name none; nothing is the simple fee.
ALTER TABLE sellers_sellers ADD COLUMN standard_table UUID;
