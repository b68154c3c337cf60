-- Programs read a seller's sheets page by page, in the order of their ids.
CREATE INDEX pricing_sheets_seller_id ON pricing_sheets (seller_id, id);
