//! Role × route × somebody else's thing, generated from the table of rules: each refusal is the one that
//! `domain::roles` decides, whatever page, server function or stream answers.

use crate::world::{World, world};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::roles::{self, Action, Denied, Resource};
use platform::domain::{DisputeId, PartId, ReturnId};
use platform::{orders, sellers};
use server::routes_rules::{About, RULES};

/// A page asks a stranger to sign in by going there; everything else says 401.
fn is_refusal(response: &Response<Body>, denied: Denied) -> bool {
    let location = response.headers().get("location").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let asks = response.status() == StatusCode::SEE_OTHER && location.starts_with("/sign-in");
    // A page that looks a thing up among the visitor's own cannot know that it is somebody else's: 404 tells less.
    let hides = denied == Denied::Forbidden && response.status() == StatusCode::NOT_FOUND;
    response.status().as_u16() == denied.status() || (denied == Denied::SignInFirst && asks) || hides
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_where_they_do_not_belong() {
    let world = world().await;
    let mut refusals = 0;
    for rule in RULES {
        let Some(resource) = world.resource(rule) else { continue };
        for (name, cookie, actor) in &world.people {
            let Err(denied) = roles::allow(actor, rule.action, &resource) else { continue };
            let response = world.ask(rule, cookie.as_deref()).await;
            assert!(
                is_refusal(&response, denied),
                "{name}: {} {} must be refused with {}, not answered with {}",
                rule.method,
                rule.path,
                denied.status(),
                response.status()
            );
            refusals += 1;
        }
    }
    assert!(refusals > 100, "only {refusals} refusals were tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_belongs_there_gets_the_page() {
    let world = world().await;
    for rule in RULES.iter().filter(|rule| rule.method == "GET") {
        // The picture, the listing and the like are asked for in their own tests, by their own names.
        if rule.path.contains("{slug}") || rule.path.contains("{file}") || rule.path.contains("{layout}") {
            continue;
        }
        let waits = rule.path.starts_with("/live/") || rule.action == Action::ChangeOrder;
        if waits || matches!(rule.about, About::Machine | About::Key(_)) {
            continue;
        }
        let resource = world.resource(rule).unwrap_or(Resource::Public);
        for (name, cookie, actor) in &world.people {
            let action = if resource == Resource::Public { Action::Browse } else { rule.action };
            if roles::allow(actor, action, &resource).is_err() {
                continue;
            }
            let response = world.ask(rule, cookie.as_deref()).await;
            let fine = response.status() == StatusCode::OK || response.status().is_redirection();
            // A part of another seller is no part of this desk.
            let other_part =
                rule.path == "/seller/orders/{part}" && response.status() == StatusCode::NOT_FOUND;
            assert!(fine || other_part, "{name}: GET {} answers {}", rule.path, response.status());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_order_is_for_its_buyer_and_the_operator_and_for_no_seller() {
    let world = world().await;
    let rule = RULES.iter().find(|rule| rule.path == "/live/order/{order}").unwrap();
    // A seller's own stream tells of their part; this one would tell of other sellers' parts too.
    let resource = Resource::Order { buyer: Some(world.ada), guest: None, sellers: Vec::new() };
    for (name, cookie, actor) in &world.people {
        let expected = roles::allow(actor, rule.action, &resource).map_or_else(Denied::status, |()| 200);
        let response = world.ask(rule, cookie.as_deref()).await;
        assert_eq!(response.status().as_u16(), expected, "{name}");
    }
}

/// Everything of Casa Guayabo and of its order that a command could change.
async fn state_of(world: &World) -> Vec<(String, String, i64)> {
    let mut conn = world.shop.platform().db.read().await.unwrap();
    let parts: Vec<(PartId, String, i64)> = conn
        .all(
            platform::db::sql(
                "SELECT p.id, p.state, l.shipped_quantity FROM orders_parts p
                 JOIN orders_lines l ON l.part_id = p.id WHERE p.seller_id = $1 ORDER BY 1",
            )
            .bind(world.seller),
        )
        .await
        .unwrap();
    let mut rows: Vec<_> =
        parts.into_iter().map(|(id, state, units)| (id.to_string(), state, units)).collect();
    let returns: Vec<(ReturnId, String, i64)> = conn
        .all(platform::db::sql("SELECT id, state, refunded_minor FROM returns_returns ORDER BY 1"))
        .await
        .unwrap();
    rows.extend(returns.into_iter().map(|(id, state, minor)| (id.to_string(), state, minor)));
    let disputes: Vec<(DisputeId, String, Option<String>)> = conn
        .all(platform::db::sql("SELECT id, state, answer FROM disputes_disputes ORDER BY 1"))
        .await
        .unwrap();
    rows.extend(disputes.into_iter().map(|(id, state, answer)| (format!("{id} {answer:?}"), state, 0)));
    let (papers,): (i64,) =
        conn.one(platform::db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM disputes_documents")).await.unwrap();
    rows.push(("files for banks".into(), String::new(), papers));
    let uploads = platform::import::uploads_of_seller(&mut conn, world.seller, 50).await.unwrap();
    rows.extend(uploads.into_iter().map(|upload| (upload.id.to_string(), upload.state.to_string(), 0)));
    let offers = platform::catalog::offers_of_seller(&mut conn, world.seller, None, 0, 500).await.unwrap();
    let ids: Vec<_> = offers.rows.iter().map(|row| row.offer.id).collect();
    let levels = platform::inventory::levels(&mut conn, &ids).await.unwrap();
    let talks: Vec<(PartId, i64, i64)> = conn
        .all(platform::db::sql("SELECT part_id, messages, seller_read FROM messages_threads ORDER BY 1"))
        .await
        .unwrap();
    rows.extend(talks.into_iter().map(|(id, count, read)| (id.to_string(), count.to_string(), read)));
    let replies: Vec<(platform::domain::ReviewId, String)> =
        conn.all(platform::db::sql("SELECT review_id, body FROM reviews_replies ORDER BY 1")).await.unwrap();
    rows.extend(replies.into_iter().map(|(id, body)| (id.to_string(), body, 0)));
    let endpoints: Vec<(platform::domain::WebhookEndpointId, String, String)> = conn
        .all(platform::db::sql("SELECT id, state, secret FROM webhooks_endpoints ORDER BY 1"))
        .await
        .unwrap();
    rows.extend(endpoints.into_iter().map(|(id, state, secret)| (format!("{id} {secret}"), state, 0)));
    let promotions: Vec<(platform::domain::PromotionId, bool)> =
        conn.all(platform::db::sql("SELECT id, paused FROM orders_promotions ORDER BY 1")).await.unwrap();
    rows.extend(promotions.into_iter().map(|(id, paused)| (id.to_string(), paused.to_string(), 0)));
    let coupons: Vec<(platform::domain::CouponId, bool, Option<platform::domain::Timestamp>)> = conn
        .all(platform::db::sql("SELECT id, paused, ended_at_us FROM orders_coupons ORDER BY 1"))
        .await
        .unwrap();
    rows.extend(
        coupons.into_iter().map(|(id, paused, ended)| (id.to_string(), format!("{paused} {ended:?}"), 0)),
    );
    let staff = sellers::staff(&mut conn, world.seller).await.unwrap();
    rows.extend(staff.into_iter().map(|member| (member.account_id.to_string(), member.role.to_string(), 0)));
    let invited = platform::identity::invitations::invitations(&mut conn, world.seller).await.unwrap();
    rows.extend(invited.into_iter().map(|open| (open.id.to_string(), open.email.to_string(), 0)));
    let seller = platform::sellers::get(&mut conn, world.seller).await.unwrap().unwrap();
    rows.extend(seller.tables.all.iter().map(|table| (table.id.to_string(), table.name.clone(), 0)));
    rows.extend(offers.rows.iter().map(|row| {
        let offer = &row.offer;
        (offer.id.to_string(), format!("{} {}", offer.price, offer.active), levels[&offer.id].available)
    }));
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_seat_and_an_own_order_open_nothing_of_somebody_else() {
    let world = world().await;
    let platform = world.shop.platform().clone();
    let (paramo, line, offer, bens) = {
        let mut conn = platform.db.read().await.unwrap();
        let paramo = sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id;
        let part = orders::store::part(&mut conn, world.part).await.unwrap();
        let line = orders::store::details(&mut conn, vec![part]).await.unwrap()[0].lines[0].id;
        let offers = platform::catalog::offers_of_seller(&mut conn, world.seller, None, 0, 1).await.unwrap();
        let ben = orders::Shopper::Account(world.shop.account_of("ben@shopper.example").await);
        let bens = orders::store::orders_of(&mut conn, ben, None, 1).await.unwrap()[0].order.id;
        (paramo, line, offers.rows[0].offer.clone(), bens)
    };
    let before = state_of(&world).await;
    let part = world.part;
    let forms = RULES.iter().filter(|r| r.method == "POST" && matches!(r.about, About::Seller(_)));
    let mut tried = 0;
    for rule in forms {
        let body = match rule.path {
            "/api/seller/accept" | "/api/seller/deliver" => format!("seller={paramo}&part={part}"),
            "/api/seller/cancel" => format!("seller={paramo}&part={part}&reason=out_of_stock"),
            "/api/seller/ship" => format!(
                "form[seller]={paramo}&form[part]={part}&form[key]=matrix-key-0000002&form[carrier]=ups\
                 &form[tracking]=1Z-99&form[lines][0]={line}&form[quantities][0]=1"
            ),
            "/api/seller/offer" => format!(
                "seller={paramo}&offer={}&version={}&key=matrix-key-0000003&price=1.00&stock=0&stock_seen=9",
                offer.id, offer.version
            ),
            "/api/seller/return-approve" | "/api/seller/return-receive" => {
                format!("seller={paramo}&return_id={}", world.return_id)
            }
            "/api/seller/return-pickup" => {
                format!("seller={paramo}&return_id={}&day=2026-12-07", world.return_id)
            }
            "/api/seller/exchange-accept" => {
                format!("seller={paramo}&return_id={}&grade=as_new&restock=on", world.return_id)
            }
            "/api/seller/exchange-send" => {
                format!("seller={paramo}&return_id={}&carrier=ups&tracking=1Z-99", world.return_id)
            }
            "/api/seller/exchange-deliver" => {
                format!("seller={paramo}&return_id={}", world.return_id)
            }
            "/api/seller/exchange-turn" => {
                format!("seller={paramo}&return_id={}&because=sold_out", world.return_id)
            }
            "/api/seller/return-decline" => {
                format!("seller={paramo}&return_id={}&decline=Not+ours", world.return_id)
            }
            "/api/seller/return-refund" => format!(
                "form[seller]={paramo}&form[return_id]={}&form[key]=matrix-key-0000004&form[seen]=1&form[lines][0]={line}\
                 &form[grades][0]=as_new&form[kept][0]=0&form[restock][0]=on",
                world.return_id
            ),
            "/api/seller/dispute-contest" | "/api/seller/dispute-accept" => {
                format!(
                    "seller={paramo}&dispute={}&key=matrix-key-0000006&evidence=It+arrived",
                    world.dispute
                )
            }
            "/api/seller/dispute-document-remove" => {
                format!("seller={paramo}&dispute={}&paper={}", world.dispute, world.paper)
            }
            "/seller/messages/{part}"
            | "/seller/proposals/{proposal}/pictures"
            | "/seller/disputes/{dispute}/documents" => String::new(),
            "/api/seller/message-read" => format!("seller={paramo}&part={part}&upto=1"),
            "/api/seller/message-settle" => format!("seller={paramo}&part={part}&seen=1"),
            "/api/seller/message-report" => {
                format!("seller={paramo}&message={}&complaint=spam", world.message)
            }
            "/api/seller/feedback-answer" => {
                format!("seller={paramo}&feedback=fbk_01j9zq3v5n8e7kx2m4t6w0ys1b&answer=Buy+ours+instead")
            }
            "/api/seller/reply" => format!("seller={paramo}&review={}&reply=Buy+ours+instead", world.review),
            "/api/seller/sheet" => format!(
                "seller={paramo}&key=matrix-key-0000007&seen-{0}={1}~2.00~9~~~on&price-{0}=1.00&stock-{0}=9&active-{0}=on",
                offer.id, offer.version
            ),
            "/api/seller/price-rule" | "/api/seller/price-rule-stop" => {
                format!("seller={paramo}&offer={}&floor=1.00", offer.id)
            }
            "/api/seller/sheet-undo" => format!("seller={paramo}&sheet={}", world.sheet),
            "/api/seller/promotion-pause" => {
                format!("seller={paramo}&promotion={}&paused=on", world.promotion)
            }
            "/api/seller/promotion-create" => {
                format!(
                    "seller={paramo}&title=Theirs&kind=from_units&units=3&share=10&key=matrix-key-0000005&offers={}",
                    offer.id
                )
            }
            "/api/seller/coupon-end" => format!("seller={paramo}&coupon={}", world.coupon),
            "/api/seller/webhook-change" => {
                format!("seller={paramo}&endpoint={}&state=off", world.endpoint)
            }
            "/api/seller/webhook-secret" | "/api/seller/webhook-remove" | "/api/seller/webhook-test" => {
                format!("seller={paramo}&endpoint={}", world.endpoint)
            }
            "/api/seller/webhook-replay" => format!("seller={paramo}&delivery={}", world.delivery),
            "/api/seller/key-revoke" => format!("seller={paramo}&id={}", world.api_key),
            "/api/seller/import-start" | "/api/seller/import-undo" | "/api/seller/import-discard" => {
                format!("seller={paramo}&upload={}", world.upload)
            }
            "/api/seller/opening-remove" => format!("seller={paramo}&document={}", world.document),
            "/api/seller/staff-role" => format!("seller={paramo}&member={}&role=owner", world.member),
            "/api/seller/staff-remove" => format!("seller={paramo}&member={}", world.member),
            "/api/seller/staff-withdraw" => format!("seller={paramo}&invitation={}", world.invitation),
            "/api/seller/table-remove" => format!("seller={paramo}&table={}", world.table),
            // They name nothing but the seller itself, or make something under an id of their own.
            "/api/seller/table"
            | "/api/seller/legal"
            | "/api/seller/tax-person"
            | "/api/seller/contact"
            | "/api/seller/opening-submit"
            | "/api/seller/opening-withdraw"
            | "/seller/opening/to/{seller}"
            | "/api/seller/shipping"
            | "/api/seller/holiday"
            | "/api/seller/staff-invite"
            | "/api/seller/store"
            | "/api/seller/logo-remove"
            | "/seller/store/logo/{seller}"
            | "/seller/products/by-picture/{seller}"
            | "/api/seller/calendar"
            | "/api/seller/return-settings"
            | "/api/seller/return-address"
            | "/api/seller/return-labels"
            | "/api/seller/return-rule-add"
            | "/api/seller/return-rule-change"
            | "/api/seller/bank-account"
            | "/api/seller/pay-out"
            | "/api/seller/plan"
            | "/api/seller/plan-card"
            | "/api/seller/plan-card-remove"
            | "/api/seller/webhook-create"
            | "/api/seller/appeal"
            | "/api/seller/key-create"
            | "/api/seller/coupon-create"
            // What is in the catalogue is everybody's to offer.
            | "/api/seller/offer-add"
            | "/api/seller/product-propose"
            | "/seller/imports/to/{seller}" => continue,
            other => panic!("{other}: which object does it name? Teach the matrix."),
        };
        let cookie = world.shop.cookie_of("tomas@paramo.example").await;
        let path = rule
            .path
            .replace("{part}", &part.to_string())
            .replace("{proposal}", &world.proposal)
            .replace("{dispute}", &world.dispute);
        let answer = world.shop.ask(post(&path, &cookie, body)).await;
        // A choice among several is refused as a slip in a form is: one of them may have been taken down meanwhile.
        let refusal = match rule.path {
            "/api/seller/promotion-create" => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::NOT_FOUND,
        };
        assert_eq!(answer.status(), refusal, "{}", rule.path);
        tried += 1;
    }
    assert!(tried >= 5);
    let ben = world.shop.cookie_of("ben@shopper.example").await;
    let cancel = post("/api/orders/cancel", &ben, format!("order={bens}&part={part}"));
    assert_eq!(world.shop.ask(cancel).await.status(), StatusCode::NOT_FOUND);
    for form in [
        "/api/returns/cancel",
        "/api/returns/send",
        "/api/returns/label",
        "/api/returns/pickup",
        "/api/returns/drop-off",
        "/api/returns/replacement-arrived",
        "/api/returns/appeal",
    ] {
        let body = format!("order={bens}&return_id={}&carrier=ups", world.return_id);
        let answer = world.shop.ask(post(form, &ben, body)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{form}");
    }
    for (form, body) in [
        (format!("/orders/{bens}/messages/{part}"), String::new()),
        ("/api/messages/read".into(), format!("order={bens}&part={part}&upto=1")),
        ("/api/messages/report".into(), format!("order={bens}&message={}&complaint=spam", world.message)),
    ] {
        let answer = world.shop.ask(post(&form, &ben, body)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{form}");
    }
    let pages = RULES.iter().filter(|r| {
        r.method == "GET"
            && r.path.starts_with("/seller/")
            && r.path.contains('{')
            && matches!(r.about, About::Seller(_))
    });
    let mut opened = 0;
    for rule in pages {
        let page = rule
            .path
            .replace("{part}", &part.to_string())
            .replace("{return_id}", &world.return_id.to_string())
            .replace("{invoice}", &world.invoice)
            .replace("{fee_invoice}", &world.fee_invoice)
            .replace("{dispute}", &world.dispute.to_string())
            .replace("{paper}", &world.paper)
            .replace("{endpoint}", &world.endpoint.to_string())
            .replace("{payout}", &world.payout.to_string())
            .replace("{transaction}", &world.transaction.to_string())
            .replace("{document}", &world.document)
            .replace("{upload}", &world.upload.to_string());
        // They name nothing of anybody: which table, which format, which product of the one catalogue.
        if matches!(
            rule.path,
            "/seller/analysis/{table}" | "/seller/export/{format}" | "/seller/products/add/{product}"
        ) {
            continue;
        }
        assert!(!page.contains('{'), "{page}: which object does it name? Teach the matrix.");
        let asked = Request::get(format!("{page}?seller={paramo}"))
            .header("cookie", world.shop.cookie_of("tomas@paramo.example").await)
            .body(Body::empty())
            .unwrap();
        assert_eq!(world.shop.ask(asked).await.status(), StatusCode::NOT_FOUND, "{page}");
        opened += 1;
    }
    assert!(opened >= 11, "{opened}");
    assert_eq!(state_of(&world).await, before, "nothing changed");
}

fn post(path: &str, cookie: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("cookie", cookie)
        .body(Body::from(body))
        .unwrap()
}
