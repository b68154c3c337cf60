-- The event log, its consumers, the job queue and leases: what every capability stands on.
CREATE TABLE db_events (
    id {{serial}},
    -- Given after commit, in commit order, by the sequencer. Where writers run one after another the id serves.
    position BIGINT,
    kind TEXT NOT NULL,
    event_key TEXT NOT NULL,
    topic TEXT,
    payload TEXT NOT NULL,
    at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX db_events_position ON db_events (position);
CREATE INDEX db_events_topic ON db_events (topic, id);

CREATE TABLE db_consumers (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);

CREATE TABLE db_leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until_us BIGINT NOT NULL
);
INSERT INTO db_leases (name, holder, until_us) VALUES ('event-sequencer', '', 0);

CREATE TABLE db_jobs (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    job_key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'dead')),
    run_at_us BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    max_attempts BIGINT NOT NULL,
    locked_until_us BIGINT,
    last_error TEXT,
    created_at_us BIGINT NOT NULL
);
CREATE INDEX db_jobs_due ON db_jobs (state, run_at_us);
CREATE UNIQUE INDEX db_jobs_key ON db_jobs (kind, job_key);
