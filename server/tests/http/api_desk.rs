//! What the desk shows of itself, by the API: its trail, how good its listings are, the ledger behind a figure.

use crate::api::{Desk, answer, desk, seller_of};
use crate::common::{header, text};
use crate::makers::{key_of, payout_of};
use http::{Method, StatusCode};
use platform::domain::integration::ApiScopes;
use serde_json::{Value, json};

/// A transaction on the balance of the desk's seller, from before the first payout's statement or after it.
pub async fn posting(desk: &Desk) -> String {
    let (status, open) = desk.get("/api/v1/statement").await;
    assert_eq!(status, StatusCode::OK, "{open}");
    if let Some(id) = open["lines"][0]["transaction_id"].as_str() {
        return id.to_owned();
    }
    let (_, payouts) = desk.get("/api/v1/payouts").await;
    let last = payouts["data"][0]["id"].as_str().expect("what was earned was paid out");
    let (_, closed) = desk.get(&format!("/api/v1/payouts/{last}/statement")).await;
    closed["lines"][0]["transaction_id"].as_str().unwrap().to_owned()
}

fn minor(amount: &Value) -> i64 {
    amount["amount_minor"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_statement_opens_down_to_its_postings() {
    let desk = desk().await;
    let (_, open) = desk.get("/api/v1/statement").await;
    let line = open["lines"].as_array().unwrap().iter().find(|line| line["part_id"].is_string());
    let line = line.expect("the demo has sold something");
    let id = line["transaction_id"].as_str().unwrap();
    let path = format!("/api/v1/postings/{id}");
    let (status, found) = desk.get(&path).await;
    assert_eq!(
        (status, &found["id"], &found["part_id"]),
        (StatusCode::OK, &line["transaction_id"], &line["part_id"])
    );
    let own = found["own"].as_array().unwrap();
    assert!(own.iter().any(|one| one["kind"] == line["kind"] && one["amount"] == line["amount"]), "{found}");
    let others = found["others"].as_array().unwrap();
    assert!(!others.is_empty(), "{found}");
    if others.iter().all(|one| one["amount"].is_object()) {
        let all: i64 = own.iter().chain(others).map(|one| minor(&one["amount"])).sum();
        assert_eq!(all, 0, "nothing comes from nowhere: {found}");
    }
    for wrong in ["ltx_01j9zq3v5n8e7kx2m4t6w0ys1b", "x"] {
        assert_eq!(desk.get(&format!("/api/v1/postings/{wrong}")).await.0, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_says_its_score_and_what_to_fix() {
    let desk = desk().await;
    let (status, all) = desk.get("/api/v1/listing-quality?limit=100").await;
    assert_eq!(status, StatusCode::OK, "{all}");
    let all = all["data"].as_array().unwrap().clone();
    let (_, offers) = desk.get("/api/v1/offers?limit=100").await;
    assert_eq!(all.len(), offers["data"].as_array().unwrap().len());
    for one in &all {
        let fixes = one["fixes"].as_array().unwrap();
        let lost: i64 = fixes.iter().map(|fix| fix["points"].as_i64().unwrap()).sum();
        assert_eq!(one["score"].as_i64().unwrap() + lost, 100, "{one}");
        assert!(fixes.iter().all(|fix| !fix["detail"].as_str().unwrap().is_empty()));
        if let Some(stand) = one["buy_box"].as_object() {
            assert_eq!(stand["won"] == true, !stand.contains_key("winner_lands_at"), "{one}");
        }
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let (_, page) = desk.get(&format!("/api/v1/listing-quality?limit=2{cursor}")).await;
        seen.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, all, "each is there once");
    let path = format!("/api/v1/offers/{}/quality", all[0]["offer_id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await, (StatusCode::OK, all[0].clone()));
    assert_eq!(desk.get("/api/v1/listing-quality?limit=0").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_fixed_of_a_listing_brings_the_points_that_were_named() {
    let desk = desk().await;
    let (_, categories) = desk.get("/api/v1/categories?limit=100").await;
    let is_kitchen = |one: &&Value| one["path"].as_array().unwrap().last().unwrap() == "Kitchen";
    let kitchen = categories["data"].as_array().unwrap().iter().find(is_kitchen).expect("there is one");
    let sent = json!({
        "category_id": kitchen["id"], "title": "Wok", "sku": "API-WOK", "condition": "new",
        "price": { "amount_minor": 3_900, "currency": "USD" }, "stock": 4,
    });
    let (status, made) = desk.post("/api/v1/proposals", "propose-a-product-01", Some(sent)).await;
    assert_eq!((status, &made["state"]), (StatusCode::CREATED, &json!("live")), "{made}");
    let path = format!("/api/v1/offers/{}/quality", made["offer_id"].as_str().unwrap());
    let points = |listing: &Value, part: &str| -> i64 {
        let fixes = listing["fixes"].as_array().unwrap();
        fixes.iter().find(|fix| fix["part"] == part).map_or(0, |fix| fix["points"].as_i64().unwrap())
    };
    let (_, poor) = desk.get(&path).await;
    assert_eq!(points(&poor, "pictures"), 20, "{poor}");
    let (title, description) = (points(&poor, "title"), points(&poor, "description"));
    assert!(title > 0 && description == 15, "{poor}");

    let better = json!({ "title": "Carbon steel wok, 32 cm wide", "description": "A".repeat(200) });
    let product = format!("/api/v1/products/{}", made["product_id"].as_str().unwrap());
    let (status, _) = desk.patch(&product, "describe-it-better-1", better).await;
    assert_eq!(status, StatusCode::OK);
    let (_, rich) = desk.get(&path).await;
    assert_eq!((points(&rich, "title"), points(&rich, "description")), (0, 0), "{rich}");
    let score = |listing: &Value| listing["score"].as_i64().unwrap();
    assert_eq!(score(&rich), score(&poor) + title + description, "{rich}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_tells_which_program_changed_what_and_only_at_this_desk() {
    let desk = desk().await;
    let offer = desk.get("/api/v1/offers").await.1["data"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/offers/{offer}");
    for n in 1..=3 {
        let change = json!({ "price": { "amount_minor": 1_000 + n, "currency": "USD" } });
        let (status, _) = desk.patch(&path, &format!("change-an-offer-00{n}"), change).await;
        assert_eq!(status, StatusCode::OK);
    }
    let (_, key) = desk.get("/api/v1/key").await;
    let (status, newest) = desk.get("/api/v1/changes?limit=3").await;
    assert_eq!(status, StatusCode::OK, "{newest}");
    for change in newest["data"].as_array().unwrap() {
        assert_eq!((&change["by"], &change["key_id"]), (&json!("program"), &key["id"]), "{change}");
        assert_eq!((&change["name"], &change["what"]), (&key["name"], &json!(format!("PATCH {path}"))));
        assert!(change.get("account_id").is_none(), "{change}");
    }
    let (_, whole) = desk.get("/api/v1/changes?limit=2").await;
    let next = whole["next_cursor"].as_str().unwrap();
    let (_, rest) = desk.get(&format!("/api/v1/changes?limit=1&cursor={next}")).await;
    assert_eq!(rest["data"][0], newest["data"][2]);
    assert_eq!(desk.get("/api/v1/changes?cursor=x").await.0, StatusCode::BAD_REQUEST);

    let stranger = seller_of(&desk.shop, "paramo").await;
    let (_, theirs) = key_of(&desk.shop, stranger, ApiScopes::all()).await;
    let (_, others) =
        answer(desk.send(Method::GET, "/api/v1/changes?limit=100", &theirs, None, None).await).await;
    let told = others.to_string();
    assert!(!told.contains(&offer) && !told.contains(key["id"].as_str().unwrap()), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_tells_which_person_changed_what_and_as_what() {
    let desk = desk().await;
    let form = format!("seller={}&legal_name=Lucia&address=1+Elm&tax_id=", desk.seller);
    let owner = desk.shop.cookie_of("lucia@guayabo.example").await;
    crate::common::post_form(&desk.shop, "/api/seller/legal", &owner, &form).await;
    let (_, newest) = desk.get("/api/v1/changes?limit=1").await;
    let change = &newest["data"][0];
    assert_eq!((&change["by"], &change["what"]), (&json!("person"), &json!("POST /api/seller/legal")));
    assert_eq!(change["role"], "owner", "{change}");
    assert!(!change.to_string().contains("Elm"), "what people write is not kept: {change}");
    assert!(change["account_id"].is_string() && change["name"].is_string(), "{change}");
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_and_years_come_as_files_in_the_readers_language() {
    let desk = desk().await;
    let (payout, _) = payout_of(&desk.shop, desk.seller).await;
    for path in
        [format!("/api/v1/payouts/{payout}/statement"), "/api/v1/statement".into(), "/api/v1/year".into()]
    {
        for (format, kind, begins) in
            [("pdf", "application/pdf", "%PDF-"), ("csv", "text/csv; charset=utf-8", "")]
        {
            let asked = format!("{path}/file?format={format}");
            let file = desk.send(Method::GET, &asked, &desk.key, None, None).await;
            assert_eq!((file.status(), header(&file, "content-type")), (StatusCode::OK, kind), "{asked}");
            assert!(header(&file, "content-disposition").starts_with("attachment;"), "{asked}");
            let file = text(file).await;
            assert!(file.starts_with(begins) && file.len() > 50, "{asked}");
        }
        for wrong in ["", "?format=xls", "?format=csv&page=1"] {
            let asked = format!("{path}/file{wrong}");
            assert_eq!(desk.get(&asked).await.0, StatusCode::BAD_REQUEST, "{asked}");
        }
    }
    assert_eq!(desk.get("/api/v1/year/file?format=csv&year=1999").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_is_on_the_list_of_what_to_take_off_the_shelves() {
    let desk = desk().await;
    let units = |list: &Value| -> i64 {
        list["data"].as_array().unwrap().iter().map(|one| one["units"].as_i64().unwrap()).sum()
    };
    let (status, before) = desk.get("/api/v1/pick-list").await;
    assert_eq!(status, StatusCode::OK, "{before}");
    let (_, orders) = desk.get("/api/v1/orders?limit=100").await;
    let placed = orders["data"].as_array().unwrap().iter().find(|order| order["state"] == "placed");
    let order = placed.expect("the demo has an order to accept")["id"].as_str().unwrap().to_owned();
    let accept = format!("/api/v1/orders/{order}/accept");
    let (status, _) = desk.post(&accept, "accept-the-order-001", None).await;
    assert_eq!(status, StatusCode::OK);
    let (_, accepted) = desk.get(&format!("/api/v1/orders/{order}")).await;
    let lines = accepted["lines"].as_array().unwrap();
    let ordered: i64 = lines.iter().map(|line| line["quantity"].as_i64().unwrap()).sum();
    let (_, after) = desk.get("/api/v1/pick-list").await;
    assert_eq!(units(&after), units(&before) + ordered, "{after}");
    let first = &lines[0];
    let row = after["data"].as_array().unwrap().iter().find(|row| row["offer_id"] == first["offer_id"]);
    let row = row.expect("its offer is on the list");
    assert!(row["sku"].is_string() && row["title"] == first["title"], "{row}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_fetches_the_slip_of_an_order_as_a_paper_without_prices() {
    let desk = desk().await;
    let (_, orders) = desk.get("/api/v1/orders?limit=100").await;
    let order = orders["data"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/orders/{order}/slip");
    let file = desk.send(Method::GET, &path, &desk.key, None, None).await;
    assert_eq!((file.status(), header(&file, "content-type")), (StatusCode::OK, "application/pdf"));
    assert!(header(&file, "content-disposition").starts_with("attachment; filename=\"slip-prt_"));
    let file = text(file).await;
    assert!(file.starts_with("%PDF-") && file.len() > 500);
    let (status, _) = desk.get("/api/v1/orders/prt_01j9zq3v5n8e7kx2m4t6w0ys1b/slip").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// Every line that a list of lines has, page by page, and what its last page says of all of them.
async fn lines_of(desk: &Desk, path: &str) -> (Value, Vec<Value>) {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, page) = desk.get(&format!("{path}{cursor}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        all.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (page, all),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_behind_a_figure_of_the_year_add_up_to_it_page_by_page() {
    use platform::domain::calendar::day_of;
    let desk = desk().await;
    let (_, year) = desk.get("/api/v1/year").await;
    let period = year["total"]["period"].as_str().unwrap();
    let number: i64 = period.parse().unwrap();
    let days = day_of(number + 1, 1, 1) - day_of(number, 1, 1);
    let of = |figure: &str| format!("/api/v1/lines?of={figure}&last_day={period}-12-31&days={days}");
    let figures = [
        "gross",
        "refunds",
        "commission",
        "fees",
        "fee_tax",
        "disputes",
        "other",
        "earned",
        "payouts",
        "paid_by_card",
        "tax",
    ];
    let mut listed = 0;
    for figure in figures {
        let (last, lines) = lines_of(&desk, &format!("{}&limit=100", of(figure))).await;
        assert_eq!(last["total"], year["total"][figure], "{figure}");
        assert_eq!(last["first_day"], format!("{period}-01-01"), "{figure}");
        assert_eq!(last["count"].as_u64(), u64::try_from(lines.len()).ok(), "{figure}");
        let sum: i64 = lines.iter().map(|line| minor(&line["amount"])).sum();
        assert_eq!(sum, minor(&last["total"]), "{figure}");
        listed += lines.len();
    }
    assert!(listed > 0, "the demo has sold something");
    // In short pages it is the same list.
    let whole = lines_of(&desk, &format!("{}&limit=100", of("gross"))).await.1;
    assert_eq!(lines_of(&desk, &format!("{}&limit=3", of("gross"))).await.1, whole);
    let id = whole[0]["transaction_id"].as_str().unwrap();
    assert_eq!(desk.get(&format!("/api/v1/postings/{id}")).await.0, StatusCode::OK);

    let stranger = seller_of(&desk.shop, "paramo").await;
    let (_, theirs) = key_of(&desk.shop, stranger, ApiScopes::all()).await;
    let asked = desk.send(Method::GET, &format!("{}&limit=100", of("gross")), &theirs, None, None).await;
    let (status, other) = answer(asked).await;
    assert_eq!(status, StatusCode::OK, "{other}");
    for line in other["data"].as_array().unwrap() {
        assert!(!whole.contains(line), "a line is of one seller alone: {line}");
    }
    for (wrong, status) in [
        ("of=profit", StatusCode::BAD_REQUEST),
        ("limit=3", StatusCode::BAD_REQUEST),
        ("of=gross&cursor=1.x.1", StatusCode::BAD_REQUEST),
        ("of=gross&days=0", StatusCode::BAD_REQUEST),
        ("of=gross&last_day=2026-02-30", StatusCode::BAD_REQUEST),
        ("of=gross&currency=QQQ", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(desk.get(&format!("/api/v1/lines?{wrong}")).await.0, status, "{wrong}");
    }
}
