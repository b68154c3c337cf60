//! Two desks in two tabs: whatever leads on within a page of one desk stays there, whichever desk was opened last.

use crate::api::{Desk, desk, seller_of};
use crate::common::{header, page_as, post_form, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::domain::SellerId;
use platform::domain::roles::StaffRole;
use server::routes_rules::{About, RULES};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const LUCIA: &str = "lucia@guayabo.example";
/// So many pages of one kind are looked at: of forty orders two.
const OF_A_KIND: usize = 2;

/// An owner of two desks: a cookie that says the other one was opened last, and that other one.
async fn two_desks(desk: &Desk) -> (String, SellerId) {
    let (lucia, other) = (desk.shop.account_of(LUCIA).await, seller_of(&desk.shop, "paramo").await);
    let seated: Result<bool, platform::sellers::SellerError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| Box::pin(platform::sellers::add_staff(tx, other, lucia, StaffRole::Owner)))
        .await;
    assert!(seated.unwrap());
    (format!("{}; desk={other}", desk.shop.cookie_of(LUCIA).await), other)
}

fn attribute<'p>(tag: &'p str, name: &str) -> Option<&'p str> {
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    value.split('"').next()
}

/// What stands between `<name ` and `end`, each.
fn parts<'p>(page: &'p str, name: &str, end: &str) -> Vec<&'p str> {
    let begin = format!("<{name}");
    page.split(&begin).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

fn is_of_a_desk(path: &str) -> bool {
    path.strip_prefix("/seller").is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// The addresses within a desk that a page leads to.
fn links(page: &str) -> Vec<String> {
    let all = parts(page, "a", ">").into_iter().filter_map(|tag| attribute(tag, "href"));
    all.filter(|href| is_of_a_desk(href)).map(|href| href.replace("&amp;", "&")).collect()
}

/// Its path without what is named by an id: pages of one kind have one.
fn kind(href: &str) -> String {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    path.split('/').map(|part| if part.contains('_') { "…" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every link, and every form about a desk, names this one.
fn all_stay(page: &str, from: &str, seller: SellerId, other: SellerId) {
    let here = format!("seller={seller}");
    for href in links(page) {
        // The first page names the other desks, to go there.
        let leaves = from.starts_with("/seller?") && href == format!("/seller?seller={other}");
        assert!(href.contains(&here) || leaves, "{from} leads to {href}");
    }
    for form in parts(page, "form", "</form>") {
        let action = attribute(form, "action").unwrap_or_default();
        // Without an address it asks for its own page again.
        let asks = attribute(form, "method") == Some("get") && (action.is_empty() || is_of_a_desk(action));
        if asks || action.starts_with("/api/seller/") {
            let named = parts(form, "input", ">").into_iter().any(|input| {
                attribute(input, "name").is_some_and(|name| name == "seller" || name.ends_with("[seller]"))
                    && attribute(input, "value") == Some(seller.to_string().as_str())
            });
            assert!(named, "{from} has a form to {action} that does not say whose desk it is: {form}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_leads_on_within_a_desk_stays_there_whichever_was_opened_last() {
    let desk = desk().await;
    let (cookie, other) = two_desks(&desk).await;
    let own = RULES.iter().filter(|rule| {
        let about = matches!(rule.about, About::Seller(_)) && rule.method == "GET";
        about && is_of_a_desk(rule.path) && !rule.path.contains(['{', '.'])
    });
    let mut waiting: VecDeque<String> =
        own.map(|rule| format!("{}?seller={}", rule.path, desk.seller)).collect();
    let (mut seen, mut kinds) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    while let Some(path) = waiting.pop_front() {
        let of_a_kind = kinds.entry(kind(&path)).or_default();
        if *of_a_kind == OF_A_KIND || !seen.insert(path.clone()) {
            continue;
        }
        *of_a_kind += 1;
        let request = Request::get(&path).header("accept", "text/html").header("cookie", &cookie);
        let answer = desk.shop.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        if header(&answer, "content-type").starts_with("text/html") {
            let page = text(answer).await;
            all_stay(&page, &path, desk.seller, other);
            let here = format!("seller={}", desk.seller);
            waiting.extend(links(&page).into_iter().filter(|href| href.contains(&here)));
        }
    }
    for page in
        ["/seller", "/seller/orders/…", "/seller/returns/…", "/seller/disputes/…", "/seller/messages/…"]
    {
        assert!(kinds.contains_key(page), "{page} was not looked at: {kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_from_a_desk_leads_back_to_it() {
    let desk = desk().await;
    let (cookie, other) = two_desks(&desk).await;
    let seller = desk.seller;
    let orders = desk.get("/api/v1/orders?limit=100").await.1;
    let placed = orders["data"].as_array().unwrap().iter().find(|order| order["state"] == "placed").unwrap();
    let part = placed["id"].as_str().unwrap();
    for (form, body, page) in [
        ("/api/seller/accept", format!("seller={seller}&part={part}"), format!("/seller/orders/{part}")),
        (
            "/api/seller/legal",
            format!("seller={seller}&legal_name=Lucia&address=1+Elm&tax_id="),
            "/seller/settings".to_owned(),
        ),
    ] {
        let done = post_form(&desk.shop, form, &cookie, &body).await;
        assert_eq!(header(&done, "location"), format!("{page}?seller={seller}"), "{form}");
    }
    // Where nothing is said, the desk that was opened last is meant.
    let start = page_as(&desk.shop, "/seller/orders", &cookie).await;
    assert!(start.contains(&format!("href=\"/seller/returns?seller={other}\"")), "{start}");
}
