-- Whose offer was shown on the page that was looked at, or was put into the cart: views are counted for a seller.
ALTER TABLE activity_events ADD COLUMN seller_id UUID;
