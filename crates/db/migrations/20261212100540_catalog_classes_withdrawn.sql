-- What was said of a category's class and taken back before it began. It never counts.
CREATE TABLE catalog_classes_withdrawn (
    class_id UUID PRIMARY KEY REFERENCES catalog_category_classes (id),
    -- When it would have begun, as its row says.
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_by UUID NOT NULL,
    withdrawn_at_us BIGINT NOT NULL,
    CONSTRAINT catalog_classes_withdrawn_before CHECK (withdrawn_at_us < starts_at_us)
);
{{append_only catalog_classes_withdrawn}}
