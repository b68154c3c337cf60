-- A month of the professional plan can be paid by a card that the seller keeps for that, where its balance is too small.
CREATE TABLE fees_cards (
    seller_id UUID PRIMARY KEY,
    -- Of `payments_tokens`, where its last digits are: no number is kept anywhere.
    token TEXT NOT NULL,
    saved_at_us BIGINT NOT NULL
);

-- Every time that a card was to pay a month. How it went is the charge's to say.
CREATE TABLE fees_card_tries (
    card_charge_id UUID PRIMARY KEY,
    charge_id UUID NOT NULL,
    attempt BIGINT NOT NULL CHECK (attempt >= 0),
    -- How the month is taxed, frozen with the amount that the card is charged; nothing where it is not.
    rule TEXT,
    place TEXT,
    rate_ppm BIGINT,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT fees_card_tries_once UNIQUE (charge_id, attempt),
    CONSTRAINT fees_card_tries_taxed CHECK ((rule IS NULL) = (place IS NULL) AND (rule IS NULL) = (rate_ppm IS NULL))
);
{{append_only fees_card_tries}}

-- The charge that paid the month, where a card did.
ALTER TABLE fees_charges ADD COLUMN card_charge_id UUID;
CREATE UNIQUE INDEX fees_charges_card ON fees_charges (card_charge_id) WHERE card_charge_id IS NOT NULL;
