-- Catalog: what an operator took down stays down until an operator shows it again (catalog::taken_down).
-- When that was; nothing for what nobody took down.
ALTER TABLE catalog_offers ADD COLUMN taken_down_at_us BIGINT;
-- Whether it was for sale then: so it comes back.
ALTER TABLE catalog_offers ADD COLUMN taken_down_active BOOLEAN;
ALTER TABLE catalog_products ADD COLUMN taken_down_at_us BIGINT;
-- Its status then: so it comes back.
ALTER TABLE catalog_products ADD COLUMN taken_down_status TEXT;
-- What was decided before this, as far as it still stands.
UPDATE catalog_offers SET taken_down_active = TRUE, taken_down_at_us = (
    SELECT MAX(d.at_us) FROM reviews_abuse_decisions AS d WHERE d.thing_id = catalog_offers.id AND d.verdict = 'stop')
WHERE active = FALSE AND id IN (SELECT thing_id FROM reviews_abuse_decisions WHERE verdict = 'stop');
UPDATE catalog_products SET taken_down_status = 'active', taken_down_at_us = (
    SELECT MAX(d.at_us) FROM reviews_abuse_decisions AS d WHERE d.thing_id = catalog_products.id AND d.verdict = 'hide')
WHERE status = 'hidden' AND id IN (SELECT thing_id FROM reviews_abuse_decisions WHERE verdict = 'hide');
-- What is down is listed, and looked for beside what is put up for sale, without a look at all the rest.
CREATE INDEX catalog_offers_taken_down ON catalog_offers (taken_down_at_us, id) WHERE taken_down_at_us IS NOT NULL;
CREATE INDEX catalog_products_taken_down ON catalog_products (taken_down_at_us, id) WHERE taken_down_at_us IS NOT NULL;
