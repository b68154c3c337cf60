-- Who sets a price asks for the coupons that its seller gives, each time.
CREATE INDEX orders_coupons_giver ON orders_coupons (seller_id) WHERE funded_by = 'seller';
