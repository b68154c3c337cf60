//! What search engines, price comparers and shared links read.

use crate::common::{TestShop, assert_status, header, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::catalog::{ProductStatus, all_product_ids_after, product_by_slug, set_product_status};
use serde_json::Value;

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    shop
}

async fn head_of(shop: &TestShop, path: &str) -> String {
    let html = text(shop.get(path).await).await;
    html.split("</head>").next().unwrap().to_owned()
}

fn facts(head: &str) -> Vec<Value> {
    let scripts = head.split("<script type=\"application/ld+json\"").skip(1);
    let bodies = scripts.map(|s| s.split_once('>').unwrap().1.split("</script>").next().unwrap());
    bodies.map(|body| serde_json::from_str(body).unwrap_or_else(|e| panic!("{e}: {body}"))).collect()
}

fn types(head: &str) -> Vec<String> {
    facts(head).iter().map(|fact| fact["@type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_name_themselves_their_languages_and_their_picture() {
    let shop = demo().await;
    let site = shop.platform().config.site_url();
    for (path, kind) in [
        ("/", "website"),
        ("/c/kitchen", "website"),
        ("/deals", "website"),
        ("/p/alpaca-hat", "product"),
        ("/help", "website"),
        ("/help/delivery", "article"),
        ("/privacy", "article"),
    ] {
        let head = head_of(&shop, path).await;
        for tag in [
            format!("<link rel=\"canonical\" href=\"{site}{path}\">"),
            format!("<link rel=\"alternate\" hreflang=\"en\" href=\"{site}{path}?lang=en\">"),
            format!("<link rel=\"alternate\" hreflang=\"es\" href=\"{site}{path}?lang=es\">"),
            format!("<link rel=\"alternate\" hreflang=\"ar\" href=\"{site}{path}?lang=ar\">"),
            format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{site}{path}\">"),
            format!("<meta property=\"og:type\" content=\"{kind}\">"),
            format!("<meta property=\"og:url\" content=\"{site}{path}\">"),
            format!("<meta property=\"og:image\" content=\"{site}/icons/share.png\">"),
            "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
        ] {
            assert!(head.contains(&tag), "{path}: {tag} is missing in {head}");
        }
        assert!(!head.contains("noindex"), "{path}");
    }
    for path in ["/cart", "/sign-in", "/search?q=hat", "/c/kitchen?stock=1", "/c/kitchen?sort=price_asc"] {
        let head = head_of(&shop, path).await;
        assert!(head.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        assert!(!head.contains("hreflang") && !head.contains("canonical"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_language_is_read_in_it_and_changes_nothing_else() {
    let shop = demo().await;
    let site = shop.platform().config.site_url();
    let answer = shop.get("/p/alpaca-hat?lang=es").await;
    assert!(answer.headers().get("set-cookie").is_none());
    assert_eq!(header(&answer, "x-visitor"), "guest en auto", "nobody became another visitor");
    assert_eq!(header(&answer, "x-keep"), "");
    let html = text(answer).await;
    assert!(html.contains("<html lang=\"es\""));
    assert!(html.contains(&format!("rel=\"canonical\" href=\"{site}/p/alpaca-hat?lang=es\"")));
    assert!(html.contains("<meta property=\"og:locale\" content=\"es_ES\">"));
    // Choosing another language in the footer must not come back to an address that asks for this one.
    let chosen = Request::post("/api/prefs/language")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("referer", format!("{site}/p/alpaca-hat?offer=x&lang=es"))
        .body(Body::from("language=ar"))
        .unwrap();
    let answer = shop.ask(chosen).await;
    assert_eq!(header(&answer, "location"), "/p/alpaca-hat?offer=x");
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_for_search_engines_can_be_read_and_fit_the_page() {
    let shop = demo().await;
    let site = shop.platform().config.site_url();
    assert_eq!(types(&head_of(&shop, "/").await), ["Organization", "WebSite"]);
    let category = head_of(&shop, "/c/kitchen").await;
    assert_eq!(types(&category), ["CollectionPage", "BreadcrumbList"]);
    let list = &facts(&category)[0]["mainEntity"];
    let items = list["itemListElement"].as_array().unwrap();
    assert_eq!(list["numberOfItems"], items.len());
    assert!(items.iter().all(|item| item["url"].as_str().unwrap().starts_with(&format!("{site}/p/"))));
    let product = head_of(&shop, "/p/alpaca-hat").await;
    assert_eq!(types(&product), ["Product", "BreadcrumbList"]);
    let trail = facts(&product)[1]["itemListElement"].clone();
    assert_eq!(trail[0]["item"], format!("{site}/"));
    assert_eq!(trail[0]["position"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_are_told_where_to_go_and_where_not() {
    let shop = demo().await;
    let site = shop.platform().config.site_url();
    let answer = shop.get("/robots.txt").await;
    assert!(header(&answer, "content-type").starts_with("text/plain"));
    let robots = text(answer).await;
    assert!(robots.contains(&format!("Sitemap: {site}/sitemap.xml")));
    for path in ["/account", "/api/", "/cart", "/checkout", "/search?", "/operator"] {
        assert!(robots.contains(&format!("Disallow: {path}\n")), "{path}");
    }
    let closed = TestShop::with(|config| config.engines_allowed = false).await;
    assert_eq!(text(closed.get("/robots.txt").await).await, "User-agent: *\nDisallow: /\n");
    assert_status(&closed.get("/sitemap.xml").await, StatusCode::NOT_FOUND);
    assert_status(&closed.get("/feeds/google.xml").await, StatusCode::NOT_FOUND);
    assert!(head_of(&closed, "/").await.contains("noindex"));
}

async fn hide(shop: &TestShop, slug: &str) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let id = product_by_slug(&mut conn, slug).await.unwrap().unwrap().product.id;
    drop(conn);
    let hidden: Result<_, platform::catalog::CatalogError> = shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { set_product_status(tx, id, ProductStatus::Hidden).await }))
        .await;
    hidden.unwrap();
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_map_leads_to_every_visible_page_and_to_no_other() {
    let shop = demo().await;
    let site = shop.platform().config.site_url();
    hide(&shop, "alpaca-hat").await;
    let index = text(shop.get("/sitemap.xml").await).await;
    assert_well_formed(&index);
    let parts = between(&index, "<loc>", "</loc>");
    assert_eq!(parts.len(), 4, "{parts:?}");
    let mut addresses = Vec::new();
    for part in parts {
        let answer = shop.get(part.strip_prefix(&site).unwrap()).await;
        assert_status(&answer, StatusCode::OK);
        let part = text(answer).await;
        assert_well_formed(&part);
        addresses.extend(between(&part, "<loc>", "</loc>").into_iter().map(str::to_owned));
    }
    let mut conn = shop.platform().db.read().await.unwrap();
    let all = all_product_ids_after(&mut conn, None, 10_000).await.unwrap();
    drop(conn);
    let products = addresses.iter().filter(|a| a.starts_with(&format!("{site}/p/"))).count();
    assert_eq!(products, all.len() - 1);
    assert!(!addresses.contains(&format!("{site}/p/alpaca-hat")), "it is hidden");
    assert!(addresses.contains(&format!("{site}/s/guayabo")));
    for address in addresses.iter().filter(|a| !a.contains("/p/")).chain(addresses.last()) {
        assert_status(&shop.get(address.strip_prefix(&site).unwrap()).await, StatusCode::OK);
    }
    for path in
        ["/sitemap/products-0.xml", "/sitemap/products-2.xml", "/sitemap/x.xml", "/sitemap/products-1"]
    {
        assert_status(&shop.get(path).await, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_says_of_each_product_what_its_page_says() {
    let shop = demo().await;
    let site = shop.platform().config.site_url();
    shop.give_picture(&[]).await;
    hide(&shop, "alpaca-hat").await;
    let answer = shop.get("/feeds/google.xml").await;
    assert!(header(&answer, "content-type").starts_with("application/xml"));
    let etag = header(&answer, "etag").to_owned();
    let feed = text(answer).await;
    assert_well_formed(&feed);
    let items = between(&feed, "<item>", "</item>");
    assert!(items.len() > 10, "{} items", items.len());
    for item in items.iter().take(5) {
        let of = |name: &str| between(item, &format!("<{name}>"), &format!("</{name}>"))[0];
        let path = of("g:link").strip_prefix(&site).unwrap();
        assert_ne!(path, "/p/alpaca-hat");
        let product = &facts(&head_of(&shop, path).await)[0];
        let offer = &product["offers"];
        let price =
            format!("{} {}", offer["price"].as_str().unwrap(), offer["priceCurrency"].as_str().unwrap());
        assert_eq!(of("g:price"), price, "{path}");
        let in_stock = offer["availability"].as_str().unwrap().ends_with("InStock");
        assert_eq!(of("g:availability"), if in_stock { "in_stock" } else { "out_of_stock" });
        assert!(of("g:id").starts_with("prd_"));
        assert_eq!(of("g:image_link"), product["image"], "{path}");
        assert_eq!(of("g:condition"), "new");
        assert!(!of("g:product_type").is_empty());
        assert!(item.contains("<g:gtin>") != item.contains("<g:identifier_exists>no</g:identifier_exists>"));
        assert!(item.contains("<g:shipping><g:country>US</g:country><g:price>"));
    }
    let again = Request::get("/feeds/google.xml").header("if-none-match", &etag).body(Body::empty()).unwrap();
    assert_status(&shop.ask(again).await, StatusCode::NOT_MODIFIED);
    hide(&shop, "gooseneck-kettle-1-litre-with-temperature-hold").await;
    shop.platform().settle().await.unwrap();
    let again = Request::get("/feeds/google.xml").header("if-none-match", &etag).body(Body::empty()).unwrap();
    assert_status(&shop.ask(again).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_groups_the_variants_of_a_model_and_says_in_what_they_differ() {
    let shop = demo().await;
    shop.give_picture(&[]).await;
    let feed = text(shop.get("/feeds/google.xml").await).await;
    let item_of = |slug: &str| {
        let link = format!("/p/{slug}</g:link>");
        between(&feed, "<item>", "</item>").into_iter().find(|item| item.contains(&link)).unwrap()
    };
    let group_of = |slug: &str| {
        let group = between(item_of(slug), "<g:item_group_id>", "</g:item_group_id>");
        group.first().map(|group| (*group).to_owned())
    };
    let orange = item_of("cloud-forest-rain-shell-orange-m");
    assert!(orange.contains("<g:color>Orange</g:color><g:size>M</g:size>"), "{orange}");
    assert!(!item_of("alpaca-hat").contains("<g:color>"));
    let shell = group_of("cloud-forest-rain-shell-orange-m").unwrap();
    assert!(!shell.is_empty() && shell.len() <= 50, "{shell}");
    assert_eq!(group_of("cloud-forest-rain-shell-blue-m"), Some(shell));
    assert_eq!(group_of("alpaca-hat"), None, "a product alone has none");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_picture_is_left_out_of_the_feed_and_counted() {
    let shop = demo().await;
    let picture = shop.give_picture(&["alpaca-hat", "cast-iron-skillet-26-cm-seasoned"]).await;
    let feed = text(shop.get("/feeds/google.xml").await).await;
    assert_well_formed(&feed);
    let items = between(&feed, "<item>", "</item>");
    assert_eq!(items.len(), 2, "{items:?}");
    let address = format!("{}{}", shop.platform().config.site_url(), picture.src(1_280, "jpg"));
    assert!(items.iter().all(|item| item.contains(&format!("<g:image_link>{address}</g:image_link>"))));
    let left_out = between(&feed, "<!-- left out without a picture: ", " -->");
    assert!(left_out.len() == 1 && left_out[0].parse::<usize>().unwrap() > 10, "{left_out:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_shares_a_product_shows_its_own_picture() {
    let shop = demo().await;
    let picture = shop.give_picture(&["alpaca-hat"]).await;
    let path = picture.src(1_280, "jpg");
    let address = format!("{}{path}", shop.platform().config.site_url());
    let head = head_of(&shop, "/p/alpaca-hat").await;
    assert!(head.contains(&format!("<meta property=\"og:image\" content=\"{address}\">")), "{head}");
    for side in ["width", "height"] {
        let tag = format!("<meta property=\"og:image:{side}\" content=\"512\">");
        assert!(head.contains(&tag), "{tag}: {head}");
    }
    assert_eq!(facts(&head)[0]["image"], address);
    let answer = shop.get(&path).await;
    assert_status(&answer, StatusCode::OK);
    assert_eq!(header(&answer, "content-type"), "image/jpeg");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_shares_a_category_shows_a_picture_of_what_is_in_it() {
    let shop = demo().await;
    let picture = shop.give_picture(&[]).await;
    let address = format!("{}{}", shop.platform().config.site_url(), picture.src(1_280, "jpg"));
    let head = head_of(&shop, "/c/kitchen").await;
    for (tag, says) in [("image", address.as_str()), ("image:width", "512"), ("image:height", "512")] {
        let tag = format!("<meta property=\"og:{tag}\" content=\"{says}\">");
        assert!(head.contains(&tag), "{tag}: {head}");
    }
    assert_eq!(head.matches("og:image:width").count(), 1);
}

/// Every element that opens closes, in order; texts hold no bare `<` or `&`.
fn assert_well_formed(xml: &str) {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    let mut open: Vec<&str> = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap_or_else(|| panic!("no end of <{piece}"));
        if tag.starts_with("!--") && tag.ends_with("--") {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(tag.split(' ').next().unwrap()),
        }
        for entity in rest.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;"].iter().any(|name| entity.starts_with(name));
            assert!(known, "&{entity}");
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_begins_with_what_is_in_it() {
    let shop = demo().await;
    for path in ["/", "/c/kitchen"] {
        let page = text(shop.get(path).await).await;
        let tiles =
            page.split("id=\"categories\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        assert!(tiles.contains("/c/coffee-and-tea") || path == "/", "{path}: {tiles}");
        assert!(tiles.contains("/media/"), "{path}: with pictures");
    }
    let narrowed = text(shop.get("/c/kitchen?stock=1").await).await;
    assert!(!narrowed.contains("id=\"categories\""));
}
