//! Signing up tells nobody which e-mails have accounts.

use crate::common::{TestShop, cookie_in, header, post_form, text};
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

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_new_account_leaves_the_address_before_it_is_shown_and_works_once() {
    let shop = TestShop::that_confirms_by_mail().await;
    sign_up(&shop, "eve%40shopper.example").await;
    let mails = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::mail::recent(&mut conn, 50).await.unwrap()
    };
    let letter = &mails.iter().find(|mail| mail.recipient == "eve@shopper.example").unwrap().text_body;
    let token = letter.split_once("/confirm?token=").unwrap().1;
    let token = &token[..token.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(token.len())];

    let answer = shop.get(&format!("/confirm?token={token}")).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/confirm"));
    assert_eq!(header(&answer, "referrer-policy"), "strict-origin-when-cross-origin");
    let set = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let cookie = cookie_in(&answer, "orinoco_confirm").unwrap();
    let page = crate::common::page_as(&shop, "/confirm", &cookie).await;
    assert!(page.contains(&format!("name=\"token\" value=\"{token}\"")), "{page}");
    assert!(!text(shop.get("/confirm").await).await.contains(token), "in another browser it is not known");

    let form = format!("token={token}");
    let opened = post_form(&shop, "/api/identity/confirm", &cookie, &form).await;
    assert!(cookie_in(&opened, "orinoco_session").is_some());
    let forgotten = opened.headers().get_all("set-cookie").iter();
    assert!(forgotten.filter_map(|c| c.to_str().ok()).any(|c| c.starts_with("orinoco_confirm=;")));
    let again = post_form(&shop, "/api/identity/confirm", "", &form).await;
    assert!(cookie_in(&again, "orinoco_session").is_none(), "a link works once");
}
