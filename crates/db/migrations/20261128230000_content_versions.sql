-- What the shop says of itself: help, imprint, privacy, cookies, words over categories. Every version that was ever saved.
CREATE TABLE content_versions (
    -- 'imprint', 'help/delivery', 'category/kitchen'
    slug TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- From 1 in each language of a page. What the program ships is number 0 and stands in no row.
    number BIGINT NOT NULL CHECK (number > 0),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The last one that is no draft is what people read, or, when it is withdrawn, do not.
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    -- Place in the index of help.
    position BIGINT NOT NULL,
    -- The number of the version that this one brought back.
    restored BIGINT,
    written_at_us BIGINT NOT NULL,
    written_by UUID NOT NULL,
    PRIMARY KEY (slug, locale, number)
);
{{append_only content_versions}}
