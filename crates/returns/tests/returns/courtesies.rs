//! Giving back without anything being sent back: whose money it is, never more than is left, once.

use crate::common::{Delivered, Shop, USD, reason, usd};
use db::testing::{Tampering, each_is_found, on_both};
use domain::courtesy::{Bearer, CourtesyReason, CourtesyState};
use domain::returns::{Grade, ReturnReason};
use domain::{CaptureId, CourtesyId, DurationUs, LedgerTxId, OrderId};
use ledger::AccountRef;
use payments::RefundState;
use returns::courtesy::{most, of_order};
use returns::purpose::{Purpose, of_key};
use returns::{Courtesy, Given, NewCourtesy, Refunded, ReturnError};
use std::sync::atomic::Ordering;

async fn capture_of(shop: &Shop, order: OrderId) -> CaptureId {
    let mut conn = shop.db.read().await.unwrap();
    let detail = orders::store::detail(&mut conn, order).await.unwrap();
    detail.parts[0].shipments[0].capture_id
}

/// What an operator's page would send.
async fn gift(shop: &Shop, key: &str, of: Delivered, minor: i64, borne_by: Bearer) -> NewCourtesy {
    NewCourtesy {
        key: format!("test-courtesy-{key}"),
        order: of.order,
        capture: capture_of(shop, of.order).await,
        amount: usd(minor),
        borne_by,
        reason: CourtesyReason::Late,
        note: reason("It came a week too late."),
        by: shop.owner,
    }
}

async fn left(shop: &Shop, of: Delivered) -> i64 {
    let capture = capture_of(shop, of.order).await;
    most(&mut shop.db.read().await.unwrap(), capture).await.unwrap().minor()
}

async fn given(shop: &Shop, of: Delivered) -> Vec<Courtesy> {
    of_order(&mut shop.db.read().await.unwrap(), of.order).await.unwrap()
}

async fn mails(shop: &Shop) -> Vec<String> {
    let statement =
        "SELECT message_key FROM mail_messages WHERE message_key LIKE 'courtesy-%' ORDER BY message_key";
    let keys: Vec<(String,)> = shop.db.read().await.unwrap().all(db::sql(statement)).await.unwrap();
    keys.iter().map(|(key,)| key.split('-').take(2).collect::<Vec<_>>().join("-")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_platforms_gift_costs_the_platform_and_nobody_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("platform", shop.lamp, 1).await;
            let payable = AccountRef::seller_payable(shop.seller, USD);
            let processor = AccountRef::processor(shop.payments.processor_name(), USD);
            let owed = shop.posted(payable.clone()).await;
            assert_eq!(left(&shop, lamp).await, 4_500 + 499 + 326);
            let new = gift(&shop, "platform", lamp, 1_000, Bearer::Platform).await;
            assert_eq!(shop.returns.give(new.clone()).await.unwrap(), Given::Refunded);
            assert_eq!(shop.returns.give(new.clone()).await.unwrap(), Given::Refunded, "the same key");
            assert_eq!(shop.posted(AccountRef::courtesies(USD)).await, 1_000);
            assert_eq!(shop.posted(payable).await, owed);
            assert_eq!(shop.posted(processor).await, 5_325 - 1_000);
            assert_eq!(shop.posted(AccountRef::buyer_clearing(lamp.order, USD)).await, 0);
            assert_eq!(left(&shop, lamp).await, 4_325);
            let other = NewCourtesy { amount: usd(999), ..new };
            assert!(matches!(shop.returns.give(other).await, Err(ReturnError::KeyReused)));
            assert_eq!(given(&shop, lamp).await.len(), 1);
            assert_eq!(mails(&shop).await, ["courtesy-given"]);
            // A cost of the platform's in its profit and loss.
            let today = reporting::Range::last_days(shop.db.now().utc_day(), 1);
            let mut conn = shop.db.read().await.unwrap();
            let profit = reporting::profit(&mut conn, USD, today, Some(shop.platform)).await.unwrap();
            let cost = profit.lines.iter().find(|line| line.item == reporting::ProfitItem::Courtesies);
            assert_eq!(cost.map(|line| line.earned_minor.now), Some(-1_000));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sellers_gift_is_taken_off_what_it_is_owed_and_the_platforms_own_is_its_own() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("seller", shop.lamp, 1).await;
            let payable = AccountRef::seller_payable(shop.seller, USD);
            let owed = shop.posted(payable.clone()).await;
            let new = gift(&shop, "seller", lamp, 700, Bearer::Seller).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Refunded);
            assert_eq!(shop.posted(payable).await, owed + 700);
            assert_eq!(shop.posted(AccountRef::courtesies(USD)).await, 0);
            // Its owner is told, as the shopper is.
            assert_eq!(mails(&shop).await, ["courtesy-borne", "courtesy-given"]);
            let book = shop.delivered("own", shop.book, 1).await;
            let new = gift(&shop, "own", book, 300, Bearer::Seller).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Refunded);
            assert_eq!(given(&shop, book).await[0].borne_by.0, Bearer::Platform);
            assert_eq!(shop.posted(AccountRef::courtesies(USD)).await, 300);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_given_than_is_left_after_returns_and_of_no_other_order() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("left", shop.lamp, 2).await;
            let other = shop.delivered("other", shop.lamp, 1).await;
            let all = left(&shop, lamp).await;
            assert_eq!(all, 9_000 + 499 + 653);
            // A return under way has its claim, and the rest of it once it was decided.
            let id = shop.back("left", lamp, 1, ReturnReason::NoLongerWanted).await;
            let claim = shop.detail(id).await.row.claim_minor;
            assert_eq!(left(&shop, lamp).await, all - claim);
            for minor in [all - claim + 1, 0, -5] {
                let new = gift(&shop, "too-much", lamp, minor, Bearer::Platform).await;
                let refused = shop.returns.give(new).await;
                assert!(
                    matches!(refused, Err(ReturnError::TooMuchGiven { left }) if left.minor() == all - claim)
                );
            }
            let foreign = gift(&shop, "foreign", lamp, 100, Bearer::Platform).await;
            let foreign = NewCourtesy { order: other.order, ..foreign };
            assert!(matches!(shop.returns.give(foreign).await, Err(ReturnError::NotFound)));
            let own = gift(&shop, "own", lamp, 100, Bearer::Seller).await;
            let own = NewCourtesy { by: lamp.shopper.account().unwrap(), ..own };
            assert!(matches!(shop.returns.give(own).await, Err(ReturnError::OwnOrder)));
            assert!(given(&shop, lamp).await.is_empty());
            let decision = shop.decides("left", id, Grade::AsNew, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            let new = gift(&shop, "rest", lamp, all - claim, Bearer::Platform).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Refunded);
            assert_eq!(left(&shop, lamp).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_after_a_gift_gives_back_the_rest() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("after", shop.lamp, 1).await;
            let new = gift(&shop, "after", lamp, 1_000, Bearer::Platform).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Refunded);
            let id = shop.back("after", lamp, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("after", id, Grade::Damaged, 0).await;
            assert!((4_320..=4_325).contains(&decision.seen.minor()), "{:?}", decision.seen);
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            assert_eq!(shop.posted(AccountRef::buyer_clearing(lamp.order, USD)).await, 0);
            // All of it was given for nothing in the end: the shopper paid no tax.
            assert!(shop.posted(AccountRef::tax_payable("US-CA", USD)).await >= -5);
            // And after a gift of everything it gives nothing.
            let lamp = shop.delivered("whole", shop.lamp, 1).await;
            let new = gift(&shop, "whole", lamp, 5_325, Bearer::Seller).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Refunded);
            let id = shop.back("whole", lamp, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("whole", id, Grade::Damaged, 0).await;
            assert_eq!(decision.seen, usd(0));
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Closed);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_processor_refuses_is_tried_again_and_a_lost_answer_is_found_by_the_job() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("refused", shop.lamp, 1).await;
            shop.line.refused.store(1, Ordering::SeqCst);
            let new = gift(&shop, "refused", lamp, 500, Bearer::Platform).await;
            assert_eq!(shop.returns.give(new.clone()).await.unwrap(), Given::Failed);
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Failed, "a repeat has its answer");
            assert_eq!((left(&shop, lamp).await, shop.posted(AccountRef::courtesies(USD)).await), (5_325, 0));
            shop.assert_sound().await;
            let id = given(&shop, lamp).await[0].id;
            shop.line.lost.store(1, Ordering::SeqCst);
            assert_eq!(shop.returns.give_again(id).await.unwrap(), Given::Pending);
            assert_eq!(left(&shop, lamp).await, 4_825, "it may have been given");
            t.clock().advance(DurationUs::from_mins(2));
            shop.work().await;
            let row = given(&shop, lamp).await.remove(0);
            assert_eq!((row.state.0, row.attempts), (CourtesyState::Refunded, 2));
            assert_eq!(
                shop.returns.give_again(id).await.unwrap(),
                Given::Refunded,
                "there is nothing to try"
            );
            let mut conn = shop.db.read().await.unwrap();
            for (state, attempt) in [(RefundState::Failed, 1), (RefundState::Refunded, 2)] {
                let all = payments::refunds_in(&mut conn, state, None, 10).await.unwrap();
                assert_eq!((all.len(), all[0].order), (1, lamp.order), "{state}");
                let (purpose, which) = of_key(&mut conn, &all[0].key).await.unwrap().unwrap();
                assert!(matches!(&purpose, Purpose::Courtesy(row) if row.id == id), "{purpose:?}");
                assert_eq!((which, purpose.attempts()), (attempt, 2));
            }
            drop(conn);
            assert_eq!(shop.posted(AccountRef::courtesies(USD)).await, 500);
            assert_eq!(mails(&shop).await, ["courtesy-given"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_no_more_is_given_than_is_left() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("race", shop.lamp, 1).await;
            let mut all = Vec::new();
            for n in 0..8 {
                // Each key twice.
                let new = gift(&shop, &format!("race{}", n / 2), lamp, 2_000, Bearer::Platform).await;
                let returns = shop.returns.clone();
                all.push(tokio::spawn(async move { returns.give(new).await }));
            }
            for one in all {
                let ended = one.await.unwrap();
                let fine = matches!(ended, Ok(Given::Refunded) | Err(ReturnError::TooMuchGiven { .. }));
                assert!(fine, "{ended:?}");
            }
            assert_eq!(given(&shop, lamp).await.len(), 2);
            assert_eq!(shop.posted(AccountRef::courtesies(USD)).await, 4_000);
            shop.assert_sound().await;
        })
    })
    .await;
}

const OF_ITS_CAPTURE: &str = "a courtesy is a refund of its capture with its amount and its state";

#[tokio::test(flavor = "multi_thread")]
async fn a_courtesy_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("done", shop.lamp, 1).await;
            let new = gift(&shop, "done", lamp, 1_000, Bearer::Seller).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Refunded);
            let done = given(&shop, lamp).await[0].id;
            let book = shop.delivered("waits", shop.book, 1).await;
            shop.line.lost.store(1, Ordering::SeqCst);
            let new = gift(&shop, "waits", book, 200, Bearer::Platform).await;
            assert_eq!(shop.returns.give(new).await.unwrap(), Given::Pending);
            let waits = given(&shop, book).await[0].id;
            shop.assert_sound().await;
            let of =
                |id: CourtesyId, statement, rules| Tampering::of("returns_courtesies", id, statement, rules);
            let tamperings = vec![
                of(
                    done,
                    "UPDATE returns_courtesies SET order_id = id WHERE id = $1",
                    &["a courtesy is of the capture that charged its parcel"],
                ),
                of(
                    waits,
                    "UPDATE returns_courtesies SET amount_minor = amount_minor + 1 WHERE id = $1",
                    &[OF_ITS_CAPTURE],
                ),
                of(
                    waits,
                    "UPDATE payments_refunds SET state = 'failed'
                     WHERE id = (SELECT refund_id FROM returns_courtesies WHERE id = $1)",
                    &[OF_ITS_CAPTURE],
                ),
                of(
                    done,
                    "UPDATE payments_captures SET amount_minor = 1, refunded_minor = 0
                     WHERE id = (SELECT capture_id FROM returns_courtesies WHERE id = $1)",
                    &["what is given back of a capture, for whatever reason, never exceeds it"],
                ),
                of(
                    done,
                    "UPDATE returns_courtesies SET amount_minor = amount_minor - 1 WHERE id = $1",
                    &[
                        "a courtesy has one ledger transaction, with what the card got",
                        OF_ITS_CAPTURE,
                        "whoever bears a courtesy paid for it",
                    ],
                ),
                of(
                    done,
                    "UPDATE returns_courtesies SET borne_by = 'platform' WHERE id = $1",
                    &["whoever bears a courtesy paid for it"],
                ),
                of(
                    waits,
                    "UPDATE returns_courtesies SET borne_by = 'seller' WHERE id = $1",
                    &["the platform bears what is given for its own sales"],
                ),
                of(
                    waits,
                    "UPDATE returns_courtesies SET asked_at_us = 0 WHERE id = $1",
                    &["every answer about a courtesy is recorded within three hours"],
                ),
                Tampering::of(
                    "ledger_transactions",
                    shop.db.new_id::<LedgerTxId>(),
                    "INSERT INTO ledger_transactions (id, tx_key, input_hash, kind, state, at_us)
                     VALUES ($1, 'nobodys', '', 'courtesy', 'posted', 0)",
                    &["every courtesy in the ledger is one"],
                ),
            ];
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
