-- One catalogue: what categories ask for, products that sellers propose, and products that became one.

-- What an operator said of a category, which holds for those below it. The last version is what holds.
CREATE TABLE listing_rules (
    category_id UUID NOT NULL,
    version BIGINT NOT NULL,
    -- domain::listing::ListingRule
    rule TEXT NOT NULL,
    said_by UUID NOT NULL,
    said_at_us BIGINT NOT NULL,
    PRIMARY KEY (category_id, version)
);
{{append_only listing_rules}}

CREATE TABLE listing_proposals (
    id UUID PRIMARY KEY,
    seller_id UUID NOT NULL,
    -- Made when the page was rendered: the same press of the button is the same proposal.
    proposal_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'live', 'refused')),
    title TEXT NOT NULL,
    -- The product with its first offer, as it was proposed.
    draft TEXT NOT NULL,
    -- What came of it; the product is one that was there already, if its code had become known meanwhile.
    product_id UUID,
    offer_id UUID,
    made_by UUID NOT NULL,
    made_at_us BIGINT NOT NULL,
    -- Nobody, where no approval was needed.
    decided_by UUID,
    decided_at_us BIGINT,
    reason TEXT,
    CONSTRAINT listing_proposals_key UNIQUE (seller_id, proposal_key),
    CONSTRAINT listing_proposals_live CHECK ((state = 'live') = (product_id IS NOT NULL)),
    CONSTRAINT listing_proposals_refused CHECK ((state = 'refused') = (reason IS NOT NULL))
);
CREATE INDEX listing_proposals_queue ON listing_proposals (made_at_us) WHERE state = 'waiting';
CREATE INDEX listing_proposals_seller ON listing_proposals (seller_id, made_at_us);

-- Of proposals; once one is live they are its product's, too.
CREATE TABLE listing_pictures (
    proposal_id UUID NOT NULL REFERENCES listing_proposals (id),
    picture_id UUID NOT NULL REFERENCES pictures_pictures (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, picture_id)
);

-- The audit trail of duplicates: who made one of two, when, and what moved.
CREATE TABLE listing_merges (
    id UUID PRIMARY KEY,
    from_id UUID NOT NULL,
    into_id UUID NOT NULL,
    -- As they were.
    from_slug TEXT NOT NULL,
    from_title TEXT NOT NULL,
    into_slug TEXT NOT NULL,
    into_title TEXT NOT NULL,
    moved TEXT NOT NULL,
    merged_by UUID NOT NULL,
    merged_at_us BIGINT NOT NULL
);
CREATE INDEX listing_merges_at ON listing_merges (merged_at_us);
{{append_only listing_merges}}
