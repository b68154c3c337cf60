//! Role × route × somebody else's thing, generated from the table of rules: each refusal is the one that
//! `domain::roles` decides, whatever page, server function or stream answers.

use crate::common::TestShop;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::contact::Email;
use platform::domain::roles::{self, Action, Actor, Denied, Resource, Seat, StaffRole};
use platform::domain::{AccountId, OrderId, PartId, PasskeyId, ReturnId, SellerId};
use platform::notify::{NewDevice, NotifyError};
use platform::{identity, lists, orders, payments, sellers};
use server::routes_rules::{About, RULES, Rule};

pub struct World {
    pub shop: TestShop,
    /// Name, cookie, and what `domain::roles` is asked with.
    pub people: Vec<(&'static str, Option<String>, Actor)>,
    ada: AccountId,
    order: OrderId,
    part: PartId,
    /// Of that part.
    return_id: ReturnId,
    seller: SellerId,
    address: String,
    card: String,
    /// A shared list of Ada's, what is on it, and the code of its link.
    list: String,
    item: String,
    code: String,
    /// A review of what Casa Guayabo sold, what it is about, and a question.
    review: String,
    product: String,
    question: String,
    session: String,
    passkey: String,
    device: String,
    export: String,
    /// A payout of Casa Guayabo, and the ledger's transaction of it.
    payout: String,
    transaction: String,
    /// A file of Casa Guayabo with something found in its rows.
    upload: String,
}

async fn account(shop: &TestShop, email: &str) -> AccountId {
    let mut conn = shop.platform().db.read().await.unwrap();
    let email = Email::parse(email).unwrap();
    identity::account_by_email(&mut conn, &email).await.unwrap().unwrap().id
}

/// A demo shop, and a helper at Casa Guayabo who is not its owner.
pub async fn world() -> World {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let platform = shop.platform().clone();
    let ada = account(&shop, "ada@shopper.example").await;
    let helper = account(&shop, "ben@shopper.example").await;
    let mut conn = platform.db.read().await.unwrap();
    let seller = sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let own = orders::store::orders_of(&mut conn, orders::Shopper::Account(ada), None, 50).await.unwrap();
    let parts = own.iter().flat_map(|order| &order.parts).map(|detail| &detail.part);
    let part = parts.clone().find(|part| part.seller_id == seller).or_else(|| parts.clone().next()).unwrap();
    let address = identity::addresses::default(&mut conn, ada).await.unwrap().unwrap().id.to_string();
    let card = payments::methods(&mut conn, ada).await.unwrap()[0].id.to_string();
    let (order, part) = (part.order_id, part.id);
    let returns = platform::returns::lists::of_order(&mut conn, order).await.unwrap();
    let return_id = returns.first().expect("the demo's newest order of Casa Guayabo comes back").row.id;
    let reviewed = platform::reviews::reviews_of_seller(&mut conn, seller, 1, 1).await.unwrap();
    let (review, product) = (reviewed.reviews[0].id.to_string(), reviewed.reviews[0].product_id.to_string());
    let (question,): (platform::domain::QuestionId,) =
        conn.one(platform::db::sql("SELECT id FROM reviews_questions ORDER BY id")).await.unwrap();
    let question = question.to_string();
    drop(conn);
    let _: Result<bool, sellers::SellerError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move { sellers::add_staff(tx, seller, helper, StaffRole::Staff).await })
        })
        .await;
    let mut people = vec![("guest", None, Actor::Guest(None))];
    for (name, email) in [
        ("the buyer", "ada@shopper.example"),
        ("the seller's helper", "ben@shopper.example"),
        ("the seller's owner", "lucia@guayabo.example"),
        ("another seller's owner", "tomas@paramo.example"),
        ("the operator", "operator@orinoco.example"),
    ] {
        let id = account(&shop, email).await;
        let mut conn = platform.db.read().await.unwrap();
        let seats = sellers::memberships(&mut conn, id).await.unwrap();
        let seats = seats.iter().map(|m| Seat { seller: m.seller_id, role: m.role }).collect();
        let actor = Actor::Account { id, operator: email.starts_with("operator"), seats };
        drop(conn);
        people.push((name, Some(shop.cookie_of(email).await), actor));
    }
    let mut conn = platform.db.read().await.unwrap();
    let session = identity::sessions(&mut conn, ada).await.unwrap()[0].session_id.to_string();
    drop(conn);
    let passkey = passkey_of(&shop, ada).await;
    let device = device_of(&shop, ada).await;
    let export = platform.personal.request_export(ada, "a-demo-password").await.unwrap().to_string();
    let upload = upload_of(&shop, seller).await;
    platform.settle().await.unwrap();
    let (list, item, code) = wish_list(&shop, ada).await;
    let (payout, transaction) = payout_of(&shop, seller).await;
    World {
        shop,
        people,
        ada,
        order,
        part,
        return_id,
        seller,
        address,
        card,
        list,
        item,
        code,
        review,
        product,
        question,
        session,
        passkey,
        device,
        export,
        payout,
        transaction,
        upload,
    }
}

/// A payout that the demo's bank account gets, of money that no order holds back.
async fn payout_of(shop: &TestShop, seller: SellerId) -> (String, String) {
    use platform::ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
    let amount = platform::domain::Money::new(5_000, platform::domain::Currency::USD);
    let given: Result<_, platform::ledger::LedgerError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let payable = AccountRef::seller_payable(seller, amount.currency());
                let marketing = AccountRef::marketing("matrix", amount.currency());
                let new = NewTransaction::posted("matrix-gift", TransactionKind::Adjustment)
                    .line(Posting::debit(marketing, amount, Memo::Adjustment)?)
                    .line(Posting::credit(payable, amount, Memo::Adjustment)?);
                platform::ledger::post(tx, new).await
            })
        })
        .await;
    given.unwrap();
    let id = shop.platform().payouts.pay_now(seller, "matrix-payout-00001").await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let payout = platform::payouts::payout(&mut conn, id).await.unwrap();
    (id.to_string(), payout.ledger.to_string())
}

async fn upload_of(shop: &TestShop, seller: SellerId) -> String {
    let mut receiving = shop.platform().imports.receive().unwrap();
    receiving.take(b"{\"id\":\"1\",\"title\":\"Good\",\"price\":5}\n{\"id\":\"2\"}\n").await.unwrap();
    let new = platform::import::NewUpload {
        seller,
        scope: platform::import::Scope::Seller,
        file_name: "matrix.jsonl".into(),
        currency: platform::domain::Currency::USD,
        price: None,
        default_quantity: 0,
    };
    receiving.finish(new).await.unwrap().to_string()
}

/// A passkey that is only looked at: no device has it.
async fn passkey_of(shop: &TestShop, owner: AccountId) -> String {
    let id: PasskeyId = shop.platform().db.new_id();
    let added: Result<u64, platform::db::DbError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let statement = "INSERT INTO identity_passkeys
                     (id, account_id, credential_id, public_key, uses, name, created_at_us)
                     VALUES ($1, $2, $3, $3, 0, 'Phone', 0)";
                tx.exec(platform::db::sql(statement).bind(id).bind(owner).bind([7_u8; 16].as_slice())).await
            })
        })
        .await;
    assert_eq!(added.unwrap(), 1);
    id.to_string()
}

/// A phone that gets messages.
async fn device_of(shop: &TestShop, owner: AccountId) -> String {
    /// Keys of RFC 8291's example.
    const POINT: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let new = NewDevice::parse("https://push.example/matrix", POINT, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
    let added: Result<_, NotifyError> = shop
        .platform()
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { platform::notify::add(tx, owner, &new).await })
        })
        .await;
    added.unwrap().to_string()
}

async fn wish_list(shop: &TestShop, owner: AccountId) -> (String, String, String) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let product = platform::catalog::all_product_ids_after(&mut conn, None, 1).await.unwrap()[0];
    drop(conn);
    let made: Result<_, lists::ListError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let list = lists::create(tx, owner, "Birthday").await?;
                let item = lists::add(tx, owner, list, lists::NewItem { product, price: None }).await?;
                Ok((list.to_string(), item.to_string(), lists::share(tx, owner, list).await?))
            })
        })
        .await;
    made.unwrap()
}

impl World {
    /// The thing of the rule, as somebody's: Ada's, Casa Guayabo's, the platform's.
    pub fn resource(&self, rule: &Rule) -> Option<Resource> {
        match rule.about {
            About::Own => Some(Resource::OwnAccount),
            About::Mine(_) => Some(Resource::Own(self.ada)),
            // A shopper's page of an order names no seller: a seller reads orders at its own desk.
            About::Order(_) if rule.path.starts_with("/live/") => None,
            About::Order(_) => {
                Some(Resource::Order { buyer: Some(self.ada), guest: None, sellers: Vec::new() })
            }
            About::Seller(_) => Some(Resource::Seller(self.seller)),
            About::Platform => Some(Resource::Platform),
            About::Public | About::Cart | About::Machine => None,
        }
    }

    fn value(&self, field: &str, rule: &Rule) -> String {
        match field {
            "order" => self.order.to_string(),
            "part" => self.part.to_string(),
            "return_id" => self.return_id.to_string(),
            "seller" => self.seller.to_string(),
            "upload" => self.upload.clone(),
            "payout" => self.payout.clone(),
            "transaction" => self.transaction.clone(),
            "format" => "icecat".to_owned(),
            "code" => self.code.clone(),
            "id" if rule.path.contains("/lists/item") => self.item.clone(),
            "id" if rule.path.contains("/lists/") => self.list.clone(),
            "subject" | "review" => self.review.clone(),
            "product" => self.product.clone(),
            "question" => self.question.clone(),
            "id" if rule.path.contains("card") => self.card.clone(),
            "id" if rule.path.contains("/data/") => self.export.clone(),
            "id" if rule.path.contains("session") => self.session.clone(),
            "id" if rule.path.contains("passkey") => self.passkey.clone(),
            "id" if rule.path.contains("device") => self.device.clone(),
            "id" => self.address.clone(),
            other => panic!("{}: what is a `{other}`? Teach the matrix.", rule.path),
        }
    }

    pub async fn ask(&self, rule: &Rule, cookie: Option<&str>) -> Response<Body> {
        let mut path = rule.path.to_owned();
        let fields = [
            "order",
            "part",
            "seller",
            "id",
            "code",
            "subject",
            "review",
            "product",
            "question",
            "upload",
            "format",
            "return_id",
            "payout",
            "transaction",
        ];
        for field in fields {
            if path.contains(&format!("{{{field}}}")) {
                path = path.replace(&format!("{{{field}}}"), &self.value(field, rule));
            }
        }
        let pairs = fields.map(|f| format!("{f}={0}&form%5B{f}%5D={0}", self.value(f, rule)));
        // An address that would be saved if that were allowed.
        let rest =
            "name=Eve&line1=1+Elm+St&city=Austin&region=TX&postcode=78701&country=US&key=matrix-key-000001";
        let request = match rule.method {
            "GET" => Request::get(format!("{path}?seller={}", self.seller)).header("accept", "text/html"),
            _ => Request::post(path)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .header("accept", "application/json"),
        };
        let request = match cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let body = if rule.method == "GET" { String::new() } else { format!("{}&{rest}", pairs.join("&")) };
        self.shop.ask(request.body(Body::from(body)).unwrap()).await
    }
}

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
        if waits || rule.about == About::Machine {
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
async fn a_live_order_is_for_its_buyer_its_sellers_and_the_operator() {
    let world = world().await;
    let rule = RULES.iter().find(|rule| rule.path == "/live/order/{order}").unwrap();
    let sellers = {
        let mut conn = world.shop.platform().db.read().await.unwrap();
        let detail = orders::store::detail(&mut conn, world.order).await.unwrap();
        detail.parts.iter().map(|p| p.part.seller_id).collect()
    };
    let resource = Resource::Order { buyer: Some(world.ada), guest: None, sellers };
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
    let uploads = platform::import::uploads_of_seller(&mut conn, world.seller, 50).await.unwrap();
    rows.extend(uploads.into_iter().map(|upload| (upload.id.to_string(), upload.state.to_string(), 0)));
    let offers = platform::catalog::offers_of_seller(&mut conn, world.seller, None, 0, 500).await.unwrap();
    let ids: Vec<_> = offers.rows.iter().map(|row| row.offer.id).collect();
    let levels = platform::inventory::levels(&mut conn, &ids).await.unwrap();
    let replies: Vec<(platform::domain::ReviewId, String)> =
        conn.all(platform::db::sql("SELECT review_id, body FROM reviews_replies ORDER BY 1")).await.unwrap();
    rows.extend(replies.into_iter().map(|(id, body)| (id.to_string(), body, 0)));
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
            "/api/seller/return-decline" => {
                format!("seller={paramo}&return_id={}&decline=Not+ours", world.return_id)
            }
            "/api/seller/return-refund" => format!(
                "form[seller]={paramo}&form[return_id]={}&form[key]=matrix-key-0000004&form[seen]=1&form[lines][0]={line}\
                 &form[grades][0]=as_new&form[kept][0]=0&form[restock][0]=on",
                world.return_id
            ),
            "/api/seller/reply" => format!("seller={paramo}&review={}&reply=Buy+ours+instead", world.review),
            "/api/seller/import-start" | "/api/seller/import-undo" | "/api/seller/import-discard" => {
                format!("seller={paramo}&upload={}", world.upload)
            }
            // They name nothing but the seller itself.
            "/api/seller/shipping"
            | "/api/seller/calendar"
            | "/api/seller/return-settings"
            | "/api/seller/return-address"
            | "/api/seller/bank-account"
            | "/api/seller/pay-out"
            | "/seller/imports/to/{seller}" => continue,
            other => panic!("{other}: which object does it name? Teach the matrix."),
        };
        let cookie = world.shop.cookie_of("tomas@paramo.example").await;
        let answer = world.shop.ask(post(rule.path, &cookie, body)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{}", rule.path);
        tried += 1;
    }
    assert!(tried >= 5);
    let ben = world.shop.cookie_of("ben@shopper.example").await;
    let cancel = post("/api/orders/cancel", &ben, format!("order={bens}&part={part}"));
    assert_eq!(world.shop.ask(cancel).await.status(), StatusCode::NOT_FOUND);
    for form in ["/api/returns/cancel", "/api/returns/send"] {
        let body = format!("order={bens}&return_id={}&carrier=ups", world.return_id);
        let answer = world.shop.ask(post(form, &ben, body)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{form}");
    }
    for page in [
        format!("/seller/orders/{part}"),
        format!("/seller/returns/{}", world.return_id),
        format!("/seller/payouts/{}", world.payout),
        format!("/seller/payouts/{}/statement.csv", world.payout),
        format!("/seller/postings/{}", world.transaction),
    ] {
        let asked = Request::get(format!("{page}?seller={paramo}"))
            .header("cookie", world.shop.cookie_of("tomas@paramo.example").await)
            .body(Body::empty())
            .unwrap();
        assert_eq!(world.shop.ask(asked).await.status(), StatusCode::NOT_FOUND, "{page}");
    }
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
