//! Who is told that a seller was rated, and that a question was answered: whom it concerns, once, as they chose, and without
//! what was said.

use crate::asking;
use crate::common::Shop;
use crate::rating_sellers::{answer, delivered, give};
use db::sql;
use db::testing::on_both;
use domain::AccountId;
use domain::roles::StaffRole;
use notify::{Choice, Kind, NewDevice};
use reviews::Speaker;

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

/// The same of answers to questions.
async fn answers_told(shop: &Shop) -> Vec<(String, String)> {
    let text = "SELECT recipient, text_body FROM mail_messages WHERE message_key LIKE 'answer:%'";
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
            let off = Choice { page: true, push: false, mail: false };
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

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_is_told_once_of_each_answer_of_somebody_else_as_they_chose() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (eve, olga) = (shop.account("Eve Rivera").await, shop.account("Olga Rivera").await);
            let device =
                NewDevice::parse("https://push.example/eve", POINT, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
            shop.write(move |tx| {
                let device = device.clone();
                Box::pin(async move { Ok(notify::add(tx, eve, &device).await?) })
            })
            .await
            .unwrap();
            let before = pushes(&shop).await;
            let asked = asking::ask(&shop, eve, "q", "Does it come with a bulb?").await.unwrap().id;
            asking::answer(&shop, eve, Speaker::Operator, asked, "own").await.unwrap();
            assert_eq!(
                (answers_told(&shop).await.len(), pushes(&shop).await - before),
                (0, 0),
                "they know it"
            );
            for _ in 0..2 {
                asking::answer(&shop, olga, Speaker::Operator, asked, "once").await.unwrap();
            }
            let mails = answers_told(&shop).await;
            assert_eq!((mails.len(), pushes(&shop).await - before), (1, 1));
            let mut conn = shop.db.read().await.unwrap();
            let account = identity::account(&mut conn, eve).await.unwrap().unwrap();
            drop(conn);
            assert_eq!(mails[0].0, account.email.to_string());
            assert!(mails[0].1.contains(&format!("/questions/{asked}")), "{}", mails[0].1);
            assert!(!mails[0].1.contains("Yes, it does."), "it goes with its author: {}", mails[0].1);
            let off = Choice { page: true, push: false, mail: false };
            shop.write(move |tx| {
                Box::pin(async move { Ok(notify::choose(tx, eve, Kind::Answer, off).await?) })
            })
            .await
            .unwrap();
            asking::answer(&shop, olga, Speaker::Operator, asked, "quiet").await.unwrap();
            assert_eq!(
                (answers_told(&shop).await.len(), pushes(&shop).await - before),
                (1, 1),
                "they chose silence"
            );
        })
    })
    .await;
}
