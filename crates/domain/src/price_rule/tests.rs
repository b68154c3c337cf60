use super::*;
use crate::commission::{CommissionClass, default_rule};
use crate::money::Currency;
use crate::text_enum::TextEnum as _;
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn rule(floor: i64, ceiling: Option<i64>) -> PriceRule {
    PriceRule::new(usd(floor), ceiling.map(usd)).unwrap()
}

fn never(_: Money) -> bool {
    false
}

#[test]
fn a_price_follows_within_its_bounds_and_says_why() {
    let within = rule(1_000, Some(3_000));
    for (own, matching, expected, why) in [
        (2_000, Some(1_800), 1_800, PriceReason::Matched),
        (1_500, Some(1_800), 1_800, PriceReason::Matched),
        (1_800, Some(1_800), 1_800, PriceReason::Matched),
        (2_000, Some(900), 1_000, PriceReason::Floor),
        (2_000, Some(5_000), 3_000, PriceReason::Ceiling),
        (2_000, None, 2_000, PriceReason::Alone),
        (500, None, 1_000, PriceReason::Floor),
        (4_000, None, 3_000, PriceReason::Ceiling),
    ] {
        assert_eq!(
            within.next(usd(own), matching.map(usd), never),
            (usd(expected), why),
            "{own} {matching:?}"
        );
    }
}

#[test]
fn a_price_is_never_a_loss_even_at_the_floor() {
    let loses = |price: Money| price.minor() < 1_250;
    let free = rule(1_000, None);
    assert_eq!(free.next(usd(2_000), Some(usd(1_100)), loses), (usd(1_250), PriceReason::BreakEven));
    assert_eq!(free.next(usd(2_000), Some(usd(1_250)), loses), (usd(1_250), PriceReason::Matched));
    let low = rule(1_000, Some(1_200));
    assert_eq!(low.next(usd(900), Some(usd(1_100)), loses), (usd(900), PriceReason::LossAtCeiling));
    assert_eq!(free.next(usd(2_000), Some(usd(1_100)), |_| true), (usd(2_000), PriceReason::LossAtCeiling));
}

#[test]
fn bounds_that_are_none_and_other_currencies_are_refused() {
    let euro = |minor| Money::new(minor, Currency::EUR);
    assert_eq!(PriceRule::new(usd(0), None), Err(BoundsError::BadFloor));
    assert_eq!(PriceRule::new(usd(100), Some(usd(99))), Err(BoundsError::BadCeiling));
    assert_eq!(PriceRule::new(usd(100), Some(euro(200))), Err(BoundsError::BadCeiling));
    assert_eq!(rule(100, None).next(euro(200), None, never), (euro(200), PriceReason::Currency));
    assert_eq!(rule(100, None).next(usd(200), Some(euro(1)), never), (usd(200), PriceReason::Currency));
}

#[test]
fn two_rules_end_at_the_higher_floor_and_do_not_walk_down() {
    let (one, two) = (rule(1_000, None), rule(1_200, None));
    let mut prices = (usd(1_000), usd(1_500));
    for _ in 0..3 {
        prices.1 = two.next(prices.1, Some(prices.0), never).0;
        prices.0 = one.next(prices.0, Some(prices.1), never).0;
    }
    assert_eq!(prices, (usd(1_200), usd(1_200)));
    // Where both stand above their floors the cheaper one is matched, and nobody goes on from there.
    assert_eq!(one.next(usd(2_000), Some(usd(1_800)), never).0, usd(1_800));
    assert_eq!(two.next(usd(1_800), Some(usd(1_800)), never).0, usd(1_800));
}

#[test]
fn what_the_delivery_costs_the_buyer_is_no_profit() {
    // 15 % of 20.00 and 5.00 is 3.75; 20.00 - 3.75 - 10.00 is left, and the delivery's 5.00 are not.
    let standard = default_rule(CommissionClass::Standard);
    let found = left((usd(2_000), usd(500), usd(1_000)), &standard, None, 0).unwrap();
    assert_eq!(found, usd(625));
}

proptest! {
    #[test]
    fn a_price_keeps_its_bounds_and_loses_nothing(
        class in 0usize..CommissionClass::ALL.len(), own in 1i64..200_000, matching in prop::option::of(1i64..200_000),
        floor in 1i64..100_000, room in prop::option::of(0i64..100_000), cost in 0i64..100_000,
        shipping in 0i64..2_000, item in prop::option::of(0i64..200), tax in 0i64..250_000,
    ) {
        let fees = default_rule(CommissionClass::ALL[class]);
        let loses = |price: Money| {
            left((price, usd(shipping), usd(cost)), &fees, item.map(usd), tax).map_or(true, Money::is_negative)
        };
        let ceiling = room.map(|room| floor + room);
        let bounds = rule(floor, ceiling);
        let (price, why) = bounds.next(usd(own), matching.map(usd), loses);
        if why == PriceReason::LossAtCeiling {
            prop_assert_eq!(price, usd(own), "nothing is changed");
        } else {
            prop_assert!(price.minor() >= floor);
            prop_assert!(price.minor() <= ceiling.unwrap_or(i64::MAX));
            prop_assert!(!loses(price));
            // Asked again with the same competitors it stays.
            prop_assert_eq!(bounds.next(price, matching.map(usd), loses).0, price);
        }
    }

    #[test]
    fn two_rules_against_each_other_come_to_rest(
        prices in (1i64..100_000, 1i64..100_000), floors in (1i64..50_000, 1i64..50_000),
        rooms in (prop::option::of(0i64..50_000), prop::option::of(0i64..50_000)),
        costs in (0i64..50_000, 0i64..50_000), class in 0usize..CommissionClass::ALL.len(),
    ) {
        let fees = default_rule(CommissionClass::ALL[class]);
        let loses = |cost: i64, price: Money| {
            left((price, usd(0), usd(cost)), &fees, None, 0).map_or(true, Money::is_negative)
        };
        let one = rule(floors.0, rooms.0.map(|room| floors.0 + room));
        let two = rule(floors.1, rooms.1.map(|room| floors.1 + room));
        let (mut a, mut b) = (usd(prices.0), usd(prices.1));
        let mut seen = Vec::new();
        for _ in 0..12 {
            a = one.next(a, Some(b), |price| loses(costs.0, price)).0;
            b = two.next(b, Some(a), |price| loses(costs.1, price)).0;
            seen.push((a, b));
        }
        prop_assert_eq!(seen[10], seen[11], "no oscillation");
    }
}
