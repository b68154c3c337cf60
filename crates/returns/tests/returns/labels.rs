//! Labels for the way back: whoever is to pay does, in the refund's one transaction, and never more than the card gets.

use crate::common::{Delivered, Shop, USD, usd};
use db::testing::{Tampering, each_is_found, on_both};
use domain::DurationUs;
use domain::order::Carrier;
use domain::returns::{Grade, LabelTerms, NoAppeal, ReturnReason, ReturnState, TurnReason};
use domain::{Currency, Money, OfferId, ReturnId, SellerId};
use identity::PersonalData as _;
use ledger::{AccountRef, RevenueStream};
use returns::{
    CarrierError, Graded, LabelCarrier, LabelRequest, OwnLabels, Refunded, ReturnData, ReturnError,
    SayLabelPrice, Sending,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What a label costs in these tests, in minor units.
const LABEL: i64 = 650;

async fn say(shop: &Shop, minor: i64, currency: Currency) {
    let by = shop.owner;
    let said = SayLabelPrice { price: Money::new(minor, currency), starts_at: None, by };
    shop.db
        .write(move |tx| Box::pin(async move { returns::say_label_price(tx, &said).await }))
        .await
        .unwrap();
}

async fn terms(shop: &Shop, seller: SellerId, offered: bool, seller_pays: bool) {
    let terms = LabelTerms { offered, seller_pays };
    shop.db
        .write(move |tx| Box::pin(async move { returns::save_label_terms(tx, seller, terms).await }))
        .await
        .unwrap();
}

/// Asked for, approved, the label taken where there is one, and back at the seller.
async fn back_with_label(shop: &Shop, key: &str, of: Delivered, why: ReturnReason) -> ReturnId {
    let id = shop.returns.request(shop.asks(key, of, 1, why).await).await.unwrap();
    let row = shop.detail(id).await.row;
    if row.answered_at_us.is_none() {
        shop.returns.approve(row.seller_id, id, None).await.unwrap();
    }
    shop.returns.take_label(of.shopper, id).await.unwrap();
    shop.returns.take_label(of.shopper, id).await.unwrap();
    shop.returns.receive(row.seller_id, id).await.unwrap();
    id
}

async fn refunded(shop: &Shop, key: &str, id: ReturnId, grade: Grade, kept_bps: i64) -> Refunded {
    let decision = shop.decides(key, id, grade, kept_bps).await;
    shop.returns.refund(decision).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_of_the_shoppers_is_kept_of_the_refund_and_one_of_the_sellers_leaves_the_balance() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say(&shop, LABEL, USD).await;
            terms(&shop, shop.seller, true, false).await;
            let payable = AccountRef::seller_payable(shop.seller, USD);
            let processor = AccountRef::processor(shop.payments.processor_name(), USD);
            let labels = AccountRef::return_labels(USD);
            let lamp = shop.delivered("both", shop.lamp, 3).await;
            let (owed, held) = (shop.posted(payable.clone()).await, shop.posted(processor.clone()).await);

            let id = back_with_label(&shop, "mine", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(refunded(&shop, "mine", id, Grade::AsNew, 0).await, Refunded::Refunded);
            let detail = shop.detail(id).await;
            // 45.00 and 3.26 of tax, less the label.
            assert_eq!(detail.row.refunded_minor, 4_826 - LABEL);
            let nothing = detail.may_appeal(t.db().now());
            assert_eq!(nothing, Err(NoAppeal::NothingLeft), "no seller kept that back");
            assert_eq!(detail.label.unwrap().charged_minor, LABEL);
            assert_eq!(shop.posted(processor.clone()).await, held - (4_826 - LABEL));
            assert_eq!(shop.posted(labels.clone()).await, -LABEL);
            // The seller gives back what it would without one: 45.00 less 3.59 of commission, of which 0.72 are kept.
            let after = owed + 4_500 - (359 - 72);
            assert_eq!(shop.posted(payable.clone()).await, after);
            shop.assert_sound().await;

            let id = back_with_label(&shop, "theirs", lamp, ReturnReason::Damaged).await;
            let decision = shop.decides("theirs", id, Grade::Damaged, 0).await;
            let without = shop.detail(id).await.row.claim_minor;
            assert_eq!(decision.seen, usd(without), "the card gets all of it");
            assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Refunded);
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded, "the same key");
            let detail = shop.detail(id).await;
            assert_eq!((detail.row.refunded_minor, detail.label.unwrap().charged_minor), (without, LABEL));
            assert_eq!(shop.posted(labels.clone()).await, -2 * LABEL);

            // Whoever sends it alone pays the carrier and nobody here.
            let before = shop.posted(payable.clone()).await;
            let id = shop.back("alone", lamp, 1, ReturnReason::NoLongerWanted).await;
            assert_eq!(refunded(&shop, "alone", id, Grade::AsNew, 0).await, Refunded::Refunded);
            let row = shop.detail(id).await.row;
            assert_eq!(row.refunded_minor, row.claim_minor);
            assert_eq!(shop.posted(labels).await, -2 * LABEL);
            assert!(shop.posted(payable).await > before);
            shop.assert_sound().await;
            let today = reporting::Range::last_days(t.db().now().utc_day(), 1);
            let mut conn = shop.db.read().await.unwrap();
            let profit = reporting::profit(&mut conn, USD, today, None).await.unwrap();
            let line = profit.lines.iter().find(|line| line.item == reporting::ProfitItem::ReturnLabels);
            assert_eq!(
                line.map(|line| line.earned_minor.now),
                Some(2 * LABEL),
                "by itself in profit and loss"
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_never_takes_more_than_the_card_would_get() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say(&shop, 9_000, USD).await;
            terms(&shop, shop.seller, true, false).await;
            let labels = AccountRef::return_labels(USD);
            let lamp = shop.delivered("dear", shop.lamp, 2).await;
            let id = back_with_label(&shop, "dear", lamp, ReturnReason::ByMistake).await;
            assert_eq!(refunded(&shop, "dear", id, Grade::AsNew, 0).await, Refunded::Closed);
            let detail = shop.detail(id).await;
            let all = detail.row.claim_minor;
            assert_eq!((detail.row.state.0, detail.row.refunded_minor), (ReturnState::Closed, 0));
            assert_eq!(detail.label.unwrap().charged_minor, all);
            assert_eq!(shop.posted(labels.clone()).await, -all);
            assert_eq!(shop.posted(AccountRef::buyer_clearing(lamp.order, USD)).await, 0);
            shop.assert_sound().await;
            // An empty parcel gives nothing back, so there is nothing to take from.
            let id = back_with_label(&shop, "empty", lamp, ReturnReason::ByMistake).await;
            assert_eq!(refunded(&shop, "empty", id, Grade::Empty, 10_000).await, Refunded::Closed);
            assert_eq!(shop.detail(id).await.label.unwrap().charged_minor, 0);
            assert_eq!(shop.posted(labels).await, -all);
            shop.assert_sound().await;
            // What went into the label came back all the same, and the empty parcel did not.
            assert!(reporting::Reporting::new(shop.db.clone()).refresh_analysis().await.unwrap());
            let today = reporting::Range::last_days(t.db().now().utc_day(), 1);
            let mut conn = shop.db.read().await.unwrap();
            let found = reporting::analysis(&mut conn, shop.seller, USD, today, 1).await.unwrap().now;
            assert_eq!((found.returned_units, found.returned), (1, usd(4_500)));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_who_pays_always_pays_and_own_retail_pays_of_its_revenue() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say(&shop, LABEL, USD).await;
            terms(&shop, shop.seller, true, true).await;
            terms(&shop, shop.platform, true, true).await;
            let lamp = shop.delivered("always", shop.lamp, 1).await;
            let id = back_with_label(&shop, "always", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(refunded(&shop, "always", id, Grade::AsNew, 0).await, Refunded::Refunded);
            let row = shop.detail(id).await.row;
            assert_eq!(row.refunded_minor, row.claim_minor);
            let book = shop.delivered("own", shop.book, 1).await;
            let retail = AccountRef::revenue(RevenueStream::Retail, USD);
            let sold = shop.posted(retail.clone()).await;
            let id = back_with_label(&shop, "own", book, ReturnReason::NoLongerWanted).await;
            assert_eq!(refunded(&shop, "own", id, Grade::AsNew, 0).await, Refunded::Refunded);
            assert_eq!(shop.posted(retail).await, sold + 2_000 + LABEL);
            assert_eq!(shop.posted(AccountRef::return_labels(USD)).await, -2 * LABEL);
            // An empty parcel gives nothing back, and its label was used all the same.
            let lamp = shop.delivered("void", shop.lamp, 1).await;
            let id = back_with_label(&shop, "void", lamp, ReturnReason::Damaged).await;
            assert_eq!(refunded(&shop, "void", id, Grade::Empty, 10_000).await, Refunded::Closed);
            assert_eq!(shop.posted(AccountRef::return_labels(USD)).await, -3 * LABEL);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_costs_what_was_said_when_the_return_was_asked_for_and_is_taken_only_while_approved() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("when", shop.lamp, 3).await;
            // Nobody has said a price, and then the seller hands none out.
            for offered in [true, false] {
                terms(&shop, shop.seller, offered, false).await;
                let key = format!("none-{offered}");
                let id = shop.back(&key, lamp, 1, ReturnReason::ByMistake).await;
                let none = shop.returns.take_label(lamp.shopper, id).await;
                assert!(matches!(none, Err(ReturnError::NoLabel)), "{none:?}");
                say(&shop, LABEL, USD).await;
            }
            say(&shop, 1, Currency::EUR).await;
            terms(&shop, shop.seller, true, false).await;
            let asks = shop.asks("when", lamp, 1, ReturnReason::ByMistake).await;
            let id = shop.returns.request(asks).await.unwrap();
            let early = shop.returns.take_label(lamp.shopper, id).await;
            let requested = ReturnState::Requested;
            assert!(
                matches!(early, Err(ReturnError::WrongState { state }) if state == requested),
                "{early:?}"
            );
            say(&shop, 2 * LABEL, USD).await;
            shop.returns.approve(shop.seller, id, None).await.unwrap();
            let foreign = orders::Shopper::Account(shop.account().await);
            let foreign = shop.returns.take_label(foreign, id).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            shop.returns.take_label(lamp.shopper, id).await.unwrap();
            let label = shop.detail(id).await.label.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let since = shop.db.now().minus(DurationUs::from_days(30));
            let found = returns::label_effect(&mut conn, usd(3 * LABEL), since).await.unwrap();
            assert_eq!((found.labels, found.was, found.would_be), (1, usd(LABEL), usd(3 * LABEL)));
            let elsewhere = Money::new(1, Currency::EUR);
            let found = returns::label_effect(&mut conn, elsewhere, since).await.unwrap();
            assert_eq!((found.labels, found.would_be.minor()), (0, 0), "another currency's labels");
            drop(conn);
            assert_eq!(
                (label.price_minor, label.charged_minor),
                (LABEL, 0),
                "as it was when it was asked for"
            );
            assert!(label.code.is_some_and(|code| code.starts_with("RL")));
            // What begins later holds later, and nothing begins before now.
            let (now, by) = (shop.db.now(), shop.owner);
            let price = usd(7);
            let past = SayLabelPrice { price, starts_at: Some(now.minus(DurationUs::from_days(1))), by };
            let refused = shop
                .db
                .write(move |tx| Box::pin(async move { returns::say_label_price(tx, &past).await }))
                .await;
            assert!(matches!(refused, Err(ReturnError::InThePast)), "{refused:?}");
            let later = SayLabelPrice { price, starts_at: Some(now.plus(DurationUs::from_days(1))), by };
            shop.db
                .write(move |tx| Box::pin(async move { returns::say_label_price(tx, &later).await }))
                .await
                .unwrap();
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(returns::label_price(&mut conn, USD).await.unwrap(), Some(usd(2 * LABEL)));
            assert_eq!(returns::label_prices(&mut conn, 1).await.unwrap()[0].price_minor, 7);
            drop(conn);
            // Until it begins it can be taken back, once.
            let starts_at = now.plus(DurationUs::from_days(1));
            let take_back = async || -> Result<(), ReturnError> {
                let write = shop.db.write(move |tx| {
                    Box::pin(async move {
                        returns::withdraw_label_price(tx, USD, starts_at, "not after all", by).await
                    })
                });
                write.await
            };
            take_back().await.unwrap();
            let again = take_back().await;
            assert!(matches!(again, Err(ReturnError::Withdrawn)), "{again:?}");
            t.clock().advance(DurationUs::from_days(1));
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(returns::label_price(&mut conn, USD).await.unwrap(), Some(usd(2 * LABEL)));
            let said = returns::label_prices(&mut conn, 1).await.unwrap().remove(0);
            assert_eq!((said.price_minor, said.withdrawn_by), (7, Some(by)), "it stays on record");
        })
    })
    .await;
}

/// A carrier whose first answers are lost, and which then says what it is told to.
struct Far {
    lost: AtomicUsize,
    says: &'static str,
    asked: Mutex<Vec<LabelRequest>>,
}

impl LabelCarrier for Far {
    fn label(&self, request: LabelRequest) -> db::BoxFuture<'_, Result<String, CarrierError>> {
        self.asked.lock().unwrap().push(request);
        let lost = self.lost.load(Ordering::SeqCst) > 0;
        if lost {
            self.lost.fetch_sub(1, Ordering::SeqCst);
        }
        let says = self.says.to_owned();
        Box::pin(async move {
            if lost { Err(CarrierError::NoAnswer("the line is down".into())) } else { Ok(says) }
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_whose_answer_is_lost_is_asked_again_and_its_number_is_the_labels() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say(&shop, LABEL, USD).await;
            terms(&shop, shop.seller, true, false).await;
            let lamp = shop.delivered("far", shop.lamp, 1).await;
            let id =
                shop.returns.request(shop.asks("far", lamp, 1, ReturnReason::ByMistake).await).await.unwrap();
            shop.returns.approve(shop.seller, id, None).await.unwrap();
            let nonsense = Far { lost: AtomicUsize::new(0), says: "no number", asked: Mutex::default() };
            let refused =
                shop.returns.clone().with_carrier(Arc::new(nonsense)).take_label(lamp.shopper, id).await;
            assert!(matches!(refused, Err(ReturnError::Carrier(CarrierError::Refused(_)))), "{refused:?}");
            let far = Arc::new(Far { lost: AtomicUsize::new(1), says: "FAR-12345", asked: Mutex::default() });
            let returns = shop.returns.clone().with_carrier(far.clone());
            let lost = returns.take_label(lamp.shopper, id).await;
            assert!(matches!(lost, Err(ReturnError::Carrier(CarrierError::NoAnswer(_)))), "{lost:?}");
            assert_eq!(shop.detail(id).await.label.unwrap().code, None, "nothing is owed yet");
            returns.take_label(lamp.shopper, id).await.unwrap();
            returns.with_carrier(Arc::new(OwnLabels)).take_label(lamp.shopper, id).await.unwrap();
            let code = shop.detail(id).await.label.unwrap().code;
            assert_eq!(code.as_deref(), Some("FAR-12345"), "it is taken once");
            let account = lamp.shopper.account().unwrap();
            let erased: Result<(), db::DbError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        ReturnData.erase(tx, account).await.unwrap();
                        Ok(())
                    })
                })
                .await;
            erased.unwrap();
            let code = shop.detail(id).await.label.unwrap().code;
            assert!(code.is_some_and(|code| code.starts_with("RL")), "a carrier's leads to who sent it");
            let asked = far.asked.lock().unwrap();
            assert_eq!(asked.len(), 2);
            assert!(asked.iter().all(|request| request.id == id && request.to == crate::common::address()));
        })
    })
    .await;
}

/// The same article instead of the money, with a label for the way back, until the replacement has left.
async fn exchanged_with_label(
    shop: &Shop,
    key: &str,
    (of, offer): (Delivered, OfferId),
    why: ReturnReason,
) -> ReturnId {
    let new = shop.asks(key, of, 1, why).await;
    let id = shop.returns.request_exchange(new, offer).await.unwrap();
    let row = shop.detail(id).await.row;
    if row.answered_at_us.is_none() {
        shop.returns.approve(row.seller_id, id, None).await.unwrap();
    }
    shop.returns.take_label(of.shopper, id).await.unwrap();
    shop.returns.receive(row.seller_id, id).await.unwrap();
    let graded = vec![Graded { line: of.line, grade: Grade::AsNew, kept_bps: None, restock: true }];
    shop.returns.accept_exchange(row.seller_id, id, graded).await.unwrap();
    for _ in 0..2 {
        let how = Sending { carrier: Carrier::Ups, tracking: "1Z-77".into() };
        shop.returns.send_replacement(row.seller_id, id, how).await.unwrap();
    }
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_who_pays_for_the_way_back_pays_for_that_of_an_exchange_too() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say(&shop, LABEL, USD).await;
            terms(&shop, shop.seller, true, false).await;
            terms(&shop, shop.platform, true, true).await;
            let payable = AccountRef::seller_payable(shop.seller, USD);
            let labels = AccountRef::return_labels(USD);
            let retail = AccountRef::revenue(RevenueStream::Retail, USD);
            let lamp = shop.delivered("exchange", shop.lamp, 3).await;
            let book = shop.delivered("own", shop.book, 1).await;
            let (owed, sold) = (shop.posted(payable.clone()).await, shop.posted(retail.clone()).await);

            let id = exchanged_with_label(&shop, "broken", (lamp, shop.lamp), ReturnReason::Damaged).await;
            let detail = shop.detail(id).await;
            assert_eq!((detail.row.state.0, detail.row.refunded_minor), (ReturnState::Exchanged, 0));
            assert_eq!(detail.label.unwrap().charged_minor, LABEL, "once, however often it is sent");
            assert_eq!(shop.posted(payable.clone()).await, owed + LABEL);
            assert_eq!(shop.posted(labels.clone()).await, -LABEL);
            shop.assert_sound().await;

            // There is no refund to take a shopper's from, so the shop bears it.
            let id = exchanged_with_label(&shop, "mine", (lamp, shop.lamp), ReturnReason::ByMistake).await;
            assert_eq!(shop.detail(id).await.label.unwrap().charged_minor, 0);
            assert_eq!(shop.posted(payable.clone()).await, owed + LABEL);

            exchanged_with_label(&shop, "own", (book, shop.book), ReturnReason::ByMistake).await;
            assert_eq!(shop.posted(retail).await, sold + LABEL);
            assert_eq!(shop.posted(labels).await, -2 * LABEL);
            shop.assert_sound().await;

            // What was turned is charged with its refund, and once.
            let new = shop.asks("turned", lamp, 1, ReturnReason::Damaged).await;
            let id = shop.returns.request_exchange(new, shop.lamp).await.unwrap();
            shop.returns.approve(shop.seller, id, None).await.unwrap();
            shop.returns.take_label(lamp.shopper, id).await.unwrap();
            shop.returns.receive(shop.seller, id).await.unwrap();
            shop.returns.turn_exchange(shop.seller, id, TurnReason::SoldOut).await.unwrap();
            assert_eq!(refunded(&shop, "turned", id, Grade::Used, 0).await, Refunded::Refunded);
            assert_eq!(shop.posted(AccountRef::return_labels(USD)).await, -3 * LABEL);
            shop.assert_sound().await;
        })
    })
    .await;
}

const TAKEN: &str = "only a label that was taken of a posted return costs something";
const IN_FULL: &str = "a label that was taken is paid in full, but by a shopper whose card gets nothing then";
const MOVES: &str = "a refunded return's ledger transaction moves what its label costs";

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say(&shop, LABEL, USD).await;
            terms(&shop, shop.seller, true, false).await;
            let lamp = shop.delivered("check", shop.lamp, 2).await;
            let id = back_with_label(&shop, "check", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(refunded(&shop, "check", id, Grade::AsNew, 0).await, Refunded::Refunded);
            let open = back_with_label(&shop, "open", lamp, ReturnReason::NoLongerWanted).await;
            shop.assert_sound().await;
            let of = |id: ReturnId, statement, rules| Tampering::of("returns_returns", id, statement, rules);
            let tamperings = vec![
                of(
                    id,
                    "UPDATE returns_shipping SET charged_minor = charged_minor - 1 WHERE return_id = $1",
                    &[MOVES, IN_FULL],
                ),
                of(
                    id,
                    "UPDATE returns_shipping SET price_minor = price_minor + 1 WHERE return_id = $1",
                    &[IN_FULL],
                ),
                of(
                    id,
                    "UPDATE returns_shipping SET code = NULL, taken_at_us = NULL WHERE return_id = $1",
                    &[TAKEN],
                ),
                of(open, "UPDATE returns_shipping SET charged_minor = 1 WHERE return_id = $1", &[TAKEN]),
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
