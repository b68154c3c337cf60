-- What people looked at, searched for, opened and put into carts: for search analytics, recently seen and popularity.
CREATE TABLE activity_events (
    id UUID NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- Whose account or browser; only with their consent.
    visitor TEXT,
    -- Tells the strangers of one day from each other and nothing else: a hash with a salt that nobody keeps.
    stranger TEXT,
    product_id UUID,
    -- What was searched for; of a click, what the list was the answer to.
    words TEXT,
    -- Of a search: how many products it found.
    results BIGINT,
    locale TEXT NOT NULL,
    phone BOOLEAN NOT NULL
);

CREATE INDEX activity_events_at ON activity_events (at_us);
CREATE INDEX activity_events_visitor ON activity_events (visitor, at_us);
