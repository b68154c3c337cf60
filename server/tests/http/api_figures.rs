//! Who works for the seller, how its orders went and what it sold: by the API as on the desk.

use crate::api::desk;
use http::StatusCode;
use platform::domain::health::Measure;
use platform::domain::text_enum::TextEnum as _;
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
