use super::*;
use crate::commission::{CommissionClass, CommissionRule, charge, default_rule};
use crate::coupon::{Benefit, Funding};
use crate::fee_tax::tax_of;
use crate::ids::TypedId as _;
use crate::money::Currency;
use crate::plan::item_fee;
use crate::price_rule::{PriceReason, PriceRule, least_left};
use crate::promotion::{Left, Limit};
use crate::text_enum::TextEnum as _;
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn offer(n: u128) -> OfferId {
    OfferId::from_uuid(uuid::Uuid::from_u128(n))
}

fn these(offers: &[u128]) -> Goods {
    Goods::These(offers.iter().map(|n| offer(*n)).collect())
}

fn promotion(n: u128, rule: Rule, goods: Goods) -> Running {
    let is_deal = matches!(rule, Rule::Deal { .. });
    let left = is_deal.then_some(Left { limit: Limit { units: 100, each: 3 }, units: 5, until: None });
    Running {
        id: PromotionId::from_uuid(uuid::Uuid::from_u128(n)),
        rule,
        goods,
        left,
        funding: Funding::Seller,
        most: None,
    }
}

/// A coupon that began long after anything that is asked here, and was used as often as it may be.
fn coupon(n: u128, benefit: Benefit, minimum: Option<Money>, most_off: Option<Money>) -> (CouponId, Terms) {
    let terms = Terms {
        benefit,
        minimum,
        most_off,
        from: Timestamp::from_micros(1_000_000),
        until: None,
        paused: false,
        most_uses: None,
        most_uses_each: Some(1),
    };
    (CouponId::from_uuid(uuid::Uuid::from_u128(n)), terms)
}

fn giving(promotions: Vec<Running>, coupons: Vec<(CouponId, Terms)>) -> Giving {
    Giving { promotions, coupons }
}

/// What is paid for a unit of 30.00 and its delivery of 5.00, without a coupon and then with each.
fn paid(giving: &Giving) -> Vec<(i64, i64)> {
    let lows = giving.lows(offer(1), usd(3_000), usd(500)).unwrap();
    lows.iter().map(|low| (low.price.minor(), low.delivery.minor())).collect()
}

const THIRD_FREE: Rule = Rule::BuyGet { buy: 2, get: 1, bps: 10_000 };

#[test]
fn the_worst_of_each_promotion_is_its_whole_group_less_what_rounding_may_take() {
    for (rule, goods, expected) in [
        (THIRD_FREE, Goods::All, 2_000 - ROUNDED),
        (Rule::BuyGet { buy: 1, get: 1, bps: 5_000 }, these(&[1]), 2_250 - ROUNDED),
        (Rule::FromUnits { units: 5, bps: 1_000 }, Goods::All, 2_700 - ROUNDED),
        (Rule::Set { bps: 2_000 }, these(&[2, 1, 3]), 2_400 - ROUNDED),
        (Rule::Deal { bps: 2_500 }, these(&[1]), 2_250 - ROUNDED),
        (Rule::Deal { bps: 2_500 }, these(&[2]), 3_000),
    ] {
        assert_eq!(paid(&giving(vec![promotion(1, rule, goods)], vec![])), [(expected, 500)], "{rule:?}");
    }
    assert_eq!(paid(&Giving::default()), [(3_000, 500)]);
}

#[test]
fn the_promotion_that_takes_most_is_named_with_what_it_takes() {
    let tenth = promotion(1, Rule::FromUnits { units: 2, bps: 1_000 }, Goods::All);
    let third = promotion(2, THIRD_FREE, Goods::All);
    let low = giving(vec![tenth, third.clone()], vec![]).lowest(offer(1), usd(3_000), usd(500)).unwrap();
    assert_eq!(low.and_then(|low| low.promotion), Some((third.id, usd(1_000))));
}

#[test]
fn a_coupon_takes_of_what_the_promotion_left_and_of_no_more_goods_than_it_needs() {
    let third = || vec![promotion(1, THIRD_FREE, Goods::All)];
    let of = |promotions, coupon| paid(&giving(promotions, vec![coupon]));
    let tenth = coupon(1, Benefit::Percent { bps: 1_000 }, None, None);
    assert_eq!(of(third(), tenth), [(2_000 - ROUNDED, 500), (1_800 - ROUNDED, 500)]);
    // 5.00 off 40.00: three quarters of it for the 30.00.
    let from_forty = coupon(1, Benefit::Amount(usd(500)), Some(usd(4_000)), None);
    assert_eq!(of(vec![], from_forty), [(3_000, 500), (2_625 - ROUNDED, 500)]);
    let capped = coupon(1, Benefit::Percent { bps: 5_000 }, None, Some(usd(200)));
    assert_eq!(of(vec![], capped), [(3_000, 500), (2_800 - ROUNDED, 500)]);
    let sent_free = coupon(1, Benefit::FreeShipping, Some(usd(9_000)), Some(usd(300)));
    assert_eq!(of(vec![], sent_free), [(3_000, 500), (3_000, 200)]);
    let everything = coupon(1, Benefit::Amount(usd(99_000)), None, None);
    assert_eq!(of(vec![], everything), [(3_000, 500), (1, 500)], "a unit costs a minor unit");
    let euro = coupon(1, Benefit::Amount(Money::new(500, Currency::EUR)), None, None);
    assert_eq!(of(vec![], euro), [(3_000, 500)]);
}

#[test]
fn the_coupon_that_takes_most_is_named_with_what_it_takes() {
    let small = coupon(1, Benefit::Percent { bps: 100 }, None, None);
    let sent_free = coupon(2, Benefit::FreeShipping, None, None);
    let all = giving(vec![], vec![small, sent_free.clone()]);
    let low = all.lowest(offer(1), usd(3_000), usd(500)).unwrap();
    assert_eq!(low.and_then(|low| low.coupon), Some((sent_free.0, usd(500))));
}

#[test]
fn a_dearer_band_between_the_least_and_the_most_is_looked_at() {
    // 5 % up to 15.00, 10 % up to 20.00, 17 % above: 20.01 leave less than 19.90 do.
    let clothing = default_rule(CommissionClass::Clothing);
    let left = |least, most, cost| {
        least_left((usd(least), usd(most)), (usd(0), usd(cost)), &clothing, None, 0).unwrap().minor()
    };
    assert_eq!(left(1_990, 2_500, 1_000), 2_001 - 340 - 1_000 - 7);
    assert_eq!(left(1_990, 2_000, 1_000), 1_990 - 199 - 1_000 - 7);
    assert_eq!(left(2_400, 2_500, 1_000), 2_400 - 408 - 1_000 - 7);
}

fn a_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (1i64..4, 1i64..3, 1i64..=10_000).prop_map(|(buy, get, bps)| Rule::BuyGet { buy, get, bps }),
        (2i64..8, 1i64..=9_000).prop_map(|(units, bps)| Rule::FromUnits { units, bps }),
        (1i64..=9_000).prop_map(|bps| Rule::Set { bps }),
        (1i64..=9_000).prop_map(|bps| Rule::Deal { bps }),
    ]
}

prop_compose! {
    fn promotions()(of in prop::collection::vec(
        (a_rule(), prop::option::weighted(0.7, prop::collection::btree_set(1u128..6, 2..4))), 0..4)
    ) -> Vec<Running> {
        of.into_iter().enumerate().map(|(n, (rule, named))| {
            let goods = named.map_or(Goods::All, |named| these(&named.into_iter().collect::<Vec<_>>()));
            promotion(n as u128, rule, goods)
        }).collect()
    }
}

/// What it gives, and from which sum on. More than nine tenths of the goods, but not all of them, would leave goods of a few
/// cents, which cannot take their share.
fn benefit() -> impl Strategy<Value = (Benefit, Option<Money>)> {
    prop_oneof![
        (1i64..=9_000, prop::option::of(1i64..60_000))
            .prop_map(|(bps, from)| (Benefit::Percent { bps }, from.map(usd))),
        Just((Benefit::Percent { bps: 10_000 }, None)),
        (1i64..50_000).prop_map(|minor| (Benefit::Amount(usd(minor)), None)),
        (100i64..60_000, 1i64..=90)
            .prop_map(|(from, share)| (Benefit::Amount(usd(from * share / 100)), Some(usd(from)))),
        prop::option::of(1i64..60_000).prop_map(|from| (Benefit::FreeShipping, from.map(usd))),
    ]
}

prop_compose! {
    fn coupons()(of in prop::collection::vec((benefit(), prop::option::of(1i64..5_000)), 0..3)) -> Vec<(CouponId, Terms)> {
        let made = of.into_iter().enumerate().map(|(n, ((benefit, minimum), most_off))| {
            coupon(n as u128, benefit, minimum, most_off.map(usd))
        });
        made.collect()
    }
}

/// What a sale is charged, and what it costs.
struct Charged {
    fees: CommissionRule,
    item: Option<Money>,
    tax_ppm: i64,
    delivery: Money,
    cost: Money,
}

impl Charged {
    /// What `pricing` asks of a price.
    fn loses(&self, giving: &Giving, price: Money) -> Result<bool, MoneyError> {
        let lows = giving.lows(offer(1), price, self.delivery)?;
        let least = lows.iter().try_fold(price.add(self.delivery)?, |least, low| {
            let paid = low.paid()?;
            Ok::<_, MoneyError>(if paid.minor() < least.minor() { paid } else { least })
        })?;
        let most = price.add(self.delivery)?;
        let spent = (self.delivery, self.cost);
        Ok(least_left((least, most), spent, &self.fees, self.item, self.tax_ppm)?.is_negative())
    }

    /// What is left of a line for which so much is paid, its share of the delivery included.
    fn left(&self, paid: Money, quantity: i64, delivery: Money) -> Money {
        let fee = charge(&self.fees, paid, quantity).unwrap().fee;
        let item = match self.item {
            Some(each) => item_fee(each, quantity, paid.sub(fee).unwrap()).unwrap(),
            None => usd(0),
        };
        let tax = tax_of(fee.add(item).unwrap(), self.tax_ppm).unwrap();
        let costs = [fee, item, tax, delivery, self.cost.times(quantity).unwrap()];
        costs.into_iter().fold(paid, |left, cost| left.sub(cost).unwrap())
    }
}

/// What is paid in the cart for each line after promotions and a coupon, and for the delivery.
fn in_the_cart(
    cart: &[PromotedLine<'_>],
    promotions: &[Running],
    coupon: Option<&Terms>,
    delivery: Money,
) -> (Vec<Money>, Money) {
    let mut paid: Vec<Money> =
        cart.iter().map(|line| line.unit_price.times(line.quantity).unwrap()).collect();
    for given in promote(cart, promotions).unwrap() {
        paid[given.line] = paid[given.line].sub(given.off).unwrap();
    }
    let Some(terms) = coupon else { return (paid, delivery) };
    let lines: Vec<CouponLine> = cart
        .iter()
        .zip(&paid)
        .map(|(line, amount)| CouponLine { amount: *amount, quantity: line.quantity, is_meant: true })
        .collect();
    let fees = [CouponFee { fee: delivery, is_meant: true }];
    let uses = Uses { all: 0, own: Some(0) };
    let Ok(given) = terms.apply(terms.from, uses, &lines, &fees) else { return (paid, delivery) };
    let left = paid.iter().zip(&given.lines).map(|(paid, off)| paid.sub(*off).unwrap()).collect();
    (left, delivery.sub(given.fees[0]).unwrap())
}

proptest! {
    /// A rule sets a price; then a cart of whatever else the seller has takes every promotion and any of the coupons.
    #[test]
    fn a_price_that_a_rule_sets_is_no_loss_in_any_cart(
        class in 0usize..CommissionClass::ALL.len(), own in 300i64..100_000,
        matching in prop::option::of(300i64..100_000), floor in 300i64..50_000,
        (cost, delivery, item, tax_ppm) in (0i64..30_000, 0i64..1_500, prop::option::of(0i64..200), 0i64..250_000),
        promotions in promotions(), coupons in coupons(), holds in prop::collection::vec(any::<bool>(), 4),
        quantity in 1i64..12, others in prop::collection::vec((500i64..100_000, 1i64..12), 0..4),
    ) {
        let charged = Charged {
            fees: default_rule(CommissionClass::ALL[class]),
            item: item.map(usd),
            tax_ppm,
            delivery: usd(delivery),
            cost: usd(cost),
        };
        let giving = giving(promotions, coupons);
        let loses = |price: Money| charged.loses(&giving, price).unwrap_or(true);
        let rule = PriceRule::new(usd(floor), None).unwrap();
        let (price, why) = rule.next(usd(own), matching.map(usd), loses);
        // A coupon of everything makes every price a loss, where anything costs the seller anything.
        prop_assume!(why != PriceReason::LossAtCeiling);

        let mut cart = vec![PromotedLine { offer: offer(1), category: NO_CATEGORY, unit_price: price, quantity }];
        cart.extend(others.iter().zip(2..).map(|((unit_price, quantity), n)| {
            PromotedLine { offer: offer(n), category: NO_CATEGORY, unit_price: usd(*unit_price), quantity: *quantity }
        }));
        let running: Vec<Running> =
            giving.promotions.iter().zip(&holds).filter(|(_, holds)| **holds).map(|(p, _)| p.clone()).collect();
        for coupon in std::iter::once(None).chain(giving.coupons.iter().map(|(_, terms)| Some(terms))) {
            let (paid, fee) = in_the_cart(&cart, &running, coupon, usd(delivery));
            let weights: Vec<u64> = paid.iter().map(|paid| paid.minor().unsigned_abs().max(1)).collect();
            let (paid_for_it, spent_on_it) = (fee.split(&weights).unwrap()[0], usd(delivery).split(&weights).unwrap()[0]);
            let left = charged.left(paid[0].add(paid_for_it).unwrap(), quantity, spent_on_it);
            prop_assert!(!left.is_negative(), "{} is left of {} at {} with {:?}", left, quantity, price, coupon);
        }
    }
}
