//! What a search says on its page: what was left out, where to go from nothing, and all there is to choose by.

use crate::common::{TestShop, text};
use platform::activity::{Event, Kind};
use platform::catalog::{Attribute, CatalogError, NewProduct, ensure_category_path, upsert_product};
use platform::domain::ProductId;
use platform::domain::commission::CommissionClass;
use platform::domain::format::Locale;
use platform::search::SearchRequest;

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    shop
}

/// Widgets, each of a brand of its own, in three colours.
async fn widgets(shop: &TestShop, count: usize) {
    let all = (0..count).map(|n| (format!("Widget {n}"), format!("Maker {n:03}"), "Widgets"));
    put(shop, all.collect()).await;
}

/// Products by title, brand and category.
async fn put(shop: &TestShop, all: Vec<(String, String, &'static str)>) {
    let made: Result<(), CatalogError> = shop
        .platform()
        .db
        .write(move |tx| {
            let all = all.clone();
            Box::pin(async move {
                for (n, (title, brand, category)) in all.into_iter().enumerate() {
                    let shelf = ensure_category_path(tx, &[category], CommissionClass::Standard).await?;
                    let colour = ["Red", "Black", "Blue"][n % 3];
                    let new = NewProduct {
                        source_key: Some(format!("widget:{n}")),
                        brand: Some(brand),
                        attributes: vec![Attribute {
                            name: "Colour".into(),
                            value: colour.into(),
                            unit: None,
                        }],
                        ..NewProduct::titled(title, shelf.id)
                    };
                    upsert_product(tx, new).await?;
                }
                Ok(())
            })
        })
        .await;
    made.unwrap();
    shop.platform().settle().await.unwrap();
}

/// Somebody looks at a product, or puts it into the cart.
fn wants(shop: &TestShop, kind: Kind, who: &str, product: ProductId) {
    shop.platform().activity.record(Event {
        kind,
        visitor: None,
        stranger: Some(who.to_owned()),
        product: Some(product),
        seller: None,
        featured: None,
        words: None,
        results: None,
        locale: Locale::En,
        phone: false,
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_put_into_their_carts_comes_before_what_fits_as_well() {
    let shop = TestShop::new().await;
    widgets(&shop, 12).await;
    let request = || SearchRequest { text: "widget".into(), ..SearchRequest::default() };
    let found = async || shop.platform().search.query(request()).await.unwrap().hits;
    let last = *found().await.last().unwrap();
    for who in 0..10 {
        wants(&shop, Kind::Cart, &format!("stranger {who}"), last);
    }
    shop.platform().activity.flush().await.unwrap();
    assert_ne!(found().await[0], last);
    shop.platform().tell_wanted().await.unwrap();
    assert_eq!(found().await[0], last);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_were_left_out_are_struck_through_in_every_language() {
    let shop = demo().await;
    for (lang, words) in [("en", "Shown without:"), ("es", "Se muestran sin:"), ("ar", "معروضة بدون:")]
    {
        let page = text(shop.get(&format!("/search?q=kettle+Zzqxv&lang={lang}")).await).await;
        assert!(page.contains(words), "{lang}");
        assert!(page.contains("<del><bdi>Zzqxv</bdi></del>"), "{lang}");
        assert!(!page.contains("<bdi>kettle</bdi></del>"), "{lang}");
    }
    assert!(!text(shop.get("/search?q=kettle").await).await.contains("<bdi>kettle</bdi></del>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_it_goes_on_to_the_departments_and_to_what_many_want() {
    let shop = demo().await;
    let some = SearchRequest { per_page: 5, ..SearchRequest::default() };
    for product in shop.platform().search.query(some).await.unwrap().hits {
        wants(&shop, Kind::View, "somebody", product);
    }
    shop.platform().activity.flush().await.unwrap();
    for path in ["/search?q=zzqxv", "/search?q=kettle&min=99999900"] {
        let page = text(shop.get(path).await).await;
        assert!(page.contains("Nothing found"), "{path}");
        assert!(page.contains("href=\"/c/kitchen\"") && page.contains("id=\"popular\""), "{path}");
    }
    let found = text(shop.get("/search?q=kettle").await).await;
    assert!(!found.contains("id=\"categories\"") && !found.contains("id=\"popular\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_brand_can_be_reached_without_a_script() {
    let shop = TestShop::new().await;
    widgets(&shop, 60).await;
    let brands = async |path: &str| {
        let page = text(shop.get(path).await).await;
        let aside = page.split("<aside").nth(1).unwrap().split("</details><div").next().unwrap().to_owned();
        let listed = (0..60).filter(|n| page.contains(&format!("<bdi>Maker {n:03}</bdi>"))).count();
        (listed, aside.contains("26 more"), page.contains("brands=all"), page.contains("All 60 brands"))
    };
    // Forty with most results, of which fourteen stand open; a link leads to all.
    assert_eq!(brands("/search?q=widget").await, (40, true, true, true));
    assert_eq!(brands("/search?q=widget&brands=all").await, (60, false, true, false));
    let chosen = text(shop.get("/search?q=widget&brand=Maker+059&brands=all").await).await;
    assert!(chosen.contains("Maker 059") && chosen.contains("noindex"));
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_to_choose_by_show_themselves() {
    let shop = TestShop::new().await;
    widgets(&shop, 12).await;
    let page = text(shop.get("/search?q=widget").await).await;
    let facet = page.split("<bdi>Colour</bdi>").nth(1).unwrap().split("</section>").next().unwrap();
    for (value, fill) in [("Red", "#d0312d"), ("Black", "#111111"), ("Blue", "#1f5fd0")] {
        let link = facet.split("<a ").find(|link| link.contains(&format!("<bdi>{value}</bdi>"))).unwrap();
        assert!(link.contains(&format!("fill=\"{fill}\"")), "{value}: {link}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_and_a_category_among_the_words_are_said_and_can_be_taken_back() {
    let shop = TestShop::new().await;
    let mut all: Vec<_> = (0..10).map(|n| (format!("Widget {n}"), "Acme".to_owned(), "Widgets")).collect();
    all.extend((0..3).map(|n| (format!("Case for an Acme widget {n}"), "Shell".to_owned(), "Cases")));
    put(&shop, all).await;
    let meant = text(shop.get("/search?q=acme+widget").await).await;
    assert!(!meant.contains("Case for an Acme") && meant.contains("10 products"));
    assert!(meant.contains("aria-label=\"Remove filter Acme\""), "it is a filter like any other");
    let back = meant.split_once("Only Acme · Widgets.").unwrap().1.split("</a>").next().unwrap();
    assert!(back.contains("as=typed") && back.contains("Show everything with “acme widget”"), "{back}");
    let as_typed = text(shop.get("/search?q=acme+widget&as=typed").await).await;
    assert!(as_typed.contains("Case for an Acme") && as_typed.contains("13 products"));
    assert!(!as_typed.contains("Only Acme") && !as_typed.contains("Remove filter Acme"));
    for (lang, says) in [("es", "Solo Acme · Widgets."), ("ar", "Acme · Widgets فقط.")] {
        let page = text(shop.get(&format!("/search?q=acme+widget&lang={lang}")).await).await;
        assert!(page.contains(says), "{lang}");
    }
}
