//! What the tests of identity share.
#![allow(dead_code, clippy::unwrap_used)]

pub mod devices;

use db::testing::TestDb;
use domain::Currency;
use domain::contact::{Email, NewPassword, PersonName};
use domain::format::Locale;
use identity::{Client, Entry, Identity, IdentityConfig, NewAccount, SignUp, SignedIn};

pub const PASSWORD: &str = "heron over brown water";
pub const OTHER_PASSWORD: &str = "another quiet riverbank";

pub fn identity(t: &TestDb) -> Identity {
    Identity::new(t.db(), IdentityConfig::for_tests()).unwrap()
}

pub fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub fn password(text: &str) -> NewPassword {
    NewPassword::parse(text).unwrap()
}

pub fn person(mail: &str, secret: &str) -> NewAccount {
    NewAccount {
        email: email(mail),
        name: PersonName::parse("Ada Rivers").unwrap(),
        password: password(secret),
        locale: Locale::En,
        currency: Currency::USD,
    }
}

pub fn from(address: &str) -> Client {
    Client { address: address.parse().ok(), user_agent: "test browser".into() }
}

pub async fn signed_up(id: &Identity, mail: &str) -> SignedIn {
    match id.sign_up(person(mail, PASSWORD), &Client::default()).await.unwrap() {
        SignUp::SignedIn(signed_in) => signed_in,
        other => panic!("the e-mail was free: {other:?}"),
    }
}

/// Signs in with the password, where nothing more is asked for.
pub async fn signed_in(id: &Identity, mail: &str) -> SignedIn {
    match id.sign_in(&email(mail), PASSWORD, &Client::default()).await.unwrap() {
        Entry::SignedIn(signed_in) => signed_in,
        Entry::SecondStep(_) => panic!("a code is asked for"),
    }
}

/// The half sign-in that the password alone gives.
pub async fn half(id: &Identity, mail: &str) -> String {
    match id.sign_in(&email(mail), PASSWORD, &Client::default()).await.unwrap() {
        Entry::SecondStep(token) => token.reveal().to_owned(),
        Entry::SignedIn(_) => panic!("no code was asked for"),
    }
}

/// Subjects of all mails, oldest first.
pub async fn subjects(t: &TestDb) -> Vec<String> {
    let mut conn = t.db().read().await.unwrap();
    let mut mails = mail::recent(&mut conn, 50).await.unwrap();
    mails.reverse();
    mails.into_iter().map(|m| m.subject).collect()
}
