-- How soon sellers answer shoppers' messages, counted like the other measures of their health.
ALTER TABLE buybox_health ADD COLUMN writers BIGINT NOT NULL DEFAULT 0;
ALTER TABLE buybox_health ADD COLUMN unreplied BIGINT NOT NULL DEFAULT 0;
