//! Disputes over HTTP: the desk's pages by plain forms, the API's answers, the operator's list; the demo has one to answer.

use crate::api::{Desk, answer, desk};
use crate::common::{TestShop, header, post_as, text};
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

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

/// The form that sends a file, whole.
fn form(file: &[u8]) -> Vec<u8> {
    let head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"signed.pdf\"\r\n\r\n";
    [head.as_bytes(), file, b"\r\n--cut--\r\n"].concat()
}

/// Sends it as a browser does; nobody when there is no name.
async fn hand_in(shop: &TestShop, who: Option<&str>, path: &str, body: Vec<u8>) -> Response<Body> {
    let request = Request::post(path)
        .header("content-type", "multipart/form-data; boundary=cut")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html");
    let request = match who {
        Some(who) => request.header("cookie", shop.cookie_of(who).await),
        None => request,
    };
    shop.ask(request.body(Body::from(body)).unwrap()).await
}

async fn attached(desk: &Desk, row: &Dispute) -> Vec<platform::disputes::Document> {
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    platform::disputes::documents(&mut conn, row.id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_for_the_bank_is_attached_whole_seen_as_an_attachment_and_taken_back_until_it_went() {
    let desk = desk().await;
    let row = waiting(&desk).await;
    let page = format!("/seller/disputes/{}", row.id);
    let path = format!("{page}/documents");
    let stranger = hand_in(&desk.shop, None, &path, form(PDF)).await;
    assert!(header(&stranger, "location").starts_with("/sign-in"));
    let other = hand_in(&desk.shop, Some("tomas@paramo.example"), &path, form(PDF)).await;
    assert_eq!(other.status(), StatusCode::NOT_FOUND);
    let mut half = form(PDF);
    half.truncate(half.len() - 20);
    for body in [half, form(b"<svg onload=x>"), form(&PDF[..PDF.len() - 6]), Vec::new()] {
        let refused = hand_in(&desk.shop, Some(LUCIA), &path, body).await;
        assert_eq!(refused.status(), StatusCode::SEE_OTHER);
        assert!(header(&refused, "location").starts_with(&page), "back to the page, which says why");
    }
    assert!(attached(&desk, &row).await.is_empty(), "nothing is left of what was refused");

    for _ in 0..2 {
        hand_in(&desk.shop, Some(LUCIA), &path, form(PDF)).await;
    }
    let all = attached(&desk, &row).await;
    assert_eq!(all.len(), 1, "the same file once");
    let shown = get(&desk.shop, LUCIA, &page).await;
    assert!(shown.contains("signed.pdf") && shown.contains("Take back"), "{shown}");
    assert!(get(&desk.shop, OPERATOR, "/operator/disputes").await.contains("signed.pdf"));
    for (who, file) in [
        (LUCIA, format!("{path}/{}?seller={}", all[0].id, desk.seller)),
        (OPERATOR, format!("/operator/disputes/{}/documents/{}", row.id, all[0].id)),
    ] {
        let asked = Request::get(&file).header("cookie", desk.shop.cookie_of(who).await);
        let answer = desk.shop.ask(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(header(&answer, "content-type"), "application/pdf");
        assert!(header(&answer, "content-disposition").starts_with("attachment"));
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        assert_eq!(text(answer).await.as_bytes(), PDF);
    }
    let form = format!("seller={}&dispute={}&paper={}", desk.seller, row.id, all[0].id);
    let gone = post(&desk.shop, "/api/seller/dispute-document-remove", form).await;
    assert_eq!(gone.status(), StatusCode::OK, "{}", text(gone).await);
    assert!(attached(&desk, &row).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_attaches_a_file_once_reads_it_and_takes_it_back() {
    let desk = desk().await;
    let row = waiting(&desk).await;
    let path = format!("/api/v1/disputes/{}/documents", row.id);
    let send = async |idem: &str, body: Vec<u8>| {
        let request = Request::post(&path)
            .header("authorization", format!("Bearer {}", desk.key))
            .header("idempotency-key", idem)
            .header("content-type", "multipart/form-data; boundary=cut");
        answer(desk.shop.ask(request.body(Body::from(body)).unwrap()).await).await
    };
    let mut half = form(PDF);
    half.truncate(half.len() - 20);
    for (body, status, code) in [
        (half, StatusCode::BAD_REQUEST, "malformed"),
        (form(b""), StatusCode::BAD_REQUEST, "malformed"),
        (form(b"GIF89a"), StatusCode::CONFLICT, "no-document"),
        (form(&PDF[..PDF.len() - 6]), StatusCode::CONFLICT, "no-document"),
    ] {
        let (got, problem) = send("what-is-no-file-0001", body).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    let (status, made) = send("a-file-of-a-program1", form(PDF)).await;
    assert_eq!((status, &made["kind"]), (StatusCode::OK, &json!("pdf")), "{made}");
    assert_eq!(send("a-file-of-a-program1", form(PDF)).await, (StatusCode::OK, made.clone()));
    let (status, problem) = send("a-file-of-a-program1", form(b"%PDF-1.4 another\n%%EOF\n")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("idempotency-key-reused")));
    let (_, all) = desk.get(&path).await;
    assert_eq!(all["data"], json!([made]));
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let file = desk.send(http::Method::GET, &one, &desk.key, None, None).await;
    assert!(header(&file, "content-disposition").starts_with("attachment"));
    assert_eq!(text(file).await.as_bytes(), PDF);
    let (status, left) = desk.post(&format!("{one}/remove"), "take-that-file-back1", None).await;
    assert_eq!((status, &left["data"]), (StatusCode::OK, &json!([])), "{left}");
    let (status, _) = desk.post(&format!("{one}/remove"), "take-that-file-back2", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
