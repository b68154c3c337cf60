//! Signing up tells nobody which e-mails have accounts.

use crate::common::{TestShop, header, text};
use axum::body::Body;
use http::Request;

async fn sign_up(shop: &TestShop, email: &str) -> (u16, String, String, String) {
    let body = format!("name=Ada+Lovelace&email={email}&password=a+long+river+runs&next=");
    let request = Request::post("/api/identity/sign-up")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .body(Body::from(body))
        .unwrap();
    let answer = shop.ask(request).await;
    let (status, to) = (answer.status().as_u16(), header(&answer, "location").to_owned());
    let cookies: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    let cookies = cookies.join("\n");
    (status, to, cookies, text(answer).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_and_a_free_address_get_the_same_answer() {
    let shop = TestShop::that_confirms_by_mail().await;
    let first = sign_up(&shop, "ada%40shopper.example").await;
    let again = sign_up(&shop, "ada%40shopper.example").await;
    let other = sign_up(&shop, "eve%40shopper.example").await;
    assert_eq!(first.1, "/sign-in");
    assert_eq!(first, again);
    assert_eq!(first, other);
}
