//! What visitors do is counted for everybody, and kept as theirs only where they agreed.

use crate::common::{TestShop, header, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::activity::{search_lines, search_totals};
use platform::domain::Timestamp;
use platform::search::SearchRequest;

const BROWSER: &str = "Mozilla/5.0 (Linux; Android 15) Mobile";
const ALWAYS: (Timestamp, Timestamp) = (Timestamp::from_micros(0), Timestamp::from_micros(i64::MAX));

async fn shop() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

/// Pages and titles of the first two products.
async fn products(shop: &TestShop) -> [(String, String); 2] {
    let found = shop.platform().search.query(SearchRequest::default()).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let cards = platform::catalog::cards(&mut conn, &found.hits[..2]).await.unwrap();
    let of = |at: usize| (format!("/p/{}", cards[at].slug), cards[at].title.clone());
    [of(0), of(1)]
}

fn request(path: &str, cookie: &str) -> http::request::Builder {
    Request::get(path).header("cookie", cookie).header("user-agent", BROWSER)
}

async fn get(shop: &TestShop, path: &str, cookie: &str) -> Response<Body> {
    shop.ask(request(path, cookie).body(Body::empty()).unwrap()).await
}

/// Says yes (`1`) or no (`0`), and returns the cookies that the browser holds then.
async fn choose(shop: &TestShop, remember: &str, cookie: &str) -> String {
    let answer = Request::post("/api/prefs/memory")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("user-agent", BROWSER)
        .header("cookie", cookie)
        .body(Body::from(format!("remember={remember}")))
        .unwrap();
    let answer = shop.ask(answer).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let set = answer.headers().get_all("set-cookie").iter();
    let set = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    set.chain((!cookie.is_empty()).then(|| cookie.to_owned())).collect::<Vec<_>>().join("; ")
}

/// Whether the row of recently seen products stands on the home page, with this title in it.
async fn row_has(shop: &TestShop, cookie: &str, title: &str) -> bool {
    shop.platform().activity.flush().await.unwrap();
    let page = text(get(shop, "/", cookie).await).await;
    page.split_once(r#"id="seen""#).is_some_and(|(_, row)| row.contains(&title.replace('&', "&amp;")))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_looked_at_is_there_again_once_they_agreed_and_gone_when_they_object() {
    let shop = shop().await;
    let [(first, first_title), (second, second_title)] = products(&shop).await;
    get(&shop, &first, "").await;
    let home = text(get(&shop, "/", "").await).await;
    assert!(home.contains(r#"id="remember""#), "the question stands where the row would be");

    let cookie = choose(&shop, "1", "").await;
    assert!(!row_has(&shop, &cookie, &first_title).await, "what came before was nobody's");
    get(&shop, &second, &cookie).await;
    assert!(row_has(&shop, &cookie, &second_title).await);
    assert!(!row_has(&shop, "", &second_title).await);
    let page = text(get(&shop, &second, &cookie).await).await;
    assert!(!page.contains(r#"id="seen""#), "not the product that one looks at");

    let refused = choose(&shop, "0", &cookie).await;
    assert!(!row_has(&shop, &refused, &second_title).await);
    let home = text(get(&shop, "/", &refused).await).await;
    assert!(!home.contains(r#"id="remember""#), "who said no is not asked again");
    let again = refused.replace("remember=0", "remember=1");
    assert!(!row_has(&shop, &again, &second_title).await, "it is forgotten, not hidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_searches_are_suggested_once_one_agreed_and_one_can_be_removed() {
    let shop = shop().await;
    let suggested = async |cookie: &str| {
        shop.platform().activity.flush().await.unwrap();
        let page = text(get(&shop, "/suggest?q=hon", cookie).await).await;
        page.matches("data-own").count()
    };
    get(&shop, "/search?q=honey", "").await;
    assert_eq!(suggested("").await, 0, "nobody agreed");
    let cookie = choose(&shop, "1", "").await;
    get(&shop, "/search?q=Honey", &cookie).await;
    get(&shop, "/search?q=lamp", &cookie).await;
    assert_eq!((suggested(&cookie).await, suggested("").await), (1, 0));
    let other = choose(&shop, "1", "").await;
    assert_eq!(suggested(&other).await, 0, "it is nobody else's");
    for (who, left) in [(&other, 1), (&cookie, 0)] {
        let answer = Request::post("/api/prefs/forget-search")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("cookie", who.as_str())
            .body(Body::from("words=honey&q=hon"))
            .unwrap();
        assert_eq!(shop.ask(answer).await.status(), StatusCode::SEE_OTHER);
        assert_eq!(suggested(&cookie).await, left);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_searches_and_what_was_opened_but_no_robots() {
    let shop = shop().await;
    let [(product, _), _] = products(&shop).await;
    get(&shop, "/search?q=Zyzzyva", "").await;
    get(&shop, "/search?q=zyzzyva&page=2", "").await;
    let robot = Request::get("/search?q=zyzzyva").header("user-agent", "Examplebot/1.0");
    shop.ask(robot.body(Body::empty()).unwrap()).await;
    let ahead = request("/search?q=zyzzyva", "").header("sec-purpose", "prefetch;prerender");
    shop.ask(ahead.body(Body::empty()).unwrap()).await;
    get(&shop, "/search?q=honey", "").await;
    let opened = request(&product, "").header("referer", "http://127.0.0.1/search?q=honey");
    shop.ask(opened.body(Body::empty()).unwrap()).await;
    shop.platform().activity.flush().await.unwrap();

    let mut conn = shop.platform().db.read().await.unwrap();
    let totals = search_totals(&mut conn, ALWAYS).await.unwrap();
    let told = (totals.searches, totals.without_results, totals.people, totals.opened);
    assert_eq!(told, (2, 1, 2, 1));
    let missing = search_lines(&mut conn, ALWAYS, true, 10).await.unwrap();
    assert_eq!(missing.iter().map(|line| line.words.as_str()).collect::<Vec<_>>(), ["zyzzyva"]);
    drop(conn);
    let operator = shop.cookie_of("operator@orinoco.example").await;
    let page = text(get(&shop, "/operator/search", &operator).await).await;
    assert!(page.contains("zyzzyva") && page.contains("honey"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_mends_a_search_that_found_nothing_in_one_step() {
    let shop = shop().await;
    let operator = shop.cookie_of("operator@orinoco.example").await;
    let post = async |body: &str, cookie: &str| {
        let request = Request::post("/api/operator/synonym")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("cookie", cookie)
            .body(Body::from(body.to_owned()))
            .unwrap();
        shop.ask(request).await
    };
    let found = async |text: &str| {
        let request = SearchRequest { text: text.into(), ..SearchRequest::default() };
        shop.platform().search.query(request).await.unwrap().exact
    };
    assert_eq!(found("zyzzyva").await, 0);
    assert_eq!(post("typed=zyzzyva&meant=honey", "").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(found("zyzzyva").await, 0, "not for strangers");
    let answer = post("typed=zyzzyva&meant=honey", &operator).await;
    assert_eq!((answer.status(), header(&answer, "location")), (StatusCode::SEE_OTHER, "/operator/search"));
    assert_eq!(found("zyzzyva").await, found("honey").await);
    assert!(found("zyzzyva").await > 0);
    post("typed=&meant=honey", &operator).await;
    post("typed=lamp&meant=%21%21", &operator).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    assert_eq!(
        platform::search::synonyms::all(&mut conn).await.unwrap().len(),
        1,
        "bad words change nothing"
    );
}
