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
        let address =
            format!("rel=\"canonical\" href=\"{}/p/alpaca-hat\"", shop.platform().config.site_url());
        for tag in ["<title>Alpaca hat", "name=\"description\"", &address, "application/ld+json"] {
            assert!(head.contains(tag), "{tag} is missing");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_whose_it_is_and_whether_it_may_be_kept() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let account = shop.account_of("ada@shopper.example").await;
    let cookie = shop.cookie_of("ada@shopper.example").await;
    let build = server::http::site::VERSION;
    let noticed =
        format!("{cookie}; flash=%7B%22notice%22:%7B%22tone%22:%22good%22%2C%22text%22:%22Done%22%7D%7D");
    for (path, cookies, kept) in [
        ("/p/alpaca-hat", "", true),
        ("/cart", &cookie, true),
        ("/account/orders", &cookie, true),
        // What is said once must not be said again.
        ("/cart", &noticed, false),
        ("/account", &cookie, false),
        ("/account/cards", &cookie, false),
        ("/checkout", &cookie, false),
        ("/sign-in", "", false),
        ("/account/orders", "", false),
        ("/p/there-is-none", "", false),
    ] {
        let request = http::Request::get(path).header("cookie", cookies);
        let answer = shop.ask(request.body(axum::body::Body::empty()).unwrap()).await;
        let keep = answer.headers().get("x-keep").and_then(|v| v.to_str().ok());
        assert_eq!(keep, kept.then_some(build), "{path}");
        let who = if cookies.is_empty() { "guest".to_owned() } else { account.to_string() };
        assert_eq!(answer.headers()["x-visitor"], format!("{who} en auto"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_may_load_nothing_but_this_shop() {
    let shop = TestShop::new().await;
    let answer = shop.get("/sw.js").await;
    assert_eq!(answer.headers()["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(
        answer.headers()["content-security-policy"],
        "default-src 'none'; script-src 'self'; connect-src 'self'"
    );
    let manifest = text(shop.get("/manifest.webmanifest?lang=es").await).await;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!((&manifest["id"], &manifest["lang"]), (&"/".into(), &"es".into()));
}
