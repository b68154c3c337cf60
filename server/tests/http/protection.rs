//! What protects visitors: headers, other sites' requests, limits, request ids.

use crate::common::{TestShop, assert_status, header, text};
use axum::Router;
use axum::body::Body;
use axum::middleware;
use axum::routing::get;
use http::{Request, StatusCode};
use server::http::request::{Frame, frame};
use server::http::security::Guard;
use tower::ServiceExt as _;

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_protecting_headers() {
    let shop = TestShop::new().await;
    for path in ["/styleguide", "/healthz", "/no/such/page", "/media/x/y.webp", "/pkg/old/orinoco.js"] {
        let response = shop.get(path).await;
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&response, "x-frame-options"), "DENY", "{path}");
        assert_eq!(header(&response, "cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(header(&response, "referrer-policy").contains("strict-origin"), "{path}");
        assert!(header(&response, "content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(header(&response, "strict-transport-security"), "", "{path}: not on TLS");
        assert!(header(&response, "x-request-id").starts_with("req_"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_nul_leads_nowhere() {
    let shop = TestShop::new().await;
    for path in ["/s/a%00b", "/p/%00"] {
        assert_status(&shop.get(path).await, StatusCode::NOT_FOUND);
    }
    for path in ["/search?q=a%00b", "/styleguide?x=%00", "/styleguide?x=%2500"] {
        assert_status(&shop.get(path).await, StatusCode::OK);
    }
    assert!(
        text(shop.get("/search?q=a%00b").await).await.contains("value=\"ab\""),
        "what is left is searched for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_allows_its_own_scripts_by_a_nonce_that_is_new_each_time() {
    let shop = TestShop::new().await;
    let nonce = |response: &http::Response<Body>| {
        let policy = header(response, "content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        nonce
    };
    let first = shop.get("/styleguide").await;
    assert_status(&first, StatusCode::OK);
    let (a, b) = (nonce(&first), nonce(&shop.get("/styleguide").await));
    assert_ne!(a, b);
    assert!(text(first).await.contains(&format!("nonce=\"{a}\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn on_tls_the_browser_is_told_to_stay_there() {
    let shop = TestShop::with(|config| config.public_url = Some("https://shop.example".into())).await;
    let response = shop.get("/healthz").await;
    assert!(header(&response, "strict-transport-security").contains("max-age="));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_is_secure_exactly_where_the_shop_is_on_tls() {
    for (public_url, on_tls) in [(Some("https://shop.example".to_owned()), true), (None, false)] {
        let shop = TestShop::with(|config| config.public_url = public_url.clone()).await;
        let language = Request::post("/api/prefs/language")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("language=es"))
            .unwrap();
        let refused = Request::post("/api/identity/sign-in")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("email=nobody@example.com&password=not+this+one"))
            .unwrap();
        for (request, name) in [(language, "lang="), (refused, "flash=")] {
            let response = shop.ask(request).await;
            let cookies: Vec<_> =
                response.headers().get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
            assert!(cookies.iter().any(|c| c.starts_with(name)), "{name} {cookies:?}");
            for cookie in cookies {
                assert_eq!(cookie.matches("; Secure").count(), usize::from(on_tls), "{cookie}");
                assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_another_site_sends_changes_nothing() {
    let shop = TestShop::new().await;
    let post = |name: &'static str, value: &'static str| {
        Request::post("/api/prefs/language")
            .header("host", "127.0.0.1:3000")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from("language=es"))
            .unwrap()
    };
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let response = shop.ask(post(name, value)).await;
        assert_status(&response, StatusCode::FORBIDDEN);
        assert_eq!(header(&response, "set-cookie"), "", "{name}: {value}");
    }
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")] {
        let response = shop.ask(post(name, value)).await;
        assert!(header(&response, "set-cookie").starts_with("lang=es"), "{name}: {value} {response:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused() {
    let shop = TestShop::with(|config| config.limits.body_bytes = 1_000).await;
    let request = Request::post("/api/prefs/language")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", "5000")
        .body(Body::from(format!("language={}", "e".repeat(4_991))))
        .unwrap();
    assert_status(&shop.ask(request).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_is_refused_as_its_senders_fault() {
    let shop = TestShop::new().await;
    let post = |accept: &str, body: &'static [u8]| {
        Request::post("/api/prefs/language")
            .header("sec-fetch-site", "same-origin")
            .header("accept", accept)
            .header("referer", "http://localhost/styleguide")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    for body in [&b"language=es&language=es"[..], b"language[]=es", b"language=\xff\xfe", b"\x80"] {
        let program = shop.ask(post("application/json", body)).await;
        assert_status(&program, StatusCode::BAD_REQUEST);
        assert_eq!(header(&program, "set-cookie"), "");
        let person = shop.ask(post("text/html", body)).await;
        assert_status(&person, StatusCode::BAD_REQUEST);
        let id = header(&person, "x-request-id").to_owned();
        let page = text(person).await;
        assert!(page.contains("This form was not complete.") && page.contains(&id), "{page}");
    }
    for unknown in ["/api/no/such/function", "/api/prefs/language"] {
        let answer = shop.get(unknown).await;
        assert_status(&answer, StatusCode::NOT_FOUND);
        assert!(!text(answer).await.contains("server function"), "{unknown}");
    }
    let read = shop.ask(post("application/json", b"language=es")).await;
    assert_status(&read, StatusCode::OK);
    assert!(header(&read, "set-cookie").starts_with("lang=es"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_a_page_with_the_requests_id() {
    let shop = TestShop::new().await;
    let guard = Guard { public_url: None, on_tls: false };
    let state = Frame { db: shop.platform().db.clone(), proxy_trusted: false, guard };
    async fn fails() -> &'static str {
        panic!("on purpose")
    }
    let router: Router =
        Router::new().route("/fails", get(fails)).layer(middleware::from_fn_with_state(state, frame));
    let response = router.oneshot(Request::get("/fails").body(Body::empty()).unwrap()).await.unwrap();
    assert_status(&response, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(header(&response, "x-content-type-options"), "nosniff", "it is protected like any other");
    let id = header(&response, "x-request-id").to_owned();
    assert!(id.starts_with("req_"), "{id}");
    let page = text(response).await;
    assert!(page.contains(&id) && !page.contains("on purpose"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_amiss_a_person_reads_it_with_the_requests_id() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let cookie = shop.cookie_of("ada@shopper.example").await;
    let ask = async |path: &str, accept: &str| {
        let request = Request::get(path).header("cookie", &cookie).header("accept", accept);
        let response = shop.ask(request.body(Body::empty()).unwrap()).await;
        let id = header(&response, "x-request-id").to_owned();
        let policy = header(&response, "content-security-policy").to_owned();
        (response.status(), policy, id, text(response).await)
    };
    let gone = "/account/data/exp_01980000-0000-7000-8000-000000000000";
    for (path, status, words) in [
        ("/p/no-such-product", StatusCode::NOT_FOUND, "drifted away"),
        ("/no/such/page", StatusCode::NOT_FOUND, "drifted away"),
        (gone, StatusCode::NOT_FOUND, "drifted away"),
        ("/operator", StatusCode::FORBIDDEN, "not open to you"),
        ("/seller/export/shopify", StatusCode::NOT_FOUND, "drifted away"),
    ] {
        let (answered, policy, id, html) = ask(path, "text/html").await;
        assert_eq!(answered, status, "{path}");
        assert!(html.contains(words) && html.contains(&id), "{path}: {html}");
        assert!(policy.contains("style-src 'self'"), "{path}: it may be styled: {policy}");
    }
    let (_, _, _, for_a_program) = ask(gone, "application/json").await;
    assert_eq!(for_a_program, "");
    // What nobody foresaw: the database is gone.
    shop.platform().db.close().await;
    let request = Request::get("/p/alpaca-hat").header("accept", "text/html");
    let response = shop.ask(request.body(Body::empty()).unwrap()).await;
    let (status, id) = (response.status(), header(&response, "x-request-id").to_owned());
    assert!(status.is_server_error(), "{status}");
    assert!(text(response).await.contains(&id));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_trusted_proxy_may_name_requests() {
    let ask =
        || Request::get("/healthz").header("x-request-id", "from-the-proxy-1").body(Body::empty()).unwrap();
    let shop = TestShop::new().await;
    assert!(header(&shop.ask(ask()).await, "x-request-id").starts_with("req_"));
    let behind = TestShop::with(|config| config.proxy_trusted = true).await;
    assert_eq!(header(&behind.ask(ask()).await, "x-request-id"), "from-the-proxy-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_are_for_this_machine_and_for_whoever_has_the_token() {
    use axum::extract::ConnectInfo;
    use std::net::SocketAddr;
    let from = |peer: &str, token: Option<&str>| {
        let mut request = Request::get("/metrics");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        request
    };
    let shop = TestShop::with(|config| config.metrics_token = Some(platform::Secret::new("t0ken"))).await;
    assert_status(&shop.ask(from("203.0.113.9:5000", None)).await, StatusCode::NOT_FOUND);
    assert_status(&shop.ask(from("203.0.113.9:5000", Some("wrong"))).await, StatusCode::NOT_FOUND);
    assert_status(&shop.ask(from("203.0.113.9:5000", Some("t0ken"))).await, StatusCode::OK);
    let local = shop.ask(from("127.0.0.1:5000", None)).await;
    assert_status(&local, StatusCode::OK);
    let counters = text(local).await;
    for name in
        ["orinoco_http_requests_total", "orinoco_jobs{", "orinoco_events_position", "route=\"/metrics\""]
    {
        assert!(counters.contains(name), "{name} in {counters}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_ready_once_its_index_is_built() {
    let shop = TestShop::new().await;
    assert_status(&shop.get("/healthz").await, StatusCode::OK);
    assert_status(&shop.get("/readyz").await, StatusCode::SERVICE_UNAVAILABLE);
    shop.platform().settle().await.unwrap();
    assert_status(&shop.get("/readyz").await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_writes_too_often_is_told_when_to_come_back() {
    use axum::extract::ConnectInfo;
    use std::net::SocketAddr;
    let shop = TestShop::with(|config| config.limits.writes_per_minute = 10).await;
    let post = |peer: &str, accept: &'static str| {
        let mut request = Request::post("/api/prefs/theme")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", accept)
            .header("referer", "http://127.0.0.1:3000/cart")
            .body(Body::from("theme=dark"))
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        request
    };
    for _ in 0..10 {
        assert!(!header(&shop.ask(post("192.0.2.1:1", "text/html")).await, "set-cookie").is_empty());
    }
    let program = shop.ask(post("192.0.2.1:2", "application/json")).await;
    assert_status(&program, StatusCode::TOO_MANY_REQUESTS);
    assert!(header(&program, "retry-after").parse::<u64>().unwrap() >= 1);
    let browser = shop.ask(post("192.0.2.1:3", "text/html")).await;
    assert_status(&browser, StatusCode::SEE_OTHER);
    assert_eq!(header(&browser, "location"), "/cart");
    assert!(header(&browser, "set-cookie").starts_with("flash="));
    let neighbour = shop.ask(post("192.0.2.2:1", "text/html")).await;
    assert!(header(&neighbour, "set-cookie").starts_with("theme=dark"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_packed_for_whoever_can_unpack_it() {
    let shop = TestShop::new().await;
    let ask = |encoding: &'static str| {
        Request::get("/styleguide").header("accept-encoding", encoding).body(Body::empty()).unwrap()
    };
    let packed = shop.ask(ask("gzip")).await;
    assert_eq!(header(&packed, "content-encoding"), "gzip");
    assert!(header(&packed, "vary").contains("accept-encoding"));
    let plain = shop.ask(ask("identity")).await;
    assert_eq!(header(&plain, "content-encoding"), "");
    let bytes = axum::body::to_bytes(packed.into_body(), 1 << 24).await.unwrap().len();
    assert!(bytes * 3 < text(plain).await.len());
}
