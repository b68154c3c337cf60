-- Returns: the rest that an appeal orders is charged no second fee of its own: both refunds keep together what one would.
-- The commission that the refund gave back of which this is the rest; nothing for those ordered before this, each of which was
-- charged as a refund of its own.
ALTER TABLE returns_returns ADD COLUMN first_back_minor BIGINT NOT NULL DEFAULT 0;
