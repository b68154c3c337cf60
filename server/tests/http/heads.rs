//! The head of a document: what search engines and shared links read.

use crate::common::{TestShop, text};

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_its_title_description_address_and_product() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let shop = std::sync::Arc::new(shop);
    // Pages are waited for and then written, maybe by another thread: what is in the head must not depend on it.
    let pages: Vec<_> = (0..48)
        .map(|_| {
            let shop = std::sync::Arc::clone(&shop);
            tokio::spawn(async move { text(shop.get("/p/alpaca-hat").await).await })
        })
        .collect();
    for page in pages {
        let html = page.await.unwrap();
        let head = html.split("</head>").next().unwrap();
        for tag in ["<title>Alpaca hat", "name=\"description\"", "rel=\"canonical\"", "application/ld+json"] {
            assert!(head.contains(tag), "{tag} is missing");
        }
    }
}
