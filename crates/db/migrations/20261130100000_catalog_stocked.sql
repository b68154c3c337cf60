-- A product may have ten thousand offers: a page finds the cheapest that can be bought by index, and reads no other.
-- Whether any unit is available; `inventory` says it here, in the transaction that takes the last one or brings one back.
ALTER TABLE catalog_offers ADD COLUMN stocked BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE catalog_offers SET stocked = TRUE
    WHERE EXISTS (SELECT 1 FROM inventory_stock AS s WHERE s.offer_id = catalog_offers.id AND s.available > 0);
CREATE INDEX catalog_offers_cheapest ON catalog_offers (product_id, price_minor, id) WHERE active = TRUE;
CREATE INDEX catalog_offers_new ON catalog_offers (product_id, price_minor, id)
    WHERE active = TRUE AND stocked = TRUE AND condition = 'new';
CREATE INDEX catalog_offers_used ON catalog_offers (product_id, price_minor, id)
    WHERE active = TRUE AND stocked = TRUE AND condition <> 'new';
