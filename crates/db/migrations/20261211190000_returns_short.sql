-- What a bank took of a charge for good is not taken back again by a return of the same charge: how much less than its
-- worth says a line took back of tax (which the seller gives in its place), of what the platform added, and of commission.
ALTER TABLE returns_lines ADD COLUMN tax_short_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE returns_lines ADD COLUMN subsidy_short_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE returns_lines ADD COLUMN commission_short_minor BIGINT NOT NULL DEFAULT 0;
