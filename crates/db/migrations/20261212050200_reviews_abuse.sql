-- Reviews: what shoppers report of products, offers and stores, and what operators decide about it.
CREATE TABLE reviews_abuse_decisions (
    id UUID PRIMARY KEY,
    thing TEXT NOT NULL CONSTRAINT reviews_abuse_decisions_thing CHECK (thing IN ('product', 'offer', 'seller')),
    thing_id UUID NOT NULL,
    verdict TEXT NOT NULL CONSTRAINT reviews_abuse_decisions_verdict
        CHECK (verdict IN ('dismiss', 'hide', 'stop', 'suspend')),
    reason TEXT NOT NULL,
    -- How many reports it closed.
    reports BIGINT NOT NULL CHECK (reports >= 0),
    account_id UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX reviews_abuse_decisions_thing_id ON reviews_abuse_decisions (thing_id, at_us);
{{append_only reviews_abuse_decisions}}

CREATE TABLE reviews_abuse_reports (
    id UUID PRIMARY KEY,
    thing TEXT NOT NULL CONSTRAINT reviews_abuse_reports_thing CHECK (thing IN ('product', 'offer', 'seller')),
    thing_id UUID NOT NULL,
    -- Who reported it: an account, or a guest of that browser. Neither once the account ended.
    account_id UUID,
    guest_id UUID,
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    -- Nothing while it waits.
    decision_id UUID REFERENCES reviews_abuse_decisions (id)
);
CREATE UNIQUE INDEX reviews_abuse_reports_account ON reviews_abuse_reports (account_id, thing_id)
    WHERE decision_id IS NULL AND account_id IS NOT NULL;
CREATE UNIQUE INDEX reviews_abuse_reports_guest ON reviews_abuse_reports (guest_id, thing_id)
    WHERE decision_id IS NULL AND guest_id IS NOT NULL;
CREATE INDEX reviews_abuse_reports_open ON reviews_abuse_reports (thing_id) WHERE decision_id IS NULL;
CREATE INDEX reviews_abuse_reports_of_account ON reviews_abuse_reports (account_id, at_us);
CREATE INDEX reviews_abuse_reports_of_guest ON reviews_abuse_reports (guest_id, at_us);
CREATE INDEX reviews_abuse_reports_thing_id ON reviews_abuse_reports (thing_id, id);
