//! Who is told that a bank took money back: the owners, on their devices as they chose, and by mail always.

use crate::common::{NOT_RECEIVED, Shop};
use db::sql;
use db::testing::on_both;
use domain::AccountId;
use domain::roles::StaffRole;
use notify::{Choice, Kind, NewDevice, NotifyError};

/// Keys of RFC 8291's example.
const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// Somebody who works for the seller, with a device, and with what they said about disputes.
async fn member(shop: &Shop, role: StaffRole, said: Option<Choice>) -> AccountId {
    let (account, seller) = (shop.account().await, shop.seller);
    let hired =
        shop.db.write(move |tx| Box::pin(async move { sellers::add_staff(tx, seller, account, role).await }));
    assert!(hired.await.unwrap());
    let device = NewDevice::parse(&format!("https://push.example/{account}"), POINT, AUTH).unwrap();
    let chosen = shop.db.write(move |tx| {
        let device = device.clone();
        Box::pin(async move {
            notify::add(tx, account, &device).await?;
            if let Some(choice) = said {
                notify::choose(tx, account, Kind::Dispute, choice).await?;
            }
            Ok::<_, NotifyError>(())
        })
    });
    chosen.await.unwrap();
    account
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_are_told_of_a_dispute_once_as_they_chose_and_nobody_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            member(&shop, StaffRole::Owner, None).await;
            member(&shop, StaffRole::Owner, Some(Choice { page: true, push: false, mail: false })).await;
            member(&shop, StaffRole::Shipping, None).await;
            let row = shop.disputed("told", shop.lamp, 1, NOT_RECEIVED).await;
            shop.disputes.read_news().await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let jobs: Vec<(String,)> = conn
                .all(sql("SELECT payload FROM db_jobs WHERE kind = $1").bind(notify::SEND_JOB))
                .await
                .unwrap();
            drop(conn);
            assert_eq!(jobs.len(), 1, "one owner has a device that wants it: {jobs:?}");
            assert!(jobs[0].0.contains(&format!("/seller/disputes/{}", row.id)), "{jobs:?}");
            assert!(!jobs[0].0.contains("Ada"), "nobody is named: {jobs:?}");
            assert_eq!(shop.mails().await, ["dispute-opened"; 3], "three owners, whatever they chose");
            shop.contest(&row, "It was delivered.").await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let all = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM db_jobs WHERE kind = $1");
            let (count,): (i64,) = conn.one(all.bind(notify::SEND_JOB)).await.unwrap();
            assert_eq!(count, 1, "how it ends is told by mail");
        })
    })
    .await;
}
