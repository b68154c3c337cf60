//! Saved cards: whose they are, and which one is charged by one click.

use crate::support::*;
use db::Db;
use db::testing::on_both;
use domain::{AccountId, DurationUs, MethodId, OrderId};
use payments::{MethodRef, PaymentError};

async fn save(db: &Db, account: AccountId, token: &str) -> Result<MethodId, PaymentError> {
    let token = token.to_owned();
    db.write(move |tx| {
        let token = token.clone();
        Box::pin(async move { payments::save_method(tx, account, &token).await })
    })
    .await
}

async fn remove(db: &Db, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    db.write(move |tx| Box::pin(async move { payments::remove_method(tx, account, id).await })).await
}

async fn restore(db: &Db, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    db.write(move |tx| Box::pin(payments::restore_method(tx, account, id))).await
}

async fn make_default(db: &Db, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    db.write(move |tx| Box::pin(async move { payments::set_default_method(tx, account, id).await })).await
}

async fn default_of(db: &Db, account: AccountId) -> Option<MethodId> {
    payments::default_method(&mut db.read().await.unwrap(), account).await.unwrap().map(|m| m.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_card_is_the_default_until_another_is_chosen_or_it_is_removed() {
    on_both(|t| {
        Box::pin(async move {
            let (shop, account) = (Shop::new(t.db()), t.db().new_id::<AccountId>());
            let db = &shop.db;
            assert_eq!(default_of(db, account).await, None);
            let visa = shop.token(APPROVE).await;
            let first = save(db, account, &visa).await.unwrap();
            assert_eq!(save(db, account, &visa).await.unwrap(), first, "the same token is the same card");
            let second = save(db, account, &shop.token("5555555555554444").await).await.unwrap();
            assert_eq!(default_of(db, account).await, Some(first));
            make_default(db, account, second).await.unwrap();
            assert_eq!(default_of(db, account).await, Some(second));
            let listed = payments::methods(&mut db.read().await.unwrap(), account).await.unwrap();
            let shown: Vec<_> = listed.iter().map(|m| (m.card.last4.as_str(), m.is_default)).collect();
            assert_eq!(shown, [("4444", true), ("4242", false)]);
            remove(db, account, second).await.unwrap();
            assert_eq!(default_of(db, account).await, Some(first));
            remove(db, account, first).await.unwrap();
            assert_eq!(default_of(db, account).await, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_put_back_leaves_what_was_chosen_since_and_an_account_holds_so_many() {
    on_both(|t| {
        Box::pin(async move {
            let (shop, mine) = (Shop::new(t.db()), t.db().new_id::<AccountId>());
            let db = &shop.db;
            let mut cards = Vec::new();
            for _ in 0..payments::MOST_CARDS {
                let token = shop.token(APPROVE).await;
                cards.push((save(db, mine, &token).await.unwrap(), token));
            }
            let one_more = shop.token(APPROVE).await;
            let refused = save(db, mine, &one_more).await;
            assert!(matches!(refused, Err(PaymentError::TooManyMethods { .. })), "{refused:?}");
            assert_eq!(save(db, mine, &cards[3].1).await.unwrap(), cards[3].0, "that one is there already");
            let (first, second) = (cards[0].0, cards[1].0);
            remove(db, mine, first).await.unwrap();
            make_default(db, mine, second).await.unwrap();
            let third = save(db, mine, &one_more).await.unwrap();
            assert!(matches!(restore(db, mine, first).await, Err(PaymentError::TooManyMethods { .. })));
            remove(db, mine, third).await.unwrap();
            restore(db, mine, first).await.unwrap();
            assert_eq!(default_of(db, mine).await, Some(second), "chosen since");
            remove(db, mine, second).await.unwrap();
            db.write(move |tx| Box::pin(payments::forget_methods(tx, mine))).await.unwrap();
            assert!(matches!(restore(db, mine, second).await, Err(PaymentError::UnknownMethod)));
            assert!(payments::methods(&mut db.read().await.unwrap(), mine).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_was_removed_is_put_back_as_it_was_for_an_hour() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let (mine, theirs) = (t.db().new_id::<AccountId>(), t.db().new_id::<AccountId>());
            let db = &shop.db;
            let visa = shop.token(APPROVE).await;
            let first = save(db, mine, &visa).await.unwrap();
            let second = save(db, mine, &shop.token("5555555555554444").await).await.unwrap();
            let listed = async || payments::methods(&mut db.read().await.unwrap(), mine).await.unwrap();
            let before = listed().await;
            remove(db, mine, first).await.unwrap();
            assert_eq!((listed().await.len(), default_of(db, mine).await), (1, Some(second)));
            assert!(matches!(restore(db, theirs, first).await, Err(PaymentError::UnknownMethod)));
            let new = new_payment(db.new_id::<OrderId>(), Some(mine), MethodRef::Saved(first), 100, "gone");
            assert!(matches!(shop.begin_with(new).await, Err(PaymentError::UnknownMethod)));
            for _ in 0..2 {
                restore(db, mine, first).await.unwrap();
                assert_eq!(listed().await, before);
            }
            // Saved anew meanwhile, it is the same card.
            remove(db, mine, first).await.unwrap();
            assert_eq!(save(db, mine, &visa).await.unwrap(), first);
            assert_eq!((listed().await.len(), default_of(db, mine).await), (2, Some(second)));
            remove(db, mine, first).await.unwrap();
            t.clock().advance(DurationUs::from_hours(1));
            assert!(matches!(restore(db, mine, first).await, Err(PaymentError::UnknownMethod)));
            db.write(|tx| Box::pin(payments::forget_removed(tx))).await.unwrap();
            assert_ne!(save(db, mine, &visa).await.unwrap(), first, "it was forgotten");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_card_serves_nobody_but_its_account() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let (mine, theirs) = (t.db().new_id::<AccountId>(), t.db().new_id::<AccountId>());
            let db = &shop.db;
            let id = save(db, mine, &shop.token(APPROVE).await).await.unwrap();
            assert!(matches!(save(db, mine, "tok_guess").await, Err(PaymentError::UnknownMethod)));
            assert!(matches!(remove(db, theirs, id).await, Err(PaymentError::UnknownMethod)));
            assert!(matches!(make_default(db, theirs, id).await, Err(PaymentError::UnknownMethod)));
            let mut conn = db.read().await.unwrap();
            assert_eq!(payments::method(&mut conn, theirs, id).await.unwrap(), None);
            assert!(payments::method(&mut conn, mine, id).await.unwrap().is_some());
            let order = db.new_id::<OrderId>();
            for account in [Some(theirs), None] {
                let new = new_payment(order, account, MethodRef::Saved(id), 100, "pay");
                assert!(matches!(shop.begin_with(new).await, Err(PaymentError::UnknownMethod)));
            }
            let new = new_payment(order, Some(mine), MethodRef::Saved(id), 100, "pay");
            let payment = shop.begin_with(new).await.unwrap();
            // Removing the card does not stop a payment that began with it.
            remove(db, mine, id).await.unwrap();
            let outcome = shop.payments.authorise(payment).await.unwrap();
            assert_eq!(shop.record(payment, outcome).await, domain::payment::PaymentState::Authorised);
        })
    })
    .await;
}
