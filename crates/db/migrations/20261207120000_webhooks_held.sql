-- What an operator does about sellers' webhooks: holding one back, letting it go on, sending again what it missed; and the figures
-- that this is decided by.
ALTER TABLE webhooks_endpoints ADD COLUMN held_since_us BIGINT;
-- What the last try that failed was answered, and when that was.
ALTER TABLE webhooks_endpoints ADD COLUMN last_error TEXT;
ALTER TABLE webhooks_endpoints ADD COLUMN last_error_us BIGINT;

CREATE TABLE webhooks_deeds (
    id UUID PRIMARY KEY,
    -- Nothing: of every endpoint.
    endpoint_id UUID REFERENCES webhooks_endpoints (id),
    deed TEXT NOT NULL CONSTRAINT webhooks_deeds_deed CHECK (deed IN ('hold', 'release', 'replay')),
    reason TEXT NOT NULL,
    -- Messages that were sent again.
    messages BIGINT NOT NULL CHECK (messages >= 0),
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL,
    CONSTRAINT webhooks_deeds_whose CHECK (endpoint_id IS NOT NULL OR deed = 'replay')
);
CREATE INDEX webhooks_deeds_endpoint ON webhooks_deeds (endpoint_id, id);
{{append_only webhooks_deeds}}

-- How many tries an endpoint was sent in an hour of UTC, and how many it took.
CREATE TABLE webhooks_hours (
    endpoint_id UUID NOT NULL REFERENCES webhooks_endpoints (id),
    hour_us BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (endpoint_id, hour_us)
);
CREATE INDEX webhooks_hours_age ON webhooks_hours (hour_us);
INSERT INTO webhooks_hours (endpoint_id, hour_us, tries, taken)
SELECT d.endpoint_id, a.at_us - a.at_us % 3600000000, COUNT(*), SUM(CASE WHEN a.status BETWEEN 200 AND 299 THEN 1 ELSE 0 END)
FROM webhooks_attempts a JOIN webhooks_deliveries d ON d.id = a.delivery_id
GROUP BY d.endpoint_id, a.at_us - a.at_us % 3600000000;

CREATE INDEX webhooks_deliveries_waiting ON webhooks_deliveries (endpoint_id, id) WHERE state = 'pending';
CREATE INDEX webhooks_deliveries_failed ON webhooks_deliveries (ended_at_us) WHERE state = 'failed';
