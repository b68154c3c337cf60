//! What pages of the shop say of goods: how many are left, what many want, when it arrives, what is suggested.

use crate::common::{TestShop, text};
use axum::body::Body;
use http::Request;
use platform::db::ManualClock;
use platform::db::testing::START;
use platform::domain::DurationUs;
use std::sync::Arc;

async fn shop() -> (TestShop, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(START));
    let shop = TestShop::at(clock.clone()).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().search.catch_up().await.unwrap();
    (shop, clock)
}

/// As this browser gets it.
async fn page(shop: &TestShop, path: &str, browser: &str, cookie: &str) -> String {
    let request = Request::get(path).header("user-agent", browser).header("cookie", cookie);
    text(shop.ask(request.body(Body::empty()).unwrap()).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_few_are_said_on_the_product_and_in_the_list() {
    let (shop, _) = shop().await;
    let product = page(&shop, "/p/cloud-forest-rain-shell-orange-l", "Mozilla", "").await;
    assert!(product.contains("Only 3 left"));
    let list = page(&shop, "/search?q=rain+shell&a=Colour~Orange&a=Size~L", "Mozilla", "").await;
    assert!(list.contains("Only 3 left"));
    let many = page(&shop, "/p/cloud-forest-rain-shell-green-m", "Mozilla", "").await;
    let buy = many.split_once("id=\"buy\"").unwrap().1.split("</section>").next().unwrap();
    assert!(buy.contains("In stock") && !buy.contains("Only "), "{buy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_look_at_is_a_row_once_there_are_enough_of_it() {
    let (shop, clock) = shop().await;
    let seen = ["alpaca-hat", "cast-iron-skillet-26-cm-seasoned", "smoked-paprika-tin-75-g"];
    for slug in seen {
        page(&shop, &format!("/p/{slug}"), "Mozilla", "").await;
    }
    shop.platform().activity.flush().await.unwrap();
    assert!(!page(&shop, "/", "Mozilla", "").await.contains("id=\"popular\""), "three are no row");
    page(&shop, "/p/pour-over-dripper-with-reusable-steel-filter", "Mozilla", "").await;
    // Who comes twice wants it no more than who comes once; somebody else does.
    page(&shop, "/p/alpaca-hat", "Mozilla", "").await;
    page(&shop, "/p/cast-iron-skillet-26-cm-seasoned", "Another browser", "").await;
    shop.platform().activity.flush().await.unwrap();
    clock.advance(DurationUs::from_secs(61));
    let home = page(&shop, "/", "Mozilla", "").await;
    let row = home.split_once("id=\"popular\"").unwrap().1.split("</section>").next().unwrap();
    let at = |slug: &str| row.find(&format!("/p/{slug}\"")).unwrap_or_else(|| panic!("{slug}: {row}"));
    assert!(seen.iter().all(|slug| at("cast-iron-skillet-26-cm-seasoned") <= at(slug)), "{row}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postcode_far_from_the_seller_is_promised_a_later_day_than_one_near_it() {
    let (shop, _) = shop().await;
    // Casa Guayabo sends from California.
    let coffee = "/p/single-origin-coffee-from-huila-whole-bean-500-g";
    let arrives = async |cookie: &str| {
        let page = page(&shop, coffee, "Mozilla", cookie).await;
        let buy = page.split_once("id=\"buy\"").unwrap().1.split_once("Arrives").unwrap().1;
        buy.split_once("<strong>").unwrap().1.split("</strong>").next().unwrap().to_owned()
    };
    let (near, far) = (arrives("place=US:94103").await, arrives("place=US:10001").await);
    let abroad = arrives("place=ES:28013").await;
    assert!(near != far && far != abroad && near != abroad, "{near}, {far}, {abroad}");
}

#[tokio::test(flavor = "multi_thread")]
async fn products_with_their_picture_categories_and_what_others_searched_for_are_suggested() {
    let (shop, clock) = shop().await;
    for browser in ["One", "Two", "Three"] {
        page(&shop, "/search?q=coffee+huila", browser, "").await;
    }
    page(&shop, "/search?q=coffee+alone", "One", "").await;
    shop.platform().activity.flush().await.unwrap();
    clock.advance(DurationUs::from_secs(61));
    let page = page(&shop, "/suggest?q=coff", "One", "").await;
    let list = page.split_once("id=\"suggestions\"").unwrap().1.split("</ul>").next().unwrap();
    assert!(list.contains("href=\"/search?q=coffee%20huila\""), "{list}");
    assert!(!list.contains("coffee%20alone"), "one person's words are not shown to others");
    assert!(list.contains("href=\"/c/coffee-and-tea?typed=coff\""), "{list}");
    let product = list.split_once("href=\"/p/").unwrap().1;
    assert!(product.contains("<img") && product.contains("/media/"), "{list}");
}
