//! Days of the Gregorian calendar as whole days since 1970-01-01. No time zones: the caller shifts first.

/// Monday is 0, Sunday is 6.
pub const SUNDAY: u8 = 6;

/// A date of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Civil {
    pub year: i64,
    /// 1..=12
    pub month: u8,
    /// 1..=31
    pub day: u8,
}

/// The date of a day since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms"). Days outside
/// +-100,000,000,000 are taken as those ends.
pub fn civil(day: i64) -> Civil {
    const END: i64 = 100_000_000_000;
    let shifted = day.clamp(-END, END) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Civil { year, month: u8::try_from(month).unwrap_or(1), day: u8::try_from(day).unwrap_or(1) }
}

/// The day since 1970-01-01 of a date; a day past the month's end runs on into the next month. `month` is 1..=12,
/// `year` within +-100,000,000.
pub fn day_of(year: i64, month: u8, day: u8) -> i64 {
    let year = year.clamp(-100_000_000, 100_000_000) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (i64::from(month) + 9) % 12;
    let of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

/// The day of a date as machines write it, `2026-11-27`; `None` for anything else, a 31st of November included.
pub fn parse_day(text: &str) -> Option<i64> {
    let mut parts = text.trim().split('-');
    let mut next = |digits: usize| {
        parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let (year, month, day) = (next(4)?.parse().ok()?, next(2)?.parse().ok()?, next(2)?.parse().ok()?);
    if parts.next().is_some() || !(1..=12).contains(&month) {
        return None;
    }
    let found = day_of(year, month, day);
    (civil(found) == Civil { year, month, day }).then_some(found)
}

/// A day with or without a time of it, `2026-12-25` or `2026-12-25 18:00`: the day, and the minute of it.
pub fn parse_moment(text: &str) -> Option<(i64, Option<i64>)> {
    let Some((day, time)) = text.trim().split_once([' ', 'T']) else { return Some((parse_day(text)?, None)) };
    let (hours, minutes) = time.trim().split_once(':')?;
    let part = |text: &str, most: i64| {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i64>().ok().filter(|n| fits && *n <= most)
    };
    Some((parse_day(day)?, Some(part(hours, 23)? * 60 + part(minutes, 59)?)))
}

/// A day as `2026-12-25`, for machines and for what [`parse_day`] reads again.
pub fn day_text(day: i64) -> String {
    let date = civil(day);
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The first day of the month that a day is in.
pub fn month_of(day: i64) -> i64 {
    let date = civil(day);
    day_of(date.year, date.month, 1)
}

/// The first day of the month after the one that a day is in.
pub fn next_month(day: i64) -> i64 {
    let date = civil(day);
    if date.month == 12 { day_of(date.year + 1, 1, 1) } else { day_of(date.year, date.month + 1, 1) }
}

/// The day of the week: Monday is 0, Sunday is 6. 1970-01-01 was a Thursday.
pub fn weekday(day: i64) -> u8 {
    u8::try_from((day.rem_euclid(7) + 3) % 7).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days_have_their_dates_and_weekdays() {
        let cases = [
            (0, (1970, 1, 1), 3),
            (-1, (1969, 12, 31), 2),
            (11_016, (2000, 2, 29), 1),
            (20_781, (2026, 11, 24), 1),
            (47_540, (2100, 2, 28), 6),
            (47_541, (2100, 3, 1), 0),
        ];
        for (day, (year, month, of_month), of_week) in cases {
            assert_eq!(civil(day), Civil { year, month, day: of_month }, "{day}");
            assert_eq!(day_of(year, month, of_month), day);
            assert_eq!(weekday(day), of_week, "{day}");
        }
    }

    #[test]
    fn a_month_begins_on_its_first_day_and_the_next_one_on_its() {
        for (day, first, next) in [
            ("2026-11-24", "2026-11-01", "2026-12-01"),
            ("2026-12-31", "2026-12-01", "2027-01-01"),
            ("2024-02-29", "2024-02-01", "2024-03-01"),
            ("2026-01-01", "2026-01-01", "2026-02-01"),
        ] {
            let at = |text: &str| parse_day(text).unwrap();
            assert_eq!((month_of(at(day)), next_month(at(day))), (at(first), at(next)), "{day}");
        }
    }

    #[test]
    fn a_date_is_read_as_machines_write_it() {
        assert_eq!(parse_day("2026-11-24"), Some(20_781));
        assert_eq!(parse_day("2000-02-29"), Some(11_016));
        for bad in [
            "",
            "2026-11-31",
            "2026-13-01",
            "2026-00-10",
            "26-11-24",
            "2026-11-24-1",
            "2026/11/24",
            "+026-11-24",
        ] {
            assert_eq!(parse_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_moment_is_a_day_with_or_without_a_time() {
        for (text, expected) in [
            ("2026-11-24", Some((20_781, None))),
            ("2026-11-24 18:00", Some((20_781, Some(1_080)))),
            (" 2026-11-24T9:05 ", Some((20_781, Some(545)))),
            ("2026-11-24 23:59", Some((20_781, Some(1_439)))),
        ] {
            assert_eq!(parse_moment(text), expected, "{text}");
        }
        for bad in [
            "",
            "18:00",
            "2026-11-24 24:00",
            "2026-11-24 18:60",
            "2026-11-31 18:00",
            "2026-11-24 18",
            "2026-11-24 +1:00",
        ] {
            assert_eq!(parse_moment(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        civil(i64::MAX);
        civil(i64::MIN);
        day_of(i64::MAX, 12, 31);
        weekday(i64::MIN);
        weekday(i64::MAX);
    }

    #[test]
    fn what_is_no_date_is_no_day() {
        assert_eq!(parse_day(" 2026-11-24 "), Some(20_781));
        for text in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-11-00", "2026-11", "26-11-24", "2026-11-2x", ""]
        {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn day_and_date_are_one_to_one(day in -10_000_000i64..10_000_000) {
            let date = civil(day);
            prop_assert_eq!(day_of(date.year, date.month, date.day), day);
            prop_assert!(civil(day + 1) > date);
            if (0..10_000).contains(&date.year) {
                prop_assert_eq!(parse_day(&day_text(day)), Some(day));
            }
            prop_assert_eq!(weekday(day + 1), (weekday(day) + 1) % 7);
        }
    }
}
