//! The card of a checkout under way: typed once, for one holder, for an hour, and no saved card.

use crate::support::*;
use db::Db;
use db::testing::on_both;
use domain::payment::PaymentState;
use domain::{AccountId, DurationUs, OrderId};
use payments::{CardInput, MethodRef, NewPayment, PaymentError};

const MASTER: &str = "5555555555554444";

async fn hold(shop: &Shop, holder: &str, number: &str) {
    shop.payments.hold(holder.to_owned(), CardInput::test_card(number)).await.unwrap();
}

/// The last digits of what is held.
async fn held(db: &Db, holder: &str) -> Option<String> {
    let held = payments::held_card(&mut db.read().await.unwrap(), holder).await.unwrap();
    held.map(|held| held.card.last4)
}

async fn pass(db: &Db, from: &'static str, to: &'static str) {
    db.write(move |tx| Box::pin(payments::pass_held(tx, from, to))).await.unwrap();
}

fn paid_by(db: &Db, holder: &str, key: &str) -> NewPayment {
    new_payment(db.new_id::<OrderId>(), None, MethodRef::Held(holder.to_owned()), 100, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_card_pays_for_its_holder_and_nobody_else_and_is_let_go_of() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let db = &shop.db;
            hold(&shop, "guest:gil", APPROVE).await;
            assert_eq!(held(db, "guest:gil").await.as_deref(), Some("4242"));
            assert_eq!(held(db, "guest:eve").await, None);
            let stolen = shop.begin_with(paid_by(db, "guest:eve", "pay-eve")).await;
            assert!(matches!(stolen, Err(PaymentError::UnknownMethod)), "{stolen:?}");

            // Its token is good for nothing before an order is placed with it.
            let token = payments::held_card(&mut db.read().await.unwrap(), "guest:gil").await.unwrap();
            let (token, account) = (token.unwrap().token, db.new_id::<AccountId>());
            let by_token = MethodRef::Token(token.clone());
            let by_token = new_payment(db.new_id::<OrderId>(), None, by_token, 100, "pay-token");
            assert!(matches!(shop.begin_with(by_token).await, Err(PaymentError::UnknownMethod)));

            let new = paid_by(db, "guest:gil", "pay-gil");
            let payment = shop.begin_with(new.clone()).await.unwrap();
            assert_eq!(shop.begin_with(new).await.unwrap(), payment, "the same key is the same payment");
            let outcome = shop.payments.authorise(payment).await.unwrap();
            assert_eq!(shop.record(payment, outcome).await, PaymentState::Authorised);
            assert_eq!(payments::methods(&mut db.read().await.unwrap(), account).await.unwrap(), []);
            db.write(move |tx| Box::pin(payments::forget_held_of(tx, payment))).await.unwrap();
            assert_eq!(held(db, "guest:gil").await, None);
            let again = shop.begin_with(paid_by(db, "guest:gil", "pay-again")).await;
            assert!(matches!(again, Err(PaymentError::UnknownMethod)), "{again:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_card_takes_its_place_a_wrong_one_does_not_and_after_an_hour_it_is_gone() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let db = &shop.db;
            hold(&shop, "guest:gil", APPROVE).await;
            let first = shop.begin_with(paid_by(db, "guest:gil", "pay-first")).await.unwrap();
            hold(&shop, "guest:gil", MASTER).await;
            let wrong = CardInput::test_card("4242424242424241");
            let wrong = shop.payments.hold("guest:gil".to_owned(), wrong).await;
            assert!(matches!(wrong, Err(PaymentError::Card(_))), "{wrong:?}");
            // What became of the first card says nothing about the second.
            db.write(move |tx| Box::pin(payments::forget_held_of(tx, first))).await.unwrap();
            assert_eq!(held(db, "guest:gil").await.as_deref(), Some("4444"));

            t.clock().advance(DurationUs::from_hours(1));
            assert_eq!(held(db, "guest:gil").await, None);
            let late = shop.begin_with(paid_by(db, "guest:gil", "pay-late")).await;
            assert!(matches!(late, Err(PaymentError::UnknownMethod)), "{late:?}");
            hold(&shop, "guest:ida", APPROVE).await;
            db.write(|tx| Box::pin(payments::forget_expired(tx))).await.unwrap();
            let all = "SELECT holder || token || processor_token || last4 FROM payments_held_cards";
            let all: Vec<(String,)> = db.read().await.unwrap().all(db::sql(all)).await.unwrap();
            assert_eq!(all.len(), 1, "{all:?}");
            assert!(all[0].0.starts_with("guest:ida") && !all[0].0.contains("42424242"), "{all:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_takes_along_the_card_that_was_typed_last() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let db = &shop.db;
            pass(db, "guest:gil", "account:gil").await;
            assert_eq!(held(db, "account:gil").await, None);
            hold(&shop, "account:gil", MASTER).await;
            t.clock().advance(DurationUs::from_mins(1));
            hold(&shop, "guest:gil", APPROVE).await;
            pass(db, "guest:gil", "account:gil").await;
            assert_eq!(held(db, "account:gil").await.as_deref(), Some("4242"));
            assert_eq!(held(db, "guest:gil").await, None);

            hold(&shop, "guest:gil", MASTER).await;
            t.clock().advance(DurationUs::from_mins(1));
            hold(&shop, "account:gil", APPROVE).await;
            pass(db, "guest:gil", "account:gil").await;
            assert_eq!(held(db, "account:gil").await.as_deref(), Some("4242"));
            assert_eq!(held(db, "guest:gil").await, None);
        })
    })
    .await;
}
