-- Exchange rates as the operator or a source said them, each with its day: for showing prices, never for charging. A row
-- never changes; of several of one day and pair the last one holds.
CREATE TABLE rates_rates (
    position {{serial}},
    base TEXT NOT NULL,
    quote TEXT NOT NULL,
    -- One unit of `base` in billionths of a unit of `quote`.
    billionths BIGINT NOT NULL CHECK (billionths > 0),
    -- Days since 1970-01-01.
    day BIGINT NOT NULL,
    -- `operator`, or the name of the source.
    source TEXT NOT NULL,
    said_by UUID,
    said_at_us BIGINT NOT NULL,
    CHECK (base <> quote)
);
CREATE INDEX rates_rates_day ON rates_rates (day, base, quote);
{{append_only rates_rates}}

-- Counts the changes, so that each server sees with one row whether it holds the newest rates.
CREATE TABLE rates_version (
    only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
    version BIGINT NOT NULL
);
INSERT INTO rates_version (only_row, version) VALUES (1, 0);
