-- Kinds of goods that an operator made beside the published ones, so that a category can have a table of its own. The last name
-- of a kind holds; a kind that was named stays.
CREATE TABLE fees_classes (
    id UUID PRIMARY KEY,
    class TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL
);
{{append_only fees_classes}}
