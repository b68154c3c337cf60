//! Who works for the seller, how its orders went and what it sold: by the API as on the desk.

use crate::api::desk;
use http::StatusCode;
use platform::domain::health::Measure;
use platform::domain::listing::ListingRule;
use platform::domain::text_enum::TextEnum as _;
use platform::listing::ListingError;
use serde_json::json;

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
        assert_eq!(one["limit_bps"], counted.gates.limit_bps(measure));
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        let behind = platform::buybox::mishaps(&mut conn, desk.seller, measure, 25).await.unwrap();
        drop(conn);
        let wanted: Vec<_> = behind.iter().map(|mishap| json!(mishap.part_id.to_string())).collect();
        let told: Vec<_> =
            one["orders"].as_array().unwrap().iter().map(|order| order["id"].clone()).collect();
        let wanted = if tally.mishaps == 0 { Vec::new() } else { wanted };
        assert_eq!(told, wanted, "{one}");
    }
    let named = |one: &serde_json::Value| one["orders"].as_array().is_some_and(|orders| !orders.is_empty());
    for one in measures.iter().filter(|one| named(one)) {
        let id = one["orders"][0]["id"].as_str().unwrap();
        assert_eq!(desk.get(&format!("/api/v1/orders/{id}")).await.0, StatusCode::OK, "{one}");
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
    let shelf = found.now.shelf;
    assert_eq!(
        (&said["now"]["views_with_offer"], &said["now"]["views_in_buy_box"]),
        (&json!(shelf.views), &json!(shelf.featured))
    );
    assert_eq!(said["now"]["buy_box_bps"].as_i64(), shelf.share_bps());
    let products = said["products"].as_array().unwrap();
    assert_eq!(products.len(), found.products.len());
    for (one, line) in products.iter().zip(&found.products) {
        assert_eq!(one["product_id"], line.key.id.to_string());
        assert_eq!((&one["units"], &one["views"]), (&json!(line.units.now), &json!(line.key.views)));
        assert_eq!(one["sales"]["amount_minor"], line.sales_minor.now);
        assert_eq!(one["views_with_offer"], line.key.shelf.views);
    }
    let devices = said["devices"].as_array().unwrap();
    assert_eq!(devices.len(), found.devices.len());
    for (one, line) in devices.iter().zip(&found.devices) {
        assert_eq!(one["device"].as_str().unwrap_or_default(), line.key.device);
        assert_eq!(one["units"], line.units.now);
    }
    let cohorts = said["cohorts"].as_array().unwrap();
    assert!(!cohorts.is_empty(), "the demo's shoppers are of some month");
    for (one, cohort) in cohorts.iter().zip(&found.cohorts) {
        assert_eq!((&one["shoppers"], &one["again"]), (&json!(cohort.shoppers), &json!(cohort.again)));
        assert_eq!(one["month"].as_str().unwrap().len(), 7, "{one}");
    }
    assert_eq!(cohorts.len(), found.cohorts.len());
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
async fn what_is_left_is_that_of_the_page_and_for_keys_that_read_money() {
    let desk = desk().await;
    let (status, said) = desk.get("/api/v1/sales/profit?days=90&offers=2").await;
    assert_eq!((status, &said["complete"]), (StatusCode::OK, &json!(true)), "{said}");
    let platform = desk.shop.platform();
    let range = platform::reporting::Range::last_days(platform.db.now().utc_day(), 90);
    let usd = platform::domain::Currency::USD;
    let mut conn = platform.db.read().await.unwrap();
    let found = platform::reporting::skus(&mut conn, desk.seller, usd, range, true, 2).await.unwrap();
    drop(conn);
    assert!(found.now.units > 0, "the demo shop sent something");
    assert_eq!(
        (&said["now"]["units"], &said["offers_in_all"]),
        (&json!(found.now.units), &json!(found.in_all))
    );
    assert_eq!(said["now"]["left"]["amount_minor"], found.now.left_minor());
    let offers = said["offers"].as_array().unwrap();
    assert_eq!(offers.len(), found.lines.len());
    for (one, line) in offers.iter().zip(&found.lines) {
        assert_eq!(one["offer_id"], line.offer.to_string());
        assert_eq!(one["now"]["fees"]["amount_minor"], line.now.fees_minor());
        assert_eq!(one["now"]["left"]["amount_minor"], line.now.left_minor());
        let stock = (one["available"].as_i64(), one["lasts_days"].as_i64());
        assert_eq!(stock, (line.available, line.cover_days(range)));
    }
    for wrong in ["days=0", "days=732", "last_day=soon", "offers=0", "offers=501", "products=1"] {
        let (status, problem) = desk.get(&format!("/api/v1/sales/profit?{wrong}")).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_what_the_first_screen_says() {
    let desk = desk().await;
    crate::makers::feedback_of(&desk.shop, desk.seller, 2).await;
    let (_, offers) = desk.get("/api/v1/offers").await;
    let offer = offers["data"].as_array().unwrap().iter().find(|offer| offer["active"] == true).unwrap();
    let path = format!("/api/v1/offers/{}", offer["id"].as_str().unwrap());
    let (status, out) = desk.patch(&path, "nothing-left-of-it", json!({ "stock": { "set": 0 } })).await;
    assert_eq!((status, &out["available"]), (StatusCode::OK, &json!(0)), "{out}");
    let db = &desk.shop.platform().db;
    let mut conn = db.read().await.unwrap();
    let tree = platform::catalog::category_tree(&mut conn).await.unwrap();
    let own = platform::catalog::offers_of_seller(&mut conn, desk.seller, None, 0, 500).await.unwrap().rows;
    drop(conn);
    let asked = own.iter().find(|row| row.offer.active).unwrap();
    let category = tree.by_slug(&asked.category_slug).unwrap().id;
    let by = desk.shop.account_of("operator@orinoco.example").await;
    let said: Result<bool, ListingError> = db
        .write(move |tx| {
            let rule = ListingRule { required: vec!["Never said".into()], ..ListingRule::default() };
            Box::pin(async move { platform::listing::say(tx, category, rule, by).await })
        })
        .await;
    said.unwrap();
    let (status, waits) = desk.get("/api/v1/todo").await;
    assert_eq!(status, StatusCode::OK, "{waits}");
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let said = platform::reviews::todo(&mut conn, desk.seller).await.unwrap();
    let returns = platform::returns::lists::waiting_count(&mut conn, desk.seller).await.unwrap();
    let low = platform::reporting::low_stock(&mut conn, desk.seller, 1_000).await.unwrap();
    let to_fix = platform::listing::to_fix(&mut conn, &tree, desk.seller).await.unwrap();
    drop(conn);
    assert!(to_fix.iter().any(|row| row.offer.id == asked.offer.id), "what its category asks for in vain");
    assert_eq!(waits["listings"], json!(to_fix.len()));
    assert!(low.rows.iter().any(|row| row.available == 0), "the one that was sold out: {low:?}");
    assert_eq!((&waits["low_stock"], low.total), (&json!(low.rows.len()), low.rows.len() as i64));
    assert_eq!((&waits["feedback"], said.feedback), (&json!(2), 2));
    assert_eq!((&waits["questions"], &waits["reviews"]), (&json!(said.questions), &json!(said.reviews)));
    assert_eq!(waits["returns"], returns);
    let (_, sales) = desk.get("/api/v1/sales/summary").await;
    assert_eq!(waits["orders"], sales["to_ship"]);
    let cookie = desk.shop.cookie_of("lucia@guayabo.example").await;
    let screen = crate::common::page_as(&desk.shop, "/seller", &cookie).await;
    assert!(screen.contains("2 buyers have rated your shop and have no answer."), "{screen}");
    assert!(screen.contains("/seller/products?show=to_fix"), "{screen}");
    let list = crate::common::page_as(&desk.shop, "/seller/products?show=to_fix", &cookie).await;
    assert!(list.contains("data-show=\"to_fix\""), "{list}");
    for row in own.iter().filter(|row| row.offer.active) {
        let listed = list.contains(&row.offer.id.to_string());
        let expected = to_fix.iter().take(25).any(|one| one.offer.id == row.offer.id);
        assert_eq!(listed, expected, "{}", row.product_title);
    }
}
