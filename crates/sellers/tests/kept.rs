//! Sellers in memory: after each thing that changes a seller, the next page sees it, and nobody sees what was never kept.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use db::{BoxFuture, Tx};
use domain::promise::{Dispatch, ShippingOffer};
use domain::shipping::{ShippingRate, ShippingTable};
use domain::{AccountId, Currency, Money, SellerId, ShippingTableId};
use sellers::*;

type Change = for<'t> fn(&'t mut Tx, SellerId) -> BoxFuture<'t, Result<(), SellerError>>;

fn table(id: ShippingTableId) -> ShippingTable {
    let rate = ShippingRate {
        to: vec![domain::shipping::Area::parse("US-CA").unwrap()],
        up_to_g: Some(5_000),
        goods_from: None,
        fee: Money::new(300, Currency::USD),
    };
    ShippingTable { id, name: "Parcels".into(), rates: vec![rate] }
}

/// Every command that changes what a seller is.
const CHANGES: [(&str, Change); 10] = [
    ("profile", |tx, id| {
        Box::pin(async move {
            let (country, region) = ("CA".into(), "BC".into());
            let profile = Profile { name: "Grey Heron".into(), country, region, support_email: None };
            update_profile(tx, id, &profile).await
        })
    }),
    ("shipping", |tx, id| {
        Box::pin(async move {
            let shipping = ShippingOffer { handling_days: 3, ..testing::new_seller("Any").shipping };
            update_shipping(tx, id, &shipping).await
        })
    }),
    ("dispatch", |tx, id| {
        Box::pin(async move {
            let zone = domain::zone::Zone::parse("Asia/Tokyo").unwrap();
            let before = get(tx, id).await?.unwrap().dispatch;
            update_dispatch(tx, id, &Dispatch { zone, ..before }).await
        })
    }),
    ("who it is to the law", |tx, id| {
        Box::pin(async move {
            let legal = Legal::read("CA", "Grey Heron Ltd", "1 Main St\nVictoria", "").unwrap();
            update_legal(tx, id, &legal).await
        })
    }),
    ("a table", |tx, id| {
        let new = table(tx.new_id());
        Box::pin(put_table(tx, id, new, true))
    }),
    ("no table", |tx, id| {
        Box::pin(async move {
            let table = get(tx, id).await?.unwrap().tables.all[0].id;
            assert!(remove_table(tx, id, table).await?);
            Ok(())
        })
    }),
    ("a holiday", |tx, id| {
        Box::pin(async move {
            let today = get(tx, id).await?.unwrap().today(tx.now());
            update_holiday(tx, id, Some(Holiday { from: today, until: None })).await
        })
    }),
    ("stopped", |tx, id| {
        Box::pin(async move {
            let by: AccountId = tx.new_id();
            assert!(suspend::decide(tx, id, true, "For a reason", by).await?);
            Ok(())
        })
    }),
    ("status", |tx, id| Box::pin(set_status(tx, id, SellerStatus::Paused))),
    ("approval", |tx, id| Box::pin(approve(tx, id))),
];

async fn opening(t: &TestDb) -> SellerId {
    let db = t.db();
    let opened = db.write(|tx| Box::pin(async move { apply(tx, &testing::new_seller("Blue Heron")).await }));
    opened.await.unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_what_stands_in_the_database_after_every_change() {
    on_both(|t| {
        Box::pin(async move {
            let (id, other) = (opening(t).await, opening(t).await);
            let (kept, elsewhere) = (KeptSellers::default(), KeptSellers::default());
            let mut conn = t.db().read().await.unwrap();
            let mut last = many(&mut conn, &[id]).await.unwrap();
            for (what, change) in CHANGES {
                for shelf in [&kept, &elsewhere] {
                    assert_eq!(shelf.many(&mut conn, &[id]).await.unwrap(), last, "before: {what}");
                }
                t.db().write(move |tx| change(tx, id)).await.unwrap();
                let now = many(&mut conn, &[id]).await.unwrap();
                assert_ne!(now, last, "{what} changes something");
                assert_eq!(kept.many(&mut conn, &[id]).await.unwrap(), now, "{what}");
                assert_eq!(kept.many(&mut conn, &[id]).await.unwrap(), now, "{what}, from memory");
                last = now;
            }
            let both = kept.many(&mut conn, &[id, other, id, t.db().new_id()]).await.unwrap();
            assert_eq!(
                both,
                many(&mut conn, &[id, other]).await.unwrap(),
                "and whoever does not exist is nobody"
            );
            assert!(kept.many(&mut conn, &[]).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_seller_is_not_read_again() {
    on_both(|t| {
        Box::pin(async move {
            let id = opening(t).await;
            let kept = KeptSellers::default();
            let mut conn = t.db().read().await.unwrap();
            let before = kept.many(&mut conn, &[id]).await.unwrap();
            // No command does this: a change without a revision shows what comes from memory.
            t.db()
                .write(move |tx| {
                    Box::pin(async move {
                        let text = "UPDATE sellers_sellers SET name = 'Somebody else' WHERE id = $1";
                        tx.exec(db::sql(text).bind(id)).await
                    })
                })
                .await
                .unwrap();
            assert_eq!(kept.many(&mut conn, &[id]).await.unwrap(), before);
        })
    })
    .await;
}
