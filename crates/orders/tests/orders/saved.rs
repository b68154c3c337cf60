//! Saved for later: a line is in the cart or saved, never both and never lost, for guests and accounts.

use crate::common::*;
use db::testing::on_both;
use domain::{AccountId, GuestId, OfferId};
use orders::cart::{self, CartLine, MAX_LINES};
use orders::{OrderError, Shopper, saved};

async fn add(shop: &Shop, who: Shopper, offer: OfferId, quantity: i64) {
    shop.db
        .write(move |tx| Box::pin(async move { cart::add(tx, who, offer, quantity).await }))
        .await
        .unwrap();
}

async fn save(db: &db::Db, who: Shopper, offer: OfferId) -> Result<(), OrderError> {
    db.write(move |tx| Box::pin(saved::save(tx, who, offer))).await
}

async fn restore(db: &db::Db, who: Shopper, offer: OfferId) -> Result<(), OrderError> {
    db.write(move |tx| Box::pin(saved::restore(tx, who, offer))).await
}

/// In the cart, and saved.
async fn both(shop: &Shop, who: Shopper) -> (Vec<CartLine>, Vec<CartLine>) {
    let mut conn = shop.db.read().await.unwrap();
    (cart::lines(&mut conn, who).await.unwrap(), saved::lines(&mut conn, who).await.unwrap())
}

fn line(offer_id: OfferId, quantity: i64) -> CartLine {
    CartLine { offer_id, quantity }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_moves_out_of_the_cart_and_back_with_its_units() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let guest = Shopper::Guest(t.db().new_id());
            add(&shop, guest, shop.lamp, 3).await;
            save(&shop.db, guest, shop.lamp).await.unwrap();
            save(&shop.db, guest, shop.lamp).await.unwrap();
            save(&shop.db, guest, shop.book).await.unwrap();
            assert_eq!(both(&shop, guest).await, (vec![], vec![line(shop.lamp, 3)]));
            add(&shop, guest, shop.lamp, 1).await;
            restore(&shop.db, guest, shop.lamp).await.unwrap();
            restore(&shop.db, guest, shop.lamp).await.unwrap();
            assert_eq!(both(&shop, guest).await, (vec![line(shop.lamp, 4)], vec![]));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_back_into_the_cart_stays_saved() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let guest = Shopper::Guest(t.db().new_id());
            let lamp = shop.lamp;
            add(&shop, guest, lamp, 2).await;
            save(&shop.db, guest, lamp).await.unwrap();
            shop.db
                .write(move |tx| Box::pin(async move { catalog::set_active(tx, lamp, false, None).await }))
                .await
                .unwrap();
            let refused = restore(&shop.db, guest, lamp).await;
            assert!(matches!(refused, Err(OrderError::NotForSale { offer }) if offer == lamp), "{refused:?}");
            assert_eq!(both(&shop, guest).await, (vec![], vec![line(lamp, 2)]));
            shop.db.write(move |tx| Box::pin(saved::forget(tx, guest, lamp))).await.unwrap();
            assert_eq!(both(&shop, guest).await, (vec![], vec![]));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_than_a_hundred_are_saved() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let guest = Shopper::Guest(t.db().new_id());
            let owner = format!("guest:{}", guest.guest().unwrap());
            shop.db
                .write(move |tx| {
                    let owner = owner.clone();
                    Box::pin(async move {
                        for _ in 0..MAX_LINES {
                            let other = tx.new_id::<OfferId>();
                            let text =
                                "INSERT INTO orders_saved_lines (owner, offer_id, quantity, saved_at_us)
                                        VALUES ($1, $2, 1, 0)";
                            tx.exec(db::sql(text).bind(&owner).bind(other)).await?;
                        }
                        Ok::<_, db::DbError>(())
                    })
                })
                .await
                .unwrap();
            add(&shop, guest, shop.lamp, 1).await;
            assert!(matches!(save(&shop.db, guest, shop.lamp).await, Err(OrderError::SavedFull)));
            assert_eq!(both(&shop, guest).await.0, [line(shop.lamp, 1)], "it stays in the cart");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_guest_saved_is_the_accounts_after_signing_in_even_with_an_empty_cart() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (guest, account): (GuestId, AccountId) = (t.db().new_id(), t.db().new_id());
            for (who, offer, quantity) in [
                (Shopper::Guest(guest), shop.lamp, 2),
                (Shopper::Account(account), shop.lamp, 5),
                (Shopper::Guest(guest), shop.book, 1),
            ] {
                add(&shop, who, offer, quantity).await;
                save(&shop.db, who, offer).await.unwrap();
            }
            shop.db
                .write(move |tx| Box::pin(async move { cart::adopt(tx, guest, account).await }))
                .await
                .unwrap();
            let (in_cart, mut kept) = both(&shop, Shopper::Account(account)).await;
            kept.sort_by_key(|l| l.quantity);
            assert_eq!((in_cart, kept), (vec![], vec![line(shop.book, 1), line(shop.lamp, 5)]));
            assert_eq!(both(&shop, Shopper::Guest(guest)).await, (vec![], vec![]));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_and_restoring_at_once_neither_loses_nor_doubles_a_unit() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, guest) = (shop.lamp, Shopper::Guest(t.db().new_id()));
            add(&shop, guest, lamp, 3).await;
            let servers = [t.db(), t.second().await];
            let tasks: Vec<_> = (0..12)
                .map(|n| {
                    let db = servers[n % 2].clone();
                    tokio::spawn(async move {
                        if n % 3 == 0 {
                            restore(&db, guest, lamp).await
                        } else {
                            save(&db, guest, lamp).await
                        }
                    })
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            let (in_cart, kept) = both(&shop, guest).await;
            let units: Vec<i64> = in_cart.iter().chain(&kept).map(|l| l.quantity).collect();
            assert_eq!(units, [3], "in one place, all of them");
        })
    })
    .await;
}
