-- Monthly invoices of what the platform charges its sellers: what waits to be invoiced, what was, and under which number.
CREATE TABLE fees_invoices (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    currency TEXT NOT NULL,
    -- The month in UTC that begins then.
    month_us BIGINT NOT NULL,
    -- Who charges: country and tax number of the platform.
    issuer TEXT NOT NULL,
    -- One series of numbers for each year, whoever charges: a corrected tax number does not begin another.
    year BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    number TEXT NOT NULL CONSTRAINT fees_invoices_written UNIQUE,
    -- Below nothing where more came back than was charged.
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    issued_at_us BIGINT NOT NULL,
    -- Everything that the paper says.
    content TEXT NOT NULL,
    CONSTRAINT fees_invoices_number UNIQUE (year, counted),
    CONSTRAINT fees_invoices_once UNIQUE (seller_id, currency, month_us),
    CONSTRAINT fees_invoices_total CHECK (total_minor = net_minor + tax_minor)
);
{{append_only fees_invoices}}

CREATE TABLE fees_numbers (
    year BIGINT PRIMARY KEY,
    last_number BIGINT NOT NULL CHECK (last_number > 0),
    last_at_us BIGINT NOT NULL
);

-- What one transaction of the ledger charged under one stream, or gave back of it. It is on one invoice, or on none yet.
CREATE TABLE fees_lines (
    ledger_tx_id UUID NOT NULL,
    stream TEXT NOT NULL,
    -- The seller's balance in the ledger, which is of one seller and one currency.
    account_id UUID NOT NULL,
    -- The transaction's.
    kind TEXT NOT NULL,
    made_at_us BIGINT NOT NULL,
    -- A parcel's capture, or a month's charge; empty for what was posted before this table was.
    subject TEXT NOT NULL,
    -- How it was taxed; nothing where fees were not.
    rule TEXT,
    place TEXT,
    rate_ppm BIGINT,
    -- Below nothing where it came back.
    net_minor BIGINT NOT NULL CHECK (net_minor <> 0),
    invoice_id UUID REFERENCES fees_invoices (id),
    PRIMARY KEY (ledger_tx_id, stream),
    CONSTRAINT fees_lines_taxed CHECK ((rule IS NULL) = (place IS NULL) AND (rule IS NULL) = (rate_ppm IS NULL))
);
CREATE INDEX fees_lines_open ON fees_lines (account_id, made_at_us) WHERE invoice_id IS NULL;
CREATE INDEX fees_lines_due ON fees_lines (made_at_us) WHERE invoice_id IS NULL;
CREATE INDEX fees_lines_invoice ON fees_lines (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX fees_lines_subject ON fees_lines (subject);
CREATE INDEX fees_taxes_transaction ON fees_taxes (ledger_tx_id);

-- What was charged before there were invoices is on the first one.
INSERT INTO fees_lines (ledger_tx_id, stream, account_id, kind, made_at_us, subject, rule, place, rate_ppm, net_minor)
SELECT t.id, a.owner_id, (SELECT q.account_id FROM ledger_postings q JOIN ledger_accounts b ON b.id = q.account_id
        WHERE q.tx_id = t.id AND q.layer = 'posted' AND b.purpose = 'seller_payable' ORDER BY q.line LIMIT 1),
    t.kind, t.at_us, COALESCE(f.subject, ''), f.rule, f.place, f.rate_ppm, CAST(-SUM(p.amount_minor) AS BIGINT)
FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id AND p.layer = 'posted'
JOIN ledger_transactions t ON t.id = p.tx_id LEFT JOIN fees_taxes f ON f.ledger_tx_id = t.id
WHERE a.purpose = 'revenue' AND a.owner_id <> 'retail' AND EXISTS (SELECT 1 FROM ledger_postings q
        JOIN ledger_accounts b ON b.id = q.account_id
        WHERE q.tx_id = t.id AND q.layer = 'posted' AND b.purpose = 'seller_payable')
GROUP BY t.id, a.owner_id, t.kind, t.at_us, f.subject, f.rule, f.place, f.rate_ppm
HAVING SUM(p.amount_minor) <> 0;
