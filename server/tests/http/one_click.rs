//! One click over HTTP when it cannot be done: a clear answer, one order at the most, and nothing kept aside.

use crate::common::{TestShop, assert_status, click_form, cookie_in, first_offer, header, text};
use axum::body::Body;
use db::testing::on_both;
use http::{Request, StatusCode};
use platform::domain::{AccountId, OfferId};
use platform::inventory::InventoryError;
use platform::orders::{self, Shopper};
use platform::payments::{CardInput, PaymentError};

const ADA: &str = "ada@shopper.example";
const BEN: &str = "ben@shopper.example";

/// What a shopper has, and how many units of an offer are available, held and sold.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    orders: Vec<(String, String)>,
    stock: (i64, i64, i64),
}

async fn state(shop: &TestShop, who: AccountId, offer: OfferId) -> State {
    let mut conn = shop.platform().db.read().await.unwrap();
    let all = orders::store::orders_of(&mut conn, Shopper::Account(who), None, 50).await.unwrap();
    let orders = all.iter().map(|o| (o.order.id.to_string(), o.order.state.0.to_string())).collect();
    let level = platform::inventory::levels(&mut conn, &[offer]).await.unwrap()[&offer];
    State { orders, stock: (level.available, level.held, level.sold) }
}

/// An offer and the page that it is on.
async fn an_offer(shop: &TestShop) -> (OfferId, String) {
    let row = first_offer(shop, "guayabo").await;
    (row.offer.id, row.product_slug)
}

/// Where a click leads, and what is said there.
#[derive(Debug)]
struct Answer {
    location: String,
    flash: Option<String>,
}

impl Answer {
    fn is_order(&self) -> bool {
        self.location.contains("?ordered=")
    }
}

/// Presses the button of a page that was rendered before.
async fn press(shop: &TestShop, who: &str, slug: &str, form: &str) -> Answer {
    let request = Request::post("/api/shop/one-click")
        .header("cookie", shop.cookie_of(who).await)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("referer", format!("http://127.0.0.1:3000/p/{slug}"));
    let answer = shop.ask(request.body(Body::from(format!("{form}&slug={slug}"))).unwrap()).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    Answer { location: header(&answer, "location").to_owned(), flash: cookie_in(&answer, "flash") }
}

/// What the page says to which the answer leads.
async fn said(shop: &TestShop, who: &str, slug: &str, answer: &Answer) -> String {
    assert_eq!(answer.location, format!("/p/{slug}"), "back to the page");
    let flash = answer.flash.as_deref().expect("something is said");
    let request = Request::get(&answer.location)
        .header("cookie", format!("{}; {flash}", shop.cookie_of(who).await))
        .header("accept", "text/html");
    let page = text(shop.ask(request.body(Body::empty()).unwrap()).await).await;
    page.split("id=\"notices\"").nth(1).unwrap().split("</main>").next().unwrap().to_owned()
}

async fn assert_sound(shop: &TestShop) {
    let broken: Vec<_> = shop.platform().check().await.unwrap().into_iter().flat_map(|c| c.broken).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_the_last_unit_one_gets_it_and_the_other_is_told() {
    on_both(|t| {
        Box::pin(async move {
            let shop = TestShop::on(t).await;
            shop.platform().seed(Some("a-demo-password")).await.unwrap();
            let (offer, slug) = an_offer(&shop).await;
            let set: Result<i64, InventoryError> = shop
                .platform()
                .db
                .write(move |tx| {
                    Box::pin(
                        async move { platform::inventory::set_available(tx, "last-one", offer, 1).await },
                    )
                })
                .await;
            set.unwrap();
            let (ada, ben) = (shop.account_of(ADA).await, shop.account_of(BEN).await);
            let before = [state(&shop, ada, offer).await, state(&shop, ben, offer).await];
            // Both pages were rendered while the unit was there.
            let forms = (click_form(&shop, ADA, offer).await, click_form(&shop, BEN, offer).await);
            let (by_ada, by_ben) =
                tokio::join!(press(&shop, ADA, &slug, &forms.0), press(&shop, BEN, &slug, &forms.1));
            assert_ne!(by_ada.is_order(), by_ben.is_order(), "{by_ada:?} {by_ben:?}");
            let after = [state(&shop, ada, offer).await, state(&shop, ben, offer).await];
            let (available, held, sold) = before[0].stock;
            assert_eq!(after[0].stock, (available - 1, held, sold + 1));

            let (won, lost) = if by_ada.is_order() { (0, 1) } else { (1, 0) };
            assert_eq!(after[won].orders.len(), before[won].orders.len() + 1);
            assert_eq!(after[lost].orders, before[lost].orders, "nothing of an order is left");
            let (who, answer) = [(ADA, &by_ada), (BEN, &by_ben)][lost];
            let words = said(&shop, who, &slug, answer).await;
            assert!(words.contains("It is sold out. Nothing was ordered."), "{words}");
            // Who presses again is told again; who has it presses and has one still.
            let again = press(&shop, who, &slug, [&forms.0, &forms.1][lost]).await;
            assert!(!again.is_order());
            let again = press(&shop, [ADA, BEN][won], &slug, [&forms.0, &forms.1][won]).await;
            assert!(again.is_order());
            assert_eq!([state(&shop, ada, offer).await, state(&shop, ben, offer).await], after);
            assert_sound(&shop).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_without_enough_money_is_said_to_be_that_and_keeps_nothing() {
    let shop = TestShop::new().await;
    let platform = shop.platform();
    platform.seed(Some("a-demo-password")).await.unwrap();
    let (offer, slug) = an_offer(&shop).await;
    let ben = shop.account_of(BEN).await;
    for (number, words) in [
        ("4000000000009995", "There is not enough money on your card. Nothing was ordered"),
        ("4000000000000069", "Your card has expired. Nothing was ordered"),
        ("4000000000000002", "Your card was declined. Nothing was ordered"),
    ] {
        let token = platform.payments.tokenise(CardInput::test_card(number)).await.unwrap().token;
        let kept: Result<(), PaymentError> = platform
            .db
            .write(move |tx| {
                let token = token.clone();
                Box::pin(async move {
                    let card = platform::payments::save_method(tx, ben, &token).await?;
                    platform::payments::set_default_method(tx, ben, card).await
                })
            })
            .await;
        kept.unwrap();
        let before = state(&shop, ben, offer).await;
        let form = click_form(&shop, BEN, offer).await;
        let answer = press(&shop, BEN, &slug, &form).await;
        let told = said(&shop, BEN, &slug, &answer).await;
        assert!(told.contains(words), "{told}");
        let after = state(&shop, ben, offer).await;
        assert_eq!(after.stock, before.stock, "{number}");
        let tried: Vec<_> = after.orders.iter().filter(|order| !before.orders.contains(order)).collect();
        assert!(tried.iter().all(|(_, state)| state == "payment_failed") && tried.len() == 1, "{tried:?}");
        assert_sound(&shop).await;
    }
}
