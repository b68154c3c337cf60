-- People choose about more kinds of news than parcels: payouts, which the list of kinds refused so far, and messages. The
-- program knows the kinds; a list here had to be changed with each of them.
CREATE TABLE notify_choices_of_any_kind (
    account_id UUID NOT NULL,
    kind TEXT NOT NULL,
    push BOOLEAN NOT NULL,
    mail BOOLEAN NOT NULL,
    PRIMARY KEY (account_id, kind)
);
INSERT INTO notify_choices_of_any_kind (account_id, kind, push, mail)
SELECT account_id, kind, push, mail FROM notify_choices;
DROP TABLE notify_choices;
ALTER TABLE notify_choices_of_any_kind RENAME TO notify_choices;
