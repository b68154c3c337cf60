//! Prices in the reader's currency over HTTP: chosen, shown as about right, never charged, and frozen with the order.

use crate::common::{TestShop, header, post_form, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::{Currency, OrderId};

const ADA: &str = "ada@shopper.example";
const OPERATOR: &str = "operator@orinoco.example";
const HAT: &str = "/p/alpaca-hat";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn page(shop: &TestShop, path: &str, cookie: &str, languages: &str) -> String {
    let request = Request::get(path).header("cookie", cookie).header("accept-language", languages);
    let answer = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    text(answer).await
}

/// The operator says what one dollar is, through the form.
async fn say(shop: &TestShop, code: &str, value: &str) {
    let cookie = shop.cookie_of(OPERATOR).await;
    let form = format!("base=USD&quote={code}&value={value}&day=");
    let answer = post_form(shop, "/api/operator/rate", &cookie, &form).await;
    assert_eq!(header(&answer, "location"), "/operator/rates");
}

fn cookie_in(answer: &Response<Body>, name: &str) -> Option<String> {
    let set = answer.headers().get_all("set-cookie").iter().filter_map(|c| c.to_str().ok());
    set.filter_map(|c| c.split(';').next())
        .find(|pair| pair.starts_with(&format!("{name}=")))
        .map(str::to_owned)
}

/// The value of a hidden field within the form of this id.
fn hidden<'p>(page: &'p str, form: &str, name: &str) -> &'p str {
    let form = page.split_once(&format!("id=\"{form}\"")).unwrap().1;
    let field = form.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
    field.split_once('"').unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_rate_there_is_nothing_to_choose_and_with_one_there_is() {
    let shop = demo().await;
    let before = page(&shop, HAT, "", "en-US").await;
    assert!(!before.contains("choose-currency") && !before.contains('≈'));
    assert_eq!(
        cookie_in(&post_form(&shop, "/api/prefs/currency", "", "currency=EUR").await, "currency"),
        None
    );
    let ada = shop.cookie_of(ADA).await;
    let refused = post_form(&shop, "/api/operator/rate", &ada, "base=USD&quote=EUR&value=0.5").await;
    assert_ne!(header(&refused, "location"), "/operator/rates");
    assert_eq!(shop.platform().rates.offered().len(), 1);

    say(&shop, "EUR", "0.9213").await;
    let answer = post_form(&shop, "/api/prefs/currency", "", "currency=EUR").await;
    let cookie = cookie_in(&answer, "currency").unwrap();
    let euro = page(&shop, HAT, &cookie, "en-US").await;
    assert!(euro.contains("choose-currency") && euro.contains("≈ €"), "about, in euro");
    assert!(euro.contains("You pay $"), "and what is charged");
    assert!(euro.contains("\"priceCurrency\":\"USD\""), "machines read what is charged");
    let dollars = page(&shop, HAT, "", "en-US").await;
    assert!(dollars.contains("choose-currency") && !dollars.contains('≈') && !dollars.contains("You pay $"));
    // Nobody else's money, and nothing that a cookie could hold instead.
    for cookie in ["currency=JPY", "currency=../../etc", "currency="] {
        assert!(!page(&shop, HAT, cookie, "en-US").await.contains('≈'), "{cookie}");
    }
    for (languages, about) in [("es-ES", true), ("de-DE,en;q=0.5", true), ("es-CO", false), ("en", false)] {
        assert_eq!(page(&shop, HAT, "", languages).await.contains('≈'), about, "{languages}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_reads_its_currency_on_every_device() {
    let shop = demo().await;
    say(&shop, "EUR", "0.9213").await;
    let ada = shop.cookie_of(ADA).await;
    assert!(!page(&shop, HAT, &ada, "es-ES").await.contains('≈'), "the account's is the shop's");
    let answer = post_form(&shop, "/api/prefs/currency", &ada, "currency=EUR").await;
    assert!(cookie_in(&answer, "currency").is_some());
    assert!(page(&shop, HAT, &ada, "en-US").await.contains('≈'), "without the cookie");
    let settings = page(&shop, "/account", &ada, "en-US").await;
    assert!(settings.contains("You pay in USD, whatever you read."));
    let form = "name=Ada+Quintero&one_click=on&language=es&currency=USD";
    let answer = post_form(&shop, "/api/account/settings", &ada, form).await;
    assert_eq!(cookie_in(&answer, "lang").as_deref(), Some("lang=es"));
    assert_eq!(cookie_in(&answer, "currency").as_deref(), Some("currency=USD"));
    let account = shop.account_of(ADA).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let kept = platform::identity::account(&mut conn, account).await.unwrap().unwrap();
    assert_eq!(
        (kept.currency, kept.locale.to_string().as_str(), kept.one_click),
        (Currency::USD, "es", true)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_shows_both_and_keeps_its_rate_when_another_holds() {
    let shop = demo().await;
    say(&shop, "EUR", "0.9213").await;
    let cookie = format!("{}; currency=EUR", shop.cookie_of(ADA).await);
    let before = page(&shop, HAT, &cookie, "en-US").await;
    let form = |name| hidden(&before, "one-click", name);
    let minor: i64 = form("total_minor").parse().unwrap();
    assert_eq!(form("currency"), "USD");
    let names =
        ["key", "offer", "quantity", "price_minor", "total_minor", "currency", "address", "method", "slug"];
    let body = names.map(|name| format!("{name}={}", form(name)));
    let answer = post_form(&shop, "/api/shop/one-click", &cookie, &body.join("&")).await;
    let order = header(&answer, "location").split_once("ordered=").unwrap().1;
    let order: OrderId = order.split(['&', '#']).next().unwrap().parse().unwrap();
    let frozen = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::orders::store::order(&mut conn, order).await.unwrap()
    };
    assert_eq!((frozen.total_minor, frozen.currency), (minor, Currency::USD));
    let about = frozen.shown().unwrap().about(frozen.total()).unwrap();

    say(&shop, "EUR", "0.5").await;
    let says = format!("was about €{}", about.to_decimal());
    for cookie in [&cookie, &cookie.replace("currency=EUR", "currency=USD")] {
        let shown = page(&shop, &format!("/orders/{order}"), cookie, "en-US").await;
        assert!(shown.contains(&says), "{says}");
        assert!(shown.contains(&format!("${}", frozen.total().to_decimal())));
    }
    // Sellers are paid in what is charged, and read it.
    let lucia = format!("{}; currency=EUR", shop.cookie_of("lucia@guayabo.example").await);
    let desk = page(&shop, "/seller/orders?show=all", &lucia, "es-ES").await;
    assert!(!desk.contains('≈'));
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_by_price_are_the_same_ones_for_every_reader() {
    let shop = demo().await;
    say(&shop, "COP", "4012.5").await;
    let links = |page: &str| -> Vec<String> {
        let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        all.filter(|href| href.contains("min=")).map(str::to_owned).collect()
    };
    let dollars = page(&shop, "/search", "", "en-US").await;
    let pesos = page(&shop, "/search", "currency=COP", "en-US").await;
    assert!(links(&dollars).len() > 2);
    assert_eq!(links(&dollars), links(&pesos));
    assert!(pesos.contains("≈ COP") && !dollars.contains('≈'));
    // There and back through a link, nothing has moved.
    let chosen = links(&pesos)[1].replace("&amp;", "&");
    let there = page(&shop, &chosen, "currency=COP", "en-US").await;
    let here = page(&shop, &chosen, "", "en-US").await;
    assert_eq!(links(&there), links(&here));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_says_several_rates_at_once_or_none_of_them() {
    let shop = demo().await;
    let cookie = shop.cookie_of(OPERATOR).await;
    let wrong = "lines=USD%2CEUR%2C0.92%0AUSD%2CCHF%2Cmuch";
    let answer = post_form(&shop, "/api/operator/rates", &cookie, wrong).await;
    let flash = cookie_in(&answer, "flash").unwrap();
    assert!(flash.contains("Line") && flash.contains('2'), "{flash}");
    assert_eq!(shop.platform().rates.offered().len(), 1);
    let right = "lines=USD%2CEUR%2C0.92%0AUSD%2CCHF%2C0.88%0D%0AUSD%3BJPY%3B150";
    post_form(&shop, "/api/operator/rates", &cookie, right).await;
    let codes: Vec<_> = shop.platform().rates.offered().iter().map(|c| c.code()).collect();
    assert_eq!(codes, ["USD", "CHF", "EUR", "JPY"]);
    let console = page(&shop, "/operator/rates", &cookie, "en-US").await;
    assert!(console.contains("data-rate=\"JPY\"") && console.contains("1 USD = 150 JPY"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_says_whether_its_tax_is_in_it_by_the_markets_habit() {
    let shop = demo().await;
    assert!(page(&shop, HAT, "", "en-US").await.contains("data-tax-habit=\"without\""));
    let inclusive = TestShop::with(|config| config.country = "ES".into()).await;
    inclusive.platform().seed(Some("a-demo-password")).await.unwrap();
    assert!(page(&inclusive, HAT, "", "en-US").await.contains("data-tax-habit=\"with\""));
    // A guest who said where it goes reads what the checkout will do there: Germany's prices have their tax in them.
    for (place, habit, said) in [
        ("DE:10115", "with", "Prices include tax."),
        ("US:94103", "without", "Tax is added at checkout."),
        ("CA:", "without", "Tax is added at checkout."),
    ] {
        let html = page(&shop, HAT, &format!("place={place}"), "en-US").await;
        assert!(html.contains(&format!("data-tax-habit=\"{habit}\"")), "{place}");
        let offer = html.split_once("name=\"offer\" value=\"").unwrap().1.split('"').next().unwrap();
        let key = format!("a-guest-buys-a-hat-{}", &place[..2]);
        let form = format!("offer={offer}&quantity=1&key={key}");
        let added = post_form(&shop, "/api/cart/add", &format!("place={place}"), &form).await;
        let set = added.headers().get_all("set-cookie").iter();
        let cart: Vec<&str> = set.filter_map(|c| c.to_str().ok()?.split(';').next()).collect();
        let cookie = format!("place={place}; {}", cart.join("; "));
        assert!(page(&shop, "/cart", &cookie, "en-US").await.contains(said), "{place}");
    }
}
