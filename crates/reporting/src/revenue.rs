//! What the operator earns, by stream, straight from the ledger.

use crate::ReportingError;
use crate::analysis::Sheet;
use db::Conn;
use domain::calendar::day_text;
use domain::text_enum::TextEnum as _;
use domain::{Currency, DurationUs, Money, Timestamp};
use ledger::{RevenueStream, StreamRevenue};

/// The longest series; each point is one question to the ledger.
const MOST_POINTS: usize = 92;
/// The ranges of the operator's chart, in days up to today.
pub const REVENUE_DAYS: [i64; 3] = [7, 30, 90];
/// The one that it begins with.
pub const USUAL_REVENUE_DAYS: i64 = 30;

/// One span of a series.
#[derive(Debug, Clone)]
pub struct RevenuePoint {
    pub from: Timestamp,
    /// Streams that earned something, each in its currencies.
    pub streams: Vec<StreamRevenue>,
}

impl RevenuePoint {
    /// What all streams earned together in one currency.
    pub fn in_all(&self, currency: Currency) -> Money {
        let own = self.streams.iter().filter(|s| s.amount.currency() == currency);
        Money::new(own.map(|s| s.amount.minor()).sum(), currency)
    }

    fn of(&self, stream: RevenueStream, currency: Currency) -> Money {
        let own = self.streams.iter().filter(|s| s.stream == stream && s.amount.currency() == currency);
        Money::new(own.map(|s| s.amount.minor()).sum(), currency)
    }
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

/// Revenue of the last `days` days, today included, day by day in UTC; and of as many days before.
///
/// # Errors
/// [`ReportingError::Range`] for more days than [`revenue`] takes, or for none.
pub async fn revenue_days(conn: &mut Conn, days: i64) -> Result<(Revenue, Revenue), ReportingError> {
    let to = Timestamp::from_micros((conn.now().utc_day() + 1) * 86_400_000_000);
    let (span, day) = (DurationUs::from_days(days), DurationUs::from_days(1));
    let from = to.minus(span);
    let now = revenue(conn, from, to, day).await?;
    let before = revenue(conn, from.minus(span), from, day).await?;
    Ok((now, before))
}

/// The operator's chart as a CSV file: each day with what every stream earned, all of them together, and all of them on the day
/// of `before` that stands beside it. Amounts are plain decimals.
///
/// # Errors
/// [`ReportingError::File`].
pub fn revenue_file(now: &Revenue, before: &Revenue, currency: Currency) -> Result<Vec<u8>, ReportingError> {
    let streams = RevenueStream::ALL.iter().map(|stream| stream.as_str());
    let mut sheet =
        Sheet::new(["day"].into_iter().chain(streams).chain(["revenue", "revenue_before", "currency"]))?;
    for (point, earlier) in now.points.iter().zip(&before.points) {
        let mut row = vec![day_text(point.from.utc_day())];
        row.extend(RevenueStream::ALL.iter().map(|stream| point.of(*stream, currency).to_decimal()));
        row.extend([point.in_all(currency).to_decimal(), earlier.in_all(currency).to_decimal()]);
        row.push(currency.code().to_owned());
        sheet.row(row)?;
    }
    sheet.done()
}
