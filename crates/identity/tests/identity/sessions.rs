//! Sessions: they begin at sign-in, slide while they are used, and end for good.

use crate::common::*;
use db::sql;
use db::testing::on_both;
use domain::{DurationUs, SessionId};
use identity::{Client, IdentityError, sessions};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_from_sign_in_to_sign_out() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let first = signed_up(&id, "Ada@Example.com").await;
            let again = signed_in(&id, "ada@example.com").await;
            assert_ne!(first.token.reveal(), again.token.reveal());
            let seen = id.session(again.token.reveal()).await.unwrap().unwrap();
            assert_eq!(seen, again.session);
            assert_eq!((seen.account.name.as_str(), seen.account.operator), ("Ada Rivers", None));
            assert!(id.sign_out(again.token.reveal()).await.unwrap());
            assert!(!id.sign_out(again.token.reveal()).await.unwrap());
            assert_eq!(id.session(again.token.reveal()).await.unwrap(), None);
            assert!(id.session(first.token.reveal()).await.unwrap().is_some());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_nothing_that_signs_anybody_in() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let signed_in = signed_up(&id, "ada@example.com").await;
            let token = signed_in.token.reveal();
            let (stored,): (Vec<u8>,) = t
                .db()
                .read()
                .await
                .unwrap()
                .one(sql("SELECT token_hash FROM identity_sessions"))
                .await
                .unwrap();
            let stored_hex: String = stored.iter().map(|b| format!("{b:02x}")).collect();
            assert_ne!(stored_hex, token);
            assert_eq!(id.session(&stored_hex).await.unwrap(), None);
            assert!(!format!("{signed_in:?}").contains(token));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_session_slides_an_unused_one_expires_and_none_lasts_for_ever() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let used = signed_up(&id, "ada@example.com").await;
            let unused = id.open_session(used.session.account.id, &Client::default()).await.unwrap();
            let mut days = 0;
            while id.session(used.token.reveal()).await.unwrap().is_some() {
                t.clock().advance(DurationUs::from_days(20));
                days += 20;
                assert!(days < 1_000, "a session must end");
            }
            assert_eq!(days, 380, "a year and the step that passes it");
            assert_eq!(id.session(unused.token.reveal()).await.unwrap(), None);
            assert_eq!(id.purge().await.unwrap(), 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn using_a_session_writes_at_most_once_an_hour() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let signed_in = signed_up(&id, "ada@example.com").await;
            let account = signed_in.session.account.id;
            let mut written = Vec::new();
            for _ in 0..5 {
                t.clock().advance(DurationUs::from_mins(29));
                id.session(signed_in.token.reveal()).await.unwrap().unwrap();
                let mut conn = t.db().read().await.unwrap();
                let open = sessions(&mut conn, account).await.unwrap();
                written.push(t.db().now().since(open[0].last_seen_at).as_secs() / 60);
            }
            assert_eq!(written, [29, 58, 0, 29, 58]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_other_sessions_and_tells_the_owner() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let here = signed_up(&id, "ada@example.com").await;
            let (account, keep) = (here.session.account.id, here.session.session_id);
            let elsewhere = id.open_session(account, &Client::default()).await.unwrap();
            let wrong =
                id.change_password(account, Some(keep), "no", password(OTHER_PASSWORD)).await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCredentials));
            id.change_password(account, Some(keep), PASSWORD, password(OTHER_PASSWORD)).await.unwrap();
            assert!(id.session(here.token.reveal()).await.unwrap().is_some());
            assert_eq!(id.session(elsewhere.token.reveal()).await.unwrap(), None);
            let mail = email("ada@example.com");
            id.sign_in(&mail, PASSWORD, &Client::default()).await.unwrap_err();
            id.sign_in(&mail, OTHER_PASSWORD, &Client::default()).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let mails = mail::recent(&mut conn, 10).await.unwrap();
            assert_eq!(mails.len(), 1);
            assert_eq!(mails[0].subject, "Your password at Orinoco was changed");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_ends_sessions_and_nobody_ends_those_of_others() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let ada = signed_up(&id, "ada@example.com").await;
            let bob = signed_up(&id, "bob@example.com").await;
            let (ada_id, bob_id) = (ada.session.account.id, bob.session.account.id);
            let phone: SessionId =
                id.open_session(ada_id, &from("192.0.2.1")).await.unwrap().session.session_id;
            assert!(!id.end_session(bob_id, phone).await.unwrap());
            assert!(id.end_session(ada_id, phone).await.unwrap());
            id.open_session(ada_id, &Client::default()).await.unwrap();
            assert_eq!(id.sign_out_everywhere(ada_id).await.unwrap(), 2);
            assert_eq!(id.session(ada.token.reveal()).await.unwrap(), None);
            assert!(id.session(bob.token.reveal()).await.unwrap().is_some());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_elsewhere_keeps_this_browser_and_tells_the_owner_once() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let here = signed_up(&id, "ada@example.com").await;
            let bob = signed_up(&id, "bob@example.com").await;
            let (account, keep) = (here.session.account.id, here.session.session_id);
            for _ in 0..3 {
                id.open_session(account, &Client::default()).await.unwrap();
            }
            assert_eq!(id.sign_out_others(account, keep).await.unwrap(), 3);
            assert_eq!(id.sign_out_others(account, keep).await.unwrap(), 0);
            assert!(id.session(here.token.reveal()).await.unwrap().is_some());
            assert!(id.session(bob.token.reveal()).await.unwrap().is_some());
            assert_eq!(subjects(t).await, ["Orinoco: Your other devices were signed out"]);
        })
    })
    .await;
}
