//! Who is told that a seller was rated: whoever may answer, once, as they chose, and without what was said.

use crate::common::Shop;
use crate::rating_sellers::{answer, delivered, give};
use db::sql;
use db::testing::on_both;
use domain::AccountId;
use domain::roles::StaffRole;
use notify::{Choice, Kind, NewDevice};

const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

/// Somebody new who works for the lamp's seller, with a phone.
async fn seated(shop: &Shop, name: &str, role: StaffRole) -> (AccountId, String) {
    let (account, seller) = (shop.account(name).await, shop.seller);
    let endpoint = format!("https://push.example/{account}");
    let device = NewDevice::parse(&endpoint, POINT, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
    shop.write(move |tx| {
        let device = device.clone();
        Box::pin(async move {
            sellers::add_staff(tx, seller, account, role).await?;
            notify::add(tx, account, &device).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
    let mut conn = shop.db.read().await.unwrap();
    (account, identity::account(&mut conn, account).await.unwrap().unwrap().email.to_string())
}

/// To whom mails went, and what they say.
async fn mails(shop: &Shop) -> Vec<(String, String)> {
    let text = "SELECT recipient, text_body FROM mail_messages WHERE message_key LIKE 'feedback:%' ORDER BY recipient";
    shop.db.read().await.unwrap().all(sql(text)).await.unwrap()
}

async fn pushes(shop: &Shop) -> i64 {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM db_jobs WHERE kind = $1";
    let (count,): (i64,) = shop.db.read().await.unwrap().one(sql(text).bind(notify::SEND_JOB)).await.unwrap();
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_answer_is_told_once_as_they_chose_and_nobody_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, owner) = seated(&shop, "Olga Rivera", StaffRole::Owner).await;
            let (quiet, _) = seated(&shop, "Quinn Lee", StaffRole::Staff).await;
            let (_, lister) = seated(&shop, "Cato Lis", StaffRole::Catalogue).await;
            seated(&shop, "Pack Er", StaffRole::Shipping).await;
            seated(&shop, "Fin Ance", StaffRole::Finance).await;
            let off = Choice { push: false, mail: false };
            shop.write(move |tx| {
                Box::pin(async move { Ok(notify::choose(tx, quiet, Kind::Feedback, off).await?) })
            })
            .await
            .unwrap();
            let (ada, part) = delivered(&shop, "Ada Lovelace").await;
            let before = pushes(&shop).await;
            let id = give(&shop, ada, part, 2, "Late, and the box was wet.").await.unwrap().id;
            give(&shop, ada, part, 2, "Late, and the box was wet.").await.unwrap();
            let mut told = vec![owner, lister];
            told.sort();
            let sent = mails(&shop).await;
            assert_eq!(sent.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>(), told);
            assert_eq!(pushes(&shop).await - before, 2);
            let link = format!("/seller/reviews?seller={}&answer={id}#{id}", shop.seller);
            for (_, body) in sent {
                assert!(body.contains(&link), "{body}");
                assert!(!body.contains("wet") && !body.contains("Ada"), "it goes with its author: {body}");
            }
            assert_eq!(shop.events().await, ["feedback.given"]);
            assert!(answer(&shop, shop.seller, id, "We have changed the carrier.").await.unwrap());
            assert!(!answer(&shop, shop.seller, id, "We have changed the carrier.").await.unwrap());
            assert_eq!(shop.events().await, ["feedback.given", "feedback.answered"]);
            assert_eq!(mails(&shop).await.len(), 2, "an answer tells the desk nothing new");
        })
    })
    .await;
}
