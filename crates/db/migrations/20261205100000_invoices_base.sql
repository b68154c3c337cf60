-- Invoices and credit notes: what a seller sold and took back, frozen, under numbers without gaps.
CREATE TABLE invoices_counters (
    seller_id UUID NOT NULL,
    kind TEXT NOT NULL,
    -- Of the seller's calendar.
    year BIGINT NOT NULL,
    last_number BIGINT NOT NULL CHECK (last_number > 0),
    last_at_us BIGINT NOT NULL,
    PRIMARY KEY (seller_id, kind, year)
);

CREATE TABLE invoices_invoices (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT invoices_invoices_kind CHECK (kind IN ('invoice', 'credit_note')),
    -- What it was made for, once: a part's share of a parcel, a return, a lost dispute.
    source_key TEXT NOT NULL CONSTRAINT invoices_invoices_source UNIQUE,
    seller_id UUID NOT NULL,
    year BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    number TEXT NOT NULL,
    -- Orders stand above, so no foreign keys.
    order_id UUID NOT NULL,
    part_id UUID NOT NULL,
    shipment_id UUID NOT NULL,
    -- The invoice that a credit note corrects.
    corrects_id UUID REFERENCES invoices_invoices (id),
    currency TEXT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    issued_at_us BIGINT NOT NULL,
    -- Everything that the paper says, but whom it is for.
    content TEXT NOT NULL,
    CONSTRAINT invoices_invoices_number UNIQUE (seller_id, kind, year, counted),
    CONSTRAINT invoices_invoices_corrects CHECK ((kind = 'credit_note') = (corrects_id IS NOT NULL)),
    CONSTRAINT invoices_invoices_total CHECK (total_minor = net_minor + tax_minor)
);
CREATE INDEX invoices_invoices_part ON invoices_invoices (part_id);
CREATE INDEX invoices_invoices_order ON invoices_invoices (order_id);
CREATE INDEX invoices_invoices_corrected ON invoices_invoices (corrects_id);
{{append_only invoices_invoices}}

-- Whom they are for. Apart from them, because an account that ends takes its name along.
CREATE TABLE invoices_buyers (
    invoice_id UUID PRIMARY KEY REFERENCES invoices_invoices (id),
    order_id UUID NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX invoices_buyers_order ON invoices_buyers (order_id);
