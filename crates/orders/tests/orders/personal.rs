//! The copy of one's data and the end of an account, with real orders: what goes, what the books keep, what must be
//! finished first.

use crate::common::{APPROVED, Shop, as_shopper};
use db::testing::{TestDb, on_both};
use domain::roles::{OperatorRole, StaffRole};
use domain::{AccountId, DurationUs, OrderId};
use identity::operators::appoint;
use identity::{
    AccountData, Client, Identity, IdentityConfig, IdentityError, LetterData, Objection, Personal,
    export_document, export_of,
};
use orders::OrderData;
use sellers::StaffData;
use std::sync::Arc;

const PASSWORD: &str = "a long river runs";

fn personal(t: &TestDb) -> (Identity, Personal) {
    let identity = Identity::new(t.db(), IdentityConfig::for_tests()).unwrap();
    let parts: Vec<Arc<dyn identity::PersonalData>> = vec![
        Arc::new(OrderData),
        Arc::new(StaffData),
        Arc::new(LetterData { address_is_proven: true }),
        Arc::new(AccountData),
    ];
    (identity.clone(), Personal::new(identity, parts))
}

/// Runs what is due, as the workers would.
async fn work(t: &TestDb, personal: &Personal) {
    personal.register(db::Worker::new(t.db())).run_due().await.unwrap();
}

async fn order(shop: &Shop, account: AccountId) -> OrderId {
    shop.orders.one_click(shop.click("one", account, shop.lamp, 4_500).await).await.unwrap().order()
}

async fn cancel(shop: &Shop, account: AccountId, order: OrderId) {
    let part = {
        let mut conn = shop.db.read().await.unwrap();
        orders::store::detail(&mut conn, order).await.unwrap().parts[0].part.id
    };
    shop.orders.cancel_by_shopper(as_shopper(account), part).await.unwrap();
}

/// Every text and every blob of the tables that may hold something about a person.
async fn everything(t: &TestDb) -> String {
    let mut all = String::new();
    let mut conn = t.db().read().await.unwrap();
    for (table, columns) in [
        ("identity_accounts", "email || ' ' || email_key || ' ' || name"),
        ("identity_addresses", "address"),
        ("identity_sessions", "user_agent"),
        ("mail_messages", "recipient || ' ' || subject || ' ' || text_body || ' ' || html_body"),
        ("orders_orders", "email || ' ' || address"),
        ("invoices_buyers", "address"),
        ("invoices_invoices", "content"),
        ("db_events", "payload"),
        ("db_jobs", "payload"),
    ] {
        let rows: Vec<(String,)> = conn.all(db::sql(format!("SELECT {columns} FROM {table}"))).await.unwrap();
        all.extend(rows.into_iter().map(|(text,)| format!("{table}: {text}\n")));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_everything_once_for_its_owner_and_for_a_week() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (identity, personal) = personal(t);
            let (ada, bob) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let placed = order(&shop, ada).await;
            identity.open_session(ada, &Client::default()).await.unwrap();
            let wrong = personal.request_export(ada, "not it").await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCredentials));
            let id = personal.request_export(ada, PASSWORD).await.unwrap();
            assert_eq!(personal.request_export(ada, PASSWORD).await.unwrap(), id, "one is under way");
            let mut conn = t.db().read().await.unwrap();
            assert!(!export_of(&mut conn, ada).await.unwrap().unwrap().is_ready);
            assert_eq!(export_document(&mut conn, ada, id).await.unwrap(), None);
            work(t, &personal).await;
            let text = export_document(&mut conn, ada, id).await.unwrap().unwrap();
            let copy: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(copy["account"]["name"], "Ada Lovelace");
            assert_eq!(copy["account"]["addresses"][0]["address"]["line1"], "1 River Street");
            assert_eq!(copy["account"]["browsers"].as_array().unwrap().len(), 1);
            assert_eq!(copy["orders"]["placed"][0]["id"], placed.to_string());
            assert_eq!(copy["orders"]["placed"][0]["parts"][0]["lines"][0]["title"], "Brass lamp");
            assert!(!text.contains("argon2"), "no hash of a password");
            assert_eq!(export_document(&mut conn, bob, id).await.unwrap(), None, "somebody else's");
            assert_eq!(personal.request_export(ada, PASSWORD).await.unwrap(), id, "it is fresh");
            t.clock().advance(DurationUs::from_days(8));
            assert_eq!(export_document(&mut conn, ada, id).await.unwrap(), None, "too old");
            drop(conn);
            identity.purge().await.unwrap();
            assert_ne!(personal.request_export(ada, PASSWORD).await.unwrap(), id);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_ends_without_a_trace_but_the_books() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (identity, personal) = personal(t);
            let ada = shop.shopper(APPROVED).await;
            let session = identity.open_session(ada, &Client::default()).await.unwrap();
            let email = session.session.account.email.clone();
            let placed = order(&shop, ada).await;
            t.db().sequence_events().await.unwrap();
            shop.orders.write_receipts().await.unwrap();
            assert!(everything(t).await.contains(email.as_str()));
            let early = personal.delete_account(ada, PASSWORD, "").await.unwrap_err();
            assert!(matches!(early, IdentityError::NotYet(Objection::OpenOrders)));
            assert!(identity.session(session.token.reveal()).await.unwrap().is_some(), "nothing was changed");
            cancel(&shop, ada, placed).await;
            t.db().sequence_events().await.unwrap();
            shop.orders.write_receipts().await.unwrap();
            let wrong = personal.delete_account(ada, "not it", "").await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCredentials));
            personal.delete_account(ada, PASSWORD, "").await.unwrap();
            personal.delete_account(ada, PASSWORD, "").await.unwrap();
            assert_eq!(identity.session(session.token.reveal()).await.unwrap(), None);
            let again = identity.sign_in(&email, PASSWORD, &Client::default()).await.unwrap_err();
            assert!(matches!(again, IdentityError::WrongCredentials));
            let mut conn = t.db().read().await.unwrap();
            let farewell = mail::recent(&mut conn, 10).await.unwrap();
            assert_eq!(farewell.len(), 1, "the last letter, and no other");
            assert_eq!(farewell[0].subject, "Your account at Orinoco is deleted");
            drop(conn);
            t.clock().advance(DurationUs::from_days(2));
            work(t, &personal).await;
            let left = everything(t).await;
            for trace in [email.as_str(), "Ada Lovelace", "River Street", "95814", "Sacramento"] {
                assert!(!left.contains(trace), "{trace} is left in:\n{left}");
            }
            let mut conn = t.db().read().await.unwrap();
            let kept = orders::store::order(&mut conn, placed).await.unwrap();
            assert_eq!((kept.total_minor, kept.address.0.region.as_str()), (4_500 + 499 + 326, "CA"));
            drop(conn);
            shop.assert_sound().await;
            // The e-mail is free again.
            let cards = shop.shopper(APPROVED).await;
            assert_ne!(cards, ada);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_alone_lets_others_in_cannot_leave() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, personal) = personal(t);
            let (ada, bob) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let add = |account: AccountId, role: StaffRole| {
                let (db, seller) = (shop.db.clone(), shop.seller);
                async move {
                    let added: Result<bool, sellers::SellerError> = db
                        .write(move |tx| {
                            Box::pin(async move { sellers::add_staff(tx, seller, account, role).await })
                        })
                        .await;
                    added.unwrap();
                }
            };
            add(ada, StaffRole::Owner).await;
            let alone = personal.delete_account(ada, PASSWORD, "").await.unwrap_err();
            assert!(
                matches!(alone, IdentityError::NotYet(Objection::OnlyOwner { seller }) if seller == "Lamp House")
            );
            add(bob, StaffRole::Owner).await;
            personal.delete_account(ada, PASSWORD, "").await.unwrap();
            let left = sellers::staff(&mut t.db().read().await.unwrap(), shop.seller).await.unwrap();
            assert_eq!(left.iter().map(|m| m.account_id).collect::<Vec<_>>(), [bob]);
            let appointed = shop.db.write(move |tx| Box::pin(appoint(tx, bob, OperatorRole::Support)));
            assert!(appointed.await.unwrap());
            let operator = personal.delete_account(bob, PASSWORD, "").await.unwrap_err();
            assert!(matches!(operator, IdentityError::NotYet(Objection::RunsTheShop)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_and_the_end_of_its_account_at_once_leave_no_open_order_of_nobody() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, personal) = personal(t);
            for round in 0..6 {
                let ada = shop.shopper(APPROVED).await;
                let click = shop.click(&format!("race{round}"), ada, shop.lamp, 4_500).await;
                let (ordered, ended) =
                    tokio::join!(shop.orders.one_click(click), personal.delete_account(ada, PASSWORD, ""));
                assert!(ordered.is_ok() != ended.is_ok(), "{ordered:?} {ended:?}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_asks_for_codes_asks_for_one_at_its_end() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (identity, personal) = personal(t);
            let ada = shop.shopper(APPROVED).await;
            identity.begin_codes(ada, PASSWORD).await.unwrap();
            // A code that nobody can know turns nothing on, so the row says that it is on.
            let on: Result<u64, db::DbError> = t
                .db()
                .write(|tx| {
                    Box::pin(
                        async move { tx.exec(db::sql("UPDATE identity_totp SET confirmed_at_us = 1")).await },
                    )
                })
                .await;
            on.unwrap();
            let answer = personal.delete_account(ada, PASSWORD, "").await.unwrap_err();
            assert!(matches!(answer, IdentityError::WrongCode), "{answer}");
        })
    })
    .await;
}
