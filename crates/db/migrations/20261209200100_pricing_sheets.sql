-- Many offers changed at once, as in a spreadsheet: what each was and became, so that it can be taken back.
CREATE TABLE pricing_sheets (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    -- Made when the page was rendered: the same press is the same change.
    sheet_key TEXT NOT NULL,
    -- The one that it takes back; each is taken back once.
    undoes UUID CONSTRAINT pricing_sheets_undone UNIQUE REFERENCES pricing_sheets (id),
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    CONSTRAINT pricing_sheets_key UNIQUE (seller_id, sheet_key)
);
CREATE INDEX pricing_sheets_seller ON pricing_sheets (seller_id, made_at_us);
{{append_only pricing_sheets}}

CREATE TABLE pricing_sheet_rows (
    sheet_id UUID NOT NULL REFERENCES pricing_sheets (id),
    offer_id UUID NOT NULL,
    -- Of the offer once it was changed.
    version BIGINT NOT NULL,
    -- pricing::Cells
    was TEXT NOT NULL,
    became TEXT NOT NULL,
    stock_delta BIGINT NOT NULL,
    PRIMARY KEY (sheet_id, offer_id)
);
{{append_only pricing_sheet_rows}}

-- What somebody typed into a sheet that was refused, until they save it: too much for a cookie.
CREATE TABLE pricing_drafts (
    seller_id UUID NOT NULL,
    account_id UUID NOT NULL,
    -- pricing::Draft
    draft TEXT NOT NULL,
    kept_at_us BIGINT NOT NULL,
    PRIMARY KEY (seller_id, account_id)
);
