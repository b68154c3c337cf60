//! Sellers that are kept in memory are those that the database has, whatever changed.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::promise::{Dispatch, ShippingOffer};
use domain::shipping::{Area, ShippingRate, ShippingTable};
use domain::zone::Zone;
use domain::{AccountId, Currency, Money, SellerId};
use sellers::*;
use std::collections::HashMap;

/// Every command that changes a seller, the last one for one that was never approved.
const COMMANDS: [&str; 10] = [
    "approve", "profile", "shipping", "status", "table", "no table", "dispatch", "legal", "holiday",
    "suspend",
];

async fn change(tx: &mut db::Tx, command: &str, id: SellerId, by: AccountId) -> Result<(), SellerError> {
    let seller = get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?;
    match command {
        "approve" => approve(tx, id).await,
        "profile" => {
            let (country, region) = ("US".to_owned(), "TX".to_owned());
            let profile = Profile { name: "Grey Heron".into(), country, region, support_email: None };
            update_profile(tx, id, &profile).await
        }
        "shipping" => {
            let offer = ShippingOffer { handling_days: 4, ..seller.shipping };
            update_shipping(tx, id, &offer).await
        }
        "status" => set_status(tx, id, SellerStatus::Paused).await,
        "table" => {
            let to = Area::parse("US-CA").into_iter().collect();
            let fee = Money::new(300, Currency::USD);
            let rates = vec![ShippingRate { to, up_to_g: None, goods_from: None, fee }];
            let table = ShippingTable { id: tx.new_id(), name: "Parcels".into(), rates };
            put_table(tx, id, table, true).await
        }
        "no table" => {
            let table = seller.tables.all.first().ok_or(SellerError::NoSuchSeller)?.id;
            remove_table(tx, id, table).await.map(|_| ())
        }
        "dispatch" => {
            let zone = Zone::parse("America/Bogota").unwrap_or(Zone::UTC);
            update_dispatch(tx, id, &Dispatch { zone, ..seller.dispatch }).await
        }
        "legal" => update_legal(tx, id, &Legal::read("US", "Grey Heron LLC", "1 Main St", "")?).await,
        "holiday" => {
            let from = seller.today(tx.now());
            update_holiday(tx, id, Some(Holiday { from, until: None })).await
        }
        "suspend" => suspend::decide(tx, id, true, "For a reason", by).await.map(|_| ()),
        _ => give_up(tx, id).await,
    }
}

async fn changed(t: &TestDb, command: &'static str, id: SellerId, by: AccountId) {
    t.db().write(move |tx| Box::pin(change(tx, command, id, by))).await.unwrap();
}

async fn applied(t: &TestDb, name: &str) -> SellerId {
    let new = testing::new_seller(name);
    let db = t.db();
    let made = db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { apply(tx, &new).await })
    });
    made.await.unwrap().id
}

/// What is kept, which is what the database has.
async fn told(t: &TestDb, known: &KnownSellers, ids: &[SellerId]) -> HashMap<SellerId, Seller> {
    let mut conn = t.db().read().await.unwrap();
    let told = known.many(&mut conn, ids).await.unwrap();
    assert_eq!(told, many(&mut conn, ids).await.unwrap());
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_changes_a_seller_is_seen_by_whoever_keeps_it() {
    on_both(|t| {
        Box::pin(async move {
            let (id, other) = (applied(t, "Blue Heron").await, applied(t, "Red Ibis").await);
            let by = testing::account(&t.db(), "op@example.com").await;
            let known = KnownSellers::default();
            let nobody: SellerId = t.db().new_id();
            let mut before = told(t, &known, &[id, other, nobody]).await;
            assert_eq!(before.len(), 2);
            for command in COMMANDS {
                changed(t, command, id, by).await;
                let after = told(t, &known, &[id, other, nobody]).await;
                assert_ne!(after[&id], before[&id], "{command} changes what is read");
                assert_eq!(after[&other], before[&other], "{command}");
                before = after;
            }
            changed(t, "give up", other, by).await;
            assert_eq!(told(t, &known, &[other]).await[&other].status, SellerStatus::Closed);
            assert_eq!(known.many(&mut t.db().read().await.unwrap(), &[]).await.unwrap().len(), 0);
        })
    })
    .await;
}
