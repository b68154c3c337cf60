-- What one order may get of a coupon at the most: sellers set prices and delivery fees, and the platform pays the discount.
ALTER TABLE orders_coupons ADD COLUMN most_off_minor BIGINT CONSTRAINT orders_coupons_most_off CHECK (most_off_minor > 0);
