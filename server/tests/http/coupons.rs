//! Coupons that sellers give, over HTTP: from the seller's form, or its program, to the cart, and to the operator who stops one.

use crate::api::{Desk, desk};
use crate::common::{TestShop, answered, page_as, post_as, post_form, text};
use http::StatusCode;
use platform::orders::coupons;
use serde_json::{Value, json};

const LUCIA: &str = "lucia@guayabo.example";
const TOMAS: &str = "tomas@paramo.example";
const ADA: &str = "ada@shopper.example";
const OLGA: &str = "operator@orinoco.example";
const PAPRIKA: &str = "/p/smoked-paprika-tin-75-g";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn seller(shop: &TestShop, slug: &str) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    platform::sellers::by_slug(&mut conn, slug).await.unwrap().unwrap().id.to_string()
}

/// Makes one at Casa Guayabo: what the form answers.
async fn made(shop: &TestShop, lucia: &str, rest: &str) -> String {
    let body = format!("seller={}&key=an-autumn-coupon-001&{rest}", seller(shop, "guayabo").await);
    answered(shop, lucia, "/seller/coupons", "/api/seller/coupon-create", body).await
}

async fn id_of(shop: &TestShop, code: &str) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    coupons::by_code(&mut conn, code).await.unwrap().unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_makes_one_and_hears_what_is_wrong() {
    let shop = demo().await;
    let lucia = shop.cookie_of(LUCIA).await;
    for (rest, words) in [
        ("code=AU&kind=percent&value=10", "A coupon has 3 to 32 letters, digits and hyphens."),
        ("code=AUTUMN&kind=percent&value=95", "Leave something to pay"),
        ("code=AUTUMN&kind=amount&value=5", "Leave something to pay"),
        ("code=AUTUMN&kind=amount&value=5&minimum=5", "Leave something to pay"),
        ("code=AUTUMN&kind=percent&value=ten", "Write a share from 0.01 to 100."),
        ("code=AUTUMN&kind=gift&value=10", "Choose what is given."),
        ("code=AUTUMN&kind=percent&value=10&from=tomorrow", "Write a day like 2026-12-25."),
        ("code=AUTUMN&kind=percent&value=10&until=2020-01-01", "nor in the past"),
        ("code=AUTUMN&kind=percent&value=10&most_uses=0", "Write a number from 1 on, or nothing."),
        ("code=AUTUMN&kind=percent&value=10&category=spices", "Choose one of the list."),
        // The platform's: nothing is said of whose it is.
        ("code=welcome&kind=percent&value=10", "This code is taken. Choose another one."),
    ] {
        let page = made(&shop, &lucia, rest).await;
        assert!(page.contains(words), "{rest}: {words}");
    }
    let sound = "code=autumn&kind=percent&value=12.5&minimum=5&most_uses=100";
    let page = made(&shop, &lucia, sound).await;
    assert!(page.contains("The coupon AUTUMN is made.") && page.contains("12.5% off"), "{page}");
    assert!(page.contains("from $5.00 of your goods on") && page.contains("0 of 100"), "{page}");
    assert!(made(&shop, &lucia, sound).await.contains("The coupon AUTUMN is made."), "the same press");
    let other = made(&shop, &lucia, "code=autumn-2&kind=percent&value=12.5").await;
    assert!(other.contains("This page has made another coupon."));
    let mut conn = shop.platform().db.read().await.unwrap();
    let owner = seller(&shop, "guayabo").await.parse().unwrap();
    assert_eq!(coupons::reports_of_seller(&mut conn, owner, 10).await.unwrap().len(), 1);
    drop(conn);
    let tomas = shop.cookie_of(TOMAS).await;
    assert!(!page_as(&shop, "/seller/coupons", &tomas).await.contains("AUTUMN"), "another seller's list");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cart_says_who_gives_it_and_it_is_stopped_and_ended() {
    let shop = demo().await;
    let (lucia, ada, olga) =
        (shop.cookie_of(LUCIA).await, shop.cookie_of(ADA).await, shop.cookie_of(OLGA).await);
    let page = made(&shop, &lucia, "code=autumn&kind=percent&value=12.5").await;
    assert!(page.contains("The coupon AUTUMN is made."), "{page}");
    let page = text(shop.get(PAPRIKA).await).await;
    let buy = page.split_once("id=\"buy\"").unwrap().1;
    let offer = buy.split_once("name=\"offer\" value=\"").unwrap().1.split('"').next().unwrap();
    let add = format!("offer={offer}&quantity=1&key=own-coupon-test-0001");
    post_form(&shop, "/api/cart/add", &ada, &add).await;
    post_form(&shop, "/api/cart/coupon", &ada, "coupon=autumn&coupon_of=cart").await;
    let cart = page_as(&shop, "/cart", &ada).await;
    // An eighth of 7.90.
    assert!(cart.contains("Coupon AUTUMN, from Casa Guayabo") && cart.contains("-$0.99"), "{cart}");
    assert!(cart.contains("AUTUMN is used: Casa Guayabo takes it off its own goods."), "{cart}");

    // Operators see whose it is and stop it; its owner reads that, and who it was only as the platform.
    let id = id_of(&shop, "AUTUMN").await;
    assert!(page_as(&shop, "/operator/coupons", &olga).await.contains("Given by Casa Guayabo"));
    let found = page_as(&shop, "/operator/coupons?q=aut", &olga).await;
    assert!(
        found.contains("data-coupon=\"AUTUMN\"") && !found.contains("data-coupon=\"WELCOME\""),
        "{found}"
    );
    let none = page_as(&shop, "/operator/coupons?q=umn", &olga).await;
    assert!(none.contains("No code begins so.") && !none.contains("data-coupon="), "{none}");
    let pause = async |paused: &str| {
        let body = format!("coupon={id}&paused={paused}");
        answered(&shop, &olga, "/operator/coupons", "/api/operator/coupon-pause", body).await
    };
    assert!(pause("on").await.contains("Go on with AUTUMN"));
    assert!(page_as(&shop, "/seller/coupons", &lucia).await.contains("Stopped by the platform"));
    let trail = page_as(&shop, "/seller/changes", &lucia).await;
    assert!(trail.contains("/api/operator/coupon-pause") && trail.contains("The platform"), "{trail}");
    assert!(page_as(&shop, "/cart", &ada).await.contains("AUTUMN cannot be used at the moment."));
    assert!(pause("").await.contains("Stop AUTUMN"));

    // Another seller has no such coupon, and its own ends it for good: no operator brings it back.
    let foreign = format!("seller={}&coupon={id}", seller(&shop, "paramo").await);
    let answer = post_as(&shop, Some(TOMAS), "/api/seller/coupon-end", foreign).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(page_as(&shop, "/cart", &ada).await.contains("AUTUMN is used"));
    let own = format!("seller={}&coupon={id}", seller(&shop, "guayabo").await);
    let page = answered(&shop, &lucia, "/seller/coupons", "/api/seller/coupon-end", own).await;
    assert!(page.contains("Ended: nobody can use it any more."), "{page}");
    assert!(!page.contains("End AUTUMN for good"), "{page}");
    assert!(page_as(&shop, "/cart", &ada).await.contains("AUTUMN ended on"));
    assert!(!page_as(&shop, "/operator/coupons", &olga).await.contains("Stop AUTUMN"));
}

async fn all(desk: &Desk) -> Vec<Value> {
    let (status, page) = desk.get("/api/v1/coupons").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page["data"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_makes_one_once_for_each_key_reads_it_and_ends_it() {
    let desk = desk().await;
    let path = "/api/v1/coupons";
    let dollars = |minor: i64| json!({ "amount_minor": minor, "currency": "USD" });
    let wanted = json!({
        "code": "spring-10", "gives": { "percent": { "percent_bps": 1000 } }, "minimum": dollars(2_000),
        "first_day": "2030-02-01", "last_day": "2030-02-28", "most_uses": 100, "most_uses_each": 1,
    });
    let (status, made) = desk.post(path, "make-a-coupon-000001", Some(wanted.clone())).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!((&made["code"], &made["gives"]), (&json!("SPRING-10"), &wanted["gives"]));
    // The seller's midnights: Los Angeles is eight hours behind in winter.
    assert_eq!(
        (&made["from"], &made["until"]),
        (&json!("2030-02-01T08:00:00Z"), &json!("2030-03-01T08:00:00Z"))
    );
    assert_eq!((&made["uses"], &made["taken_off"], &made["ended"]), (&json!(0), &json!([]), &json!(false)));
    let again = desk.post(path, "make-a-coupon-000001", Some(wanted.clone())).await;
    assert_eq!(again, (StatusCode::CREATED, made.clone()));
    assert_eq!(all(&desk).await, std::slice::from_ref(&made));
    let (status, problem) = desk.post(path, "make-a-coupon-000002", Some(wanted)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("code-taken")));

    let own = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(desk.get(&own).await, (StatusCode::OK, made));
    let (status, ended) = desk.post(&format!("{own}/end"), "end-a-coupon-0000001", None).await;
    assert_eq!((status, &ended["ended"]), (StatusCode::OK, &json!(true)), "{ended}");
    let again = desk.post(&format!("{own}/end"), "end-a-coupon-0000002", None).await;
    assert_eq!(again, (StatusCode::OK, ended.clone()), "it has ended");
    assert_eq!(desk.get(&own).await, (StatusCode::OK, ended));

    let tenth = json!({ "percent": { "percent_bps": 1000 } });
    let five = json!({ "amount": dollars(500) });
    let euros = json!({ "amount": { "amount_minor": 500, "currency": "EUR" } });
    let category = "cat_01j9zq3v5n8e7kx2m4t6w0ys1b";
    for (n, (wrong, status)) in [
        (json!({ "code": "AB", "gives": tenth }), StatusCode::BAD_REQUEST),
        (json!({ "code": " SPACED ", "gives": tenth }), StatusCode::BAD_REQUEST),
        (json!({ "code": "MORE", "gives": { "percent": { "percent_bps": 9001 } } }), StatusCode::BAD_REQUEST),
        (json!({ "code": "MORE", "gives": { "free_delivery": {} } }), StatusCode::BAD_REQUEST),
        (json!({ "code": "MORE", "gives": tenth, "most_uses": 0 }), StatusCode::BAD_REQUEST),
        (json!({ "code": "MORE", "gives": tenth, "last_day": "soon" }), StatusCode::BAD_REQUEST),
        (json!({ "code": "MORE", "gives": tenth, "last_day": "2030-02-30" }), StatusCode::CONFLICT),
        (json!({ "code": "MORE", "gives": tenth, "last_day": "2020-02-01" }), StatusCode::CONFLICT),
        (json!({ "code": "MORE", "gives": tenth, "category_id": category }), StatusCode::CONFLICT),
        (json!({ "code": "MORE", "gives": five }), StatusCode::CONFLICT),
        (json!({ "code": "MORE", "gives": euros, "minimum": dollars(2_000) }), StatusCode::CONFLICT),
    ]
    .into_iter()
    .enumerate()
    {
        let refused = desk.post(path, &format!("make-no-coupon-{n:04}"), Some(wrong.clone())).await;
        assert_eq!(refused.0, status, "{wrong}: {}", refused.1);
    }
    assert_eq!(all(&desk).await.len(), 1);
    let five = json!({ "code": "FIVE", "gives": five, "minimum": dollars(2_000) });
    let (status, made) = desk.post(path, "make-a-coupon-000003", Some(five.clone())).await;
    assert_eq!((status, &made["gives"]), (StatusCode::CREATED, &five["gives"]), "{made}");
}
