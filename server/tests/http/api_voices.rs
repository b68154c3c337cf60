//! What shoppers say in public by the API, who works for the seller, and how its orders went: what the desk shows, for
//! programs.

use crate::api::{Desk, answer, desk};
use http::{Method, StatusCode};
use platform::domain::health::Measure;
use platform::domain::text_enum::TextEnum as _;
use serde_json::{Value, json};

async fn put(desk: &Desk, path: &str, idem: &str, body: Value) -> (StatusCode, Value) {
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
async fn who_works_here_and_how_orders_went_are_those_of_the_desk() {
    let desk = desk().await;
    let (status, staff) = desk.get("/api/v1/staff").await;
    assert_eq!(status, StatusCode::OK, "{staff}");
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let members = platform::sellers::staff(&mut conn, desk.seller).await.unwrap();
    drop(conn);
    let people = staff["data"].as_array().unwrap();
    assert_eq!(people.len(), members.len());
    let lucia = people.iter().find(|one| one["email"] == "lucia@guayabo.example").expect("the owner");
    assert_eq!(lucia["role"], "owner");
    assert!(lucia["name"].is_string() && lucia.get("password").is_none(), "{lucia}");

    let counted = desk.shop.platform().buybox.recount(desk.seller).await.unwrap();
    let (status, health) = desk.get("/api/v1/health").await;
    assert_eq!(status, StatusCode::OK, "{health}");
    let measures = health["measures"].as_array().unwrap();
    assert_eq!(measures.len(), Measure::ALL.len());
    for (one, (measure, tally, _)) in measures.iter().zip(counted.measures()) {
        assert_eq!(one["measure"], measure.as_str());
        assert_eq!((&one["mishaps"], &one["counted"]), (&json!(tally.mishaps), &json!(tally.of)), "{one}");
        assert_eq!(one["limit_bps"], measure.limit_bps());
    }
    assert!(measures.iter().any(|one| one["counted"].as_i64() > Some(0)), "the demo has orders: {health}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_analysis_is_that_of_the_page() {
    let desk = desk().await;
    let (status, said) = desk.get("/api/v1/sales/analysis?days=90&products=2").await;
    assert_eq!((status, &said["complete"]), (StatusCode::OK, &json!(true)), "{said}");
    let platform = desk.shop.platform();
    let range = platform::reporting::Range::last_days(platform.db.now().utc_day(), 90);
    let usd = platform::domain::Currency::USD;
    let mut conn = platform.db.read().await.unwrap();
    let found = platform::reporting::analysis(&mut conn, desk.seller, usd, range, 2).await.unwrap();
    drop(conn);
    assert!(found.now.orders > 0 && !found.products.is_empty(), "the demo shop sold something");
    assert_eq!(
        (&said["now"]["orders"], &said["now"]["units"]),
        (&json!(found.now.orders), &json!(found.now.units))
    );
    assert_eq!(said["now"]["sales"]["amount_minor"], found.now.sales.minor());
    assert_eq!(said["products_in_all"], found.products_in_all);
    let products = said["products"].as_array().unwrap();
    assert_eq!(products.len(), found.products.len());
    for (one, line) in products.iter().zip(&found.products) {
        assert_eq!(one["product_id"], line.key.id.to_string());
        assert_eq!((&one["units"], &one["views"]), (&json!(line.units.now), &json!(line.key.views)));
        assert_eq!(one["sales"]["amount_minor"], line.sales_minor.now);
    }
    let steps = said["steps"].as_array().unwrap();
    let sum: i64 = steps.iter().map(|one| one["sales"]["amount_minor"].as_i64().unwrap()).sum();
    assert_eq!(said["now"]["sales"]["amount_minor"], sum, "the steps together are the range");
    let (_, long_ago) = desk.get("/api/v1/sales/analysis?days=7&last_day=2001-01-07").await;
    assert_eq!(
        (&long_ago["now"]["first_day"], &long_ago["now"]["orders"]),
        (&json!("2001-01-01"), &json!(0))
    );
    for wrong in
        ["days=0", "days=732", "days=x", "last_day=2026-02-30", "products=0", "products=501", "from=1"]
    {
        let (status, problem) = desk.get(&format!("/api/v1/sales/analysis?{wrong}")).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_says_how_the_seller_delivers_once_for_each_key() {
    let desk = desk().await;
    let path = "/api/v1/delivery";
    let (status, before) = desk.get(path).await;
    assert_eq!((status, &before["fee"]["currency"]), (StatusCode::OK, &json!("USD")), "{before}");
    let with = |field: &str, value: Value| {
        let mut whole = json!({
            "handling_days": 2, "transit_days_min": 3, "transit_days_max": 6, "cutoff_minutes": 720,
            "fee": { "amount_minor": 550, "currency": "USD" },
        });
        whole[field] = value;
        whole
    };
    for (wrong, status) in [
        (with("handling_days", json!(31)), StatusCode::BAD_REQUEST),
        (with("transit_days_min", json!(0)), StatusCode::BAD_REQUEST),
        (with("transit_days_max", json!(300)), StatusCode::BAD_REQUEST),
        (with("cutoff_minutes", json!(1_441)), StatusCode::BAD_REQUEST),
        (with("fee", json!({ "amount_minor": -1, "currency": "USD" })), StatusCode::BAD_REQUEST),
        (with("by_drone", json!(true)), StatusCode::BAD_REQUEST),
        (with("transit_days_min", json!(7)), StatusCode::CONFLICT),
        (with("fee", json!({ "amount_minor": 1, "currency": "EUR" })), StatusCode::CONFLICT),
    ] {
        assert_eq!(put(&desk, path, "what-no-post-does-01", wrong.clone()).await.0, status, "{wrong}");
    }
    assert_eq!(desk.get(path).await.1, before, "what is refused changes nothing");
    let wanted = with("free_from", json!({ "amount_minor": 5_000, "currency": "USD" }));
    for _ in 0..2 {
        let said = put(&desk, path, "deliver-like-this-01", wanted.clone()).await;
        assert_eq!(said, (StatusCode::OK, wanted.clone()));
    }
    assert_eq!(desk.get(path).await.1, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_says_how_things_are_taken_back_and_never_without_an_address() {
    let desk = desk().await;
    let path = "/api/v1/return-policy";
    let (status, before) = desk.get(path).await;
    assert_eq!((status, &before["has_address"]), (StatusCode::OK, &json!(true)), "{before}");
    let usd = |minor: i64| json!({ "amount_minor": minor, "currency": "USD" });
    for (wrong, status) in [
        (json!({ "auto_approve": true }), StatusCode::BAD_REQUEST),
        (json!({ "auto_approve": true, "window_days": 29 }), StatusCode::BAD_REQUEST),
        (json!({ "auto_approve": true, "window_days": 366 }), StatusCode::BAD_REQUEST),
        (json!({ "auto_approve": "yes", "window_days": 60 }), StatusCode::BAD_REQUEST),
        (json!({ "auto_approve": true, "window_days": 60, "auto_up_to": usd(0) }), StatusCode::CONFLICT),
    ] {
        assert_eq!(put(&desk, path, "what-no-policy-is-01", wrong.clone()).await.0, status, "{wrong}");
    }
    assert_eq!(desk.get(path).await.1, before, "what is refused changes nothing");
    let wanted = json!({ "auto_approve": true, "window_days": 60, "auto_up_to": usd(2_500) });
    let is =
        json!({ "auto_approve": true, "window_days": 60, "auto_up_to": usd(2_500), "has_address": true });
    for _ in 0..2 {
        let said = put(&desk, path, "take-it-back-like-01", wanted.clone()).await;
        assert_eq!(said, (StatusCode::OK, is.clone()));
    }
    assert_eq!(desk.get(path).await.1, is);
    // Nobody has said where to.
    let (seller, none) = (desk.seller, platform::returns::ReturnSettings::STANDARD);
    let cleared: Result<(), platform::returns::ReturnError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| {
            let none = none.clone();
            Box::pin(async move { platform::returns::save_settings(tx, seller, &none).await })
        })
        .await;
    cleared.unwrap();
    let (status, problem) = put(&desk, path, "take-it-back-like-02", wanted).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("no-return-address")), "{problem}");
}
