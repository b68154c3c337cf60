-- What sellers' programs are told: where to, what, and what became of it.
CREATE TABLE webhooks_endpoints (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    url TEXT NOT NULL,
    -- What it is told, with blanks between.
    kinds TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT webhooks_endpoints_state CHECK (state IN ('on', 'off', 'broken')),
    -- Messages are signed with it, so it is kept as it is; nothing when the endpoint was removed.
    secret TEXT NOT NULL,
    -- The one before, which signs as well until then.
    old_secret TEXT,
    old_until_us BIGINT,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    removed_at_us BIGINT,
    -- Since when it has taken nothing, how often it failed in a row, and until when it is left alone.
    failing_since_us BIGINT,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    quiet_until_us BIGINT
);
CREATE INDEX webhooks_endpoints_seller ON webhooks_endpoints (seller_id, id);

-- The body is written once, so that a repetition is the same to the letter.
CREATE TABLE webhooks_messages (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    kind TEXT NOT NULL,
    -- The event of the log that it tells; nothing for a test.
    position BIGINT,
    body TEXT NOT NULL,
    made_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX webhooks_messages_position ON webhooks_messages (position) WHERE position IS NOT NULL;
CREATE INDEX webhooks_messages_age ON webhooks_messages (made_at_us);

CREATE TABLE webhooks_deliveries (
    id UUID PRIMARY KEY,
    message_id UUID NOT NULL REFERENCES webhooks_messages (id),
    endpoint_id UUID NOT NULL REFERENCES webhooks_endpoints (id),
    state TEXT NOT NULL CONSTRAINT webhooks_deliveries_state CHECK (state IN ('pending', 'delivered', 'failed')),
    -- Of this round: sending it again begins a new one.
    tries BIGINT NOT NULL CHECK (tries >= 0),
    round BIGINT NOT NULL CHECK (round >= 1),
    next_us BIGINT,
    made_at_us BIGINT NOT NULL,
    ended_at_us BIGINT,
    CONSTRAINT webhooks_deliveries_next CHECK ((state = 'pending') = (next_us IS NOT NULL)),
    CONSTRAINT webhooks_deliveries_ended CHECK ((state = 'pending') = (ended_at_us IS NULL))
);
CREATE UNIQUE INDEX webhooks_deliveries_once ON webhooks_deliveries (message_id, endpoint_id);
CREATE INDEX webhooks_deliveries_endpoint ON webhooks_deliveries (endpoint_id, id);

CREATE TABLE webhooks_attempts (
    delivery_id UUID NOT NULL REFERENCES webhooks_deliveries (id),
    number BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    took_us BIGINT NOT NULL,
    -- What it answered, or why it did not.
    status BIGINT,
    answer TEXT NOT NULL,
    PRIMARY KEY (delivery_id, number)
);
