//! The check finds a row that breaks a rule, and names it.

use crate::common::{Shop, config, key, words};
use db::testing::{Tampering, each_is_found, on_both};
use domain::TypedId;
use domain::review::{ReportReason, Subject};
use reviews::Ask;

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_finds_the_row_that_breaks_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, review) = shop.review("Ada Lovelace", 4).await;
            let ben = shop.account("Ben Haddad").await;
            let ask =
                Ask { key: key("question"), account: ben, product: shop.lamp, body: words("Does it dim?") };
            let market = shop.market();
            let asked = shop.write(move |tx| {
                let (ask, market) = (ask.clone(), market.clone());
                Box::pin(async move { reviews::ask(tx, &config(), &market, &ask).await })
            });
            let question = asked.await.unwrap().id;
            shop.write(move |tx| {
                Box::pin(reviews::report(tx, ben, Subject::Review(review), ReportReason::Spam))
            })
            .await
            .unwrap();
            let of_review = |table: &str, statement, rules| {
                Tampering::of(table, review, statement, rules).named(format!("{table} {}", review.uuid()))
            };
            let tamperings = vec![
                of_review(
                    "reviews_reviews",
                    "UPDATE reviews_reviews SET photos = 2 WHERE id = $1",
                    &["a review counts its photos"],
                ),
                of_review(
                    "reviews_reviews",
                    "UPDATE reviews_reviews SET seller_id = product_id WHERE id = $1",
                    &["a review is by who bought the product and was sent it"],
                ),
                of_review(
                    "reviews_cases",
                    "UPDATE reviews_cases SET reports = 7 WHERE subject_id = $1",
                    &["a case counts its reports"],
                ),
                Tampering::of(
                    "reviews_questions",
                    question,
                    "UPDATE reviews_questions SET answers = 3 WHERE id = $1",
                    &["a question counts its shown answers"],
                )
                .named(format!("reviews_questions {}", question.uuid())),
                Tampering::of(
                    "reviews_products",
                    shop.lamp,
                    "UPDATE reviews_products SET stars_sum = 3 WHERE product_id = $1",
                    &["a rating adds up the stars of every shown review"],
                )
                .named(format!("reviews_products {}", shop.lamp.uuid())),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = reviews::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
