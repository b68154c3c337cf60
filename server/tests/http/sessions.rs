//! A session begins with each sign-in and ends with the sign-out, wherever its cookie or its streams still are.

use crate::common::{TestShop, assert_status, cookie_in, header, post_form, text};
use axum::body::Body;
use futures::StreamExt as _;
use http::{Request, Response, StatusCode};
use std::time::Duration;

const PASSWORD: &str = "a-demo-password";
const ADA: &str = "email=ada%40shopper.example&password=a-demo-password&next=";
const LUCIA: &str = "email=lucia%40guayabo.example&password=a-demo-password&next=";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some(PASSWORD)).await.unwrap();
    shop
}

async fn get(shop: &TestShop, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

/// Signs in over HTTP with what the browser has; the new session's cookie.
async fn sign_in(shop: &TestShop, form: &str, cookie: &str) -> String {
    let answer = post_form(shop, "/api/identity/sign-in", cookie, form).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    cookie_in(&answer, shop.platform().cookies.session_name()).expect("a session")
}

async fn is_signed_in(shop: &TestShop, cookie: &str) -> bool {
    let answer = get(shop, "/account", cookie).await;
    let refused =
        answer.status() == StatusCode::SEE_OTHER && header(&answer, "location").starts_with("/sign-in");
    assert!(refused || answer.status() == StatusCode::OK, "{}", answer.status());
    !refused
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_sign_out_the_cookie_opens_nothing_though_it_is_sent_again() {
    let shop = demo().await;
    let cookie = sign_in(&shop, ADA, "").await;
    let elsewhere = sign_in(&shop, ADA, "").await;
    assert!(is_signed_in(&shop, &cookie).await);

    let answer = post_form(&shop, "/api/identity/sign-out", &cookie, "").await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    let name = shop.platform().cookies.session_name();
    let cleared = answer.headers().get_all("set-cookie").iter().any(|c| {
        let c = c.to_str().unwrap();
        c.starts_with(&format!("{name}=;")) && c.contains("Max-Age=0")
    });
    assert!(cleared, "{:?}", answer.headers());

    assert!(!is_signed_in(&shop, &cookie).await);
    let settings = post_form(&shop, "/api/account/settings", &cookie, "name=Eve").await;
    assert!(header(&settings, "location").starts_with("/sign-in"), "{:?}", settings.headers());
    assert!(!text(get(&shop, "/", &cookie).await).await.contains("Ada"));
    assert!(is_signed_in(&shop, &elsewhere).await, "only this browser was signed out");
    // Once more, with a cookie that is worth nothing: nothing happens, and nothing breaks.
    assert_status(&post_form(&shop, "/api/identity/sign-out", &cookie, "").await, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_gives_a_new_session_and_ends_the_one_that_the_browser_had() {
    let shop = demo().await;
    let first = sign_in(&shop, ADA, "").await;
    let second = sign_in(&shop, ADA, &first).await;
    assert_ne!(first, second);
    assert!(!is_signed_in(&shop, &first).await && is_signed_in(&shop, &second).await);
    let other = sign_in(&shop, LUCIA, &second).await;
    assert!(!is_signed_in(&shop, &second).await && is_signed_in(&shop, &other).await);
    // A wrong password takes nothing away.
    let wrong = ADA.replace(PASSWORD, "not-the-password");
    let answer = post_form(&shop, "/api/identity/sign-in", &other, &wrong).await;
    assert_eq!(cookie_in(&answer, shop.platform().cookies.session_name()), None);
    assert!(is_signed_in(&shop, &other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_somebody_put_into_the_browser_is_never_taken_for_a_session() {
    let shop = demo().await;
    let name = shop.platform().cookies.session_name();
    let planted = format!("{name}=planted-before-the-sign-in");
    let session = sign_in(&shop, ADA, &planted).await;
    assert_ne!(session, planted);
    assert!(is_signed_in(&shop, &session).await && !is_signed_in(&shop, &planted).await);
}

#[tokio::test]
async fn an_open_stream_tells_nothing_more_after_the_sign_out() {
    let shop = demo().await;
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id
    };
    let cookie = sign_in(&shop, LUCIA, "").await;
    let request = Request::get(format!("/live/seller/{seller}")).header("cookie", &cookie);
    let stream = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_status(&stream, StatusCode::OK);
    let mut stream = stream.into_body().into_data_stream();
    assert!(String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()).contains("connected"));

    post_form(&shop, "/api/identity/sign-out", &cookie, "").await;
    // An event may still come in the first two seconds; none does after that.
    tokio::time::pause();
    tokio::time::advance(Duration::from_millis(2_100)).await;
    tokio::time::resume();
    let topic: &'static str = Box::leak(seller.to_string().into_boxed_str());
    crate::live::append(&shop.platform().db, topic, 1).await;
    let end = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("it stays open");
    assert!(end.is_none(), "{end:?}");
}
