//! The rule as a table of price histories, and what holds for every one.

use super::*;
use crate::money::Currency;
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn day(day: i64) -> Timestamp {
    Timestamp::from_micros(0).plus(DurationUs::from_days(1_000 + day))
}

/// Days and the prices from then on; 0 is off sale.
fn history(changes: &[(i64, i64)]) -> Vec<PricePoint> {
    let point =
        |(at, price): &(i64, i64)| PricePoint { at: day(*at), price: (*price > 0).then(|| usd(*price)) };
    changes.iter().map(point).collect()
}

#[test]
fn a_reduction_is_measured_against_the_lowest_price_of_the_thirty_days_before() {
    for (name, changes, expected) in [
        ("a plain reduction", &[(0, 10_000), (40, 8_000)][..], Some((10_000, 40))),
        ("exactly thirty days at the first price", &[(0, 10_000), (30, 8_000)], Some((10_000, 30))),
        ("a day too young", &[(0, 10_000), (29, 8_000)], None),
        ("a first price is no reduction", &[(0, 10_000)], None),
        ("raised and lowered again", &[(0, 8_000), (40, 12_000), (45, 9_000)], None),
        ("raised, and below the lowest", &[(0, 8_000), (40, 12_000), (45, 7_000)], Some((8_000, 45))),
        ("raised for long", &[(0, 8_000), (40, 12_000), (71, 9_000)], Some((12_000, 71))),
        ("the price at the window's edge", &[(0, 8_000), (41, 12_000), (71, 9_000)], Some((12_000, 71))),
        ("a day inside it", &[(0, 8_000), (42, 12_000), (71, 7_500)], Some((8_000, 71))),
        ("each step against the one before", &[(0, 10_000), (40, 9_000), (45, 8_000)], Some((9_000, 45))),
        ("a step that is too small", &[(0, 10_000), (40, 9_000), (45, 8_900)], None),
        ("raised during a reduction", &[(0, 10_000), (40, 8_000), (45, 8_500)], None),
        ("just five percent", &[(0, 10_000), (40, 9_500)], Some((10_000, 40))),
        ("a cent less than that", &[(0, 10_000), (40, 9_501)], None),
        ("taken off sale", &[(0, 10_000), (40, 8_000), (45, 0)], None),
        (
            "off and on again is no new reduction",
            &[(0, 10_000), (40, 8_000), (45, 0), (50, 8_000)],
            Some((10_000, 40)),
        ),
        ("a bait: dear while nobody could buy", &[(0, 10_000), (1, 0), (40, 1_000)], None),
        ("a bait: dear for six days", &[(0, 1_000), (1, 0), (34, 10_000), (40, 1_000)], None),
        ("on sale for seven days of thirty", &[(0, 10_000), (17, 0), (40, 8_000)], Some((10_000, 40))),
        ("overtaken in the same moment", &[(0, 10_000), (40, 1_000), (40, 9_000)], Some((10_000, 40))),
        ("nothing", &[], None),
    ] {
        let found = Reduction::of(&history(changes));
        let expected = expected.map(|(prior, since)| Reduction { prior: usd(prior), since: day(since) });
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_price_in_another_currency_is_no_prior_price() {
    let euros = |minor| Some(Money::new(minor, Currency::EUR));
    let mut changed = history(&[(0, 10_000), (40, 10_000)]);
    changed[1].price = euros(5_000);
    assert_eq!(Reduction::of(&changed), None);
    changed.push(PricePoint { at: day(71), price: euros(4_000) });
    assert_eq!(Reduction::of(&changed).map(|r| r.prior), euros(5_000));
    assert_eq!(off_bps(usd(100), Money::new(50, Currency::EUR)), None);
}

#[test]
fn a_deal_ends_by_the_clock_and_never_claims_more_than_there_is() {
    let reduction = Reduction { prior: usd(10_000), since: day(40) };
    let deal = reduction.deal(usd(8_401), day(40)).unwrap();
    assert_eq!((deal.prior, deal.until), (usd(10_000), day(70)));
    assert_eq!(whole_percent_bps(deal.prior, usd(8_401)), Some(1_500));
    assert!(reduction.deal(usd(8_401), day(69)).is_some());
    assert_eq!(reduction.deal(usd(8_401), day(70)), None);
    assert_eq!(reduction.deal(usd(9_600), day(41)), None);
}

#[test]
fn a_seller_is_told_what_a_reduction_would_be_measured_against() {
    let steady = history(&[(0, 10_000), (20, 9_000)]);
    assert_eq!(prior_at(&steady, day(29)), None);
    assert_eq!(prior_at(&steady, day(30)), Some(usd(9_000)));
    assert_eq!(prior_at(&history(&[(0, 10_000), (20, 0)]), day(35)), Some(usd(10_000)));
    assert_eq!(prior_at(&[], day(0)), None);
    for (prior, highest) in
        [(10_000, 9_500), (999, 949), (1, 0), (100, 95), (i64::MAX, 8_762_203_435_012_037_016)]
    {
        assert_eq!(highest_reduced(usd(prior)), usd(highest), "{prior}");
    }
}

prop_compose! {
    /// Changes at whole days, often close together, with few prices, so that they meet again.
    fn a_history()(
        changes in prop::collection::vec((0i64..25, prop_oneof![Just(0i64), 1i64..=12]), 1..14),
    ) -> Vec<(i64, i64)> {
        let mut at = 0;
        changes.into_iter().map(|(later, price)| { at += later; (at, price * 1_000) }).collect()
    }
}

/// The price on a day, told in the plainest way: the last change on it or before it.
fn price_on(changes: &[(i64, i64)], on: i64) -> Option<i64> {
    changes.iter().rev().find(|(at, _)| *at <= on).map(|(_, price)| *price).filter(|price| *price > 0)
}

proptest! {
    #[test]
    fn the_prior_price_is_the_lowest_of_every_day_before(changes in a_history()) {
        let points = history(&changes);
        if let Some(found) = Reduction::of(&points) {
            let since = found.since.since(day(0)).as_secs() / 86_400;
            let days: Vec<i64> = (since - 30..since).filter_map(|on| price_on(&changes, on)).collect();
            prop_assert_eq!(Some(&found.prior.minor()), days.iter().min());
            prop_assert!(days.len() >= 7);
            prop_assert!(points[0].at <= found.since.minus(WINDOW));
            let now = points[points.len() - 1].price.unwrap();
            prop_assert!(now.minor() * 100 <= found.prior.minor() * 95);
            prop_assert!(now.minor() <= highest_reduced(found.prior).minor());
        }
    }

    #[test]
    fn what_is_older_than_sixty_days_changes_no_running_deal(changes in a_history(), later in 0i64..40) {
        let points = history(&changes);
        let now = points[points.len() - 1].at.plus(DurationUs::from_days(later));
        let kept = points.iter().rposition(|point| point.at <= now.minus(MATTERS)).unwrap_or(0);
        let shown = |points: &[PricePoint]| {
            Reduction::of(points).and_then(|found| found.deal(points[points.len() - 1].price?, now))
        };
        prop_assert_eq!(shown(&points), shown(&points[kept..]));
        prop_assert_eq!(prior_at(&points, now), prior_at(&points[kept..], now));
    }

    #[test]
    fn to_raise_a_price_first_gains_nothing(
        changes in a_history(), raised in 1i64..5_000, days in 1i64..29, price in 1i64..20_000,
    ) {
        let raised_on = changes[changes.len() - 1].0 + 31;
        if let Some(before) = price_on(&changes, raised_on) {
            let more = [(raised_on, before + raised), (raised_on + days, price)];
            if let Some(found) = Reduction::of(&history(&[changes.as_slice(), &more].concat())) {
                prop_assert!(found.prior.minor() <= before);
            }
        }
    }
}
