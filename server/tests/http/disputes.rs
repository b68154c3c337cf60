//! Disputes over HTTP: the desk's pages by plain forms, the API's answers, the operator's list; the demo has one to answer.

use crate::api::{Desk, desk};
use crate::common::{TestShop, post_as, text};
use crate::makers::seat_of;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::disputes::Dispute;
use platform::disputes::lists::{DisputeFilter, page};
use platform::domain::roles::StaffRole;
use serde_json::json;

const LUCIA: &str = "lucia@guayabo.example";
const OPERATOR: &str = "operator@orinoco.example";
const PACKER: &str = "packer@guayabo.example";

async fn waiting(desk: &Desk) -> Dispute {
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    page(&mut conn, Some(desk.seller), DisputeFilter::All, None, 1).await.unwrap().remove(0)
}

async fn get(shop: &TestShop, who: &str, path: &str) -> String {
    let request =
        Request::get(path).header("accept", "text/html").header("cookie", shop.cookie_of(who).await);
    let answer = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    text(answer).await
}

async fn post(shop: &TestShop, path: &str, body: String) -> Response<Body> {
    post_as(shop, Some(LUCIA), path, body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_says_what_is_at_stake_and_gives_an_answer_once() {
    let desk = desk().await;
    let row = waiting(&desk).await;
    let path = format!("/seller/disputes/{}", row.id);
    let shown = get(&desk.shop, LUCIA, &path).await;
    for expected in [
        "Somebody else bought",
        "1Z999AA10123456785",
        "Wall shelf, oiled walnut, 90 cm",
        "$15.00",
        "If you lose",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    // Who packs may answer, and sees nothing of what the platform gives back or keeps.
    seat_of(&desk.shop, desk.seller, PACKER, StaffRole::Shipping).await;
    let shown = get(&desk.shop, PACKER, &path).await;
    assert!(shown.contains("id=\"contest\"") && shown.contains("id=\"taken\""), "{shown}");
    assert!(!shown.contains("id=\"if-lost\"") && !shown.contains("Back to your balance"), "{shown}");
    assert!(get(&desk.shop, LUCIA, "/seller").await.contains("1 payment was taken back"));
    assert!(get(&desk.shop, LUCIA, "/seller/disputes").await.contains(&row.id.to_string()));
    assert!(get(&desk.shop, OPERATOR, "/operator/disputes").await.contains("Casa Guayabo"));

    let answer = |text: &str| {
        format!("seller={}&dispute={}&key=press-0000000001&evidence={text}", desk.seller, row.id)
    };
    let empty = post(&desk.shop, "/api/seller/dispute-contest", answer("")).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(waiting(&desk).await, row, "nothing is written");
    for _ in 0..2 {
        let given =
            post(&desk.shop, "/api/seller/dispute-contest", answer("Winning+evidence:+It+was+delivered"))
                .await;
        assert_eq!(given.status(), StatusCode::OK, "{}", text(given).await);
    }
    let shown = get(&desk.shop, LUCIA, &path).await;
    assert!(shown.contains("data-dispute-state=\"won\"") && shown.contains("It was delivered"), "{shown}");
    let statement = get(&desk.shop, LUCIA, "/seller/payouts/open").await;
    assert!(statement.contains("Disputes"));
    let late = post(
        &desk.shop,
        "/api/seller/dispute-accept",
        format!("seller={}&dispute={}&key=press-0000000002", desk.seller, row.id),
    )
    .await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_disputes_and_answers_one() {
    let desk = desk().await;
    let row = waiting(&desk).await;
    let (status, list) = desk.get("/api/v1/disputes?show=open").await;
    assert_eq!(
        (status, list["data"][0]["id"].as_str()),
        (StatusCode::OK, Some(row.id.to_string().as_str())),
        "{list}"
    );
    assert_eq!(list["data"][0]["reason"], "fraudulent");
    let path = format!("/api/v1/disputes/{}", row.id);
    let (status, problem) =
        desk.post(&format!("{path}/contest"), "first-answer-of-it", Some(json!({ "evidence": "  " }))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
    let (status, lost) = desk.post(&format!("{path}/accept"), "second-answer-of-it", None).await;
    assert_eq!(
        (status, &lost["state"], &lost["answer"]),
        (StatusCode::OK, &json!("lost"), &json!("accept")),
        "{lost}"
    );
    let (status, again) = desk.post(&format!("{path}/accept"), "second-answer-of-it", None).await;
    assert_eq!((status, again), (StatusCode::OK, lost));
    let (status, problem) = desk
        .post(&format!("{path}/contest"), "third-answer-of-it", Some(json!({ "evidence": "It arrived" })))
        .await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")), "{problem}");
    let (_, open) = desk.get("/api/v1/disputes?show=open").await;
    assert_eq!(open["data"], json!([]));
}
