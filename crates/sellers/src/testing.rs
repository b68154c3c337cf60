//! A seller with an owner, and accounts, for the tests of what stands above sellers.

use crate::{NewSeller, SellerError, add_staff, create};
use db::Db;
use domain::contact::{Email, NewPassword, PersonName};
use domain::format::Locale;
use domain::promise::ShippingOffer;
use domain::roles::StaffRole;
use domain::{AccountId, Currency, Money, SellerId};

/// A seller of that name in California, who sells in dollars.
pub fn new_seller(name: &str) -> NewSeller {
    NewSeller {
        name: name.into(),
        slug: None,
        country: "US".into(),
        region: "CA".into(),
        currency: Currency::USD,
        support_email: None,
        shipping: ShippingOffer {
            handling_days: 1,
            transit_days_min: 2,
            transit_days_max: 4,
            cutoff_minutes: 14 * 60,
            fee: Money::new(499, Currency::USD),
            free_from: None,
        },
    }
}

/// A new account with this address.
///
/// # Panics
/// When it is refused.
pub async fn account(db: &Db, email: &str) -> AccountId {
    made(db, email, "Lucia Guayabo", Locale::En).await
}

/// A new account of that name, in this language, with an address that no other has.
///
/// # Panics
/// When it is refused.
pub async fn somebody(db: &Db, name: &str, locale: Locale) -> AccountId {
    let unique: AccountId = db.new_id();
    made(db, &format!("{unique}@example.com"), name, locale).await
}

#[allow(clippy::unwrap_used)] // a test that cannot begin has failed
async fn made(db: &Db, email: &str, name: &str, locale: Locale) -> AccountId {
    let identity = identity::Identity::new(db.clone(), identity::IdentityConfig::for_tests()).unwrap();
    let new = identity::NewAccount {
        email: Email::parse(email).unwrap(),
        name: PersonName::parse(name).unwrap(),
        password: NewPassword::parse("a long river runs").unwrap(),
        locale,
        currency: Currency::USD,
    };
    identity.create_account(new, false).await.unwrap()
}

/// The seller Lamp House and its owner.
///
/// # Panics
/// When anything is refused.
#[allow(clippy::unwrap_used)] // a test that cannot begin has failed
pub async fn seller_with_owner(db: &Db) -> (SellerId, AccountId) {
    let owner = somebody(db, "Lucia Guayabo", Locale::En).await;
    let made = db.write(move |tx| {
        Box::pin(async move {
            let seller = create(tx, &new_seller("Lamp House")).await?.id;
            add_staff(tx, seller, owner, StaffRole::Owner).await?;
            Ok::<_, SellerError>(seller)
        })
    });
    (made.await.unwrap(), owner)
}
