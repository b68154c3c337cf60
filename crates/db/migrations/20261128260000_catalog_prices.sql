-- A reduction is measured against the lowest price of the 30 days before it, so what offers cost is kept.
CREATE TABLE catalog_prices (
    offer_id UUID NOT NULL REFERENCES catalog_offers (id),
    -- The offer's version from which on it was so.
    version BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    product_id UUID NOT NULL,
    condition TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (offer_id, version)
);
-- Every change raised updated_at_us, so since then the price is known to have been what it is; before, nothing is known.
INSERT INTO catalog_prices (offer_id, version, at_us, product_id, condition, price_minor, currency, active)
    SELECT id, version, updated_at_us, product_id, condition, price_minor, currency, active FROM catalog_offers;

-- What follows from them stands with the offer, so that a page reads it along: the prior price in the offer's currency, when
-- the present price began, and how much lower it is in basis points. All or none.
ALTER TABLE catalog_offers ADD COLUMN prior_minor BIGINT;
ALTER TABLE catalog_offers ADD COLUMN reduced_at_us BIGINT;
ALTER TABLE catalog_offers ADD COLUMN reduced_bps BIGINT;
CREATE INDEX catalog_offers_reduced ON catalog_offers (reduced_bps DESC, id) WHERE reduced_bps IS NOT NULL;
