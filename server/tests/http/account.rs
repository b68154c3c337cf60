//! The account over HTTP: half signed in is not signed in, one's data is one's own, and bought things are bought again.

use crate::common::{TestShop, cookie_in, header, post_form, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::catalog::{self, CatalogError};
use platform::domain::OfferId;
use platform::orders::{Shopper, cart, store};

const PASSWORD: &str = "a-demo-password";
const ADA: &str = "ada@shopper.example";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some(PASSWORD)).await.unwrap();
    shop
}

async fn get(shop: &TestShop, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn half_signed_in_is_signed_in_nowhere() {
    let shop = demo().await;
    let platform = shop.platform();
    let ada = shop.account_of(ADA).await;
    platform.identity.begin_codes(ada, PASSWORD).await.unwrap();
    let on: Result<u64, platform::db::DbError> = platform
        .db
        .write(|tx| {
            Box::pin(async move {
                tx.exec(platform::db::sql("UPDATE identity_totp SET confirmed_at_us = 1")).await
            })
        })
        .await;
    assert_eq!(on.unwrap(), 1);
    let form = format!("email=ada%40shopper.example&password={PASSWORD}&next=%2Faccount%2Forders");
    let answer = post_form(&shop, "/api/identity/sign-in", "", &form).await;
    assert_eq!(header(&answer, "location"), "/sign-in/code?next=/account/orders");
    assert_eq!(cookie_in(&answer, platform.cookies.session_name()), None);
    let half = cookie_in(&answer, platform.cookies.half_name()).unwrap();
    // Nor does its secret open anything in the place of a session's.
    let as_session = half.replace(platform.cookies.half_name(), platform.cookies.session_name());
    for cookie in [&half, &as_session] {
        for path in
            ["/account", "/account/orders", "/account/security", "/account/data", "/seller", "/operator"]
        {
            let answer = get(&shop, path, cookie).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
            assert!(header(&answer, "location").starts_with("/sign-in?next="), "{path}");
        }
        let answer = post_form(&shop, "/api/account/settings", cookie, "name=Eve").await;
        assert!(header(&answer, "location").starts_with("/sign-in"));
    }
    assert_eq!(get(&shop, "/sign-in/code", &half).await.status(), StatusCode::OK);
    let answer = get(&shop, "/sign-in/code", "").await;
    assert_eq!(header(&answer, "location"), "/sign-in");
    let answer = post_form(&shop, "/api/identity/sign-in-code", &half, "code=000000").await;
    assert_eq!(cookie_in(&answer, platform.cookies.session_name()), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_ones_data_is_sent_to_its_owner_as_a_file() {
    let shop = demo().await;
    let platform = shop.platform();
    let ada = shop.account_of(ADA).await;
    let id = platform.personal.request_export(ada, PASSWORD).await.unwrap();
    platform.settle().await.unwrap();
    let path = format!("/account/data/{id}");
    let answer = get(&shop, &path, &shop.cookie_of(ADA).await).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(header(&answer, "content-type"), "application/json");
    assert_eq!(header(&answer, "cache-control"), "no-store");
    assert!(header(&answer, "content-disposition").starts_with("attachment"));
    let copy: serde_json::Value = serde_json::from_str(&text(answer).await).unwrap();
    for section in ["account", "orders", "cards", "works_for", "letters"] {
        assert!(copy.get(section).is_some(), "{section} is missing");
    }
    assert_eq!(copy["account"]["email"], ADA);
    assert_eq!(copy["cards"][0]["last4"].as_str().unwrap().len(), 4);
    let other = shop.cookie_of("ben@shopper.example").await;
    assert_eq!(get(&shop, &path, &other).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(get(&shop, &path, "").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(get(&shop, "/account/data/exp_x", &other).await.status(), StatusCode::NOT_FOUND);
}

/// Sells an offer, or takes it off the shelf.
async fn set_active(shop: &TestShop, offer: OfferId, active: bool) {
    let done: Result<_, CatalogError> = shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { catalog::set_active(tx, offer, active, None).await }))
        .await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn buying_again_takes_the_same_offer_else_the_best_one_else_says_so() {
    let shop = demo().await;
    let platform = shop.platform();
    let (cookie, ada) = (shop.cookie_of(ADA).await, Shopper::Account(shop.account_of(ADA).await));
    // A line of hers whose product several sellers offer.
    let mut conn = platform.db.read().await.unwrap();
    let orders = store::orders_of(&mut conn, ada, None, 50).await.unwrap();
    let mut found = None;
    for detail in &orders {
        for line in detail.parts.iter().flat_map(|part| &part.lines) {
            let offers = catalog::offers_of(&mut conn, line.product_id).await.unwrap();
            if found.is_none() && offers.len() > 1 && offers.iter().any(|offer| offer.id == line.offer_id) {
                let others: Vec<OfferId> =
                    offers.iter().map(|offer| offer.id).filter(|id| *id != line.offer_id).collect();
                found = Some((detail.order.id, line.clone(), others));
            }
        }
    }
    let (order, line, others) = found.expect("the demo shop has such an order");
    let in_cart = async || {
        let mut conn = platform.db.read().await.unwrap();
        let lines = cart::lines(&mut conn, ada).await.unwrap();
        lines.into_iter().map(|l| (l.offer_id, l.quantity)).collect::<Vec<_>>()
    };
    drop(conn);
    let empty = async |offer: OfferId| {
        let emptied: Result<(), platform::orders::OrderError> =
            platform.db.write(move |tx| Box::pin(async move { cart::set(tx, ada, offer, 0).await })).await;
        emptied.unwrap();
    };
    for (offer, _) in in_cart().await {
        empty(offer).await;
    }
    // The key that a page gave its form: each stands for one press.
    let press = |key: &str| format!("order={order}&line={}&key={key}", line.id);
    let answer = post_form(&shop, "/api/orders/again", &cookie, &press("again-first-press")).await;
    assert_eq!(header(&answer, "location"), "/cart");
    assert_eq!(in_cart().await, [(line.offer_id, line.quantity)]);
    post_form(&shop, "/api/orders/again", &cookie, &press("again-first-press")).await;
    assert_eq!(in_cart().await, [(line.offer_id, line.quantity)], "the same press, sent twice");
    empty(line.offer_id).await;

    set_active(&shop, line.offer_id, false).await;
    post_form(&shop, "/api/orders/again", &cookie, &press("again-second-press")).await;
    let cart_now = in_cart().await;
    assert_eq!(cart_now.len(), 1);
    assert!(others.contains(&cart_now[0].0), "another seller's offer of the same product");
    empty(cart_now[0].0).await;

    for other in others {
        set_active(&shop, other, false).await;
    }
    let answer = post_form(&shop, "/api/orders/again", &cookie, &press("again-third-press")).await;
    assert_ne!(header(&answer, "location"), "/cart");
    assert!(cookie_in(&answer, "flash").unwrap().contains("No%20longer"), "it is said");
    assert!(in_cart().await.is_empty());

    // Somebody else's order tells nothing, not even what was in it.
    let ben = shop.cookie_of("ben@shopper.example").await;
    let request = Request::post("/api/orders/again")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("cookie", ben);
    let answer = shop.ask(request.body(Body::from(press("again-press-of-ben"))).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_out_of_an_address_book_is_kept_by_no_cache_and_told_to_nobody_else() {
    let shop = demo().await;
    let ada = shop.cookie_of(ADA).await;
    let address = "name=Hanna+Weser&line1=Am+Wall+1&city=Bremen&postcode=28195&country=DE";
    let saved = post_form(&shop, "/api/account/address", &ada, address).await;
    assert_eq!(saved.status(), StatusCode::SEE_OTHER);
    let path = "/address/city?country=DE&postcode=28195";
    for (cookie, city) in [(ada.as_str(), "Bremen"), ("", "")] {
        let answer = get(&shop, path, cookie).await;
        assert_eq!(header(&answer, "cache-control"), "private, no-store");
        assert_eq!(text(answer).await, city);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_the_operator_tells_everybody_the_city_of_a_code() {
    let shop = demo().await;
    let ask = async |country: &str, postcode: &str| {
        let path = format!("/address/city?country={country}&postcode={postcode}");
        let answer = get(&shop, &path, "").await;
        assert_eq!(answer.status(), StatusCode::OK);
        text(answer).await
    };
    assert_eq!(ask("NL", "1011+AB").await, "", "nobody has said it");
    let folder = shop.platform().config.files_dir.join("postcodes");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("NL.txt"), "NL\t1011 AB\tAmsterdam\tNoord-Holland\n").unwrap();
    assert_eq!(ask("NL", "1011ab").await, "Amsterdam");
    // Another file is read without a restart.
    let other = std::fs::File::create(folder.join("NL.txt")).unwrap();
    std::io::Write::write_all(&mut &other, b"NL\t3011 AA\tRotterdam\n").unwrap();
    other.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000)).unwrap();
    assert_eq!((ask("NL", "1011+AB").await, ask("NL", "3011+AA").await), (String::new(), "Rotterdam".into()));
    // A country is no part of a path.
    std::fs::write(folder.join("../XX.txt"), "XX\t1\tSecret\n").unwrap();
    assert_eq!(ask("..%2FXX", "1").await, "");
    // What cannot be read is the operator's business: the shopper types the city.
    std::fs::write(folder.join("FR.txt"), [0xff, 0xfe]).unwrap();
    assert_eq!(ask("FR", "75001").await, "");
}
