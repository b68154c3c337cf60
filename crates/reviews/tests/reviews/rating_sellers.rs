//! What buyers say of a seller: once for each part that arrived, answered once, counted while it is shown.

use crate::common::{Shop, config, words};
use db::testing::{TestDb, on_both};
use domain::review::{ReportReason, Stars, Subject, Verdict, Visibility};
use domain::{AccountId, DurationUs, FeedbackId, PartId, SellerId};
use identity::PersonalData as _;
use reviews::{Asked, MayRate, ReviewData, ReviewError};

pub async fn give(
    shop: &Shop,
    who: AccountId,
    part: PartId,
    stars: i64,
    text: &str,
) -> Result<Asked<FeedbackId>, ReviewError> {
    let (stars, text) = (Stars::new(stars).unwrap(), words(text));
    shop.write(move |tx| {
        let text = text.clone();
        Box::pin(async move { reviews::give_feedback(tx, &config(), who, part, stars, &text).await })
    })
    .await
}

pub async fn answer(shop: &Shop, seller: SellerId, id: FeedbackId, text: &str) -> Result<bool, ReviewError> {
    let (staff, text): (AccountId, _) = (shop.db.new_id(), words(text));
    shop.write(move |tx| {
        let text = text.clone();
        Box::pin(async move { reviews::answer_feedback(tx, staff, seller, id, &text).await })
    })
    .await
}

/// A buyer with a part of the lamp's seller that arrived.
pub async fn delivered(shop: &Shop, name: &str) -> (AccountId, PartId) {
    let buyer = shop.account(name).await;
    let order = shop.order(buyer, shop.lamp_offer).await;
    let (seller, part) = shop.ship(order).await;
    shop.orders.deliver(seller, part).await.unwrap();
    (buyer, part)
}

async fn rated(shop: &Shop) -> (i64, Option<u32>) {
    let mut conn = shop.db.read().await.unwrap();
    let rating = reviews::feedback_rating(&mut conn, shop.seller).await.unwrap();
    (rating.count(), rating.tenths())
}

async fn assert_sound(shop: &Shop) {
    let mut conn = shop.db.read().await.unwrap();
    assert_eq!(reviews::check(&mut conn).await.unwrap(), vec![]);
}

fn later(t: &TestDb) {
    t.clock().advance(DurationUs::from_mins(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_delivered_rates_the_seller_once_and_is_answered_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, part) = delivered(&shop, "Ada Lovelace").await;
            let given = give(&shop, ada, part, 4, "Well packed, a day late.").await.unwrap();
            assert!(given.new);
            let again = give(&shop, ada, part, 4, "Well packed, a day late.").await.unwrap();
            assert_eq!(again, Asked { id: given.id, new: false });
            let other = give(&shop, ada, part, 1, "I changed my mind.").await;
            assert!(matches!(other, Err(ReviewError::SaidAlready)), "{other:?}");
            later(t);
            let (ben, bens) = delivered(&shop, "Ben Haddad").await;
            give(&shop, ben, bens, 5, "Kind and quick.").await.unwrap();
            assert_eq!(rated(&shop).await, (2, Some(45)));

            let theirs = answer(&shop, shop.other_seller, given.id, "Not ours.").await;
            assert!(matches!(theirs, Err(ReviewError::NotFound)), "{theirs:?}");
            assert!(answer(&shop, shop.seller, given.id, "The carrier was late, sorry.").await.unwrap());
            assert!(!answer(&shop, shop.seller, given.id, "The carrier was late, sorry.").await.unwrap());
            let twice = answer(&shop, shop.seller, given.id, "And another thing.").await;
            assert!(matches!(twice, Err(ReviewError::SaidAlready)), "{twice:?}");

            let mut conn = shop.db.read().await.unwrap();
            let page = reviews::feedback_of_seller(&mut conn, shop.seller, 1, 1).await.unwrap();
            assert_eq!((page.total, page.feedback[0].author.as_str()), (2, "Ben"), "the newest first");
            let page = reviews::feedback_of_seller(&mut conn, shop.seller, 2, 1).await.unwrap();
            let answered = page.feedback[0].answer.as_ref().unwrap();
            assert_eq!(answered.body, "The carrier was late, sorry.");
            let copy = ReviewData.export(&mut conn, ada).await.unwrap();
            assert_eq!(copy["of_sellers"][0]["stars"], 4, "a copy of one's data has all that one said");
            assert_eq!(copy["of_sellers"][0]["text"], "Well packed, a day late.");
            assert_eq!(copy["of_sellers"][0]["seller"], shop.seller.to_string());
            drop(conn);
            assert_sound(&shop).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_rates_for_what_has_not_arrived_is_not_theirs_or_comes_from_themselves() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.account("Ada Lovelace").await;
            let order = shop.order(ada, shop.lamp_offer).await;
            let (seller, part) = shop.ship(order).await;
            let early = give(&shop, ada, part, 5, "It is on its way.").await;
            assert!(matches!(early, Err(ReviewError::NotBought)), "{early:?}");
            shop.orders.deliver(seller, part).await.unwrap();
            let eve = shop.account("Eve Rivera").await;
            let strange = give(&shop, eve, part, 1, "Somebody else's.").await;
            assert!(matches!(strange, Err(ReviewError::NotBought)), "{strange:?}");
            shop.write(move |tx| {
                Box::pin(async move {
                    sellers::add_staff(tx, seller, ada, domain::roles::StaffRole::Staff).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
            let own = give(&shop, ada, part, 5, "We are the best.").await;
            assert!(matches!(own, Err(ReviewError::OwnGoods)), "{own:?}");
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(reviews::may_rate(&mut conn, eve, part).await.unwrap(), MayRate::NotDelivered);
            drop(conn);
            assert_eq!(rated(&shop).await, (0, None));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_hides_counts_nowhere_and_goes_with_its_author() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, part) = delivered(&shop, "Ada Lovelace").await;
            let id = give(&shop, ada, part, 1, "Their number is 555 0100.").await.unwrap().id;
            let (subject, eve) = (Subject::Feedback(id), shop.account("Eve Rivera").await);
            let reported = shop
                .write(move |tx| Box::pin(reviews::report(tx, eve, subject, ReportReason::Private)))
                .await;
            assert!(reported.unwrap());
            let (operator, why): (AccountId, _) = (shop.db.new_id(), words("It names a telephone number."));
            shop.write(move |tx| {
                let why = why.clone();
                Box::pin(async move { reviews::decide(tx, operator, subject, Verdict::Hide, &why).await })
            })
            .await
            .unwrap();
            assert_eq!(rated(&shop).await, (0, None));
            let hidden = answer(&shop, shop.seller, id, "Please call.").await;
            assert!(matches!(hidden, Err(ReviewError::NotFound)), "{hidden:?}");
            let mut conn = shop.db.read().await.unwrap();
            let MayRate::Said(said) = reviews::may_rate(&mut conn, ada, part).await.unwrap() else {
                panic!("its author finds it still")
            };
            assert_eq!(said.visibility, Visibility::Hidden);
            drop(conn);
            shop.write(move |tx| {
                Box::pin(async move {
                    ReviewData.erase(tx, ada).await.unwrap();
                    Ok(())
                })
            })
            .await
            .unwrap();
            let mut conn = shop.db.read().await.unwrap();
            assert!(matches!(reviews::may_rate(&mut conn, ada, part).await.unwrap(), MayRate::Yes(_)));
            assert_eq!(reviews::open_cases(&mut conn).await.unwrap(), 0);
            drop(conn);
            assert_sound(&shop).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_an_answer_is_first_on_the_desk_however_old_it_is() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let mut given = Vec::new();
            for (name, text) in
                [("Ada Lovelace", "The first."), ("Ben Haddad", "The second."), ("Eve Rivera", "The third.")]
            {
                let (buyer, part) = delivered(&shop, name).await;
                given.push(give(&shop, buyer, part, 4, text).await.unwrap().id);
                later(t);
            }
            for id in &given[1..] {
                assert!(answer(&shop, shop.seller, *id, "Thank you.").await.unwrap());
            }
            let mut conn = shop.db.read().await.unwrap();
            let desk = reviews::feedback_to_answer(&mut conn, shop.seller, 50).await.unwrap();
            let desk: Vec<FeedbackId> = desk.iter().map(|one| one.id).collect();
            assert_eq!(desk, [given[0], given[2], given[1]]);
            let one = reviews::feedback_to_answer(&mut conn, shop.seller, 1).await.unwrap();
            assert_eq!((one.len(), one[0].author.as_str()), (1, "Ada"));
            let none = reviews::feedback_to_answer(&mut conn, shop.other_seller, 50).await.unwrap();
            assert!(none.is_empty(), "another seller's desk has none of it");
            assert_eq!(reviews::todo(&mut conn, shop.seller).await.unwrap().feedback, 1);
            assert_eq!(reviews::todo(&mut conn, shop.other_seller).await.unwrap().feedback, 0);
            let (mut read, mut before) = (Vec::new(), None);
            for _ in 0..4 {
                let page = reviews::feedback_before(&mut conn, shop.seller, before, false, 1).await.unwrap();
                let Some(one) = page.first() else { break };
                read.push(one.id);
                before = Some(one.id);
            }
            assert_eq!(read, [given[2], given[1], given[0]], "page by page each is there once");
            let waits = reviews::feedback_before(&mut conn, shop.seller, None, true, 50).await.unwrap();
            assert_eq!(waits.iter().map(|one| one.id).collect::<Vec<_>>(), [given[0]]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_say_it_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, part) = delivered(&shop, "Ada Lovelace").await;
            let (one, two) = tokio::join!(
                give(&shop, ada, part, 4, "Well packed, a day late."),
                give(&shop, ada, part, 4, "Well packed, a day late.")
            );
            let (one, two) = (one.unwrap(), two.unwrap());
            assert_eq!((one.id, one.new), (two.id, !two.new), "one of them was it");
            let (one, two) = tokio::join!(
                answer(&shop, shop.seller, one.id, "The carrier was late."),
                answer(&shop, shop.seller, one.id, "We were late.")
            );
            let said = |done: &Result<bool, ReviewError>| matches!(done, Ok(true));
            let refused = |done: &Result<bool, ReviewError>| matches!(done, Err(ReviewError::SaidAlready));
            assert!(said(&one) && refused(&two) || refused(&one) && said(&two), "{one:?} {two:?}");
            assert_eq!(rated(&shop).await, (1, Some(40)));
            assert_sound(&shop).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, part) = delivered(&shop, "Ada Lovelace").await;
            give(&shop, ada, part, 4, "Well packed, a day late.").await.unwrap();
            assert_sound(&shop).await;
            for (text, rule) in [
                ("UPDATE reviews_feedback SET votes = 7", "votes are counted once for each account"),
                (
                    "UPDATE reviews_feedback SET visibility = 'hidden'",
                    "what is said of a seller is hidden by a decision",
                ),
                (
                    "UPDATE reviews_feedback SET account_id = seller_id",
                    "what is said of a seller is by who was delivered the part",
                ),
            ] {
                shop.write(move |tx| Box::pin(async move { Ok(tx.exec(db::sql(text)).await.map(|_| ())?) }))
                    .await
                    .unwrap();
                let found = reviews::check(&mut shop.db.read().await.unwrap()).await.unwrap();
                assert!(found.iter().any(|v| v.rule == rule), "{rule}: {found:?}");
            }
        })
    })
    .await;
}
