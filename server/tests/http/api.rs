//! The API for sellers' programs: who gets in, whose things there are, pages, and one answer to each request.

use crate::common::{TestShop, assert_status, header, text};
use crate::makers::{key_of, payout_of, webhook_of};
use axum::body::Body;
use http::{Method, Request, Response, StatusCode};
use platform::domain::integration::{ApiScope, ApiScopes};
use platform::domain::roles::StaffRole;
use platform::domain::text_enum::TextEnum as _;
use platform::domain::{AccountId, SellerId};
use serde_json::{Value, json};
use server::routes_rules::{About, RULES};

const OWNER: &str = "lucia@guayabo.example";

pub struct Desk {
    pub shop: TestShop,
    pub seller: SellerId,
    pub key: String,
}

pub async fn seller_of(shop: &TestShop, slug: &str) -> SellerId {
    let mut conn = shop.platform().db.read().await.unwrap();
    platform::sellers::by_slug(&mut conn, slug).await.unwrap().unwrap().id
}

/// A demo shop with a key of Casa Guayabo's that opens everything.
pub async fn desk() -> Desk {
    desk_with(|_| {}).await
}

/// A desk of a shop whose settings are others.
pub async fn desk_with(change: impl FnOnce(&mut platform::Config)) -> Desk {
    let shop = TestShop::with(change).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    let seller = seller_of(&shop, "guayabo").await;
    let (_, key) = key_of(&shop, seller, ApiScopes::all()).await;
    Desk { shop, seller, key }
}

impl Desk {
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        key: &str,
        idem: Option<&str>,
        body: Option<Value>,
    ) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path);
        if !key.is_empty() {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        if let Some(idem) = idem {
            request = request.header("idempotency-key", idem);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.shop.ask(request.body(body).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.send(Method::GET, path, &self.key, None, None).await).await
    }

    pub async fn post(&self, path: &str, idem: &str, body: Option<Value>) -> (StatusCode, Value) {
        answer(self.send(Method::POST, path, &self.key, Some(idem), body).await).await
    }

    pub async fn patch(&self, path: &str, idem: &str, body: Value) -> (StatusCode, Value) {
        answer(self.send(Method::PATCH, path, &self.key, Some(idem), Some(body)).await).await
    }
}

pub async fn answer(response: Response<Body>) -> (StatusCode, Value) {
    let status = response.status();
    let body = text(response).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn filled(path: &str) -> String {
    path.replace("{offer}", "off_01j9zq3v5n8e7kx2m4t6w0ys1b")
        .replace("{order}", "prt_01j9zq3v5n8e7kx2m4t6w0ys1b")
        .replace("{return}", "rtn_01j9zq3v5n8e7kx2m4t6w0ys1b")
        .replace("{payout}", "pyo_01j9zq3v5n8e7kx2m4t6w0ys1b")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_wants_a_key_and_its_own_scope() {
    let desk = desk().await;
    let mut tried = 0;
    for rule in RULES {
        let About::Key(scope) = rule.about else { continue };
        let (method, path): (Method, String) = (rule.method.parse().unwrap(), filled(rule.path));
        let idem = Some("a-key-of-the-test-01");
        for wrong in ["", "orn_00", &desk.key[..20], &desk.key.replace('0', "1")] {
            let refused = desk.send(method.clone(), &path, wrong, idem, None).await;
            assert_status(&refused, StatusCode::UNAUTHORIZED);
            assert_eq!(header(&refused, "www-authenticate"), "Bearer", "{path}");
            assert_eq!(header(&refused, "content-type"), "application/problem+json");
        }
        // A browser's session opens no operation.
        let cookie = desk.shop.cookie_of(OWNER).await;
        let request = Request::builder().method(method.clone()).uri(&path).header("cookie", cookie);
        let refused = desk.shop.ask(request.body(Body::empty()).unwrap()).await;
        assert_status(&refused, StatusCode::UNAUTHORIZED);
        let Some(scope) = scope else { continue };
        let others = ApiScopes::new(ApiScope::ALL.iter().copied().filter(|other| *other != scope));
        let (id, poor) = key_of(&desk.shop, desk.seller, others).await;
        let refused = desk.send(method.clone(), &path, &poor, idem, None).await;
        assert!(header(&refused, "www-authenticate").contains(scope.as_str()), "{path}");
        let (status, problem) = answer(refused).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::FORBIDDEN, &json!("insufficient-scope")),
            "{path}"
        );
        let (other, enough) = key_of(&desk.shop, desk.seller, ApiScopes::new([scope])).await;
        let let_in = desk.send(method, &path, &enough, idem, None).await.status();
        assert!(![401, 403].contains(&let_in.as_u16()), "{path}: {let_in}");
        for made in [id, other] {
            revoke(&desk, &made).await;
        }
        tried += 1;
    }
    assert!(tried > 20, "only {tried}");
}

async fn revoke(desk: &Desk, id: &str) {
    let (seller, id) = (desk.seller, id.parse().unwrap());
    let done: Result<(), platform::integrations::IntegrationError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| Box::pin(platform::integrations::keys::revoke(tx, seller, id)))
        .await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_acts_only_as_long_as_its_maker_is_an_owner() {
    let desk = desk().await;
    let (lucia, ben) = (desk.shop.account_of(OWNER).await, desk.shop.account_of("ben@shopper.example").await);
    let seat = async |account: AccountId, role: StaffRole| {
        let seller = desk.seller;
        let seated: Result<bool, platform::sellers::SellerError> = desk
            .shop
            .platform()
            .db
            .write(move |tx| {
                Box::pin(async move { platform::sellers::add_staff(tx, seller, account, role).await })
            })
            .await;
        assert!(seated.unwrap());
    };
    assert_eq!(desk.get("/api/v1/key").await.0, StatusCode::OK);
    seat(ben, StaffRole::Owner).await;
    seat(lucia, StaffRole::Staff).await;
    assert_eq!(desk.get("/api/v1/key").await.0, StatusCode::UNAUTHORIZED);
    let cookie = desk.shop.cookie_of("ben@shopper.example").await;
    let keys = Request::get(format!("/seller/api?seller={}", desk.seller)).header("cookie", cookie);
    let page = text(desk.shop.ask(keys.body(Body::empty()).unwrap()).await).await;
    assert!(page.contains("Its maker is no owner any more"), "who looks at the keys sees it");
    seat(lucia, StaffRole::Owner).await;
    assert_eq!(desk.get("/api/v1/key").await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_leaves_its_key_free_and_nothing_behind() {
    let desk = desk().await;
    let (unknown, idem) = ("prt_01j9zq3v5n8e7kx2m4t6w0ys1b", "a-key-of-the-test-02");
    let refused = desk.post(&format!("/api/v1/orders/{unknown}/accept"), idem, None).await;
    assert_eq!(refused.0, StatusCode::NOT_FOUND);
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let count = platform::db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM integrations_requests");
    assert_eq!(conn.one::<(i64,)>(count).await.unwrap().0, 0);
    let orders = desk.get("/api/v1/orders?limit=100").await.1;
    let placed = orders["data"].as_array().unwrap().iter().find(|order| order["state"] == "placed").unwrap();
    let order = placed["id"].as_str().unwrap();
    assert_eq!(desk.post(&format!("/api/v1/orders/{order}/accept"), idem, None).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_another_seller_does_not_exist() {
    let desk = desk().await;
    let stranger = seller_of(&desk.shop, "paramo").await;
    let (_, theirs) = key_of(&desk.shop, stranger, ApiScopes::all()).await;
    let first = async |path: &str| desk.get(path).await.1["data"][0]["id"].as_str().map(str::to_owned);
    let offer = first("/api/v1/offers").await.unwrap();
    let order = first("/api/v1/orders").await.unwrap();
    let back = first("/api/v1/returns").await.unwrap();
    let dispute = first("/api/v1/disputes").await.unwrap();
    let paper = crate::makers::paper_of(&desk.shop, desk.seller, dispute.parse().unwrap()).await;
    let promotion = first("/api/v1/promotions").await.unwrap();
    let coupon = crate::makers::coupon_of(&desk.shop, desk.seller, "CASA-GUAYABO").await;
    let talk = first("/api/v1/messages").await.unwrap();
    let review = first("/api/v1/reviews").await.unwrap();
    let question = first("/api/v1/questions").await.unwrap();
    let (payout, _) = payout_of(&desk.shop, desk.seller).await;
    let posting = crate::api_desk::posting(&desk).await;
    let (endpoint, delivery) = webhook_of(&desk.shop, desk.seller).await;
    let table = crate::makers::table_of(&desk.shop, desk.seller).await;
    let charged = crate::makers::fee_invoice_of(&desk.shop, desk.seller).await;
    let product =
        desk.get("/api/v1/offers").await.1["data"][0]["product_id"].as_str().map(str::to_owned).unwrap();
    let proposed = crate::makers::proposal_of(&desk.shop, desk.seller).await;
    let said = crate::makers::feedback_of(&desk.shop, desk.seller, 1).await[0];
    let sheet = crate::api_sheets::saved(&desk).await;
    let file = crate::api_catalogues::sent(&desk).await;
    let line = "lin_01j9zq3v5n8e7kx2m4t6w0ys1b";
    let asked = [
        ("GET", format!("/api/v1/payouts/{payout}"), None),
        ("GET", format!("/api/v1/fee-invoices/{charged}/pdf"), None),
        ("GET", format!("/api/v1/payouts/{payout}/statement"), None),
        ("GET", format!("/api/v1/payouts/{payout}/statement/file?format=csv"), None),
        ("GET", format!("/api/v1/proposals/{proposed}"), None),
        ("POST", format!("/api/v1/proposals/{proposed}/pictures"), None),
        ("GET", format!("/api/v1/products/{product}"), None),
        ("PATCH", format!("/api/v1/products/{product}"), Some(json!({ "title": "Theirs" }))),
        ("GET", format!("/api/v1/offers/{offer}"), None),
        ("PATCH", format!("/api/v1/offers/{offer}"), Some(json!({ "stock": { "set": 0 } }))),
        ("GET", format!("/api/v1/offers/{offer}/quality"), None),
        ("GET", format!("/api/v1/postings/{posting}"), None),
        ("GET", format!("/api/v1/offers/{offer}/price-rule"), None),
        (
            "PUT",
            format!("/api/v1/offers/{offer}/price-rule"),
            Some(json!({ "floor": { "amount_minor": 1, "currency": "USD" } })),
        ),
        ("POST", format!("/api/v1/offers/{offer}/price-rule/remove"), None),
        ("GET", format!("/api/v1/sheets/{sheet}"), None),
        ("POST", format!("/api/v1/sheets/{sheet}/undo"), None),
        ("GET", format!("/api/v1/imports/{file}"), None),
        ("GET", format!("/api/v1/imports/{file}/findings"), None),
        ("POST", format!("/api/v1/imports/{file}/start"), Some(json!({}))),
        ("POST", format!("/api/v1/imports/{file}/undo"), None),
        ("POST", format!("/api/v1/imports/{file}/discard"), None),
        ("GET", format!("/api/v1/orders/{order}"), None),
        ("GET", format!("/api/v1/orders/{order}/invoices"), None),
        ("GET", format!("/api/v1/orders/{order}/invoices/inv_01j9zq3v5n8e7kx2m4t6w0ys1b"), None),
        ("GET", format!("/api/v1/orders/{order}/slip"), None),
        ("POST", format!("/api/v1/orders/{order}/accept"), None),
        ("POST", format!("/api/v1/orders/{order}/deliver"), None),
        ("POST", format!("/api/v1/orders/{order}/cancel"), Some(json!({ "reason": "out_of_stock" }))),
        (
            "POST",
            format!("/api/v1/orders/{order}/shipments"),
            Some(
                json!({ "lines": [{ "line_id": line, "quantity": 1 }], "carrier": "ups", "tracking": "1Z-99" }),
            ),
        ),
        ("PATCH", format!("/api/v1/shipping-tables/{table}"), Some(json!({ "name": "Theirs" }))),
        ("POST", format!("/api/v1/shipping-tables/{table}/remove"), None),
        ("GET", format!("/api/v1/promotions/{promotion}"), None),
        ("PATCH", format!("/api/v1/promotions/{promotion}"), Some(json!({ "paused": true }))),
        ("GET", format!("/api/v1/coupons/{coupon}"), None),
        ("POST", format!("/api/v1/coupons/{coupon}/end"), None),
        ("GET", format!("/api/v1/messages/{talk}"), None),
        ("POST", format!("/api/v1/messages/{talk}"), Some(json!({ "text": "Buy ours instead." }))),
        ("POST", format!("/api/v1/messages/{talk}/read"), Some(json!({ "seen": 9 }))),
        ("POST", format!("/api/v1/messages/{talk}/settle"), Some(json!({ "seen": 9 }))),
        (
            "POST",
            format!("/api/v1/messages/{talk}/report"),
            Some(json!({ "message_id": "msg_01j9zq3v5n8e7kx2m4t6w0ys1b", "complaint": "spam" })),
        ),
        ("POST", format!("/api/v1/messages/{talk}/pictures"), None),
        ("GET", format!("/api/v1/messages/{talk}/pictures/pic_01j9zq3v5n8e7kx2m4t6w0ys1b"), None),
        ("POST", format!("/api/v1/messages/{talk}/documents"), None),
        ("GET", format!("/api/v1/messages/{talk}/documents/msd_01j9zq3v5n8e7kx2m4t6w0ys1b"), None),
        ("GET", format!("/api/v1/reviews/{review}"), None),
        ("POST", format!("/api/v1/reviews/{review}/report"), Some(json!({ "reason": "spam" }))),
        ("PUT", format!("/api/v1/reviews/{review}/reply"), Some(json!({ "text": "Buy ours instead." }))),
        ("GET", format!("/api/v1/questions/{question}"), None),
        ("POST", format!("/api/v1/questions/{question}/report"), Some(json!({ "reason": "spam" }))),
        (
            "POST",
            format!("/api/v1/questions/{question}/answers/ans_01j9zq3v5n8e7kx2m4t6w0ys1b/report"),
            Some(json!({ "reason": "spam" })),
        ),
        (
            "POST",
            format!("/api/v1/questions/{question}/answers"),
            Some(json!({ "text": "Buy ours instead." })),
        ),
        ("GET", format!("/api/v1/feedback/{said}"), None),
        ("POST", format!("/api/v1/feedback/{said}/report"), Some(json!({ "reason": "spam" }))),
        ("POST", format!("/api/v1/feedback/{said}/answer"), Some(json!({ "text": "Buy ours instead." }))),
        ("GET", format!("/api/v1/webhooks/{endpoint}"), None),
        ("POST", format!("/api/v1/webhooks/{endpoint}/secret"), None),
        ("POST", format!("/api/v1/webhooks/{endpoint}/test"), None),
        ("POST", format!("/api/v1/webhooks/{endpoint}/remove"), None),
        ("PATCH", format!("/api/v1/webhooks/{endpoint}"), Some(json!({ "on": false }))),
        ("GET", format!("/api/v1/webhooks/{endpoint}/deliveries"), None),
        ("GET", format!("/api/v1/webhook-deliveries/{delivery}"), None),
        ("POST", format!("/api/v1/webhook-deliveries/{delivery}/replay"), None),
        ("GET", format!("/api/v1/disputes/{dispute}"), None),
        ("POST", format!("/api/v1/disputes/{dispute}/accept"), None),
        ("POST", format!("/api/v1/disputes/{dispute}/contest"), Some(json!({ "evidence": "It arrived." }))),
        ("GET", format!("/api/v1/disputes/{dispute}/documents"), None),
        ("POST", format!("/api/v1/disputes/{dispute}/documents"), None),
        ("GET", format!("/api/v1/disputes/{dispute}/documents/{paper}"), None),
        ("POST", format!("/api/v1/disputes/{dispute}/documents/{paper}/remove"), None),
        ("GET", format!("/api/v1/returns/{back}"), None),
        ("POST", format!("/api/v1/returns/{back}/approve"), Some(json!({}))),
        ("POST", format!("/api/v1/returns/{back}/decline"), Some(json!({ "answer": "Not ours." }))),
        ("POST", format!("/api/v1/returns/{back}/receive"), None),
        ("POST", format!("/api/v1/returns/{back}/pickup"), Some(json!({ "day": "2026-12-07" }))),
        (
            "POST",
            format!("/api/v1/returns/{back}/exchange/accept"),
            Some(json!({ "grade": "as_new", "restock": true })),
        ),
        (
            "POST",
            format!("/api/v1/returns/{back}/exchange/send"),
            Some(json!({ "carrier": "ups", "tracking": "1Z-99" })),
        ),
        ("POST", format!("/api/v1/returns/{back}/exchange/deliver"), None),
        ("POST", format!("/api/v1/returns/{back}/exchange/turn"), Some(json!({ "because": "sold_out" }))),
        (
            "POST",
            format!("/api/v1/returns/{back}/refund"),
            Some(json!({ "lines": [{ "line_id": line, "grade": "as_new", "restock": true }],
                         "expected": { "amount_minor": 1, "currency": "USD" } })),
        ),
    ];
    let like = |pattern: &str, path: &str| {
        let path = path.split('?').next().unwrap_or(path);
        let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        pattern.len() == path.len() && pattern.iter().zip(&path).all(|(p, s)| p.starts_with('{') || p == s)
    };
    for rule in RULES.iter().filter(|r| r.path.starts_with("/api/v1/") && r.path.contains('{')) {
        let asked = asked.iter().any(|(method, path, _)| *method == rule.method && like(rule.path, path));
        assert!(asked, "{} {}: whose object does it name? Ask for a stranger's.", rule.method, rule.path);
    }
    let before = (desk.get("/api/v1/orders?limit=100").await, desk.get("/api/v1/returns?limit=100").await);
    for (n, (method, path, body)) in asked.into_iter().enumerate() {
        let idem = format!("foreign-request-{n:03}");
        let refused = desk.send(method.parse().unwrap(), &path, &theirs, Some(&idem), body).await;
        let (status, problem) = answer(refused).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::NOT_FOUND, &json!("not-found")),
            "{method} {path}"
        );
    }
    let after = (desk.get("/api/v1/orders?limit=100").await, desk.get("/api/v1/returns?limit=100").await);
    assert_eq!(before, after, "nothing changed");
    for wrong in
        ["/api/v1/orders/ord_01j9zq3v5n8e7kx2m4t6w0ys1b", "/api/v1/orders/x", "/api/v1/nothing", "/api/v1/"]
    {
        assert_eq!(desk.get(wrong).await.0, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_each_offer_once_whatever_changes_between_them() {
    let desk = desk().await;
    let (_, all) = desk.get("/api/v1/offers?limit=100").await;
    let all: Vec<String> =
        all["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert!(all.len() > 4, "the demo's shop has some offers");
    let (mut seen, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
    loop {
        let next = cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let (status, page) = desk.get(&format!("/api/v1/offers?limit=2{next}")).await;
        assert_eq!(status, StatusCode::OK);
        let ids = page["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
        seen.extend(ids);
        pages += 1;
        // What was seen is changed, which moves it to the top of the dashboard's list.
        let touched = format!("/api/v1/offers/{}", seen[0]);
        let key = format!("touch-of-page-{pages:04}");
        assert_eq!(desk.patch(&touched, &key, json!({ "stock": { "change": 1 } })).await.0, StatusCode::OK);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen, all);
    assert_eq!(pages, all.len().div_ceil(2));
    for wrong in ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=", "page=2"] {
        let (status, problem) = desk.get(&format!("/api/v1/offers?{wrong}")).await;
        assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_asks_too_often_waits_and_another_does_not() {
    let desk = desk_with(|config| config.limits.api_per_minute = 10).await;
    for _ in 0..10 {
        assert_eq!(desk.get("/api/v1/key").await.0, StatusCode::OK);
    }
    let refused = desk.send(Method::GET, "/api/v1/key", &desk.key, None, None).await;
    assert_status(&refused, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = header(&refused, "retry-after").parse().unwrap();
    assert!((1..=7).contains(&wait), "a bucket of ten a minute has one more after six seconds: {wait}");
    let (_, other) = key_of(&desk.shop, desk.seller, ApiScopes::all()).await;
    let fine = desk.send(Method::GET, "/api/v1/key", &other, None, None).await;
    assert_status(&fine, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_every_operation_its_scope_and_its_refusals() {
    let desk = desk().await;
    let response = desk.shop.get("/api/v1/openapi.json").await;
    let (status, api) = answer(response).await;
    assert_eq!(status, StatusCode::OK);
    let mut described = 0;
    for rule in RULES {
        let About::Key(scope) = rule.about else { continue };
        let operation = &api["paths"][rule.path][rule.method.to_lowercase()];
        assert!(operation["operationId"].is_string(), "{} {}", rule.method, rule.path);
        let scopes: Vec<&str> = scope.iter().map(|scope| scope.as_str()).collect();
        assert_eq!(operation["security"], json!([{ "key": scopes }]), "{}", rule.path);
        let responses = operation["responses"].as_object().unwrap();
        // What makes something says so.
        assert!(
            responses.contains_key("200") || responses.contains_key("201"),
            "{} {}",
            rule.method,
            rule.path
        );
        for status in ["401", "403", "429"] {
            assert!(responses.contains_key(status), "{} {}: {status}", rule.method, rule.path);
        }
        if rule.method != "GET" {
            let parameters = operation["parameters"].as_array().unwrap();
            assert!(parameters.iter().any(|one| one["name"] == "Idempotency-Key" && one["required"] == true));
        }
        described += 1;
    }
    let paths = api["paths"].as_object().unwrap();
    let operations: usize = paths.values().map(|item| item.as_object().unwrap().len()).sum();
    assert_eq!(operations, described, "nothing is described that has no rule");
    let references = api.to_string();
    for reference in references.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(api["components"]["schemas"][name].is_object(), "{name} is described nowhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_makes_a_key_with_the_password_and_it_is_shown_once() {
    let desk = desk().await;
    let (shop, seller) = (&desk.shop, desk.seller);
    let cookie = shop.cookie_of(OWNER).await;
    let form = |rest: &str| format!("seller={seller}&name=Label+printer&orders_read=on&{rest}");
    let send = async |path: &str, body: String| crate::common::post_form(shop, path, &cookie, &body).await;
    let page_after = async |response: &Response<Body>| {
        let flash = crate::common::cookie_in(response, "flash").unwrap_or_default();
        let request = Request::get(format!("/seller/api?seller={seller}"))
            .header("cookie", format!("{cookie}; {flash}"));
        text(shop.ask(request.body(Body::empty()).unwrap()).await).await
    };
    for wrong in ["", "password=not-the-password"] {
        let refused = send("/api/seller/key-create", form(wrong)).await;
        let page = page_after(&refused).await;
        assert!(!page.contains("id=\"new-key\"") && !page.contains("Label printer</bdi>"), "{wrong}");
    }
    let nothing = format!("seller={seller}&name=Label+printer&password=a-demo-password");
    assert!(
        page_after(&send("/api/seller/key-create", nothing).await)
            .await
            .contains("Choose at least one thing")
    );
    let made = send("/api/seller/key-create", form("password=a-demo-password")).await;
    assert_status(&made, StatusCode::SEE_OTHER);
    let page = page_after(&made).await;
    let at = page.find("orn_").expect("the key is shown");
    let key: String = page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let (status, known) = answer(desk.send(Method::GET, "/api/v1/key", &key, None, None).await).await;
    assert_eq!(
        (status, &known["name"], &known["scopes"]),
        (StatusCode::OK, &json!("Label printer"), &json!(["orders:read"]))
    );
    let request = Request::get(format!("/seller/api?seller={seller}")).header("cookie", &cookie);
    let later = text(shop.ask(request.body(Body::empty()).unwrap()).await).await;
    assert!(!later.contains(&key) && later.contains(&key[..12]), "later only its first signs are shown");
    for scope in
        ["Read reviews, questions and what buyers say of the seller", "what buyers say of the seller, answer"]
    {
        assert!(later.contains(scope), "{scope}: feedback is read and answered with it");
    }
    let id = known["id"].as_str().unwrap();
    let revoked = send("/api/seller/key-revoke", format!("seller={seller}&id={id}")).await;
    assert_status(&revoked, StatusCode::SEE_OTHER);
    let refused = desk.send(Method::GET, "/api/v1/key", &key, None, None).await;
    assert_status(&refused, StatusCode::UNAUTHORIZED);
}
