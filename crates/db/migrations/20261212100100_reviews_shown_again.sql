-- Reviews: what was taken down after a report and shown again later, each beside the decision that it takes back.
CREATE TABLE reviews_abuse_shown_again (
    decision_id UUID PRIMARY KEY REFERENCES reviews_abuse_decisions (id),
    reason TEXT NOT NULL,
    account_id UUID NOT NULL,
    at_us BIGINT NOT NULL
);
{{append_only reviews_abuse_shown_again}}
