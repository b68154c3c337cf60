//! Signing up: one account for an e-mail, and no news about others' accounts.

use crate::common::*;
use db::sql;
use db::testing::{TestDb, on_both};
use domain::DurationUs;
use domain::roles::OperatorRole;
use identity::{Client, Identity, IdentityConfig, IdentityError, SignUp, account_by_email};
use mail::StoredMail;

fn confirming(t: &TestDb) -> Identity {
    let config = IdentityConfig { confirm_by_mail: true, ..IdentityConfig::for_tests() };
    Identity::new(t.db(), config).unwrap()
}

async fn mails(t: &TestDb) -> Vec<StoredMail> {
    mail::recent(&mut t.db().read().await.unwrap(), 100).await.unwrap()
}

async fn count(t: &TestDb, table: &str) -> i64 {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
    t.db().read().await.unwrap().one::<(i64,)>(sql(text)).await.unwrap().0
}

fn link_in(mail: &StoredMail) -> String {
    let (_, after) = mail.text_body.split_once("/confirm?token=").unwrap();
    after.chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_email_twice_at_once_makes_one_account() {
    on_both(|t| {
        Box::pin(async move {
            let mut config = IdentityConfig::for_tests();
            config.per_account.free_attempts = 100;
            let servers = [t.db(), t.second().await].map(|db| Identity::new(db, config.clone()).unwrap());
            let tasks: Vec<_> = (0..20)
                .map(|n| {
                    let id = servers[n % 2].clone();
                    tokio::spawn(async move {
                        id.sign_up(person("ada@example.com", PASSWORD), &Client::default()).await
                    })
                })
                .collect();
            let mut accounts = std::collections::HashSet::new();
            for task in tasks {
                match task.await.unwrap().unwrap() {
                    SignUp::SignedIn(signed_in) => accounts.insert(signed_in.session.account.id),
                    other => panic!("the password was the same each time: {other:?}"),
                };
            }
            assert_eq!(accounts.len(), 1);
            assert_eq!(count(t, "identity_accounts").await, 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_email_gives_a_neutral_answer_and_the_owner_a_letter_a_day() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let owner = signed_up(&id, "ada@example.com").await;
            let stranger = person("ADA@Example.com", OTHER_PASSWORD);
            for _ in 0..3 {
                let answer = id.sign_up(stranger.clone(), &Client::default()).await.unwrap();
                assert!(matches!(answer, SignUp::CheckMail));
            }
            assert_eq!(mails(t).await.len(), 1);
            assert_eq!(mails(t).await[0].recipient, "ada@example.com");
            t.clock().advance(DurationUs::from_days(1));
            id.sign_up(stranger, &Client::default()).await.unwrap();
            assert_eq!(mails(t).await.len(), 2);
            assert_eq!(count(t, "identity_sessions").await, 1);
            assert!(id.session(owner.token.reveal()).await.unwrap().is_some());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_confirmation_a_taken_email_and_a_free_one_get_the_same_answer() {
    on_both(|t| {
        Box::pin(async move {
            let id = confirming(t);
            let first = id.sign_up(person("ada@example.com", PASSWORD), &Client::default()).await.unwrap();
            assert!(matches!(first, SignUp::CheckMail));
            let before =
                id.sign_in(&email("ada@example.com"), PASSWORD, &Client::default()).await.unwrap_err();
            assert!(matches!(before, IdentityError::WrongCredentials));
            let token = link_in(&mails(t).await[0]);
            let signed_in = id.confirm_sign_up(&token, &Client::default()).await.unwrap();
            assert_eq!(signed_in.session.account.email, email("ada@example.com"));
            t.clock().advance(DurationUs::from_secs(1));
            let second =
                id.sign_up(person("ada@example.com", OTHER_PASSWORD), &Client::default()).await.unwrap();
            assert!(matches!(second, SignUp::CheckMail));
            let newest = &mails(t).await[0];
            assert_eq!(newest.subject, "You already have an account at Orinoco");
            assert!(!newest.text_body.contains("token="));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_not_too_late_and_not_over_an_account() {
    on_both(|t| {
        Box::pin(async move {
            let id = confirming(t);
            let client = Client::default();
            for mail in ["ada@example.com", "ada@example.com", "late@example.com"] {
                t.clock().advance(DurationUs::from_secs(1));
                id.sign_up(person(mail, PASSWORD), &client).await.unwrap();
            }
            let links: Vec<String> = mails(t).await.iter().map(link_in).collect();
            let (late, first, second) = (&links[0], &links[2], &links[1]);
            id.confirm_sign_up(first, &client).await.unwrap();
            for used_up in [first, second] {
                let error = id.confirm_sign_up(used_up, &client).await.unwrap_err();
                assert!(matches!(error, IdentityError::LinkExpired));
            }
            t.clock().advance(DurationUs::from_hours(24));
            for bad in [late.as_str(), "", "not a link"] {
                let error = id.confirm_sign_up(bad, &client).await.unwrap_err();
                assert!(matches!(error, IdentityError::LinkExpired));
            }
            assert_eq!(count(t, "identity_accounts").await, 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessable_passwords_are_refused() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            for bad in [
                "password",
                "PassWord1",
                "12345678",
                "ada.lovelace",
                "ada.lovelace@example.com",
                "ada rivers",
            ] {
                let new = person("ada.lovelace@example.com", bad);
                let error = id.sign_up(new, &Client::default()).await.unwrap_err();
                assert!(matches!(error, IdentityError::PasswordTooCommon), "{bad}: {error}");
            }
            assert_eq!(count(t, "identity_accounts").await, 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ups_from_one_address_are_slowed_down() {
    on_both(|t| {
        Box::pin(async move {
            let mut config = IdentityConfig::for_tests();
            config.sign_ups.free_attempts = 3;
            let id = Identity::new(t.db(), config).unwrap();
            for n in 0..3 {
                id.sign_up(person(&format!("p{n}@example.com"), PASSWORD), &from("192.0.2.7")).await.unwrap();
            }
            let error = id.sign_up(person("p3@example.com", PASSWORD), &from("192.0.2.7")).await.unwrap_err();
            assert!(matches!(error, IdentityError::TooMany { retry_after_s: 1 }));
            id.sign_up(person("p3@example.com", PASSWORD), &from("192.0.2.8")).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_is_made_by_command_and_a_taken_email_is_named_there() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let operator = id.create_account(person("op@example.com", PASSWORD), true).await.unwrap();
            let again = id.create_account(person("op@example.com", PASSWORD), true).await.unwrap_err();
            assert!(matches!(again, IdentityError::EmailTaken));
            let signed_in = signed_in(&id, "op@example.com").await;
            assert_eq!(signed_in.session.account.operator, Some(OperatorRole::Administrator));
            t.db().sequence_events().await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let events = conn.events_after(0, db::events::Filter::default(), 10).await.unwrap();
            let kinds: Vec<&str> = events.iter().map(|e| e.kind.as_str()).collect();
            assert_eq!(kinds, ["account.created"]);
            assert_eq!(
                account_by_email(&mut conn, &email("op@example.com")).await.unwrap().unwrap().id,
                operator
            );
        })
    })
    .await;
}
