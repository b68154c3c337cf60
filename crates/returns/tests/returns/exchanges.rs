//! Exchanging: what can be had, that stock is held and let go of once, that no money moves, and that an exchange becomes a
//! refund when there is no replacement.

use crate::asking::{AUTH, POINT};
use crate::common::{Delivered, Shop, at_once, reason, usd};
use catalog::{Condition, NewOffer, NewProduct, VariantOf};
use db::sql;
use db::testing::{Tampering, each_is_found, on_both};
use domain::commission::CommissionClass;
use domain::courtesy::{Bearer, CourtesyReason};
use domain::order::Carrier;
use domain::returns::{
    EXCHANGE_LASTS_DAYS, ExchangeState, Grade, ReturnReason, ReturnState, TurnReason, exchange_lasts,
};
use domain::{DurationUs, Money, OfferId, ReturnId, SellerId};
use notify::NewDevice;
use returns::{
    Given, Graded, NewCourtesy, Pick, Refunded, ReturnError, SellerFilter, Sending, choices, claim, lists,
};

const WHY: ReturnReason = ReturnReason::NoLongerWanted;

/// One size of a jacket by the lamp's seller, with this many units.
struct Size {
    name: &'static str,
    price: Money,
    condition: Condition,
    units: i64,
}

impl Size {
    fn new(name: &'static str, units: i64) -> Self {
        Self { name, price: usd(4_500), condition: Condition::New, units }
    }

    async fn made_in(self, shop: &Shop) -> OfferId {
        let (seller, size) = (shop.seller, std::sync::Arc::new(self));
        shop.db
            .write(move |tx| {
                let size = std::sync::Arc::clone(&size);
                Box::pin(async move { size.make(tx, seller).await })
            })
            .await
            .unwrap()
    }

    async fn make(&self, tx: &mut db::Tx, seller: SellerId) -> Result<OfferId, ReturnError> {
        let category = catalog::ensure_category_path(tx, &["Jackets"], CommissionClass::Clothing).await?;
        let product = NewProduct {
            variant: Some(VariantOf {
                model: "river-jacket".into(),
                title: "River jacket".into(),
                options: vec!["Size".into()],
                values: vec![self.name.into()],
                position: 0,
            }),
            ..NewProduct::titled(format!("River jacket {}", self.name), category.id)
        };
        let new = NewOffer {
            condition: self.condition,
            ..NewOffer::on_sale(
                catalog::upsert_product(tx, product).await?.id,
                seller,
                format!("JACKET-{}", self.name),
                self.price,
            )
        };
        let id = catalog::upsert_offer(tx, new).await?.id;
        inventory::receive(tx, "first", id, self.units).await?;
        Ok(id)
    }
}

async fn offered(shop: &Shop, of: Delivered, quantity: i64) -> Vec<OfferId> {
    let picks = vec![Pick { line: of.line, quantity, reason: WHY }];
    let mut conn = shop.db.read().await.unwrap();
    let claim = claim::quote(&mut conn, of.shipment, of.part, &picks).await.unwrap();
    choices(&mut conn, &claim).await.unwrap().into_iter().map(|choice| choice.offer).collect()
}

async fn wished(shop: &Shop, key: &str, of: Delivered, instead: OfferId) -> ReturnId {
    let new = shop.asks(key, of, 1, WHY).await;
    shop.returns.request_exchange(new, instead).await.unwrap()
}

async fn state(shop: &Shop, id: ReturnId) -> (ReturnState, ExchangeState) {
    let detail = shop.detail(id).await;
    (detail.row.state.0, detail.exchange.unwrap().state.0)
}

async fn graded(shop: &Shop, id: ReturnId, grade: Grade) -> Vec<Graded> {
    let lines = shop.detail(id).await.lines;
    let restock = grade == Grade::AsNew;
    lines.iter().map(|line| Graded { line: line.line_id, grade, kept_bps: None, restock }).collect()
}

fn by_ups(tracking: &str) -> Sending {
    Sending { carrier: Carrier::Ups, tracking: tracking.into() }
}

/// Everything that the ledger holds, to see that nothing is added.
async fn postings(shop: &Shop) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    let count = db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM ledger_postings");
    conn.one::<(i64,)>(count).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_new_of_the_same_price_and_in_stock_can_be_had_instead() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let small = Size::new("S", 9).made_in(&shop).await;
            let medium = Size::new("M", 1).made_in(&shop).await;
            let dear = Size { price: usd(4_501), ..Size::new("L", 9) }.made_in(&shop).await;
            let worn = Size { condition: Condition::LikeNew, ..Size::new("XL", 9) }.made_in(&shop).await;
            let of = shop.delivered("jacket", small, 2).await;
            let mut both = vec![small, medium];
            both.sort();
            let mut found = offered(&shop, of, 1).await;
            found.sort();
            assert_eq!(found, both, "not what is dearer, worn or another article");
            assert_eq!(offered(&shop, of, 2).await, vec![small], "one is not enough for two");
            for instead in [dear, worn, shop.lamp, shop.book] {
                let new = shop.asks("other", of, 1, WHY).await;
                let refused = shop.returns.request_exchange(new, instead).await;
                assert!(matches!(refused, Err(ReturnError::NoSuchReplacement)), "{refused:?}");
            }
            let id = wished(&shop, "size", of, medium).await;
            assert_eq!(shop.detail(id).await.exchange.unwrap().title, "River jacket M");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_moves_stock_once_and_no_money() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("even", shop.lamp, 1).await;
            let (before, posted) = (shop.stock(shop.lamp).await, postings(&shop).await);
            let new = shop.asks("even", of, 1, WHY).await;
            let id = shop.returns.request_exchange(new.clone(), shop.lamp).await.unwrap();
            let again = shop.returns.request_exchange(new.clone(), shop.lamp).await.unwrap();
            assert_eq!(again, id, "the same key asks once");
            let reused = shop.returns.request(new).await;
            assert!(matches!(reused, Err(ReturnError::KeyReused)), "for money is something else: {reused:?}");
            assert_eq!(shop.stock(shop.lamp).await, before, "nothing is held before the seller says yes");
            for _ in 0..2 {
                shop.returns.approve(shop.seller, id, None).await.unwrap();
            }
            let (available, held, sold) = before;
            assert_eq!(shop.stock(shop.lamp).await, (available - 1, held + 1, sold));
            shop.returns.receive(shop.seller, id).await.unwrap();
            let early = shop.returns.send_replacement(shop.seller, id, by_ups("1Z-77")).await;
            assert!(matches!(early, Err(ReturnError::WrongExchangeState { .. })), "{early:?}");
            let money = shop.returns.refund(shop.decides("even", id, Grade::AsNew, 0).await).await;
            assert!(matches!(money, Err(ReturnError::ExchangeIsOpen)), "{money:?}");
            let empty = graded(&shop, id, Grade::Empty).await;
            let empty = shop.returns.accept_exchange(shop.seller, id, empty).await;
            assert!(matches!(empty, Err(ReturnError::NothingCameBack)), "{empty:?}");
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(lists::waiting_count(&mut conn, shop.seller).await.unwrap(), 1, "to look at");
            drop(conn);
            let fit = graded(&shop, id, Grade::AsNew).await;
            for _ in 0..2 {
                shop.returns.accept_exchange(shop.seller, id, fit.clone()).await.unwrap();
            }
            assert_eq!(state(&shop, id).await, (ReturnState::Received, ExchangeState::Due));
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(lists::replacements_due(&mut conn, shop.seller).await.unwrap(), 1);
            let due =
                lists::of_seller(&mut conn, shop.seller, SellerFilter::ToReplace, None, 5).await.unwrap();
            assert_eq!(due.iter().map(|one| one.row.id).collect::<Vec<_>>(), vec![id]);
            // It is one thing to do and not two.
            assert_eq!(lists::waiting_count(&mut conn, shop.seller).await.unwrap(), 0);
            let rest = lists::of_seller(&mut conn, shop.seller, SellerFilter::ToDo, None, 5).await.unwrap();
            assert!(rest.is_empty(), "{rest:?}");
            drop(conn);
            let none = shop.returns.send_replacement(shop.seller, id, by_ups("")).await;
            assert!(matches!(none, Err(ReturnError::TrackingMalformed)), "{none:?}");
            let account = of.shopper.account().unwrap();
            let device = NewDevice::parse("https://push.example/wishes", POINT, AUTH).unwrap();
            let added = shop.db.write(move |tx| {
                let device = device.clone();
                Box::pin(async move { notify::add(tx, account, &device).await })
            });
            added.await.unwrap();
            for _ in 0..2 {
                shop.returns.send_replacement(shop.seller, id, by_ups("1Z-77")).await.unwrap();
            }
            let mut conn = shop.db.read().await.unwrap();
            let told = sql("SELECT payload FROM db_jobs WHERE kind = $1").bind(notify::SEND_JOB);
            let told: Vec<(String,)> = conn.all(told).await.unwrap();
            drop(conn);
            assert!(told.len() == 1 && told[0].0.contains(&format!("/returns/{id}")), "once: {told:?}");
            // One more is sold, and the one that came back is for sale again.
            assert_eq!(shop.stock(shop.lamp).await, (available, held, sold));
            assert_eq!(state(&shop, id).await, (ReturnState::Exchanged, ExchangeState::Sent));
            let late = shop.returns.turn_exchange(shop.seller, id, TurnReason::SoldOut).await;
            assert!(matches!(late, Err(ReturnError::WrongExchangeState { .. })), "{late:?}");
            let stranger = shop.returns.replacement_delivered(shop.platform, id).await;
            assert!(matches!(stranger, Err(ReturnError::NotFound)), "{stranger:?}");
            for _ in 0..2 {
                shop.returns.replacement_arrived(of.shopper, id).await.unwrap();
            }
            assert_eq!(state(&shop, id).await, (ReturnState::Exchanged, ExchangeState::Delivered));
            assert_eq!(postings(&shop).await, posted, "the sale stands as it was");
            let twice = shop.returns.request(shop.asks("twice", of, 1, WHY).await).await;
            assert!(matches!(twice, Err(ReturnError::TooManyUnits { left: 0, .. })), "{twice:?}");
            let mails = shop.mails().await;
            let mails: Vec<&str> = mails.iter().map(String::as_str).collect();
            assert_eq!(mails, ["return-approved", "return-replaced", "return-requested"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_is_turned_is_refunded_and_lets_go_of_its_stock_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("turned", shop.lamp, 1).await;
            let before = shop.stock(shop.lamp).await;
            let id = wished(&shop, "turned", of, shop.lamp).await;
            let nobody = shop.returns.turn_exchange(shop.seller, id, TurnReason::TooLate).await;
            assert!(matches!(nobody, Err(ReturnError::NotTheSellersReason)), "{nobody:?}");
            shop.returns.approve(shop.seller, id, None).await.unwrap();
            shop.returns.receive(shop.seller, id).await.unwrap();
            let fit = graded(&shop, id, Grade::AsNew).await;
            shop.returns.accept_exchange(shop.seller, id, fit).await.unwrap();
            for _ in 0..2 {
                shop.returns.turn_exchange(shop.seller, id, TurnReason::NotSending).await.unwrap();
            }
            assert_eq!(shop.stock(shop.lamp).await, before);
            let sent = shop.returns.send_replacement(shop.seller, id, by_ups("1Z-77")).await;
            assert!(matches!(sent, Err(ReturnError::WrongExchangeState { .. })), "{sent:?}");
            let decision = shop.decides("turned", id, Grade::AsNew, 0).await;
            for _ in 0..2 {
                assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Refunded);
            }
            let (available, held, sold) = before;
            assert_eq!(shop.stock(shop.lamp).await, (available + 1, held, sold - 1), "it came back once");
            let mails = shop.mails().await;
            assert_eq!(mails.iter().filter(|mail| *mail == "return-turned").count(), 1, "{mails:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replacement_that_is_sold_out_stops_the_approval_until_the_exchange_is_turned() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let many = Size::new("S", 9).made_in(&shop).await;
            let one = Size::new("M", 1).made_in(&shop).await;
            let (first, other) =
                (shop.delivered("first", many, 1).await, shop.delivered("other", many, 1).await);
            let (first, other) =
                (wished(&shop, "first", first, one).await, wished(&shop, "other", other, one).await);
            shop.returns.approve(shop.seller, first, None).await.unwrap();
            let late = shop.returns.approve(shop.seller, other, None).await;
            assert!(matches!(late, Err(ReturnError::ReplacementSoldOut)), "{late:?}");
            assert_eq!(state(&shop, other).await, (ReturnState::Requested, ExchangeState::Asked));
            shop.returns.turn_exchange(shop.seller, other, TurnReason::SoldOut).await.unwrap();
            shop.returns.approve(shop.seller, other, None).await.unwrap();
            assert_eq!(state(&shop, other).await, (ReturnState::Approved, ExchangeState::Turned));
            assert_eq!(shop.stock(one).await, (0, 1, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_cannot_be_turned_holds_up_no_other() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("two", shop.lamp, 2).await;
            shop.settings(shop.seller, at_once(None)).await;
            let mut both =
                [wished(&shop, "one", of, shop.lamp).await, wished(&shop, "other", of, shop.lamp).await];
            both.sort_unstable();
            let [broken, other] = both;
            let changed: Result<u64, ReturnError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let text = "UPDATE inventory_holds SET state = 'sold' WHERE id = (
                                        SELECT hold_id FROM returns_exchanges WHERE return_id = $1)";
                        Ok(tx.exec(db::sql(text).bind(broken)).await?)
                    })
                })
                .await;
            assert_eq!(changed.unwrap(), 1);
            t.clock().advance(exchange_lasts());
            t.clock().advance(DurationUs::from_micros(1));
            for _ in 0..2 {
                let refused = shop.returns.lapse_exchanges().await;
                assert!(matches!(refused, Err(ReturnError::Inventory(_))), "{refused:?}");
                assert_eq!(state(&shop, broken).await, (ReturnState::Approved, ExchangeState::Held));
                assert_eq!(state(&shop, other).await, (ReturnState::Approved, ExchangeState::Turned));
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_declined_taken_back_or_never_sent_lets_go_of_the_replacement() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("three", shop.lamp, 3).await;
            let before = shop.stock(shop.lamp).await;
            let declined = wished(&shop, "declined", of, shop.lamp).await;
            shop.returns.decline(shop.seller, declined, reason("Not this one.")).await.unwrap();
            assert_eq!(state(&shop, declined).await, (ReturnState::Declined, ExchangeState::Ended));
            shop.settings(shop.seller, at_once(None)).await;
            let taken_back = wished(&shop, "taken-back", of, shop.lamp).await;
            let (available, held, sold) = before;
            assert_eq!(shop.stock(shop.lamp).await, (available - 1, held + 1, sold), "approved at once");
            for _ in 0..2 {
                shop.returns.cancel(of.shopper, taken_back).await.unwrap();
            }
            assert_eq!(shop.stock(shop.lamp).await, before);
            let never = wished(&shop, "never", of, shop.lamp).await;
            t.clock().advance(exchange_lasts());
            assert_eq!(shop.returns.lapse_exchanges().await.unwrap(), 0, "the last moment counts");
            shop.assert_sound().await;
            t.clock().advance(DurationUs::from_micros(1));
            assert_eq!(shop.returns.lapse_exchanges().await.unwrap(), 1, "after {EXCHANGE_LASTS_DAYS} days");
            assert_eq!(shop.returns.lapse_exchanges().await.unwrap(), 0);
            assert_eq!(state(&shop, never).await, (ReturnState::Approved, ExchangeState::Turned));
            assert_eq!(shop.stock(shop.lamp).await, before);
            let mails = shop.mails().await;
            assert_eq!(mails.iter().filter(|mail| *mail == "return-turned").count(), 1, "{mails:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_and_turning_at_once_do_one_of_both() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            for round in ["a", "b", "c"] {
                let of = shop.delivered(round, shop.lamp, 1).await;
                let before = shop.stock(shop.lamp).await;
                let id = wished(&shop, round, of, shop.lamp).await;
                shop.returns.approve(shop.seller, id, None).await.unwrap();
                shop.returns.receive(shop.seller, id).await.unwrap();
                let used = graded(&shop, id, Grade::Used).await;
                shop.returns.accept_exchange(shop.seller, id, used).await.unwrap();
                let (sent, turned) = tokio::join!(
                    shop.returns.send_replacement(shop.seller, id, by_ups("1Z-77")),
                    shop.returns.turn_exchange(shop.seller, id, TurnReason::SoldOut),
                );
                assert_ne!(sent.is_ok(), turned.is_ok(), "{sent:?} {turned:?}");
                let (available, held, sold) = before;
                // What came back used is written off.
                let left = if sent.is_ok() { (available - 1, held, sold + 1) } else { before };
                assert_eq!(shop.stock(shop.lamp).await, left);
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_platform_granted_leaves_an_exchange_even() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("granted", shop.lamp, 1).await;
            let before = shop.stock(shop.lamp).await;
            let detail = orders::store::detail(&mut shop.db.read().await.unwrap(), of.order).await.unwrap();
            let gift = NewCourtesy {
                key: "test-courtesy-granted".into(),
                order: of.order,
                capture: detail.parts[0].shipments[0].capture_id,
                amount: usd(500),
                borne_by: Bearer::Platform,
                reason: CourtesyReason::Late,
                note: reason("It came a week too late."),
                by: shop.owner,
            };
            assert_eq!(shop.returns.give(gift).await.unwrap(), Given::Refunded);
            let posted = postings(&shop).await;
            let id = wished(&shop, "granted", of, shop.lamp).await;
            shop.returns.approve(shop.seller, id, None).await.unwrap();
            shop.returns.receive(shop.seller, id).await.unwrap();
            let fit = graded(&shop, id, Grade::AsNew).await;
            shop.returns.accept_exchange(shop.seller, id, fit).await.unwrap();
            shop.returns.send_replacement(shop.seller, id, by_ups("1Z-77")).await.unwrap();
            assert_eq!(state(&shop, id).await, (ReturnState::Exchanged, ExchangeState::Sent));
            assert_eq!(shop.detail(id).await.lines[0].kept_bps, 0, "there is no money to keep any of");
            assert_eq!(shop.stock(shop.lamp).await, before);
            assert_eq!(postings(&shop).await, posted, "the sale and the gift stand as they were");
            shop.assert_sound().await;
        })
    })
    .await;
}

const AS_ITS_STATE: &str = "a replacement is held or sold as its exchange says";
const TOGETHER: &str = "an exchange and its return go together";

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("rows", shop.lamp, 3).await;
            let asked = wished(&shop, "asked", of, shop.lamp).await;
            let held = wished(&shop, "held", of, shop.lamp).await;
            shop.returns.approve(shop.seller, held, None).await.unwrap();
            let sent = wished(&shop, "sent", of, shop.lamp).await;
            shop.returns.approve(shop.seller, sent, None).await.unwrap();
            shop.returns.receive(shop.seller, sent).await.unwrap();
            let fit = graded(&shop, sent, Grade::AsNew).await;
            shop.returns.accept_exchange(shop.seller, sent, fit).await.unwrap();
            shop.returns.send_replacement(shop.seller, sent, by_ups("1Z-77")).await.unwrap();
            let of =
                |id: ReturnId, statement, rules| Tampering::of("returns_exchanges", id, statement, rules);
            let tamperings = vec![
                of(
                    held,
                    "UPDATE inventory_holds SET state = 'released'
                     WHERE id = (SELECT hold_id FROM returns_exchanges WHERE return_id = $1)",
                    &[AS_ITS_STATE],
                ),
                of(
                    sent,
                    "UPDATE inventory_holds SET state = 'held'
                     WHERE id = (SELECT hold_id FROM returns_exchanges WHERE return_id = $1)",
                    &[AS_ITS_STATE],
                ),
                of(
                    held,
                    "UPDATE returns_exchanges SET state = 'asked' WHERE return_id = $1",
                    &[TOGETHER, AS_ITS_STATE],
                ),
                of(asked, "UPDATE returns_exchanges SET state = 'ended' WHERE return_id = $1", &[TOGETHER]),
                of(
                    held,
                    "UPDATE inventory_movements SET quantity = quantity + 1
                     WHERE hold_id = (SELECT hold_id FROM returns_exchanges WHERE return_id = $1)",
                    &["what an exchange sets aside is its replacement"],
                ),
                of(
                    asked,
                    "UPDATE returns_exchanges SET quantity = quantity + 1 WHERE return_id = $1",
                    &["an exchange is of as many units as come back"],
                ),
                of(
                    sent,
                    "DELETE FROM returns_exchanges WHERE return_id = $1",
                    &["a return that was exchanged has its replacement"],
                ),
            ];
            shop.assert_sound().await;
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = returns::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
