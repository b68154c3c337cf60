//! What the API changes: offers, orders and returns, each once for each key, and in the books as the dashboard would.

use crate::api::{Desk, answer, desk};
use crate::makers::{key_of, payout_of};
use axum::body::Body;
use http::{Method, Request, StatusCode};
use platform::domain::integration::{ApiScope, ApiScopes};
use serde_json::{Value, json};

async fn assert_sound(desk: &Desk) {
    for checked in desk.shop.platform().check().await.unwrap() {
        assert_eq!(checked.broken, vec![], "{}", checked.capability);
    }
}

async fn all(desk: &Desk, path: &str) -> Vec<Value> {
    let (status, page) = desk.get(path).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page["data"].as_array().unwrap().clone()
}

/// An order of which nothing left and nobody has begun.
pub async fn placed(desk: &Desk) -> Value {
    let waiting = all(desk, "/api/v1/orders?show=to_ship&limit=100").await;
    waiting.into_iter().find(|order| order["state"] == "placed").expect("the demo has orders to ship")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_changes_once_for_each_key_and_all_of_it_or_nothing() {
    let desk = desk().await;
    let offer = all(&desk, "/api/v1/offers").await.remove(0);
    let path = format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    let price = offer["price"]["amount_minor"].as_i64().unwrap() + 100;
    let wanted = json!({
        "price": { "amount_minor": price, "currency": "USD" }, "stock": { "change": 5.0 }, "version": offer["version"],
    });
    let (status, changed) = desk.patch(&path, "change-the-price-01", wanted.clone()).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    assert_eq!(changed["price"]["amount_minor"], price);
    assert_eq!(changed["available"], offer["available"].as_i64().unwrap() + 5);
    // The same again, with other spaces: the same answer, and nothing more.
    let again = Request::builder()
        .method(Method::PATCH)
        .uri(&path)
        .header("authorization", format!("Bearer {}", desk.key))
        .header("idempotency-key", "change-the-price-01")
        .header("content-type", "application/json; charset=utf-8")
        .body(Body::from(serde_json::to_string_pretty(&wanted).unwrap()))
        .unwrap();
    let again = desk.shop.ask(again).await;
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(answer(again).await, (StatusCode::OK, changed.clone()));
    assert_eq!(desk.get(&path).await.1, changed);
    // Another request with that key.
    let (status, problem) = desk.patch(&path, "change-the-price-01", json!({ "active": false })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("idempotency-key-reused")));
    // What is refused changes nothing, not even the half that could have been done.
    let low = json!({ "price": { "amount_minor": 1, "currency": "USD" }, "stock": { "change": -1_000_000 } });
    let (status, problem) = desk.patch(&path, "too-many-taken-away", low).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("below-zero")));
    let stale = json!({ "active": false, "version": offer["version"] });
    let (status, problem) = desk.patch(&path, "an-older-version-01", stale).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("version-conflict")));
    let euros = json!({ "price": { "amount_minor": 100, "currency": "EUR" } });
    assert_eq!(desk.patch(&path, "in-another-currency", euros).await.0, StatusCode::CONFLICT);
    let nothing = json!({ "price": { "amount_minor": 0, "currency": "USD" } });
    assert_eq!(desk.patch(&path, "for-nothing-at-all-1", nothing).await.0, StatusCode::CONFLICT);
    for wrong in [
        json!({ "prize": 1 }),
        json!({ "stock": { "set": -1 } }),
        json!({ "stock": { "set": 1, "change": 1 } }),
        json!({ "price": { "amount_minor": 1.5, "currency": "USD" } }),
        json!({ "price": { "amount_minor": 1, "currency": "USD", "tax": 1 } }),
        json!([]),
    ] {
        let (status, problem) = desk.patch(&path, "what-no-offer-knows", wrong.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}: {problem}");
    }
    assert_eq!(desk.get(&path).await.1, changed);
    let (status, set) = desk.patch(&path, "set-it-to-seven-001", json!({ "stock": { "set": 7 } })).await;
    assert_eq!((status, &set["available"]), (StatusCode::OK, &json!(7)));
    assert_sound(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_equal_requests_at_once_change_the_stock_once() {
    let desk = desk().await;
    let offer = all(&desk, "/api/v1/offers").await.remove(0);
    let path = format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    let asked =
        (0..20).map(|_| desk.patch(&path, "twenty-at-once-0001", json!({ "stock": { "change": 3 } })));
    let answers = futures::future::join_all(asked).await;
    let expected = offer["available"].as_i64().unwrap() + 3;
    for (status, body) in &answers {
        assert_eq!((*status, &body["available"]), (StatusCode::OK, &json!(expected)));
    }
    assert_eq!(desk.get(&path).await.1["available"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_something_wants_a_key_of_its_own_and_a_body_that_can_be_read() {
    let desk = desk().await;
    let id = placed(&desk).await["id"].as_str().unwrap().to_owned();
    let accept = format!("/api/v1/orders/{id}/accept");
    let cancel = format!("/api/v1/orders/{id}/cancel");
    for wrong in [None, Some("short"), Some("with spaces in it, long enough")] {
        let refused = desk.send(Method::POST, &accept, &desk.key, wrong, None).await;
        let (status, problem) = answer(refused).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("idempotency-key-missing")));
    }
    let unsuitable = desk
        .send(Method::POST, &accept, &desk.key, Some("accept-with-a-body-1"), Some(json!({"a": 1})))
        .await;
    assert_eq!(unsuitable.status(), StatusCode::BAD_REQUEST);
    let plain = |kind: &'static str, body: String| {
        Request::post(&cancel)
            .header("authorization", format!("Bearer {}", desk.key))
            .header("idempotency-key", "cancel-in-a-wrong-way")
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap()
    };
    let reason = r#"{"reason":"out_of_stock"}"#;
    for (kind, body, status) in [
        ("text/plain", reason.to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/json", "{\"reason\":".to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", r#"{"reason":"changed_mind"}"#.to_owned(), StatusCode::BAD_REQUEST),
        ("application/json", format!("{reason}{}", " ".repeat(70_000)), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let refused = desk.shop.ask(plain(kind, body)).await;
        assert_eq!(refused.headers()["content-type"], "application/problem+json");
        assert_eq!(refused.status(), status);
    }
    let other = desk.send(Method::DELETE, &accept, &desk.key, None, None).await;
    assert_eq!(
        (other.status(), &other.headers()["allow"]),
        (StatusCode::METHOD_NOT_ALLOWED, &"POST".parse().unwrap())
    );
    assert_eq!(placed(&desk).await["id"], json!(id), "nothing happened to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_accepted_shipped_in_two_parcels_and_delivered() {
    let desk = desk().await;
    let waiting = all(&desk, "/api/v1/orders?show=to_ship&limit=100").await;
    let order = waiting.into_iter().find(|order| order["state"] == "placed").unwrap();
    let path = format!("/api/v1/orders/{}", order["id"].as_str().unwrap());
    assert!(order["ship_to"]["line1"].is_string() && order["total"]["currency"] == "USD");
    for _ in 0..2 {
        let (status, accepted) = desk.post(&format!("{path}/accept"), "accept-the-order-01", None).await;
        assert_eq!((status, &accepted["state"]), (StatusCode::OK, &json!("accepted")));
    }
    let lines = order["lines"].as_array().unwrap();
    let units: Vec<(Value, i64)> =
        lines.iter().map(|line| (line["id"].clone(), line["quantity"].as_i64().unwrap())).collect();
    let parcel = |lines: Vec<Value>| json!({ "lines": lines, "carrier": "ups", "tracking": "1Z-999-AA1" });
    let too_many = parcel(vec![json!({ "line_id": units[0].0, "quantity": units[0].1 + 1 })]);
    let (status, problem) =
        desk.post(&format!("{path}/shipments"), "ship-more-than-there", Some(too_many)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-shipment")));
    let total: i64 = units.iter().map(|(_, quantity)| quantity).sum();
    let mut left = total;
    for (line, quantity) in &units {
        for unit in 0..*quantity {
            let one = parcel(vec![json!({ "line_id": line, "quantity": 1 })]);
            let key = format!("ship-unit-{unit:04}-{}", &line.as_str().unwrap()[24..]);
            let (status, first) = desk.post(&format!("{path}/shipments"), &key, Some(one.clone())).await;
            assert_eq!((status, &first["outcome"]), (StatusCode::OK, &json!("shipped")), "{first}");
            let again = desk.post(&format!("{path}/shipments"), &key, Some(one)).await;
            assert_eq!(again, (StatusCode::OK, first), "a repeat is the same parcel");
            left -= 1;
        }
    }
    assert_eq!(left, 0);
    let shipped = desk.get(&path).await.1;
    assert_eq!(shipped["state"], "shipped");
    assert_eq!(i64::try_from(shipped["shipments"].as_array().unwrap().len()).unwrap(), total);
    let sum: i64 = shipped["shipments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["total"]["amount_minor"].as_i64().unwrap())
        .sum();
    assert_eq!(json!(sum), order["total"]["amount_minor"], "all parcels together are what was charged");
    let (status, late) = desk
        .post(&format!("{path}/cancel"), "cancel-what-has-left", Some(json!({ "reason": "out_of_stock" })))
        .await;
    assert_eq!((status, &late["code"]), (StatusCode::CONFLICT, &json!("wrong-state")));
    let (status, there) = desk.post(&format!("{path}/deliver"), "it-has-arrived-00001", None).await;
    assert_eq!((status, &there["state"]), (StatusCode::OK, &json!("delivered")));
    assert_sound(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_may_be_tried_again_with_its_key() {
    let desk = desk().await;
    let id = placed(&desk).await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/orders/{id}");
    let (cancel_path, deliver_path) = (format!("{path}/cancel"), format!("{path}/deliver"));
    let reason = json!({ "reason": "out_of_stock" });
    let cancel = || desk.post(&cancel_path, "cancel-the-order-001", Some(reason.clone()));
    let deliver = || desk.post(&deliver_path, "deliver-the-order-01", None);
    assert_eq!(deliver().await.0, StatusCode::CONFLICT, "nothing left yet");
    assert_eq!(deliver().await.0, StatusCode::CONFLICT, "a refusal is not kept, and still true");
    let (status, cancelled) = cancel().await;
    assert_eq!((status, &cancelled["state"]), (StatusCode::OK, &json!("cancelled")));
    assert_eq!(cancel().await, (status, cancelled));
    assert_sound(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_approved_received_and_refunded_once() {
    let desk = desk().await;
    let back = all(&desk, "/api/v1/returns?show=to_do")
        .await
        .into_iter()
        .find(|one| one["state"] == "requested")
        .unwrap();
    let path = format!("/api/v1/returns/{}", back["id"].as_str().unwrap());
    let step = async |what: &str, key: &str, body| desk.post(&format!("{path}/{what}"), key, body).await;
    let (status, problem) = step("receive", "receive-too-early-01", None).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")));
    let (status, approved) =
        step("approve", "approve-the-return-1", Some(json!({ "answer": "Please send it." }))).await;
    assert_eq!((status, &approved["state"]), (StatusCode::OK, &json!("approved")), "{approved}");
    assert_eq!(step("receive", "receive-the-return-1", None).await.0, StatusCode::OK);
    let lines: Vec<Value> = back["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| json!({ "line_id": line["line_id"], "grade": "as_new", "restock": true }))
        .collect();
    let decision =
        |minor: i64| json!({ "lines": lines, "expected": { "amount_minor": minor, "currency": "USD" } });
    let claim = back["claim"]["amount_minor"].as_i64().unwrap();
    let (status, problem) = step("refund", "refund-another-sum-1", Some(decision(claim - 1))).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("amount-changed")));
    let done = step("refund", "refund-the-return-01", Some(decision(claim))).await;
    assert_eq!(
        (done.0, &done.1["state"], &done.1["refunded"]["amount_minor"]),
        (StatusCode::OK, &json!("refunded"), &json!(claim))
    );
    assert_eq!(step("refund", "refund-the-return-01", Some(decision(claim))).await, done);
    assert_eq!(step("refund", "refund-it-once-more1", Some(decision(claim))).await.0, StatusCode::CONFLICT);
    let (status, reused) = step("refund", "refund-the-return-01", Some(decision(claim - 1))).await;
    assert_eq!((status, &reused["code"]), (StatusCode::CONFLICT, &json!("idempotency-key-reused")));
    assert_sound(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pick_up_is_confirmed_once_and_only_as_the_buyer_wants_it() {
    let desk = desk().await;
    let back = all(&desk, "/api/v1/returns?show=to_do")
        .await
        .into_iter()
        .find(|one| one["state"] == "requested")
        .unwrap();
    let path = format!("/api/v1/returns/{}", back["id"].as_str().unwrap());
    let id: platform::domain::ReturnId = back["id"].as_str().unwrap().parse().unwrap();
    let platform = desk.shop.platform();
    // As if the shop had handed out labels when it was asked for.
    let offered: Result<(), platform::db::DbError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                let text = "INSERT INTO returns_shipping (return_id, price_minor) VALUES ($1, 650)";
                tx.exec(platform::db::sql(text).bind(id)).await?;
                Ok(())
            })
        })
        .await;
    offered.unwrap();
    let step = async |what: &str, key: &str, body| desk.post(&format!("{path}/{what}"), key, body).await;
    assert_eq!(step("approve", "approve-the-return-2", Some(json!({}))).await.0, StatusCode::OK);
    let ada = platform::orders::Shopper::Account(desk.shop.account_of("ada@shopper.example").await);
    platform.returns.take_label(ada, id).await.unwrap();
    let country = {
        let mut conn = platform.db.read().await.unwrap();
        let row = platform::returns::store::one(&mut conn, id).await.unwrap();
        platform::orders::store::order(&mut conn, row.order_id).await.unwrap().address.0.country
    };
    let days = platform::domain::returns::pickup_days(&country, platform.db.now().utc_day());
    platform.returns.pick_up(ada, id, days[2]).await.unwrap();
    let wanted = json!({ "day": platform::domain::calendar::day_text(days[2]) });
    let (_, read) = desk.get(&path).await;
    assert_eq!(read["pickup"], json!({ "day": wanted["day"], "confirmed": false }), "{read}");
    assert_eq!(read["label"]["price"]["amount_minor"], 650);
    let other = json!({ "day": platform::domain::calendar::day_text(days[1]) });
    let (status, problem) = step("pickup", "confirm-another-day1", Some(other)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("pickup-changed")), "{problem}");
    let (status, _) = step("pickup", "confirm-no-day-at-al", Some(json!({ "day": "soon" }))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let done = step("pickup", "confirm-the-pickup-1", Some(wanted.clone())).await;
    assert_eq!((done.0, &done.1["state"]), (StatusCode::OK, &json!("approved")), "{done:?}");
    assert_eq!(step("pickup", "confirm-the-pickup-1", Some(wanted)).await, done);
    assert_eq!(desk.get(&path).await.1["pickup"]["confirmed"], true);
    assert_sound(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn balance_payouts_and_figures_are_those_of_the_dashboard() {
    let desk = desk().await;
    let (status, balance) = desk.get("/api/v1/balance").await;
    assert_eq!(status, StatusCode::OK);
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let usd = platform::domain::Currency::USD;
    let (standing, _) = platform::payouts::standing(&mut conn, desk.seller, usd).await.unwrap();
    assert_eq!(balance["balance"]["amount_minor"], standing.balance.minor());
    assert_eq!(balance["available"]["amount_minor"], standing.available.minor());
    let terms = &balance["terms"];
    assert_eq!((&terms["cycle_days"], &terms["reserve_days"]), (&json!(14), &json!(7)), "{terms}");
    assert_eq!((&terms["on_demand_hours"], &terms["minimum"]["amount_minor"]), (&json!(24), &json!(100)));
    let (_, open) = desk.get("/api/v1/statement").await;
    let minor = |amount: &Value| amount["amount_minor"].as_i64().unwrap();
    let lines: i64 = open["lines"].as_array().unwrap().iter().map(|line| minor(&line["amount"])).sum();
    assert!(lines != 0 && minor(&open["opening"]) + lines == minor(&open["closing"]));
    assert_eq!(minor(&open["closing"]), standing.balance.minor());
    let (id, _) = payout_of(&desk.shop, desk.seller).await;
    let (status, payouts) = desk.get("/api/v1/payouts").await;
    assert_eq!((status, payouts["data"].as_array().unwrap().len()), (StatusCode::OK, 1));
    let (status, one) = desk.get(&format!("/api/v1/payouts/{id}")).await;
    assert_eq!((status, &one), (StatusCode::OK, &payouts["data"][0]));
    let kept = platform::payouts::payout(&mut conn, id.parse().unwrap()).await.unwrap();
    assert_eq!((one["id"].as_str(), minor(&one["amount"])), (Some(id.as_str()), kept.amount.minor()));
    let (status, ended) = desk.get(&format!("/api/v1/payouts/{id}/statement")).await;
    assert_eq!((status, ended["payout_id"].as_str()), (StatusCode::OK, Some(id.as_str())));
    let lines: i64 = ended["lines"].as_array().unwrap().iter().map(|line| minor(&line["amount"])).sum();
    assert_eq!(minor(&ended["opening"]) + lines, minor(&ended["closing"]));
    let (status, summary) = desk.get("/api/v1/sales/summary").await;
    assert_eq!(status, StatusCode::OK);
    let waiting = platform::orders::store::to_ship_count(&mut conn, desk.seller).await.unwrap();
    assert_eq!(summary["to_ship"], waiting);
    let (status, daily) = desk.get("/api/v1/sales/daily?days=7").await;
    assert_eq!((status, daily["data"].as_array().unwrap().len()), (StatusCode::OK, 7));
    assert_eq!(desk.get("/api/v1/sales/daily?days=0").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(desk.get("/api/v1/sales/daily?days=367").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_is_made_once_for_each_key_stopped_and_read() {
    let desk = desk().await;
    let offers = all(&desk, "/api/v1/offers").await;
    let (first, second) = (&offers[0]["id"], &offers[1]["id"]);
    let path = "/api/v1/promotions";
    let before = all(&desk, path).await.len();
    let wanted = json!({
        "title": "Two for less", "rule": { "set": { "percent_bps": 1500 } }, "offers": [first, second, first],
        "first_day": "2030-02-01", "last_day": "2030-02-28",
    });
    let (status, made) = desk.post(path, "make-a-promotion-01", Some(wanted.clone())).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(made["rule"], wanted["rule"]);
    assert_eq!(made["offers"].as_array().unwrap().len(), 2, "what is named twice counts once");
    // The seller's midnights: Los Angeles is eight hours behind in winter.
    assert_eq!(made["from"], "2030-02-01T08:00:00Z");
    assert_eq!(made["until"], "2030-03-01T08:00:00Z");
    assert_eq!((&made["running"], &made["paused"]), (&json!(false), &json!(false)));
    assert_eq!(
        desk.post(path, "make-a-promotion-01", Some(wanted)).await,
        (StatusCode::CREATED, made.clone())
    );
    assert_eq!(all(&desk, path).await.len(), before + 1);
    let own = format!("{path}/{}", made["id"].as_str().unwrap());
    let (status, stopped) = desk.patch(&own, "stop-the-promotion-1", json!({ "paused": true })).await;
    assert_eq!((status, &stopped["paused"]), (StatusCode::OK, &json!(true)));
    assert_eq!(desk.get(&own).await, (StatusCode::OK, stopped));

    let deal = json!({ "deal": { "percent_bps": 2000, "units": 50, "units_an_order": 2 } });
    let wanted = json!({ "title": "Tonight", "rule": deal, "offers": [first], "first_day": "2030-02-01",
                         "first_time": "09:30", "last_day": "2030-02-01", "last_time": "21:00" });
    let (status, made) = desk.post(path, "make-a-deal-00000001", Some(wanted)).await;
    assert_eq!(
        (status, &made["rule"], &made["units_taken"]),
        (StatusCode::CREATED, &deal, &json!(0)),
        "{made}"
    );
    assert_eq!(
        (&made["from"], &made["until"]),
        (&json!("2030-02-01T17:30:00Z"), &json!("2030-02-02T05:00:00Z"))
    );
    let before = before + 1;

    let rule = json!({ "from_units": { "units": 3, "percent_bps": 1000 } });
    for (wrong, status) in [
        (json!({ "title": "", "rule": rule }), StatusCode::BAD_REQUEST),
        (json!({ "title": "   ", "rule": rule }), StatusCode::CONFLICT),
        (
            json!({ "title": "A", "rule": { "from_units": { "units": 1, "percent_bps": 1 } } }),
            StatusCode::BAD_REQUEST,
        ),
        (json!({ "title": "A", "rule": { "set": { "percent_bps": 9001 } } }), StatusCode::BAD_REQUEST),
        (json!({ "title": "A", "rule": { "set": { "percent_bps": 900 } } }), StatusCode::CONFLICT),
        (json!({ "title": "A", "rule": { "gift": {} } }), StatusCode::BAD_REQUEST),
        (json!({ "title": "A", "rule": deal, "offers": [first] }), StatusCode::CONFLICT),
        (json!({ "title": "A", "rule": deal, "last_day": "2030-02-28" }), StatusCode::CONFLICT),
        (json!({ "title": "A", "rule": rule, "last_time": "21:00" }), StatusCode::CONFLICT),
        (
            json!({ "title": "A", "rule": rule, "last_day": "2030-02-28", "last_time": "9 pm" }),
            StatusCode::BAD_REQUEST,
        ),
        (
            json!({ "title": "A", "rule": { "deal": { "percent_bps": 1, "units": 0, "units_an_order": 1 } } }),
            StatusCode::BAD_REQUEST,
        ),
        (json!({ "title": "A", "rule": rule, "first_day": "soon" }), StatusCode::BAD_REQUEST),
        (json!({ "title": "A", "rule": rule, "first_day": "2030-02-31" }), StatusCode::CONFLICT),
        (json!({ "title": "A", "rule": rule, "last_day": "2020-02-28" }), StatusCode::CONFLICT),
        (
            json!({ "title": "A", "rule": rule, "offers": ["off_01jz0000000000000000000000"] }),
            StatusCode::CONFLICT,
        ),
    ] {
        let (got, problem) = desk.post(path, "what-makes-no-sense-1", Some(wrong.clone())).await;
        assert_eq!(got, status, "{wrong}: {problem}");
    }
    assert_eq!(all(&desk, path).await.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_gets_a_handling_time_of_its_own_and_loses_it_again() {
    let desk = desk().await;
    let offer = all(&desk, "/api/v1/offers").await.remove(0);
    let path = format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    assert!(offer.get("handling_days").is_none(), "{offer}");
    let (status, slow) = desk.patch(&path, "take-four-days-0001", json!({ "handling_days": 4 })).await;
    assert_eq!((status, &slow["handling_days"]), (StatusCode::OK, &json!(4)));
    assert_eq!(slow["price"], offer["price"]);
    for wrong in [json!(31), json!(-1), json!("four")] {
        let (status, problem) =
            desk.patch(&path, "take-far-too-long-1", json!({ "handling_days": wrong })).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
    }
    let (_, other) = desk.patch(&path, "and-another-price-1", json!({ "active": true })).await;
    assert_eq!(other["handling_days"], 4, "what is missing stays as it is");
    let (status, usual) = desk.patch(&path, "as-all-the-others-1", json!({ "handling_days": null })).await;
    assert_eq!(status, StatusCode::OK);
    assert!(usual.get("handling_days").is_none(), "{usual}");
    assert_sound(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_costs_is_written_by_one_key_and_read_by_those_that_may_see_money() {
    let desk = desk().await;
    let offer = all(&desk, "/api/v1/offers").await.remove(0);
    let path = format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    assert!(offer.get("cost").is_none(), "{offer}");
    let cost = json!({ "amount_minor": 420, "currency": "USD" });
    let wanted = json!({ "cost": cost, "handling_days": 2 });
    let (status, changed) = desk.patch(&path, "what-a-unit-costs-1", wanted).await;
    assert_eq!((status, &changed["handling_days"]), (StatusCode::OK, &json!(2)), "{changed}");
    assert!(changed.get("cost").is_none(), "the answer is kept for any key: {changed}");
    let scopes = ApiScopes::new([ApiScope::ProductsRead, ApiScope::ProductsWrite]);
    let (_, poor) = key_of(&desk.shop, desk.seller, scopes).await;
    for (key, seen) in [(&desk.key, Some(&cost)), (&poor, None)] {
        let (status, one) = answer(desk.send(Method::GET, &path, key, None, None).await).await;
        assert_eq!((status, one.get("cost")), (StatusCode::OK, seen), "{one}");
        let (_, list) = answer(desk.send(Method::GET, "/api/v1/offers", key, None, None).await).await;
        assert_eq!(list["data"][0].get("cost"), seen, "{list}");
    }
    for (wrong, status) in [
        (json!({ "amount_minor": -1, "currency": "USD" }), StatusCode::BAD_REQUEST),
        (json!({ "amount_minor": 420, "currency": "EUR" }), StatusCode::CONFLICT),
        (json!(4.2), StatusCode::BAD_REQUEST),
    ] {
        let (got, problem) = desk.patch(&path, "what-a-unit-costs-2", json!({ "cost": wrong })).await;
        assert_eq!(got, status, "{problem}");
    }
    let (status, usual) = desk.patch(&path, "nobody-knows-it-001", json!({ "cost": null })).await;
    assert_eq!((status, &usual["handling_days"]), (StatusCode::OK, &json!(2)), "the rest stays: {usual}");
    assert!(desk.get(&path).await.1.get("cost").is_none());
    assert_sound(&desk).await;
}
