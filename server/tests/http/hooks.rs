//! Webhooks over HTTP: an endpoint by a plain form with its secret shown once, its log, and the same by the API.

use crate::api::desk;
use crate::common::{TestShop, page_as, post_as, text};
use crate::makers::webhook_of;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::webhooks::{RecordingSender, Webhooks, WebhooksConfig};
use serde_json::{Value, json};
use std::sync::Arc;

const LUCIA: &str = "lucia@guayabo.example";

async fn post(shop: &TestShop, path: &str, body: String) -> Response<Body> {
    post_as(shop, Some(LUCIA), path, body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_adds_an_endpoint_and_reads_what_became_of_a_message() {
    let desk = desk().await;
    let (shop, seller) = (&desk.shop, desk.seller);
    let wrong = post(
        shop,
        "/api/seller/webhook-create",
        format!("seller={seller}&url=http://x.example&order_placed=on"),
    );
    assert_eq!(wrong.await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let none = post(shop, "/api/seller/webhook-create", format!("seller={seller}&url=https://x.example"));
    assert_eq!(none.await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (endpoint, delivery) = webhook_of(shop, seller).await;
    let lucia = shop.cookie_of(LUCIA).await;
    let list = page_as(shop, "/seller/webhooks", &lucia).await;
    assert!(list.contains("https://hooks.example/orinoco") && !list.contains("whsec_"));

    // As the server's worker does, to a machine that refuses.
    let sender = RecordingSender::answering(Ok(503));
    let config = WebhooksConfig { shop_name: "Orinoco".into(), public_url: "http://localhost".into() };
    let db = shop.platform().db.clone();
    let webhooks = Webhooks::new(db.clone(), Arc::new(sender.clone()), config);
    webhooks.register(platform::db::Worker::new(db)).run_due().await.unwrap();
    assert_eq!(sender.sent().len(), 1);
    let page = page_as(shop, &format!("/seller/webhooks/{endpoint}"), &lucia).await;
    assert!(
        page.contains("webhook.test")
            && page.contains("answered with 503")
            && page.contains("Tried again at")
    );

    let path = format!("/api/v1/webhook-deliveries/{delivery}");
    let (status, tried) = desk.get(&path).await;
    let log = &tried["log"][0];
    assert_eq!((status, &log["status"], &log["number"]), (StatusCode::OK, &json!(503), &json!(1)), "{tried}");
    assert_eq!((&tried["state"], &tried["tries"]), (&json!("pending"), &json!(1)));

    let off =
        post(shop, "/api/seller/webhook-change", format!("seller={seller}&endpoint={endpoint}&state=off"))
            .await;
    assert_eq!(off.status(), StatusCode::OK);
    let test = post(shop, "/api/seller/webhook-test", format!("seller={seller}&endpoint={endpoint}")).await;
    assert_eq!(test.status(), StatusCode::CONFLICT, "{}", text(test).await);
}

/// An answer as it is repeated.
fn without_secret(told: &Value) -> Value {
    let mut told = told.clone();
    told["secret"] = Value::Null;
    told
}

/// What is repeated to programs, as it stands in the database.
async fn kept_answers(shop: &TestShop) -> Vec<String> {
    let statement =
        platform::db::sql("SELECT answer FROM integrations_requests WHERE answer LIKE '%secret%'");
    let mut conn = shop.platform().db.read().await.unwrap();
    let kept: Vec<(String,)> = conn.all(statement).await.unwrap();
    assert_eq!(kept.len(), 2, "of the endpoint and of its new secret: {kept:?}");
    kept.into_iter().map(|(answer,)| answer).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_adds_an_endpoint_once_changes_it_and_sends_again() {
    let desk = desk().await;
    let new = json!({ "url": "https://hooks.example/a", "kinds": ["order.placed", "dispute.opened"] });
    let (status, made) = desk.post("/api/v1/webhooks", "a-first-endpoint", Some(new.clone())).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
    let (status, again) = desk.post("/api/v1/webhooks", "a-first-endpoint", Some(new)).await;
    assert_eq!(
        (status, &again),
        (StatusCode::CREATED, &without_secret(&made)),
        "the same endpoint, told once"
    );
    let path = format!("/api/v1/webhooks/{}", made["id"].as_str().unwrap());
    let (_, one) = desk.get(&path).await;
    assert_eq!((&one["state"], &one["kinds"]), (&json!("on"), &json!(["order.placed", "dispute.opened"])));
    assert!(one.get("secret").is_none());
    let wrong = json!({ "url": "http://hooks.example/a", "kinds": ["order.placed"] });
    let (status, problem) = desk.post("/api/v1/webhooks", "a-second-endpoint", Some(wrong)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("webhook-refused")));

    let none = json!({ "url": "https://hooks.example/a", "kinds": [] });
    let (status, _) = desk.post("/api/v1/webhooks", "a-third-endpoint", Some(none)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let many = json!({ "url": "https://hooks.example/a", "kinds": vec!["order.placed"; 30] });
    let (status, _) = desk.post("/api/v1/webhooks", "a-fourth-endpoint", Some(many)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);

    let (endpoint, delivery) = webhook_of(&desk.shop, desk.seller).await;
    let (_, log) = desk.get(&format!("/api/v1/webhooks/{endpoint}/deliveries")).await;
    assert_eq!((&log["data"][0]["id"], &log["data"][0]["state"]), (&json!(delivery), &json!("pending")));
    let (status, tried) = desk.get(&format!("/api/v1/webhook-deliveries/{delivery}")).await;
    assert_eq!((status, &tried["id"], &tried["log"]), (StatusCode::OK, &json!(delivery), &json!([])));
    assert_eq!(tried["message"]["data"], json!({ "endpoint_id": endpoint }));
    assert_eq!(tried["message"], log["data"][0]["message"]);
    let replay = format!("/api/v1/webhook-deliveries/{delivery}/replay");
    let (status, problem) = desk.post(&replay, "a-replay-too-early", None).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")));

    let rotate = format!("{path}/secret");
    let (status, new) = desk.post(&rotate, "a-second-secret-01", None).await;
    assert_eq!((status, &new["id"]), (StatusCode::OK, &made["id"]), "{new}");
    assert!(new["secret"].as_str().unwrap().starts_with("whsec_") && new["secret"] != made["secret"]);
    let again = desk.post(&rotate, "a-second-secret-01", None).await.1;
    assert_eq!(again, without_secret(&new), "a repeat makes no third one, and tells none");
    for answer in kept_answers(&desk.shop).await {
        assert!(!answer.contains("whsec_"), "{answer}");
    }
    let (_, list) = desk.get("/api/v1/webhooks").await;
    let made_here = list["data"].as_array().unwrap().iter().filter(|one| one["id"] == made["id"]).count();
    assert_eq!(
        (made_here, list["data"].as_array().unwrap().len()),
        (1, 2),
        "a repeat makes no other: {list}"
    );

    let test = format!("{path}/test");
    let (status, sent) = desk.post(&test, "a-test-of-the-hook", None).await;
    assert_eq!((status, &sent["kind"]), (StatusCode::CREATED, &json!("webhook.test")), "{sent}");
    assert_eq!(desk.post(&test, "a-test-of-the-hook", None).await.1, sent, "a repeat sends no other");
    assert_eq!(desk.get(&format!("{path}/deliveries")).await.1["data"].as_array().unwrap().len(), 1);
    let (status, problem) = desk.post(&test, "another-test-so-soon", None).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")));

    let remove = format!("{path}/remove");
    let (status, gone) = desk.post(&remove, "an-endpoint-is-gone", None).await;
    assert_eq!((status, &gone), (StatusCode::OK, &json!({ "id": made["id"] })));
    assert_eq!(desk.post(&remove, "an-endpoint-is-gone", None).await.1, gone);
    assert_eq!(desk.get(&path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_sees_every_endpoint_holds_one_back_and_sends_again_what_failed() {
    const OLGA: &str = "operator@orinoco.example";
    let desk = desk().await;
    let (shop, seller) = (&desk.shop, desk.seller);
    let (endpoint, delivery) = webhook_of(shop, seller).await;
    let olga = shop.cookie_of(OLGA).await;
    let form = async |path: &str, body: String| {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "application/json")
            .header("cookie", &olga);
        shop.ask(request.body(Body::from(body)).unwrap()).await.status()
    };
    let list = page_as(shop, "/operator/webhooks", &olga).await;
    assert!(list.contains("https://hooks.example/orinoco") && list.contains("Casa Guayabo"));

    let hold = "/api/operator/webhook-hold";
    assert_eq!(form(hold, format!("endpoint={endpoint}&held=on")).await, StatusCode::UNPROCESSABLE_ENTITY);
    let why = "It+takes+half+a+minute";
    assert_eq!(form(hold, format!("endpoint={endpoint}&held=on&reason={why}")).await, StatusCode::OK);
    let lucia = shop.cookie_of(LUCIA).await;
    let page = page_as(shop, &format!("/seller/webhooks/{endpoint}"), &lucia).await;
    assert!(page.contains("holds this endpoint back: It takes half a minute"), "{page}");
    let test = post(shop, "/api/seller/webhook-test", format!("seller={seller}&endpoint={endpoint}")).await;
    assert_eq!(test.status(), StatusCode::CONFLICT);
    assert!(page_as(shop, "/operator/webhooks?show=held", &olga).await.contains(&endpoint));
    assert_eq!(form(hold, format!("endpoint={endpoint}&reason=It+is+fast")).await, StatusCode::OK);
    assert!(!page_as(shop, "/operator/webhooks?show=held", &olga).await.contains("data-endpoint"));

    let again = "/api/operator/webhook-replay";
    assert_eq!(form(again, format!("delivery={delivery}")).await, StatusCode::CONFLICT, "it is on its way");
    for wrong in ["since=soon&why=An+outage", "since=2026-11-30+18:00&why="] {
        assert_eq!(form(again, wrong.to_owned()).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let db = shop.platform().db.clone();
    let failed: Result<u64, platform::db::DbError> = db
        .write(|tx| {
            Box::pin(async move {
                let ended =
                    "UPDATE webhooks_deliveries SET state = 'failed', next_us = NULL, ended_at_us = $1";
                let now = tx.now();
                // A test is not sent again with what failed.
                tx.exec(platform::db::sql("UPDATE webhooks_messages SET kind = 'order.placed'")).await?;
                tx.exec(platform::db::sql(ended).bind(now)).await
            })
        })
        .await;
    assert_eq!(failed.unwrap(), 1);
    assert_eq!(form(again, "since=2026-01-01&why=An+outage".to_owned()).await, StatusCode::OK);
    let page = page_as(shop, &format!("/operator/webhooks/{endpoint}"), &olga).await;
    assert!(page.contains("It takes half a minute") && page.contains("data-delivery=\"pending\""), "{page}");
    let list = page_as(shop, "/operator/webhooks", &olga).await;
    assert!(list.contains("An outage") && list.contains("Sent again: 1") && list.contains("Olga Rivera"));
}
