-- What a seller says of itself on its own page: a story and a logo. A seller that said nothing has no row.
CREATE TABLE sellers_stores (
    seller_id UUID PRIMARY KEY CONSTRAINT sellers_stores_seller REFERENCES sellers_sellers (id),
    -- Plain text; a blank line makes a paragraph.
    story TEXT NOT NULL,
    picture_id UUID CONSTRAINT sellers_stores_picture REFERENCES pictures_pictures (id)
);
-- Its page lists what it has for sale, the newest first, and what its buyers said, by index.
CREATE INDEX catalog_offers_store ON catalog_offers (seller_id, id) WHERE active = TRUE AND stocked = TRUE;
CREATE INDEX reviews_reviews_rated ON reviews_reviews (seller_id, visibility, stars);
