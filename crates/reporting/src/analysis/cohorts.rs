//! What the operator's page of cohorts and its file show of buyers, from the roll-up that `buyers` keeps.

use super::file::Sheet;
use super::range::{month_of, next_month};
use crate::ReportingError;
use crate::rollup::DAY_US;
use db::{Conn, sql};
use domain::calendar::day_text;
use domain::{Currency, Money};
use std::collections::{BTreeMap, BTreeSet};

/// Months after the first one that are shown.
pub const MONTHS_AFTER: usize = 11;

/// Buyers whose first order was in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerCohort {
    /// The first day of the month, in UTC.
    pub month: i64,
    pub buyers: i64,
    /// How many of them bought in each of the months after it, up to eleven and to the present one.
    pub again: Vec<i64>,
    /// What they bought to date: goods, without tax, delivery, and what was cancelled or given back.
    pub sold: Money,
    /// What their orders brought to date.
    pub brought: Brought,
    /// The same of the first month and of each after it, up to eleven and to the present one.
    pub months: Vec<Brought>,
}

/// What orders brought the platform, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    /// Orders that were placed then and not cancelled; one from two sellers counts for each.
    pub orders: i64,
    /// As the profit and loss has it, when the ledger moved: revenue less refunds, promotions, disputes and their fees.
    pub earned_minor: i64,
    /// What the platform's own goods cost that left then, less those that came back as new.
    pub goods_minor: i64,
}

impl Brought {
    /// The contribution: what was earned, less what the goods cost.
    pub fn left_minor(&self) -> i64 {
        self.earned_minor - self.goods_minor
    }

    fn add(&mut self, more: &Self) {
        self.orders += more.orders;
        self.earned_minor += more.earned_minor;
        self.goods_minor += more.goods_minor;
    }
}

impl BuyerCohort {
    /// What each of them bought to date, rounded towards zero.
    pub fn each(&self) -> Money {
        self.share_of(self.sold.minor(), self.buyers)
    }

    /// The contribution of all their orders to date.
    pub fn left(&self) -> Money {
        Money::new(self.brought.left_minor(), self.sold.currency())
    }

    /// The contribution of each of them, rounded towards zero.
    pub fn left_each(&self) -> Money {
        self.share_of(self.brought.left_minor(), self.buyers)
    }

    /// The contribution of each of their orders, rounded towards zero.
    pub fn left_per_order(&self) -> Money {
        self.share_of(self.brought.left_minor(), self.brought.orders)
    }

    fn share_of(&self, minor: i64, parts: i64) -> Money {
        Money::new(minor.checked_div(parts).unwrap_or(0), self.sold.currency())
    }
}

/// Cohorts of the last so many months, or of all, the oldest first; a month without new buyers is left out.
///
/// # Errors
/// Only the database's.
pub async fn buyer_cohorts(
    conn: &mut Conn,
    currency: Currency,
    last: Option<usize>,
) -> Result<Vec<BuyerCohort>, ReportingError> {
    let now = month_of(conn.now().utc_day());
    let since = last.map(|last| (1..last).fold(now, |month, _| month_of(month - 1)));
    let rows = sql("SELECT first_us, month_us, buyers, minor, orders, earned_minor, goods_minor
        FROM reporting_buyer_cohorts WHERE currency = $1 AND first_us >= $2");
    let since_us = since.map_or(i64::MIN, |month| month * DAY_US);
    let rows: Vec<(i64, i64, i64, i64, i64, i64, i64)> = conn.all(rows.bind(currency).bind(since_us)).await?;
    let firsts: BTreeSet<i64> = rows.iter().map(|(first, ..)| *first).collect();
    let known: BTreeMap<(i64, i64), (i64, i64, Brought)> = rows
        .into_iter()
        .map(|(first, month, buyers, minor, orders, earned_minor, goods_minor)| {
            ((first, month), (buyers, minor, Brought { orders, earned_minor, goods_minor }))
        })
        .collect();
    let cohort = |first_us: i64| {
        let first = first_us.div_euclid(DAY_US);
        let later = std::iter::successors(Some(next_month(first)), |month| Some(next_month(*month)));
        let later: Vec<i64> = later.take_while(|month| *month <= now).take(MONTHS_AFTER).collect();
        let of = |month: &i64| known.get(&(first_us, *month * DAY_US)).copied().unwrap_or_default();
        let all = known.range((first_us, i64::MIN)..=(first_us, i64::MAX)).map(|(_, all)| all);
        let (mut sold, mut brought) = (0, Brought::default());
        for (_, minor, more) in all {
            sold += minor;
            brought.add(more);
        }
        BuyerCohort {
            month: first,
            buyers: of(&first).0,
            again: later.iter().map(|month| of(month).0).collect(),
            sold: Money::new(sold, currency),
            brought,
            months: std::iter::once(&first).chain(&later).map(|month| of(month).2).collect(),
        }
    };
    Ok(firsts.into_iter().map(cohort).filter(|cohort| cohort.buyers > 0).collect())
}

/// Cohorts as a CSV for spreadsheets: months and amounts as machines write them, and of those who bought again how many they
/// were. What orders brought stands last: what was earned, what own goods cost, what is left, and what is left month by month.
///
/// # Errors
/// [`ReportingError::File`].
pub fn buyer_cohorts_file(cohorts: &[BuyerCohort]) -> Result<Vec<u8>, ReportingError> {
    let mut header = vec!["month".to_owned(), "buyers".to_owned()];
    header.extend((1..=MONTHS_AFTER).map(|after| format!("again_{after}")));
    header.extend(
        ["sold", "sold_per_buyer", "currency", "orders", "earned", "cost_of_own_goods"].map(str::to_owned),
    );
    let left = ["contribution", "contribution_per_order", "contribution_per_buyer"];
    header.extend(left.map(str::to_owned));
    header.extend((0..=MONTHS_AFTER).map(|after| format!("contribution_{after}")));
    let mut sheet = Sheet::new(header)?;
    for cohort in cohorts {
        let mut row = vec![day_text(cohort.month)[..7].to_owned(), cohort.buyers.to_string()];
        let again = |after: usize| cohort.again.get(after).map(i64::to_string).unwrap_or_default();
        row.extend((0..MONTHS_AFTER).map(again));
        row.extend([cohort.sold.to_decimal(), cohort.each().to_decimal()]);
        row.push(cohort.sold.currency().code().to_owned());
        let decimal = |minor: i64| Money::new(minor, cohort.sold.currency()).to_decimal();
        let Brought { orders, earned_minor, goods_minor } = cohort.brought;
        row.extend([orders.to_string(), decimal(earned_minor), decimal(goods_minor)]);
        let left = [cohort.left(), cohort.left_per_order(), cohort.left_each()];
        row.extend(left.map(Money::to_decimal));
        let month = |after: usize| cohort.months.get(after).map(|month| decimal(month.left_minor()));
        row.extend((0..=MONTHS_AFTER).map(|after| month(after).unwrap_or_default()));
        sheet.row(row)?;
    }
    sheet.done()
}
