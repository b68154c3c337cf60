-- What a seller says of itself on its own page: a story and a logo. A seller that said nothing has no row.
CREATE TABLE sellers_stores (
    seller_id UUID PRIMARY KEY CONSTRAINT sellers_stores_seller REFERENCES sellers_sellers (id),
    -- Plain text; a blank line makes a paragraph.
    story TEXT NOT NULL,
    picture_id UUID CONSTRAINT sellers_stores_picture REFERENCES pictures_pictures (id)
);
