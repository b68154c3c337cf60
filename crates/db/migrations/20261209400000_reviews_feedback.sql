-- What buyers say of a seller: once for each part of an order that reached them, and the seller answers once.

CREATE TABLE reviews_feedback (
    id UUID PRIMARY KEY,
    -- The part of an order that entitles to it, and what its first line was of.
    part_id UUID NOT NULL,
    product_id UUID NOT NULL,
    seller_id UUID NOT NULL,
    account_id UUID NOT NULL,
    stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
    body TEXT NOT NULL,
    visibility TEXT NOT NULL,
    votes BIGINT NOT NULL DEFAULT 0 CHECK (votes >= 0),
    written_at_us BIGINT NOT NULL,
    answer TEXT,
    answered_by UUID,
    answered_at_us BIGINT,
    CONSTRAINT reviews_feedback_one_each UNIQUE (part_id),
    CONSTRAINT reviews_feedback_answered CHECK ((answer IS NULL) = (answered_at_us IS NULL))
);
CREATE INDEX reviews_feedback_seller ON reviews_feedback (seller_id, visibility, written_at_us);
CREATE INDEX reviews_feedback_author ON reviews_feedback (account_id, written_at_us);
