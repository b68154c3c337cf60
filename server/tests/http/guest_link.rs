//! The link in a guest's mails opens that order in any browser, and nothing else.

use crate::common::{TestShop, header, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::address::{Address, AddressInput};
use platform::domain::contact::Email;
use platform::domain::format::Locale;
use platform::domain::order::OrderSource;
use platform::domain::{GuestId, OfferId, OrderId};
use platform::orders::{PlaceOrder, Shopper, Wanted, cart, store};
use platform::payments::{CardInput, MethodRef};
use std::collections::HashSet;

/// An order that a guest placed in another browser, and the path with its code from the mail.
struct Ordered {
    order: OrderId,
    link: String,
}

async fn ordered(shop: &TestShop, guest: GuestId, key: &str) -> Ordered {
    let platform = shop.platform();
    let (offer, cards) = (an_offer(shop).await, CardInput::test_card("4242424242424242"));
    let token = platform.payments.tokenise(cards).await.unwrap().token;
    let order = PlaceOrder {
        key: format!("test-guest-link-{key}"),
        shopper: Shopper::Guest(guest),
        email: Email::parse(&format!("{key}@guest.example")).unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![Wanted::one(offer)],
        address: address(),
        method: MethodRef::Token(token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    let order = platform.orders.place(order).await.unwrap().order();
    platform.db.sequence_events().await.unwrap();
    while platform.orders.write_receipts().await.unwrap() > 0 {}
    let mails = platform::mail::recent(&mut platform.db.read().await.unwrap(), 50).await.unwrap();
    let page = format!("/orders/{order}?code=");
    let links: HashSet<String> = mails
        .iter()
        .flat_map(|mail| mail.text_body.split_whitespace())
        .filter_map(|word| word.find(&page).map(|at| word[at..].to_owned()))
        .collect();
    let [link] = links.into_iter().collect::<Vec<_>>().try_into().unwrap();
    Ordered { order, link }
}

pub(crate) async fn an_offer(shop: &TestShop) -> OfferId {
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id;
    let offers = platform::catalog::offers_of_seller(&mut conn, seller, None, 0, 50).await.unwrap();
    let ids: Vec<_> = offers.rows.iter().map(|row| row.offer.id).collect();
    let levels = platform::inventory::levels(&mut conn, &ids).await.unwrap();
    // What was never in stock has no level.
    *ids.iter().find(|id| levels.get(id).is_some_and(|level| level.available > 9)).unwrap()
}

fn address() -> Address {
    let input = AddressInput {
        name: "Gil Guest".into(),
        line1: "1 River Road".into(),
        city: "Portland".into(),
        region: "OR".into(),
        postcode: "97201".into(),
        country: "US".into(),
        ..AddressInput::default()
    };
    input.parse().unwrap()
}

async fn get(shop: &TestShop, path: &str, cookie: &str) -> Response<Body> {
    shop.ask(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

/// What the browser sends after the link: the name and value of the cookie that the answer set.
async fn opened(shop: &TestShop, link: &str, cookie: &str) -> String {
    let answer = get(shop, link, cookie).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&answer, "location"), link.split('?').next().unwrap());
    assert!(header(&answer, "set-cookie").contains("HttpOnly"));
    header(&answer, "set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guests_mail_opens_the_order_in_another_browser_and_cancels_it_there() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let one = ordered(&shop, platform::identity::new_guest().1, "one").await;
    let two = ordered(&shop, platform::identity::new_guest().1, "two").await;
    let page = format!("/orders/{}", one.order);

    for stranger in ["", "orinoco_orders=nonsense"] {
        assert_eq!(get(&shop, &page, stranger).await.status(), StatusCode::NOT_FOUND);
        let wrong = format!("{page}?code={}", "0".repeat(32));
        assert_eq!(get(&shop, &wrong, stranger).await.status(), StatusCode::NOT_FOUND);
        let of_another = format!("{page}?code={}", two.link.split_once("code=").unwrap().1);
        assert_eq!(get(&shop, &of_another, stranger).await.status(), StatusCode::NOT_FOUND);
    }

    let cookie = opened(&shop, &one.link, "").await;
    let shown = get(&shop, &page, &cookie).await;
    assert_eq!(shown.status(), StatusCode::OK);
    assert!(text(shown).await.contains(&one.order.to_string()));
    assert_eq!(get(&shop, &format!("/orders/{}", two.order), &cookie).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(get(&shop, &format!("/live/order/{}", one.order), "").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(get(&shop, &format!("/live/order/{}", one.order), &cookie).await.status(), StatusCode::OK);

    let both = opened(&shop, &two.link, &cookie).await;
    assert_eq!(get(&shop, &page, &both).await.status(), StatusCode::OK, "the first one stays open");

    let part = {
        let mut conn = shop.platform().db.read().await.unwrap();
        store::detail(&mut conn, one.order).await.unwrap().parts[0].part.id
    };
    let cancel = |cookie: &str| {
        Request::post("/api/orders/cancel")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("cookie", cookie)
            .body(Body::from(format!("order={}&part={part}", one.order)))
            .unwrap()
    };
    let state = async || {
        let mut conn = shop.platform().db.read().await.unwrap();
        store::part(&mut conn, part).await.unwrap().state.0
    };
    shop.ask(cancel("")).await;
    assert_eq!(state().await, platform::domain::order::PartState::Placed);
    shop.ask(cancel(&both)).await;
    assert_eq!(state().await, platform::domain::order::PartState::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn once_the_guest_has_an_account_the_link_asks_to_sign_in() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let guest = platform::identity::new_guest().1;
    let one = ordered(&shop, guest, "three").await;
    let cookie = opened(&shop, &one.link, "").await;
    let ada = shop.account_of("ada@shopper.example").await;
    let adopted =
        shop.platform().db.write(move |tx| Box::pin(async move { cart::adopt(tx, guest, ada).await }));
    adopted.await.unwrap();
    for (path, cookie) in [(one.link.as_str(), ""), (&format!("/orders/{}", one.order), cookie.as_str())] {
        let answer = get(&shop, path, cookie).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
        assert!(header(&answer, "location").starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guests_mail_leads_to_the_invoice_once_it_is_sent() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let one = ordered(&shop, platform::identity::new_guest().1, "bill").await;
    let part = {
        let mut conn = shop.platform().db.read().await.unwrap();
        store::detail(&mut conn, one.order).await.unwrap().parts.remove(0)
    };
    let parcel = platform::orders::Ship {
        key: "test-guest-invoice-0".into(),
        seller: part.part.seller_id,
        lines: vec![(part.lines[0].id, 1)],
        carrier: platform::domain::order::Carrier::Ups,
        tracking: "1Z-999".into(),
    };
    shop.platform().orders.ship(parcel).await.unwrap();
    let cookie = opened(&shop, &one.link, "").await;
    let page = text(get(&shop, &format!("/orders/{}", one.order), &cookie).await).await;
    let under = format!("/orders/{}/invoices/", one.order);
    let (_, rest) = page.split_once(&format!("href=\"{under}")).unwrap_or_else(|| panic!("no link: {page}"));
    let path = format!("{under}{}", rest.split('"').next().unwrap());
    let number = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::invoices::of_order(&mut conn, one.order).await.unwrap().remove(0).number
    };
    crate::invoices::paper(get(&shop, &path, &cookie).await, &number).await;
    for stranger in ["", "orinoco_orders=nonsense"] {
        assert_eq!(get(&shop, &path, stranger).await.status(), StatusCode::NOT_FOUND);
    }
}
