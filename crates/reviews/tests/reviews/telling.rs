//! Who is told that a seller was rated, and that a question was asked or answered: whom it concerns, once, as they chose, and
//! without what was said.

use crate::asking;
use crate::common::Shop;
use crate::rating_sellers::{answer, delivered, give};
use db::sql;
use db::testing::on_both;
use domain::roles::StaffRole;
use domain::{AccountId, Currency, Money};
use notify::{Choice, Kind, NewDevice};
use reviews::{MOST_TOLD, Speaker};

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

/// To whom mails about questions went, and what they say.
async fn questions_told(shop: &Shop) -> Vec<(String, String)> {
    let text = "SELECT recipient, text_body FROM mail_messages WHERE message_key LIKE 'question:%' ORDER BY recipient";
    shop.db.read().await.unwrap().all(sql(text)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sells_a_product_is_told_once_of_a_question_about_it_as_they_chose() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (olga, owner) = seated(&shop, "Olga Rivera", StaffRole::Owner).await;
            let (quiet, _) = seated(&shop, "Quinn Lee", StaffRole::Staff).await;
            seated(&shop, "Pack Er", StaffRole::Shipping).await;
            shop.staff_of("Cup Maker", shop.other_seller).await;
            let off = Choice { page: false, push: false, mail: false };
            shop.write(move |tx| {
                Box::pin(async move { Ok(notify::choose(tx, quiet, Kind::Question, off).await?) })
            })
            .await
            .unwrap();
            let (eve, before) = (shop.account("Eve Rivera").await, pushes(&shop).await);
            let id = asking::ask(&shop, eve, "q", "Does it come with a bulb?").await.unwrap().id;
            asking::ask(&shop, eve, "q", "Does it come with a bulb?").await.unwrap();
            let told = questions_told(&shop).await;
            assert_eq!(told.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>(), [owner]);
            assert_eq!(pushes(&shop).await - before, 1);
            let link = format!("/seller/reviews?seller={}#{id}", shop.seller);
            assert!(told[0].1.contains(&link), "{}", told[0].1);
            assert!(!told[0].1.contains("bulb"), "it goes with its author: {}", told[0].1);
            let mut conn = shop.db.read().await.unwrap();
            let beside = notify::listed(&mut conn, olga, Some(shop.seller), None, 5).await.unwrap();
            assert_eq!((beside.len(), beside[0].url.as_str()), (1, link.as_str()));
            assert!(notify::all(&mut conn, quiet).await.unwrap().is_empty());
            drop(conn);
            // Whoever asks about what they sell themselves knows it.
            asking::ask(&shop, olga, "own", "Is this ours?").await.unwrap();
            assert_eq!(questions_told(&shop).await.len(), 1);
        })
    })
    .await;
}

/// Another seller of the lamp, who asks this much for it, and an owner of it.
async fn rival(shop: &Shop, number: usize, price_minor: i64, units: i64) -> AccountId {
    let (owner, lamp) = (shop.account("Ri Val").await, shop.lamp);
    shop.write(move |tx| {
        Box::pin(async move {
            let new = orders::testing::new_seller(&format!("Rival {number}"));
            let seller = sellers::create(tx, &new).await?.id;
            sellers::add_staff(tx, seller, owner, StaffRole::Owner).await?;
            let new =
                catalog::NewOffer::on_sale(lamp, seller, "LAMP", Money::new(price_minor, Currency::USD));
            let offer = catalog::upsert_offer(tx, new).await?.id;
            if units > 0 {
                inventory::receive(tx, "first", offer, units).await.unwrap();
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    owner
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_sellers_those_are_told_of_a_question_whose_offers_stand_first() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let mut first = Vec::new();
            for number in 0..MOST_TOLD {
                let cents = 1_000 + i64::try_from(number).unwrap();
                first.push(rival(&shop, number, cents, 5).await);
            }
            // Dearer than ten others, and the cheapest of all with nothing left.
            let dear = shop.staff_of("Lucía Guayabo", shop.seller).await;
            let sold_out = rival(&shop, MOST_TOLD, 500, 0).await;
            let eve = shop.account("Eve Rivera").await;
            asking::ask(&shop, eve, "q", "Does it come with a bulb?").await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            for account in &first {
                assert_eq!(notify::all(&mut conn, *account).await.unwrap().len(), 1);
            }
            for account in [dear, sold_out, eve] {
                assert!(notify::all(&mut conn, account).await.unwrap().is_empty());
            }
            drop(conn);
            assert_eq!(questions_told(&shop).await.len(), MOST_TOLD);
        })
    })
    .await;
}
