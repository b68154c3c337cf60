//! The days that figures are asked for, and how they are put together from whole months and single days.

use crate::ReportingError;
use crate::rollup::DAY_US;
use domain::Timestamp;
use domain::calendar::civil;
pub(crate) use domain::calendar::{month_of, next_month};

/// The longest range: two years, one of them a leap year.
pub const MOST_DAYS: i64 = 731;
/// So many bars can still be told from each other.
const MOST_BARS: i64 = 60;

domain::text_enum! {
    /// What one row of a roll-up is of.
    pub(crate) enum Span {
        Day = "day",
        Month = "month",
    }
}
db::text_column!(Span);

/// Whole days in UTC, counted since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    first: i64,
    days: i64,
}

/// Rows of one span that begin from `from_us` to before `to_us`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) from_us: i64,
    pub(crate) to_us: i64,
}

impl Range {
    /// From the first day to the last, both included.
    ///
    /// # Errors
    /// [`ReportingError::Range`] when the last is before the first, or more than 731 days are asked for.
    pub fn new(first: i64, last: i64) -> Result<Self, ReportingError> {
        let days = last.saturating_sub(first).saturating_add(1);
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(ReportingError::Range { most: usize::try_from(MOST_DAYS).unwrap_or(0) });
        }
        Ok(Self { first, days })
    }

    /// So many days up to this one; 1 to 731.
    pub fn last_days(last: i64, days: i64) -> Self {
        let days = days.clamp(1, MOST_DAYS);
        Self { first: last - days + 1, days }
    }

    pub fn first(self) -> i64 {
        self.first
    }
    pub fn last(self) -> i64 {
        self.first + self.days - 1
    }
    pub fn days(self) -> i64 {
        self.days
    }

    /// As many days right before, to compare with.
    pub fn before(self) -> Self {
        Self { first: self.first - self.days, ..self }
    }

    /// Days that a bar of the chart is of: a day, a week or thirty days, so that there are at most sixty bars.
    pub fn bar_days(self) -> i64 {
        if self.days <= MOST_BARS {
            1
        } else if self.days <= MOST_BARS * 7 {
            7
        } else {
            30
        }
    }

    /// From its first moment to before its last.
    pub fn span(self) -> (Timestamp, Timestamp) {
        (Timestamp::from_micros(self.begins_us()), Timestamp::from_micros(self.ends_us()))
    }

    pub(crate) fn begins_us(self) -> i64 {
        self.first * DAY_US
    }
    pub(crate) fn ends_us(self) -> i64 {
        (self.first + self.days) * DAY_US
    }

    /// Its whole months, and the days before and behind them.
    pub(crate) fn pieces(self) -> Vec<Piece> {
        let end = self.first + self.days;
        let months_from = if civil(self.first).day == 1 { self.first } else { next_month(self.first) };
        let months_to = month_of(end);
        let piece = |span, from: i64, to: i64| Piece { span, from_us: from * DAY_US, to_us: to * DAY_US };
        if months_from >= months_to {
            return vec![piece(Span::Day, self.first, end)];
        }
        let pieces = [
            piece(Span::Day, self.first, months_from),
            piece(Span::Month, months_from, months_to),
            piece(Span::Day, months_to, end),
        ];
        pieces.into_iter().filter(|piece| piece.from_us < piece.to_us).collect()
    }
}

/// When the month begins that this day, as microseconds, is in.
pub(crate) fn month_us(day_us: i64) -> i64 {
    month_of(day_us.div_euclid(DAY_US)) * DAY_US
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::parse_day;

    fn day(text: &str) -> i64 {
        parse_day(text).unwrap()
    }

    fn range(first: &str, last: &str) -> Range {
        Range::new(day(first), day(last)).unwrap()
    }

    #[test]
    fn a_range_is_read_as_whole_months_and_the_days_around_them() {
        let of = |first: &str, last: &str| -> Vec<(Span, i64)> {
            let pieces = range(first, last).pieces();
            pieces.iter().map(|p| (p.span, (p.to_us - p.from_us) / DAY_US)).collect()
        };
        assert_eq!(of("2026-05-30", "2026-07-02"), [(Span::Day, 2), (Span::Month, 30), (Span::Day, 2)]);
        assert_eq!(of("2026-06-01", "2026-06-30"), [(Span::Month, 30)]);
        assert_eq!(of("2026-06-01", "2026-06-29"), [(Span::Day, 29)]);
        assert_eq!(of("2026-06-02", "2026-07-31"), [(Span::Day, 29), (Span::Month, 31)]);
        assert_eq!(of("2026-06-15", "2026-07-15"), [(Span::Day, 31)]);
        assert_eq!(of("2025-12-31", "2026-02-01"), [(Span::Day, 1), (Span::Month, 31), (Span::Day, 1)]);
    }

    #[test]
    fn every_day_of_a_range_is_in_one_piece() {
        for days in 1..=MOST_DAYS {
            let range = Range::last_days(day("2026-06-17"), days);
            let pieces = range.pieces();
            assert_eq!(pieces[0].from_us, range.begins_us());
            assert_eq!(pieces[pieces.len() - 1].to_us, range.ends_us());
            assert!(pieces.windows(2).all(|two| two[0].to_us == two[1].from_us));
        }
    }

    #[test]
    fn a_range_has_a_day_at_least_and_two_years_at_most() {
        let today = day("2026-06-17");
        assert!(Range::new(today, today - 1).is_err());
        assert!(Range::new(today - MOST_DAYS, today).is_err());
        assert!(Range::new(i64::MIN, i64::MAX).is_err());
        assert_eq!(Range::new(today, today).unwrap().days(), 1);
        let week = Range::last_days(today, 7);
        assert_eq!((week.first(), week.last()), (today - 6, today));
        assert_eq!((week.before().first(), week.before().last()), (today - 13, today - 7));
    }

    #[test]
    fn a_chart_has_at_most_sixty_bars() {
        for days in 1..=MOST_DAYS {
            let range = Range::last_days(0, days);
            assert!((days + range.bar_days() - 1) / range.bar_days() <= MOST_BARS, "{days}");
        }
    }
}
