//! One catalogue over HTTP: finding and offering, proposing, what categories ask for, duplicates, and what is to be fixed.

use crate::api::{answer, desk, seller_of};
use crate::common::{TestShop, answered, assert_status, header, page_as, post_as, text};
use crate::makers::key_of;
use axum::body::Body;
use http::{Method, Request, StatusCode};
use platform::catalog::{CatalogError, Product, ProductStatus, product_by_slug, set_product_status};
use platform::domain::integration::ApiScopes;
use serde_json::json;

const LUCIA: &str = "lucia@guayabo.example";
const TOMAS: &str = "tomas@paramo.example";
const OPERATOR: &str = "operator@orinoco.example";
const PAPRIKA: &str = "smoked-paprika-tin-75-g";
const SOAP: &str = "olive-oil-soap-three-bars";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    shop
}

async fn product(shop: &TestShop, slug: &str) -> Product {
    let mut conn = shop.platform().db.read().await.unwrap();
    product_by_slug(&mut conn, slug).await.unwrap().unwrap().product
}

async fn offers(shop: &TestShop, slug: &str) -> usize {
    let mut conn = shop.platform().db.read().await.unwrap();
    product_by_slug(&mut conn, slug).await.unwrap().unwrap().offers.len()
}

async fn set_status(shop: &TestShop, product: &Product, status: ProductStatus) {
    let id = product.id;
    let set: Result<bool, CatalogError> = shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { set_product_status(tx, id, status).await }))
        .await;
    assert!(set.unwrap());
}

async fn category(shop: &TestShop, slug: &str) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    platform::catalog::category_by_slug(&mut conn, slug).await.unwrap().unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_finds_a_product_by_code_or_words_and_offers_it_once() {
    let shop = demo().await;
    let (tomas, desk) = (shop.cookie_of(TOMAS).await, seller_of(&shop, "paramo").await);
    let paprika = product(&shop, PAPRIKA).await;
    let code = paprika.ean.clone().unwrap();
    let find = async |q: &str| page_as(&shop, &format!("/seller/products/add?q={q}"), &tomas).await;
    let offer = format!("/seller/products/add/{}", paprika.id);
    assert!(find(&code).await.contains(&offer));
    assert!(find("smoked+paprika").await.contains(&offer));
    let wrong = format!("{}{}", &code[..12], (code.as_bytes()[12] - b'0' + 1) % 10);
    assert!(find(&wrong).await.contains("The last digit does not fit the others"));
    let none = find("4006381333931").await;
    assert!(none.contains("Nothing found") && none.contains("/seller/products/new?code=4006381333931"));

    // What is not shown is said to be so, by its code and on its own page.
    set_status(&shop, &paprika, ProductStatus::Hidden).await;
    assert!(find(&code).await.contains("its product is not shown in the shop"));
    let hidden = Request::get(&offer).header("cookie", &tomas).body(Body::empty()).unwrap();
    let hidden = shop.ask(hidden).await;
    assert_status(&hidden, StatusCode::CONFLICT);
    assert!(text(hidden).await.contains("but not shown in the shop"));
    set_status(&shop, &paprika, ProductStatus::Active).await;

    let before = offers(&shop, PAPRIKA).await;
    let send = async |rest: &str| {
        let body = format!("seller={desk}&product={}&{rest}", paprika.id);
        answered(&shop, &tomas, &offer, "/api/seller/offer-add", body).await
    };
    for (rest, words) in [
        (
            "key=offer-add-key-001&condition=new&price=0&stock=3&sku=T-1",
            "Write a price like 19.99, above zero.",
        ),
        ("key=offer-add-key-001&condition=new&price=6.50&stock=-1&sku=T-1", "Write how many you have"),
        ("key=offer-add-key-001&condition=odd&price=6.50&stock=3&sku=T-1", "Choose a condition."),
        ("key=offer-add-key-001&condition=new&price=6.50&stock=3&sku=", "Write a number or name"),
        (
            "key=offer-add-key-001&condition=new&price=6.50&stock=3&sku=T-1&weight=heavy",
            "Write kilograms like 1.5",
        ),
        (
            "key=offer-add-key-001&condition=new&price=6.50&stock=3&sku=T-1&days=31",
            "Write 0 to 30 days, or nothing.",
        ),
    ] {
        let page = send(rest).await;
        assert!(page.contains(words), "{rest}: {words}");
        assert!(!rest.contains("6.50") || page.contains("value=\"6.50\""), "what was typed stays: {rest}");
    }
    assert_eq!(offers(&shop, PAPRIKA).await, before);
    let whole = "key=offer-add-key-001&condition=new&price=6.50&stock=3&sku=T-1&weight=0.9&days=4";
    for _ in 0..2 {
        let page = send(whole).await;
        assert!(page.contains("Your offer is on sale.") && page.contains("T-1"), "{page}");
        assert_eq!(offers(&shop, PAPRIKA).await, before + 1, "once, however often it is sent");
    }
    let mut conn = shop.platform().db.read().await.unwrap();
    let made = platform::catalog::offer_by_sku(&mut conn, desk, "T-1").await.unwrap().unwrap();
    drop(conn);
    assert_eq!((made.packing.weight_g, made.terms.handling_days), (Some(900), Some(4)));
    // Another press is refused and shows the offer that there is.
    let page = send("key=offer-add-key-002&condition=new&price=6.40&stock=3&sku=T-2").await;
    assert!(page.contains("You offer this product in this condition already"), "{page}");
    assert!(page.contains("/seller/products?q=T-1"), "and links it");
    let body = format!(
        "seller={desk}&product={}&key=offer-add-key-003&condition=new&price=6.40&stock=3&sku=T-3",
        paprika.id
    );
    assert_status(
        &post_as(&shop, Some(TOMAS), "/api/seller/offer-add", body.clone()).await,
        StatusCode::CONFLICT,
    );
    assert_status(&post_as(&shop, Some(LUCIA), "/api/seller/offer-add", body).await, StatusCode::NOT_FOUND);
    assert_eq!(offers(&shop, PAPRIKA).await, before + 1);
    assert!(find(&code).await.contains("You offer it: New"));

    // The list says how good the listing is and what to fix.
    let list = page_as(&shop, "/seller/products?q=T-1", &tomas).await;
    assert!(list.contains("data-quality=") && list.contains("data-fix=\"pictures\""), "{list}");
    assert!(list.contains("3 pictures or more") && !list.contains("data-fix=\"code\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_says_what_a_category_asks_for_and_sellers_are_held_to_it() {
    let shop = demo().await;
    let (operator, tomas) = (shop.cookie_of(OPERATOR).await, shop.cookie_of(TOMAS).await);
    let (kitchen, desk) = (category(&shop, "kitchen").await, seller_of(&shop, "paramo").await);
    let rules = format!("/operator/listing?category={kitchen}");
    let say = async |rest: &str| {
        let body = format!("category={kitchen}&{rest}");
        answered(&shop, &operator, &rules, "/api/operator/listing-rule", body).await
    };
    let page = say("required=Material&approval=on&brands=Acme%3A+nobody-here").await;
    assert!(page.contains("There is no seller with the address “nobody-here”."), "{page}");
    let page = say("required=Material%0A%0ASize&approval=on&brands=Acme%3A+guayabo").await;
    assert!(page.contains("The rule holds from now on."), "{page}");
    assert!(
        page.contains("Asks for: Material, Size") && page.contains("Acme only by: Casa Guayabo"),
        "{page}"
    );
    assert!(
        say("required=Material%0ASize&approval=on&brands=Acme%3A+guayabo")
            .await
            .contains("That was so already.")
    );

    let new = format!("/seller/products/new?category={kitchen}");
    let page = page_as(&shop, &new, &tomas).await;
    assert!(
        page.contains("Material: \nSize: ") && page.contains("are looked at before shoppers see them"),
        "{page}"
    );
    let propose = async |rest: &str| {
        let body = format!("seller={desk}&category={kitchen}&condition=new&price=39&stock=4&{rest}");
        answered(&shop, &tomas, &new, "/api/seller/product-propose", body).await
    };
    let wok = "title=Carbon+steel+wok&sku=WOK-1&code=4006381333931&key=propose-key-00001";
    let page = propose(&format!("{wok}&brand=acme&attributes=Material%3A+Steel")).await;
    assert!(page.contains("This category also asks for: Size"), "{page}");
    assert!(page.contains("Acme is only for sellers whom the shop has named."), "{page}");
    assert!(page.contains("value=\"Carbon steel wok\""), "what was typed stays");
    let whole = format!("{wok}&attributes=Material%3A+Steel%0D%0ASize%3A+32+cm");
    let page = propose(&whole).await;
    assert!(page.contains("Proposed. It is looked at") && page.contains("Being looked at"), "{page}");
    assert!(propose(&whole).await.contains("Proposed."), "the same press again is the same proposal");
    assert!(
        propose(&whole.replace("39", "38").replace("WOK-1", "WOK-2")).await.contains("made something else")
    );
    let toy =
        propose("title=A+toy&sku=TOY&attributes=Material%3A+Wood%0ASize%3A+1&key=propose-key-00002").await;
    assert!(toy.contains("Proposed."), "{toy}");
    assert_status(&shop.get("/p/carbon-steel-wok").await, StatusCode::NOT_FOUND);
    add_pictures(&shop).await;

    let queue = page_as(&shop, "/operator/products", &operator).await;
    let ids: Vec<&str> =
        queue.split("data-proposal=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.len(), 2, "{queue}");
    let decide = async |id: &str, rest: &str| {
        let body = format!("proposal={id}&{rest}");
        answered(&shop, &operator, "/operator/products", "/api/operator/product-decision", body).await
    };
    assert!(decide(ids[1], "verdict=refuse&reason=").await.contains("Write 3 to 1,000 characters."));
    assert!(decide(ids[1], "verdict=refuse&reason=No+toys+here").await.contains("Refused: A toy"));
    assert!(decide(ids[0], "verdict=approve&reason=").await.contains("Approved: Carbon steel wok"));
    let again = format!("proposal={}&verdict=approve", ids[0]);
    let again = post_as(&shop, Some(OPERATOR), "/api/operator/product-decision", again).await;
    assert_status(&again, StatusCode::CONFLICT);
    for who in [LUCIA, TOMAS] {
        let body = format!("proposal={}&verdict=approve", ids[0]);
        let refused = post_as(&shop, Some(who), "/api/operator/product-decision", body).await;
        assert_status(&refused, StatusCode::FORBIDDEN);
    }
    let page = text(shop.get("/p/carbon-steel-wok").await).await;
    assert!(page.contains("32 cm") && page.contains("id=\"buy\""));
    assert_eq!(pictures(&shop, "carbon-steel-wok").await, 1, "they came along");
    assert_eq!(send_picture(&shop, Some(TOMAS), ids[0], PNG).await, StatusCode::OK);
    assert_eq!(pictures(&shop, "carbon-steel-wok").await, 1, "the same file is the same picture");
    let other = include_bytes!("../../../public/icons/icon-512.png");
    assert_eq!(send_picture(&shop, Some(TOMAS), ids[0], other).await, StatusCode::OK);
    assert_eq!(pictures(&shop, "carbon-steel-wok").await, 2, "a live product gets more");
    assert_eq!(
        send_picture(&shop, Some(TOMAS), ids[1], PNG).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "refused"
    );
    let mine = page_as(&shop, "/seller/products/new", &tomas).await;
    assert!(mine.contains("No toys here") && mine.contains("In the catalogue"), "{mine}");
    // Whoever proposes the code again is led to offering on it.
    let known = propose("title=Wok&sku=WOK-3&code=4006381333931&key=propose-key-00003").await;
    assert!(known.contains("The catalogue has a product with this code."), "{known}");
    let written: Vec<_> = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::mail::recent(&mut conn, 50).await.unwrap()
    };
    let about = |words: &str| written.iter().any(|mail| mail.subject.contains(words));
    assert!(about("Your product is in the catalogue") && about("was not taken into the catalogue"));
}

const PNG: &[u8] = include_bytes!("../../../public/icons/icon-192.png");

async fn pictures(shop: &TestShop, slug: &str) -> usize {
    let mut conn = shop.platform().db.read().await.unwrap();
    product_by_slug(&mut conn, slug).await.unwrap().unwrap().pictures.len()
}

async fn send_picture(shop: &TestShop, who: Option<&str>, proposal: &str, file: &[u8]) -> StatusCode {
    let mut body =
        b"--river\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"p.png\"\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--river--\r\n");
    let request = Request::post(format!("/seller/proposals/{proposal}/pictures"))
        .header("content-type", "multipart/form-data; boundary=river")
        .header("sec-fetch-site", "same-origin");
    let request = match who {
        Some(email) => request.header("cookie", shop.cookie_of(email).await),
        None => request,
    };
    shop.ask(request.body(Body::from(body)).unwrap()).await.status()
}

/// What waits gets a picture of its own seller's, and of nobody else's.
async fn add_pictures(shop: &TestShop) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let wok = platform::listing::waiting(&mut conn, 5).await.unwrap().remove(0).id.to_string();
    drop(conn);
    for (who, file, status) in [
        (None, PNG, StatusCode::UNAUTHORIZED),
        (Some(LUCIA), PNG, StatusCode::NOT_FOUND),
        (Some(TOMAS), b"<svg/>".as_slice(), StatusCode::UNPROCESSABLE_ENTITY),
        (Some(TOMAS), PNG, StatusCode::OK),
        (Some(TOMAS), PNG, StatusCode::OK),
    ] {
        assert_eq!(send_picture(shop, who, &wok, file).await, status, "{who:?}");
    }
    let operator = shop.cookie_of(OPERATOR).await;
    let queue = page_as(shop, "/operator/products", &operator).await;
    assert_eq!(queue.matches("<picture").count(), 1, "the operator sees it, once");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_products_one_is_kept_and_the_other_address_leads_to_it() {
    let shop = demo().await;
    let operator = shop.cookie_of(OPERATOR).await;
    let gone = product(&shop, SOAP).await;
    let send = async |body: &str| {
        let page = "/operator/products";
        answered(&shop, &operator, page, "/api/operator/product-merge", body.to_owned()).await
    };
    assert!(
        send(&format!("gone={SOAP}&kept=nothing-of-that-name"))
            .await
            .contains("no product with this address")
    );
    assert!(send(&format!("gone={SOAP}&kept={SOAP}")).await.contains("not merged with itself"));
    let before = offers(&shop, PAPRIKA).await;
    let page = send(&format!("gone=http%3A%2F%2Flocalhost%2Fp%2F{SOAP}&kept=%2Fp%2F{PAPRIKA}")).await;
    assert!(page.contains("data-merge=") && page.contains(&gone.title), "{page}");
    assert!(send(&format!("gone={SOAP}&kept={PAPRIKA}")).await.contains("was merged before"));
    // Both were Casa Guayabo's: its offer of the other one is off sale, with its stock.
    assert_eq!(offers(&shop, PAPRIKA).await, before);
    let moved = shop.get(&format!("/p/{SOAP}")).await;
    assert_status(&moved, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(header(&moved, "location"), format!("/p/{PAPRIKA}"));
    let moved = shop.get(&format!("/p/{SOAP}/offers")).await;
    assert_status(&moved, StatusCode::MOVED_PERMANENTLY);
    shop.platform().search.catch_up().await.unwrap();
    let found = text(shop.get("/search?q=olive+oil+soap").await).await;
    assert!(!found.contains(&format!("/p/{SOAP}\"")), "the index has dropped it");
    let lucia = shop.cookie_of(LUCIA).await;
    let add = Request::get(format!("/seller/products/add/{}", gone.id)).header("cookie", lucia);
    let led = shop.ask(add.body(Body::empty()).unwrap()).await;
    assert_status(&led, StatusCode::SEE_OTHER);
    for checked in shop.platform().check().await.unwrap() {
        assert_eq!(checked.broken, [], "{}", checked.capability);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_finds_a_product_and_offers_it_once_for_each_key() {
    let desk = desk().await;
    desk.shop.platform().search.catch_up().await.unwrap();
    let stranger = seller_of(&desk.shop, "paramo").await;
    let (_, theirs) = key_of(&desk.shop, stranger, ApiScopes::all()).await;
    let paprika = product(&desk.shop, PAPRIKA).await;
    let code = paprika.ean.unwrap();
    let get = async |path: &str| answer(desk.send(Method::GET, path, &theirs, None, None).await).await;
    let (status, found) = get(&format!("/api/v1/products?ean={code}")).await;
    assert_eq!(
        (status, found["data"][0]["id"].as_str()),
        (StatusCode::OK, Some(paprika.id.to_string().as_str()))
    );
    assert_eq!((&found["data"][0]["ean"], &found["data"][0]["own_offers"]), (&json!(code), &json!([])));
    assert!(found["data"][0]["lowest_price"]["amount_minor"].as_i64().unwrap() > 0);
    let (_, found) = get("/api/v1/products?q=smoked%20paprika").await;
    assert_eq!(found["data"][0]["title"], json!(paprika.title));
    assert_eq!(get("/api/v1/products").await, (StatusCode::OK, json!({ "data": [] })));
    assert_eq!(get("/api/v1/products?ean=4006381333931").await.1, json!({ "data": [] }));
    for (wrong, code) in [
        ("ean=4006381333932", "wrong-code"),
        ("ean=12", "malformed"),
        ("q=", "malformed"),
        ("title=x", "malformed"),
    ] {
        assert_eq!(get(&format!("/api/v1/products?{wrong}")).await.1["code"], json!(code), "{wrong}");
    }
    let made = |change: &[(&str, serde_json::Value)]| {
        let mut body = json!({ "product_id": paprika.id.to_string(), "sku": "API-1", "condition": "new",
            "price": { "amount_minor": 650, "currency": "USD" }, "stock": 3 });
        for (name, value) in change {
            body[*name] = value.clone();
        }
        body
    };
    let post = async |idem: &str, body: serde_json::Value| {
        let sent = desk.send(Method::POST, "/api/v1/offers", &theirs, Some(idem), Some(body)).await;
        answer(sent).await
    };
    for (change, status, code) in [
        (("sku", json!("")), 400, "malformed"),
        (("sku", json!(" ")), 409, "wrong-sku"),
        (("stock", json!(-1)), 400, "malformed"),
        (("price", json!({ "amount_minor": 0, "currency": "USD" })), 409, "wrong-price"),
        (("price", json!({ "amount_minor": 650, "currency": "EUR" })), 409, "other-currency"),
        (("product_id", json!("prd_01j9zq3v5n8e7kx2m4t6w0ys1b")), 409, "no-such-product"),
        (("condition", json!("odd")), 400, "malformed"),
        (("shipping_table_id", json!("sht_01jz0000000000000000000000")), 409, "no-such-table"),
        (("weight_g", json!(0)), 400, "malformed"),
        (("weight_g", json!(10_000_001)), 400, "malformed"),
        (("handling_days", json!(31)), 400, "malformed"),
    ] {
        let (answered, problem) = post("offer-of-the-api-00", made(std::slice::from_ref(&change))).await;
        assert_eq!((answered.as_u16(), &problem["code"]), (status, &json!(code)), "{change:?}");
    }
    let whole = || made(&[("weight_g", json!(900)), ("handling_days", json!(4))]);
    let (status, offer) = post("offer-of-the-api-01", whole()).await;
    assert_eq!((status, &offer["available"]), (StatusCode::CREATED, &json!(3)));
    assert_eq!((&offer["weight_g"], &offer["handling_days"]), (&json!(900), &json!(4)));
    assert_eq!(post("offer-of-the-api-01", whole()).await, (status, offer.clone()), "a repeat");
    let (status, problem) = post("offer-of-the-api-02", made(&[("sku", json!("API-2"))])).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("offer-exists")));
    assert!(problem["detail"].as_str().unwrap().contains(offer["id"].as_str().unwrap()));
    let used = made(&[("condition", json!("good"))]);
    assert_eq!(post("offer-of-the-api-03", used).await.1["code"], json!("sku-taken"));
    let (_, found) = get(&format!("/api/v1/products?ean={code}")).await;
    assert_eq!(found["data"][0]["own_offers"][0]["id"], offer["id"]);
}
