//! A seller's figures of any range against the one before. Called by the page "Analysis" and its files.
//!
//! `fold` says what events change, `write` and its like write it, `read` and `lines` put a page together from whole months
//! and the days around them, so that a long range costs little more than a short one. `views` and `shelf` are fed from
//! activity. `buyers` are the whole shop's, for the operator, whose page reads them by `cohorts`; what they earned is the
//! ledger's, by `earned`.

mod buyers;
mod check;
mod cohorts;
mod consume;
mod counts;
mod earned;
mod file;
mod fold;
mod forget;
mod lines;
mod products;
mod range;
mod read;
mod shelf;
mod shoppers;
mod views;
mod write;

#[cfg(test)]
mod tests;

pub use cohorts::{Brought, BuyerCohort, MONTHS_AFTER, buyer_cohorts, buyer_cohorts_file};
pub use earned::{Attributed, attributed, check_earned};
pub use file::{AnalysisFile, analysis_file};
pub use forget::forget_buyer;
pub use lines::{CategoryKey, CategoryLine, DeviceKey, DeviceLine, Line, Pair, ProductKey, ProductLine};
pub use range::{MOST_DAYS, Range};
pub use read::{Analysis, Cohort, Figures, SalesBar, analysis};
pub use shelf::{MOST_SELLERS, Shelf};

pub(crate) use check::{check, differences};
pub(crate) use consume::rebuild;
pub(crate) use file::{Sheet, neutral, percent};
pub(crate) use lines::share_bps;
pub(crate) use range::{Span, month_us};
