//! What the tests of identity share.
#![allow(dead_code, clippy::unwrap_used)]

use db::testing::TestDb;
use domain::Currency;
use domain::contact::{Email, NewPassword, PersonName};
use domain::format::Locale;
use identity::{Client, Identity, IdentityConfig, NewAccount, SignUp, SignedIn};

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
        SignUp::CheckMail => panic!("the e-mail was free"),
    }
}
