//! A demo shop with something of everybody's, and who may ask for it: what the matrix and its likes are tried on.

use crate::common::TestShop;
use axum::body::Body;
use http::{Request, Response};
use platform::disputes::lists::{DisputeFilter, page as lists_of_disputes};
use platform::domain::contact::{Email, NewPassword, PersonName};
use platform::domain::format::Locale;
use platform::domain::integration::ApiScopes;
use platform::domain::key::IdempotencyKey;
use platform::domain::review::{Prose, ProseKind};
use platform::domain::roles::{Actor, OperatorRole, Resource, Seat, StaffRole};
use platform::domain::shipping::{ShippingRate, ShippingTable};
use platform::domain::{
    AccountId, Currency, JobId, Money, OrderId, PartId, PasskeyId, ReturnId, SellerId, ShippingTableId,
};
use platform::identity::operators::{NewOperatorInvitation, OperatorError, appoint};
use platform::integrations::{IntegrationError, KeySecret, NewKey, keys};
use platform::ledger::AccountRef;
use platform::messages::{NewMessage, Party};
use platform::notify::{NewDevice, NotifyError};
use platform::{identity, lists, orders, payments, sellers};
use server::routes_rules::{About, Rule};

pub struct World {
    pub shop: TestShop,
    /// Name, cookie, and what `domain::roles` is asked with.
    pub people: Vec<(&'static str, Option<String>, Actor)>,
    pub ada: AccountId,
    pub order: OrderId,
    pub part: PartId,
    /// Of that part.
    pub return_id: ReturnId,
    /// Of that part, too.
    pub invoice: String,
    /// Of what the platform charged Casa Guayabo.
    pub fee_invoice: String,
    pub seller: SellerId,
    pub address: String,
    pub card: String,
    /// A shared list of Ada's, what is on it, and the code of its link.
    pub list: String,
    pub item: String,
    pub code: String,
    /// A review of what Casa Guayabo sold, what it is about, and a question.
    pub review: String,
    pub product: String,
    pub question: String,
    pub session: String,
    pub passkey: String,
    pub device: String,
    pub export: String,
    /// A payout of Casa Guayabo, and the ledger's transaction of it.
    pub payout: String,
    pub transaction: String,
    /// A key of Casa Guayabo that opens everything of it.
    pub api_key: String,
    /// What Ada wrote about that part.
    pub message: String,
    /// A file of Casa Guayabo with something found in its rows.
    pub upload: String,
    /// Of Casa Guayabo.
    pub promotion: String,
    /// A shipping table of Casa Guayabo, which no offer uses.
    pub table: String,
    /// What Casa Guayabo changed at once.
    pub sheet: String,
    /// What a bank took back of Casa Guayabo, not answered.
    pub dispute: String,
    /// Where Casa Guayabo is told what happens, and a test that is on its way there.
    pub endpoint: String,
    pub delivery: String,
    /// A product that Casa Guayabo proposed, not decided.
    pub proposal: String,
    /// Who helps at Casa Guayabo, and an open invitation to it.
    pub member: String,
    pub invitation: String,
    /// Who works for the platform beside its administrator, and an open invitation to it.
    pub colleague: String,
    pub platform_invitation: String,
    /// A job that failed for ever.
    pub job: String,
    /// What Casa Guayabo handed in when it opened.
    pub document: String,
}

/// A new account.
pub async fn newcomer(shop: &TestShop, email: &str) -> AccountId {
    let new = identity::NewAccount {
        email: Email::parse(email).unwrap(),
        name: PersonName::parse("Noor Salas").unwrap(),
        password: NewPassword::parse("a long river runs").unwrap(),
        locale: Locale::En,
        currency: Currency::USD,
    };
    shop.platform().identity.create_account(new, false).await.unwrap()
}

/// A new account of somebody who works for the platform.
pub async fn operator_of(shop: &TestShop, email: &str, role: OperatorRole) -> AccountId {
    let account = newcomer(shop, email).await;
    let appointed: Result<bool, OperatorError> =
        shop.platform().db.write(move |tx| Box::pin(appoint(tx, account, role))).await;
    assert!(appointed.unwrap());
    account
}

/// A new account with a place at a seller.
pub async fn seat_of(shop: &TestShop, seller: SellerId, email: &str, role: StaffRole) -> AccountId {
    let account = newcomer(shop, email).await;
    let seated: Result<bool, sellers::SellerError> =
        shop.platform().db.write(move |tx| Box::pin(sellers::add_staff(tx, seller, account, role))).await;
    assert!(seated.unwrap());
    account
}

/// Somebody who is invited to pack.
async fn invitation_of(shop: &TestShop, seller: SellerId) -> String {
    let letterhead =
        sellers::Letterhead { shop_name: "Orinoco".into(), public_url: "http://localhost".into() };
    let new = sellers::NewInvitation {
        key: IdempotencyKey::parse("matrix-invite-000001").unwrap(),
        seller,
        email: Email::parse("newcomer@guayabo.example").unwrap(),
        role: StaffRole::Shipping,
        by: shop.account_of("lucia@guayabo.example").await,
        locale: Locale::En,
    };
    let made: Result<_, sellers::SellerError> = shop
        .platform()
        .db
        .write(move |tx| {
            let (letterhead, new) = (letterhead.clone(), new.clone());
            Box::pin(async move { sellers::invite(tx, &letterhead, &new).await })
        })
        .await;
    made.unwrap().to_string()
}

/// Somebody who is invited to work for the platform.
async fn platform_invitation_of(shop: &TestShop) -> String {
    let new = NewOperatorInvitation {
        key: IdempotencyKey::parse("matrix-invite-000002").unwrap(),
        email: Email::parse("newcomer@orinoco.example").unwrap(),
        role: OperatorRole::Support,
        by: shop.account_of("operator@orinoco.example").await,
        locale: Locale::En,
    };
    shop.platform().identity.invite_operator(new).await.unwrap().to_string()
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
    let invoices = platform::invoices::of_part(&mut conn, part).await.unwrap();
    let invoice = invoices.first().expect("what comes back was sold").id.to_string();
    let disputes = lists_of_disputes(&mut conn, Some(seller), DisputeFilter::Open, None, 1).await.unwrap();
    let dispute = disputes[0].id.to_string();
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
    for (email, role) in [
        ("packer@guayabo.example", StaffRole::Shipping),
        ("lister@guayabo.example", StaffRole::Catalogue),
        ("books@guayabo.example", StaffRole::Finance),
    ] {
        seat_of(&shop, seller, email, role).await;
    }
    for (email, role) in [
        ("books@orinoco.example", OperatorRole::Finance),
        ("shelves@orinoco.example", OperatorRole::Catalogue),
        ("help@orinoco.example", OperatorRole::Support),
        ("wires@orinoco.example", OperatorRole::Technical),
    ] {
        operator_of(&shop, email, role).await;
    }
    let platform_invitation = platform_invitation_of(&shop).await;
    let mut people = vec![("guest", None, Actor::Guest(None))];
    for (name, email) in [
        ("who ships for the seller", "packer@guayabo.example"),
        ("who lists for the seller", "lister@guayabo.example"),
        ("who keeps the seller's books", "books@guayabo.example"),
        ("the buyer", "ada@shopper.example"),
        ("the seller's helper", "ben@shopper.example"),
        ("the seller's owner", "lucia@guayabo.example"),
        ("another seller's owner", "tomas@paramo.example"),
        ("the operator", "operator@orinoco.example"),
        ("the platform's finance", "books@orinoco.example"),
        ("the platform's catalogue", "shelves@orinoco.example"),
        ("the platform's support", "help@orinoco.example"),
        ("the platform's technical", "wires@orinoco.example"),
    ] {
        let id = account(&shop, email).await;
        let mut conn = platform.db.read().await.unwrap();
        let seats = sellers::memberships(&mut conn, id).await.unwrap();
        let seats = seats.iter().map(|m| Seat { seller: m.seller_id, role: m.role }).collect();
        let operator = identity::account(&mut conn, id).await.unwrap().unwrap().operator;
        let actor = Actor::Account { id, operator, seats };
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
    let message = message_of(&shop, ada, part).await;
    let (list, item, code) = wish_list(&shop, ada).await;
    let (payout, transaction) = payout_of(&shop, seller).await;
    let fee_invoice = fee_invoice_of(&shop, seller).await;
    let (api_key, _) = key_of(&shop, seller, ApiScopes::all()).await;
    let (endpoint, delivery) = webhook_of(&shop, seller).await;
    let proposal = proposal_of(&shop, seller).await;
    let job = dead_job(&shop).await;
    let promotion = promotion_of(&shop, seller).await;
    let table = table_of(&shop, seller).await.to_string();
    let sheet = sheet_of(&shop, seller).await;
    let document = document_of(&shop, seller).await;
    let invitation = invitation_of(&shop, seller).await;
    let colleague = account(&shop, "help@orinoco.example").await.to_string();
    World {
        shop,
        people,
        ada,
        order,
        part,
        return_id,
        invoice,
        fee_invoice,
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
        api_key,
        message,
        upload,
        promotion,
        table,
        sheet,
        dispute,
        endpoint,
        delivery,
        proposal,
        member: helper.to_string(),
        invitation,
        colleague,
        platform_invitation,
        job,
        document,
    }
}

/// What the platform charged a seller so far, of a platform that is established.
pub async fn fee_invoice_of(shop: &TestShop, seller: SellerId) -> String {
    use fees::testing::{invoice_so_far, say_seat, seat};
    let db = &shop.platform().db;
    say_seat(db, Some(seat(100_000)), None).await.unwrap();
    let of = platform::fees::InvoiceJob { seller, currency: Currency::USD };
    invoice_so_far(db, of).await.unwrap().expect("the demo's sellers were charged").to_string()
}

/// A product that waits for an operator, because its category wants that.
pub async fn proposal_of(shop: &TestShop, seller: SellerId) -> String {
    use platform::catalog::Condition;
    use platform::domain::listing::ListingRule;
    use platform::listing::{Draft, ListingError, propose, say};
    let by = shop.account_of("lucia@guayabo.example").await;
    let made: Result<_, ListingError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let category = platform::catalog::category_by_slug(tx, "kitchen").await?.unwrap().id;
                let rule = ListingRule { approval: true, ..ListingRule::default() };
                say(tx, category, rule, by).await?;
                let draft = Draft {
                    title: "A wok of the matrix".into(),
                    brand: None,
                    code: None,
                    category,
                    description: String::new(),
                    attributes: Vec::new(),
                    sku: "MATRIX-WOK".into(),
                    condition: Condition::New,
                    price: Money::new(3_900, Currency::USD),
                    stock: 4,
                };
                let key = IdempotencyKey::parse("matrix-proposal-001").unwrap();
                Ok(propose(tx, seller, &key, &draft, by).await?.id)
            })
        })
        .await;
    made.unwrap().to_string()
}

/// An endpoint that nothing is sent to, because no worker runs, and a test for it.
pub async fn webhook_of(shop: &TestShop, seller: SellerId) -> (String, String) {
    use platform::domain::webhook::WebhookKind;
    use platform::webhooks::{NewEndpoint, Secret, create, try_out};
    let by = shop.account_of("lucia@guayabo.example").await;
    let url = "https://hooks.example/orinoco".to_owned();
    let new = NewEndpoint { seller, by, url, kinds: vec![WebhookKind::OrderPlaced] };
    let made = shop.platform().db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move {
            let id = create(tx, &new, &Secret::random(), false).await?;
            Ok::<_, platform::webhooks::WebhookError>((
                id.to_string(),
                try_out(tx, seller, id).await?.to_string(),
            ))
        })
    });
    made.await.unwrap()
}

/// A paper of a seller whose opening is over: the demo's sellers were made by an operator.
pub async fn document_of(shop: &TestShop, seller: SellerId) -> String {
    use platform::db::{DbError, sql};
    let by = shop.account_of("lucia@guayabo.example").await;
    let state = async |text: &'static str| {
        let done: Result<u64, DbError> = shop
            .platform()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let key = format!("opened-by-{seller}");
                    tx.exec(sql(text).bind(seller).bind(by).bind(key)).await
                })
            })
            .await;
        assert_eq!(done.unwrap(), 1);
    };
    state(
        "INSERT INTO openings_openings (seller_id, applicant, open_key, kind, plan, state, again, opened_at_us)
         VALUES ($1, $2, $3, 'person', 'individual', 'draft', '[]', 0)",
    )
    .await;
    let new = platform::openings::NewDocument {
        seller,
        by,
        kind: platform::domain::opening::DocumentKind::Identity,
        file_name: "passport.pdf".into(),
        content: std::sync::Arc::new(b"%PDF-1.7 Lucia".to_vec()),
    };
    let id = shop.platform().openings.add_document(new).await.unwrap().to_string();
    state(
        "UPDATE openings_openings SET state = 'approved', decided_at_us = 0
         WHERE seller_id = $1 AND applicant = $2 AND open_key = $3",
    )
    .await;
    id
}

/// A shipping table of a seller that its offers do not use.
pub async fn table_of(shop: &TestShop, seller: SellerId) -> ShippingTableId {
    let db = &shop.platform().db;
    let id: ShippingTableId = db.new_id();
    let (to, fee) = (Vec::new(), Money::new(900, Currency::USD));
    let rates = vec![ShippingRate { to, up_to_g: None, goods_from: None, fee }];
    let table = std::sync::Arc::new(ShippingTable { id, name: "Bulky".into(), rates });
    db.write(move |tx| {
        let table = std::sync::Arc::clone(&table);
        Box::pin(async move { sellers::put_table(tx, seller, (*table).clone(), false).await })
    })
    .await
    .unwrap();
    id
}

/// A sheet that says what one offer costs its seller.
async fn sheet_of(shop: &TestShop, seller: SellerId) -> String {
    use platform::pricing::{Cells, NewSheet, PricingError, RowChange, Sheet, save};
    let by = shop.account_of("lucia@guayabo.example").await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let found = platform::catalog::offers_of_seller_by_sku(&mut conn, seller, None, 0, 1).await.unwrap();
    let offer = &found.rows[0].offer;
    let cells = Cells { cost: Some(Money::new(100, Currency::USD)), ..Cells::from(offer) };
    let row = RowChange { offer: offer.id, version: offer.version, cells, stock_delta: 0 };
    drop(conn);
    let key = IdempotencyKey::parse("matrix-sheet-000001").unwrap();
    let new = NewSheet { seller, key, by, rows: vec![row] };
    let saved: Result<Sheet, PricingError> = shop
        .platform()
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { save(tx, &new).await })
        })
        .await;
    saved.unwrap().id.to_string()
}

/// One that the demo makes.
async fn promotion_of(shop: &TestShop, seller: SellerId) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    let reports = orders::promotions::reports(&mut conn, seller, 1).await.unwrap();
    reports[0].promotion.id.to_string()
}

/// A job of no capability, so nothing follows when it is let run again.
async fn dead_job(shop: &TestShop) -> String {
    let id: JobId = shop.platform().db.new_id();
    let added: Result<u64, platform::db::DbError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let statement = "INSERT INTO db_jobs
                     (id, kind, payload, state, run_at_us, attempts, max_attempts, created_at_us)
                     VALUES ($1, 'matrix.nothing', '{}', 'dead', 0, 12, 12, 0)";
                tx.exec(platform::db::sql(statement).bind(id)).await
            })
        })
        .await;
    assert_eq!(added.unwrap(), 1);
    id.to_string()
}

/// A question about a part, by who ordered it.
pub async fn message_of(shop: &TestShop, shopper: AccountId, part: PartId) -> String {
    let new = NewMessage {
        key: IdempotencyKey::parse("matrix-message-000001").unwrap(),
        party: Party::Shopper(orders::Shopper::Account(shopper)),
        part,
        body: Prose::parse(ProseKind::Message, "Where is it? ada@shopper.example").unwrap(),
        pictures: Vec::new(),
        seen: 0,
    };
    shop.platform().messages.send(new).await.unwrap().id.to_string()
}

/// A key that may do this, and the key in full.
pub async fn key_of(shop: &TestShop, seller: SellerId, scopes: ApiScopes) -> (String, String) {
    let secret = KeySecret::random();
    let staff =
        platform::sellers::staff(&mut shop.platform().db.read().await.unwrap(), seller).await.unwrap();
    let by = staff.iter().find(|member| member.role == StaffRole::Owner).unwrap().account_id;
    let new = NewKey { seller, by, name: "Warehouse robot".into(), scopes };
    let shown = secret.reveal().to_owned();
    let made: Result<_, IntegrationError> = shop
        .platform()
        .db
        .write(move |tx| {
            let (new, secret) = (new.clone(), secret.clone());
            Box::pin(async move { keys::create(tx, &new, &secret).await })
        })
        .await;
    (made.unwrap().to_string(), shown)
}

/// A payout that the demo's bank account gets, of money that no order holds back.
pub async fn payout_of(shop: &TestShop, seller: SellerId) -> (String, String) {
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
            // What a key opens is tried with keys: `api.rs`.
            About::Public | About::Cart | About::Machine | About::Key(_) => None,
        }
    }

    fn value(&self, field: &str, rule: &Rule) -> String {
        match field {
            "order" => self.order.to_string(),
            "part" => self.part.to_string(),
            "return_id" => self.return_id.to_string(),
            "invoice" => self.invoice.clone(),
            "fee_invoice" => self.fee_invoice.clone(),
            "seller" => self.seller.to_string(),
            "upload" => self.upload.clone(),
            "payout" => self.payout.clone(),
            "transaction" => self.transaction.clone(),
            "account" => AccountRef::seller_payable(self.seller, Currency::USD).id().to_string(),
            "job" => self.job.clone(),
            "document" => self.document.clone(),
            "format" => "icecat".to_owned(),
            "table" if rule.path.contains("/seller/table") || rule.path.contains("shipping-tables") => {
                self.table.clone()
            }
            "table" => "products.csv".to_owned(),
            "code" => self.code.clone(),
            "id" if rule.path.contains("/lists/item") => self.item.clone(),
            "id" if rule.path.contains("/lists/") => self.list.clone(),
            "subject" | "review" => self.review.clone(),
            "product" => self.product.clone(),
            "question" => self.question.clone(),
            "message" => self.message.clone(),
            "promotion" => self.promotion.clone(),
            "sheet" => self.sheet.clone(),
            "dispute" => self.dispute.clone(),
            "endpoint" => self.endpoint.clone(),
            "delivery" => self.delivery.clone(),
            "member" if rule.path.contains("/operator/") => self.colleague.clone(),
            "invitation" if rule.path.contains("/operator/") => self.platform_invitation.clone(),
            "member" => self.member.clone(),
            "invitation" => self.invitation.clone(),
            "class" => "electronics".to_owned(),
            "kit" => "fashion".to_owned(),
            "proposal" => self.proposal.clone(),
            "id" if rule.path.contains("/key-") => self.api_key.clone(),
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
            "invoice",
            "fee_invoice",
            "payout",
            "transaction",
            "account",
            "job",
            "document",
            "table",
            "message",
            "promotion",
            "sheet",
            "dispute",
            "endpoint",
            "delivery",
            "member",
            "invitation",
            "class",
            "kit",
            "proposal",
        ];
        for field in fields {
            if path.contains(&format!("{{{field}}}")) {
                path = path.replace(&format!("{{{field}}}"), &self.value(field, rule));
            }
        }
        let pairs = fields.map(|f| format!("{f}={0}&form%5B{f}%5D={0}", self.value(f, rule)));
        // An address that would be saved if that were allowed.
        let rest = "name=Eve&line1=1+Elm+St&city=Austin&region=TX&postcode=78701&country=US&key=matrix-key-000001\
             &upto=1&seen=1&complaint=spam&verdict=approve";
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
