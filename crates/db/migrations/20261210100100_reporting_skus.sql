-- Roll-ups of what is left of each offer: what it brought, what was charged and given back, and what its units cost.
-- The offers of a seller that left, numbered from 0 for each seller: sheets name them by their number.
CREATE TABLE reporting_offers (
    seller_id UUID NOT NULL,
    offer_id UUID NOT NULL,
    number BIGINT NOT NULL,
    -- As it was ordered last.
    product_id UUID NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (seller_id, offer_id)
);
CREATE UNIQUE INDEX reporting_offers_number ON reporting_offers (seller_id, number);

-- What moved by offer in one day or month, as one document for up to 512 offers: [number, and twelve sums, …].
CREATE TABLE reporting_offer_sheets (
    seller_id UUID NOT NULL,
    currency TEXT NOT NULL,
    -- A 'day' or a 'month' in UTC that begins then; a month is the sum of its days.
    span TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    -- Which numbers it holds: chunk * 512 and the 511 after it.
    chunk BIGINT NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (seller_id, currency, span, from_us, chunk)
);
