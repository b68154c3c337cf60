-- Who a seller is to the law, as its invoices say: sellers::Legal as JSON, nothing until the seller has said.
ALTER TABLE sellers_sellers ADD COLUMN legal TEXT;
