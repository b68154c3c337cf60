//! Orders as a program asks for them: narrowed as the page of orders is, and never to somebody else's.

use crate::api::{Desk, answer, desk, seller_of};
use crate::makers::key_of;
use http::{Method, StatusCode};
use platform::domain::integration::ApiScopes;
use platform::domain::{CategoryId, ProductId};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

async fn page(desk: &Desk, query: &str) -> Value {
    let (status, page) = desk.get(&format!("/api/v1/orders?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{query}: {page}");
    page
}

/// All orders that a query asks for, page by page.
async fn asked(desk: &Desk, query: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let mut page = page(desk, &format!("limit=15&{query}{cursor}")).await;
        found.append(page["data"].as_array_mut().unwrap());
        let Some(next) = page["next_cursor"].as_str() else { return found };
        cursor = format!("&cursor={next}");
    }
}

fn ids<'a>(orders: impl IntoIterator<Item = &'a Value>) -> HashSet<String> {
    orders.into_iter().map(|order| order["id"].as_str().unwrap().to_owned()).collect()
}

fn has_line(order: &Value, field: &str, is: impl Fn(&str) -> bool) -> bool {
    order["lines"].as_array().unwrap().iter().any(|line| is(line[field].as_str().unwrap()))
}

/// That a query finds what holds of all orders, each once, and that this is something.
async fn finds(desk: &Desk, all: &[Value], query: &str, holds: impl Fn(&Value) -> bool) {
    let found = asked(desk, query).await;
    let wanted = ids(all.iter().filter(|order| holds(order)));
    assert!(!wanted.is_empty(), "{query}: the demo has such orders");
    assert_eq!((found.len(), ids(&found)), (wanted.len(), wanted), "{query}");
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_narrowed_as_on_the_page_and_every_page_of_them_is() {
    let desk = desk().await;
    let all = asked(&desk, "show=all").await;
    let line = &all[0]["lines"][0];
    let (product, offer) = (line["product_id"].as_str().unwrap(), line["offer_id"].as_str().unwrap());
    let (country, placed) =
        (all[0]["ship_to"]["country"].as_str().unwrap(), all[0]["placed_at"].as_str().unwrap());
    let day = placed.get(..10).unwrap();

    let is_product = |order: &Value| has_line(order, "product_id", |id| id == product);
    finds(&desk, &all, &format!("product_id={product}"), is_product).await;
    let is_offer = |order: &Value| has_line(order, "offer_id", |id| id == offer);
    finds(&desk, &all, &format!("offer_id={offer}"), is_offer).await;
    finds(&desk, &all, &format!("country={country}"), |order| order["ship_to"]["country"] == country).await;
    finds(&desk, &all, "show=kept", |order| order["state"] != "cancelled").await;
    let on = |order: &Value| order["placed_at"].as_str().unwrap()[..10].to_owned();
    finds(&desk, &all, &format!("first_day={day}&last_day={day}"), |order| on(order) == day).await;
    finds(&desk, &all, &format!("first_day={day}"), |order| on(order).as_str() >= day).await;
    finds(&desk, &all, &format!("last_day={day}"), |order| on(order).as_str() <= day).await;
    let both = |order: &Value| is_product(order) && on(order) == day;
    finds(&desk, &all, &format!("product_id={product}&first_day={day}&last_day={day}"), both).await;

    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let shelves = platform::db::sql("SELECT id, category_id FROM catalog_products");
    let shelves: Vec<(ProductId, CategoryId)> = conn.all(shelves).await.unwrap();
    drop(conn);
    let shelf_of: HashMap<String, String> =
        shelves.into_iter().map(|(product, category)| (product.to_string(), category.to_string())).collect();
    let shelf = &shelf_of[product];
    let is_there = |order: &Value| has_line(order, "product_id", |id| shelf_of.get(id) == Some(shelf));
    finds(&desk, &all, &format!("category_id={shelf}"), is_there).await;

    let mut with = Vec::new();
    for device in ["phone", "desktop", "unknown"] {
        with.extend(asked(&desk, &format!("device={device}")).await);
    }
    assert_eq!((with.len(), ids(&with)), (all.len(), ids(&all)), "each was placed with one of them");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_narrows_nothing_is_refused_and_what_is_a_strangers_finds_nothing() {
    let desk = desk().await;
    for wrong in [
        "country=usa",
        "country=us",
        "device=tablet",
        "first_day=soon",
        "last_day=2026-02-30",
        "product_id=x",
        "colour=red",
    ] {
        let (status, problem) = desk.get(&format!("/api/v1/orders?{wrong}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}: {problem}");
    }
    assert_eq!(page(&desk, "first_day=2026-11-30&last_day=2026-11-29").await["data"], json!([]));
    let all = asked(&desk, "show=all").await;
    let (order, offer) = (&all[0], all[0]["lines"][0]["offer_id"].as_str().unwrap());
    let (_, theirs) = key_of(&desk.shop, seller_of(&desk.shop, "paramo").await, ApiScopes::all()).await;
    let cursor = order["id"].as_str().unwrap().split_once('_').unwrap().1;
    for path in [
        format!("/api/v1/orders?offer_id={offer}"),
        format!("/api/v1/orders?first_day=2000-01-01&cursor={cursor}"),
    ] {
        let (status, found) = answer(desk.send(Method::GET, &path, &theirs, None, None).await).await;
        assert_eq!((status, &found["data"]), (StatusCode::OK, &json!([])), "{path}");
    }
}
