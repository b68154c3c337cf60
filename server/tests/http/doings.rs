//! Each thing that a visitor does is told once, as what it was; what their browser does by itself is not.

use crate::common::{TestShop, text};
use axum::body::Body;
use http::Request;
use platform::activity::{Kind, of_visitor, search_lines, search_totals};
use platform::db::sql;
use platform::domain::{OfferId, SellerId, Timestamp};
use platform::orders::{Shopper, store};

const COFFEE: &str = "/p/single-origin-coffee-from-huila-whole-bean-500-g";
const ADA: &str = "ada@shopper.example";
const SITE: &str = "http://shop.example";

/// Ada, who agreed to be remembered, in a browser.
struct Ada {
    shop: TestShop,
    cookie: String,
    known: usize,
}

impl Ada {
    async fn new() -> Self {
        let shop = TestShop::new().await;
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
        let cookie = format!("{}; remember=1", shop.cookie_of(ADA).await);
        let mut ada = Self { shop, cookie, known: 0 };
        ada.did().await;
        ada
    }

    fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("cookie", &self.cookie);
        request.header("user-agent", "Mozilla/5.0").header("accept", "text/html")
    }

    /// Opens a page, with these headers.
    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> String {
        let request =
            headers.iter().fold(self.request("GET", path), |r, (name, value)| r.header(*name, *value));
        text(self.shop.ask(request.body(Body::empty()).unwrap()).await).await
    }

    async fn post(&self, path: &str, form: &str) {
        let request = self
            .request("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-dest", "empty")
            .header("x-in-place", "1");
        let answer = self.shop.ask(request.body(Body::from(form.to_owned())).unwrap()).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// What was told since this was asked last, with the words.
    async fn did(&mut self) -> Vec<(Kind, String)> {
        let platform = self.shop.platform();
        platform.activity.flush().await.unwrap();
        let account = self.shop.account_of(ADA).await.to_string();
        let mut conn = platform.db.read().await.unwrap();
        let all = of_visitor(&mut conn, &account).await.unwrap();
        let new = all[self.known..].iter().map(|one| (one.kind, one.words.clone().unwrap_or_default()));
        let mut new: Vec<(Kind, String)> = new.collect();
        new.sort();
        self.known = all.len();
        new
    }

    async fn did_kinds(&mut self) -> Vec<Kind> {
        self.did().await.into_iter().map(|(kind, _)| kind).collect()
    }
}

fn one(kind: Kind, words: &str) -> Vec<(Kind, String)> {
    vec![(kind, words.to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_one_however_its_answer_is_shown_and_refreshed() {
    let mut ada = Ada::new().await;
    ada.get("/search?q=honey", &[("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate")]).await;
    assert_eq!(ada.did().await, one(Kind::Search, "honey"));
    // A region that is asked for anew, and a page that is only to be kept.
    ada.get("/search?q=honey", &[("x-in-place", "1")]).await;
    ada.get("/search?q=honey", &[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")]).await;
    ada.get("/search?q=honey", &[("x-background", "1")]).await;
    // Another order, another way, a category of it.
    let list = format!("{SITE}/search?q=honey");
    let from = [("referer", list.as_str())];
    for path in [
        "/search?q=honey&sort=price_asc",
        "/search?q=honey&view=rows",
        "/search?q=Honey",
        "/search?q=honey&as=typed",
    ] {
        ada.get(path, &from).await;
    }
    ada.get("/search?q=honey&sort=price_asc", &[]).await;
    assert_eq!(ada.did().await, []);
    ada.get("/search?q=coffee", &from).await;
    assert_eq!(ada.did().await, one(Kind::Search, "coffee"));

    let tree = ada.shop.platform().categories().await.unwrap();
    let category = format!("/c/{}", tree.all()[0].slug);
    ada.get(&format!("{category}?q=honey"), &from).await;
    assert_eq!(ada.did().await, [], "narrowed");
    ada.get(&format!("{category}?q=honey"), &[]).await;
    assert_eq!(ada.did().await, one(Kind::Search, "honey"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_one_and_says_what_list_it_came_from() {
    let mut ada = Ada::new().await;
    ada.get(COFFEE, &[("referer", "http://shop.example/c/coffee?q=bean")]).await;
    assert_eq!(ada.did().await, [(Kind::View, String::new()), (Kind::Click, "bean".to_owned())]);
    ada.get(COFFEE, &[("referer", "http://shop.example/c/coffee")]).await;
    assert_eq!(ada.did().await, [(Kind::View, String::new()), (Kind::Click, String::new())]);
    // A form of the page leads back to it, in place or by the browser.
    ada.get(COFFEE, &[("x-in-place", "1")]).await;
    let itself = format!("{SITE}{COFFEE}");
    ada.get(COFFEE, &[("referer", itself.as_str())]).await;
    assert_eq!(ada.did().await, []);

    let slug = COFFEE.trim_start_matches("/p/");
    ada.get(
        &format!("/quick/{slug}"),
        &[("sec-fetch-dest", "empty"), ("referer", "http://shop.example/search?q=bean")],
    )
    .await;
    assert_eq!(ada.did().await, one(Kind::Quick, "bean"));

    let mut conn = ada.shop.platform().db.read().await.unwrap();
    let always = (Timestamp::from_micros(0), Timestamp::from_micros(i64::MAX));
    let totals = search_totals(&mut conn, always).await.unwrap();
    assert_eq!((totals.people, totals.opened), (0, 0), "who did not search opened nothing of a search");
    assert_eq!(search_lines(&mut conn, always, false, 10).await.unwrap(), [], "nothing was searched for");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suggested_and_taken_is_told_with_what_was_typed() {
    let mut ada = Ada::new().await;
    ada.shop.platform().search.catch_up().await.unwrap();
    let suggested = ada.get("/suggest?q=huila", &[("sec-fetch-dest", "empty")]).await;
    let link = format!("{COFFEE}?typed=huila");
    assert!(suggested.contains(&format!("href=\"{link}\"")), "{suggested}");
    assert_eq!(ada.did().await, []);
    ada.get(&link, &[("sec-fetch-dest", "document")]).await;
    assert_eq!(ada.did().await, [(Kind::View, String::new()), (Kind::Suggestion, "huila".to_owned())]);
    let tree = ada.shop.platform().categories().await.unwrap();
    ada.get(&format!("/c/{}?typed=cof", tree.all()[0].slug), &[]).await;
    assert_eq!(ada.did().await, one(Kind::Suggestion, "cof"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_the_cart_is_told_once_as_what_it_was() {
    let mut ada = Ada::new().await;
    let page = ada.get(COFFEE, &[]).await;
    let form = page.split_once("id=\"add-to-cart\"").unwrap().1;
    let offer = form.split_once("name=\"offer\" value=\"").unwrap().1.split_once('"').unwrap().0;
    ada.did().await;
    for (path, form, kind) in [
        ("/api/cart/add", "key=doings-first-press&quantity=1", Kind::Cart),
        ("/api/cart/set", "key=doings-second-press&quantity=3", Kind::Quantity),
        ("/api/cart/save", "", Kind::Save),
        ("/api/cart/restore", "", Kind::Restore),
        ("/api/cart/set", "key=doings-third-press&quantity=0", Kind::Remove),
        ("/api/cart/add", "key=doings-fourth-press&quantity=1", Kind::Cart),
        ("/api/cart/save", "", Kind::Save),
        ("/api/cart/forget", "", Kind::Forget),
    ] {
        ada.post(path, &format!("{form}&offer={offer}")).await;
        assert_eq!(ada.did_kinds().await, [kind], "{path} {form}");
    }
    ada.post("/api/cart/add", &format!("key=doings-first-press&quantity=1&offer={offer}")).await;
    assert_eq!(ada.did_kinds().await, [], "the same press, sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_bought_again_is_wanted_again() {
    let mut ada = Ada::new().await;
    let platform = ada.shop.platform().clone();
    let account = Shopper::Account(ada.shop.account_of(ADA).await);
    let mut conn = platform.db.read().await.unwrap();
    let orders = store::orders_of(&mut conn, account, None, 50).await.unwrap();
    drop(conn);
    let lines = |of: &store::OrderDetail| of.parts.iter().map(|part| part.lines.len()).sum::<usize>();
    let order = orders.iter().max_by_key(|order| lines(order)).unwrap();
    ada.post("/api/orders/again", &format!("order={}&line=&key=doings-again-press", order.order.id)).await;
    let told = ada.did_kinds().await;
    assert!(!told.is_empty() && told.len() <= lines(order), "{told:?}");
    assert!(told.iter().all(|kind| *kind == Kind::Cart), "{told:?}");
    ada.post("/api/orders/again", &format!("order={}&line=&key=doings-again-press", order.order.id)).await;
    assert_eq!(ada.did_kinds().await, [], "the same press, sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_says_who_won_the_buy_box_whichever_offer_was_asked_for() {
    let ada = Ada::new().await;
    let platform = ada.shop.platform();
    let mut conn = platform.db.read().await.unwrap();
    let offers: Vec<(String, OfferId, SellerId)> = conn
        .all(sql("SELECT p.slug, o.id, o.seller_id FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
                  WHERE o.active = TRUE AND o.stocked = TRUE AND p.status = 'active'
                      AND EXISTS (SELECT 1 FROM catalog_offers AS other WHERE other.product_id = o.product_id
                          AND other.active = TRUE AND other.stocked = TRUE AND other.seller_id <> o.seller_id)
                  ORDER BY p.slug, o.id"))
        .await
        .unwrap();
    let ids: Vec<SellerId> = offers.iter().map(|(.., seller)| *seller).collect();
    let sellers = platform::sellers::many(&mut conn, &ids).await.unwrap();
    let now = platform.db.now();
    let offers: Vec<_> = offers.into_iter().filter(|(.., id)| sellers[id].may_sell(now)).collect();
    let looks = "SELECT seller_id, featured_id FROM activity_events WHERE kind = 'view' ORDER BY at_us, id";
    let known: Vec<(Option<SellerId>, Option<SellerId>)> = conn.all(sql(looks)).await.unwrap();
    drop(conn);
    let slug = offers.first().expect("two sellers of the demo offer the same").0.clone();
    let asked: Vec<_> = offers.iter().filter(|(of, ..)| *of == slug).collect();
    for (_, offer, _) in &asked {
        ada.get(&format!("/p/{slug}?offer={offer}"), &[]).await;
    }
    platform.activity.flush().await.unwrap();
    let mut conn = platform.db.read().await.unwrap();
    let looks: Vec<(Option<SellerId>, Option<SellerId>)> = conn.all(sql(looks)).await.unwrap();
    let looks = &looks[known.len()..];
    let mut shown: Vec<SellerId> = looks.iter().filter_map(|(seller, _)| *seller).collect();
    let mut of: Vec<SellerId> = asked.iter().map(|(_, _, seller)| *seller).collect();
    shown.sort_unstable();
    of.sort_unstable();
    assert_eq!(shown, of, "each was shown as it was asked for");
    let won = looks[0].1.expect("somebody won");
    assert!(of.contains(&won) && looks.iter().all(|(_, featured)| *featured == Some(won)), "{looks:?}");
}
