//! Questions, answers, and what waits for a seller.

use crate::common::{Shop, config, key, words};
use db::testing::on_both;
use domain::review::{ReportReason, Subject, Verdict, Voice};
use domain::{AccountId, AnswerId, DurationUs, QuestionId};
use reviews::{Ask, Asked, Reply, ReviewError, Speaker};

pub async fn ask(
    shop: &Shop,
    who: AccountId,
    name: &str,
    text: &str,
) -> Result<Asked<QuestionId>, ReviewError> {
    let ask = Ask { key: key(name), account: who, product: shop.lamp, body: words(text) };
    let market = shop.market();
    shop.write(move |tx| {
        let (ask, market) = (ask.clone(), market.clone());
        Box::pin(async move { reviews::ask(tx, &config(), &market, &ask).await })
    })
    .await
}

pub async fn answer(
    shop: &Shop,
    who: AccountId,
    speaker: Speaker,
    question: QuestionId,
    name: &str,
) -> Result<Asked<AnswerId>, ReviewError> {
    let reply = Reply { key: key(name), account: who, speaker, question, body: words("Yes, it does.") };
    shop.write(move |tx| {
        let reply = reply.clone();
        Box::pin(async move { reviews::answer(tx, &config(), &reply).await })
    })
    .await
}

async fn waiting(shop: &Shop) -> i64 {
    reviews::todo(&mut shop.db.read().await.unwrap(), shop.seller).await.unwrap().questions
}

async fn standing(shop: &Shop) -> i64 {
    reviews::standing(&mut shop.db.read().await.unwrap(), shop.lamp).await.unwrap().questions
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_about_what_became_another_product_is_asked_there() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let eve = shop.account("Eve Rivera").await;
            let (gone, kept) = (shop.lamp, shop.cup);
            shop.write(move |tx| {
                Box::pin(async move {
                    catalog::merge_products(tx, gone, kept).await.unwrap();
                    Ok(())
                })
            })
            .await
            .unwrap();
            let asked = ask(&shop, eve, "a", "Does it come with a bulb?").await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let question = reviews::question(&mut conn, asked.id).await.unwrap().unwrap();
            assert_eq!(question.product_id, kept);
            drop(conn);
            assert_eq!(standing(&shop).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_waits_at_the_desk_until_somebody_who_knows_answers() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (eve, ben) =
                (shop.account("Eve Rivera").await, shop.buyer_of("Ben Haddad", shop.lamp_offer).await);
            let lucia = shop.staff_of("Lucía Guayabo", shop.seller).await;
            let asked = ask(&shop, eve, "a", "Does it come with a bulb?").await.unwrap();
            assert_eq!((asked.new, waiting(&shop).await, standing(&shop).await), (true, 1, 1));
            let other = reviews::todo(&mut shop.db.read().await.unwrap(), shop.other_seller).await.unwrap();
            assert_eq!(other.questions, 0, "who does not offer it is not asked");
            let stranger = answer(&shop, eve, Speaker::Oneself, asked.id, "b").await;
            assert!(matches!(stranger, Err(ReviewError::NotBought)), "{stranger:?}");
            let other = answer(&shop, lucia, Speaker::Seller(shop.other_seller), asked.id, "c").await;
            assert!(matches!(other, Err(ReviewError::NotFound)), "{other:?}");
            for (who, speaker, name) in [
                (ben, Speaker::Oneself, "d"),
                (lucia, Speaker::Seller(shop.seller), "e"),
                (shop.account("Olga Rivera").await, Speaker::Operator, "f"),
            ] {
                t.clock().advance(DurationUs::from_mins(1));
                assert!(answer(&shop, who, speaker, asked.id, name).await.unwrap().new);
            }
            assert_eq!(waiting(&shop).await, 0);
            let mut conn = shop.db.read().await.unwrap();
            let page = reviews::questions(&mut conn, shop.lamp, 1).await.unwrap();
            let said: Vec<(&str, Voice)> =
                page.questions[0].answers.iter().map(|a| (a.author.as_str(), a.voice)).collect();
            assert_eq!(
                said,
                [("Ben", Voice::Buyer), ("Lamp House", Voice::Seller), ("Olga", Voice::Operator)]
            );
            assert_eq!(page.questions[0].author, "Eve");
            drop(conn);
            let kinds = shop.events().await;
            assert_eq!(
                kinds,
                ["question.asked", "question.answered", "question.answered", "question.answered"]
            );
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_of_the_button_asks_and_answers_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = std::sync::Arc::new(Shop::open(t.db()).await);
            let eve = shop.account("Eve Rivera").await;
            let ben = shop.buyer_of("Ben Haddad", shop.lamp_offer).await;
            let presses: Vec<_> = (0..10)
                .map(|_| {
                    let shop = shop.clone();
                    tokio::spawn(async move { ask(&shop, eve, "same", "Does it come with a bulb?").await })
                })
                .collect();
            let mut ids = Vec::new();
            for press in presses {
                ids.push(press.await.unwrap().unwrap().id);
            }
            ids.dedup();
            assert_eq!((ids.len(), standing(&shop).await), (1, 1));
            let other = ask(&shop, eve, "same", "Is it heavy to carry?").await;
            assert!(matches!(other, Err(ReviewError::KeyReused)), "{other:?}");
            let presses: Vec<_> = (0..10)
                .map(|_| {
                    let (shop, id) = (shop.clone(), ids[0]);
                    tokio::spawn(async move { answer(&shop, ben, Speaker::Oneself, id, "same").await })
                })
                .collect();
            let mut new = 0;
            for press in presses {
                new += i32::from(press.await.unwrap().unwrap().new);
            }
            assert_eq!(new, 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_taken_back_while_it_has_no_answer_and_an_answer_at_any_time() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let eve = shop.account("Eve Rivera").await;
            let ben = shop.buyer_of("Ben Haddad", shop.lamp_offer).await;
            let id = ask(&shop, eve, "a", "Does it come with a bulb?").await.unwrap().id;
            let said = answer(&shop, ben, Speaker::Oneself, id, "b").await.unwrap().id;
            let kept = shop.write(move |tx| Box::pin(reviews::remove_question(tx, eve, id))).await;
            assert!(matches!(kept, Err(ReviewError::HasAnswers)), "{kept:?}");
            let others = shop.write(move |tx| Box::pin(reviews::remove_answer(tx, eve, said))).await;
            assert!(matches!(others, Err(ReviewError::NotFound)), "{others:?}");
            for _ in 0..2 {
                shop.write(move |tx| Box::pin(reviews::remove_answer(tx, ben, said))).await.unwrap();
            }
            let others = shop.write(move |tx| Box::pin(reviews::remove_question(tx, ben, id))).await;
            assert!(matches!(others, Err(ReviewError::NotFound)), "{others:?}");
            for _ in 0..2 {
                shop.write(move |tx| Box::pin(reviews::remove_question(tx, eve, id))).await.unwrap();
            }
            assert_eq!((standing(&shop).await, waiting(&shop).await), (0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_and_answers_are_voted_for_reported_and_hidden_like_reviews() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let eve = shop.account("Eve Rivera").await;
            let ben = shop.buyer_of("Ben Haddad", shop.lamp_offer).await;
            let id = ask(&shop, eve, "a", "Does it come with a bulb?").await.unwrap().id;
            let said = answer(&shop, ben, Speaker::Oneself, id, "b").await.unwrap().id;
            let (question, answer) = (Subject::Question(id), Subject::Answer(said));
            let operator: AccountId = shop.db.new_id();
            let decide = async |subject, verdict| {
                shop.write(move |tx| {
                    Box::pin(async move {
                        reviews::decide(tx, operator, subject, verdict, &words("It tells an address.")).await
                    })
                })
                .await
                .unwrap()
            };
            assert_eq!(
                shop.write(move |tx| Box::pin(reviews::vote(tx, ben, question, true))).await.unwrap(),
                1
            );
            assert_eq!(
                shop.write(move |tx| Box::pin(reviews::vote(tx, eve, answer, true))).await.unwrap(),
                1
            );
            let reason = ReportReason::Private;
            shop.write(move |tx| Box::pin(reviews::report(tx, eve, answer, reason))).await.unwrap();
            decide(answer, Verdict::Hide).await;
            assert_eq!(waiting(&shop).await, 1, "a question whose one answer is hidden waits again");
            shop.assert_sound().await;
            decide(answer, Verdict::Keep).await;
            decide(question, Verdict::Hide).await;
            assert_eq!((waiting(&shop).await, standing(&shop).await), (0, 0));
            shop.assert_sound().await;
            decide(question, Verdict::Keep).await;
            let mut conn = shop.db.read().await.unwrap();
            let page = reviews::questions(&mut conn, shop.lamp, 1).await.unwrap();
            assert_eq!((page.questions[0].votes, page.questions[0].answers[0].votes), (1, 1));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_answers_a_question_five_times_and_no_more() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let eve = shop.account("Eve Rivera").await;
            let ben = shop.buyer_of("Ben Haddad", shop.lamp_offer).await;
            let id = ask(&shop, eve, "first", "Does it come with a bulb?").await.unwrap().id;
            for n in 0..5 {
                answer(&shop, ben, Speaker::Oneself, id, &format!("answer-{n}")).await.unwrap();
            }
            let more = answer(&shop, ben, Speaker::Oneself, id, "one-more").await;
            assert!(matches!(more, Err(ReviewError::TooMany)), "{more:?}");
            let again = answer(&shop, ben, Speaker::Oneself, id, "answer-0").await.unwrap();
            assert!(!again.new, "the same press is the same answer");
            shop.assert_sound().await;
        })
    })
    .await;
}
