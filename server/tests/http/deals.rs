//! Reduced prices over HTTP: from the seller's form to every page that shows them, and gone when they are old.

use crate::common::{TestShop, assert_status, header, page_as, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::catalog::{CatalogError, Offer, product_by_slug, set_price};
use platform::db::ManualClock;
use platform::db::testing::START;
use platform::domain::{Currency, DurationUs, Money};
use std::sync::Arc;

const LUCIA: &str = "lucia@guayabo.example";
const PAPRIKA: &str = "smoked-paprika-tin-75-g";

/// The demo shop as it is 31 days after its opening.
async fn month_old() -> (TestShop, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(START));
    let shop = TestShop::at(clock.clone()).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    clock.advance(DurationUs::from_days(31));
    (shop, clock)
}

async fn page(shop: &TestShop, path: &str) -> String {
    let answer = shop.get(path).await;
    assert_status(&answer, StatusCode::OK);
    text(answer).await
}

/// The part of a page between its element of this id and the next closing tag of this name.
fn part<'h>(html: &'h str, id: &str, tag: &str) -> &'h str {
    let rest = html.split_once(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}")).1;
    rest.split(&format!("</{tag}>")).next().unwrap()
}

async fn offer_of(shop: &TestShop, slug: &str) -> Offer {
    let mut conn = shop.platform().db.read().await.unwrap();
    product_by_slug(&mut conn, slug).await.unwrap().unwrap().offers.remove(0)
}

/// Lowers the price of the product's cheapest offer.
async fn lower(shop: &TestShop, slug: &str, minor: i64) {
    let id = offer_of(shop, slug).await.id;
    let price = Money::new(minor, Currency::USD);
    let set: Result<Offer, CatalogError> = shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { set_price(tx, id, price, None).await }))
        .await;
    set.unwrap();
}

/// What a seller does on the page of their offers; `stock` is how many there are afterwards.
async fn save(shop: &TestShop, slug: &str, price: &str, stock: Option<&str>) {
    let offer = offer_of(shop, slug).await;
    let cookie = shop.cookie_of(LUCIA).await;
    let desk =
        page_as(shop, &format!("/seller/products?q={slug_words}", slug_words = offer.sku), &cookie).await;
    let row = part(&desk, "offers", "form");
    let field = |name: &str| {
        let rest = row.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.to_owned()
    };
    let (seen, stock) = (field("stock_seen"), stock.map(str::to_owned));
    let form = format!(
        "seller={}&offer={}&version={}&key={}&stock_seen={seen}&price={price}&stock={}&active=on",
        field("seller"),
        offer.id,
        field("version"),
        field("key"),
        stock.unwrap_or(seen.clone())
    );
    let request = Request::post("/api/seller/offer")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("cookie", cookie);
    let answer = shop.ask(request.body(Body::from(form)).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", header(&answer, "location"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lowered_price_is_shown_with_what_it_is_reduced_from_until_thirty_days_later() {
    let (shop, clock) = month_old().await;
    let product = format!("/p/{PAPRIKA}");
    assert!(!part(&page(&shop, &product).await, "buy", "section").contains("data-before"));
    assert!(page(&shop, "/deals").await.contains("No deals right now"));
    assert!(!page(&shop, "/").await.contains("id=\"deals\""));

    save(&shop, PAPRIKA, "6.71", None).await;
    let html = page(&shop, &product).await;
    let buy = part(&html, "buy", "section");
    for words in ["$6.71", "-15%", "Lowest price of the 30 days before", "<s><bdi>$7.90</bdi></s>"] {
        assert!(buy.contains(words), "{words}: {buy}");
    }
    let facts = "\"priceSpecification\":{\"@type\":\"UnitPriceSpecification\",\"priceType\":\"https://schema.org/StrikethroughPrice\",\"price\":\"7.90\",\"priceCurrency\":\"USD\"}";
    assert!(html.contains(facts), "{}", html.split("</head>").next().unwrap());
    for path in ["/", "/deals"] {
        let html = page(&shop, path).await;
        let list = if path == "/" { part(&html, "deals", "section") } else { part(&html, "main", "main") };
        assert!(
            list.contains(&format!("href=\"{product}\"")) && list.contains("<s><bdi>$7.90</bdi></s>"),
            "{path}"
        );
    }
    assert!(part(&page(&shop, "/").await, "deals", "section").contains("href=\"/deals\""));
    assert!(page(&shop, &format!("/quick/{PAPRIKA}")).await.contains("<s><bdi>$7.90</bdi></s>"));
    shop.give_picture(&[PAPRIKA]).await;
    let feed = page(&shop, "/feeds/google.xml").await;
    assert!(feed.contains(
        "<g:price>7.90 USD</g:price><g:sale_price>6.71 USD</g:sale_price>\
         <g:sale_price_effective_date>2026-07-02T09:00:00Z/2026-08-01T09:00:00Z</g:sale_price_effective_date>"
    ));

    // Nothing happens for a month but time.
    clock.advance(DurationUs::from_days(30));
    assert!(!part(&page(&shop, &product).await, "buy", "section").contains("data-before"));
    assert!(page(&shop, "/deals").await.contains("No deals right now"));
    assert!(!page(&shop, "/").await.contains("id=\"deals\""));
    assert!(!page(&shop, "/feeds/google.xml").await.contains("sale_price"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_leave_out_what_is_sold_out_or_not_shown_and_stand_once_for_a_model() {
    let (shop, _) = month_old().await;
    save(&shop, "olive-oil-soap-three-bars", "5.00", Some("0")).await;
    // The used one is reduced, and the page shows the new one.
    lower(&shop, "turntable-with-built-in-preamplifier", 5_000).await;
    lower(&shop, "cloud-forest-rain-shell-orange-m", 6_000).await;
    lower(&shop, "cloud-forest-rain-shell-blue-m", 8_000).await;
    lower(&shop, PAPRIKA, 700).await;
    let html = page(&shop, "/deals").await;
    let list = part(&html, "main", "main");
    let links: Vec<&str> =
        list.split("href=\"/p/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(links, ["cloud-forest-rain-shell-orange-m", PAPRIKA], "the largest first");
    assert!(list.contains("8 variants") && list.contains("2 products"));
    // Past the end there is the end of the list.
    assert!(page(&shop, "/deals?page=7").await.contains(&format!("href=\"/p/{PAPRIKA}\"")));
    let site = shop.platform().config.site_url();
    assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{site}/deals\">")));
    assert!(page(&shop, "/sitemap/content.xml").await.contains(&format!("<loc>{site}/deals</loc>")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_reads_what_a_price_is_or_would_be_measured_against() {
    let (shop, _) = month_old().await;
    let cookie = shop.cookie_of(LUCIA).await;
    let desk = page_as(&shop, "/seller/products?q=paprika", &cookie).await;
    assert!(desk.contains("The lowest price of the last 30 days is $7.90. At $7.50 or less"), "{desk}");
    save(&shop, PAPRIKA, "6.71", None).await;
    let desk = page_as(&shop, "/seller/products?q=paprika", &cookie).await;
    assert!(desk.contains("Shoppers see $7.90 struck through until"), "{desk}");
    save(&shop, PAPRIKA, "9.00", None).await;
    let desk = page_as(&shop, "/seller/products?q=paprika", &cookie).await;
    assert!(desk.contains("The lowest price of the last 30 days is $7.90."), "dearer than both: {desk}");
}
