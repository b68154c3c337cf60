//! Promotions over HTTP: from the seller's form to the product, the cart and the page of what it is for.

use crate::common::{
    TestShop, answered, assert_status, first_offer, header, page_as, post_as, post_form, text,
};
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
    answered(shop, cookie, "/seller/promotions", path, body).await
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

#[tokio::test(flavor = "multi_thread")]
async fn a_lightning_deal_says_how_much_is_taken_and_stops_when_all_is() {
    let shop = demo().await;
    let (lucia, desk) = (shop.cookie_of(LUCIA).await, seller(&shop, "guayabo").await);
    let mut conn = shop.platform().db.read().await.unwrap();
    let soap = "olive-oil-soap-three-bars";
    let soap =
        platform::catalog::product_by_slug(&mut conn, soap).await.unwrap().unwrap().offers.remove(0).id;
    drop(conn);
    let make = async |rest: &str| {
        let common = format!("seller={desk}&title=Tonight&kind=deal&share=20&offers={soap}");
        let body = format!("{common}&key=a-lightning-deal-001&{rest}");
        sent(&shop, &lucia, "/api/seller/promotion-create", body).await
    };
    for (rest, words) in [
        ("pieces=&each=1&until=2030-12-25", "A deal has 1 to 5,000 pieces"),
        ("pieces=4&each=5&until=2030-12-25", "A deal has 1 to 5,000 pieces"),
        ("pieces=4&each=2&until=2030-12-25+25:00", "Write a day like 2026-12-25."),
        ("pieces=4&each=2", "nor in the past"),
    ] {
        let page = make(rest).await;
        assert!(page.contains(words) && page.contains("value=\"Tonight\""), "{rest}: {words}");
    }
    let page = make("pieces=4&each=3&until=2030-12-25+18:00").await;
    assert!(page.contains("The promotion is made.") && page.contains("0 of 4 taken"), "{page}");

    let product = async || {
        // Pages know promotions for a second.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let page = text(shop.get("/p/olive-oil-soap-three-bars").await).await;
        page.split_once("id=\"buy\"").unwrap().1.split_once("</section>").unwrap().0.to_owned()
    };
    let buy = product().await;
    assert!(buy.contains("Lightning deal: 20% off each") && buy.contains("0% taken"), "{buy}");
    assert!(buy.contains("up to 3 an order") && buy.contains("Ends in"), "{buy}");
    let deals = text(shop.get("/deals").await).await;
    assert!(deals.contains("Lightning deals") && deals.contains("20% off · 0% taken"), "{deals}");

    // Ada takes three of four in one order of four; the last one is the next shopper's.
    let ada = shop.cookie_of(ADA).await;
    let form = format!("offer={soap}&quantity=4&key=deal-in-the-cart-01");
    post_form(&shop, "/api/cart/add", &ada, &form).await;
    let cart = page_as(&shop, "/cart", &ada).await;
    // Three of 14.50, a fifth off.
    assert_eq!(cart.matches("-$8.70").count(), 2, "{cart}");
    let checkout = page_as(&shop, "/checkout", &ada).await;
    let value = |name: &str| {
        let from = checkout.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
        from.split('"').next().unwrap().to_owned()
    };
    let form = format!(
        "key={}&lines={}&total_minor={}&currency=USD&address={}&card={}",
        value("key"),
        value("lines"),
        value("total_minor"),
        value("address"),
        value("card"),
    );
    let answer = post_form(&shop, "/api/checkout/place", &ada, &form).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    assert!(header(&answer, "location").starts_with("/orders/ord_"), "{:?}", answer.headers());
    assert!(product().await.contains("75% taken"));
    let ben = "ben@shopper.example";
    let form = crate::common::click_form(&shop, ben, soap).await;
    let cookie = shop.cookie_of(ben).await;
    let form = format!("{form}&slug=olive-oil-soap-three-bars");
    assert_status(&post_form(&shop, "/api/shop/one-click", &cookie, &form).await, StatusCode::SEE_OTHER);
    assert!(!product().await.contains("Lightning deal"), "all four are taken");
    assert!(page_as(&shop, "/seller/promotions", &lucia).await.contains("4 of 4 taken"));
}
