use super::turns::in_turn;
use super::*;
use crate::ids::TypedId as _;
use proptest::prelude::*;
use std::cell::Cell;

thread_local! {
    /// How often this test has reckoned what a promotion takes.
    pub(super) static CLAIMS: Cell<usize> = const { Cell::new(0) };
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn offer(n: u128) -> OfferId {
    OfferId::from_uuid(uuid::Uuid::from_u128(n))
}

fn promotion(n: u128, rule: Rule, goods: Goods) -> Running {
    let limit = Limit { units: 100, each: 3 };
    let is_deal = matches!(rule, Rule::Deal { .. });
    let left = is_deal.then_some(Left { limit, units: 5, until: None });
    let id = PromotionId::from_uuid(uuid::Uuid::from_u128(n));
    Running { id, rule, goods, left, funding: Funding::Seller, most: None }
}

fn deal(bps: i64, units: i64, each: i64, goods: Goods) -> Running {
    let left = Some(Left { limit: Limit { units: 100, each }, units, until: None });
    Running { left, ..promotion(9, Rule::Deal { bps }, goods) }
}

#[test]
fn a_deal_is_for_as_many_as_are_left_and_as_one_order_may_have() {
    let off_of =
        |units, each, of: &[(i64, i64)]| off(&lines(of), &[deal(2_000, units, each, these(&[1, 2]))]);
    assert_eq!(off_of(50, 5, &[(1_000, 3)]), [600]);
    assert_eq!(off_of(50, 5, &[(1_000, 9)]), [1_000], "five of one order");
    assert_eq!(off_of(2, 5, &[(1_000, 9)]), [400], "two are left");
    assert_eq!(off_of(0, 5, &[(1_000, 9)]), [0]);
    // The dearest count first; the third line is none of it.
    assert_eq!(off_of(50, 2, &[(500, 4), (1_000, 1), (9_000, 1)]), [100, 200, 0]);
    let left = Left { limit: Limit { units: 100, each: 2 }, units: 30, until: None };
    assert_eq!(left.taken(), 70);
}

#[test]
fn a_deal_has_a_limit_and_nothing_else_has_one() {
    let limit = |units, each| Some(Limit { units, each });
    let rule = Rule::Deal { bps: 2_000 };
    let by = Funding::Seller;
    assert_eq!(rule.check(&these(&[1]), limit(10, 2), by), Ok(()));
    for (goods, limit) in [
        (these(&[1]), None),
        (Goods::All, limit(10, 2)),
        (these(&[]), limit(10, 2)),
        (these(&[1]), limit(0, 1)),
        (these(&[1]), limit(10, 11)),
        (these(&[1]), limit(10, 0)),
        (these(&[1]), limit(100_001, 1)),
    ] {
        assert_eq!(rule.check(&goods, limit, by), Err(RuleError::BadLimit), "{goods:?} {limit:?}");
    }
    assert_eq!(BUY_2_GET_1.check(&Goods::All, limit(10, 2), by), Err(RuleError::BadLimit));
    assert_eq!(Rule::Deal { bps: 9_001 }.check(&these(&[1]), limit(10, 2), by), Err(RuleError::BadShare));
}

/// Lines of offers 1, 2, 3… by price and quantity.
fn lines(of: &[(i64, i64)]) -> Vec<PromotedLine<'static>> {
    let line = |(at, (price, quantity)): (usize, &(i64, i64))| PromotedLine {
        offer: offer(at as u128 + 1),
        category: "lamps",
        unit_price: usd(*price),
        quantity: *quantity,
    };
    of.iter().enumerate().map(line).collect()
}

fn these(offers: &[u128]) -> Goods {
    Goods::These(offers.iter().map(|n| offer(*n)).collect())
}

/// What is off each line.
fn off(lines: &[PromotedLine<'_>], running: &[Running]) -> Vec<i64> {
    let mut off = vec![0; lines.len()];
    for given in promote(lines, running).unwrap() {
        off[given.line] += given.off.minor();
    }
    off
}

const BUY_2_GET_1: Rule = Rule::BuyGet { buy: 2, get: 1, bps: 10_000 };

#[test]
fn of_three_the_cheapest_is_free_and_the_three_share_it() {
    let all = [promotion(1, BUY_2_GET_1, Goods::All)];
    assert_eq!(off(&lines(&[(2_000, 3)]), &all), [2_000]);
    assert_eq!(off(&lines(&[(2_000, 2)]), &all), [0]);
    assert_eq!(off(&lines(&[(2_000, 5)]), &all), [2_000], "what makes no whole group pays");
    // 10 is free, by shares of 50, 30 and 10 to the cent.
    assert_eq!(off(&lines(&[(5_000, 1), (3_000, 1), (1_000, 1)]), &all), [556, 333, 111]);
    // Groups by price: 50 50 50 and 10 10 10 are two orders' worth, so 50 and 10 are free, not 10 and 10.
    assert_eq!(off(&lines(&[(1_000, 3), (5_000, 3)]), &all).iter().sum::<i64>(), 6_000);
}

#[test]
fn units_that_a_promotion_is_not_for_do_not_count() {
    let some = [promotion(1, BUY_2_GET_1, these(&[1, 3]))];
    assert_eq!(off(&lines(&[(1_000, 1), (1_000, 9), (1_000, 2)]), &some), [333, 0, 667]);
    assert_eq!(off(&lines(&[(1_000, 1), (1_000, 9), (1_000, 1)]), &some), [0, 0, 0]);
}

#[test]
fn from_so_many_on_each_costs_less() {
    let five = [promotion(1, Rule::FromUnits { units: 5, bps: 1_000 }, Goods::All)];
    assert_eq!(off(&lines(&[(999, 4)]), &five), [0]);
    assert_eq!(off(&lines(&[(999, 5)]), &five), [500], "499.5 is rounded half up, once");
    assert_eq!(off(&lines(&[(1_000, 4), (500, 1)]), &five), [400, 50]);
}

#[test]
fn a_set_is_one_of_each() {
    let set = [promotion(1, Rule::Set { bps: 2_000 }, these(&[1, 2]))];
    assert_eq!(off(&lines(&[(4_000, 2), (1_000, 1)]), &set), [800, 200]);
    assert_eq!(off(&lines(&[(4_000, 2)]), &set), [0]);
    assert_eq!(off(&lines(&[(4_000, 2), (1_000, 3), (700, 1)]), &set), [1_600, 400, 0]);
}

#[test]
fn a_unit_counts_once_for_the_one_that_takes_most() {
    let tenth = promotion(1, Rule::FromUnits { units: 2, bps: 1_000 }, Goods::All);
    let third = promotion(2, BUY_2_GET_1, Goods::All);
    let goods = lines(&[(1_000, 4)]);
    let given = promote(&goods, &[tenth.clone(), third.clone()]).unwrap();
    let told: Vec<_> = given.iter().map(|g| (g.promotion, g.units, g.off.minor())).collect();
    // Three for the free one; the fourth alone is no two.
    assert_eq!(told, [(third.id, 3, 1_000)]);
    let goods = lines(&[(1_000, 5)]);
    let given = promote(&goods, &[tenth.clone(), third.clone()]).unwrap();
    let told: Vec<_> = given.iter().map(|g| (g.promotion, g.units, g.off.minor())).collect();
    assert_eq!(told, [(third.id, 3, 1_000), (tenth.id, 2, 200)]);
    // Of equal ones the older goes first, in whatever order they are asked.
    let again = promotion(3, BUY_2_GET_1, Goods::All);
    let given = promote(&lines(&[(1_000, 3)]), &[again, third.clone()]).unwrap();
    assert_eq!(given[0].promotion, third.id);
}

#[test]
fn what_is_free_still_costs_a_minor_unit() {
    let all = [promotion(1, Rule::BuyGet { buy: 1, get: 1, bps: 10_000 }, Goods::All)];
    assert_eq!(off(&lines(&[(1, 2)]), &all), [0]);
    assert_eq!(off(&lines(&[(2, 2)]), &all), [2]);
}

#[test]
fn what_is_missing_is_said() {
    let missing = |rule, goods: Goods, of: &[(i64, i64)]| promotion(1, rule, goods).missing(&lines(of));
    assert_eq!(missing(BUY_2_GET_1, Goods::All, &[(1, 1)]), None, "two are to be bought first");
    assert_eq!(missing(BUY_2_GET_1, Goods::All, &[(1, 2)]), Some(1));
    assert_eq!(missing(BUY_2_GET_1, Goods::All, &[(1, 3)]), None);
    assert_eq!(missing(BUY_2_GET_1, Goods::All, &[(1, 4), (1, 1)]), Some(1));
    let five = Rule::FromUnits { units: 5, bps: 1_000 };
    assert_eq!(missing(five, these(&[2]), &[(1, 9)]), None);
    assert_eq!(missing(five, Goods::All, &[(1, 3)]), Some(2));
    assert_eq!(missing(five, Goods::All, &[(1, 5)]), None);
    assert_eq!(missing(Rule::Set { bps: 1 }, these(&[1, 2, 9]), &[(1, 1)]), Some(2));
    assert_eq!(missing(Rule::Set { bps: 1 }, these(&[1, 2]), &[(1, 1), (1, 1)]), None);
}

#[test]
fn nothing_is_missing_of_what_gives_nothing_here() {
    let two = lines(&[(1_000, 2)]);
    let missing = |rule, most| Running { most, ..promotion(1, rule, Goods::All) }.missing(&two);
    let euros = |minor| Money::new(minor, Currency::EUR);
    let three = Rule::FromUnits { units: 3, bps: 1_000 };
    assert_eq!(missing(three, Some(usd(1))), Some(1));
    assert_eq!(missing(three, Some(usd(0))), None, "the order has had all of it");
    assert_eq!(missing(three, Some(euros(900))), None);
    assert_eq!(missing(Rule::Less { units: 3, off: usd(5) }, Some(usd(900))), Some(1));
    assert_eq!(missing(Rule::Less { units: 3, off: euros(5) }, Some(euros(900))), None);
}

#[test]
fn a_rule_without_sense_is_refused() {
    let check = |rule: Rule, goods: &Goods| rule.check(goods, None, Funding::Seller);
    for (buy, get) in [(0, 1), (1, 0), (-1, 2), (99, 2), (i64::MAX, 1)] {
        assert_eq!(check(Rule::BuyGet { buy, get, bps: 1 }, &Goods::All), Err(RuleError::BadUnits));
    }
    for bps in [0, -1, 10_001] {
        assert_eq!(check(Rule::BuyGet { buy: 1, get: 1, bps }, &Goods::All), Err(RuleError::BadShare));
    }
    assert_eq!(check(Rule::FromUnits { units: 1, bps: 10 }, &Goods::All), Err(RuleError::BadUnits));
    assert_eq!(check(Rule::FromUnits { units: 2, bps: 9_001 }, &Goods::All), Err(RuleError::BadShare));
    for goods in [Goods::All, these(&[]), these(&[1]), Goods::These((0..11).map(offer).collect())] {
        assert_eq!(check(Rule::Set { bps: 1_000 }, &goods), Err(RuleError::BadSet));
    }
    let many = Goods::These((0..201).map(offer).collect());
    assert_eq!(check(BUY_2_GET_1, &many), Err(RuleError::TooManyOffers));
    assert_eq!(check(BUY_2_GET_1, &these(&[1])), Ok(()));
    assert_eq!(check(Rule::Less { units: 2, off: usd(500) }, &Goods::All), Err(RuleError::BadAmount));
}

#[test]
fn the_platform_gives_from_the_first_unit_on_and_amounts() {
    let check = |rule: Rule| rule.check(&Goods::All, None, Funding::Platform);
    assert_eq!(check(Rule::FromUnits { units: 1, bps: 1_000 }), Ok(()));
    assert_eq!(check(Rule::Less { units: 1, off: usd(500) }), Ok(()));
    for units in [0, 101] {
        assert_eq!(check(Rule::FromUnits { units, bps: 1_000 }), Err(RuleError::BadUnits));
        assert_eq!(check(Rule::Less { units, off: usd(500) }), Err(RuleError::BadUnits));
    }
    for minor in [0, -1] {
        assert_eq!(check(Rule::Less { units: 1, off: usd(minor) }), Err(RuleError::BadAmount));
    }
}

#[test]
fn an_amount_is_off_each_unit_and_no_line_pays_for_another() {
    let five = |units| [promotion(1, Rule::Less { units, off: usd(500) }, Goods::All)];
    assert_eq!(off(&lines(&[(2_000, 2), (1_000, 1)]), &five(1)), [1_000, 500]);
    assert_eq!(off(&lines(&[(2_000, 2), (1_000, 1)]), &five(4)), [0, 0]);
    // Each of what costs less than that still costs a minor unit.
    assert_eq!(off(&lines(&[(2_000, 1), (300, 2), (1, 1)]), &five(1)), [500, 598, 0]);
    let euros = Rule::Less { units: 1, off: Money::new(500, Currency::EUR) };
    let euros = [promotion(1, euros, Goods::All)];
    assert_eq!(off(&lines(&[(2_000, 1)]), &euros), [0], "another currency's is none here");
}

#[test]
fn a_ceiling_is_of_one_order_and_what_one_part_has_had_is_gone_for_the_next() {
    let half = Rule::FromUnits { units: 1, bps: 5_000 };
    let mut one = Running { most: Some(usd(600)), ..promotion(1, half, Goods::All) };
    assert_eq!(off(&lines(&[(1_000, 1)]), std::slice::from_ref(&one)), [500]);
    // The dearer one alone reaches it; of two that reach it only together each has its share.
    assert_eq!(off(&lines(&[(1_000, 1), (2_000, 1)]), std::slice::from_ref(&one)), [0, 600]);
    assert_eq!(off(&lines(&[(500, 1), (1_000, 1)]), std::slice::from_ref(&one)), [200, 400]);
    one.spend(1, usd(500)).unwrap();
    assert_eq!(off(&lines(&[(1_000, 1)]), std::slice::from_ref(&one)), [100]);
    one.spend(1, usd(100)).unwrap();
    assert_eq!(off(&lines(&[(1_000, 1)]), std::slice::from_ref(&one)), [0]);
    let euros = Running { most: Some(Money::new(600, Currency::EUR)), ..one };
    assert_eq!(off(&lines(&[(1_000, 1)]), &[euros]), [0]);
    let mut two = deal(2_000, 4, 3, these(&[1]));
    two.spend(2, usd(400)).unwrap();
    assert_eq!(off(&lines(&[(1_000, 5)]), &[two]), [200], "one order has three at the most");
}

#[test]
fn units_for_which_a_ceiling_leaves_nothing_are_the_others() {
    let told = |goods: &[PromotedLine<'_>], running: &[Running]| -> Vec<(u128, usize, i64, i64)> {
        let given = promote(goods, running).unwrap();
        given.iter().map(|g| (g.promotion.uuid().as_u128(), g.line, g.units, g.off.minor())).collect()
    };
    let half = Rule::FromUnits { units: 1, bps: 5_000 };
    let capped = |rule, most| Running { most: Some(usd(most)), ..promotion(1, rule, Goods::All) };
    let tenth = promotion(2, Rule::FromUnits { units: 1, bps: 1_000 }, Goods::All);
    // Two of five units reach the ceiling: the other three have the seller's tenth.
    let five = lines(&[(1_000, 5)]);
    assert_eq!(told(&five, &[capped(half, 600), tenth.clone()]), [(1, 0, 2, 600), (2, 0, 3, 300)]);
    // Where it asks for three, three count.
    let three = Rule::FromUnits { units: 3, bps: 5_000 };
    assert_eq!(told(&five, &[capped(three, 600), tenth.clone()]), [(1, 0, 3, 600), (2, 0, 2, 200)]);
    assert_eq!(told(&five, &[capped(Rule::Less { units: 1, off: usd(400) }, 800), tenth.clone()])[0].2, 2);
    let six = lines(&[(1_000, 6)]);
    assert_eq!(told(&six, &[capped(BUY_2_GET_1, 700), tenth.clone()]), [(1, 0, 3, 700), (2, 0, 3, 300)]);
    let sets = Running { goods: these(&[1, 2]), ..capped(Rule::Set { bps: 5_000 }, 900) };
    let pairs = lines(&[(1_000, 3), (1_000, 3)]);
    assert_eq!(told(&pairs, &[sets])[0].2, 1, "one set of three");
    // Of a deal nothing more is taken than something was off.
    let most = Some(usd(300));
    assert_eq!(told(&five, &[Running { most, ..deal(2_000, 50, 5, these(&[1])) }]), [(9, 0, 2, 300)]);
    let nothing = Running { most: Some(usd(0)), ..deal(2_000, 50, 5, these(&[1])) };
    assert!(told(&five, &[nothing]).is_empty());
}

#[test]
fn a_ceiling_that_is_reached_goes_first_where_more_comes_off_so() {
    let platform = |most| {
        let half = Rule::FromUnits { units: 1, bps: 5_000 };
        Running { most: Some(usd(most)), ..promotion(1, half, Goods::All) }
    };
    let tenth = promotion(2, Rule::FromUnits { units: 1, bps: 1_000 }, Goods::All);
    let sum = |units| off(&lines(&[(1_000, units)]), &[platform(500), tenth.clone()])[0];
    // A tenth of six is more than the 5.00 that one unit has of the platform, but all of them together have more with both.
    assert_eq!((sum(5), sum(6), sum(7)), (500 + 400, 500 + 500, 500 + 600));
}

#[test]
fn a_category_is_asked_of_the_line() {
    let of = |slugs: &[&str]| Goods::In(slugs.iter().map(|slug| (*slug).to_owned()).collect());
    let tenth = Rule::FromUnits { units: 1, bps: 1_000 };
    let mut two = lines(&[(1_000, 1), (1_000, 1)]);
    two[1].category = "books";
    assert_eq!(off(&two, &[promotion(1, tenth, of(&["lamps", "shades"]))]), [100, 0]);
    assert_eq!(off(&two, &[promotion(1, tenth, of(&[]))]), [0, 0]);
}

#[test]
fn currencies_do_not_mix() {
    let mut two = lines(&[(100, 2), (100, 2)]);
    two[1].unit_price = Money::new(100, Currency::EUR);
    assert!(promote(&two, &[promotion(1, BUY_2_GET_1, Goods::All)]).is_err());
    assert_eq!(promote(&[], &[promotion(1, BUY_2_GET_1, Goods::All)]), Ok(vec![]));
}

/// Reckoning all that are open at every turn would be five thousand for each of both orders.
#[test]
fn many_promotions_for_many_lines_are_reckoned_twice_each_at_the_most() {
    let goods: Vec<(i64, i64)> = (1..=100).map(|at| (1_000 + at, 999)).collect();
    let all: Vec<Running> = (1..=100)
        .map(|n: u32| {
            let half = Rule::FromUnits { units: 1, bps: 5_000 };
            Running { most: Some(usd(500 + i64::from(n))), ..promotion(u128::from(n), half, Goods::All) }
        })
        .collect();
    CLAIMS.with(|claims| claims.set(0));
    let off: i64 = off(&lines(&goods), &all).iter().sum();
    assert_eq!(off, 100 * 500 + 5_050);
    let reckoned = CLAIMS.with(Cell::get);
    assert!(reckoned <= 2 * 2 * all.len(), "{reckoned} times");
}

/// What [`in_turn`] gives, all that are open being reckoned anew at every turn.
fn all_at_every_turn(lines: &[PromotedLine<'_>], running: &[Running], full_first: bool) -> Vec<Given> {
    let mut left: Vec<i64> = lines.iter().map(|l| l.quantity).collect();
    let mut open: Vec<&Running> = running.iter().collect();
    open.sort_by_key(|p| p.id);
    let mut given = Vec::new();
    loop {
        let mut best: Option<(usize, Vec<i64>, Money)> = None;
        let mut rank = (false, 0);
        for (at, promotion) in open.iter().enumerate() {
            let (used, off) = promotion.claim(lines, &promotion.meant(lines), &left).unwrap();
            let this = (full_first && promotion.most == Some(off), off.minor());
            if off.is_positive() && this > rank {
                (best, rank) = (Some((at, used, off)), this);
            }
        }
        let Some((at, used, off)) = best else { return given };
        let promotion = open.remove(at);
        for (line, off) in promotion.shares(lines, &used, off).unwrap().into_iter().enumerate() {
            left[line] -= used[line];
            if off.is_positive() {
                given.push(Given { promotion: promotion.id, line, units: used[line], off });
            }
        }
    }
}

fn a_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (1i64..4, 1i64..3, 1i64..=10_000).prop_map(|(buy, get, bps)| Rule::BuyGet { buy, get, bps }),
        (2i64..8, 1i64..=9_000).prop_map(|(units, bps)| Rule::FromUnits { units, bps }),
        (1i64..=9_000).prop_map(|bps| Rule::Set { bps }),
        (1i64..=9_000).prop_map(|bps| Rule::Deal { bps }),
        (1i64..8, 1i64..9_000).prop_map(|(units, off)| Rule::Less { units, off: usd(off) }),
    ]
}

prop_compose! {
    fn running()(of in prop::collection::vec((
        a_rule(), prop::option::weighted(0.7, prop::collection::btree_set(1u128..6, 2..4)),
        prop::option::of(0i64..50_000),
    ), 0..5)) -> Vec<Running> {
        of.into_iter().enumerate().map(|(n, (rule, named, most))| {
            let goods = named.map_or(Goods::All, |named| these(&named.into_iter().collect::<Vec<_>>()));
            Running { most: most.map(usd), ..promotion(n as u128, rule, goods) }
        }).collect()
    }
}

fn some_lines() -> impl Strategy<Value = Vec<PromotedLine<'static>>> {
    prop::collection::vec((1i64..100_000, 1i64..12), 1..6).prop_map(|of| lines(&of))
}

proptest! {
    /// No unit counts twice, nothing is worth more than its line, and each unit still costs something.
    #[test]
    fn a_promotion_is_never_worth_more_than_its_line(goods in some_lines(), running in running()) {
        let given = promote(&goods, &running).unwrap();
        for (at, line) in goods.iter().enumerate() {
            let of_line = given.iter().filter(|g| g.line == at);
            let (units, off) = of_line.fold((0, 0), |(u, o), g| (u + g.units, o + g.off.minor()));
            prop_assert!(units <= line.quantity);
            prop_assert!(off >= 0 && off <= line.unit_price.minor() * line.quantity - units);
        }
        for one in &running {
            let off: i64 = given.iter().filter(|g| g.promotion == one.id).map(|g| g.off.minor()).sum();
            prop_assert!(one.most.is_none_or(|most| off <= most.minor()));
        }
        for g in &given {
            prop_assert!(g.units > 0 && g.off.is_positive());
            prop_assert!(running.iter().any(|p| p.id == g.promotion && p.goods.has(goods[g.line].offer, "lamps")));
        }
    }

    /// Whoever adds a unit never gets less off: nobody pays less by taking something out again.
    #[test]
    fn one_more_never_takes_away(
        of in prop::collection::vec((100i64..100_000, 1i64..12), 1..6), rule in a_rule(), at in 0usize..6,
    ) {
        let one = [promotion(1, rule, these(&[1, 2, 3]))];
        let goods = lines(&of);
        let mut more = goods.clone();
        let at = at % more.len();
        more[at].quantity += 1;
        let sum = |of: &[PromotedLine<'_>]| off(of, &one).iter().sum::<i64>();
        let (before, after) = (sum(&goods), sum(&more));
        prop_assert!(after >= before, "{} and then {}", before, after);
    }

    /// A ceiling that is reached takes nothing from another promotion: whoever adds a unit never gets less off.
    #[test]
    fn a_ceiling_makes_nothing_dearer_that_is_added(
        of in prop::collection::vec((100i64..100_000, 1i64..12), 1..6), at in 0usize..6,
        units in 1i64..4, bps in 1i64..=9_000, most in 1i64..200_000, tenth in 1i64..=9_000, from in 1i64..4,
    ) {
        let capped = Rule::FromUnits { units, bps };
        let all = [
            Running { most: Some(usd(most)), ..promotion(1, capped, Goods::All) },
            promotion(2, Rule::FromUnits { units: from, bps: tenth }, Goods::All),
        ];
        let goods = lines(&of);
        let mut more = goods.clone();
        let at = at % more.len();
        more[at].quantity += 1;
        let sum = |of: &[PromotedLine<'_>]| off(of, &all).iter().sum::<i64>();
        let (before, after) = (sum(&goods), sum(&more));
        prop_assert!(after >= before, "{} and then {}", before, after);
    }

    /// Nobody is passed over because of what was reckoned before others had their units.
    #[test]
    fn what_is_reckoned_anew_is_enough(
        goods in some_lines(), running in running(), full_first in any::<bool>(),
    ) {
        let given = in_turn(&goods, &running, full_first).unwrap();
        prop_assert_eq!(given, all_at_every_turn(&goods, &running, full_first));
    }

    /// The order in which promotions are asked changes nothing.
    #[test]
    fn the_order_of_asking_changes_nothing(goods in some_lines(), running in running()) {
        let turned: Vec<Running> = running.iter().rev().cloned().collect();
        prop_assert_eq!(promote(&goods, &running).unwrap(), promote(&goods, &turned).unwrap());
    }
}
