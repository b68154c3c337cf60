//! The checkout over HTTP as a browser without script uses it: what was typed comes back, a card as its last digits.

use crate::common::{TestShop, header, text};
use crate::guest_link::an_offer;
use axum::body::Body;
use http::Request;
use platform::domain::OfferId;
use std::collections::BTreeMap;

const APPROVED: &str = "4242424242424242";
const DECLINED: &str = "4000000000000002";
const HELD: &str = "Visa, card ending in 4242";
const ADA: &str = "ada@shopper.example";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

/// A browser with its cookies.
struct Browser<'s> {
    shop: &'s TestShop,
    cookies: BTreeMap<String, String>,
}

impl<'s> Browser<'s> {
    fn new(shop: &'s TestShop) -> Self {
        Self { shop, cookies: BTreeMap::new() }
    }

    async fn of(shop: &'s TestShop, email: &str) -> Self {
        let mut new = Self::new(shop);
        let cookie = shop.cookie_of(email).await;
        let (name, value) = cookie.split_once('=').unwrap();
        new.cookies.insert(name.to_owned(), value.to_owned());
        new
    }

    /// Asks, and keeps the cookies of the answer. Returns where it leads, and its text.
    async fn ask(&mut self, request: http::request::Builder, body: String) -> (String, String) {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("referer", "http://localhost/checkout")
            .header("cookie", cookies.join("; "));
        let answer = self.shop.ask(request.body(Body::from(body)).unwrap()).await;
        for set in answer.headers().get_all("set-cookie") {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
        (header(&answer, "location").to_owned(), text(answer).await)
    }

    async fn page(&mut self, path: &str) -> String {
        self.ask(Request::get(path), String::new()).await.1
    }

    /// Sends a form and opens what it leads to.
    async fn send(&mut self, path: &str, form: &str) -> (String, String) {
        let (to, _) = self.ask(Request::post(path), form.to_owned()).await;
        let page = self.page(&to).await;
        for number in [APPROVED, DECLINED] {
            assert!(!page.contains(number), "a card's number comes back: {page}");
        }
        (to, page)
    }

    async fn add(&mut self, offer: OfferId, press: &str) {
        self.send("/api/cart/add", &format!("offer={offer}&quantity=1&key=checkout-test-{press}")).await;
    }

    /// Sends the checkout as the page has it, with these fields typed.
    async fn check_out(&mut self, page: &str, card: &str, more: &str) -> (String, String) {
        self.send("/api/checkout/place", &format!("{}&{card}{more}", hidden(page))).await
    }
}

/// What the form of this page sends besides what is typed.
fn hidden(page: &str) -> String {
    let form = page.split_once("id=\"checkout\"").unwrap().1;
    let field = |name: &str| {
        let found = form.split_once(&format!("name=\"{name}\" value=\""));
        found.map(|(_, rest)| format!("{name}={}", rest.split('"').next().unwrap()))
    };
    let fields = ["key", "lines", "total_minor", "currency", "review"].into_iter().filter_map(field);
    fields.collect::<Vec<_>>().join("&")
}

fn typed(number: &str) -> String {
    format!("card=new&card_number={number}&card_expiry=09%2F35&card_cvc=123")
}

const TO: &str = "&email=gil%40guest.example&address=new&name=Gil+Rivera&line1=12+Confluence+Street&city=Austin\
                  &country=US&postcode=";

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_mistypes_the_postcode_types_the_card_once() {
    let shop = demo().await;
    let offer = an_offer(&shop).await;
    let mut gil = Browser::new(&shop);
    gil.add(offer, "gil").await;
    let page = gil.page("/checkout").await;
    assert!(!page.contains("card ending in"));
    let (to, page) = gil.check_out(&page, &typed(APPROVED), &format!("{TO}7870")).await;
    assert_eq!(to, "/checkout");
    assert!(page.contains(HELD) && page.contains("value=\"12 Confluence Street\""), "{page}");
    assert!(page.contains("value=\"7870\"") && page.contains("id=\"f-postcode-error\""), "{page}");
    // A reload, and somebody else.
    assert!(gil.page("/checkout").await.contains(HELD));
    let mut eve = Browser::new(&shop);
    eve.add(offer, "eve").await;
    let page = eve.page("/checkout").await;
    assert!(!page.contains("card ending in"));
    let (to, page) = eve.check_out(&page, "card=held", &format!("{TO}78701")).await;
    assert_eq!(to, "/checkout", "it is not hers: {page}");

    let page = gil.page("/checkout").await;
    let (_, page) = gil.check_out(&page, "card=held", &format!("{TO}78701")).await;
    assert!(page.contains("This is the final total") && page.contains(HELD), "{page}");
    let form = format!("{}&card=held{TO}78701", hidden(&page));
    let (to, page) = gil.send("/api/checkout/place", &form).await;
    assert!(to.starts_with("/orders/ord_"), "{to}: {page}");
    // The same press again is the same order; the next cart has no card.
    assert_eq!(gil.send("/api/checkout/place", &form).await.0, to);
    gil.add(offer, "gil-again").await;
    let page = gil.page("/checkout").await;
    assert!(page.contains("name=\"card_number\"") && !page.contains("card ending in"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_is_told_at_the_card_and_another_can_be_typed() {
    let shop = demo().await;
    let mut gil = Browser::new(&shop);
    gil.add(an_offer(&shop).await, "gil").await;
    let page = gil.page("/checkout").await;
    let to_austin = format!("{TO}78701");
    let (_, page) = gil.check_out(&page, &typed(DECLINED), &to_austin).await;
    assert!(page.contains("Visa, card ending in 0002"), "{page}");
    let (to, page) = gil.check_out(&page, "card=held", &to_austin).await;
    assert_eq!(to, "/checkout");
    assert!(page.contains("id=\"f-card_number-error\"") && !page.contains("card ending in"), "{page}");
    assert!(page.contains("value=\"12 Confluence Street\""), "{page}");
    let (to, page) = gil.check_out(&page, &typed(APPROVED), &to_austin).await;
    assert!(to.starts_with("/orders/ord_") || page.contains(HELD), "{to}: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forms_other_buttons_keep_the_card_and_an_emptied_cart_does_not() {
    let shop = demo().await;
    let offer = an_offer(&shop).await;
    for (path, more) in [
        ("/api/cart/coupon", "&coupon=NOTHING1&coupon_of=checkout"),
        ("/api/address/country", "&fields_of=checkout"),
    ] {
        let mut gil = Browser::new(&shop);
        gil.add(offer, &path.replace('/', "-")).await;
        let page = gil.page("/checkout").await;
        let form = format!("{}&{}{TO}78701{more}", hidden(&page), typed(APPROVED));
        let (to, page) = gil.send(path, &form).await;
        assert_eq!(to, "/checkout");
        assert!(page.contains(HELD) && page.contains("value=\"Gil Rivera\""), "{path}: {page}");
        gil.send("/api/cart/set", &format!("offer={offer}&quantity=0&key=out-{}", path.replace('/', "-")))
            .await;
        gil.add(offer, &format!("{}-again", path.replace('/', "-"))).await;
        let page = gil.page("/checkout").await;
        assert!(page.contains("name=\"card_number\"") && !page.contains("card ending in"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_typed_for_an_order_is_saved_only_when_that_was_asked_for() {
    let shop = demo().await;
    let offer = an_offer(&shop).await;
    let account = shop.account_of(ADA).await;
    let saved = async || {
        let mut conn = shop.platform().db.read().await.unwrap();
        let cards = platform::payments::methods(&mut conn, account).await.unwrap();
        cards.into_iter().map(|saved| saved.card.last4).collect::<Vec<_>>()
    };
    let before = saved().await;
    let mut ada = Browser::of(&shop, ADA).await;
    for (press, save) in [("plain", ""), ("asked", "&save=on")] {
        ada.add(offer, press).await;
        let page = ada.page("/checkout").await;
        let address = page.split_once("type=\"radio\" name=\"address\" value=\"").unwrap().1;
        let address = address.split('"').next().unwrap();
        // No address is chosen that is hers: the card comes back as the one that is chosen.
        let wrong = format!("&address=new{save}");
        let (_, page) = ada.check_out(&page, &typed("5555555555554444"), &wrong).await;
        assert!(page.contains("Typed for this order"), "{page}");
        let chosen = page.split_once("value=\"held\"").unwrap().1.split('>').next().unwrap();
        assert!(chosen.contains("checked"), "{chosen}");
        assert_eq!(saved().await, before);
        let page = ada.page("/checkout").await;
        let (to, page) = ada.check_out(&page, "card=held", &format!("&address={address}{save}")).await;
        let told = page.split("id=\"notices\"").nth(1).unwrap_or_default().chars().take(900);
        assert!(to.starts_with("/orders/ord_"), "{press}: {to}: {}", told.collect::<String>());
        let more = if save.is_empty() { 0 } else { 1 };
        assert_eq!(saved().await.len(), before.len() + more);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_card_that_is_declined_is_told_at_the_cards() {
    let shop = demo().await;
    let account = shop.account_of(ADA).await;
    let platform = shop.platform();
    let card = platform::payments::CardInput::test_card(DECLINED);
    let token = platform.payments.tokenise(card).await.unwrap().token;
    let method = platform
        .db
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move { platform::payments::save_method(tx, account, &token).await })
        })
        .await
        .unwrap();
    let mut ada = Browser::of(&shop, ADA).await;
    ada.add(an_offer(&shop).await, "ada").await;
    let page = ada.page("/checkout").await;
    let address = page.split_once("type=\"radio\" name=\"address\" value=\"").unwrap().1;
    let address = address.split('"').next().unwrap();
    let (to, page) = ada.check_out(&page, &format!("card={method}"), &format!("&address={address}")).await;
    assert_eq!(to, "/checkout");
    assert!(page.contains("id=\"f-card-error\"") && !page.contains("id=\"f-card_number-error\""), "{page}");
}
