-- Words that mean the same to shoppers, kept by the operator.
CREATE TABLE search_synonyms (
    id UUID NOT NULL PRIMARY KEY,
    -- What people type, as plain words.
    typed TEXT NOT NULL UNIQUE,
    -- What is found as well: a list of searches, as JSON.
    meant TEXT NOT NULL,
    -- Each of them also finds the others.
    both_ways BOOLEAN NOT NULL,
    made_at_us BIGINT NOT NULL,
    made_by UUID NOT NULL
);
