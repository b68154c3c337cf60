//! A seller's rules about returns over HTTP: the page and its forms, the program, and what they decide for a shopper.

use crate::api::{desk, seller_of};
use crate::api_voices::put;
use crate::common::{TestShop, answered, assert_status, page_as, post_as, text};
use crate::makers::seat_of;
use crate::returns::{delivered_order, fields};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::domain::SellerId;
use platform::domain::returns::{ReturnReason, ReturnRule, RuleOutcome};
use platform::domain::roles::StaffRole;
use platform::returns::{ReturnError, ReturnRules, lists, rules, say_rules};
use serde_json::{Value, json};

const LUCIA: &str = "lucia@guayabo.example";
const TOMAS: &str = "tomas@paramo.example";
const PACKER: &str = "packer@guayabo.example";
const NORA: &str = "nora@buyer.example";
const ADD: &str = "/api/seller/return-rule-add";
const CHANGE: &str = "/api/seller/return-rule-change";

async fn said(shop: &TestShop, seller: SellerId) -> ReturnRules {
    rules(&mut shop.platform().db.read().await.unwrap(), seller).await.unwrap()
}

async fn demo() -> (TestShop, SellerId) {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let seller = seller_of(&shop, "guayabo").await;
    (shop, seller)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_adds_moves_and_removes_rules_each_press_once() {
    let (shop, seller) = demo().await;
    let page = format!("/seller/returns/rules?seller={seller}");
    let lucia = shop.cookie_of(LUCIA).await;
    assert!(page_as(&shop, &page, &lucia).await.contains("No rules yet"));
    let add = |seen: i64, rest: &str| format!("seller={seller}&revision={seen}&{rest}");
    for wrong in [
        "rule_outcome=give_back",
        "rule_outcome=give_back&rule_up_to=0",
        "rule_outcome=approve&rule_within=366",
        "rule_outcome=approve&rule_fewer=x",
        "rule_outcome=approve&rule_category=cat_x",
        "rule_outcome=keep",
    ] {
        let refused = post_as(&shop, Some(LUCIA), ADD, add(0, wrong)).await;
        assert_status(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let gives = add(0, "damaged=on&defective=on&rule_up_to=20.00&rule_outcome=give_back");
    for _ in 0..2 {
        assert_status(&post_as(&shop, Some(LUCIA), ADD, gives.clone()).await, StatusCode::OK);
    }
    assert_status(&post_as(&shop, Some(LUCIA), ADD, add(1, "rule_outcome=ask_person")).await, StatusCode::OK);
    let stale = post_as(&shop, Some(LUCIA), ADD, add(1, "rule_outcome=approve")).await;
    assert_status(&stale, StatusCode::CONFLICT);
    let typed = answered(&shop, &lucia, &page, ADD, add(1, "rule_outcome=approve&rule_within=77")).await;
    assert!(typed.contains("The rules were changed meanwhile") && typed.contains("value=\"77\""), "{typed}");
    let shown = page_as(&shop, &page, &lucia).await;
    assert!(shown.contains("data-rule=\"2\"") && shown.contains("Every return"), "{shown}");
    assert!(shown.contains("up to $20.00") && shown.contains("It arrived damaged, It does not work"));
    let up = add(2, "place=2&change=up");
    for _ in 0..2 {
        assert_status(&post_as(&shop, Some(LUCIA), CHANGE, up.clone()).await, StatusCode::OK);
    }
    let now = said(&shop, seller).await;
    let outcomes: Vec<RuleOutcome> = now.rules.iter().map(|rule| rule.outcome).collect();
    assert_eq!((now.revision, outcomes), (3, vec![RuleOutcome::AskPerson, RuleOutcome::GiveBack]));
    for wrong in ["place=1&change=sideways", "place=0&change=up", "place=x&change=up"] {
        assert_status(&post_as(&shop, Some(LUCIA), CHANGE, add(3, wrong)).await, StatusCode::CONFLICT);
    }
    let out = add(3, "place=1&change=remove");
    assert_status(&post_as(&shop, Some(LUCIA), CHANGE, out).await, StatusCode::OK);
    assert_eq!(said(&shop, seller).await.rules.len(), 1);
    let trail = platform::db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM db_changes WHERE route LIKE $1");
    let mut conn = shop.platform().db.read().await.unwrap();
    let (noted,): (i64,) = conn.one(trail.bind("%return-rule-%")).await.unwrap();
    assert_eq!(noted, 4, "what changed something, and nothing else, is noted");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_says_rules_for_a_seller_that_is_not_theirs_or_without_the_role() {
    let (shop, seller) = demo().await;
    seat_of(&shop, seller, PACKER, StaffRole::Shipping).await;
    let add = format!("seller={seller}&revision=0&rule_outcome=ask_person");
    let change = format!("seller={seller}&revision=0&place=1&change=remove");
    for (who, status) in
        [(TOMAS, StatusCode::NOT_FOUND), (NORA, StatusCode::NOT_FOUND), (PACKER, StatusCode::FORBIDDEN)]
    {
        for (form, body) in [(ADD, &add), (CHANGE, &change)] {
            assert_status(&post_as(&shop, Some(who), form, body.clone()).await, status);
        }
        let cookie = shop.cookie_of(who).await;
        let page = Request::get(format!("/seller/returns/rules?seller={seller}")).header("cookie", cookie);
        assert_status(&shop.ask(page.body(Body::empty()).unwrap()).await, status);
    }
    assert_eq!(said(&shop, seller).await, ReturnRules::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_replaces_all_rules_once_for_each_key_and_reads_what_they_would_have_decided() {
    let desk = desk().await;
    let path = "/api/v1/return-rules";
    assert_eq!(desk.get(path).await, (StatusCode::OK, json!({ "revision": 0, "rules": [] })));
    let usd = |minor: i64| json!({ "amount_minor": minor, "currency": "USD" });
    let gives = json!({ "reasons": ["damaged"], "up_to": usd(2_000), "outcome": "give_back" });
    let nowhere = json!({ "category_id": "cat_01j9zq3v5n8e7kx2m4t6w0ys1b", "outcome": "approve" });
    for (wrong, status) in [
        (json!({}), StatusCode::BAD_REQUEST),
        (json!({ "rules": [{ "outcome": "keep" }] }), StatusCode::BAD_REQUEST),
        (json!({ "rules": [{ "outcome": "approve", "by_drone": true }] }), StatusCode::BAD_REQUEST),
        (json!({ "rules": [{ "outcome": "give_back" }] }), StatusCode::CONFLICT),
        (json!({ "rules": [{ "outcome": "approve", "within_days": 0 }] }), StatusCode::CONFLICT),
        (json!({ "rules": [nowhere] }), StatusCode::CONFLICT),
        (json!({ "rules": vec![gives.clone(); 21] }), StatusCode::CONFLICT),
        (json!({ "revision": 7, "rules": [gives] }), StatusCode::CONFLICT),
    ] {
        assert_eq!(put(&desk, path, "what-no-rules-are-01", wrong.clone()).await.0, status, "{wrong}");
    }
    assert_eq!(said(&desk.shop, desk.seller).await, ReturnRules::default(), "what is refused says nothing");
    let wanted = json!({ "revision": 0, "rules": [gives, { "outcome": "ask_person" }] });
    let mut answers: Vec<(StatusCode, Value)> = Vec::new();
    for _ in 0..2 {
        answers.push(put(&desk, path, "these-are-the-rules-1", wanted.clone()).await);
    }
    assert_eq!(answers[0], answers[1], "the same key says it once");
    let (status, is) = answers.remove(0);
    assert_eq!((status, &is["revision"], &is["rules"][0]), (StatusCode::OK, &json!(1), &gives));
    assert_eq!(is["rules"][1], json!({ "reasons": [], "outcome": "ask_person" }));
    assert_eq!(desk.get(path).await.1, is);
    let (status, lately) = desk.get("/api/v1/return-rules/preview").await;
    assert_eq!((status, &lately["days"]), (StatusCode::OK, &json!(90)));
    let by_rule: i64 = lately["by_rule"].as_array().unwrap().iter().filter_map(Value::as_i64).sum();
    assert_eq!(json!(by_rule), lately["asked"], "the last rule fits everything: {lately}");
    assert!(by_rule > 0, "the demo has returns");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_has_the_money_at_once_and_both_sides_read_why() {
    let (shop, _) = demo().await;
    let order = delivered_order(&shop, NORA).await;
    let nora = shop.cookie_of(NORA).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let parcels = platform::returns::returnable(&mut conn, order).await.unwrap();
    drop(conn);
    let seller = parcels[0].parcel.seller_id;
    let rule = ReturnRule {
        reasons: [ReturnReason::Damaged].into(),
        up_to_minor: Some(1_000_000),
        category: None,
        within_days: None,
        fewer_than: None,
        outcome: RuleOutcome::GiveBack,
    };
    let spoken: Result<ReturnRules, ReturnError> = shop
        .platform()
        .db
        .write(move |tx| {
            let rule = rule.clone();
            Box::pin(async move { say_rules(tx, seller, None, &[rule]).await })
        })
        .await;
    assert_eq!(spoken.unwrap().revision, 1);
    let what = page_as(&shop, &format!("/orders/{order}/return"), &nora).await;
    let form = fields(&what, "what");
    let line = &what[what.find("name=\"units-").unwrap() + 12..];
    let line = &line[..line.find('"').unwrap()];
    let ask = format!("/orders/{order}/return?{form}&units-{line}=1&reason-{line}=damaged");
    let review = page_as(&shop, &ask, &nora).await;
    assert!(review.contains("It is decided at once"), "who looks for a reason learns nothing yet");
    assert!(!review.contains("need not send"));
    let form = fields(&review, "ask");
    for _ in 0..2 {
        let asked = post_as(&shop, Some(NORA), "/api/returns/request", form.clone()).await;
        assert_status(&asked, StatusCode::OK);
    }
    let mut conn = shop.platform().db.read().await.unwrap();
    let all = lists::of_order(&mut conn, order).await.unwrap();
    drop(conn);
    assert_eq!(all.len(), 1);
    let row = &all[0].row;
    assert_eq!((row.state.0.to_string().as_str(), row.refunded_minor), ("refunded", row.claim_minor));
    let page = page_as(&shop, &format!("/orders/{order}/returns/{}", row.id), &nora).await;
    assert!(page.contains("gives your money back. You need not send anything."), "{page}");
    assert!(!page.contains("up to $10,000.00"), "the seller's conditions are the seller's");
    seat_of(&shop, seller, PACKER, StaffRole::Owner).await;
    let cookie = shop.cookie_of(PACKER).await;
    let case = Request::get(format!("/seller/returns/{}?seller={seller}", row.id)).header("cookie", cookie);
    let case = text(shop.ask(case.body(Body::empty()).unwrap()).await).await;
    assert!(case.contains("By your rule 1") && case.contains("up to $10,000.00"), "{case}");
    for checked in shop.platform().check().await.unwrap() {
        assert_eq!(checked.broken, vec![], "{}", checked.capability);
    }
}
