use super::*;
use crate::calendar::parse_day;
use proptest::prelude::*;

fn at(day: &str) -> Timestamp {
    Timestamp::from_micros(parse_day(day).unwrap() * 86_400_000_000 + 3_600_000_000)
}

#[test]
fn a_month_later_is_the_same_day_or_the_months_last() {
    let cases = [
        ("2026-11-29", 1, "2026-12-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2027-01-31", 1, "2027-02-28"),
        // From the first day on, so that a short month does not move the ones after it.
        ("2027-01-31", 2, "2027-03-31"),
        ("2028-01-30", 1, "2028-02-29"),
        ("2026-11-29", 0, "2026-11-29"),
        ("2026-11-29", 14, "2028-01-29"),
    ];
    for (from, months, to) in cases {
        assert_eq!(months_after(at(from), months), at(to), "{from} + {months}");
    }
}

#[test]
fn a_charge_is_tried_again_three_times() {
    let due = at("2026-11-29");
    let days = |failed| next_try(due, failed).map(|at| at.since(due));
    assert_eq!([days(1), days(2), days(3)], [3, 7, 14].map(|days| Some(DurationUs::from_days(days))));
    assert_eq!([days(0), days(4), days(-1)], [None; 3]);
}

#[test]
fn prices_keep_their_proportion_and_say_where_they_meet() {
    let usual = PlanPrices::USUAL;
    assert_eq!(usual.month(Currency::EUR).unwrap(), Money::new(3_999, Currency::EUR));
    let yen = Currency::parse("JPY").unwrap();
    assert_eq!(usual.item(yen).unwrap(), Money::new(149, yen));
    // 40 items are 39.60, 41 are 40.59.
    assert_eq!(usual.break_even(), Some(41));
    assert_eq!(PlanPrices { item_minor: 0, ..usual }.break_even(), None);
    assert!(usual.is_valid() && !PlanPrices { monthly_minor: -1, ..usual }.is_valid());
}

proptest! {
    #[test]
    fn nobody_pays_for_having_sold(each in 0i64..10_000, quantity in 1i64..999, left in -1_000i64..1_000_000) {
        let usd = |minor| Money::new(minor, Currency::USD);
        let fee = item_fee(usd(each), quantity, usd(left)).unwrap().minor();
        prop_assert!((0..=left.max(0)).contains(&fee));
        prop_assert!(fee == each * quantity || fee == left.max(0));
    }

    #[test]
    fn months_follow_each_other(day in 0i64..60_000, months in 0i64..600) {
        let from = Timestamp::from_micros(day * 86_400_000_000);
        let (one, next) = (months_after(from, months), months_after(from, months + 1));
        let days = next.since(one).as_micros() / 86_400_000_000;
        prop_assert!((28..=31).contains(&days), "{}", days);
    }
}
