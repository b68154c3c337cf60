//! When a parcel that goes back can be fetched. Called by the capability `returns` and by the shopper's page.

use crate::promise::{BusinessDays, Day, weekend_of};

/// How many days are offered.
pub const PICKUP_DAYS: u8 = 5;

/// The days on which a parcel in this country can be fetched when it is asked for on `today`: the next ones on which people
/// work there, and never today.
pub fn pickup_days(country: &str, today: Day) -> Vec<Day> {
    let work = BusinessDays { weekend: weekend_of(country), holidays: &[] };
    (1..=PICKUP_DAYS).map(|count| work.after(today, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{day_text, parse_day};

    #[test]
    fn the_next_days_of_work_are_offered_as_the_country_has_them() {
        // A Thursday.
        let today = parse_day("2026-12-03").unwrap();
        let offered =
            |country: &str| pickup_days(country, today).into_iter().map(day_text).collect::<Vec<_>>();
        assert_eq!(offered("US"), ["2026-12-04", "2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"]);
        assert_eq!(offered("EG"), ["2026-12-06", "2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"]);
    }
}
