//! Figures for dashboards. Owns `reporting_*`. Called by the seller's and the operator's pages.
//!
//! Roll-ups by hour and day are fed from the event log and can be thrown away and built anew. What the log holds and
//! the roll-ups not yet is added when a seller reads, so a figure is never behind the order that a page has just
//! been told of. The analysis of longer ranges has roll-ups and a consumer of its own (`analysis`).
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod analysis;
mod charts;
mod check;
mod contribution;
mod profit;
mod revenue;
mod rollup;
mod sales;
mod skus;

#[cfg(test)]
mod tests;

pub use analysis::{
    Analysis, AnalysisFile, Attributed, Brought, BuyerCohort, CategoryKey, CategoryLine, Cohort, DeviceKey,
    DeviceLine, Figures, Line, MONTHS_AFTER, MOST_DAYS, MOST_SELLERS, Pair, ProductKey, ProductLine, Range,
    SalesBar, Shelf, analysis, analysis_file, attributed, buyer_cohorts, buyer_cohorts_file, check_earned,
    forget_buyer,
};
pub use charts::{CHART_DAYS, ChartFile, chart_file};
pub use check::{Violation, check};
pub use contribution::{Contribution, ContributionLine};
pub use profit::{Profit, ProfitItem, ProfitLine, profit, profit_currencies, profit_file};
pub use revenue::{
    REVENUE_DAYS, Revenue, RevenuePoint, USUAL_REVENUE_DAYS, revenue, revenue_days, revenue_file,
};
pub use rollup::{Reporting, rebuild};
pub use sales::{
    Dashboard, HourPair, LowStock, LowStockList, Sales, SalesPoint, TopProduct, daily_sales, dashboard,
    low_stock, top_products,
};
pub use skus::{SkuLine, Skus, check_skus, skus, skus_file};

/// Why a figure cannot be computed.
#[derive(Debug, thiserror::Error)]
pub enum ReportingError {
    #[error("a range begins before it ends and has at most {most} points")]
    Range { most: usize },
    #[error("a file cannot be written: {0}")]
    File(String),
    #[error("{0}")]
    Money(#[from] domain::MoneyError),
    #[error("{0}")]
    Ledger(#[from] ledger::LedgerError),
    #[error("{0}")]
    Db(#[from] db::DbError),
}
