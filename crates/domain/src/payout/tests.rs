//! The rules of payouts as tables and properties.
use super::*;
use crate::text_enum::TextEnum as _;
use proptest::prelude::*;

const USUAL: PayoutTerms = PayoutTerms::USUAL;
const CYCLE: DurationUs = USUAL.cycle();
const NOW: Timestamp = Timestamp::from_micros(1_780_304_400_000_000);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn share(minor: i64, delivered_at: Option<Timestamp>) -> Share {
    Share { amount: usd(minor), delivered_at, in_return: false }
}

fn available(balance: i64, shares: &[Share]) -> (i64, i64) {
    let standing = standing(usd(balance), shares.iter().copied(), NOW, &USUAL).unwrap();
    (standing.reserved.minor(), standing.available.minor())
}

#[test]
fn what_is_kept_back_and_what_is_left() {
    let days_ago = |days: i64| Some(NOW.minus(DurationUs::from_days(days)));
    let almost = Some(NOW.minus(USUAL.reserve()).plus(DurationUs::from_micros(1)));
    for (balance, shares, expected) in [
        (0, vec![], (0, 0)),
        (5_000, vec![share(5_000, None)], (5_000, 0)),
        (5_000, vec![share(5_000, days_ago(6))], (5_000, 0)),
        (5_000, vec![share(5_000, almost)], (5_000, 0)),
        (5_000, vec![share(5_000, days_ago(7))], (0, 5_000)),
        (9_000, vec![share(5_000, days_ago(8)), share(4_000, None)], (4_000, 5_000)),
        // A refund of another order is taken off what is available, not off the reserve.
        (3_000, vec![share(5_000, days_ago(8)), share(4_000, None)], (4_000, 0)),
        // What a part took more than it brought keeps nothing back and frees nothing.
        (4_000, vec![share(5_000, days_ago(8)), share(-1_000, None)], (0, 4_000)),
        (-700, vec![share(300, None)], (300, 0)),
    ] {
        assert_eq!(available(balance, &shares), expected, "{balance} {shares:?}");
    }
}

#[test]
fn the_smallest_payout_is_worth_about_the_same_everywhere() {
    for (code, shown) in [("USD", "1.00"), ("JPY", "100"), ("KWD", "1.000"), ("COP", "1.00")] {
        let currency = Currency::parse(code).unwrap();
        assert_eq!(minimum(100, currency).unwrap().to_decimal(), shown, "{code}");
    }
}

#[test]
fn a_seller_asks_once_in_a_day() {
    let hours = |n: i64| Some(NOW.minus(DurationUs::from_hours(n)));
    assert_eq!(on_demand_after(None, NOW, &USUAL), None);
    assert_eq!(on_demand_after(hours(24), NOW, &USUAL), None);
    assert_eq!(on_demand_after(hours(23), NOW, &USUAL), Some(NOW.plus(DurationUs::from_hours(1))));
}

#[test]
fn other_terms_keep_for_other_days_and_are_in_their_ranges() {
    let terms =
        PayoutTerms { cycle_days: 7, reserve_days: 2, on_demand_hours: 48, minimum_hundredths: Some(500) };
    assert_eq!(terms.validate(), Ok(()));
    let days_ago = |days: i64| Some(NOW.minus(DurationUs::from_days(days)));
    assert_eq!(kept(share(5_000, days_ago(2)), NOW, &terms), None);
    assert_eq!(
        kept(share(5_000, days_ago(1)), NOW, &terms),
        Some(Kept::Until(NOW.plus(DurationUs::from_days(1))))
    );
    assert_eq!(next_due(NOW, NOW, &terms), NOW.plus(DurationUs::from_days(7)));
    assert_eq!(on_demand_after(days_ago(1), NOW, &terms), Some(NOW.plus(DurationUs::from_days(1))));
    for (wrong, field) in [
        (PayoutTerms { cycle_days: 0, ..terms }, "cycle_days"),
        (PayoutTerms { reserve_days: 91, ..terms }, "reserve_days"),
        (PayoutTerms { on_demand_hours: 0, ..terms }, "on_demand_hours"),
        (PayoutTerms { minimum_hundredths: Some(-1), ..terms }, "minimum_hundredths"),
    ] {
        assert_eq!(wrong.validate(), Err(WrongTerm { field }));
    }
}

#[test]
fn what_is_settled_stays_settled() {
    for event in PayoutEvent::ALL {
        assert_eq!(next_state(PayoutState::Paid, *event), None);
        assert_eq!(next_state(PayoutState::Rejected, *event), None);
        assert!(next_state(PayoutState::Sending, *event).is_some());
    }
}

fn shares() -> impl Strategy<Value = Vec<Share>> {
    let one = (-10_000_i64..10_000, proptest::option::of(0_i64..20))
        .prop_map(|(minor, days)| share(minor, days.map(|days| NOW.minus(DurationUs::from_days(days)))));
    proptest::collection::vec(one, 0..20)
}

proptest! {
    #[test]
    fn nobody_is_paid_more_than_is_owed(balance in -50_000_i64..200_000, shares in shares()) {
        let found = standing(usd(balance), shares, NOW, &USUAL).unwrap();
        prop_assert!(!found.available.is_negative() && !found.reserved.is_negative());
        prop_assert!(found.available.minor() <= balance.max(0));
        // What stays behind after all of it was paid covers the reserve, as far as there was anything.
        let after = balance - found.available.minor();
        prop_assert!(found.available.is_zero() || after >= found.reserved.minor());
    }

    #[test]
    fn waiting_never_makes_less_available(balance in 0_i64..200_000, shares in shares(), days in 0_i64..30) {
        let before = standing(usd(balance), shares.clone(), NOW, &USUAL).unwrap();
        let then = NOW.plus(DurationUs::from_days(days));
        let later = standing(usd(balance), shares, then, &USUAL).unwrap();
        prop_assert!(later.available.minor() >= before.available.minor());
    }

    #[test]
    fn the_next_date_is_ahead_and_on_the_grid(due in -4_000_000_000_i64..4_000_000_000, now in 0_i64..4_000_000_000) {
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let next = next_due(at(due), at(now), &USUAL);
        prop_assert!(next > at(now));
        prop_assert_eq!(next.since(at(due)).as_micros() % CYCLE.as_micros(), 0);
        prop_assert!(due > now || next.minus(CYCLE) <= at(now));
    }
}

#[test]
fn what_comes_back_is_kept_however_long_ago_it_was_delivered() {
    let long_ago = Timestamp::from_micros(0);
    let now = long_ago.plus(DurationUs::from_days(365));
    let share = share(5_000, Some(long_ago));
    assert_eq!(kept(share, now, &USUAL), None);
    assert_eq!(kept(Share { in_return: true, ..share }, now, &USUAL), Some(Kept::UntilReturned));
}
