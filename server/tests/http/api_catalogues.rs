//! Catalogue files by the API: sent, previewed, imported and taken back; refused with a reason; and the seller's own file.

use crate::api::{Desk, answer, desk};
use crate::common::{header, text};
use crate::makers::key_of;
use axum::body::Body;
use http::{Method, Request, StatusCode};
use platform::domain::integration::{ApiScope, ApiScopes};
use serde_json::{Value, json};

const GOOD: &str = "{\"id\":\"a\",\"title\":\"Clay jar\",\"price\":1500,\"sku\":\"JAR-1\"}\n";

/// Sends a file as it is.
pub async fn send(desk: &Desk, query: &str, idem: &str, file: &[u8]) -> (StatusCode, Value) {
    let request = Request::post(format!("/api/v1/imports{query}"))
        .header("authorization", format!("Bearer {}", desk.key))
        .header("idempotency-key", idem)
        .header("content-type", "application/octet-stream");
    answer(desk.shop.ask(request.body(Body::from(file.to_vec())).unwrap()).await).await
}

/// A catalogue of the desk's seller that was sent.
pub async fn sent(desk: &Desk) -> String {
    let (status, sent) = send(desk, "", "a-catalogue-of-tests", GOOD.as_bytes()).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    sent["id"].as_str().unwrap().to_owned()
}

fn kept(desk: &Desk) -> usize {
    std::fs::read_dir(desk.shop.platform().config.data_dir.join("imports")).map_or(0, Iterator::count)
}

async fn jar(desk: &Desk) -> Option<Value> {
    let (_, offers) = desk.get("/api/v1/offers?limit=100").await;
    offers["data"].as_array().unwrap().iter().find(|offer| offer["sku"] == "JAR-1").cloned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_is_sent_once_previewed_imported_and_taken_back() {
    let desk = desk().await;
    let file = format!("{GOOD}{{\"id\":\"b\",\"title\":\"\",\"price\":5}}\nnot json\n");
    let query = "?file_name=jars.jsonl&default_stock=3";
    let (status, sent) = send(&desk, query, "send-a-catalogue-01", file.as_bytes()).await;
    assert_eq!((status, &sent["state"]), (StatusCode::CREATED, &json!("checking")), "{sent}");
    let again = send(&desk, query, "send-a-catalogue-01", file.as_bytes()).await;
    assert_eq!(again, (StatusCode::CREATED, sent.clone()), "a repeat sends nothing more");
    for (query, file) in [(query, GOOD), ("?file_name=jars.jsonl", file.as_str())] {
        let (status, problem) = send(&desk, query, "send-a-catalogue-01", file.as_bytes()).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("idempotency-key-reused")));
    }
    assert_eq!(kept(&desk), 1, "nothing is left of the repeats");
    let own = format!("/api/v1/imports/{}", sent["id"].as_str().unwrap());
    let findings = format!("{own}/findings");
    assert_eq!(desk.get(&findings).await.1["data"], json!([]), "it is being checked");
    desk.shop.platform().settle().await.unwrap();

    let (_, ready) = desk.get(&own).await;
    assert_eq!((&ready["state"], &ready["file_name"]), (&json!("ready"), &json!("jars.jsonl")), "{ready}");
    let preview = &ready["preview"];
    assert_eq!((&preview["new"], &preview["bad_rows"]), (&json!(1), &json!(2)), "{preview}");
    let sample = &preview["samples"][0];
    assert_eq!((&sample["sku"], &sample["difference"]), (&json!("JAR-1"), &json!("new")));
    assert_eq!(sample["after"]["price"], json!({ "amount_minor": 1500, "currency": "USD" }));
    let (_, first) = desk.get(&format!("{findings}?limit=1")).await;
    let empty =
        json!({ "line": 2, "column": "title", "kind": "error", "code": "empty", "detail": "it is empty." });
    assert_eq!(first, json!({ "data": [empty], "next_cursor": "1" }));
    let (_, last) = desk.get(&format!("{findings}?limit=1&cursor=1")).await;
    assert_eq!(
        (&last["data"][0]["line"], &last["data"][0]["code"]),
        (&json!(3), &json!("bad_json")),
        "{last}"
    );
    assert!(last.get("next_cursor").is_none(), "{last}");
    for wrong in ["cursor=x", "cursor=0", "cursor=50000", "cursor=-1", "limit=0", "page=1"] {
        assert_eq!(desk.get(&format!("{findings}?{wrong}")).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }

    let start = format!("{own}/start");
    let skip = Some(json!({ "skip_bad_rows": true }));
    let (status, _) = desk.post(&start, "start-an-import-000", Some(json!({ "skip": true }))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, begun) = desk.post(&start, "start-an-import-001", skip.clone()).await;
    assert_eq!((status, &begun["state"]), (StatusCode::OK, &json!("importing")), "{begun}");
    assert_eq!(desk.post(&start, "start-an-import-001", skip.clone()).await, (StatusCode::OK, begun));
    let (status, problem) = desk.post(&start, "start-an-import-002", skip).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")), "it is begun");
    desk.shop.platform().settle().await.unwrap();
    let (_, done) = desk.get(&own).await;
    assert_eq!((&done["state"], &done["did"]["offers_created"]), (&json!("done"), &json!(1)), "{done}");
    let made = jar(&desk).await.expect("the jar is offered");
    assert_eq!((&made["available"], &made["active"]), (&json!(3), &json!(true)), "{made}");

    let (status, begun) = desk.post(&format!("{own}/undo"), "undo-an-import-0001", None).await;
    assert_eq!((status, &begun["state"]), (StatusCode::OK, &json!("undoing")), "{begun}");
    desk.shop.platform().settle().await.unwrap();
    assert_eq!(desk.get(&own).await.1["state"], "undone");
    assert_eq!(jar(&desk).await.unwrap()["active"], false);
    let (status, problem) = desk.post(&format!("{own}/discard"), "discard-an-import-1", None).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")));
    let (_, all) = desk.get("/api/v1/imports").await;
    assert_eq!(all["data"].as_array().unwrap().len(), 1, "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_catalogue_leaves_nothing_and_says_why() {
    let desk = desk().await;
    let huge = vec![b'x'; usize::try_from(platform::import::UPLOAD_BYTES_MAX).unwrap() + 1];
    let wrong: [(&str, &[u8], StatusCode, &str); 9] = [
        ("", b"", StatusCode::BAD_REQUEST, "malformed"),
        ("", b"PK\x03\x04zip", StatusCode::CONFLICT, "no-catalogue"),
        ("", b"\x1f\x8b\x08", StatusCode::CONFLICT, "no-catalogue"),
        ("", b"a\0b", StatusCode::CONFLICT, "no-catalogue"),
        ("", &huge, StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        ("?file_name=", GOOD.as_bytes(), StatusCode::BAD_REQUEST, "malformed"),
        ("?default_stock=-1", GOOD.as_bytes(), StatusCode::BAD_REQUEST, "malformed"),
        ("?default_price_minor=0", GOOD.as_bytes(), StatusCode::BAD_REQUEST, "malformed"),
        ("?colour=red", GOOD.as_bytes(), StatusCode::BAD_REQUEST, "malformed"),
    ];
    for (query, file, status, code) in wrong {
        let (got, problem) = send(&desk, query, "what-is-no-catalogue", file).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{query} {problem}");
    }
    assert_eq!((kept(&desk), desk.get("/api/v1/imports").await.1), (0, json!({ "data": [] })));

    let (_, plain) = send(&desk, "", "what-is-no-catalogue", b"Dear shop, how are you?").await;
    desk.shop.platform().settle().await.unwrap();
    let own = format!("/api/v1/imports/{}", plain["id"].as_str().unwrap());
    let (_, refused) = desk.get(&own).await;
    assert_eq!(
        (&refused["state"], &refused["refusal"]["code"]),
        (&json!("refused"), &json!("unknown_format")),
        "{refused}"
    );
    let (status, problem) = desk.post(&format!("{own}/start"), "start-an-import-001", Some(json!({}))).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("wrong-state")));
    let given_up = desk.post(&format!("{own}/discard"), "discard-an-import-1", None).await;
    assert_eq!((given_up.0, &given_up.1["state"]), (StatusCode::OK, &json!("discarded")), "{}", given_up.1);
    assert_eq!(desk.post(&format!("{own}/discard"), "discard-an-import-1", None).await, given_up);
    assert_eq!((kept(&desk), desk.get("/api/v1/imports").await.1), (0, json!({ "data": [] })));
}

#[tokio::test(flavor = "multi_thread")]
async fn catalogues_come_page_by_page_and_ten_wait_at_the_most() {
    let desk = desk().await;
    for n in 0..10 {
        let (status, sent) = send(&desk, "", &format!("one-catalogue-of-{n:03}"), GOOD.as_bytes()).await;
        assert_eq!(status, StatusCode::CREATED, "{sent}");
    }
    let (status, problem) = send(&desk, "", "one-catalogue-too-many", GOOD.as_bytes()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("too-many-imports")), "{problem}");
    assert_eq!(kept(&desk), 10);
    let ids = |page: &Value| -> Vec<String> {
        let all = page["data"].as_array().unwrap();
        all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let (_, all) = desk.get("/api/v1/imports?limit=100").await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let (_, page) = desk.get(&format!("/api/v1/imports?limit=3{cursor}")).await;
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!((seen.len(), seen), (10, ids(&all)), "each is there once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sellers_offers_come_as_a_file_and_their_costs_for_a_key_that_reads_money() {
    let desk = desk().await;
    let offers = desk.get("/api/v1/offers").await.1;
    let mut offers = offers["data"].as_array().unwrap().iter();
    // Used goods have no place in these files.
    let offer = offers.find(|offer| offer["condition"] == "new").unwrap()["id"].as_str().unwrap();
    let cost = json!({ "cost": { "amount_minor": 1_234_567, "currency": "USD" } });
    let (status, _) = desk.patch(&format!("/api/v1/offers/{offer}"), "say-what-it-costs-1", cost).await;
    assert_eq!(status, StatusCode::OK);
    for (format, kind, begins) in [
        ("icecat", "application/x-ndjson", "{\"id\":"),
        ("shopify", "text/csv; charset=utf-8", "Title,URL handle,"),
        ("bestbuy", "application/x-ndjson", "{\"sku\":"),
        ("books", "text/csv; charset=utf-8", "book_id,isbn13,authors,"),
    ] {
        let path = format!("/api/v1/export?format={format}");
        let file = desk.send(Method::GET, &path, &desk.key, None, None).await;
        assert_eq!((file.status(), header(&file, "content-type")), (StatusCode::OK, kind));
        assert!(header(&file, "content-disposition").starts_with("attachment;"));
        assert!(text(file).await.starts_with(begins), "{format}");
    }
    let path = "/api/v1/export?format=shopify";
    let (_, poor) = key_of(&desk.shop, desk.seller, ApiScopes::new([ApiScope::ProductsRead])).await;
    let with_costs = text(desk.send(Method::GET, path, &desk.key, None, None).await).await;
    let without = text(desk.send(Method::GET, path, &poor, None, None).await).await;
    assert!(with_costs.contains("12345.67") && !without.contains("12345.67"));
    for wrong in ["", "?format=xml", "?format=shopify&seller=1"] {
        assert_eq!(desk.get(&format!("/api/v1/export{wrong}")).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
}
