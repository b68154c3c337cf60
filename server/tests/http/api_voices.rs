//! What shoppers say in public by the API: reviews, questions, and what they say of the seller.

use crate::api::{Desk, answer, desk};
use http::{Method, StatusCode};
use platform::domain::key::IdempotencyKey;
use platform::domain::review::{Prose, ProseKind};
use platform::domain::{AnswerId, QuestionId};
use platform::reviews::{Reply, ReviewError, Speaker};
use serde_json::{Value, json};
use std::collections::HashSet;

pub async fn put(desk: &Desk, path: &str, idem: &str, body: Value) -> (StatusCode, Value) {
    answer(desk.send(Method::PUT, path, &desk.key, Some(idem), Some(body)).await).await
}

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Words that no seller may say.
fn wrong() -> [Value; 6] {
    [
        json!({}),
        json!({ "text": "" }),
        json!({ "text": "?!" }),
        json!({ "text": 5 }),
        json!({ "text": "x".repeat(2_001) }),
        json!({ "text": "Thank you", "stars": 5 }),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_reviews_page_by_page_and_replies_to_one_once() {
    let desk = desk().await;
    let (status, all) = desk.get("/api/v1/reviews?limit=100").await;
    assert_eq!(status, StatusCode::OK, "{all}");
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let (_, page) = desk.get(&format!("/api/v1/reviews?limit=1{cursor}")).await;
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ids(&all), "each is there once");
    let (_, waiting) = desk.get("/api/v1/reviews?show=waiting").await;
    let review = waiting["data"][0].clone();
    assert!((1..=5).contains(&review["stars"].as_i64().unwrap()) && review["reply"].is_null(), "{review}");
    let own = format!("/api/v1/reviews/{}", review["id"].as_str().unwrap());
    assert_eq!(desk.get(&own).await, (StatusCode::OK, review.clone()));

    let path = format!("{own}/reply");
    for wrong in wrong() {
        let (status, problem) = put(&desk, &path, "what-is-no-reply-001", wrong.clone()).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
    let (status, said) =
        put(&desk, &path, "reply-to-a-review-01", json!({ "text": "Thank you, Nora." })).await;
    assert_eq!((status, &said["reply"]["text"]), (StatusCode::OK, &json!("Thank you, Nora.")), "{said}");
    let again = put(&desk, &path, "reply-to-a-review-01", json!({ "text": "Thank you, Nora." })).await;
    assert_eq!(again, (StatusCode::OK, said), "a repeat says nothing more");
    assert_eq!(desk.get(&own).await.1["reply"]["edited_at"], Value::Null);
    let (_, changed) = put(&desk, &path, "reply-to-a-review-02", json!({ "text": "Thank you both." })).await;
    assert_eq!(changed["reply"]["text"], "Thank you both.");
    assert!(changed["reply"]["edited_at"].is_string(), "{changed}");
    let (_, still) = desk.get("/api/v1/reviews?show=waiting").await;
    assert!(!ids(&still).contains(&ids(&waiting)[0]), "who was answered waits no more");
    assert_eq!(desk.get("/api/v1/reviews?show=loud").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_answers_a_question_once_in_the_sellers_name() {
    let desk = desk().await;
    let (status, waiting) = desk.get("/api/v1/questions").await;
    assert_eq!((status, waiting["data"].as_array().unwrap().len()), (StatusCode::OK, 1), "{waiting}");
    let question = &waiting["data"][0];
    assert_eq!(question["text"], "Does it work with 230 volts?");
    let id = question["id"].as_str().unwrap();
    let path = format!("/api/v1/questions/{id}/answers");
    for wrong in wrong() {
        let (status, _) = desk.post(&path, "what-is-no-answer-01", Some(wrong.clone())).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let words = json!({ "text": "It needs a converter of 1,200 watts." });
    let (status, given) = desk.post(&path, "answer-a-question-01", Some(words.clone())).await;
    assert_eq!((status, &given["question_id"]), (StatusCode::CREATED, &question["id"]), "{given}");
    let again = desk.post(&path, "answer-a-question-01", Some(words)).await;
    assert_eq!(again, (StatusCode::CREATED, given), "a repeat answers nothing more");
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let asked = platform::reviews::question(&mut conn, id.parse().unwrap()).await.unwrap().unwrap();
    let answers: Vec<_> = asked.answers.iter().map(|one| (one.seller_id, one.body.as_str())).collect();
    assert_eq!(answers, [(Some(desk.seller), "It needs a converter of 1,200 watts.")]);
    assert_eq!(desk.get("/api/v1/questions").await.1["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_what_buyers_say_of_the_seller_and_answers_each_once() {
    let desk = desk().await;
    assert_eq!(desk.get("/api/v1/feedback").await, (StatusCode::OK, json!({ "data": [] })));
    crate::makers::feedback_of(&desk.shop, desk.seller, 3).await;
    let (status, all) = desk.get("/api/v1/feedback?limit=100").await;
    assert_eq!((status, ids(&all).len()), (StatusCode::OK, 3), "{all}");
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let (_, page) = desk.get(&format!("/api/v1/feedback?limit=1{cursor}")).await;
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ids(&all), "each is there once");
    let one = all["data"][0].clone();
    assert_eq!((&one["stars"], &one["author"], &one["answer"]), (&json!(5), &json!("Ada"), &Value::Null));
    assert!(one.get("order_id").is_none() && one.get("account_id").is_none(), "who it was is not told");
    let own = format!("/api/v1/feedback/{}", one["id"].as_str().unwrap());
    assert_eq!(desk.get(&own).await, (StatusCode::OK, one));

    let path = format!("{own}/answer");
    for wrong in wrong() {
        let (status, problem) = desk.post(&path, "what-is-no-answer-01", Some(wrong.clone())).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
    let words = json!({ "text": "Thank you, come again." });
    let (status, given) = desk.post(&path, "answer-a-buyer-0001", Some(words.clone())).await;
    assert_eq!(
        (status, &given["answer"]["text"]),
        (StatusCode::CREATED, &json!("Thank you, come again.")),
        "{given}"
    );
    let again = desk.post(&path, "answer-a-buyer-0001", Some(words)).await;
    assert_eq!(again, (StatusCode::CREATED, given.clone()), "a repeat says nothing more");
    let (status, problem) =
        desk.post(&path, "answer-a-buyer-0002", Some(json!({ "text": "And another thing." }))).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("said-already")),
        "it stays as it was said"
    );
    assert_eq!(desk.get(&own).await.1["answer"], given["answer"]);
    let (_, waiting) = desk.get("/api/v1/feedback?show=waiting").await;
    assert_eq!(ids(&waiting), ids(&all)[1..]);
    assert!(crate::common::text(desk.shop.get("/s/guayabo").await).await.contains("Thank you, come again."));
    assert_eq!(desk.get("/api/v1/feedback?show=loud").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reports_a_review_once_and_it_stands_until_somebody_decides() {
    let desk = desk().await;
    let (_, all) = desk.get("/api/v1/reviews?limit=1").await;
    let own = format!("/api/v1/reviews/{}", all["data"][0]["id"].as_str().unwrap());
    let path = format!("{own}/report");
    let reports = async || {
        let open = "SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_reports";
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        conn.one::<(i64,)>(platform::db::sql(open)).await.unwrap().0
    };
    let before = reports().await;
    for wrong in [json!({}), json!({ "reason": "dull" }), json!({ "reason": "spam", "why": "It is." })] {
        let (status, problem) = desk.post(&path, "what-is-no-report-01", Some(wrong.clone())).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
    let spam = || Some(json!({ "reason": "spam" }));
    let (status, said) = desk.post(&path, "report-a-review-0001", spam()).await;
    assert_eq!((status, &said["review_id"]), (StatusCode::OK, &all["data"][0]["id"]), "{said}");
    assert_eq!(desk.post(&path, "report-a-review-0001", spam()).await, (StatusCode::OK, said.clone()));
    assert_eq!(desk.post(&path, "report-a-review-0002", spam()).await, (StatusCode::OK, said));
    assert_eq!(reports().await, before + 1, "once for each account");
    assert_eq!(desk.get(&own).await.0, StatusCode::OK, "it stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reports_what_a_buyer_says_of_the_seller_once() {
    let desk = desk().await;
    let said = crate::makers::feedback_of(&desk.shop, desk.seller, 1).await[0];
    let path = format!("/api/v1/feedback/{said}/report");
    let untrue = || Some(json!({ "reason": "untrue" }));
    for key in ["report-feedback-0001", "report-feedback-0001", "report-feedback-0002"] {
        let (status, told) = desk.post(&path, key, untrue()).await;
        assert_eq!((status, &told["feedback_id"]), (StatusCode::OK, &json!(said.to_string())), "{told}");
    }
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let reports = "SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_reports WHERE subject_id = $1";
    let (count,): (i64,) = conn.one(platform::db::sql(reports).bind(said)).await.unwrap();
    assert_eq!(count, 1, "once for each account");
    assert_eq!(desk.get(&format!("/api/v1/feedback/{said}")).await.0, StatusCode::OK, "it stands");
}

/// Somebody who works for the shop answers a question.
async fn answered(desk: &Desk, question: QuestionId) -> AnswerId {
    let reply = Reply {
        key: IdempotencyKey::parse("answer-of-the-shop-1").unwrap(),
        account: desk.shop.account_of("ada@shopper.example").await,
        speaker: Speaker::Operator,
        question,
        body: Prose::parse(ProseKind::Answer, "Look at our own site instead.").unwrap(),
    };
    let config = desk.shop.platform().reviews.clone();
    let given: Result<_, ReviewError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| {
            let (reply, config) = (reply.clone(), config.clone());
            Box::pin(async move { platform::reviews::answer(tx, &config, &reply).await })
        })
        .await;
    given.unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_a_question_with_its_answers_and_reports_either_once() {
    let desk = desk().await;
    let (_, waiting) = desk.get("/api/v1/questions").await;
    let id: QuestionId = waiting["data"][0]["id"].as_str().unwrap().parse().unwrap();
    let own = format!("/api/v1/questions/{id}");
    let (status, bare) = desk.get(&own).await;
    assert_eq!((status, &bare["answers"]), (StatusCode::OK, &json!([])), "{bare}");
    assert_eq!(
        (&bare["text"], &bare["author"]),
        (&waiting["data"][0]["text"], &waiting["data"][0]["author"])
    );
    assert!(bare.get("account_id").is_none(), "who asked is not told: {bare}");

    let theirs = answered(&desk, id).await;
    let words = json!({ "text": "It needs a converter of 1,200 watts." });
    let (status, given) = desk.post(&format!("{own}/answers"), "answer-a-question-03", Some(words)).await;
    assert_eq!(status, StatusCode::CREATED, "{given}");
    let (_, full) = desk.get(&own).await;
    let told: HashSet<_> = full["answers"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(told, HashSet::from([json!(theirs.to_string()), given["id"].clone()]), "{full}");
    for one in full["answers"].as_array().unwrap() {
        let is_own = one["id"] == given["id"];
        let voice = if is_own { "seller" } else { "operator" };
        assert_eq!((&one["is_own"], &one["voice"]), (&json!(is_own), &json!(voice)), "{one}");
    }

    let spam = || Some(json!({ "reason": "spam" }));
    let of_answer = |answer: &str| format!("{own}/answers/{answer}/report");
    let own_words = of_answer(given["id"].as_str().unwrap());
    let (status, problem) = desk.post(&own_words, "report-an-answer-000", spam()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("own-words")), "{problem}");
    let nobodys = of_answer("ans_01j9zq3v5n8e7kx2m4t6w0ys1b");
    assert_eq!(desk.post(&nobodys, "report-an-answer-001", spam()).await.0, StatusCode::NOT_FOUND);

    for (n, (path, field, subject)) in [
        (format!("{own}/report"), "question_id", id.to_string()),
        (of_answer(&theirs.to_string()), "answer_id", theirs.to_string()),
    ]
    .into_iter()
    .enumerate()
    {
        for wrong in [json!({}), json!({ "reason": "ugly" }), json!({ "reason": "spam", "more": 1 })] {
            let (status, problem) = desk.post(&path, "what-is-no-report-02", Some(wrong)).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
        }
        for key in ["first", "first", "other"] {
            let (status, told) = desk.post(&path, &format!("report-it-{n}-{key}-001"), spam()).await;
            assert_eq!((status, &told[field]), (StatusCode::OK, &json!(subject)), "{told}");
        }
        let changed = json!({ "reason": "untrue" });
        let (status, problem) = desk.post(&path, &format!("report-it-{n}-first-001"), Some(changed)).await;
        assert_eq!(status, StatusCode::CONFLICT, "the key came with something else: {problem}");
    }
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let reports = "SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_reports WHERE subject_id = $1";
    for subject in [platform::db::sql(reports).bind(id), platform::db::sql(reports).bind(theirs)] {
        let (count,): (i64,) = conn.one(subject).await.unwrap();
        assert_eq!(count, 1, "once for each account");
    }
    drop(conn);
    assert_eq!(desk.get(&own).await.1, full, "both stand");
}
