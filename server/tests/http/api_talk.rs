//! Conversations and the year by the API: what the desk shows, for programs.

use crate::api::{Desk, answer, desk};
use crate::common::{header, text as text_of};
use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_what_waits_answers_once_and_says_what_needs_no_answer() {
    let desk = desk().await;
    let (status, waiting) = desk.get("/api/v1/messages?show=waiting").await;
    assert_eq!(status, StatusCode::OK);
    let first = &waiting["data"][0];
    assert!(first["waiting_since"].is_string() && first["latest"]["side"] == "shopper", "{waiting}");
    let path = format!("/api/v1/messages/{}", first["id"].as_str().unwrap());
    let (_, all) = desk.get(&path).await;
    let count = all["data"].as_array().unwrap().len();
    assert_eq!(first["messages"], count);

    let send = async |idem: &str, body: Value| desk.post(&path, idem, Some(body)).await;
    let text = json!({ "text": "It leaves today. Write to me@lamps.example", "seen": count });
    let (status, sent) = send("an-answer-of-a-program", text.clone()).await;
    assert_eq!((status, &sent["masked"]), (StatusCode::OK, &json!(true)), "{sent}");
    let (status, again) = send("an-answer-of-a-program", text).await;
    assert_eq!((status, &again), (StatusCode::OK, &sent));
    for wrong in
        [json!({ "text": "" }), json!({ "text": "x".repeat(2_001) }), json!({ "text": "Hi", "seen": -1 })]
    {
        assert_eq!(send("an-answer-that-is-none", wrong).await.0, StatusCode::BAD_REQUEST);
    }
    let (_, all) = desk.get(&path).await;
    let last = all["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["number"], &last["side"]), (&json!(count + 1), &json!("seller")), "it is sent once");
    let (_, still) = desk.get("/api/v1/messages?show=waiting").await;
    let waits = |list: &Value| list["data"].as_array().unwrap().iter().any(|one| one["id"] == first["id"]);
    assert!(!waits(&still), "who was answered waits no more");

    // A page at a time, and only the messages before a number.
    let (_, page) = desk.get("/api/v1/messages?limit=1").await;
    if let Some(next) = page["next_cursor"].as_str() {
        let (status, second) = desk.get(&format!("/api/v1/messages?limit=1&cursor={next}")).await;
        assert_eq!(status, StatusCode::OK);
        assert_ne!(second["data"][0]["id"], page["data"][0]["id"]);
    }
    let (_, before) = desk.get(&format!("{path}?before={}&limit=1", count + 1)).await;
    assert_eq!(before["data"][0]["number"], count);
    assert_eq!(desk.get("/api/v1/messages?cursor=waiting.x.y").await.0, StatusCode::BAD_REQUEST);

    let read = format!("{path}/read");
    let (status, state) = desk.post(&read, "read-by-a-program", Some(json!({ "seen": count + 1 }))).await;
    assert_eq!((status, &state["messages"]), (StatusCode::OK, &json!(count + 1)), "{state}");
    let settle = format!("{path}/settle");
    let (status, state) = desk.post(&settle, "nothing-to-answer-1", Some(json!({ "seen": count + 1 }))).await;
    assert_eq!((status, &state["waiting_since"]), (StatusCode::OK, &Value::Null), "{state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_says_what_the_balance_is() {
    let desk = desk().await;
    let (status, year) = desk.get("/api/v1/year").await;
    assert_eq!(status, StatusCode::OK);
    let minor = |value: &Value| value["amount_minor"].as_i64().unwrap();
    let (_, balance) = desk.get("/api/v1/balance").await;
    assert_eq!(minor(&year["closing"]), minor(&balance["balance"]));
    let total = &year["total"];
    assert_eq!(
        minor(&year["opening"]) + minor(&total["earned"]) + minor(&total["payouts"]),
        minor(&year["closing"])
    );
    for parts in ["months", "quarters"] {
        let sum: i64 = year[parts].as_array().unwrap().iter().map(|part| minor(&part["gross"])).sum();
        assert_eq!(sum, minor(&total["gross"]), "{parts}");
    }
    assert!(minor(&total["gross"]) > 0 && minor(&total["commission"]) < 0, "{total}");
    assert_eq!(desk.get("/api/v1/year?year=1999").await.0, StatusCode::BAD_REQUEST);
}

const PNG: &[u8] = include_bytes!("../../../public/icons/icon-192.png");
const OTHER: &[u8] = include_bytes!("../../../public/icons/icon-512.png");

/// A name, and a text or a file.
type Field<'a> = (&'a str, &'a [u8]);

fn field<'a>(name: &'a str, value: &'a [u8]) -> Field<'a> {
    (name, value)
}

/// Sends a form with these fields.
async fn form(desk: &Desk, path: &str, idem: &str, fields: &[Field<'_>]) -> (StatusCode, Value) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let file = match *name {
            "pictures" => "; filename=\"lamp.png\"",
            "documents" => "; filename=\"bill.pdf\"",
            _ => "",
        };
        body.extend_from_slice(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", desk.key))
        .header("idempotency-key", idem)
        .header("content-type", "multipart/form-data; boundary=cut");
    answer(desk.shop.ask(request.body(Body::from(body)).unwrap()).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sends_pictures_once_and_reads_those_of_its_own_conversation() {
    let desk = desk().await;
    let (_, talks) = desk.get("/api/v1/messages?show=waiting").await;
    let talk = talks["data"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/messages/{talk}");
    let count = desk.get(&path).await.1["data"].as_array().unwrap().len();
    let send = format!("{path}/pictures");
    let text = field("text", b"This is how it looks.");
    let picture = field("pictures", PNG);
    let wrong = [
        (vec![text], StatusCode::BAD_REQUEST, "malformed"),
        (vec![picture], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, field("pictures", b"")], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, picture, field("colour", b"red")], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, picture, field("seen", b"-1")], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, picture, picture, picture, picture, picture], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, picture, field("pictures", b"GIF89a")], StatusCode::CONFLICT, "no-picture"),
        (vec![text, field("pictures", &PNG[..PNG.len() / 2])], StatusCode::CONFLICT, "no-picture"),
    ];
    for (fields, status, code) in wrong {
        let (got, problem) = form(&desk, &send, "what-is-no-message-1", &fields).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    let (status, _) = desk.post(&send, "what-is-no-form-0001", Some(json!({ "text": "Hi" }))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a form, and nothing else");
    assert_eq!(desk.get(&path).await.1["data"].as_array().unwrap().len(), count, "nothing was sent");

    let fields = [text, picture, field("pictures", OTHER), field("seen", b"1")];
    let (status, sent) = form(&desk, &send, "send-two-pictures-01", &fields).await;
    assert_eq!(status, StatusCode::OK, "{sent}");
    assert_eq!(form(&desk, &send, "send-two-pictures-01", &fields).await, (StatusCode::OK, sent.clone()));
    let (status, problem) = form(&desk, &send, "send-two-pictures-01", &[text, picture]).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("idempotency-key-reused")));
    let (_, all) = desk.get(&path).await;
    let last = all["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["id"], &last["number"], &last["pictures"]),
        (&sent["id"], &json!(count + 1), &json!(2))
    );

    let id = last["picture_ids"][0].as_str().unwrap();
    for (query, is_fine) in [("", true), ("?width=100", true), ("?width=0", false), ("?wide=1", false)] {
        let asked = desk.send(Method::GET, &format!("{send}/{id}{query}"), &desk.key, None, None).await;
        let wanted = if is_fine { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        assert_eq!(asked.status(), wanted, "{query}");
        if is_fine {
            assert_eq!(header(&asked, "content-type"), "image/jpeg");
        }
    }
    let (_, others) = desk.get("/api/v1/messages?limit=100").await;
    let elsewhere = others["data"].as_array().unwrap().iter().find(|one| one["id"] != talk.as_str());
    let elsewhere = elsewhere.expect("the demo has several conversations")["id"].as_str().unwrap();
    let path = format!("/api/v1/messages/{elsewhere}/pictures/{id}");
    assert_eq!(desk.get(&path).await.0, StatusCode::NOT_FOUND, "it is not of this conversation");
    let public = format!("/media/{id}/640.jpg");
    assert_eq!(desk.shop.get(&public).await.status(), StatusCode::NOT_FOUND, "nobody else gets it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reports_what_a_shopper_wrote_and_nothing_else() {
    let desk = desk().await;
    let (_, talks) = desk.get("/api/v1/messages?show=waiting").await;
    let (talk, theirs) = (talks["data"][0]["id"].as_str().unwrap(), &talks["data"][0]["latest"]["id"]);
    let path = format!("/api/v1/messages/{talk}");
    let (_, own) =
        desk.post(&path, "an-answer-of-a-program", Some(json!({ "text": "It leaves today." }))).await;
    let report = format!("{path}/report");
    let of = |id: &Value, complaint: &str| Some(json!({ "message_id": id, "complaint": complaint }));
    let unknown = json!("msg_01j9zq3v5n8e7kx2m4t6w0ys1b");
    for (body, status, code) in [
        (of(&own["id"], "spam"), StatusCode::CONFLICT, "own-words"),
        (of(&unknown, "spam"), StatusCode::CONFLICT, "no-such-message"),
        (of(theirs, "boring"), StatusCode::BAD_REQUEST, "malformed"),
    ] {
        let (got, problem) = desk.post(&report, "what-is-no-report-01", body).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    let open = async || {
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        platform::messages::open_reports(&mut conn).await.unwrap()
    };
    let before = open().await;
    for idem in ["report-a-message-001", "report-a-message-001", "report-a-message-002"] {
        let (status, told) = desk.post(&report, idem, of(theirs, "fraud")).await;
        assert_eq!((status, &told["message_id"]), (StatusCode::OK, theirs), "{told}");
    }
    assert_eq!(open().await, before + 1, "it is looked at once");
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sends_a_pdf_once_and_those_who_take_part_have_it_as_an_attachment() {
    let desk = desk().await;
    let (_, talks) = desk.get("/api/v1/messages?show=waiting").await;
    let talk = talks["data"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/messages/{talk}");
    let send = format!("{path}/documents");
    let text = field("text", b"This is the bill.");
    let paper = field("documents", PDF);
    for (fields, status, code) in [
        (vec![text], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, paper, paper, paper], StatusCode::BAD_REQUEST, "malformed"),
        (vec![text, field("documents", b"<svg onload=x>")], StatusCode::CONFLICT, "no-document"),
        (vec![text, field("documents", &PDF[..PDF.len() - 6])], StatusCode::CONFLICT, "no-document"),
    ] {
        let (got, problem) = form(&desk, &send, "what-is-no-paper-001", &fields).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    let (status, sent) = form(&desk, &send, "send-a-paper-once-01", &[text, paper]).await;
    assert_eq!(status, StatusCode::OK, "{sent}");
    assert_eq!(form(&desk, &send, "send-a-paper-once-01", &[text, paper]).await, (status, sent.clone()));
    let (_, all) = desk.get(&path).await;
    let last = all["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["id"], &last["documents"][0]["file_name"]), (&sent["id"], &json!("bill.pdf")));
    let id = last["documents"][0]["id"].as_str().unwrap();
    let file = desk.send(http::Method::GET, &format!("{send}/{id}"), &desk.key, None, None).await;
    assert!(header(&file, "content-disposition").starts_with("attachment"));
    assert_eq!(text_of(file).await.as_bytes(), PDF);

    let page = format!("/messages/documents/{id}");
    for (who, is_theirs) in [
        (Some("lucia@guayabo.example"), true),
        (Some("operator@orinoco.example"), true),
        (Some("tomas@paramo.example"), false),
        (None, false),
    ] {
        let request = Request::get(&page);
        let request = match who {
            Some(who) => request.header("cookie", desk.shop.cookie_of(who).await),
            None => request,
        };
        let answer = desk.shop.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status() == StatusCode::OK, is_theirs, "{who:?}");
        assert!(is_theirs || answer.status() == StatusCode::NOT_FOUND, "{who:?}");
        assert!(!is_theirs || header(&answer, "content-disposition").starts_with("attachment"), "{who:?}");
    }
}
