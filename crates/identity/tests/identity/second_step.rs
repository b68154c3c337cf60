//! The second step of signing in: nothing is open before the code, a code passes once, and there is a way back in.

use crate::common::devices::app_code;
use crate::common::*;
use db::testing::{TestDb, on_both};
use domain::{AccountId, DurationUs};
use identity::{Client, Identity, IdentityError, RECOVERY_CODES, SignUp, second_step};

/// An account that asks for codes: its id, its app's secret, its recovery codes. The code that turned it on is used up.
async fn with_codes(t: &TestDb, id: &Identity, mail: &str) -> (AccountId, String, Vec<String>) {
    let account = signed_up(id, mail).await.session.account.id;
    id.begin_codes(account, PASSWORD).await.unwrap();
    let secret = id.codes_to_set_up(account).await.unwrap().unwrap().secret;
    let codes = id.confirm_codes(account, &app_code(&secret, t.db().now())).await.unwrap();
    t.clock().advance(DurationUs::from_secs(60));
    (account, secret, codes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_alone_opens_nothing_and_the_code_opens_the_session() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, secret, codes) = with_codes(t, &id, "ada@example.com").await;
            assert_eq!(codes.len(), RECOVERY_CODES);
            let half = half(&id, "ada@example.com").await;
            assert_eq!(id.session(&half).await.unwrap(), None, "it is no session's token");
            assert!(id.awaits_code(&half).await.unwrap());
            let wrong = id.complete_sign_in(&half, "000 000", &Client::default()).await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCode));
            let code = app_code(&secret, t.db().now());
            let typed = format!(" {} {} ", &code[..3], &code[3..]);
            let signed_in = id.complete_sign_in(&half, &typed, &Client::default()).await.unwrap();
            assert_eq!(signed_in.session.account.id, account);
            assert!(!id.awaits_code(&half).await.unwrap());
            t.clock().advance(DurationUs::from_secs(60));
            let again =
                id.complete_sign_in(&half, &app_code(&secret, t.db().now()), &Client::default()).await;
            assert!(matches!(again, Err(IdentityError::HalfExpired)), "a half sign-in is completed once");
            assert_eq!(subjects(t).await, ["Orinoco: Two-step sign-in is on"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_with_the_right_password_is_no_way_around_the_code() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            with_codes(t, &id, "ada@example.com").await;
            let answer = id.sign_up(person("ada@example.com", PASSWORD), &Client::default()).await.unwrap();
            assert!(matches!(answer, SignUp::SecondStep(_)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_equal_codes_at_once_one_passes() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (_, secret, _) = with_codes(t, &id, "ada@example.com").await;
            let (first, second) = (half(&id, "ada@example.com").await, half(&id, "ada@example.com").await);
            let code = app_code(&secret, t.db().now());
            let client = Client::default();
            let (a, b) = tokio::join!(
                id.complete_sign_in(&first, &code, &client),
                id.complete_sign_in(&second, &code, &client)
            );
            let passed = [&a, &b].into_iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(passed, 1, "{a:?} {b:?}");
            let refused = [&a, &b].into_iter().any(|answer| matches!(answer, Err(IdentityError::WrongCode)));
            assert!(refused, "{a:?} {b:?}");
            // Nor does the code of the half minute before, which the clock's tolerance would let in.
            let third = half(&id, "ada@example.com").await;
            let earlier = app_code(&secret, t.db().now().minus(DurationUs::from_secs(30)));
            let late = id.complete_sign_in(&third, &earlier, &client).await;
            assert!(matches!(late, Err(IdentityError::WrongCode)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_once_even_twice_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, _, codes) = with_codes(t, &id, "ada@example.com").await;
            let (first, second) = (half(&id, "ada@example.com").await, half(&id, "ada@example.com").await);
            let (client, again) = (Client::default(), codes[3].to_lowercase());
            let (a, b) = tokio::join!(
                id.complete_sign_in(&first, &codes[3], &client),
                id.complete_sign_in(&second, &again, &client)
            );
            assert_eq!([&a, &b].into_iter().filter(|answer| answer.is_ok()).count(), 1, "{a:?} {b:?}");
            let state = second_step(&mut t.db().read().await.unwrap(), account).await.unwrap().unwrap();
            assert_eq!(state.recovery_codes_left, 9);
            let mails = subjects(t).await;
            assert_eq!(mails[1..], ["Orinoco: A recovery code was used"]);
            // Somebody else's are of no use.
            let (_, _, others) = with_codes(t, &id, "bob@example.com").await;
            let third = half(&id, "ada@example.com").await;
            let stolen = id.complete_sign_in(&third, &others[0], &client).await;
            assert!(matches!(stolen, Err(IdentityError::WrongCode)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_slowed_down_and_the_password_does_not_forgive_it() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            with_codes(t, &id, "ada@example.com").await;
            let client = Client::default();
            let mut heard = Vec::new();
            for _ in 0..7 {
                let half = half(&id, "ada@example.com").await;
                heard.push(id.complete_sign_in(&half, "123123", &client).await.unwrap_err().to_string());
            }
            assert!(heard[..5].iter().all(|words| words.contains("code is not right")), "{heard:?}");
            assert!(heard[5..].iter().all(|words| words.contains("too many attempts")), "{heard:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_sign_in_ends_by_time_by_a_new_password_and_by_signing_out_elsewhere() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, secret, _) = with_codes(t, &id, "ada@example.com").await;
            let client = Client::default();
            let late = half(&id, "ada@example.com").await;
            t.clock().advance(DurationUs::from_mins(11));
            let code = app_code(&secret, t.db().now());
            let answer = id.complete_sign_in(&late, &code, &client).await;
            assert!(matches!(answer, Err(IdentityError::HalfExpired)));
            assert!(id.purge().await.unwrap() >= 1);
            let elsewhere = half(&id, "ada@example.com").await;
            id.sign_out_everywhere(account).await.unwrap();
            assert!(!id.awaits_code(&elsewhere).await.unwrap());
            let old = half(&id, "ada@example.com").await;
            id.change_password(account, None, PASSWORD, password(OTHER_PASSWORD)).await.unwrap();
            let answer = id.complete_sign_in(&old, &code, &client).await;
            assert!(matches!(answer, Err(IdentityError::HalfExpired)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turning_codes_on_asks_for_the_password_and_for_a_code_of_the_app() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let account = signed_up(&id, "ada@example.com").await.session.account.id;
            let wrong = id.begin_codes(account, "not it").await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCredentials));
            assert!(id.codes_to_set_up(account).await.unwrap().is_none());
            id.begin_codes(account, PASSWORD).await.unwrap();
            let first = id.codes_to_set_up(account).await.unwrap().unwrap();
            assert!(first.uri.contains(&format!("secret={}", first.secret)));
            // Until the app has shown a code, nothing is asked for.
            signed_in(&id, "ada@example.com").await;
            let wrong = id.confirm_codes(account, "12345").await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCode));
            t.clock().advance(DurationUs::from_mins(31));
            let late = id.confirm_codes(account, &app_code(&first.secret, t.db().now())).await.unwrap_err();
            assert!(matches!(late, IdentityError::SetUpExpired));
            id.begin_codes(account, PASSWORD).await.unwrap();
            let second = id.codes_to_set_up(account).await.unwrap().unwrap().secret;
            assert_ne!(first.secret, second);
            let code = app_code(&second, t.db().now());
            id.confirm_codes(account, &code).await.unwrap();
            let twice = id.confirm_codes(account, &code).await.unwrap_err();
            assert!(matches!(twice, IdentityError::SetUpExpired));
            let on = id.begin_codes(account, PASSWORD).await.unwrap_err();
            assert!(matches!(on, IdentityError::SecondStepOn), "a session cannot swap the secret");
            // The code that turned it on does not sign in as well.
            let half = half(&id, "ada@example.com").await;
            let answer = id.complete_sign_in(&half, &code, &Client::default()).await;
            assert!(matches!(answer, Err(IdentityError::WrongCode)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turning_codes_off_asks_for_the_password_and_a_code() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, secret, codes) = with_codes(t, &id, "ada@example.com").await;
            let now = || app_code(&secret, t.db().now());
            let answer = id.turn_codes_off(account, "not it", &now()).await;
            assert!(matches!(answer, Err(IdentityError::WrongCredentials)));
            let answer = id.turn_codes_off(account, PASSWORD, "111111").await;
            assert!(matches!(answer, Err(IdentityError::WrongCode)));
            id.turn_codes_off(account, PASSWORD, &now()).await.unwrap();
            signed_in(&id, "ada@example.com").await;
            let answer = id.turn_codes_off(account, PASSWORD, &codes[0]).await;
            assert!(matches!(answer, Err(IdentityError::SecondStepOff)));
            let left: (i64,) = {
                let mut conn = t.db().read().await.unwrap();
                let count = "SELECT CAST(COUNT(*) AS BIGINT) FROM identity_recovery_codes";
                conn.one(db::sql(count)).await.unwrap()
            };
            assert_eq!(left.0, 0);
            assert_eq!(subjects(t).await.last().unwrap(), "Orinoco: Two-step sign-in is off");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_end_the_old_ones_and_none_is_stored_readably() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, secret, old) = with_codes(t, &id, "ada@example.com").await;
            let code = app_code(&secret, t.db().now());
            let new = id.renew_recovery_codes(account, PASSWORD, &code).await.unwrap();
            assert_eq!(new.len(), RECOVERY_CODES);
            assert!(new.iter().all(|code| !old.contains(code)));
            let half = half(&id, "ada@example.com").await;
            let answer = id.complete_sign_in(&half, &old[0], &Client::default()).await;
            assert!(matches!(answer, Err(IdentityError::WrongCode)));
            let rows: Vec<(Vec<u8>,)> = {
                let mut conn = t.db().read().await.unwrap();
                conn.all(db::sql("SELECT code_hash FROM identity_recovery_codes")).await.unwrap()
            };
            assert_eq!(rows.len(), RECOVERY_CODES);
            assert!(rows.iter().all(|(hash,)| hash.len() == 32));
            id.complete_sign_in(&half, &new[9], &Client::default()).await.unwrap();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_which_is_both_steps_wants_both() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, secret, _) = with_codes(t, &id, "ada@example.com").await;
            for code in ["", "000 000"] {
                let answer = id.begin_passkey(account, PASSWORD, code).await;
                assert!(matches!(answer, Err(IdentityError::WrongCode)), "{code}");
            }
            let code = app_code(&secret, t.db().now());
            id.begin_passkey(account, PASSWORD, &code).await.unwrap();
            let again = id.begin_passkey(account, PASSWORD, &code).await;
            assert!(matches!(again, Err(IdentityError::WrongCode)), "a code passes once");
        })
    })
    .await;
}
