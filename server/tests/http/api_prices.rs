//! Prices that follow others, by the API: begun, refused with a reason, explained, stopped.

use crate::api::{Desk, desk};
use crate::api_voices::put;
use crate::common::first_offer;
use crate::prices::fill_for;
use http::StatusCode;
use platform::domain::SellerId;
use platform::pricing::{MOST_OF_PRODUCT, MOST_OWN_OF_PRODUCT};
use serde_json::{Value, json};

fn usd(minor: i64) -> Value {
    json!({ "amount_minor": minor, "currency": "USD" })
}

async fn following(desk: &Desk) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, page) = desk.get(&format!("/api/v1/price-rules?limit=1{cursor}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        all.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_lets_prices_follow_hears_what_is_wrong_and_stops_them() {
    let desk = desk().await;
    let offers = desk.get("/api/v1/offers?limit=2").await.1["data"].as_array().unwrap().clone();
    let path_of = |offer: &Value| format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    let (first, second) = (path_of(&offers[0]), path_of(&offers[1]));
    let rule = format!("{first}/price-rule");
    let floor = offers[0]["price"]["amount_minor"].as_i64().unwrap();
    assert_eq!(desk.get(&rule).await.0, StatusCode::NOT_FOUND, "it follows nobody yet");
    let (status, _) = desk.patch(&first, "no-cost-is-known-01", json!({ "cost": null })).await;
    assert_eq!(status, StatusCode::OK);
    let wanted = json!({ "floor": usd(floor), "ceiling": usd(floor * 3) });
    let (status, problem) = put(&desk, &rule, "follow-the-others-1", wanted.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("cost-unknown")), "{problem}");
    for (n, path) in [&first, &second].into_iter().enumerate() {
        let (status, _) =
            desk.patch(path, &format!("what-a-unit-costs-{n}"), json!({ "cost": usd(1) })).await;
        assert_eq!(status, StatusCode::OK);
    }
    for (wrong, status, code) in [
        (json!({}), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "floor": usd(-1) }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "floor": usd(0) }), StatusCode::CONFLICT, "wrong-price"),
        (json!({ "floor": usd(200), "ceiling": usd(100) }), StatusCode::CONFLICT, "wrong-price"),
        (
            json!({ "floor": { "amount_minor": 1, "currency": "EUR" } }),
            StatusCode::CONFLICT,
            "other-currency",
        ),
        (json!({ "floor": usd(1), "undercut": true }), StatusCode::BAD_REQUEST, "malformed"),
    ] {
        let (got, problem) = put(&desk, &rule, "what-is-no-rule-001", wrong.clone()).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{wrong}: {problem}");
    }
    assert_eq!(following(&desk).await, Vec::<Value>::new(), "what is refused changes nothing");

    let (status, said) = put(&desk, &rule, "follow-the-others-2", wanted.clone()).await;
    assert_eq!((status, &said["floor"], &said["ceiling"]), (StatusCode::OK, &usd(floor), &usd(floor * 3)));
    assert!(said["reason"].is_string() && said["reason_since"].is_string(), "it looked at once: {said}");
    assert_eq!(put(&desk, &rule, "follow-the-others-2", wanted).await, (StatusCode::OK, said.clone()));
    let (status, one) = desk.get(&rule).await;
    assert_eq!(
        (status, &one["offer_id"], &one["reason"]),
        (StatusCode::OK, &offers[0]["id"], &said["reason"])
    );
    assert!(one["prices"].is_array(), "{one}");
    put(&desk, &format!("{second}/price-rule"), "follow-the-others-3", json!({ "floor": usd(100) })).await;
    let all = following(&desk).await;
    let ids: Vec<&Value> = all.iter().map(|one| &one["offer_id"]).collect();
    assert_eq!(ids, [&offers[0]["id"], &offers[1]["id"]], "each is there once, in the order of the offers");

    let stop = format!("{rule}/remove");
    let (status, stopped) = desk.post(&stop, "follow-nobody-00001", None).await;
    assert_eq!((status, &stopped), (StatusCode::OK, &json!({ "offer_id": offers[0]["id"] })));
    assert_eq!(
        desk.post(&stop, "follow-nobody-00001", None).await,
        (status, stopped),
        "a repeat stops nothing"
    );
    assert_eq!(desk.post(&stop, "follow-nobody-00002", None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&rule).await.0, StatusCode::NOT_FOUND);
    assert_eq!(following(&desk).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_hears_that_a_product_has_all_the_prices_that_may_follow() {
    let desk = desk().await;
    let offer = first_offer(&desk.shop, "guayabo").await.offer;
    let path = format!("/api/v1/offers/{}", offer.id);
    let (status, _) = desk.patch(&path, "what-a-unit-costs-0", json!({ "cost": usd(1) })).await;
    assert_eq!(status, StatusCode::OK);
    let rule = format!("{path}/price-rule");
    let other = desk.shop.platform().db.new_id::<SellerId>();
    for (seller, count, key, why) in [
        (other, MOST_OF_PRODUCT, "follow-with-others-1", "set the price by hand"),
        (offer.seller_id, MOST_OWN_OF_PRODUCT, "follow-with-others-2", "stop one of them first"),
    ] {
        fill_for(&desk.shop, seller, &offer, count).await;
        let (status, problem) = put(&desk, &rule, key, json!({ "floor": usd(100) })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("too-many-rules")), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(why), "{problem}");
    }
    assert_eq!(desk.get(&rule).await.0, StatusCode::NOT_FOUND);
}
