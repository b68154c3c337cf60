//! A product in several variants, as its page says it.

use crate::common::{TestShop, text};

/// What stands between the name of an option and the next one.
fn row<'h>(html: &'h str, option: &str) -> &'h str {
    let start = html.find(&format!("data-option=\"{option}\"")).unwrap();
    let rest = &html[start..];
    &rest[..rest.find("</ul>").unwrap()]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_value_is_a_link_unless_there_is_no_such_variant() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let html = text(shop.get("/p/cloud-forest-rain-shell-orange-m").await).await;
    let (colours, sizes) = (row(&html, "Colour"), row(&html, "Size"));
    assert!(colours.contains("href=\"/p/cloud-forest-rain-shell-blue-m\""), "{colours}");
    assert!(colours.contains("href=\"/p/cloud-forest-rain-shell-green-m\""), "{colours}");
    assert_eq!(colours.matches("aria-current=\"true\"").count(), 1);
    assert!(sizes.contains("href=\"/p/cloud-forest-rain-shell-orange-l\""), "{sizes}");
    assert_eq!(sizes.matches("aria-disabled=\"true\"").count(), 1);
    assert!(!html.contains("orange-s\""));
    // Each variant is its own page, and says what it is one of.
    let address = format!("{}/p/cloud-forest-rain-shell-orange-m", shop.platform().config.site_url());
    assert!(html.contains(&format!("rel=\"canonical\" href=\"{address}\"")));
    assert!(html.contains("ProductGroup"));

    let html = text(shop.get("/p/cloud-forest-rain-shell-blue-l").await).await;
    assert!(html.contains("Sold out"));
    assert!(row(&html, "Colour").contains("href=\"/p/cloud-forest-rain-shell-green-l\""));
    assert!(!text(shop.get("/p/alpaca-hat").await).await.contains("id=\"variants\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_all_variants_as_one_and_the_one_that_was_chosen() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().search.catch_up().await.unwrap();
    let found = async |query: &str| text(shop.get(&format!("/search?q=rain+shell{query}")).await).await;
    // The cheapest that can be bought stands for all.
    let html = found("").await;
    assert!(html.contains("href=\"/p/cloud-forest-rain-shell-orange-m\"") && html.contains("8 variants"));
    assert!(!html.contains("href=\"/p/cloud-forest-rain-shell-blue-m\""));
    let html = found("&a=Colour~Blue&a=Size~S").await;
    assert!(html.contains("href=\"/p/cloud-forest-rain-shell-blue-s\""));
    assert!(!html.contains("href=\"/p/cloud-forest-rain-shell-orange-m\""));
}
