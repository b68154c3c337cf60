//! The order of the rule as a table, and what holds for any offers.

use super::*;
use crate::ids::TypedId as _;
use proptest::prelude::*;
use uuid::Uuid;

const HOME: Currency = Currency::USD;

fn usd(minor: i64) -> Money {
    Money::new(minor, HOME)
}

fn offer(number: u128) -> OfferId {
    OfferId::from_uuid(Uuid::from_u128(number))
}

fn plain(number: u128, landed: i64) -> Contender {
    Contender {
        offer: offer(number),
        landed: usd(landed),
        used: false,
        arrives: 100,
        stock: 5,
        open: true,
        delivered: true,
        failed: vec![],
        defects_bps: 0,
    }
}

#[test]
fn each_criterion_decides_where_all_before_it_are_equal() {
    let first = || plain(1, 1_000);
    let next = || plain(2, 1_000);
    for (winner, loser, why) in [
        (first(), Contender { stock: 0, landed: usd(1), ..next() }, Reason::Gates),
        (first(), Contender { open: false, landed: usd(1), ..next() }, Reason::Gates),
        (first(), Contender { failed: vec![Measure::Late], landed: usd(1), ..next() }, Reason::Gates),
        (first(), Contender { landed: Money::new(1, Currency::JPY), ..next() }, Reason::Gates),
        (first(), Contender { used: true, landed: usd(1), ..next() }, Reason::NewFirst),
        (first(), Contender { landed: usd(1_001), arrives: 1, stock: 99, ..next() }, Reason::CostsLess),
        (first(), Contender { arrives: 101, stock: 99, ..next() }, Reason::ArrivesEarlier),
        (Contender { defects_bps: 9, ..first() }, Contender { stock: 4, ..next() }, Reason::MoreStock),
        (first(), Contender { defects_bps: 1, ..next() }, Reason::FewerDefects),
        (first(), next(), Reason::OfferedLonger),
    ] {
        let both = [loser.clone(), winner.clone()];
        assert_eq!(super::winner(&both, HOME), Some(&winner), "{why:?}");
        assert_eq!(reason(&winner, Some(&loser), HOME), why);
    }
    assert_eq!(reason(&first(), None, HOME), Reason::OnlyOne);
    assert_eq!(winner(&[], HOME), None);
}

#[test]
fn a_loser_is_told_every_obstacle_and_the_price() {
    let best = plain(1, 1_000);
    let told = |loser: &Contender| loss(loser, &best, HOME).unwrap();
    assert_eq!(loss(&best, &best, HOME), None);
    let dear = Contender { failed: vec![Measure::Late, Measure::Tracked], stock: 0, ..plain(2, 1_500) };
    let gates = [Obstacle::Gate(Measure::Late), Obstacle::Gate(Measure::Tracked)];
    assert_eq!(told(&dear).obstacles, [vec![Obstacle::SoldOut], gates.to_vec()].concat());
    let elsewhere = Contender { delivered: false, ..plain(2, 900) };
    assert_eq!(told(&elsewhere), Loss { obstacles: vec![Obstacle::NotDelivered], landed_to_win: None });
    assert_eq!(told(&dear).landed_to_win, Some(usd(999)));
    let cheap = Contender { failed: vec![Measure::Late], ..plain(2, 900) };
    assert_eq!(told(&cheap), Loss { obstacles: vec![gates[0]], landed_to_win: None });
    let used = Contender { used: true, ..plain(2, 100) };
    assert_eq!(told(&used), Loss { obstacles: vec![Obstacle::NewComesFirst], landed_to_win: None });
    // Whoever is faster wins at the same price.
    let faster = Contender { arrives: 99, ..plain(2, 1_500) };
    assert_eq!(told(&faster).landed_to_win, Some(usd(1_000)));
    let free = plain(1, 1);
    assert_eq!(loss(&plain(2, 5), &free, HOME).unwrap().landed_to_win, None);
}

prop_compose! {
    /// Few different values, so that offers meet in all of them.
    fn a_contender()(
        landed in 1i64..6, used: bool, arrives in 0i64..3, stock in 0i64..3, open in prop::bool::weighted(0.9),
        delivered in prop::bool::weighted(0.9),
        failed in prop::sample::subsequence(vec![Measure::Defects, Measure::Late], 0..=2),
        defects_bps in 0i64..2, foreign in prop::bool::weighted(0.1),
    ) -> Contender {
        let landed = Money::new(landed, if foreign { Currency::EUR } else { HOME });
        Contender { offer: offer(0), landed, used, arrives, stock, open, delivered, failed, defects_bps }
    }
}

fn some_contenders() -> impl Strategy<Value = Vec<Contender>> {
    prop::collection::vec(a_contender(), 1..8).prop_map(|mut all| {
        for (number, contender) in all.iter_mut().enumerate() {
            contender.offer = offer(number as u128);
        }
        all
    })
}

proptest! {
    #[test]
    fn the_order_of_the_offers_does_not_matter(
        (all, shuffled) in some_contenders().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(winner(&all, HOME), winner(&shuffled, HOME));
        prop_assert_eq!(ranking(&all, HOME), ranking(&shuffled, HOME));
    }

    #[test]
    fn the_winner_is_eligible_if_any_is_and_first_of_the_ranking(all in some_contenders()) {
        let best = winner(&all, HOME).unwrap();
        prop_assert_eq!(best.is_eligible(), all.iter().any(Contender::is_eligible));
        prop_assert_eq!(best, ranking(&all, HOME)[0]);
    }

    #[test]
    fn no_eligible_offer_of_the_same_kind_costs_less_than_the_winner(all in some_contenders()) {
        let best = winner(&all, HOME).unwrap();
        let rivals = all.iter().filter(|other| other.class(HOME) == best.class(HOME));
        for rival in rivals.filter(|rival| rival.landed.currency() == best.landed.currency()) {
            prop_assert!(best.landed.minor() <= rival.landed.minor());
        }
    }

    #[test]
    fn what_would_win_really_wins_and_a_cent_more_does_not(all in some_contenders()) {
        let best = winner(&all, HOME).unwrap();
        for at in 0..all.len() {
            let Some(told) = loss(&all[at], best, HOME) else { continue };
            let mut changed = all.clone();
            changed[at] = without_obstacles(&all[at]);
            match told.landed_to_win {
                Some(landed) => {
                    changed[at].landed = landed;
                    prop_assert_eq!(winner(&changed, HOME).unwrap().offer, all[at].offer);
                    changed[at].landed = Money::new(landed.minor() + 1, landed.currency());
                    prop_assert_ne!(winner(&changed, HOME).unwrap().offer, all[at].offer);
                }
                // Nothing but the obstacles stood in the way, or one that stays, or a price below a cent.
                None => {
                    let wins = winner(&changed, HOME).unwrap().offer == all[at].offer;
                    let stays = told.obstacles.iter().any(|o| !o.can_be_removed());
                    prop_assert!(wins != stays || best.landed.minor() == 1 || best.landed.currency() != HOME);
                    prop_assert!(!(wins && told.obstacles.is_empty()));
                }
            }
        }
    }

    #[test]
    fn prices_a_thousand_times_as_high_make_the_same_ranking(all in some_contenders()) {
        let mut scaled = all.clone();
        for contender in &mut scaled {
            contender.landed = contender.landed.times(1_000).unwrap();
        }
        let ids = |all: &[Contender]| ranking(all, HOME).iter().map(|c| c.offer).collect::<Vec<_>>();
        prop_assert_eq!(ids(&all), ids(&scaled));
    }

    #[test]
    fn one_more_offer_takes_the_box_or_changes_nothing(all in some_contenders(), new in a_contender()) {
        let new = Contender { offer: offer(99), ..new };
        let before = winner(&all, HOME).unwrap().offer;
        let mut more = all.clone();
        more.push(new);
        let after = winner(&more, HOME).unwrap().offer;
        prop_assert!(after == before || after == offer(99));
    }
}
