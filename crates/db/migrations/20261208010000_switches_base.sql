-- What operators switched off and on again: the last word about a feature holds, one that nobody spoke about is on.
CREATE TABLE switches_changes (
    id UUID PRIMARY KEY,
    feature TEXT NOT NULL,
    is_on BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE INDEX switches_changes_feature ON switches_changes (feature, id);
{{append_only switches_changes}}
