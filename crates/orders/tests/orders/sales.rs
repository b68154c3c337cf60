//! What a seller's people are told of a sale: on their devices and by mail, and only whoever ships.

use crate::common::{APPROVED, Shop};
use db::sql;
use db::testing::on_both;
use domain::roles::StaffRole;
use domain::{AccountId, DurationUs};
use notify::{Choice, Kind, NewDevice};
use orders::Placed;

const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

/// Somebody who works for the seller of the lamp, with a device, and with what they said about sales.
async fn member(shop: &Shop, role: StaffRole, said: Option<Choice>) -> AccountId {
    let account = shop.shopper(APPROVED).await;
    let device = format!("https://push.example/{account}");
    let device = NewDevice::parse(&device, POINT, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
    let seller = shop.seller;
    let hired = shop.db.write(move |tx| {
        let device = device.clone();
        Box::pin(async move {
            sellers::add_staff(tx, seller, account, role).await?;
            notify::add(tx, account, &device).await?;
            if let Some(choice) = said {
                notify::choose(tx, account, Kind::Sale, choice).await?;
            }
            Ok::<_, orders::OrderError>(())
        })
    });
    hired.await.unwrap();
    account
}

async fn address(shop: &Shop, account: AccountId) -> String {
    let mut conn = shop.db.read().await.unwrap();
    identity::account(&mut conn, account).await.unwrap().unwrap().email.as_str().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_ships_is_told_of_a_sale_as_they_chose_and_nobody_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            member(&shop, StaffRole::Owner, None).await;
            let packs =
                member(&shop, StaffRole::Shipping, Some(Choice { page: true, push: false, mail: true }))
                    .await;
            member(&shop, StaffRole::Finance, Some(Choice { page: true, push: true, mail: true })).await;
            let ada = shop.shopper(APPROVED).await;
            let click = shop.click("sold", ada, shop.lamp, 4_500).await;
            let placed = shop.orders.one_click(click).await.unwrap();
            assert!(matches!(placed, Placed::Placed { .. }));
            t.db().sequence_events().await.unwrap();
            while shop.orders.write_receipts().await.unwrap() > 0 {}

            let mut conn = t.db().read().await.unwrap();
            let jobs: Vec<(String,)> = conn
                .all(sql("SELECT payload FROM db_jobs WHERE kind = $1").bind(notify::SEND_JOB))
                .await
                .unwrap();
            assert_eq!(jobs.len(), 1, "the owner's device, for nothing was said: {jobs:?}");
            assert!(jobs[0].0.contains("You have a new order") && jobs[0].0.contains("/seller/orders/"));
            let mails = mail::recent(&mut conn, 10).await.unwrap();
            drop(conn);
            let sold: Vec<_> = mails.iter().filter(|mail| mail.subject == "You have a new order").collect();
            assert_eq!(sold.len(), 1, "a mail is for whoever asked for it");
            assert_eq!(sold[0].recipient, address(&shop, packs).await);
            let says = &sold[0].text_body;
            assert!(says.contains("1 × ") && says.contains("$45.00"), "{says}");
            let nobody = ["ada@example.com".to_owned(), "Ada Lovelace".to_owned(), address(&shop, ada).await];
            assert!(nobody.iter().all(|who| !says.contains(who)), "nobody is named: {says}");
        })
    })
    .await;
}

/// How many messages and mails there are of something that is sold out.
async fn sold_out(shop: &Shop) -> (usize, Vec<String>) {
    shop.db.sequence_events().await.unwrap();
    while shop.orders.write_receipts().await.unwrap() > 0 {}
    let mut conn = shop.db.read().await.unwrap();
    let jobs: Vec<(String,)> =
        conn.all(sql("SELECT payload FROM db_jobs WHERE kind = $1").bind(notify::SEND_JOB)).await.unwrap();
    let jobs = jobs.iter().filter(|(job,)| job.contains("is sold out")).count();
    let mails = mail::recent(&mut conn, 50).await.unwrap();
    let mails = mails.iter().filter(|mail| mail.subject.contains("is sold out"));
    (jobs, mails.map(|mail| mail.recipient.clone()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_after_offers_is_told_once_that_the_last_unit_is_sold_as_they_chose_and_nobody_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lists = member(&shop, StaffRole::Catalogue, None).await;
            let quiet = member(&shop, StaffRole::Owner, None).await;
            member(&shop, StaffRole::Shipping, None).await;
            let lamp = shop.lamp;
            let fewer = shop.db.write(move |tx| {
                Box::pin(async move {
                    let off = Choice { page: true, push: false, mail: false };
                    notify::choose(tx, quiet, Kind::StockOut, off).await?;
                    let left = inventory::levels(tx, &[lamp]).await?[&lamp].available;
                    inventory::adjust(tx, "all-but-two", lamp, 2 - left).await?;
                    Ok::<_, orders::OrderError>(())
                })
            });
            fewer.await.unwrap();
            for (key, told) in [("first", 0), ("last", 1)] {
                t.clock().advance(DurationUs::from_micros(1));
                let ada = shop.shopper(APPROVED).await;
                let click = shop.click(key, ada, lamp, 4_500).await;
                let placed = shop.orders.one_click(click).await.unwrap();
                assert!(matches!(placed, Placed::Placed { .. }));
                let (jobs, mails) = sold_out(&shop).await;
                assert_eq!((jobs, mails.len()), (told, told), "after the {key}");
            }
            assert_eq!(sold_out(&shop).await, (1, vec![address(&shop, lists).await]));
        })
    })
    .await;
}
