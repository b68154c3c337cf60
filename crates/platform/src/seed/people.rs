//! The people of the demo shop: an operator, three sellers' owners, two shoppers with addresses and cards.

use super::goods::Goods;
use super::{ACCOUNTS_FILE, cents, standard_shipping};
use crate::{Platform, PlatformError};
use domain::address::{Address, AddressInput};
use domain::contact::{Email, NewPassword, PersonName};
use domain::order::Device;
use domain::promise::{Dispatch, ShippingOffer, Transit};
use domain::roles::StaffRole;
use domain::zone::Zone;
use domain::{AccountId, SellerId};
use identity::NewAccount;
use orders::OneClick;
use payments::CardInput;
use sellers::{NewSeller, SellerError};
use std::collections::HashMap;
use std::io::Write as _;

/// A sign-in of the demo shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    pub email: &'static str,
    pub name: &'static str,
    pub what: &'static str,
    /// `None` for an account that existed before; its password is in the file of the first run.
    pub password: Option<String>,
    pub id: AccountId,
}

/// Seller by the short name that the goods use.
pub type Desks = HashMap<&'static str, SellerId>;

/// Who runs the shop.
pub(super) const OPERATOR: &str = "operator@orinoco.example";

struct Person {
    email: &'static str,
    name: &'static str,
    what: &'static str,
    /// Short name of the seller whose owner this is.
    desk: Option<&'static str>,
    operator: bool,
    /// Line, city, region, postcode, country, phone.
    address: Option<[&'static str; 6]>,
    card: Option<&'static str>,
}

const PEOPLE: &[Person] = &[
    Person {
        email: OPERATOR,
        name: "Olga Rivera",
        what: "operator: runs the shop",
        desk: Some("orinoco"),
        operator: true,
        address: None,
        card: None,
    },
    Person {
        email: "lucia@guayabo.example",
        name: "Lucía Guayabo",
        what: "seller: Casa Guayabo",
        desk: Some("guayabo"),
        operator: false,
        address: None,
        card: None,
    },
    Person {
        email: "tomas@paramo.example",
        name: "Tomás Páramo",
        what: "seller: Páramo Outdoor",
        desk: Some("paramo"),
        operator: false,
        address: None,
        card: None,
    },
    Person {
        email: "ada@shopper.example",
        name: "Ada Quintero",
        what: "shopper with address and card, ready for one click",
        desk: None,
        operator: false,
        address: Some(["1200 Riverside Drive, Apt 4", "Austin", "TX", "78701", "US", "+1 512 555 0142"]),
        card: Some("4242424242424242"),
    },
    Person {
        email: "ben@shopper.example",
        name: "Ben Haddad",
        what: "shopper with address and card, ready for one click",
        desk: None,
        operator: false,
        address: Some(["77 Harbor Street", "Oakland", "CA", "94607", "US", "+1 510 555 0177"]),
        card: Some("5555555555554444"),
    },
];

/// A password that nobody guesses and everybody can type.
pub fn new_password() -> String {
    // No letters that look like others: 16 of 31 signs hold 79 bits.
    const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let sign = || SIGNS.get(rand::random_range(0..SIGNS.len())).copied().map_or('x', char::from);
    let group = || (0..4).map(|_| sign()).collect::<String>();
    [group(), group(), group(), group()].join("-")
}

/// What each says of itself on its own page.
fn story(desk: &str) -> &'static str {
    match desk {
        "guayabo" => {
            "We cook at the river and sell what our kitchen cannot do without.\n\nCasa Guayabo began as a market stall in Austin. \
             Each pan and each spice here was used for a month before it came into the shop."
        }
        "paramo" => {
            "Clothes and gear for wet trails.\n\nWe walk in what we sell, and we repair what we sold."
        }
        _ => "What the shop sells itself, from its own shelves.",
    }
}

/// Where the demo's sellers have their clock, and how long a parcel takes within their state.
fn dispatch(desk: &str) -> Dispatch {
    let zone = if desk == "paramo" { "America/Denver" } else { "America/Los_Angeles" };
    Dispatch {
        zone: Zone::parse(zone).unwrap_or(Zone::UTC),
        near: Some(Transit { min: 1, max: 2 }),
        ..Dispatch::standard("US")
    }
}

fn shop(desk: &str, currency: domain::Currency) -> (&'static str, &'static str, ShippingOffer) {
    let standard = standard_shipping(currency);
    match desk {
        "guayabo" => ("Casa Guayabo", "CA", ShippingOffer { fee: cents(399, currency), ..standard }),
        "paramo" => (
            "Páramo Outdoor",
            "CO",
            ShippingOffer {
                handling_days: 0,
                transit_days_max: 3,
                fee: cents(690, currency),
                free_from: None,
                ..standard
            },
        ),
        _ => ("Orinoco", "WA", ShippingOffer { transit_days_min: 1, transit_days_max: 2, ..standard }),
    }
}

pub async fn make(
    platform: &Platform,
    password: Option<&str>,
) -> Result<(Vec<DemoAccount>, Desks), PlatformError> {
    let mut accounts = Vec::new();
    for person in PEOPLE {
        accounts.push(account(platform, person, password).await?);
    }
    keep_passwords(platform, &accounts)?;
    let mut desks = Desks::new();
    for (person, account) in PEOPLE.iter().zip(&accounts) {
        if let Some(desk) = person.desk {
            desks.insert(desk, seller(platform, desk, account.id).await?);
        }
        if let Some(address) = person.address {
            save_address(platform, account.id, person.name, address).await?;
        }
        if let Some(card) = person.card {
            save_card(platform, account.id, card).await?;
        }
    }
    Ok((accounts, desks))
}

pub(super) fn input<T, E: std::fmt::Debug>(parsed: Result<T, E>) -> Result<T, PlatformError> {
    parsed.map_err(|problem| PlatformError::Input(format!("the demo's own data is refused: {problem:?}")))
}

async fn account(
    platform: &Platform,
    person: &Person,
    password: Option<&str>,
) -> Result<DemoAccount, PlatformError> {
    let email = input(Email::parse(person.email))?;
    let made = |id, password| DemoAccount {
        email: person.email,
        name: person.name,
        what: person.what,
        password,
        id,
    };
    let existing = identity::account_by_email(&mut platform.db.read().await?, &email).await?;
    if let Some(existing) = existing {
        return Ok(made(existing.id, None));
    }
    let password = password.map_or_else(new_password, str::to_owned);
    let new = NewAccount {
        email,
        name: input(PersonName::parse(person.name))?,
        password: NewPassword::parse(&password)
            .map_err(|problem| PlatformError::Input(format!("this password is refused: {problem:?}")))?,
        locale: platform.config.locale,
        currency: platform.config.currency,
    };
    let id = platform.identity.create_account(new, person.operator).await?;
    Ok(made(id, Some(password)))
}

async fn seller(
    platform: &Platform,
    desk: &'static str,
    owner: AccountId,
) -> Result<SellerId, PlatformError> {
    let currency = platform.config.currency;
    let (name, region, shipping) = shop(desk, currency);
    let new = NewSeller {
        name: name.to_owned(),
        slug: Some(desk.to_owned()),
        country: "US".to_owned(),
        region: region.to_owned(),
        currency,
        support_email: None,
        shipping,
    };
    let made: Result<SellerId, SellerError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                let seller = match sellers::by_slug(tx, desk).await? {
                    Some(existing) => existing,
                    None => {
                        let made = match desk {
                            "orinoco" => sellers::ensure_platform_seller(tx, &new).await?,
                            _ => sellers::create(tx, &new).await?,
                        };
                        sellers::update_dispatch(tx, made.id, &dispatch(desk)).await?;
                        sellers::tell_story(tx, made.id, story(desk)).await?;
                        made
                    }
                };
                sellers::add_staff(tx, seller.id, owner, StaffRole::Owner).await?;
                Ok(seller.id)
            })
        })
        .await;
    Ok(made?)
}

async fn save_address(
    platform: &Platform,
    account: AccountId,
    name: &str,
    [line1, city, region, postcode, country, phone]: [&str; 6],
) -> Result<(), PlatformError> {
    let typed = AddressInput {
        name: name.into(),
        line1: line1.into(),
        city: city.into(),
        region: region.into(),
        postcode: postcode.into(),
        country: country.into(),
        phone: phone.into(),
        ..AddressInput::default()
    };
    let address: Address = input(typed.parse())?;
    let saved: Result<_, identity::IdentityError> = platform
        .db
        .write(move |tx| {
            let address = address.clone();
            Box::pin(async move { identity::addresses::add(tx, account, &address, true).await })
        })
        .await;
    saved?;
    Ok(())
}

async fn save_card(platform: &Platform, account: AccountId, number: &str) -> Result<(), PlatformError> {
    let known = payments::methods(&mut platform.db.read().await?, account).await?;
    if !known.is_empty() {
        return Ok(());
    }
    let token = input(platform.payments.tokenise(CardInput::test_card(number)).await)?;
    let saved: Result<_, payments::PaymentError> = platform
        .db
        .write(move |tx| {
            let token = token.token.clone();
            Box::pin(async move { payments::save_method(tx, account, &token).await })
        })
        .await;
    saved?;
    Ok(())
}

/// Gives an account a default address and a test card, so that one click works.
pub async fn make_one_click_ready(
    platform: &Platform,
    account: AccountId,
    name: &str,
) -> Result<(), PlatformError> {
    save_address(platform, account, name, ["1 River Road", "Austin", "TX", "78701", "US", "+1 512 555 0100"])
        .await?;
    save_card(platform, account, "4242424242424242").await
}

/// Somebody of the demo as whom nobody signs in, ready for one click.
pub(super) async fn buyer(
    platform: &Platform,
    email: &'static str,
    name: &'static str,
) -> Result<AccountId, PlatformError> {
    let person =
        Person { email, name, what: "buyer", desk: None, operator: false, address: None, card: None };
    let account = account(platform, &person, None).await?;
    let address = identity::addresses::default(&mut platform.db.read().await?, account.id).await?;
    if address.is_none() {
        make_one_click_ready(platform, account.id, name).await?;
    }
    Ok(account.id)
}

/// Orders of the two shoppers, so that the sellers' desks have something to do.
pub async fn first_orders(
    platform: &Platform,
    accounts: &[DemoAccount],
    goods: &Goods,
) -> Result<usize, PlatformError> {
    let shoppers =
        PEOPLE.iter().zip(accounts).filter(|(person, _)| person.card.is_some()).map(|(_, account)| account);
    let mut placed = 0;
    for (at, shopper) in shoppers.enumerate() {
        // Every ninth offer, from another one on for each shopper: some of each seller's.
        for (offer, _) in goods.offers.iter().skip(at * 4).step_by(9).take(5) {
            let Some(panel) = platform.orders.one_click_panel(shopper.id, *offer).await? else { continue };
            let click = OneClick {
                key: format!("demo-order-{at}-{offer}"),
                account: shopper.id,
                email: input(Email::parse(shopper.email))?,
                locale: platform.config.locale,
                offer: *offer,
                quantity: 1,
                seen: panel.seen(),
                shown: None,
                device: Some(if at == 0 { Device::Phone } else { Device::Desktop }),
            };
            platform.orders.one_click(click).await?;
            placed += 1;
        }
    }
    Ok(placed)
}

/// Appends new passwords to the file that only the directory's owner can read.
fn keep_passwords(platform: &Platform, accounts: &[DemoAccount]) -> Result<(), PlatformError> {
    let lines: String = accounts
        .iter()
        .filter_map(|a| a.password.as_ref().map(|password| format!("{}\t{password}\t{}\n", a.email, a.what)))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let path = platform.config.data_dir.join(ACCOUNTS_FILE);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&path).and_then(|mut file| file.write_all(lines.as_bytes()));
    written.map_err(|e| PlatformError::Directory { what: path.display().to_string(), reason: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_password_is_long_and_never_the_same() {
        let (a, b) = (new_password(), new_password());
        assert_eq!(a.len(), 19);
        assert_ne!(a, b);
        assert!(NewPassword::parse(&a).is_ok());
    }
}
