//! Keys: shown once, found by what was shown, gone when revoked. Requests: one key, one request, one answer.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use domain::integration::{ApiScope, ApiScopes};
use domain::key::IdempotencyKey;
use domain::promise::ShippingOffer;
use domain::{AccountId, ApiKeyId, Currency, DurationUs, Money, SellerId};
use integrations::{Answer, IntegrationError, KeySecret, MOST_KEYS, NewKey, command_key, keys, requests};
use sellers::{NewSeller, Seller};

async fn seller(t: &TestDb) -> SellerId {
    let shipping = ShippingOffer {
        handling_days: 1,
        transit_days_min: 2,
        transit_days_max: 4,
        cutoff_minutes: 17 * 60,
        fee: Money::new(499, Currency::USD),
        free_from: None,
    };
    let new = NewSeller {
        name: "Casa Guayabo".into(),
        slug: None,
        country: "US".into(),
        region: "OR".into(),
        currency: Currency::USD,
        support_email: None,
        shipping,
    };
    let made: Result<Seller, sellers::SellerError> = t
        .db()
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { sellers::create(tx, &new).await })
        })
        .await;
    made.unwrap().id
}

fn new_key(t: &TestDb, seller: SellerId, name: &str) -> NewKey {
    let scopes = ApiScopes::new([ApiScope::OrdersRead, ApiScope::OrdersWrite]);
    NewKey { seller, by: t.db().new_id::<AccountId>(), name: name.into(), scopes }
}

async fn create(t: &TestDb, new: NewKey, secret: KeySecret) -> Result<ApiKeyId, IntegrationError> {
    t.db()
        .write(move |tx| {
            let (new, secret) = (new.clone(), secret.clone());
            Box::pin(async move { keys::create(tx, &new, &secret).await })
        })
        .await
}

async fn revoke(t: &TestDb, seller: SellerId, id: ApiKeyId) -> Result<(), IntegrationError> {
    t.db().write(move |tx| Box::pin(keys::revoke(tx, seller, id))).await
}

#[tokio::test]
async fn a_key_is_found_by_what_was_shown_once_and_nobody_can_read_it_from_the_table() {
    on_both(|t| {
        Box::pin(async move {
            let seller = seller(t).await;
            let secret = KeySecret::random();
            let id = create(t, new_key(t, seller, "  Warehouse   robot "), secret.clone()).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let found = keys::find(&mut conn, secret.reveal()).await.unwrap().unwrap();
            assert_eq!((found.id, found.seller, found.name.as_str()), (id, seller, "Warehouse robot"));
            assert!(found.scopes.has(ApiScope::OrdersWrite) && !found.scopes.has(ApiScope::PayoutsRead));
            assert!(secret.reveal().starts_with(&found.prefix) && found.prefix.len() == 12);
            assert!(!format!("{secret:?} {found:?}").contains(secret.reveal()));
            let (kept,): (Vec<u8>,) =
                conn.one(db::sql("SELECT key_hash FROM integrations_keys")).await.unwrap();
            assert!(!secret.reveal().as_bytes().windows(kept.len()).any(|part| part == kept));
            let other = KeySecret::random();
            for wrong in ["", "orn_", "orn_00", other.reveal(), &secret.reveal().to_uppercase()] {
                assert_eq!(keys::find(&mut conn, wrong).await.unwrap(), None, "{wrong}");
            }
        })
    })
    .await;
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_and_another_seller_cannot_revoke_it() {
    on_both(|t| {
        Box::pin(async move {
            let seller = seller(t).await;
            let secret = KeySecret::random();
            let id = create(t, new_key(t, seller, "Robot"), secret.clone()).await.unwrap();
            let stranger = t.db().new_id::<SellerId>();
            assert!(matches!(revoke(t, stranger, id).await, Err(IntegrationError::NoSuchKey)));
            let mut conn = t.db().read().await.unwrap();
            assert!(keys::find(&mut conn, secret.reveal()).await.unwrap().is_some());
            drop(conn);
            revoke(t, seller, id).await.unwrap();
            let first = t.db().now();
            t.clock().advance(DurationUs::from_hours(1));
            revoke(t, seller, id).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(keys::find(&mut conn, secret.reveal()).await.unwrap(), None);
            let listed = keys::of_seller(&mut conn, seller).await.unwrap();
            assert_eq!(listed[0].revoked_at, Some(first), "the first time counts");
        })
    })
    .await;
}

#[tokio::test]
async fn a_seller_has_so_many_keys_and_each_has_a_name_and_a_scope() {
    on_both(|t| {
        Box::pin(async move {
            let seller = seller(t).await;
            let long = "x".repeat(61);
            for name in ["", "  ", "two\nlines", long.as_str()] {
                let refused = create(t, new_key(t, seller, name), KeySecret::random()).await;
                assert!(matches!(refused, Err(IntegrationError::BadName)), "{name:?}");
            }
            let nothing = NewKey { scopes: ApiScopes::default(), ..new_key(t, seller, "Robot") };
            let refused = create(t, nothing, KeySecret::random()).await;
            assert!(matches!(refused, Err(IntegrationError::NoScope)));
            let nobody = new_key(t, t.db().new_id(), "Robot");
            let refused = create(t, nobody, KeySecret::random()).await;
            assert!(matches!(refused, Err(IntegrationError::NoSuchSeller)));
            let mut last = None;
            for n in 0..MOST_KEYS {
                last = Some(
                    create(t, new_key(t, seller, &format!("Robot {n}")), KeySecret::random()).await.unwrap(),
                );
            }
            let one_more = create(t, new_key(t, seller, "Robot"), KeySecret::random()).await;
            assert!(matches!(one_more, Err(IntegrationError::TooManyKeys { .. })));
            revoke(t, seller, last.unwrap()).await.unwrap();
            create(t, new_key(t, seller, "Robot"), KeySecret::random()).await.unwrap();
        })
    })
    .await;
}

#[tokio::test]
async fn a_use_is_noted_once_a_minute() {
    on_both(|t| {
        Box::pin(async move {
            let seller = seller(t).await;
            let secret = KeySecret::random();
            let id = create(t, new_key(t, seller, "Robot"), secret.clone()).await.unwrap();
            let db = t.db();
            let found =
                async || keys::find(&mut db.read().await.unwrap(), secret.reveal()).await.unwrap().unwrap();
            assert!(keys::use_is_news(&found().await, db.now()));
            db.write(move |tx| Box::pin(keys::used(tx, id))).await.unwrap();
            assert_eq!(found().await.last_used_at, Some(db.now()));
            t.clock().advance(DurationUs::from_secs(59));
            assert!(!keys::use_is_news(&found().await, db.now()));
            t.clock().advance(DurationUs::from_secs(1));
            assert!(keys::use_is_news(&found().await, db.now()));
        })
    })
    .await;
}

async fn begin(
    t: &TestDb,
    seller: SellerId,
    key: &str,
    hash: &'static str,
) -> Result<Option<Answer>, IntegrationError> {
    let key = IdempotencyKey::parse(key).unwrap();
    t.db()
        .write(move |tx| {
            let key = key.clone();
            Box::pin(async move { requests::begin(tx, seller, &key, hash).await })
        })
        .await
}

async fn finish(t: &TestDb, seller: SellerId, key: &str, body: &str) -> Answer {
    let key = IdempotencyKey::parse(key).unwrap();
    let answer = Answer { status: 200, body: body.into() };
    let kept: Result<Answer, IntegrationError> = t
        .db()
        .write(move |tx| {
            let (key, answer) = (key.clone(), answer.clone());
            Box::pin(async move { requests::finish(tx, seller, &key, &answer).await })
        })
        .await;
    kept.unwrap()
}

#[tokio::test]
async fn a_key_names_one_request_of_one_seller_and_its_first_answer_stays() {
    on_both(|t| {
        Box::pin(async move {
            let (ours, theirs) = (t.db().new_id::<SellerId>(), t.db().new_id::<SellerId>());
            let key = "the-first-request";
            assert_eq!(begin(t, ours, key, "a").await.unwrap(), None);
            assert_eq!(begin(t, ours, key, "a").await.unwrap(), None, "not done yet: it is run again");
            assert!(matches!(begin(t, ours, key, "b").await, Err(IntegrationError::KeyReused)));
            assert_eq!(begin(t, theirs, key, "b").await.unwrap(), None);
            assert_eq!(finish(t, ours, key, "one").await.body, "one");
            assert_eq!(finish(t, ours, key, "two").await.body, "one");
            assert_eq!(begin(t, ours, key, "a").await.unwrap().unwrap().body, "one");
            assert!(matches!(begin(t, ours, key, "b").await, Err(IntegrationError::KeyReused)));
            t.clock().advance(DurationUs::from_days(8));
            let forgotten = t.db().write(|tx| Box::pin(requests::forget(tx))).await.unwrap();
            assert_eq!(forgotten, 2);
            assert_eq!(begin(t, ours, key, "b").await.unwrap(), None);
        })
    })
    .await;
}

#[tokio::test]
async fn secrets_that_were_kept_with_answers_are_forgotten_and_the_answers_stay() {
    const MIGRATION: &str = include_str!("../../db/migrations/20261211200000_integrations_secrets.sql");
    const WITH: &str = r#"{"id":"whk_1","url":"https://a.example","secret":"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}"#;
    on_both(|t| {
        Box::pin(async move {
            let seller = t.db().new_id::<SellerId>();
            let other = r#"{"id":"msg_1","text":"my ,\"secret\":\"whsec_ is safe\"}"}"#;
            for (key, body) in [("the-first-request", WITH), ("the-second-request", other)] {
                begin(t, seller, key, "a").await.unwrap();
                finish(t, seller, key, body).await;
            }
            let done: Result<u64, db::DbError> = t
                .db()
                .write(|tx| {
                    Box::pin(async move {
                        let update = &MIGRATION[MIGRATION.find("UPDATE").unwrap()..];
                        tx.exec(db::sql(update.trim_end().trim_end_matches(';'))).await
                    })
                })
                .await;
            assert_eq!(done.unwrap(), 1);
            let again = begin(t, seller, "the-first-request", "a").await.unwrap().unwrap();
            assert_eq!(again.body, r#"{"id":"whk_1","url":"https://a.example","secret":null}"#);
            let again = begin(t, seller, "the-second-request", "a").await.unwrap().unwrap();
            assert_eq!(again.body, other);
        })
    })
    .await;
}

#[tokio::test]
async fn the_same_key_of_two_sellers_is_two_commands() {
    let t = TestDb::sqlite().await;
    let key = IdempotencyKey::parse("the-first-request").unwrap();
    let (one, two) = (t.db().new_id::<SellerId>(), t.db().new_id::<SellerId>());
    assert_ne!(command_key(one, &key), command_key(two, &key));
    assert_eq!(command_key(one, &key), command_key(one, &key));
    let (a, b) = (requests::input_hash("POST", "/ab", b"c"), requests::input_hash("POST", "/a", b"bc"));
    assert_ne!(a, b);
}
