//! Sheets by the API: many offers change together or not at all, and that is taken back.

use crate::api::{Desk, desk, seller_of};
use crate::makers::key_of;
use http::{Method, StatusCode};
use platform::domain::integration::{ApiScope, ApiScopes};
use serde_json::{Value, json};

fn usd(minor: i64) -> Value {
    json!({ "amount_minor": minor, "currency": "USD" })
}

/// The first two offers of the desk's seller.
async fn two(desk: &Desk) -> [Value; 2] {
    let (_, offers) = desk.get("/api/v1/offers").await;
    [offers["data"][0].clone(), offers["data"][1].clone()]
}

/// A sheet of the desk's seller that was saved.
pub async fn saved(desk: &Desk) -> String {
    let [offer, _] = two(desk).await;
    let rows = json!({ "rows": [{ "offer_id": offer["id"], "stock": { "change": 1 } }] });
    let (status, sheet) = desk.post("/api/v1/sheets", "a-sheet-of-the-tests", Some(rows)).await;
    assert_eq!(status, StatusCode::CREATED, "{sheet}");
    sheet["id"].as_str().unwrap().to_owned()
}

/// What a sheet can change of an offer.
fn cells(offer: &Value) -> [Value; 5] {
    ["price", "available", "active", "handling_days", "cost"].map(|field| offer[field].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_offers_change_together_once_and_are_taken_back() {
    let desk = desk().await;
    let before = two(&desk).await;
    let [first, second] = &before;
    let units = second["available"].as_i64().unwrap();
    let rows = json!({ "rows": [
        { "offer_id": first["id"], "version": first["version"], "price": usd(4_321), "handling_days": 9,
          "cost": usd(1_000) },
        { "offer_id": second["id"], "stock": { "set": units + 5 }, "active": false },
    ]});
    let (status, sheet) = desk.post("/api/v1/sheets", "save-a-sheet-000001", Some(rows.clone())).await;
    assert_eq!((status, sheet["rows"].as_array().unwrap().len()), (StatusCode::CREATED, 2), "{sheet}");
    assert!(!sheet.to_string().contains("\"cost\""), "an answer to a change says no cost: {sheet}");
    let again = desk.post("/api/v1/sheets", "save-a-sheet-000001", Some(rows)).await;
    assert_eq!(again, (StatusCode::CREATED, sheet.clone()), "a repeat changes nothing more");
    let [one, other] = two(&desk).await;
    assert_eq!((&one["price"], &one["handling_days"], &one["cost"]), (&usd(4_321), &json!(9), &usd(1_000)));
    assert_eq!((&other["available"], &other["active"]), (&json!(units + 5), &json!(false)));
    assert_eq!(other["price"], second["price"], "what is missing stays");

    let own = format!("/api/v1/sheets/{}", sheet["id"].as_str().unwrap());
    let (_, whole) = desk.get(&own).await;
    let of_first = |row: &&Value| row["offer_id"] == first["id"];
    let row = whole["rows"].as_array().unwrap().iter().find(of_first).unwrap();
    assert_eq!((&row["was"]["price"], &row["became"]["cost"]), (&first["price"], &usd(1_000)), "{whole}");
    let (_, poor) = key_of(&desk.shop, desk.seller, ApiScopes::new([ApiScope::ProductsRead])).await;
    let told = crate::common::text(desk.send(Method::GET, &own, &poor, None, None).await).await;
    assert!(told.contains("\"became\"") && !told.contains("\"cost\""), "{told}");

    let undo = format!("{own}/undo");
    let (status, undone) = desk.post(&undo, "undo-a-sheet-000001", None).await;
    assert_eq!((status, &undone["undoes"]), (StatusCode::OK, &sheet["id"]), "{undone}");
    assert_eq!(desk.post(&undo, "undo-a-sheet-000002", None).await.1["id"], undone["id"], "once");
    let after = two(&desk).await;
    assert_eq!(after.each_ref().map(cells), before.each_ref().map(cells));
    assert_eq!(desk.get(&own).await.1["undone_by"], undone["id"]);
    let (_, newest) = desk.get("/api/v1/sheets?limit=1").await;
    assert_eq!(newest["data"][0]["id"], undone["id"]);
    let next = newest["next_cursor"].as_str().unwrap();
    let (_, older) = desk.get(&format!("/api/v1/sheets?limit=1&cursor={next}")).await;
    assert_eq!((&older["data"][0]["id"], older.get("next_cursor")), (&sheet["id"], None));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_row_stops_all_and_every_wrong_row_is_named() {
    let desk = desk().await;
    let before = two(&desk).await;
    let [first, second] = &before;
    let stranger = seller_of(&desk.shop, "paramo").await;
    let (_, theirs) = key_of(&desk.shop, stranger, ApiScopes::all()).await;
    let foreign = desk.send(Method::GET, "/api/v1/offers", &theirs, None, None).await;
    let foreign = crate::api::answer(foreign).await.1["data"][0]["id"].clone();
    let rows = json!({ "rows": [
        { "offer_id": first["id"], "version": 9_999, "price": usd(0), "stock": { "change": -1_000_000 } },
        { "offer_id": second["id"], "price": usd(777), "cost": { "amount_minor": 5, "currency": "EUR" } },
        { "offer_id": foreign, "active": false },
    ]});
    let (status, problem) = desk.post("/api/v1/sheets", "save-a-sheet-000001", Some(rows)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("rows-refused")), "{problem}");
    let told: Vec<_> = problem["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["offer_id"], row["field"].as_str(), row["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            (&first["id"], None, "version-conflict"),
            (&first["id"], Some("price"), "wrong-price"),
            (&first["id"], Some("stock"), "below-zero"),
            (&second["id"], Some("cost"), "other-currency"),
            (&foreign, None, "no-such-offer"),
        ]
    );
    let one = json!({ "offer_id": first["id"], "active": false });
    for wrong in [
        json!({}),
        json!({ "rows": [] }),
        json!({ "rows": vec![one.clone(); 501] }),
        json!({ "rows": [one.clone(), one] }),
        json!({ "rows": [{ "offer_id": first["id"], "handling_days": 31 }] }),
        json!({ "rows": [{ "offer_id": first["id"], "price": usd(-1) }] }),
        json!({ "rows": [{ "offer_id": first["id"], "colour": "red" }] }),
        json!({ "rows": [{ "offer_id": "first" }] }),
    ] {
        let (status, problem) = desk.post("/api/v1/sheets", "what-is-no-sheet-01", Some(wrong.clone())).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
    assert_eq!(two(&desk).await, before, "nothing was changed");
    assert_eq!(desk.get("/api/v1/sheets").await.1["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_whose_offer_was_changed_since_is_not_taken_back() {
    let desk = desk().await;
    let [offer, _] = two(&desk).await;
    let rows = json!({ "rows": [{ "offer_id": offer["id"], "price": usd(4_321) }] });
    let (_, sheet) = desk.post("/api/v1/sheets", "save-a-sheet-000001", Some(rows)).await;
    let path = format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    desk.patch(&path, "change-the-offer-001", json!({ "price": usd(5_000) })).await;
    let undo = format!("/api/v1/sheets/{}/undo", sheet["id"].as_str().unwrap());
    let (status, problem) = desk.post(&undo, "undo-a-sheet-000001", None).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("rows-refused")), "{problem}");
    let row = &problem["rows"][0];
    assert_eq!((&row["offer_id"], &row["code"]), (&offer["id"], &json!("version-conflict")));
    assert_eq!(desk.get(&path).await.1["price"], usd(5_000));
}
