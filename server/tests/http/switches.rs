//! Switches over HTTP: what is off is refused in words and offered nowhere, and on again it goes on.

use crate::common::{TestShop, answered, click_form, first_offer, header, page_as};
use axum::body::Body;
use http::{Request, StatusCode};

const ADA: &str = "ada@shopper.example";
const OPERATOR: &str = "operator@orinoco.example";

async fn press(shop: &TestShop, cookie: &str, path: &str, form: &str) -> StatusCode {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("cookie", cookie);
    shop.ask(request.body(Body::from(form.to_owned())).unwrap()).await.status()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_off_is_refused_and_not_offered_until_it_is_on_again() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let (ada, operator) = (shop.cookie_of(ADA).await, shop.cookie_of(OPERATOR).await);
    let row = first_offer(&shop, "guayabo").await;
    let product = format!("/p/{}", row.product_slug);
    let form = format!("{}&slug={}", click_form(&shop, ADA, row.offer.id).await, row.product_slug);
    assert!(page_as(&shop, &product, &ada).await.contains("Buy now with one click"));

    let switch = async |form: &str| {
        answered(&shop, &operator, "/operator/switches", "/api/operator/switch", form.to_owned()).await
    };
    let wordless = switch("feature=one_click&on=&reason-one_click=").await;
    assert!(wordless.contains("Write 3 to 300 characters."), "{wordless}");
    let off = switch("feature=one_click&on=&reason-one_click=The+processor+is+slow").await;
    assert!(off.contains("data-feature=\"one_click\" data-on=\"false\""), "{off}");
    assert!(off.contains("The processor is slow") && off.contains("It is off now."), "{off}");

    assert!(!page_as(&shop, &product, &ada).await.contains("Buy now with one click"));
    assert_eq!(press(&shop, &ada, "/api/shop/one-click", &form).await, StatusCode::CONFLICT);
    let cart = format!("offer={}&quantity=1&key=switches-test-00001", row.offer.id);
    assert_eq!(press(&shop, &ada, "/api/cart/add", &cart).await, StatusCode::OK, "the cart goes on");

    let on = switch("feature=one_click&on=on&reason-one_click=It+is+fast+again").await;
    assert!(on.contains("data-feature=\"one_click\" data-on=\"true\""), "{on}");
    assert_eq!(press(&shop, &ada, "/api/shop/one-click", &form).await, StatusCode::OK);

    switch("feature=ordering&on=&reason-ordering=Stock+is+counted").await;
    let checkout = page_as(&shop, "/checkout", &ada).await;
    assert!(checkout.contains("This is closed at the moment."), "{checkout}");
    assert_eq!(press(&shop, &ada, "/api/checkout/place", "").await, StatusCode::CONFLICT);
    switch("feature=open_shops&on=&reason-open_shops=Too+many+wait").await;
    assert!(page_as(&shop, "/sell", &ada).await.contains("This is closed at the moment."));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_operator_switches() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let ada = shop.cookie_of(ADA).await;
    let form = "feature=ordering&on=&reason-ordering=Because";
    assert_eq!(press(&shop, &ada, "/api/operator/switch", form).await, StatusCode::FORBIDDEN);
    assert!(shop.platform().switched_off().await.unwrap().is_empty());
    let page = shop.ask(Request::get("/operator/switches").body(Body::empty()).unwrap()).await;
    assert!(header(&page, "location").starts_with("/sign-in"));
}
