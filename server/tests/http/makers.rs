//! One thing of each kind that somebody owns, made by the real commands, for tests that need one.

use crate::common::TestShop;
use platform::domain::contact::{Email, NewPassword, PersonName};
use platform::domain::coupon::{Benefit, CouponCode, Terms};
use platform::domain::format::Locale;
use platform::domain::integration::ApiScopes;
use platform::domain::key::IdempotencyKey;
use platform::domain::review::{Prose, ProseKind};
use platform::domain::roles::{OperatorRole, StaffRole};
use platform::domain::shipping::{ShippingRate, ShippingTable};
use platform::domain::{
    AccountId, CouponId, Currency, DurationUs, FeedbackId, JobId, Money, PartId, PasskeyId, ProductId,
    SellerId, ShippingTableId,
};
use platform::identity::invitations::{Letterhead, NewInvitation, Operators};
use platform::identity::operators::{OperatorError, appoint};
use platform::integrations::{IntegrationError, KeySecret, NewKey, keys};
use platform::messages::{NewMessage, Party};
use platform::notify::{Kind, Message, NewDevice, NotifyError};
use platform::orders::coupons::{CouponError, NewOwnCoupon};
use platform::{identity, lists, orders, sellers};

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
pub async fn invitation_of(shop: &TestShop, seller: SellerId) -> String {
    let letterhead = Letterhead { shop_name: "Orinoco".into(), public_url: "http://localhost".into() };
    let new = NewInvitation {
        key: IdempotencyKey::parse("matrix-invite-000001").unwrap(),
        team: seller,
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
pub async fn platform_invitation_of(shop: &TestShop) -> String {
    let new = NewInvitation {
        key: IdempotencyKey::parse("matrix-invite-000002").unwrap(),
        team: Operators,
        email: Email::parse("newcomer@orinoco.example").unwrap(),
        role: OperatorRole::Support,
        by: shop.account_of("operator@orinoco.example").await,
        locale: Locale::En,
    };
    shop.platform().identity.invite_operator(new).await.unwrap().to_string()
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
    use platform::listing::{Draft, ListingError, Sending, propose, say};
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
                    sending: Sending::default(),
                };
                let key = IdempotencyKey::parse("matrix-proposal-001").unwrap();
                Ok(propose(tx, seller, &key, &draft, by).await?.id)
            })
        })
        .await;
    made.unwrap().to_string()
}

/// What `count` buyers said of a seller, the last one the newest.
pub async fn feedback_of(shop: &TestShop, seller: SellerId, count: i64) -> Vec<FeedbackId> {
    let buyer = shop.account_of("ada@shopper.example").await;
    let written: Result<Vec<FeedbackId>, platform::db::DbError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut ids = Vec::new();
                for n in 1..=count {
                    let (id, part) = (tx.new_id::<FeedbackId>(), tx.new_id::<PartId>());
                    let (product, at) = (tx.new_id::<ProductId>(), tx.now().plus(DurationUs::from_secs(n)));
                    let statement = platform::db::sql(
                        "INSERT INTO reviews_feedback (id, part_id, product_id, seller_id, account_id, stars, body,
                             visibility, written_at_us)
                         VALUES ($1, $2, $3, $4, $5, 5, $6, 'shown', $7)",
                    );
                    let statement = statement.bind(id).bind(part).bind(product).bind(seller).bind(buyer);
                    tx.exec(statement.bind(format!("Word number {n}.")).bind(at)).await?;
                    ids.push(id);
                }
                Ok(ids)
            })
        })
        .await;
    written.unwrap()
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

/// A file that goes to the bank with the answer to this dispute.
pub async fn paper_of(shop: &TestShop, seller: SellerId, dispute: platform::domain::DisputeId) -> String {
    let new = platform::disputes::NewDocument {
        seller,
        dispute,
        file_name: "signed.pdf".into(),
        content: b"%PDF-1.4\n%%EOF\n".to_vec().into(),
    };
    shop.platform().disputes.add_document(&shop.platform().pictures, new).await.unwrap().to_string()
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
pub async fn sheet_of(shop: &TestShop, seller: SellerId) -> String {
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
pub async fn promotion_of(shop: &TestShop, seller: SellerId) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    let reports = orders::promotions::reports(&mut conn, seller, 1).await.unwrap();
    reports[0].promotion.id.to_string()
}

/// A tenth off what the seller sells, given by itself.
pub async fn coupon_of(shop: &TestShop, seller: SellerId, code: &str) -> CouponId {
    let db = &shop.platform().db;
    let new = NewOwnCoupon {
        seller,
        code: CouponCode::parse(code).unwrap(),
        terms: Terms {
            benefit: Benefit::Percent { bps: 1_000 },
            minimum: None,
            most_off: None,
            from: db.now(),
            until: None,
            paused: false,
            most_uses: None,
            most_uses_each: None,
        },
        category: None,
        currency: Currency::USD,
        made_by: db.new_id(),
        key: IdempotencyKey::parse(&format!("own-coupon-of-{code}")).unwrap(),
    };
    let made: Result<CouponId, CouponError> = db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { orders::coupons::create_own(tx, &new).await })
        })
        .await;
    made.unwrap()
}

/// A job of no capability, so nothing follows when it is let run again.
pub async fn dead_job(shop: &TestShop) -> String {
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
        documents: Vec::new(),
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

pub async fn upload_of(shop: &TestShop, seller: SellerId) -> String {
    let mut receiving = shop.platform().imports.receive(seller).unwrap();
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
pub async fn passkey_of(shop: &TestShop, owner: AccountId) -> String {
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
pub async fn device_of(shop: &TestShop, owner: AccountId) -> String {
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

/// Something that somebody was told, unread.
pub async fn notice_of(shop: &TestShop, owner: AccountId) -> String {
    let (url, tag) = ("/account/orders".to_owned(), "told-by-the-matrix".to_owned());
    let message = Message::new(Locale::En, "A parcel left", "Brass lamp", url, tag);
    let told: Result<(), NotifyError> = shop
        .platform()
        .db
        .write(move |tx| {
            let message = message.clone();
            Box::pin(async move { platform::notify::note(tx, owner, Kind::Shipped, &message).await })
        })
        .await;
    told.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    platform::notify::listed(&mut conn, owner, None, None, 1).await.unwrap()[0].id.to_string()
}

pub async fn wish_list(shop: &TestShop, owner: AccountId) -> (String, String, String) {
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
