//! What the operator earns, by stream, straight from the ledger.

use crate::ReportingError;
use db::Conn;
use domain::{DurationUs, Timestamp};
use ledger::StreamRevenue;

/// The longest series; each point is one question to the ledger.
const MOST_POINTS: usize = 92;

/// One span of a series.
#[derive(Debug, Clone)]
pub struct RevenuePoint {
    pub from: Timestamp,
    /// Streams that earned something, each in its currencies.
    pub streams: Vec<StreamRevenue>,
}

/// Revenue of a range, in all and as a series.
#[derive(Debug, Clone)]
pub struct Revenue {
    pub total: Vec<StreamRevenue>,
    pub points: Vec<RevenuePoint>,
}

/// Revenue by stream from `from` to before `to`, with a point for each `step` (the last may be shorter).
///
/// # Errors
/// [`ReportingError::Range`] when the range is empty, or has more than 92 steps.
pub async fn revenue(
    conn: &mut Conn,
    from: Timestamp,
    to: Timestamp,
    step: DurationUs,
) -> Result<Revenue, ReportingError> {
    let span_us = to.since(from).as_micros();
    let step_us = step.as_micros();
    let fits = span_us > 0 && step_us > 0 && (span_us - 1) / step_us < MOST_POINTS as i64;
    if !fits {
        return Err(ReportingError::Range { most: MOST_POINTS });
    }
    let total = ledger::revenue_by_stream(conn, from, to).await?;
    let mut points = Vec::new();
    let mut begin = from;
    while begin < to {
        let end = begin.plus(step).min(to);
        points
            .push(RevenuePoint { from: begin, streams: ledger::revenue_by_stream(conn, begin, end).await? });
        begin = end;
    }
    Ok(Revenue { total, points })
}
