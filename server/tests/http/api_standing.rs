//! A seller that was stopped, as its programs see it: why, one appeal, and the answer.

use crate::api::{Desk, desk, seller_of};
use crate::makers::key_of;
use http::{Method, StatusCode};
use platform::domain::integration::ApiScopes;
use platform::identity::invitations::Letterhead;
use platform::sellers::{SellerError, suspend};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/standing";
const APPEAL: &str = "/api/v1/standing/appeal";

pub async fn stop(desk: &Desk) {
    let (seller, by) = (desk.seller, desk.shop.account_of("operator@orinoco.example").await);
    let stopped: Result<bool, SellerError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move { suspend::decide(tx, seller, true, "Parcels arrive late", by).await })
        })
        .await;
    assert!(stopped.unwrap());
}

pub async fn answer(desk: &Desk) {
    let by = desk.shop.account_of("operator@orinoco.example").await;
    let letterhead = Letterhead { shop_name: "Orinoco".into(), public_url: "http://localhost".into() };
    let answered: Result<(), SellerError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| {
            let letterhead = letterhead.clone();
            Box::pin(async move {
                for open in suspend::open_appeals(tx, 10).await? {
                    suspend::answer(tx, &letterhead, open.id, false, "Not yet", by).await?;
                }
                Ok(())
            })
        })
        .await;
    answered.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_why_the_seller_was_stopped_and_appeals_once() {
    let desk = desk().await;
    assert_eq!(desk.get(PATH).await, (StatusCode::OK, json!({ "suspended": false })));
    let said = |text: &str| Some(json!({ "text": text }));
    let (status, problem) = desk.post(APPEAL, "appeal-too-early-01", said("We did nothing")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("not-suspended")));
    stop(&desk).await;
    let (_, standing) = desk.get(PATH).await;
    assert_eq!(standing["suspended"], true);
    assert_eq!(standing["suspension"]["reason"], "Parcels arrive late");
    assert!(standing["suspension"].get("appeal").is_none(), "{standing}");
    for (wrong, status) in [
        (json!({}), StatusCode::BAD_REQUEST),
        (json!({ "text": "No" }), StatusCode::BAD_REQUEST),
        (json!({ "text": "x".repeat(1_001) }), StatusCode::BAD_REQUEST),
        (json!({ "text": "We mend it", "granted": true }), StatusCode::BAD_REQUEST),
        (json!({ "text": "    " }), StatusCode::CONFLICT),
    ] {
        assert_eq!(desk.post(APPEAL, "what-no-appeal-is-1", Some(wrong.clone())).await.0, status, "{wrong}");
    }
    let words = "The flood is over, all parcels have left.";
    let mut told = Vec::new();
    for _ in 0..2 {
        let (status, answer) = desk.post(APPEAL, "an-appeal-of-ours-1", said(words)).await;
        assert_eq!((status, &answer["suspension"]["appeal"]["text"]), (StatusCode::OK, &json!(words)));
        told.push(answer);
    }
    assert_eq!(told[0], told[1], "the same key appeals once");
    let (status, problem) = desk.post(APPEAL, "a-second-appeal-001", said("And another thing")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("appealed-already")));

    answer(&desk).await;
    let (_, standing) = desk.get(PATH).await;
    let appeal = &standing["suspension"]["appeal"];
    assert_eq!((&appeal["answer"], &appeal["granted"]), (&json!("Not yet"), &json!(false)), "{standing}");
    assert!(appeal["decided_at"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_is_told_to_nobody_elses_programs() {
    let desk = desk().await;
    stop(&desk).await;
    let stranger = seller_of(&desk.shop, "paramo").await;
    let (_, theirs) = key_of(&desk.shop, stranger, ApiScopes::all()).await;
    let seen = crate::api::answer(desk.send(Method::GET, PATH, &theirs, None, None).await).await;
    assert_eq!(seen, (StatusCode::OK, json!({ "suspended": false })));
    let body: Option<Value> = Some(json!({ "text": "Let us go on" }));
    let appealed = desk.send(Method::POST, APPEAL, &theirs, Some("appeal-of-a-stranger"), body).await;
    assert_eq!(appealed.status(), StatusCode::CONFLICT);
    assert!(desk.get(PATH).await.1["suspension"].get("appeal").is_none());
}
