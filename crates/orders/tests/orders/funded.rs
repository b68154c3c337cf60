//! Promotions that the platform pays for: sellers are paid as if there were none, and each promotion has cost what it gave.

use crate::common::{APPROVED, Shop, usd};
use crate::coupons::{coupon, filled, make as make_coupon, order, ten_percent};
use crate::promotions::{THIRD_FREE, earned, lamp_line, lamps, make, pause, placed, promotion, quoted, ship};
use crate::ship::ship as parcel;
use db::testing::on_both;
use domain::commission::CommissionClass;
use domain::coupon::Funding;
use domain::order::CancelReason;
use domain::promotion::{Goods, Limit, Rule, RuleError};
use domain::{CategoryId, Currency, DurationUs, Money, OfferId, PromotionId};
use ledger::AccountRef;
use orders::gifts::{Back, BackOf, take_back};
use orders::promotions::{self, Giver, NewPromotion, PromotionError, PromotionReport};
use orders::{OrderError, PlaceOrder, Shipped, Shopper, Wanted, store, testing};

const TENTH: Rule = Rule::FromUnits { units: 1, bps: 1_000 };

/// Of everybody's goods, with a ceiling that nothing here reaches.
pub fn funded(shop: &Shop, rule: Rule, goods: Goods) -> NewPromotion {
    let giver = Giver::Platform { seller: None, category: None, most: usd(1_000_000) };
    NewPromotion { giver, ..promotion(shop, rule, goods) }
}

async fn report(shop: &Shop) -> PromotionReport {
    let mut conn = shop.db.read().await.unwrap();
    promotions::reports_of_platform(&mut conn, 10).await.unwrap().remove(0)
}

async fn category_of(shop: &Shop, offer: OfferId) -> CategoryId {
    let mut conn = shop.db.read().await.unwrap();
    let sale = catalog::offers_for_sale(&mut conn, &[offer]).await.unwrap().remove(&offer).unwrap();
    catalog::category_tree(&mut conn).await.unwrap().by_slug(&sale.category_slug).unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seller_earns_the_full_price_and_the_promotion_costs_the_rest() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = make(&shop, funded(&shop, TENTH, Goods::All)).await.unwrap();
            // 155.00 of goods less a tenth, 7.25 % of tax on each line of that, two parcels of 4.99.
            let quote = quoted(&shop, &lamps(&shop, 3)).await;
            assert_eq!((quote.items, quote.promoted, quote.discount), (usd(15_500), usd(1_550), usd(1_550)));
            assert_eq!((quote.tax, quote.total), (usd(881 + 131), usd(13_950 + 998 + 1_012)));
            let detail = placed(&shop, "funded").await;
            assert_eq!(detail.order.total_minor, quote.total.minor());
            let (_, line) = lamp_line(&shop, &detail);
            let part = detail.parts.iter().find(|p| p.promotions.contains_key(&line)).unwrap();
            assert_eq!((part.lines[0].discount_minor, part.lines[0].subsidy_minor), (1_350, 1_350));
            let taken = part.promotions[&line][0];
            assert_eq!((taken.promotion, taken.rule, taken.units), (id, TENTH, 3));
            assert_eq!(
                (taken.funding, taken.off, taken.subsidy),
                (Funding::Platform, usd(1_350), usd(1_350))
            );
            ship(&shop, &detail, 1, "a").await;
            assert_eq!((earned(&shop).await, report(&shop).await.cost), (4_500, vec![usd(450)]));
            ship(&shop, &detail, 2, "b").await;
            assert_eq!(earned(&shop).await, 13_500, "as if there were none");
            let done = report(&shop).await;
            assert_eq!((done.orders, done.given, done.cost), (1, vec![usd(1_550)], vec![usd(1_350)]));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_promotion_a_platforms_and_a_coupon_each_pay_their_own() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, promotion(&shop, THIRD_FREE, Goods::All)).await.unwrap();
            make(&shop, funded(&shop, TENTH, Goods::All)).await.unwrap();
            make_coupon(&shop, coupon(&shop, ten_percent())).await.unwrap();
            let shopper = filled(&shop).await;
            let input =
                PlaceOrder { lines: lamps(&shop, 4), ..order(&shop, shopper, "all", APPROVED, None).await };
            let id = shop.orders.place(input).await.unwrap().order();
            let detail = store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
            let (_, line) = lamp_line(&shop, &detail);
            let lamp = detail.parts.iter().flat_map(|p| &p.lines).find(|l| l.id == line).unwrap();
            // Three lamps for two by the seller, 45.00; a tenth of the fourth by the platform, 4.50; then a tenth of the
            // 130.50 that are left by the coupon, 13.05.
            assert_eq!((lamp.discount_minor, lamp.subsidy_minor), (4_500 + 450 + 1_305, 450 + 1_305));
            ship(&shop, &detail, 3, "a").await;
            shop.assert_sound().await;
            ship(&shop, &detail, 1, "b").await;
            assert_eq!(earned(&shop).await, 18_000 - 4_500, "the seller gives its own");
            assert_eq!(report(&shop).await.cost, vec![usd(450)]);
            let reports = orders::coupons::reports(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(reports[0].cost, vec![usd(1_305)]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_called_off_costs_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let goods = Goods::These(vec![shop.lamp]);
            make(&shop, funded(&shop, Rule::Less { units: 1, off: usd(500) }, goods)).await.unwrap();
            let detail = placed(&shop, "rest").await;
            assert_eq!(detail.promoted_minor(), 1_500, "5.00 off each of three lamps");
            ship(&shop, &detail, 1, "a").await;
            let (seller, line) = lamp_line(&shop, &detail);
            let part = detail.parts.iter().find(|p| p.lines.iter().any(|l| l.id == line)).unwrap().part.id;
            shop.orders.cancel_by_seller(seller, part, CancelReason::CannotShip).await.unwrap();
            assert_eq!((earned(&shop).await, report(&shop).await.cost), (4_500, vec![usd(500)]));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_parcel_takes_back_is_of_whoever_gave_to_that_parcel() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let seller = shop.seller;
            let made = shop.db.write(move |tx| {
                Box::pin(async move {
                    testing::offer(tx, seller, "Linen shade", 1_000, CommissionClass::Electronics).await
                })
            });
            let shade = made.await.unwrap();
            let of_lamps = make(&shop, funded(&shop, TENTH, Goods::These(vec![shop.lamp]))).await.unwrap();
            let less = Rule::Less { units: 1, off: usd(200) };
            let of_shades = make(&shop, funded(&shop, less, Goods::These(vec![shade]))).await.unwrap();
            let shopper = Shopper::Guest(shop.db.new_id());
            let lines = vec![Wanted::one(shop.lamp), Wanted::one(shade)];
            let input = PlaceOrder { lines, ..order(&shop, shopper, "parcels", APPROVED, None).await };
            let id = shop.orders.place(input).await.unwrap().order();
            let detail = store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
            let mut shipments = Vec::new();
            for line in &detail.parts[0].lines {
                let sent = parcel(&format!("of-{}", line.offer_id), seller, vec![(line.id, 1)]);
                let Shipped::Shipped { shipment } = shop.orders.ship(sent).await.unwrap() else {
                    panic!("the card was not charged");
                };
                shipments.push((line.offer_id, shipment));
            }
            let mut conn = t.db().read().await.unwrap();
            for (offer, giver, added_minor) in [(shop.lamp, of_lamps, 450), (shade, of_shades, 200)] {
                let shipment = shipments.iter().find(|(of, _)| *of == offer).unwrap().1;
                let of = BackOf::Parcel { shipment, added_minor };
                let back = Back { of, all_minor: added_minor / 2 };
                let part = (id, detail.parts[0].part.id, Currency::USD);
                let gifts = take_back(&mut conn, part, &back).await.unwrap();
                let account = AccountRef::marketing(&giver.to_string(), Currency::USD);
                assert_eq!(gifts, vec![(account, usd(added_minor / 2))]);
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_what_it_names_and_its_ceiling_and_its_pieces_are_of_one_order() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let off = async || quoted(&shop, &lamps(&shop, 3)).await.promoted.minor();
            let tried = async |new: NewPromotion| {
                let id = make(&shop, new).await.unwrap();
                let off = off().await;
                assert!(pause(&shop, None, id, true).await);
                off
            };
            let all = funded(&shop, TENTH, Goods::All);
            let of = |seller, category, most| NewPromotion {
                giver: Giver::Platform { seller, category, most: usd(most) },
                ..funded(&shop, TENTH, Goods::All)
            };
            let (lamp, book) = (category_of(&shop, shop.lamp).await, category_of(&shop, shop.book).await);
            assert_eq!(tried(all).await, 1_550);
            assert_eq!(tried(of(Some(shop.seller), None, 9_999)).await, 1_350);
            assert_eq!(tried(of(None, Some(book), 9_999)).await, 200);
            assert_eq!(tried(of(Some(shop.platform), Some(lamp), 9_999)).await, 0);
            // The lamps have all of it, in one parcel, and what is left of more is the book's.
            assert_eq!(tried(of(None, None, 500)).await, 500);
            assert_eq!(tried(of(None, None, 1_400)).await, 1_400);
            let deal = NewPromotion {
                limit: Some(Limit { units: 9, each: 3 }),
                until: Some(shop.db.now().plus(DurationUs::from_mins(60))),
                ..funded(&shop, Rule::Deal { bps: 1_000 }, Goods::These(vec![shop.lamp, shop.book]))
            };
            assert_eq!(tried(deal).await, 1_350, "three of one order, whoever sends them");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_near_of_what_has_reached_its_ceiling_or_gives_in_another_currency() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            // Five lamps: three of them make a group of 45.00 off, and one more would make two.
            let near = async |most: Money| {
                let giver = Giver::Platform { seller: None, category: None, most };
                let new = NewPromotion { giver, ..funded(&shop, THIRD_FREE, Goods::All) };
                let id = make(&shop, new).await.unwrap();
                let quote = quoted(&shop, &lamps(&shop, 5)).await;
                assert!(pause(&shop, None, id, true).await);
                let near: Vec<i64> = quote.parts.iter().flat_map(|p| &p.near).map(|n| n.missing).collect();
                (quote.promoted.minor(), near)
            };
            assert_eq!(near(usd(9_000)).await, (4_500, vec![1]));
            assert_eq!(near(usd(4_500)).await, (4_500, vec![]));
            assert_eq!(near(Money::new(9_000, Currency::EUR)).await, (0, vec![]));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_the_platforms_alone_to_make_twice_with_one_key_and_to_stop() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let giver = Giver::Platform { seller: Some(shop.seller), category: None, most: usd(900) };
            let new = NewPromotion { giver, ..funded(&shop, TENTH, Goods::All) };
            let id = make(&shop, new.clone()).await.unwrap();
            assert_eq!(make(&shop, new.clone()).await.unwrap(), id, "the same press");
            let other = Giver::Platform { seller: None, category: None, most: usd(900) };
            let refused = make(&shop, NewPromotion { giver: other, ..new }).await.unwrap_err();
            assert!(matches!(refused, PromotionError::Order(OrderError::KeyReused)), "{refused}");
            assert!(!pause(&shop, Some(shop.seller), id, true).await, "not its seller's");
            let own: PromotionId = make(&shop, promotion(&shop, THIRD_FREE, Goods::All)).await.unwrap();
            assert!(!pause(&shop, None, own, true).await, "a seller's is not the platform's");
            let mut conn = t.db().read().await.unwrap();
            let theirs = promotions::reports(&mut conn, shop.seller, 10).await.unwrap();
            assert_eq!(theirs.iter().map(|r| r.promotion.id).collect::<Vec<_>>(), [own]);
            let seen = promotions::of_platform_on(&mut conn, shop.seller).await.unwrap();
            assert_eq!(seen.iter().map(|(p, named)| (p.id, *named)).collect::<Vec<_>>(), [(id, 0)]);
            let others = promotions::of_platform_on(&mut conn, shop.platform).await.unwrap();
            assert!(others.is_empty());
            assert_eq!(promotions::reports_of_platform(&mut conn, 10).await.unwrap().len(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let sound = funded(&shop, TENTH, Goods::All);
            let refused = async |new: NewPromotion| make(&shop, new).await.unwrap_err();
            let by = |seller, category, most| NewPromotion {
                giver: Giver::Platform { seller, category, most },
                ..sound.clone()
            };
            for most in [usd(0), usd(-1)] {
                assert!(matches!(refused(by(None, None, most)).await, PromotionError::BadCeiling));
            }
            let euros = Rule::Less { units: 1, off: Money::new(500, Currency::EUR) };
            let new = NewPromotion { rule: euros, ..sound.clone() };
            assert!(matches!(refused(new).await, PromotionError::BadCeiling));
            let abroad = by(None, None, Money::new(500, Currency::EUR));
            let abroad = NewPromotion { goods: Goods::These(vec![shop.lamp]), ..abroad };
            assert!(matches!(refused(abroad).await, PromotionError::BadCeiling), "offers are in dollars");
            let nobody = by(Some(t.db().new_id()), None, usd(1));
            assert!(matches!(refused(nobody).await, PromotionError::NoSuchScope));
            let nothing = by(None, Some(t.db().new_id()), usd(1));
            assert!(matches!(refused(nothing).await, PromotionError::NoSuchScope));
            let both = by(None, Some(category_of(&shop, shop.lamp).await), usd(1));
            let both = NewPromotion { goods: Goods::These(vec![shop.lamp]), ..both };
            assert!(matches!(refused(both).await, PromotionError::NoSuchScope));
            let foreign = by(Some(shop.platform), None, usd(1));
            let foreign = NewPromotion { goods: Goods::These(vec![shop.lamp]), ..foreign };
            assert!(matches!(refused(foreign).await, PromotionError::NotTheirs));
            let set = funded(&shop, Rule::Set { bps: 500 }, Goods::These(vec![shop.lamp, shop.book]));
            assert!(matches!(refused(set).await, PromotionError::Rule(RuleError::BadSet)));
            let amount = promotion(&shop, Rule::Less { units: 2, off: usd(500) }, Goods::All);
            assert!(matches!(refused(amount).await, PromotionError::Rule(RuleError::BadAmount)));
            assert_eq!(quoted(&shop, &lamps(&shop, 3)).await.promoted, usd(0), "nothing is written");
        })
    })
    .await;
}
