-- Wish lists: what somebody wants to remember or to be given, several lists for each account, and what givers bought.
CREATE TABLE lists_lists (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL,
    name TEXT NOT NULL,
    -- Whoever has the link reads the list; nothing while it is private. A link that was taken back never opens again.
    share_code TEXT,
    created_at_us BIGINT NOT NULL,
    -- When something was last put onto it: the list that the next product goes to.
    used_at_us BIGINT NOT NULL
);
CREATE INDEX lists_lists_account ON lists_lists (account_id, used_at_us);
CREATE UNIQUE INDEX lists_lists_share ON lists_lists (share_code);

CREATE TABLE lists_items (
    id UUID PRIMARY KEY,
    list_id UUID NOT NULL REFERENCES lists_lists (id) ON DELETE CASCADE,
    product_id UUID NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    note TEXT NOT NULL,
    -- What it cost when it was put there; nothing where it could not be had.
    price_minor BIGINT,
    currency TEXT,
    added_at_us BIGINT NOT NULL,
    CHECK ((price_minor IS NULL) = (currency IS NULL))
);
CREATE UNIQUE INDEX lists_items_product ON lists_items (list_id, product_id);

-- What a giver says to have bought. Each has one mark for an item, so a form sent twice marks once.
CREATE TABLE lists_marks (
    item_id UUID NOT NULL REFERENCES lists_items (id) ON DELETE CASCADE,
    -- `account:acc_…` or `guest:gst_…`.
    giver TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    marked_at_us BIGINT NOT NULL,
    PRIMARY KEY (item_id, giver)
);
