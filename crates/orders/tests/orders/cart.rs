//! Carts: a change that comes twice is done once.

use crate::common::{APPROVED, Shop, as_shopper};
use db::testing::on_both;
use domain::OfferId;
use domain::key::IdempotencyKey;
use orders::cart::{self, Change};
use orders::{OrderError, Shopper};

async fn change(
    shop: &Shop,
    shopper: Shopper,
    key: &str,
    offer: OfferId,
    change: Change,
) -> Result<bool, OrderError> {
    let key = IdempotencyKey::parse(key).unwrap();
    shop.db
        .write(move |tx| {
            let key = key.clone();
            Box::pin(async move { cart::once(tx, shopper, &key, offer, change).await })
        })
        .await
}

async fn units(shop: &Shop, shopper: Shopper) -> i64 {
    cart::count(&mut shop.db.read().await.unwrap(), shopper).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_twice_adds_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = as_shopper(shop.shopper(APPROVED).await);
            assert!(change(&shop, ada, "press-one-000000", shop.lamp, Change::Add(2)).await.unwrap());
            assert!(!change(&shop, ada, "press-one-000000", shop.lamp, Change::Add(2)).await.unwrap());
            assert_eq!(units(&shop, ada).await, 2);
            assert!(change(&shop, ada, "press-two-000000", shop.lamp, Change::Add(2)).await.unwrap());
            assert_eq!(units(&shop, ada).await, 4);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_repeat_does_not_undo_what_came_after_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = as_shopper(shop.shopper(APPROVED).await);
            change(&shop, ada, "press-one-000000", shop.lamp, Change::Add(1)).await.unwrap();
            change(&shop, ada, "press-two-000000", shop.lamp, Change::Set(5)).await.unwrap();
            change(&shop, ada, "press-three-0000", shop.lamp, Change::Set(3)).await.unwrap();
            change(&shop, ada, "press-two-000000", shop.lamp, Change::Set(5)).await.unwrap();
            assert_eq!(units(&shop, ada).await, 3);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_guest_sent_is_not_done_again_in_the_name_of_the_account() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let account = shop.shopper(APPROVED).await;
            let guest = shop.db.new_id();
            let as_guest = Shopper::Guest(guest);
            change(&shop, as_guest, "press-one-000000", shop.lamp, Change::Add(1)).await.unwrap();
            shop.db.write(move |tx| Box::pin(cart::adopt(tx, guest, account))).await.unwrap();
            assert!(
                !change(&shop, as_shopper(account), "press-one-000000", shop.lamp, Change::Add(1))
                    .await
                    .unwrap()
            );
            assert_eq!(units(&shop, as_shopper(account)).await, 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_names_one_change_and_a_refused_one_may_be_tried_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = as_shopper(shop.shopper(APPROVED).await);
            let refused = change(&shop, ada, "press-one-000000", shop.lamp, Change::Add(0)).await;
            assert!(matches!(refused, Err(OrderError::QuantityOutOfRange)), "{refused:?}");
            // The refusal left the key unused.
            assert!(change(&shop, ada, "press-one-000000", shop.lamp, Change::Add(1)).await.unwrap());
            let other = change(&shop, ada, "press-one-000000", shop.book, Change::Add(1)).await;
            assert!(matches!(other, Err(OrderError::KeyReused)), "{other:?}");
            assert_eq!(units(&shop, ada).await, 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_equal_changes_at_once_are_one() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = as_shopper(shop.shopper(APPROVED).await);
            let both = ["press-one-000000"; 2].map(|key| change(&shop, ada, key, shop.lamp, Change::Add(1)));
            let [first, second] = both;
            let (first, second) = tokio::join!(first, second);
            assert_eq!([first.unwrap(), second.unwrap()].iter().filter(|done| **done).count(), 1);
            assert_eq!(units(&shop, ada).await, 1);
        })
    })
    .await;
}

/// The last digits of the card that waits for this shopper's order.
async fn held(shop: &Shop, shopper: Shopper) -> Option<String> {
    let mut conn = shop.db.read().await.unwrap();
    let held = payments::held_card(&mut conn, &shopper.owner()).await.unwrap();
    held.map(|held| held.card.last4)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_card_goes_with_its_cart_and_is_let_go_of_when_that_is_empty() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let account = shop.shopper(APPROVED).await;
            let (guest, ada) = (shop.db.new_id(), as_shopper(account));
            let as_guest = Shopper::Guest(guest);
            change(&shop, as_guest, "press-one-000000", shop.lamp, Change::Add(1)).await.unwrap();
            let card = payments::CardInput::test_card(APPROVED);
            shop.payments.hold(as_guest.owner(), card).await.unwrap();
            assert_eq!(held(&shop, ada).await, None);
            shop.db.write(move |tx| Box::pin(cart::adopt(tx, guest, account))).await.unwrap();
            assert_eq!((held(&shop, as_guest).await, held(&shop, ada).await), (None, Some("4242".into())));

            change(&shop, ada, "press-three-0000", shop.lamp, Change::Set(2)).await.unwrap();
            assert!(held(&shop, ada).await.is_some());
            change(&shop, ada, "press-four-00000", shop.lamp, Change::Set(0)).await.unwrap();
            assert_eq!(held(&shop, ada).await, None);
        })
    })
    .await;
}
