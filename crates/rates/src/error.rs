//! What can go wrong with exchange rates.

use domain::rate::RateError;

/// Why a rate was not written.
#[derive(Debug, thiserror::Error)]
pub enum RatesError {
    #[error("{0}")]
    Rate(#[from] RateError),
    #[error(
        "the day is more than {} days ago or more than {} ahead",
        crate::OLDEST_DAYS,
        crate::FURTHEST_DAYS
    )]
    DayOutOfRange,
    #[error("{most} rates at once at the most")]
    TooMany { most: usize },
    #[error("the source of the rates: {0}")]
    Source(String),
    #[error("the source of the rates: {0}")]
    Outgoing(#[from] outgoing::OutgoingError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
