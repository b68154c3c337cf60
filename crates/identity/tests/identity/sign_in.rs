//! Signing in: the same answer for unknown people, brakes on guessing, and no way around them.

use crate::common::*;
use db::testing::on_both;
use domain::DurationUs;
use identity::{Client, IdentityError, SignUp};

#[tokio::test(flavor = "multi_thread")]
async fn unknown_people_and_wrong_passwords_get_the_same_words_and_the_same_brakes() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            signed_up(&id, "known@example.com").await;
            let client = Client::default();
            let mut answers = Vec::new();
            for mail in ["known@example.com", "unknown@example.com"] {
                let mut heard = Vec::new();
                for _ in 0..8 {
                    let error = id.sign_in(&email(mail), "not the password", &client).await.unwrap_err();
                    heard.push(error.to_string());
                }
                answers.push(heard);
            }
            assert_eq!(answers[0], answers[1]);
            assert!(answers[0][0].contains("e-mail or the password"));
            assert!(answers[0][7].contains("too many"));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_email_costs_as_much_hashing_as_a_known_one() {
    on_both(|t| {
        Box::pin(async move {
            // Dear enough that the hash outweighs everything else, cheap enough for a test.
            let mut config = identity::IdentityConfig::for_tests();
            config.argon = identity::Argon { memory_kib: 8 * 1024, passes: 6, lanes: 1 };
            config.per_account.free_attempts = 1_000;
            let id = identity::Identity::new(t.db(), config).unwrap();
            signed_up(&id, "known@example.com").await;
            let mut best = Vec::new();
            for mail in ["known@example.com", "unknown@example.com"] {
                let mut fastest = std::time::Duration::MAX;
                for _ in 0..5 {
                    let begun = std::time::Instant::now();
                    id.sign_in(&email(mail), "not the password", &Client::default()).await.unwrap_err();
                    fastest = fastest.min(begun.elapsed());
                }
                best.push(fastest.as_secs_f64());
            }
            // Without the hash the unknown one would be some fifty times faster.
            assert!(best[1] > best[0] * 0.4, "known {} s, unknown {} s", best[0], best[1]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pause_grows_and_the_right_password_after_it_ends_it() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            signed_up(&id, "ada@example.com").await;
            let (mail, client) = (email("ada@example.com"), Client::default());
            for _ in 0..5 {
                let error = id.sign_in(&mail, "wrong wrong", &client).await.unwrap_err();
                assert!(matches!(error, IdentityError::WrongCredentials));
            }
            for expected_s in [1, 2, 4, 8, 16] {
                let error = id.sign_in(&mail, PASSWORD, &client).await.unwrap_err();
                assert!(
                    matches!(error, IdentityError::TooMany { retry_after_s } if retry_after_s == expected_s)
                );
                // Asking during the pause does not make it longer.
                t.clock().advance(DurationUs::from_secs(expected_s as i64));
                let error = id.sign_in(&mail, "wrong wrong", &client).await.unwrap_err();
                assert!(matches!(error, IdentityError::WrongCredentials), "{error}");
            }
            t.clock().advance(DurationUs::from_secs(32));
            id.sign_in(&mail, PASSWORD, &client).await.unwrap();
            // Forgiven: five free attempts again.
            for _ in 0..5 {
                let error = id.sign_in(&mail, "wrong wrong", &client).await.unwrap_err();
                assert!(matches!(error, IdentityError::WrongCredentials));
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_guesses_at_once_are_five_guesses() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            signed_up(&id, "ada@example.com").await;
            let tasks: Vec<_> = (0..100)
                .map(|n| {
                    let id = id.clone();
                    tokio::spawn(async move {
                        id.sign_in(
                            &email("ada@example.com"),
                            &format!("guess number {n}"),
                            &Client::default(),
                        )
                        .await
                    })
                })
                .collect();
            let mut tried = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Err(IdentityError::WrongCredentials) => tried += 1,
                    Err(IdentityError::TooMany { .. }) => {}
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(tried, 5);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_guessing_many_emails_is_stopped_and_its_own_account_does_not_help() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            signed_up(&id, "guesser@example.com").await;
            let client = from("192.0.2.7");
            let mut guesses = 0;
            let stopped = loop {
                let victim = email(&format!("victim{guesses}@example.com"));
                match id.sign_in(&victim, "password guess", &client).await.unwrap_err() {
                    IdentityError::WrongCredentials => guesses += 1,
                    error => break error,
                }
                if guesses % 10 == 0 && guesses < 50 {
                    id.sign_in(&email("guesser@example.com"), PASSWORD, &client).await.unwrap();
                }
            };
            assert!(matches!(stopped, IdentityError::TooMany { .. }));
            assert_eq!(guesses, 50);
            // Everybody else signs in as before.
            id.sign_in(&email("guesser@example.com"), PASSWORD, &from("192.0.2.8")).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_is_no_way_to_guess_without_brakes() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            signed_up(&id, "ada@example.com").await;
            let guess = person("ada@example.com", "guess of a stranger");
            for _ in 0..5 {
                let answer = id.sign_up(guess.clone(), &Client::default()).await.unwrap();
                assert!(matches!(answer, SignUp::CheckMail));
            }
            let error = id.sign_up(guess, &Client::default()).await.unwrap_err();
            assert!(matches!(error, IdentityError::TooMany { .. }));
            let error = id.sign_in(&email("ada@example.com"), "x", &Client::default()).await.unwrap_err();
            assert!(matches!(error, IdentityError::TooMany { .. }));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_of_older_settings_still_open_and_are_renewed() {
    on_both(|t| {
        Box::pin(async move {
            let old = identity(t);
            signed_up(&old, "ada@example.com").await;
            let mut config = identity::IdentityConfig::for_tests();
            config.argon.passes = 2;
            let new = identity::Identity::new(t.db(), config).unwrap();
            for _ in 0..2 {
                new.sign_in(&email("ada@example.com"), PASSWORD, &Client::default()).await.unwrap();
            }
            let (hash,): (String,) = t
                .db()
                .read()
                .await
                .unwrap()
                .one(db::sql("SELECT password_hash FROM identity_accounts"))
                .await
                .unwrap();
            assert!(hash.starts_with("$argon2id$v=19$m=8,t=2,p=1$"), "{hash}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_todays_settings_is_left_as_it_is() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            signed_up(&id, "ada@example.com").await;
            let mut seen = Vec::new();
            for _ in 0..2 {
                let mut conn = t.db().read().await.unwrap();
                let statement = db::sql("SELECT password_hash FROM identity_accounts");
                let (hash,): (String,) = conn.one(statement).await.unwrap();
                drop(conn);
                seen.push(hash);
                signed_in(&id, "ada@example.com").await;
            }
            assert_eq!(seen[0], seen[1], "signing in writes no hash anew");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_beyond_the_queue_is_told_to_come_back() {
    on_both(|t| {
        Box::pin(async move {
            let mut config = identity::IdentityConfig::for_tests();
            (config.concurrent_hashes, config.waiting_hashes) = (1, 2);
            let id = identity::Identity::new(t.db(), config).unwrap();
            let tasks: Vec<_> = (0..60)
                .map(|n| {
                    let id = id.clone();
                    tokio::spawn(async move {
                        id.sign_in(&email(&format!("p{n}@example.com")), "a password", &Client::default())
                            .await
                    })
                })
                .collect();
            let mut busy = 0;
            for task in tasks {
                match task.await.unwrap().unwrap_err() {
                    IdentityError::Busy { .. } => busy += 1,
                    IdentityError::WrongCredentials => {}
                    other => panic!("{other:?}"),
                }
            }
            assert!(busy > 0, "sixty at once do not all fit into a queue of three");
        })
    })
    .await;
}
