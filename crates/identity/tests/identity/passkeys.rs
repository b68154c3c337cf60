//! Passkeys: a challenge is answered once, by the right device, for the right site, by its owner.

use crate::common::devices::Device;
use crate::common::*;
use db::testing::on_both;
use domain::{AccountId, DurationUs};
use identity::{Client, Identity, IdentityError, PasskeyProblem, passkeys};

/// An account with one passkey, and the device that keeps it.
async fn with_passkey(id: &Identity, mail: &str) -> (AccountId, Device) {
    let account = signed_up(id, mail).await.session.account.id;
    let device = Device::new(account);
    let request = id.begin_passkey(account, PASSWORD, "").await.unwrap();
    id.add_passkey(account, "  My phone \n", &device.create(&request)).await.unwrap();
    (account, device)
}

async fn enter(id: &Identity, device: &Device) -> Result<AccountId, IdentityError> {
    let request = id.begin_passkey_sign_in().await.unwrap();
    let signed_in = id.sign_in_with_passkey(&device.sign(&request), &Client::default()).await?;
    Ok(signed_in.session.account.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_alone_and_its_owner_sees_when() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (account, device) = with_passkey(&id, "ada@example.com").await;
            t.clock().advance(DurationUs::from_mins(3));
            assert_eq!(enter(&id, &device).await.unwrap(), account);
            let list = passkeys(&mut t.db().read().await.unwrap(), account).await.unwrap();
            assert_eq!(list.len(), 1);
            assert_eq!(list[0].name, "My phone");
            assert_eq!(list[0].last_used_at_us, Some(t.db().now()));
            assert_eq!(subjects(t).await, ["Orinoco: A passkey was added"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_answered_once_and_not_for_ever() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (_, device) = with_passkey(&id, "ada@example.com").await;
            let request = id.begin_passkey_sign_in().await.unwrap();
            let (answer, client) = (device.sign(&request), Client::default());
            let (a, b) = tokio::join!(
                id.sign_in_with_passkey(&answer, &client),
                id.sign_in_with_passkey(&answer, &client)
            );
            assert_eq!([&a, &b].into_iter().filter(|answer| answer.is_ok()).count(), 1, "{a:?} {b:?}");
            assert!([a, b].into_iter().any(|answer| matches!(answer, Err(IdentityError::PasskeyExpired))));
            let request = id.begin_passkey_sign_in().await.unwrap();
            t.clock().advance(DurationUs::from_mins(6));
            let late = id.sign_in_with_passkey(&device.sign(&request), &client).await;
            assert!(matches!(late, Err(IdentityError::PasskeyExpired)));
            // A wrong answer uses the challenge up, too.
            let request = id.begin_passkey_sign_in().await.unwrap();
            let mut wrong = device.sign(&request);
            wrong.signature = wrong.client_data.clone();
            let answer = id.sign_in_with_passkey(&wrong, &client).await;
            assert!(matches!(answer, Err(IdentityError::Passkey(PasskeyProblem::Signature))));
            let answer = id.sign_in_with_passkey(&device.sign(&request), &client).await;
            assert!(matches!(answer, Err(IdentityError::PasskeyExpired)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_another_owner_or_a_copied_key_opens_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (_, mut device) = with_passkey(&id, "ada@example.com").await;
            let bob = signed_up(&id, "bob@example.com").await.session.account.id;
            let refused = |answer: Result<AccountId, IdentityError>, why: PasskeyProblem| {
                assert!(matches!(answer, Err(IdentityError::Passkey(problem)) if problem == why), "{why}");
            };
            device.origin = "http://evil.example".into();
            refused(enter(&id, &device).await, PasskeyProblem::OtherOrigin);
            device.origin = "http://localhost:3000".into();
            device.site = "evil.example".into();
            refused(enter(&id, &device).await, PasskeyProblem::OtherSite);
            device.site = "localhost".into();
            device.flags = 0x01;
            refused(enter(&id, &device).await, PasskeyProblem::OwnerNotSeen);
            device.flags = 0x1d;
            let user = std::mem::replace(&mut device.user, domain::TypedId::uuid(bob).as_bytes().to_vec());
            refused(enter(&id, &device).await, PasskeyProblem::OtherAccount);
            device.user = user;
            device.uses = 5;
            enter(&id, &device).await.unwrap();
            refused(enter(&id, &device).await, PasskeyProblem::CountWentBack);
            device.uses = 6;
            enter(&id, &device).await.unwrap();
            let unknown = enter(&id, &Device::new(bob)).await;
            assert!(matches!(unknown, Err(IdentityError::PasskeyUnknown)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_asks_for_the_password_and_belongs_to_who_asked() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (ada, device) = with_passkey(&id, "ada@example.com").await;
            let bob = signed_up(&id, "bob@example.com").await.session.account.id;
            let wrong = id.begin_passkey(ada, "not it", "").await.unwrap_err();
            assert!(matches!(wrong, IdentityError::WrongCredentials));
            // A challenge for Ada makes no key of Bob's, and one for signing in makes none at all.
            let request = id.begin_passkey(ada, PASSWORD, "").await.unwrap();
            assert_eq!(request.known.len(), 1, "the device is told what is there already");
            let answer = id.add_passkey(bob, "key", &Device::new(bob).create(&request)).await;
            assert!(matches!(answer, Err(IdentityError::PasskeyExpired)));
            let request = id.begin_passkey_sign_in().await.unwrap();
            let answer = id.add_passkey(bob, "key", &Device::new(bob).create(&request)).await;
            assert!(matches!(answer, Err(IdentityError::PasskeyExpired)));
            // Nor does a challenge for adding sign in.
            let request = id.begin_passkey(ada, PASSWORD, "").await.unwrap();
            let answer = id.sign_in_with_passkey(&device.sign(&request), &Client::default()).await;
            assert!(matches!(answer, Err(IdentityError::PasskeyExpired)));
            // The same key twice is one key, whoever brings it.
            let request = id.begin_passkey(bob, PASSWORD, "").await.unwrap();
            let answer = id.add_passkey(bob, "key", &device.create(&request)).await;
            assert!(matches!(answer, Err(IdentityError::PasskeyKnown)));
            let request = id.begin_passkey(bob, PASSWORD, "").await.unwrap();
            let answer = id.add_passkey(bob, " \t ", &Device::new(bob).create(&request)).await;
            assert!(matches!(answer, Err(IdentityError::NamelessPasskey)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_passkey_signs_in_no_more_and_nobody_touches_those_of_others() {
    on_both(|t| {
        Box::pin(async move {
            let id = identity(t);
            let (ada, device) = with_passkey(&id, "ada@example.com").await;
            let bob = signed_up(&id, "bob@example.com").await.session.account.id;
            let key = passkeys(&mut t.db().read().await.unwrap(), ada).await.unwrap()[0].id;
            let answer = id.rename_passkey(bob, key, "mine").await;
            assert!(matches!(answer, Err(IdentityError::NoSuchPasskey)));
            let answer = id.remove_passkey(bob, key, PASSWORD).await;
            assert!(matches!(answer, Err(IdentityError::NoSuchPasskey)));
            let answer = id.remove_passkey(ada, key, "not it").await;
            assert!(matches!(answer, Err(IdentityError::WrongCredentials)));
            id.rename_passkey(ada, key, "Blue phone").await.unwrap();
            enter(&id, &device).await.unwrap();
            t.clock().advance(DurationUs::from_mins(1));
            id.remove_passkey(ada, key, PASSWORD).await.unwrap();
            assert!(matches!(enter(&id, &device).await, Err(IdentityError::PasskeyUnknown)));
            let mut conn = t.db().read().await.unwrap();
            let mails = mail::recent(&mut conn, 10).await.unwrap();
            assert!(mails[0].text_body.contains("“Blue phone”"), "{}", mails[0].text_body);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_browsers_allow_no_passkeys_none_is_asked_for() {
    on_both(|t| {
        Box::pin(async move {
            let mut config = identity::IdentityConfig::for_tests();
            config.site_url = "http://192.0.2.7".into();
            let id = Identity::new(t.db(), config).unwrap();
            let account = signed_up(&id, "ada@example.com").await.session.account.id;
            assert!(id.passkey_site().is_none());
            let answer = id.begin_passkey(account, PASSWORD, "").await;
            assert!(matches!(answer, Err(IdentityError::NoPasskeysHere)));
            let answer = id.begin_passkey_sign_in().await;
            assert!(matches!(answer, Err(IdentityError::NoPasskeysHere)));
        })
    })
    .await;
}
