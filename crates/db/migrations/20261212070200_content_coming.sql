-- A text may begin later than it was written, and be taken back before it does.
ALTER TABLE content_versions ADD COLUMN starts_at_us BIGINT;
CREATE TABLE content_unscheduled (
    slug TEXT NOT NULL,
    locale TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- When it would have begun, as its version says.
    starts_at_us BIGINT NOT NULL,
    by_account UUID NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (slug, locale, number),
    FOREIGN KEY (slug, locale, number) REFERENCES content_versions (slug, locale, number),
    CONSTRAINT content_unscheduled_before CHECK (at_us < starts_at_us)
);
{{append_only content_unscheduled}}
