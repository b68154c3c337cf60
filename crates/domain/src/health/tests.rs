//! The limits as a table, and what holds for every count.

use super::*;
use crate::text_enum::TextEnum as _;
use proptest::prelude::*;

const USUAL: Gates = Gates::USUAL;

fn tally(mishaps: i64, of: i64) -> Tally {
    Tally { mishaps, of }
}

#[test]
fn limits_are_those_of_the_public_table_to_the_last_order() {
    for (measure, mishaps, of, expected) in [
        (Measure::Defects, 1, 29, Level::TooFew),
        (Measure::Defects, 0, 30, Level::Good),
        // One mishap is chance, but it is said.
        (Measure::Defects, 1, 30, Level::Near),
        (Measure::Defects, 2, 200, Level::Failed),
        (Measure::Defects, 2, 201, Level::Near),
        (Measure::Defects, 2, 1_000, Level::Good),
        (Measure::Late, 4, 100, Level::Failed),
        (Measure::Late, 3, 100, Level::Near),
        (Measure::Late, 2, 100, Level::Good),
        (Measure::Cancelled, 25, 1_000, Level::Failed),
        (Measure::Cancelled, 24, 1_000, Level::Near),
        (Measure::Cancelled, 18, 1_000, Level::Good),
        (Measure::Tracked, 5, 100, Level::Near),
        (Measure::Tracked, 6, 100, Level::Failed),
        (Measure::Tracked, 3, 100, Level::Good),
        (Measure::Answered, 10, 100, Level::Near),
        (Measure::Answered, 11, 100, Level::Failed),
        (Measure::Replied, 10, 100, Level::Near),
        (Measure::Replied, 11, 100, Level::Failed),
        (Measure::Late, 0, 0, Level::TooFew),
    ] {
        assert_eq!(tally(mishaps, of).level(measure, &USUAL), expected, "{measure:?} {mishaps} of {of}");
    }
}

#[test]
fn other_limits_judge_the_same_counts_otherwise() {
    let strict = Gates { late_bps: 300, near_bps: 5_000, ..USUAL };
    for (gates, expected) in [(USUAL, Level::Near), (strict, Level::Failed)] {
        assert_eq!(tally(3, 100).level(Measure::Late, &gates), expected);
        let health = Health { gates, late: tally(3, 100), ..Health::default() };
        assert_eq!(health.worst(), expected);
        assert_eq!(health.failed_gates().len(), usize::from(expected == Level::Failed));
    }
    assert_eq!(tally(2, 100).level(Measure::Late, &USUAL), Level::Good);
    assert_eq!(tally(2, 100).level(Measure::Late, &strict), Level::Near);
    assert_eq!(tally(3, 100).flawless_to_recover(Measure::Late, &strict), 1);
    for wrong in [
        Gates { defects_bps: 0, ..USUAL },
        Gates { tracked_bps: 10_000, ..USUAL },
        Gates { near_bps: 0, ..USUAL },
    ] {
        assert!(wrong.validate().is_err(), "{wrong:?}");
    }
}

#[test]
fn answers_warn_and_gate_nothing() {
    let silent = Health { replied: tally(50, 100), ..Health::default() };
    assert_eq!((silent.worst(), silent.failed_gates()), (Level::Failed, vec![]));
    let slow = Health { answered: tally(50, 100), ..silent };
    assert_eq!((slow.worst(), slow.failed_gates()), (Level::Failed, vec![]));
    let late = Health { late: tally(10, 100), tracked: tally(50, 100), ..slow };
    assert_eq!(late.failed_gates(), [Measure::Late, Measure::Tracked]);
}

#[test]
fn a_rate_reads_on_the_side_of_its_limit_where_it_is() {
    assert_eq!(tally(1, 3).rate_bps(Measure::Late), Some(3_334));
    assert_eq!(tally(1, 3).rate_bps(Measure::Tracked), Some(6_666));
    assert_eq!(tally(0, 0).rate_bps(Measure::Late), None);
}

fn counts() -> impl Strategy<Value = (Measure, Tally)> {
    let measure = prop::sample::select(Measure::ALL.to_vec());
    (measure, 0i64..5_000).prop_flat_map(|(measure, of)| {
        (Just(measure), (0..=of).prop_map(move |mishaps| Tally { mishaps, of }))
    })
}

proptest! {
    #[test]
    fn more_mishaps_are_never_better((measure, count) in counts()) {
        if count.mishaps < count.of && count.of >= LEAST_COUNTED {
            let worse = tally(count.mishaps + 1, count.of);
            prop_assert!(worse.level(measure, &USUAL) >= count.level(measure, &USUAL));
        }
    }

    #[test]
    fn one_more_flawless_order_never_makes_it_worse((measure, count) in counts()) {
        if count.of >= LEAST_COUNTED {
            prop_assert!(tally(count.mishaps, count.of + 1).level(measure, &USUAL) <= count.level(measure, &USUAL));
        }
    }

    #[test]
    fn so_many_flawless_orders_recover_and_one_fewer_does_not((measure, count) in counts()) {
        let more = count.flawless_to_recover(measure, &USUAL);
        prop_assert_eq!(more > 0, count.level(measure, &USUAL) == Level::Failed);
        if more > 0 {
            prop_assert!(tally(count.mishaps, count.of + more).level(measure, &USUAL) < Level::Failed);
            prop_assert_eq!(tally(count.mishaps, count.of + more - 1).level(measure, &USUAL), Level::Failed);
        }
    }

    #[test]
    fn what_failed_never_reads_as_kept((measure, count) in counts()) {
        if let (Level::Failed, Some(rate)) = (count.level(measure, &USUAL), count.rate_bps(measure)) {
            let limit = USUAL.limit_bps(measure);
            let reads_as_failed = if measure.counts_what_went_well() { rate < limit } else { rate >= limit };
            prop_assert!(reads_as_failed);
        }
    }
}
