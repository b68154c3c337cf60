//! Listing by the API: what categories ask for, and products that are proposed.

use crate::api::{Desk, answer, desk};
use axum::body::Body;
use http::{Method, Request, StatusCode};
use platform::domain::listing::{ListingRule, RestrictedBrand};
use platform::listing::ListingError;
use serde_json::{Value, json};

const OWNER: &str = "lucia@guayabo.example";

/// Says what the kitchen asks for.
async fn said(desk: &Desk, rule: ListingRule) {
    let by = desk.shop.account_of(OWNER).await;
    let said: Result<bool, ListingError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| {
            let rule = rule.clone();
            Box::pin(async move {
                let kitchen = platform::catalog::category_by_slug(tx, "kitchen").await?.unwrap().id;
                platform::listing::say(tx, kitchen, rule, by).await
            })
        })
        .await;
    assert!(said.unwrap());
}

/// Every category, by its pages.
async fn categories(desk: &Desk) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let (status, page) = desk.get(&format!("/api/v1/categories?limit=2{cursor}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        all.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

async fn kitchen(desk: &Desk) -> Value {
    let all = categories(desk).await;
    let is_kitchen = |one: &Value| one["path"].as_array().unwrap().last().unwrap() == "Kitchen";
    all.into_iter().find(is_kitchen).expect("the demo has a kitchen")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_learns_what_a_category_asks_for_and_proposes_a_product_once() {
    let desk = desk().await;
    let plain = kitchen(&desk).await;
    assert_eq!((&plain["required_attributes"], &plain["needs_approval"]), (&json!([]), &json!(false)));
    assert!(plain["commission_class"].is_string(), "{plain}");
    let brands = vec![RestrictedBrand { brand: "Acme".into(), sellers: Vec::new() }];
    said(&desk, ListingRule { required: vec!["Material".into()], approval: false, brands }).await;
    let asks = kitchen(&desk).await;
    assert_eq!(
        (&asks["required_attributes"], &asks["refused_brands"]),
        (&json!(["Material"]), &json!(["Acme"]))
    );
    let tree = platform::catalog::category_tree(&mut desk.shop.platform().db.read().await.unwrap()).await;
    assert_eq!(categories(&desk).await.len(), tree.unwrap().all().len(), "each is there once");

    let path = "/api/v1/proposals";
    let before = desk.get(path).await.1["data"].as_array().unwrap().len();
    let with = |change: Value| {
        let mut whole = json!({
            "category_id": asks["id"], "title": "Carbon steel wok", "ean": "4006381333931", "sku": "API-WOK",
            "condition": "new", "price": { "amount_minor": 3900, "currency": "USD" }, "stock": 4,
            "attributes": [{ "name": "Material", "value": "Steel" }],
        });
        let fields = whole.as_object_mut().unwrap();
        fields.extend(change.as_object().unwrap().clone());
        whole
    };
    let lacks = with(json!({ "brand": "ACME", "attributes": [] }));
    let (status, problem) = desk.post(path, "propose-a-product-01", Some(lacks)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("category-asks")), "{problem}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("`Material`") && detail.contains("`Acme`"), "{detail}");
    for (change, status, code) in [
        (json!({ "title": "" }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "title": "  " }), StatusCode::CONFLICT, "wrong-text"),
        (json!({ "title": "x".repeat(251) }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "ean": "40063813339" }), StatusCode::CONFLICT, "wrong-code"),
        (json!({ "ean": "4006381333932" }), StatusCode::CONFLICT, "wrong-code"),
        (json!({ "ean": "wok" }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "sku": "x".repeat(101) }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "stock": -1 }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "condition": "odd" }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "price": { "amount_minor": 0, "currency": "USD" } }), StatusCode::CONFLICT, "wrong-price"),
        (
            json!({ "price": { "amount_minor": 1, "currency": "EUR" } }),
            StatusCode::CONFLICT,
            "other-currency",
        ),
        (
            json!({ "category_id": "cat_01jz0000000000000000000000" }),
            StatusCode::CONFLICT,
            "no-such-category",
        ),
        (json!({ "attributes": [{ "name": "Material" }] }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "colour": "red" }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "weight_g": -1 }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "handling_days": 31 }), StatusCode::BAD_REQUEST, "malformed"),
        (
            json!({ "shipping_table_id": "sht_01jz0000000000000000000000" }),
            StatusCode::CONFLICT,
            "no-such-table",
        ),
    ] {
        let (got, problem) = desk.post(path, "what-is-no-product-1", Some(with(change.clone()))).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{change}: {problem}");
    }
    assert_eq!(desk.get(path).await.1["data"].as_array().unwrap().len(), before, "nothing is left of it");

    let sent = || Some(with(json!({ "weight_g": 1_900, "handling_days": 3 })));
    let (status, made) = desk.post(path, "propose-a-product-01", sent()).await;
    assert_eq!((status, &made["state"]), (StatusCode::CREATED, &json!("live")), "{made}");
    let again = desk.post(path, "propose-a-product-01", sent()).await;
    assert_eq!(again, (StatusCode::CREATED, made.clone()), "a repeat is the same proposal");
    let own = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(desk.get(&own).await, (StatusCode::OK, made.clone()));
    let (_, all) = desk.get(path).await;
    assert_eq!((all["data"].as_array().unwrap().len(), &all["data"][0]), (before + 1, &made));
    let offer = desk.get(&format!("/api/v1/offers/{}", made["offer_id"].as_str().unwrap())).await.1;
    assert_eq!((&offer["product_id"], &offer["available"]), (&made["product_id"], &json!(4)));
    assert_eq!((&offer["weight_g"], &offer["handling_days"]), (&json!(1_900), &json!(3)));
    let twice = with(json!({ "sku": "API-WOK-2" }));
    let (status, problem) = desk.post(path, "propose-a-product-02", Some(twice)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("code-known")));
    assert!(problem["detail"].as_str().unwrap().contains(made["product_id"].as_str().unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_approval_waits_and_its_program_reads_the_decision() {
    let desk = desk().await;
    let id = crate::makers::proposal_of(&desk.shop, desk.seller).await;
    assert_eq!(kitchen(&desk).await["needs_approval"], true);
    let path = format!("/api/v1/proposals/{id}");
    let (status, waiting) = desk.get(&path).await;
    assert_eq!((status, &waiting["state"]), (StatusCode::OK, &json!("waiting")));
    assert_eq!((&waiting["product_id"], &waiting["decided_at"]), (&Value::Null, &Value::Null));
    let cookie = desk.shop.cookie_of("operator@orinoco.example").await;
    let body = format!("proposal={id}&verdict=refuse&reason=No+toys+here");
    crate::common::post_form(&desk.shop, "/api/operator/product-decision", &cookie, &body).await;
    let (_, refused) = desk.get(&path).await;
    assert_eq!((&refused["state"], &refused["reason"]), (&json!("refused"), &json!("No toys here")));
    let wrong = desk.send(Method::GET, "/api/v1/proposals?limit=0", &desk.key, None, None).await;
    assert_eq!(answer(wrong).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_product_says_is_changed_by_its_sellers_program_alone() {
    let desk = desk().await;
    let sent = json!({
        "category_id": kitchen(&desk).await["id"], "title": "Carbon steel wok", "brand": "Bree", "sku": "API-WOK",
        "condition": "new", "price": { "amount_minor": 3900, "currency": "USD" }, "stock": 4,
        "attributes": [{ "name": "Width", "value": "32", "unit": "cm" }],
    });
    let (_, made) = desk.post("/api/v1/proposals", "propose-a-product-01", Some(sent)).await;
    let path = format!("/api/v1/products/{}", made["product_id"].as_str().expect("it is live"));
    let (status, before) = desk.get(&path).await;
    assert_eq!((status, &before["attributes"][0]["unit"]), (StatusCode::OK, &json!("cm")), "{before}");

    let wanted = json!({ "title": "Wok, 32 cm", "brand": null });
    let (status, after) = desk.patch(&path, "change-a-product-001", wanted.clone()).await;
    assert_eq!(
        (status, &after["title"], &after["brand"]),
        (StatusCode::OK, &json!("Wok, 32 cm"), &Value::Null)
    );
    assert_eq!(
        (&after["attributes"], &after["category_id"]),
        (&before["attributes"], &before["category_id"])
    );
    assert_eq!(desk.patch(&path, "change-a-product-001", wanted).await, (StatusCode::OK, after.clone()));
    assert_eq!(desk.get(&path).await, (StatusCode::OK, after.clone()));

    said(&desk, ListingRule { required: vec!["Width".into()], approval: true, ..ListingRule::default() })
        .await;
    for (wrong, status, code) in [
        (json!({ "attributes": [] }), StatusCode::CONFLICT, "category-asks"),
        (json!({ "brand": "Acme" }), StatusCode::CONFLICT, "change-needs-approval"),
        (json!({ "title": " " }), StatusCode::CONFLICT, "wrong-text"),
        (json!({ "title": "x".repeat(251) }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "title": 5 }), StatusCode::BAD_REQUEST, "malformed"),
        (json!({ "price": 5 }), StatusCode::BAD_REQUEST, "malformed"),
    ] {
        let (got, problem) = desk.patch(&path, "what-no-product-says", wrong.clone()).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{wrong}: {problem}");
    }
    assert_eq!(desk.get(&path).await, (StatusCode::OK, after));
    let offered = desk.get("/api/v1/offers").await.1["data"][0]["product_id"].as_str().unwrap().to_owned();
    let foreign = format!("/api/v1/products/{offered}");
    assert_eq!(desk.get(&foreign).await.0, StatusCode::NOT_FOUND, "it only offers what others described");
    let (status, _) = desk.patch(&foreign, "change-a-product-002", json!({ "title": "Mine" })).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

const PNG: &[u8] = include_bytes!("../../../public/icons/icon-192.png");

/// Sends a file as it is.
async fn picture(desk: &Desk, path: &str, idem: &str, file: &[u8]) -> (StatusCode, Value) {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", desk.key))
        .header("idempotency-key", idem)
        .header("content-type", "image/png");
    answer(desk.shop.ask(request.body(Body::from(file.to_vec())).unwrap()).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_adds_pictures_to_what_it_proposed_and_each_stays_once() {
    let desk = desk().await;
    let id: platform::domain::ListingProposalId =
        crate::makers::proposal_of(&desk.shop, desk.seller).await.parse().unwrap();
    let path = format!("/api/v1/proposals/{id}/pictures");
    let has = async || {
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        let found = platform::listing::pictures_of(&mut conn, &[id]).await.unwrap();
        found.get(&id).map_or(0, Vec::len)
    };
    let huge = vec![0_u8; platform::pictures::MAX_BYTES + 1];
    let wrong: [(&[u8], StatusCode, &str); 5] = [
        (b"", StatusCode::BAD_REQUEST, "malformed"),
        (b"GIF89a", StatusCode::CONFLICT, "no-picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", StatusCode::CONFLICT, "no-picture"),
        (&PNG[..PNG.len() / 2], StatusCode::CONFLICT, "no-picture"),
        (&huge, StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
    ];
    for (file, status, code) in wrong {
        let (got, problem) = picture(&desk, &path, "what-is-no-picture-1", file).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    assert_eq!(has().await, 0, "nothing is left of it");
    let added = picture(&desk, &path, "add-a-picture-00001", PNG).await;
    assert_eq!(added, (StatusCode::OK, json!({ "id": id.to_string(), "pictures": 1 })));
    assert_eq!(picture(&desk, &path, "add-a-picture-00001", PNG).await, added, "a repeat adds nothing");
    assert_eq!(picture(&desk, &path, "add-a-picture-00002", PNG).await, added, "the same picture neither");
    assert_eq!(has().await, 1);
    let (status, problem) = picture(&desk, &path, "add-a-picture-00001", b"another").await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("no-picture")));
}

async fn kept(desk: &Desk) -> i64 {
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM pictures_pictures";
    conn.one::<(i64,)>(platform::db::sql(text)).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_finds_a_product_by_a_picture_that_is_not_kept() {
    let desk = desk().await;
    const PAPRIKA: &str = "smoked-paprika-tin-75-g";
    desk.shop.give_picture(&[PAPRIKA]).await;
    let paprika = {
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        platform::catalog::product_by_slug(&mut conn, PAPRIKA).await.unwrap().unwrap().product.id.to_string()
    };
    let path = "/api/v1/products/by-picture";
    let before = kept(&desk).await;
    // The shop has the same one in another size.
    let (status, found) = picture(&desk, path, "find-by-a-picture-1", PNG).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    let all = found["data"].as_array().unwrap();
    let like = all.iter().find(|one| one["id"] == paprika.as_str()).expect("it is found");
    assert!((1..=100).contains(&like["alike_percent"].as_i64().unwrap()), "{like}");
    let another = include_bytes!("../../../public/icons/share.png");
    let (_, other) = picture(&desk, path, "find-by-a-picture-2", another).await;
    assert!(other["data"].as_array().unwrap().iter().all(|one| one["id"] != paprika.as_str()), "{other}");
    let wrong: [(&[u8], StatusCode, &str); 3] = [
        (b"", StatusCode::BAD_REQUEST, "malformed"),
        (b"<svg onload=alert(1)>", StatusCode::CONFLICT, "no-picture"),
        (&PNG[..PNG.len() / 2], StatusCode::CONFLICT, "no-picture"),
    ];
    for (file, status, code) in wrong {
        let (got, problem) = picture(&desk, path, "find-by-a-picture-3", file).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    assert_eq!(kept(&desk).await, before, "what was sent is not kept");
    let (_, by_words) = desk.get("/api/v1/products?q=paprika").await;
    assert!(by_words["data"][0].get("alike_percent").is_none(), "{by_words}");
}
