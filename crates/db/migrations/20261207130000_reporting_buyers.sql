-- Roll-ups of the operator's cohorts: in which months somebody bought anything of anybody, and what that came to.
CREATE TABLE reporting_buyers (
    currency TEXT NOT NULL,
    -- An account or a guest's browser.
    buyer_id UUID NOT NULL,
    -- The month in UTC that begins then.
    month_us BIGINT NOT NULL,
    -- Without those that were cancelled; one from two sellers counts for each.
    orders BIGINT NOT NULL,
    -- Goods without what was cancelled or given back, in the month of their order.
    minor BIGINT NOT NULL,
    PRIMARY KEY (currency, buyer_id, month_us)
);

-- How many buyers who first ordered in one month ordered in another, and what that came to.
CREATE TABLE reporting_buyer_cohorts (
    currency TEXT NOT NULL,
    first_us BIGINT NOT NULL,
    month_us BIGINT NOT NULL,
    buyers BIGINT NOT NULL,
    minor BIGINT NOT NULL,
    PRIMARY KEY (currency, first_us, month_us)
);
