-- What the platform earned by the orders of a cohort, month by month, from the lines of its profit and loss. The roll-up is
-- counted anew: what is there has no money in it.
ALTER TABLE reporting_buyers ADD COLUMN earned_minor BIGINT NOT NULL DEFAULT 0;
-- What the platform's own goods cost that left with them, less those that came back as new.
ALTER TABLE reporting_buyers ADD COLUMN goods_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reporting_buyer_cohorts ADD COLUMN orders BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reporting_buyer_cohorts ADD COLUMN earned_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reporting_buyer_cohorts ADD COLUMN goods_minor BIGINT NOT NULL DEFAULT 0;
DELETE FROM reporting_buyers;
DELETE FROM reporting_buyer_cohorts;
DELETE FROM db_consumers WHERE name = 'reporting.buyers';
