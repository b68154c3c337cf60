-- Who a seller is to tax authorities (DAC7, form 1099-K), apart from what its invoices say: a day of birth stands on none.
CREATE TABLE sellers_tax_persons (
    seller_id UUID PRIMARY KEY REFERENCES sellers_sellers (id),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
    -- A person's, as 1987-03-14.
    born_on TEXT,
    -- A company's; empty where it is not said.
    register_number TEXT NOT NULL,
    -- Empty where the number on the invoices is meant.
    tax_id TEXT NOT NULL,
    -- The state that gave it.
    tax_country TEXT NOT NULL,
    -- Who said it: whose data it is where it is a person's.
    by_account UUID NOT NULL,
    said_at_us BIGINT NOT NULL
);
CREATE INDEX sellers_tax_persons_by ON sellers_tax_persons (by_account);
