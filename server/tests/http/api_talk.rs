//! Conversations and the year by the API: what the desk shows, for programs.

use crate::api::desk;
use http::StatusCode;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_what_waits_answers_once_and_says_what_needs_no_answer() {
    let desk = desk().await;
    let (status, waiting) = desk.get("/api/v1/messages?show=waiting").await;
    assert_eq!(status, StatusCode::OK);
    let first = &waiting["data"][0];
    assert!(first["waiting_since"].is_string() && first["latest"]["side"] == "shopper", "{waiting}");
    let path = format!("/api/v1/messages/{}", first["id"].as_str().unwrap());
    let (_, all) = desk.get(&path).await;
    let count = all["data"].as_array().unwrap().len();
    assert_eq!(first["messages"], count);

    let send = async |idem: &str, body: Value| desk.post(&path, idem, Some(body)).await;
    let text = json!({ "text": "It leaves today. Write to me@lamps.example", "seen": count });
    let (status, sent) = send("an-answer-of-a-program", text.clone()).await;
    assert_eq!((status, &sent["masked"]), (StatusCode::OK, &json!(true)), "{sent}");
    let (status, again) = send("an-answer-of-a-program", text).await;
    assert_eq!((status, &again), (StatusCode::OK, &sent));
    for wrong in
        [json!({ "text": "" }), json!({ "text": "x".repeat(2_001) }), json!({ "text": "Hi", "seen": -1 })]
    {
        assert_eq!(send("an-answer-that-is-none", wrong).await.0, StatusCode::BAD_REQUEST);
    }
    let (_, all) = desk.get(&path).await;
    let last = all["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["number"], &last["side"]), (&json!(count + 1), &json!("seller")), "it is sent once");
    let (_, still) = desk.get("/api/v1/messages?show=waiting").await;
    let waits = |list: &Value| list["data"].as_array().unwrap().iter().any(|one| one["id"] == first["id"]);
    assert!(!waits(&still), "who was answered waits no more");

    // A page at a time, and only the messages before a number.
    let (_, page) = desk.get("/api/v1/messages?limit=1").await;
    if let Some(next) = page["next_cursor"].as_str() {
        let (status, second) = desk.get(&format!("/api/v1/messages?limit=1&cursor={next}")).await;
        assert_eq!(status, StatusCode::OK);
        assert_ne!(second["data"][0]["id"], page["data"][0]["id"]);
    }
    let (_, before) = desk.get(&format!("{path}?before={}&limit=1", count + 1)).await;
    assert_eq!(before["data"][0]["number"], count);
    assert_eq!(desk.get("/api/v1/messages?cursor=waiting.x.y").await.0, StatusCode::BAD_REQUEST);

    let read = format!("{path}/read");
    let (status, state) = desk.post(&read, "read-by-a-program", Some(json!({ "seen": count + 1 }))).await;
    assert_eq!((status, &state["messages"]), (StatusCode::OK, &json!(count + 1)), "{state}");
    let settle = format!("{path}/settle");
    let (status, state) = desk.post(&settle, "nothing-to-answer-1", Some(json!({ "seen": count + 1 }))).await;
    assert_eq!((status, &state["waiting_since"]), (StatusCode::OK, &Value::Null), "{state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_says_what_the_balance_is() {
    let desk = desk().await;
    let (status, year) = desk.get("/api/v1/year").await;
    assert_eq!(status, StatusCode::OK);
    let minor = |value: &Value| value["amount_minor"].as_i64().unwrap();
    let (_, balance) = desk.get("/api/v1/balance").await;
    assert_eq!(minor(&year["closing"]), minor(&balance["balance"]));
    let total = &year["total"];
    assert_eq!(
        minor(&year["opening"]) + minor(&total["earned"]) + minor(&total["payouts"]),
        minor(&year["closing"])
    );
    for parts in ["months", "quarters"] {
        let sum: i64 = year[parts].as_array().unwrap().iter().map(|part| minor(&part["gross"])).sum();
        assert_eq!(sum, minor(&total["gross"]), "{parts}");
    }
    assert!(minor(&total["gross"]) > 0 && minor(&total["commission"]) < 0, "{total}");
    assert_eq!(desk.get("/api/v1/year?year=1999").await.0, StatusCode::BAD_REQUEST);
}
