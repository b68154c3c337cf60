//! Promotions over HTTP: from the seller's form to the product, the cart and the page of what it is for.

use crate::common::{TestShop, assert_status, first_offer, header, page_as, post_as, post_form, text};
use http::StatusCode;
use platform::orders::promotions;

const LUCIA: &str = "lucia@guayabo.example";
const ADA: &str = "ada@shopper.example";
const PAPRIKA: &str = "/p/smoked-paprika-tin-75-g";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

/// What the form answers: where it leads, and that page.
async fn sent(shop: &TestShop, cookie: &str, path: &str, body: String) -> String {
    let request = http::Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("referer", "http://localhost/seller/promotions")
        .header("cookie", cookie);
    let answer = shop.ask(request.body(axum::body::Body::from(body)).unwrap()).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    let flash = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned))
        .collect::<Vec<_>>()
        .join("; ");
    let to = header(&answer, "location").to_owned();
    page_as(shop, &to, &format!("{cookie}; {flash}")).await
}

async fn seller(shop: &TestShop, slug: &str) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    platform::sellers::by_slug(&mut conn, slug).await.unwrap().unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_demo_gives_is_said_where_it_is_bought_and_taken_off_in_the_cart() {
    let shop = demo().await;
    let page = text(shop.get(PAPRIKA).await).await;
    let buy = page.split_once("id=\"buy\"").unwrap().1.split("</section>").next().unwrap();
    assert!(buy.contains("Buy 2, get 1 free"), "{buy}");
    let goods = buy.split_once("href=\"/promotions/").unwrap().1.split('"').next().unwrap();
    let list = text(shop.get(&format!("/promotions/{goods}")).await).await;
    assert!(list.contains(PAPRIKA) && list.contains("/p/dark-chocolate-72-four-bars"), "{list}");
    assert_status(&shop.get("/promotions/pro_01jz0000000000000000000000").await, StatusCode::NOT_FOUND);

    let ada = shop.cookie_of(ADA).await;
    let offer = buy.split_once("name=\"offer\" value=\"").unwrap().1.split('"').next().unwrap();
    let add = |quantity| format!("offer={offer}&quantity={quantity}&key=promotion-test-{quantity:06}");
    post_form(&shop, "/api/cart/add", &ada, &add(2)).await;
    let cart = page_as(&shop, "/cart", &ada).await;
    assert!(cart.contains("One more for “Buy 2, get 1 free”"), "{cart}");
    assert!(!cart.contains("data-promoted"));
    post_form(&shop, "/api/cart/add", &ada, &add(1)).await;
    let cart = page_as(&shop, "/cart", &ada).await;
    // Three tins of 7.90, one of them free: under the line and in the sum.
    assert_eq!(cart.matches("-$7.90").count(), 2, "{cart}");
    assert!(!cart.contains("data-near"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_starts_and_stops_one_and_hears_what_is_wrong() {
    let shop = demo().await;
    let (lucia, desk) = (shop.cookie_of(LUCIA).await, seller(&shop, "guayabo").await);
    let foreign = first_offer(&shop, "paramo").await.offer.id;
    let make = async |rest: &str| {
        let body = format!("seller={desk}&title=Autumn&kind=from_units&key=an-autumn-promotion-1&{rest}");
        sent(&shop, &lucia, "/api/seller/promotion-create", body).await
    };
    for (rest, words) in [
        ("units=1&share=10", "from so many units on begins at 2"),
        ("units=three&share=10", "Write whole numbers from 1"),
        ("units=3&share=95", "at most 90 where it is off all that is bought"),
        ("units=3&share=ten", "Write a share from 0.01 to 100"),
        ("units=3&share=10&from=tomorrow", "Write a day like 2026-12-25."),
        ("units=3&share=10&until=2020-01-01", "nor in the past"),
        (&format!("units=3&share=10&offers={foreign}"), "is not offered by you any more"),
    ] {
        let page = make(rest).await;
        assert!(page.contains(words), "{rest}: {words}");
        assert!(page.contains("value=\"Autumn\""), "what was typed stays: {rest}");
    }
    let page = make("units=3&share=12.5").await;
    assert!(page.contains("The promotion is made.") && page.contains("12.5% off from 3 on"), "{page}");
    // The same press again says the same and makes nothing; another one with the page's key is asked to begin anew.
    assert!(make("units=3&share=12.5").await.contains("The promotion is made."));
    let count = async || {
        let mut conn = shop.platform().db.read().await.unwrap();
        promotions::reports(&mut conn, desk.parse().unwrap(), 100).await.unwrap().len()
    };
    assert_eq!(count().await, 3, "two of the demo, and one");
    assert!(make("units=4&share=12.5").await.contains("This page has started another promotion."));
    assert_eq!(count().await, 3);
    let made = || async {
        let mut conn = shop.platform().db.read().await.unwrap();
        promotions::reports(&mut conn, desk.parse().unwrap(), 1).await.unwrap().remove(0).promotion
    };
    let id = made().await.id;
    let pause = |paused: &str| format!("seller={desk}&promotion={id}&paused={paused}");
    let page = sent(&shop, &lucia, "/api/seller/promotion-pause", pause("on")).await;
    assert!(page.contains("Stopped: nothing is taken off for it any more.") && made().await.paused);
    let over = text(shop.get(&format!("/promotions/{id}")).await).await;
    assert!(over.contains("This promotion is over"));
    sent(&shop, &lucia, "/api/seller/promotion-pause", pause("")).await;
    assert!(!made().await.paused);

    // Another seller's staff neither sees nor stops it.
    let own = seller(&shop, "paramo").await;
    let body = format!("seller={own}&promotion={id}&paused=on");
    let other = Some("tomas@paramo.example");
    let answer = post_as(&shop, other, "/api/seller/promotion-pause", body).await;
    assert_status(&answer, StatusCode::NOT_FOUND);
    assert!(!made().await.paused);
}
