//! Address books and settings: everybody has their own.

use crate::common::*;
use db::sql;
use db::testing::{TestDb, on_both};
use domain::address::Address;
use domain::contact::PersonName;
use domain::format::Locale;
use domain::{AccountId, AddressId, Currency, DurationUs};
use identity::{IdentityError, Settings, addresses};

fn address(line1: &str) -> Address {
    Address {
        name: "Ada Rivers".into(),
        line1: line1.into(),
        line2: String::new(),
        city: "Portland".into(),
        region: "OR".into(),
        postcode: "97201".into(),
        country: "US".into(),
        phone: String::new(),
    }
}

async fn add(t: &TestDb, account: AccountId, line1: &str, default: bool) -> Result<AddressId, IdentityError> {
    let address = address(line1);
    t.db()
        .write(move |tx| {
            let address = address.clone();
            Box::pin(async move { addresses::add(tx, account, &address, default).await })
        })
        .await
}

async fn remove(t: &TestDb, account: AccountId, id: AddressId) -> Result<(), IdentityError> {
    t.db().write(move |tx| Box::pin(async move { addresses::remove(tx, account, id).await })).await
}

async fn restore(t: &TestDb, account: AccountId, id: AddressId) -> Result<(), IdentityError> {
    t.db().write(move |tx| Box::pin(addresses::restore(tx, account, id))).await
}

async fn default_of(t: &TestDb, account: AccountId) -> Option<AddressId> {
    addresses::default(&mut t.db().read().await.unwrap(), account).await.unwrap().map(|a| a.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_address_is_the_default_and_there_is_always_at_most_one() {
    on_both(|t| {
        Box::pin(async move {
            let account = signed_up(&identity(t), "ada@example.com").await.session.account.id;
            let home = add(t, account, "1 River Road", false).await.unwrap();
            assert_eq!(default_of(t, account).await, Some(home));
            let work = add(t, account, "2 Harbour Street", false).await.unwrap();
            assert_eq!(default_of(t, account).await, Some(home));
            let mother = add(t, account, "3 Hill Lane", true).await.unwrap();
            assert_eq!(default_of(t, account).await, Some(mother));
            let book = addresses::list(&mut t.db().read().await.unwrap(), account).await.unwrap();
            let order: Vec<AddressId> = book.iter().map(|a| a.id).collect();
            assert_eq!(order[0], mother);
            assert_eq!(book.iter().filter(|a| a.is_default).count(), 1);
            // Two are left: a one-click order must not go where nobody said.
            remove(t, account, mother).await.unwrap();
            assert_eq!(default_of(t, account).await, None);
            remove(t, account, work).await.unwrap();
            assert_eq!(default_of(t, account).await, Some(home));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_is_put_back_as_it_was_for_an_hour() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let ada = signed_up(&id, "ada@example.com").await.session.account.id;
            let bob = signed_up(&id, "bob@example.com").await.session.account.id;
            let home = add(t, ada, "1 River Road", false).await.unwrap();
            let work = add(t, ada, "2 Harbour Street", false).await.unwrap();
            let book = async || addresses::list(&mut t.db().read().await.unwrap(), ada).await.unwrap();
            let before = book().await;
            remove(t, ada, home).await.unwrap();
            assert_eq!((book().await.len(), default_of(t, ada).await), (1, Some(work)));
            assert!(matches!(restore(t, bob, home).await, Err(IdentityError::NoSuchAddress)));
            let db = t.db();
            let changed = db.write(move |tx| Box::pin(addresses::set_default(tx, ada, home))).await;
            assert!(matches!(changed, Err(IdentityError::NoSuchAddress)), "{changed:?}");
            for _ in 0..2 {
                restore(t, ada, home).await.unwrap();
                assert_eq!(book().await, before);
            }
            remove(t, ada, work).await.unwrap();
            t.clock().advance(DurationUs::from_hours(1));
            assert!(matches!(restore(t, ada, work).await, Err(IdentityError::NoSuchAddress)));
            db.write(|tx| Box::pin(addresses::forget_removed(tx))).await.unwrap();
            let rows: (i64,) = db
                .read()
                .await
                .unwrap()
                .one(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM identity_addresses"))
                .await
                .unwrap();
            assert_eq!(rows.0, 1, "what can no longer be put back is gone");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_back_leaves_what_the_owner_chose_since_and_makes_no_second_of_an_equal() {
    on_both(|t| {
        Box::pin(async move {
            let ada = signed_up(&identity(t), "ada@example.com").await.session.account.id;
            let home = add(t, ada, "1 River Road", false).await.unwrap();
            let work = add(t, ada, "2 Harbour Street", false).await.unwrap();
            let mother = add(t, ada, "3 Hill Lane", false).await.unwrap();
            remove(t, ada, home).await.unwrap();
            t.db().write(move |tx| Box::pin(addresses::set_default(tx, ada, work))).await.unwrap();
            restore(t, ada, home).await.unwrap();
            assert_eq!(default_of(t, ada).await, Some(work), "chosen since");
            remove(t, ada, mother).await.unwrap();
            let again = add(t, ada, "3 Hill Lane", false).await.unwrap();
            restore(t, ada, mother).await.unwrap();
            let book = addresses::list(&mut t.db().read().await.unwrap(), ada).await.unwrap();
            assert_eq!(book.iter().filter(|entry| entry.address.line1 == "3 Hill Lane").count(), 1);
            assert!(book.iter().any(|entry| entry.id == again) && book.len() == 3);
            for id in [again, home, work] {
                remove(t, ada, id).await.unwrap();
            }
            restore(t, ada, again).await.unwrap();
            assert_eq!(default_of(t, ada).await, Some(again), "the only one is the default");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_makes_one_entry() {
    on_both(|t| {
        Box::pin(async move {
            let account = signed_up(&identity(t), "ada@example.com").await.session.account.id;
            let first = add(t, account, "1 River Road", false).await.unwrap();
            assert_eq!(add(t, account, "1 River Road", false).await.unwrap(), first);
            let other = add(t, account, "2 Harbour Street", true).await.unwrap();
            assert_eq!(add(t, account, "1 River Road", true).await.unwrap(), first);
            assert_eq!(default_of(t, account).await, Some(first));
            assert_ne!(first, other);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_address_does_not_exist() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let ada = signed_up(&id, "ada@example.com").await.session.account.id;
            let bob = signed_up(&id, "bob@example.com").await.session.account.id;
            let home = add(t, ada, "1 River Road", false).await.unwrap();
            let refused = |result: Result<(), IdentityError>| {
                assert!(matches!(result, Err(IdentityError::NoSuchAddress)), "{result:?}");
            };
            refused(addresses::get(&mut t.db().read().await.unwrap(), bob, home).await.map(|_| ()));
            refused(remove(t, bob, home).await);
            let db = t.db();
            refused(db.write(move |tx| Box::pin(addresses::set_default(tx, bob, home))).await);
            let update = db.write(move |tx| {
                Box::pin(async move { addresses::update(tx, bob, home, &address("stolen")).await })
            });
            refused(update.await);
            let kept = addresses::get(&mut t.db().read().await.unwrap(), ada, home).await.unwrap();
            assert_eq!((kept.address, kept.is_default), (address("1 River Road"), true));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_changed_in_place() {
    on_both(|t| {
        Box::pin(async move {
            let ada = signed_up(&identity(t), "ada@example.com").await.session.account.id;
            let home = add(t, ada, "1 River Road", false).await.unwrap();
            let db = t.db();
            db.write(move |tx| {
                Box::pin(async move { addresses::update(tx, ada, home, &address("11 River Road")).await })
            })
            .await
            .unwrap();
            let kept = addresses::get(&mut db.read().await.unwrap(), ada, home).await.unwrap();
            assert_eq!((kept.address, kept.is_default), (address("11 River Road"), true));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_book_has_an_end() {
    on_both(|t| {
        Box::pin(async move {
            let ada = signed_up(&identity(t), "ada@example.com").await.session.account.id;
            for n in 0..addresses::MOST_ADDRESSES {
                add(t, ada, &format!("{n} River Road"), false).await.unwrap();
            }
            let error = add(t, ada, "one too many", false).await.unwrap_err();
            assert!(matches!(error, IdentityError::TooManyAddresses { most: 50 }));
            add(t, ada, "7 River Road", true).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_seen_by_the_session() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let signed_in = signed_up(&id, "ada@example.com").await;
            assert!(signed_in.session.account.one_click);
            let settings = Settings {
                name: PersonName::parse("Ada L.").unwrap(),
                locale: Locale::Ar,
                currency: Currency::EUR,
                one_click: false,
            };
            let saved = id.update_settings(signed_in.session.account.id, settings).await.unwrap();
            let seen = id.session(signed_in.token.reveal()).await.unwrap().unwrap().account;
            assert_eq!(seen, saved);
            assert_eq!((seen.name.as_str(), seen.locale, seen.one_click), ("Ada L.", Locale::Ar, false));
        })
    })
    .await;
}
