-- What a category's goods are charged as is said of it from a moment on, or of one above it: until now it stood in the category
-- alone, for ever. Every category goes on as it was; those that differed from their parent say so of their own.
CREATE TABLE catalog_category_classes (
    id UUID PRIMARY KEY,
    category_id UUID NOT NULL,
    -- Nothing: as its parent.
    class TEXT,
    starts_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- Nobody: it came with the category, and holds since ever.
    made_by UUID,
    made_at_us BIGINT NOT NULL,
    -- What was sold before a change is charged as it was sold.
    CONSTRAINT catalog_category_classes_ahead CHECK (made_by IS NULL OR starts_at_us >= made_at_us)
);
CREATE INDEX catalog_category_classes_category ON catalog_category_classes (category_id, starts_at_us);
INSERT INTO catalog_category_classes (id, category_id, class, starts_at_us, reason, made_at_us)
SELECT c.id, c.id, c.commission_class, 0, '', 0
FROM catalog_categories AS c LEFT JOIN catalog_categories AS p ON p.id = c.parent_id
WHERE p.id IS NULL OR p.commission_class <> c.commission_class;
{{append_only catalog_category_classes}}

-- What follows for each category, its own or its parent's, so that a sale finds it in one step: written anew with every change
-- for the category and all below it, and proven by `orinoco check`.
CREATE TABLE catalog_category_spans (
    category_id UUID NOT NULL REFERENCES catalog_categories (id) ON DELETE CASCADE,
    starts_at_us BIGINT NOT NULL,
    class TEXT NOT NULL,
    -- The category of which it was said.
    said_by UUID NOT NULL,
    PRIMARY KEY (category_id, starts_at_us)
);
INSERT INTO catalog_category_spans (category_id, starts_at_us, class, said_by)
WITH RECURSIVE held (id, class, said_by) AS (
    SELECT c.id, c.commission_class, c.id FROM catalog_categories AS c WHERE c.parent_id IS NULL
    UNION ALL
    SELECT c.id, c.commission_class, CASE WHEN c.commission_class = h.class THEN h.said_by ELSE c.id END
    FROM held AS h JOIN catalog_categories AS c ON c.parent_id = h.id)
SELECT id, 0, class, said_by FROM held;
ALTER TABLE catalog_categories DROP COLUMN commission_class;
