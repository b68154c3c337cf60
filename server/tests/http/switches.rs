//! Switches over HTTP: what is off is refused in words and offered nowhere, and on again it goes on.

use crate::api::desk;
use crate::common::{TestShop, answered, click_form, cookie_in, first_offer, header, page_as, text};
use crate::returns::{delivered_order, fields};
use crate::talk;
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::testing::on_both;
use platform::domain::feature::{FORMS, Feature};
use platform::messages;
use serde_json::json;

const ADA: &str = "ada@shopper.example";
const NORA: &str = "nora@buyer.example";
const OPERATOR: &str = "operator@orinoco.example";
const CLOSED: &str = "This is closed at the moment.";

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

/// As the operator's page does it, in a millisecond of its own: what was said last is told by its id.
async fn set(shop: &TestShop, feature: Feature, is_on: bool) {
    let by = shop.account_of(OPERATOR).await;
    let before = shop.platform().db.now();
    while shop.platform().db.now().since(before).as_micros() < 1_000 {
        tokio::task::yield_now().await;
    }
    let said = shop.platform().db.write(move |tx| {
        Box::pin(async move { platform::switches::set(tx, feature, is_on, "A test of switches", by).await })
    });
    assert!(said.await.unwrap(), "{feature}");
    shop.platform().was_switched();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_what_is_off_is_refused_before_it_is_read() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let lucia = shop.cookie_of("lucia@guayabo.example").await;
    let all = FORMS.iter().flat_map(|(feature, forms)| forms.iter().map(move |form| (*feature, *form)));
    for (feature, form) in all.filter(|(_, form)| form.starts_with("/api/")) {
        set(&shop, feature, false).await;
        // What a form cannot be without, or it is none.
        let typed = match form {
            "/api/returns/request" => "form[order]=",
            "/api/seller/import-start" => "seller=",
            _ => "",
        };
        assert_eq!(press(&shop, &lucia, form, typed).await, StatusCode::CONFLICT, "{form}");
        set(&shop, feature, true).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_reads_on_the_page_what_is_closed_and_the_rest_goes_on() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let lucia = shop.cookie_of("lucia@guayabo.example").await;
    let seller = crate::api::seller_of(&shop, "guayabo").await;
    let pages = [
        (Feature::Catalogues, "/seller/imports"),
        (Feature::Promotions, "/seller/promotions"),
        (Feature::Promotions, "/seller/coupons"),
        (Feature::PayoutsOnDemand, "/seller/payouts"),
        (Feature::Proposals, "/seller/products/new"),
        (Feature::SellerApi, "/seller/api"),
        (Feature::Webhooks, "/seller/webhooks"),
    ];
    for (feature, page) in pages {
        let page = format!("{page}?seller={seller}");
        assert!(!page_as(&shop, &page, &lucia).await.contains(CLOSED), "{page}");
        set(&shop, feature, false).await;
        assert!(page_as(&shop, &page, &lucia).await.contains(CLOSED), "{page}");
        set(&shop, feature, true).await;
    }
    // What is long to fill in is not there to be filled in.
    let category = shop.platform().categories().await.unwrap().all()[0].id;
    let long = format!("/seller/products/new?seller={seller}&category={category}");
    for is_on in [true, false] {
        if !is_on {
            set(&shop, Feature::Proposals, false).await;
        }
        assert_eq!(page_as(&shop, &long, &lucia).await.contains("id=\"propose\""), is_on);
    }
    let typed = format!("seller={seller}&category={category}&title=A+lamp+of+brass&key=switches-test-00003");
    let kept = answered(&shop, &lucia, &long, "/api/seller/product-propose", typed).await;
    assert!(kept.contains("value=\"A lamp of brass\"") && kept.contains(CLOSED), "{kept}");
    set(&shop, Feature::Catalogues, false).await;
    let path = format!("/seller/imports/to/{seller}");
    assert_eq!(press(&shop, &lucia, &path, "").await, StatusCode::CONFLICT);
    let nobody = press(&shop, "", &path, "").await;
    assert_eq!(nobody, StatusCode::UNAUTHORIZED, "who may not send it is not told what is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_keeps_the_cart_and_is_asked_to_sign_in_while_accounts_alone_order() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let row = first_offer(&shop, "guayabo").await;
    let add = Request::post("/api/cart/add")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json");
    let form = format!("offer={}&quantity=1&key=switches-test-00002", row.offer.id);
    let added = shop.ask(add.body(Body::from(form)).unwrap()).await;
    let guest = cookie_in(&added, "orinoco_guest").unwrap();
    assert!(!page_as(&shop, "/checkout", &guest).await.contains("Ordering needs an account"));
    set(&shop, Feature::GuestCheckout, false).await;
    let page = page_as(&shop, "/checkout", &guest).await;
    assert!(page.contains("Ordering needs an account") && page.contains("/sign-in?next="), "{page}");
    assert_eq!(press(&shop, &guest, "/api/checkout/place", "").await, StatusCode::CONFLICT);
    let typed = "email=greta%40guest.example&name=Greta+Wells&line1=9+Quiet+Lane&city=Tacoma&region=WA\
                 &postcode=98402&country=US&card_number=4242424242424242";
    let again = answered(&shop, &guest, "/checkout", "/api/checkout/place", typed.to_owned()).await;
    assert!(again.contains("9 Quiet Lane") && again.contains("greta@guest.example"), "{again}");
    assert!(!again.contains("4242424242424242"), "no card comes back");
    let cart = page_as(&shop, "/cart", &guest).await;
    assert!(cart.contains(&row.offer.id.to_string()), "the cart is kept");
    let ada = shop.cookie_of(ADA).await;
    assert!(!page_as(&shop, "/checkout", &ada).await.contains("Ordering needs an account"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_reads_what_is_closed_before_anything_is_typed_and_a_refused_wish_leaves_the_note() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let nora = shop.cookie_of(NORA).await;
    let order = delivered_order(&shop, NORA).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let part = platform::orders::store::detail(&mut conn, order).await.unwrap().parts[0].part.id;
    drop(conn);
    for (feature, page) in [
        (Feature::Push, "/account/notifications".to_owned()),
        (Feature::Messages, format!("/orders/{order}/messages/{part}")),
        (Feature::Returns, format!("/orders/{order}/return")),
    ] {
        assert!(!page_as(&shop, &page, &nora).await.contains(CLOSED), "{page}");
        set(&shop, feature, false).await;
        let closed = page_as(&shop, &page, &nora).await;
        assert!(closed.contains(CLOSED) && !closed.contains("id=\"push-device\""), "{page}");
        set(&shop, feature, true).await;
    }

    set(&shop, Feature::Questions, false).await;
    let product = format!("/p/{}", first_offer(&shop, "guayabo").await.product_slug);
    let asked = "product=x&key=x&question=Does+it+fit+a+small+hand".to_owned();
    let kept = answered(&shop, &nora, &product, "/api/reviews/ask", asked).await;
    assert!(kept.contains("Does it fit a small hand") && kept.contains(CLOSED), "{kept}");

    let what = page_as(&shop, &format!("/orders/{order}/return"), &nora).await;
    let line = &what[what.find("name=\"units-").unwrap() + 12..];
    let line = &line[..line.find('"').unwrap()];
    let picked = fields(&what, "what");
    let page = format!("/orders/{order}/return?{picked}&units-{line}=1&reason-{line}=damaged");
    let review = page_as(&shop, &page, &nora).await;
    let offer = first_offer(&shop, "guayabo").await.offer.id;
    set(&shop, Feature::Exchanges, false).await;
    let form = fields(&review, "ask");
    let wish = format!("{form}&form%5Bwish%5D={offer}&form%5Bnote%5D=It+is+bent+at+one+corner");
    let refused = answered(&shop, &nora, &page, "/api/returns/request", wish.clone()).await;
    assert!(refused.contains(CLOSED) && refused.contains("It is bent at one corner"), "{refused}");
    assert_eq!(press(&shop, &nora, "/api/returns/request", &wish).await, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_refused_stays_typed_and_what_was_written_is_read() {
    let demo = talk::demo().await;
    demo.send(talk::ADA, &demo.shoppers(), "before", "Where is it?", &[]).await;
    set(&demo.shop, Feature::Messages, false).await;
    let refused = demo.send(talk::ADA, &demo.shoppers(), "during", "Is anybody there?", &[]).await;
    let page = text(refused).await;
    assert!(page.contains("This is closed at the moment.") && page.contains("Is anybody there?"), "{page}");
    assert!(demo.page(talk::LUCIA, &demo.desk()).await.contains("Where is it?"));
    let mut conn = demo.shop.platform().db.read().await.unwrap();
    assert_eq!(messages::thread(&mut conn, demo.part).await.unwrap().unwrap().messages, 1);
    drop(conn);
    set(&demo.shop, Feature::Messages, true).await;
    demo.send(talk::ADA, &demo.shoppers(), "during", "Is anybody there?", &[]).await;
    assert_eq!(demo.thread().await.messages, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_what_is_closed_and_the_same_key_works_afterwards() {
    let desk = desk().await;
    set(&desk.shop, Feature::SellerApi, false).await;
    let (status, problem) = desk.get("/api/v1/offers").await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("switched-off")));
    let strange = desk.send(http::Method::GET, "/api/v1/offers", "orn_00", None, None).await;
    assert_eq!(strange.status(), StatusCode::UNAUTHORIZED, "a stranger is told nothing");
    set(&desk.shop, Feature::SellerApi, true).await;
    set(&desk.shop, Feature::Proposals, false).await;
    assert_eq!(desk.get("/api/v1/proposals").await.0, StatusCode::OK, "what is there is read");
    let send = async || desk.post("/api/v1/proposals", "a-proposal-of-switches", Some(json!({}))).await;
    let (status, problem) = send().await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("switched-off")));
    set(&desk.shop, Feature::Proposals, true).await;
    assert_eq!(send().await.0, StatusCode::BAD_REQUEST, "nothing was kept of the refusal");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_knows_what_the_first_one_was_told() {
    on_both(|t| {
        Box::pin(async move {
            let (here, there) = (TestShop::on(t).await, TestShop::on(t).await);
            here.platform().seed(Some("a-demo-password")).await.unwrap();
            set(&here, Feature::OneClick, false).await;
            for shop in [&here, &there] {
                assert!(shop.platform().switched_off().await.unwrap().contains(&Feature::OneClick));
            }
        })
    })
    .await;
}
