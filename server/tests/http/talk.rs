//! A demo shop with an order about which nobody wrote yet, and how its two sides write: as a browser sends the form.

use crate::common::{TestShop, post_form, text};
use axum::body::{Body, Bytes};
use futures::StreamExt as _;
use http::{Request, Response, StatusCode};
use platform::domain::address::AddressInput;
use platform::domain::contact::Email;
use platform::domain::format::Locale;
use platform::domain::order::OrderSource;
use platform::domain::{MessageId, OrderId, PartId, SellerId};
use platform::messages::{self, Thread};
use platform::orders::{PlaceOrder, Shopper, Wanted, store};
use platform::payments::{CardInput, MethodRef};
use std::convert::Infallible;

pub const ADA: &str = "ada@shopper.example";
pub const BEN: &str = "ben@shopper.example";
pub const LUCIA: &str = "lucia@guayabo.example";
pub const TOMAS: &str = "tomas@paramo.example";
pub const OPERATOR: &str = "operator@orinoco.example";
const BOUNDARY: &str = "edge-of-a-form";
pub const PNG: &[u8] = include_bytes!("../../../public/icons/icon-192.png");

/// A demo shop, and an order of Ada's at Casa Guayabo about which nobody wrote yet.
pub struct Demo {
    pub shop: TestShop,
    pub order: OrderId,
    pub part: PartId,
    pub seller: SellerId,
}

pub async fn demo() -> Demo {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    let ada = Shopper::Account(shop.account_of(ADA).await);
    let (order, part) = ordered(&shop, seller, ada, ADA).await;
    Demo { shop, order, part, seller }
}

impl Demo {
    pub fn shoppers(&self) -> String {
        format!("/orders/{}/messages/{}", self.order, self.part)
    }

    pub fn desk(&self) -> String {
        format!("/seller/messages/{}?seller={}", self.part, self.seller)
    }

    pub async fn get(&self, who: Option<&str>, path: &str) -> Response<Body> {
        let mut request = Request::get(path).header("accept", "text/html");
        if let Some(who) = who {
            request = request.header("cookie", self.shop.cookie_of(who).await);
        }
        self.shop.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn page(&self, who: &str, path: &str) -> String {
        let answer = self.get(Some(who), path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{who}: {path}");
        text(answer).await
    }

    pub async fn post(&self, who: &str, path: &str, body: &str) -> Response<Body> {
        post_form(&self.shop, path, &self.shop.cookie_of(who).await, body).await
    }

    /// Sends the form that writes a message, as a browser does.
    pub async fn send(
        &self,
        who: &str,
        path: &str,
        key: &str,
        said: &str,
        files: &[&[u8]],
    ) -> Response<Body> {
        self.send_as(&self.shop.cookie_of(who).await, path, key, said, files).await
    }

    pub async fn send_as(
        &self,
        cookie: &str,
        path: &str,
        key: &str,
        said: &str,
        files: &[&[u8]],
    ) -> Response<Body> {
        let body = Self::form(key, said, files);
        self.send_body(cookie, path, body).await
    }

    /// The form of a message with its pictures, whole.
    pub fn form(key: &str, said: &str, files: &[&[u8]]) -> Vec<u8> {
        let key = format!("test-message-{key}-000");
        let mut body = Vec::new();
        for (name, value) in [("key", key.as_str()), ("seen", "0"), ("text", said)] {
            let part =
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for file in files {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\
                 content-type: image/png\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        body
    }

    pub async fn send_body(&self, cookie: &str, path: &str, body: Vec<u8>) -> Response<Body> {
        let request = Request::post(path)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("cookie", cookie);
        // As over a network: the beginning comes with the head, the rest in pieces that are waited for.
        let pieces: Vec<_> = body.chunks(64 * 1_024).map(Bytes::copy_from_slice).enumerate().collect();
        let arriving = futures::stream::iter(pieces).then(async |(at, piece)| {
            if at > 0 {
                tokio::task::yield_now().await;
            }
            Ok::<_, Infallible>(piece)
        });
        self.shop.ask(request.body(Body::from_stream(arriving)).unwrap()).await
    }

    pub async fn thread(&self) -> Thread {
        let mut conn = self.shop.platform().db.read().await.unwrap();
        messages::thread(&mut conn, self.part).await.unwrap().unwrap()
    }

    pub async fn last(&self) -> MessageId {
        let mut conn = self.shop.platform().db.read().await.unwrap();
        messages::store::messages(&mut conn, self.part, None, 1).await.unwrap()[0].id
    }

    pub async fn assert_sound(&self) {
        for checked in self.shop.platform().check().await.unwrap() {
            assert_eq!(checked.broken, vec![], "{}", checked.capability);
        }
    }
}

/// One unit of something that the seller has, ordered.
pub async fn ordered(shop: &TestShop, seller: SellerId, shopper: Shopper, email: &str) -> (OrderId, PartId) {
    let platform = shop.platform();
    let mut conn = platform.db.read().await.unwrap();
    let offers = platform::catalog::offers_of_seller(&mut conn, seller, None, 0, 50).await.unwrap();
    let ids: Vec<_> = offers.rows.iter().map(|row| row.offer.id).collect();
    let levels = platform::inventory::levels(&mut conn, &ids).await.unwrap();
    drop(conn);
    let offer = *ids.iter().find(|id| levels.get(id).is_some_and(|level| level.available > 0)).unwrap();
    let card = CardInput::test_card("4242424242424242");
    let address = AddressInput {
        name: "Robin Rivers".into(),
        line1: "1 River Road".into(),
        city: "Portland".into(),
        region: "OR".into(),
        postcode: "97201".into(),
        country: "US".into(),
        ..AddressInput::default()
    };
    let order = PlaceOrder {
        key: format!("test-message-order-{email}"),
        shopper,
        email: Email::parse(email).unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![Wanted::one(offer)],
        address: address.parse().unwrap(),
        method: MethodRef::Token(platform.payments.tokenise(card).await.unwrap().token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    let order = platform.orders.place(order).await.unwrap().order();
    let detail = store::detail(&mut platform.db.read().await.unwrap(), order).await.unwrap();
    (order, detail.parts[0].part.id)
}
