//! What the seller's own page says, how it delivers and takes things back, said by the API.

use crate::api::{Desk, desk};
use crate::api_voices::put;
use crate::common::{page_as, post_as};
use http::StatusCode;
use platform::domain::{Currency, Money};
use platform::notify::{Choice, Kind, choice};
use platform::returns::{ReturnError, SayLabelPrice, say_label_price};
use serde_json::{Value, json};

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

/// The shop says what its label costs in dollars.
async fn label_costs(desk: &Desk, minor: i64) {
    let by = desk.shop.account_of("operator@orinoco.example").await;
    let said = SayLabelPrice { price: Money::new(minor, Currency::USD), starts_at: None, by };
    let written: Result<(), ReturnError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { say_label_price(tx, &said).await }))
        .await;
    written.unwrap();
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
    assert!(before.get("label_price").is_none(), "nobody has said what a label costs: {before}");
    label_costs(&desk, 650).await;
    let wanted = json!({ "auto_approve": true, "window_days": 60, "auto_up_to": usd(2_500), "labels": true });
    let is = json!({
        "auto_approve": true, "window_days": 60, "auto_up_to": usd(2_500), "has_address": true, "labels": true,
        "seller_pays": false, "label_price": usd(650)
    });
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

#[tokio::test(flavor = "multi_thread")]
async fn a_program_says_what_the_sellers_own_page_says() {
    let desk = desk().await;
    let path = "/api/v1/store";
    let (status, before) = desk.get(path).await;
    assert_eq!((status, &before["name"]), (StatusCode::OK, &json!("Casa Guayabo")), "{before}");
    for (wrong, status) in [
        (json!({}), StatusCode::BAD_REQUEST),
        (json!({ "story": "x".repeat(2_001) }), StatusCode::BAD_REQUEST),
        (json!({ "story": "We roast.", "name": "Another" }), StatusCode::BAD_REQUEST),
        (json!({ "story": "We\u{0007}roast." }), StatusCode::CONFLICT),
    ] {
        assert_eq!(put(&desk, path, "what-no-story-says-1", wrong.clone()).await.0, status, "{wrong}");
    }
    assert_eq!(desk.get(path).await.1, before, "what is refused changes nothing");
    let story = json!({ "story": "We roast by hand.\n\n\nOn Saturdays you may look on. " });
    for _ in 0..2 {
        let (status, said) = put(&desk, path, "tell-a-new-story-001", story.clone()).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        assert_eq!(said["story"], "We roast by hand.\n\nOn Saturdays you may look on.");
    }
    let page = crate::common::text(desk.shop.get(before["path"].as_str().unwrap()).await).await;
    assert!(page.contains("On Saturdays you may look on."), "everybody reads it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_and_sets_how_who_made_its_key_is_told() {
    let desk = desk().await;
    let path = "/api/v1/notifications";
    let (status, before) = desk.get(path).await;
    assert_eq!((status, before["data"].as_array().unwrap().len()), (StatusCode::OK, 10), "{before}");
    let of = |all: &Value, kind: &str| {
        all["data"].as_array().unwrap().iter().find(|one| one["kind"] == kind).unwrap().clone()
    };
    assert_eq!(of(&before, "sale"), json!({ "kind": "sale", "page": true, "push": true, "mail": false }));
    for wrong in [
        json!({ "kind": "sale", "push": true }),
        json!({ "kind": "shipped", "push": true, "mail": true }),
        json!({ "kind": "sale", "push": "on", "mail": true }),
        json!({ "kind": "sale", "push": true, "mail": true, "fax": true }),
    ] {
        assert_eq!(put(&desk, path, "what-is-no-choice-01", wrong.clone()).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(desk.get(path).await.1, before, "what is refused changes nothing");
    let quiet = json!({ "kind": "stock_out", "page": false, "push": false, "mail": false });
    for _ in 0..2 {
        let (status, now) = put(&desk, path, "leave-me-in-peace-01", quiet.clone()).await;
        assert_eq!((status, of(&now, "stock_out")), (StatusCode::OK, quiet.clone()));
    }
    let off = json!({ "kind": "dispute", "push": false, "mail": false });
    let (_, now) = put(&desk, path, "leave-me-in-peace-02", off).await;
    let kept = json!({ "kind": "dispute", "page": true, "push": false, "mail": true });
    assert_eq!(of(&now, "dispute"), kept, "its mail is always sent, and what was left out stays");
    assert_eq!(desk.get(path).await.1, now);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_says_when_the_seller_works_once_for_each_key() {
    let desk = desk().await;
    let path = "/api/v1/calendar";
    let (status, before) = desk.get(path).await;
    assert!(status == StatusCode::OK && before["zone"].is_string(), "{before}");
    let with = |field: &str, value: Value| {
        let mut whole = json!({
            "zone": "Europe/Madrid", "rest_days": ["sun"], "closed_days": ["2099-12-25", "2099-01-06"],
            "carrier_rest_days": ["sat", "sun"], "carrier_keeps_closed_days": true,
            "abroad": { "min": 5, "max": 12 },
        });
        whole[field] = value;
        whole
    };
    for (wrong, status) in [
        (with("zone", json!("Europe/Atlantis")), StatusCode::CONFLICT),
        (with("abroad", json!({ "min": 5, "max": 4 })), StatusCode::CONFLICT),
        (with("abroad", json!({ "min": 0, "max": 91 })), StatusCode::CONFLICT),
        (with("abroad", json!({ "min": 5 })), StatusCode::BAD_REQUEST),
        (with("rest_days", json!(["someday"])), StatusCode::BAD_REQUEST),
        (with("closed_days", json!(["Christmas"])), StatusCode::BAD_REQUEST),
        (with("closed_days", json!(vec!["2099-12-25"; 61])), StatusCode::BAD_REQUEST),
        (with("lunch", json!(true)), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(put(&desk, path, "what-no-seller-does-1", wrong.clone()).await.0, status, "{wrong}");
    }
    assert_eq!(desk.get(path).await.1, before, "what is refused changes nothing");
    let wanted = with("closed_days", json!(["2099-12-25", "2020-01-06", "2099-12-24", "2099-12-25"]));
    for _ in 0..2 {
        let (status, said) = put(&desk, path, "work-on-these-days-01", wanted.clone()).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        assert_eq!(
            said,
            with("closed_days", json!(["2099-12-24", "2099-12-25"])),
            "each once, and none that is over"
        );
    }
    assert_eq!(desk.get(path).await.1, with("closed_days", json!(["2099-12-24", "2099-12-25"])));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_owns_a_shop_chooses_how_to_hear_of_it_and_a_shopper_is_not_asked() {
    const LUCIA: &str = "lucia@guayabo.example";
    const ASKED: [&str; 4] =
        ["is sold out", "wants to return something", "bank takes a payment back", "comes close to a limit"];
    let desk = desk().await;
    let shop = &desk.shop;
    let page = async |who: &str| page_as(shop, "/account/notifications", &shop.cookie_of(who).await).await;
    let (hers, bens) = (page(LUCIA).await, page("ben@shopper.example").await);
    for words in ASKED {
        assert!(hers.contains(words) && !bens.contains(words), "{words}");
    }
    let body = "owner_asked=on&return_push=on&return_page=on&stock_out_asked=on&stock_out_mail=on".to_owned();
    let saved = post_as(shop, Some(LUCIA), "/api/account/notifications", body).await;
    assert_eq!(saved.status(), StatusCode::OK);
    let lucia = shop.account_of(LUCIA).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    for (kind, page, push, mail) in [
        (Kind::Return, true, true, false),
        (Kind::StockOut, false, false, true),
        // Of these a mail is always sent.
        (Kind::Dispute, false, false, true),
        (Kind::Health, false, false, true),
        (Kind::Appeal, false, false, true),
    ] {
        assert_eq!(choice(&mut conn, lucia, kind).await.unwrap(), Choice { page, push, mail }, "{kind}");
    }
}
