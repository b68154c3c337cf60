//! The audit trail over HTTP: what people and programs changed, who may read it, and what it never holds.

use crate::api::desk;
use crate::common::{TestShop, assert_status, page_as, post_form};
use crate::makers::{key_of, operator_of};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::changes::{Change, ChangesOf, changes};
use platform::domain::integration::ApiScopes;
use platform::domain::roles::OperatorRole;
use platform::identity::operators::{OperatorError, appoint};

const LUCIA: &str = "lucia@guayabo.example";
const OPERATOR: &str = "operator@orinoco.example";

async fn shop() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn notes(shop: &TestShop) -> Vec<Change> {
    let mut conn = shop.platform().db.read().await.unwrap();
    changes(&mut conn, ChangesOf::default(), 100).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_in_a_console_is_noted_without_words_and_secrets() {
    let shop = shop().await;
    let (lucia, operator) = (shop.cookie_of(LUCIA).await, shop.cookie_of(OPERATOR).await);
    let mut conn = shop.platform().db.read().await.unwrap();
    let guayabo = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    assert!(notes(&shop).await.is_empty(), "what the demo does is nobody's");

    let bank = format!(
        "seller={guayabo}&holder=Lucia&kind=us&routing=110000000&account=000123456789&iban=&password=a-demo-password"
    );
    let done = post_form(&shop, "/api/seller/bank-account", &lucia, &bank).await;
    assert_status(&done, StatusCode::SEE_OTHER);
    let stop = format!("seller={guayabo}&suspended=on&reason=Parcels+of+Lucia+arrive+late");
    post_form(&shop, "/api/operator/suspend", &operator, &stop).await;
    // A form that names two desks is noted at the one that let it in.
    let mut conn = shop.platform().db.read().await.unwrap();
    let paramo = platform::sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id;
    drop(conn);
    let two = format!("seller={guayabo}&form[seller]={paramo}&legal_name=Lucia&address=1+Elm&tax_id=");
    post_form(&shop, "/api/seller/legal", &lucia, &two).await;
    // Nothing is changed by what is refused, and by reading.
    post_form(&shop, "/api/operator/suspend", &operator, &format!("seller={guayabo}&suspended=&reason="))
        .await;
    page_as(&shop, "/operator", &operator).await;

    let notes = notes(&shop).await;
    let said: Vec<(&str, Option<_>)> = notes.iter().map(|n| (n.route.as_str(), n.seller_id)).collect();
    assert_eq!(
        said,
        [
            ("POST /api/seller/legal", Some(guayabo)),
            ("POST /api/operator/suspend", None),
            ("POST /api/seller/bank-account", Some(guayabo))
        ]
    );
    assert_eq!(notes[1].account_id, Some(shop.account_of(OPERATOR).await));
    assert_eq!(notes[2].account_id, Some(shop.account_of(LUCIA).await));
    let all = format!("{:?} {:?}", notes[1].fields.0, notes[2].fields.0);
    assert!(all.contains("(\"suspended\", \"on\")") && all.contains("(\"kind\", \"us\")"), "{all}");
    for secret in ["000123456789", "110000000", "a-demo-password", "Lucia", "Parcels"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }

    let page = page_as(&shop, "/operator/changes", &operator).await;
    assert_eq!(page.matches("data-change=").count(), 3, "{page}");
    let desk = page_as(&shop, &format!("/seller/changes?seller={guayabo}"), &lucia).await;
    assert_eq!(desk.matches("data-change=").count(), 2, "{desk}");
    let tomas = shop.cookie_of("tomas@paramo.example").await;
    let own = page_as(&shop, "/seller/changes", &tomas).await;
    assert!(own.contains("Nothing was changed"), "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_changes_is_noted_under_its_key() {
    let shop = shop().await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let guayabo = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let offer =
        platform::catalog::offers_of_seller(&mut conn, guayabo, None, 0, 1).await.unwrap().rows.remove(0);
    drop(conn);
    let (key, secret) = key_of(&shop, guayabo, ApiScopes::all()).await;
    let ask = |method: &'static str, body: &'static str, offer: String| {
        Request::builder()
            .method(method)
            .uri(format!("/api/v1/offers/{offer}"))
            .header("authorization", format!("Bearer {secret}"))
            .header("content-type", "application/json")
            .header("idempotency-key", "trail-test-00000001")
            .body(Body::from(body))
            .unwrap()
    };
    let id = offer.offer.id.to_string();
    assert_status(&shop.ask(ask("GET", "", id.clone())).await, StatusCode::OK);
    assert!(notes(&shop).await.is_empty(), "reading changes nothing");
    let changed = shop.ask(ask("PATCH", "{\"stock\": {\"set\": 7}}", id.clone())).await;
    assert!(changed.status().is_success(), "{}", changed.status());
    let notes = notes(&shop).await;
    assert!(!notes.is_empty());
    for note in &notes {
        assert_eq!(
            (note.key_id.map(|id| id.to_string()), note.seller_id),
            (Some(key.clone()), Some(guayabo))
        );
        assert_eq!(note.route, format!("PATCH /api/v1/offers/{id}"));
    }
    let lucia = shop.cookie_of(LUCIA).await;
    let desk = page_as(&shop, &format!("/seller/changes?seller={guayabo}"), &lucia).await;
    assert!(desk.contains("Program “Warehouse robot”"), "{desk}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_was_refused_or_repeats_is_no_change() {
    let desk = desk().await;
    let unknown = "/api/v1/orders/prt_01j9zq3v5n8e7kx2m4t6w0ys1b/accept";
    assert_eq!(desk.post(unknown, "trail-test-00000002", None).await.0, StatusCode::NOT_FOUND);
    assert!(notes(&desk.shop).await.is_empty(), "what is refused changes nothing");
    let orders = desk.get("/api/v1/orders?limit=100").await.1;
    let placed = orders["data"].as_array().unwrap().iter().find(|order| order["state"] == "placed").unwrap();
    let accept = format!("/api/v1/orders/{}/accept", placed["id"].as_str().unwrap());
    // The second one is a repeat; by the third one it is accepted already.
    for key in ["trail-test-00000003", "trail-test-00000003", "trail-test-00000004"] {
        assert_eq!(desk.post(&accept, key, None).await.0, StatusCode::OK);
    }
    let routes: Vec<String> = notes(&desk.shop).await.into_iter().map(|note| note.route).collect();
    assert_eq!(routes, [format!("POST {accept}")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_was_when_they_changed_something_stays_said() {
    const HELPER: &str = "helper@orinoco.example";
    let shop = shop().await;
    let helper = operator_of(&shop, HELPER, OperatorRole::Finance).await;
    let (cookie, lucia) = (shop.cookie_of(HELPER).await, shop.cookie_of(LUCIA).await);
    let mut conn = shop.platform().db.read().await.unwrap();
    let guayabo = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    let hold = format!("seller={guayabo}&held=on&reason=The+papers+are+looked+at");
    assert_status(
        &post_form(&shop, "/api/operator/payout-hold", &cookie, &hold).await,
        StatusCode::SEE_OTHER,
    );
    let legal = format!("seller={guayabo}&legal_name=Lucia&address=1+Elm&tax_id=");
    post_form(&shop, "/api/seller/legal", &lucia, &legal).await;
    let given: Result<bool, OperatorError> =
        shop.platform().db.write(move |tx| Box::pin(appoint(tx, helper, OperatorRole::Support))).await;
    given.unwrap();
    let notes = notes(&shop).await;
    let held = notes.iter().find(|note| note.account_id == Some(helper)).unwrap();
    assert_eq!(held.operator_role.map(|role| role.0), Some(OperatorRole::Finance));
    let operator = shop.cookie_of(OPERATOR).await;
    let page = page_as(&shop, &format!("/operator/changes?person={helper}"), &operator).await;
    let said = page.split_once("data-role=\"kept\"").unwrap().1.split_once("</span>").unwrap().0;
    assert!(said.contains("Finance") && !said.contains("Support"), "{said}");
    let desk = page_as(&shop, &format!("/seller/changes?seller={guayabo}"), &lucia).await;
    let said = desk.split_once("data-role=\"kept\"").unwrap().1.split_once("</span>").unwrap().0;
    assert!(said.contains("Owner"), "{said}");
}
