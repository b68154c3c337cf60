//! What is added up: the counts of one row, and the sales of one product.

use db::row;

row! {
    /// Sales of one row of `reporting_facets`, or of several together.
    #[derive(Copy, Default, PartialEq, Eq)]
    pub(crate) struct Counts {
        pub(crate) orders: i64,
        pub(crate) units: i64,
        pub(crate) minor: i64,
        pub(crate) cancelled_orders: i64,
        pub(crate) cancelled_units: i64,
        pub(crate) cancelled_minor: i64,
        pub(crate) returned_units: i64,
        pub(crate) returned_minor: i64,
    }
}

/// The columns of [`Counts`], summed up.
pub(crate) const SUMS: &str =
    "CAST(SUM(orders) AS BIGINT) AS orders, CAST(SUM(units) AS BIGINT) AS units, CAST(SUM(minor) AS BIGINT) AS minor,
     CAST(SUM(cancelled_orders) AS BIGINT) AS cancelled_orders, CAST(SUM(cancelled_units) AS BIGINT) AS cancelled_units,
     CAST(SUM(cancelled_minor) AS BIGINT) AS cancelled_minor, CAST(SUM(returned_units) AS BIGINT) AS returned_units,
     CAST(SUM(returned_minor) AS BIGINT) AS returned_minor";

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.units += other.units;
        self.minor += other.minor;
        self.cancelled_orders += other.cancelled_orders;
        self.cancelled_units += other.cancelled_units;
        self.cancelled_minor += other.cancelled_minor;
        self.returned_units += other.returned_units;
        self.returned_minor += other.returned_minor;
    }

    /// Orders that were not cancelled.
    pub(crate) fn kept_orders(&self) -> i64 {
        self.orders - self.cancelled_orders
    }
    /// Units that were not cancelled.
    pub(crate) fn kept_units(&self) -> i64 {
        self.units - self.cancelled_units
    }
    /// What those cost, in minor units.
    pub(crate) fn kept_minor(&self) -> i64 {
        self.minor - self.cancelled_minor
    }
}

/// Sales of one product: cancelled units are taken off, returned ones are counted beside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sold {
    pub(crate) units: i64,
    pub(crate) minor: i64,
    pub(crate) returned: i64,
}

impl Sold {
    pub(crate) fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.minor += other.minor;
        self.returned += other.returned;
    }
}
