//! The copy of everything about one person, and the end of an account, in a shop in which that person left traces in
//! every corner: nothing is missing from the one and nothing is left by the other but what the books must keep.
#![allow(clippy::unwrap_used)]

use activity::{Event, Kind};
use db::testing::{TestDb, on_both};
use db::{Conn, SystemClock, sql};
use domain::abuse::{AbuseReason, Thing};
use domain::contact::Email;
use domain::courtesy::{Bearer, CourtesyReason};
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::opening::SellerKind;
use domain::plan::Plan;
use domain::returns::{AutoApproval, ReturnReason};
use domain::review::{Prose, ProseKind};
use domain::roles::{OperatorRole, StaffRole};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Currency, Money, PasskeyId};
use identity::invitations::{Letterhead, NewInvitation, Operators};
use identity::operators::{self, OperatorError};
use identity::{Client, IdentityConfig};
use lists::{ListError, NewItem};
use messages::{NewDocument, NewMessage, Party};
use notify::{NewDevice, NotifyError};
use openings::NewOpening;
use orders::Shopper;
use platform::{Config, Platform, Secret};
use returns::{Given, NewAppeal, NewCourtesy, NewReturn, Pick, ReturnError, ReturnSettings, claim};
use reviews::ReviewError;
use reviews::abuse::{NewAbuse, Reporter, report_abuse};
use sellers::{SellerError, TaxPerson, TaxPersonInput, suspend};
use std::sync::Arc;

const PASSWORD: &str = "a-demo-password";
const NORA: &str = "nora@buyer.example";
const BROWSER: &str = "Quagga/9 (a browser of her own)";
const LIST: &str = "What Nora dreams of";
const PUSH: &str = "https://push.example/device-of-nora";
const PHONE: &str = "The pocket phone of Nora";
/// The demo's buyers live in one street; she has moved.
const STREET: &str = "7 Quagga Lane";
const NOTE: &str = "It hums a tune that only I can hear, night after night.";
const TALK: &str = "My kettle sings the quagga hymn; is that as it should be?";
/// What came with it.
const SCORE: &str = "the hymn that Noras kettle sings.pdf";
const GIFT: &str = "She waited a month for her quagga, so we gave her something back.";
const ABUSE: &str = "A quagga stamp on this kettle is a forgery.";
const APPEAL: &str = "The hums were those of a kettle, said Nora of Paramo.";
/// What she says about a return that was declined.
const DISAGREES: &str = "The kettle is the one that hums, and I did not bend it.";
/// What the shop told her beside the bell.
const TOLD: &str = "The quagga kettle that you waited for has left.";
/// Whom she asked to work where she does.
const FRIEND: &str = "quentin@friend.example";
/// Whom she asked to work for the platform.
const HELPER: &str = "quirin@friend.example";
/// Her number with the tax office, and the day on which she was born.
const TAX_NUMBER: &str = "98-7650123";
const BORN_ON: &str = "1987-03-14";
/// Keys of RFC 8291's example.
const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// A demo shop, and the id of a shopper who bought, was sent, reviewed and asked there.
async fn shop(t: &TestDb) -> (Platform, AccountId) {
    let mut config = Config::in_dir(t.dir()).unwrap();
    config.database_url = t.url().map(Secret::new);
    let platform =
        Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await.unwrap();
    platform.seed(Some(PASSWORD)).await.unwrap();
    platform.settle().await.unwrap();
    let nora = {
        let mut conn = platform.db.read().await.unwrap();
        identity::account_by_email(&mut conn, &Email::parse(NORA).unwrap()).await.unwrap().unwrap().id
    };
    leave_traces(&platform, nora).await;
    (platform, nora)
}

/// What the demo's buyers have not: a password, a browser, a list, a device, a passkey, a seat, and what she looked at.
async fn leave_traces(platform: &Platform, nora: AccountId) {
    platform
        .db
        .write::<_, db::DbError, _>(move |tx| {
            Box::pin(async move {
                let like_ada = "UPDATE identity_accounts SET password_hash =
                    (SELECT password_hash FROM identity_accounts WHERE email_key = 'ada@shopper.example') WHERE id = $1";
                tx.exec(sql(like_ada).bind(nora)).await?;
                let moved = "UPDATE identity_addresses SET address = replace(address, '1 River Road', $2)
                             WHERE account_id = $1";
                tx.exec(sql(moved).bind(nora).bind(STREET)).await?;
                let passkey: PasskeyId = tx.new_id();
                let add = "INSERT INTO identity_passkeys
                           (id, account_id, credential_id, public_key, uses, name, created_at_us)
                           VALUES ($1, $2, $3, $3, 0, $4, 0)";
                tx.exec(sql(add).bind(passkey).bind(nora).bind([7_u8; 16].as_slice()).bind(PHONE)).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    let client = Client { user_agent: BROWSER.into(), ..Client::default() };
    platform.identity.open_session(nora, &client).await.unwrap();
    let product = {
        let mut conn = platform.db.read().await.unwrap();
        catalog::all_product_ids_after(&mut conn, None, 1).await.unwrap()[0]
    };
    let listed: Result<(), ListError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                let list = lists::create(tx, nora, LIST).await?;
                lists::add(tx, nora, list, NewItem { product, price: None }).await?;
                lists::share(tx, nora, list).await.map(|_| ())
            })
        })
        .await;
    listed.unwrap();
    let device: Result<(), NotifyError> = platform
        .db
        .write(move |tx| {
            Box::pin(
                async move { notify::add(tx, nora, &NewDevice::parse(PUSH, POINT, AUTH)?).await.map(|_| ()) },
            )
        })
        .await;
    device.unwrap();
    let told: Result<(), NotifyError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (url, tag) = ("/account/orders".to_owned(), "told-nora".to_owned());
                let message = notify::Message::new(Locale::En, "Your parcel", TOLD, url, tag);
                notify::note(tx, nora, notify::Kind::Shipped, &message).await
            })
        })
        .await;
    told.unwrap();
    let seated: Result<bool, SellerError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seller = sellers::by_slug(tx, "paramo").await?.ok_or(SellerError::NoSuchSeller)?;
                sellers::add_staff(tx, seller.id, nora, StaffRole::Staff).await
            })
        })
        .await;
    assert!(seated.unwrap());
    open_a_shop(platform, nora).await;
    work_for_the_platform(platform, nora).await;
    give_back(platform, nora).await;
    send_back(platform, nora).await;
    talk(platform, nora).await;
    report(platform, nora).await;
    appeal(platform, nora).await;
    platform.activity.record(Event {
        kind: Kind::View,
        visitor: Some(nora.to_string()),
        stranger: None,
        product: Some(product),
        seller: None,
        featured: None,
        words: None,
        results: None,
        locale: platform.config.locale,
        phone: false,
    });
    platform.activity.flush().await.unwrap();
}

/// A shop that she opened with a partner, who goes on with it without her, and whom she invited to work at Paramo.
async fn open_a_shop(platform: &Platform, nora: AccountId) {
    let new = NewOpening {
        key: IdempotencyKey::parse("opened-by-nora-once").unwrap(),
        name: "Quagga Kettles".into(),
        country: "US".into(),
        region: "OR".into(),
        currency: Currency::USD,
        support_email: None,
        kind: SellerKind::Person,
        plan: Plan::Individual,
    };
    let shop = platform.openings.open(nora, new).await.unwrap();
    let letterhead =
        Letterhead { shop_name: platform.config.name.clone(), public_url: platform.config.site_url() };
    let joined: Result<(), SellerError> = platform
        .db
        .write(move |tx| {
            let letterhead = letterhead.clone();
            Box::pin(async move {
                let said = TaxPersonInput {
                    kind: SellerKind::Person,
                    born_on: BORN_ON,
                    register_number: "",
                    tax_id: TAX_NUMBER,
                    tax_country: "US",
                };
                let said = TaxPerson::read(&said, None, tx.now().utc_day())?;
                sellers::say_tax_person(tx, shop, nora, &said).await?;
                let paramo = sellers::by_slug(tx, "paramo").await?.ok_or(SellerError::NoSuchSeller)?.id;
                let partner = sellers::staff(tx, paramo).await?[0].account_id;
                sellers::add_staff(tx, shop, partner, StaffRole::Owner).await?;
                let invitation = NewInvitation {
                    key: IdempotencyKey::parse("invited-by-nora-once").unwrap(),
                    team: paramo,
                    email: Email::parse(FRIEND).unwrap(),
                    role: StaffRole::Staff,
                    by: nora,
                    locale: Locale::En,
                };
                // For a moment she owns it, too: others invite nobody.
                sellers::add_staff(tx, paramo, nora, StaffRole::Owner).await?;
                sellers::invite(tx, &letterhead, &invitation).await?;
                sellers::add_staff(tx, paramo, nora, StaffRole::Staff).await.map(drop)
            })
        })
        .await;
    joined.unwrap();
}

/// For a day she was an administrator, and asked her friend to help.
async fn work_for_the_platform(platform: &Platform, nora: AccountId) {
    let of_a_day = |work: bool| {
        platform.db.write::<_, OperatorError, _>(move |tx| {
            Box::pin(async move {
                match work {
                    true => operators::appoint(tx, nora, OperatorRole::Administrator).await.map(drop),
                    false => operators::dismiss(tx, nora).await,
                }
            })
        })
    };
    of_a_day(true).await.unwrap();
    let new = NewInvitation {
        key: IdempotencyKey::parse("asked-by-nora-once").unwrap(),
        team: Operators,
        email: Email::parse(HELPER).unwrap(),
        role: OperatorRole::Support,
        by: nora,
        locale: Locale::En,
    };
    platform.identity.invite_operator(new).await.unwrap();
    of_a_day(false).await.unwrap();
}

/// What she said for the seller that she works for.
async fn appeal(platform: &Platform, nora: AccountId) {
    let said: Result<(), SellerError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seller = sellers::by_slug(tx, "paramo").await?.ok_or(SellerError::NoSuchSeller)?;
                suspend::decide(tx, seller.id, true, "Many parcels came late.", nora).await?;
                suspend::appeal(tx, seller.id, APPEAL, nora).await
            })
        })
        .await;
    said.unwrap();
}

/// A return of what she was sent, with a word to the seller.
async fn send_back(platform: &Platform, nora: AccountId) {
    let mut conn = platform.db.read().await.unwrap();
    let shopper = Shopper::Account(nora);
    let order = orders::store::orders_of(&mut conn, shopper, None, 1).await.unwrap()[0].order.id;
    let (parcel, lines) = orders::parcels::delivered(&mut conn, order).await.unwrap().remove(0);
    let reason = ReturnReason::ALL[0];
    let picks = vec![Pick { line: lines[0].line_id, quantity: 1, reason }];
    let quoted = claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &picks).await.unwrap();
    drop(conn);
    let new = NewReturn {
        key: "sent-back-by-nora".into(),
        shopper,
        order,
        shipment: parcel.shipment_id,
        part: parcel.part_id,
        picks,
        note: Some(Prose::parse(ProseKind::Review, NOTE).unwrap()),
        seen: quoted.card(),
    };
    // Somebody looks at it, and the answer is one that she does not agree with.
    let manual = returns::settings(&mut platform.db.read().await.unwrap(), parcel.seller_id).await.unwrap();
    let auto = AutoApproval { on: false, up_to_minor: None };
    let (seller, manual) = (parcel.seller_id, ReturnSettings { auto, ..manual });
    let saved: Result<(), ReturnError> = platform
        .db
        .write(move |tx| {
            let manual = manual.clone();
            Box::pin(async move { returns::save_settings(tx, seller, &manual).await })
        })
        .await;
    saved.unwrap();
    let id = platform.returns.request(new).await.unwrap();
    let words = |text| Prose::parse(ProseKind::Reason, text).unwrap();
    platform.returns.decline(seller, id, words("Not this one.")).await.unwrap();
    let appeal = NewAppeal { shopper, id, words: words(DISAGREES) };
    platform.returns.appeal(appeal).await.unwrap();
}

/// What an operator gave her back though nothing came back, with a word for the colleagues.
async fn give_back(platform: &Platform, nora: AccountId) {
    let mut conn = platform.db.read().await.unwrap();
    let own = orders::store::orders_of(&mut conn, Shopper::Account(nora), None, 1).await.unwrap().remove(0);
    drop(conn);
    let capture = own.parts.iter().flat_map(|part| &part.shipments).next().unwrap().capture_id;
    let new = NewCourtesy {
        key: "given-to-nora-once".into(),
        order: own.order.id,
        capture,
        amount: Money::new(1, own.order.currency),
        borne_by: Bearer::Platform,
        reason: CourtesyReason::Late,
        note: Prose::parse(ProseKind::Reason, GIFT).unwrap(),
        by: platform.db.new_id(),
    };
    assert_eq!(platform.returns.give(new).await.unwrap(), Given::Refunded);
}

/// Something that she thinks is a counterfeit.
async fn report(platform: &Platform, nora: AccountId) {
    let product = {
        let mut conn = platform.db.read().await.unwrap();
        catalog::all_product_ids_after(&mut conn, None, 1).await.unwrap()[0]
    };
    let new = NewAbuse {
        by: Reporter::Account(nora),
        thing: Thing::Product(product),
        reason: AbuseReason::Counterfeit,
        words: Prose::parse(ProseKind::Reason, ABUSE).unwrap(),
    };
    let reported: Result<bool, ReviewError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { report_abuse(tx, &new).await })
        })
        .await;
    assert!(reported.unwrap());
}

/// A word to the seller of something that she bought.
async fn talk(platform: &Platform, nora: AccountId) {
    let mut conn = platform.db.read().await.unwrap();
    let shopper = Shopper::Account(nora);
    let part = orders::store::orders_of(&mut conn, shopper, None, 1).await.unwrap()[0].parts[0].part.id;
    drop(conn);
    let new = NewMessage {
        key: IdempotencyKey::parse("written-by-nora-once").unwrap(),
        party: Party::Shopper(shopper),
        part,
        body: Prose::parse(ProseKind::Message, TALK).unwrap(),
        pictures: Vec::new(),
        documents: vec![NewDocument::new(SCORE, b"%PDF-1.4\n%%EOF\n".to_vec())],
        seen: 0,
    };
    platform.messages.send(new).await.unwrap();
}

/// Every row of every table as text.
async fn everything(t: &TestDb, conn: &mut Conn) -> String {
    let on_postgres = t.url().is_some();
    let tables = if on_postgres {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    };
    let tables: Vec<(String,)> = conn.all(sql(tables)).await.unwrap();
    assert!(tables.len() > 50, "{tables:?}");
    let mut all = String::new();
    for (table,) in tables {
        let row = if on_postgres { "CAST(t AS TEXT)".to_owned() } else { quoted(conn, &table).await };
        let rows: Vec<(String,)> = conn.all(sql(format!("SELECT {row} FROM \"{table}\" t"))).await.unwrap();
        all.extend(rows.into_iter().map(|(row,)| format!("{table}: {row}\n")));
    }
    all
}

/// A row of the embedded database as text.
async fn quoted(conn: &mut Conn, table: &str) -> String {
    let columns: Vec<(String,)> =
        conn.all(sql(format!("SELECT name FROM pragma_table_info('{table}')"))).await.unwrap();
    let quoted: Vec<String> = columns.iter().map(|(name,)| format!("quote(\"{name}\")")).collect();
    quoted.join(" || ', ' || ")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_names_everything_that_is_kept_about_a_person() {
    on_both(|t| Box::pin(a_copy_names_everything(t))).await;
}

async fn a_copy_names_everything(t: &TestDb) {
    let (platform, nora) = shop(t).await;
    let id = platform.personal.request_export(nora, PASSWORD).await.unwrap();
    platform.settle().await.unwrap();
    let mut conn = platform.db.read().await.unwrap();
    let copy = identity::export_document(&mut conn, nora, id).await.unwrap().unwrap();
    let copy: serde_json::Value = serde_json::from_str(&copy).unwrap();
    let empty = |value: &serde_json::Value| match value {
        serde_json::Value::Array(all) => all.is_empty(),
        serde_json::Value::Object(all) => all.values().all(|one| one.as_array().is_some_and(Vec::is_empty)),
        serde_json::Value::String(text) => text.is_empty(),
        other => other.is_null(),
    };
    let parts = copy.as_object().unwrap();
    let missing: Vec<&String> =
        parts.iter().filter(|(_, value)| empty(value)).map(|(name, _)| name).collect();
    assert!(missing.is_empty(), "nothing is told of {missing:?}");
    // The shop's name, the time, and sixteen kinds of data: a new kind needs a trace above.
    assert_eq!(parts.len(), 19, "{:?}", parts.keys());
    for told in [
        NORA,
        "Nora Vidal",
        BROWSER,
        LIST,
        PHONE,
        NOTE,
        TALK,
        SCORE,
        GIFT,
        ABUSE,
        APPEAL,
        DISAGREES,
        TOLD,
        "Pours like a pen",
        "4242",
        FRIEND,
        TAX_NUMBER,
        BORN_ON,
        "draft",
    ] {
        assert!(copy.to_string().contains(told), "{told} is not told");
    }
    // Whoever reads the copy must not be able to act as its owner.
    for secret in ["argon2", PUSH, AUTH] {
        assert!(!copy.to_string().contains(secret), "{secret} is told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_ends_leaves_no_name_address_or_device_in_any_table() {
    on_both(|t| Box::pin(an_account_that_ends_leaves_nothing(t))).await;
}

async fn an_account_that_ends_leaves_nothing(t: &TestDb) {
    let (platform, nora) = shop(t).await;
    let mut conn = platform.db.read().await.unwrap();
    let traces = [
        NORA,
        "Nora Vidal",
        STREET,
        BROWSER,
        LIST,
        PUSH,
        PHONE,
        NOTE,
        TALK,
        SCORE,
        GIFT,
        ABUSE,
        APPEAL,
        DISAGREES,
        TOLD,
        TAX_NUMBER,
        BORN_ON,
    ];
    let before = everything(t, &mut conn).await;
    for trace in traces {
        assert!(before.contains(trace), "{trace} was never there, so its absence proves nothing");
    }
    drop(conn);
    platform.personal.delete_account(nora, PASSWORD, "").await.unwrap();
    platform.settle().await.unwrap();
    // The last letter goes to the address that is being forgotten; it is forgotten a day later.
    let due = "UPDATE db_jobs SET run_at_us = 0 WHERE state = 'ready'";
    platform.db.write(move |tx| Box::pin(async move { tx.exec(sql(due)).await })).await.unwrap();
    platform.settle().await.unwrap();
    let mut conn = platform.db.read().await.unwrap();
    let after = everything(t, &mut conn).await;
    for trace in traces {
        let left: Vec<&str> = after.lines().filter(|row| row.contains(trace)).take(3).collect();
        assert!(left.is_empty(), "{trace} is left: {left:#?}");
    }
    // What she said stays without her name, and what she paid stays in the books.
    let broken: Vec<_> =
        platform.check().await.unwrap().into_iter().flat_map(|checked| checked.broken).collect();
    assert!(broken.is_empty(), "{broken:?}");
}
