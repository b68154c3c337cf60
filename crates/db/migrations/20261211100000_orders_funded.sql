-- Promotions that the platform pays for: of all goods, of a category, of one seller's or of named offers; and who gave what
-- the platform added for sellers. The one who pays is a seller, whose goods it is for, or the platform, for which a seller
-- is a choice; so a promotion may have none.
ALTER TABLE orders_promotions ADD COLUMN of_seller_id UUID;
UPDATE orders_promotions SET of_seller_id = seller_id;
DROP INDEX orders_promotions_seller;
DROP INDEX orders_promotions_key;
ALTER TABLE orders_promotions DROP COLUMN seller_id;
ALTER TABLE orders_promotions RENAME COLUMN of_seller_id TO seller_id;
-- A category and everything below it; only the platform's name one.
ALTER TABLE orders_promotions ADD COLUMN category_id UUID;
-- An amount off each unit instead of a share.
ALTER TABLE orders_promotions ADD COLUMN off_minor BIGINT CONSTRAINT orders_promotions_off CHECK (off_minor > 0);
ALTER TABLE orders_promotions ADD COLUMN share_bps BIGINT
    CONSTRAINT orders_promotions_share CHECK (share_bps BETWEEN 1 AND 10000);
UPDATE orders_promotions SET share_bps = percent_bps;
ALTER TABLE orders_promotions DROP COLUMN percent_bps;
ALTER TABLE orders_promotions RENAME COLUMN share_bps TO percent_bps;
-- What one order may get of it at the most, and its currency, which is the amount's, too: sellers set their own prices, and
-- the platform pays what is off them.
ALTER TABLE orders_promotions ADD COLUMN most_off_minor BIGINT
    CONSTRAINT orders_promotions_most_off CHECK (most_off_minor > 0);
ALTER TABLE orders_promotions ADD COLUMN currency TEXT;
ALTER TABLE orders_promotions ADD COLUMN funded_by TEXT NOT NULL DEFAULT 'seller'
    CONSTRAINT orders_promotions_funded CHECK (
        (funded_by = 'seller' AND seller_id IS NOT NULL AND percent_bps IS NOT NULL AND off_minor IS NULL
            AND category_id IS NULL AND most_off_minor IS NULL AND currency IS NULL)
        OR (funded_by = 'platform' AND (percent_bps IS NULL) <> (off_minor IS NULL) AND most_off_minor IS NOT NULL
            AND currency IS NOT NULL AND (category_id IS NULL OR for_all)));
CREATE INDEX orders_promotions_seller ON orders_promotions (seller_id, id);
CREATE UNIQUE INDEX orders_promotions_key ON orders_promotions (seller_id, made_key) WHERE funded_by = 'seller';
CREATE UNIQUE INDEX orders_promotions_platform_key ON orders_promotions (made_key) WHERE funded_by = 'platform';

-- What the platform adds for the seller because of it, without tax: in the line's subsidy.
ALTER TABLE orders_line_promotions ADD COLUMN subsidy_minor BIGINT NOT NULL DEFAULT 0
    CONSTRAINT orders_line_promotions_subsidy CHECK (subsidy_minor >= 0);

-- What of that one parcel's units have had: in the parcel's subsidy, the rest of which is the coupon's.
CREATE TABLE orders_shipment_promotions (
    shipment_id UUID NOT NULL,
    line_id UUID NOT NULL REFERENCES orders_lines (id),
    promotion_id UUID NOT NULL REFERENCES orders_promotions (id),
    subsidy_minor BIGINT NOT NULL CONSTRAINT orders_shipment_promotions_subsidy CHECK (subsidy_minor > 0),
    PRIMARY KEY (shipment_id, line_id, promotion_id)
);
CREATE INDEX orders_shipment_promotions_promotion ON orders_shipment_promotions (promotion_id);
