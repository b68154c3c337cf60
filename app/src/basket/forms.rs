//! What forms of cart, checkout and account share: whose cart it is, addresses and cards as typed.
use domain::address::{Address, AddressInput};
use domain::field::{Field, FieldError, Problem};
use domain::key::IdempotencyKey;
use domain::roles::{Action, CartOwner, Resource};
use domain::text_enum::TextEnum as _;
use domain::{CartId, OfferId};
use platform::orders::Shopper;
use platform::orders::cart::{self, Change};
use platform::payments::{CardError, CardField, CardInput, CardProblem};

use super::address::address_words;
use crate::access::{allow, guest_or_new, platform, visitor};
use crate::answer::{Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::refusals::refusal;
use crate::text::T;

/// The cart of whoever asks; a stranger becomes a guest and gets a cookie.
pub(crate) fn owner() -> Result<Shopper, Failure> {
    let shopper = match visitor().account() {
        Some(account) => Shopper::Account(account.id),
        None => Shopper::Guest(guest_or_new()),
    };
    let owner = match shopper {
        Shopper::Account(id) => CartOwner::Account(id),
        Shopper::Guest(id) => CartOwner::Guest(id),
    };
    // A guest who is new to this request is not yet its actor.
    if visitor().guest.is_some() || shopper.account().is_some() {
        allow(Action::UseCart, &Resource::Cart(owner))?;
    }
    Ok(shopper)
}

/// The key of one press of a cart's button, for the page's form. With script each press has a key of its own.
pub(crate) fn new_key() -> String {
    platform().db.new_id::<CartId>().to_string()
}

/// Does one keyed change of the visitor's own cart. Returns its offer where it was done now, and not before.
pub(crate) async fn change_cart(key: &str, offer: &str, change: Change) -> Result<Option<OfferId>, Failure> {
    let t = Ctx::current().t();
    let shopper = owner()?;
    let key = IdempotencyKey::parse(key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let offer: OfferId = offer.parse().map_err(|_| Failure::refused(t.form_malformed()))?;
    let done = platform()
        .db
        .write(move |tx| {
            let key = key.clone();
            Box::pin(async move { cart::once(tx, shopper, &key, offer, change).await })
        })
        .await
        .map_err(|e| refusal(t, e))?;
    Ok(done.then_some(offer))
}

/// 1 when nothing was said; `None` for what is no quantity.
pub(crate) fn quantity_of(text: &str) -> Option<i64> {
    if text.is_empty() { Some(1) } else { text.parse().ok().filter(|n| (1..=999).contains(n)) }
}

/// The sentence for a field and what is wrong with it.
pub(crate) fn field_words(t: T, error: FieldError) -> String {
    match (error.field, error.problem) {
        (Field::Email, _) => t.field_email(),
        (Field::Country, _) => t.field_country(),
        (Field::Phone, _) => t.field_phone(),
        (Field::Password, _) => t.field_password(),
        (_, Problem::Missing) => t.field_missing(),
        (_, Problem::TooLong) => t.field_too_long(),
        _ => t.field_malformed(),
    }
}

/// The address, or the form with every wrong field named.
pub(crate) fn address(
    t: T,
    input: AddressInput,
    mut invalid: Invalid,
) -> Result<(Option<Address>, Invalid), Failure> {
    let country = input.country.clone();
    match input.with_known_region().parse() {
        Ok(address) => Ok((Some(address), invalid)),
        Err(errors) => {
            for error in errors {
                invalid = invalid.field(error.field.as_str(), address_words(t, error, &country));
            }
            Ok((None, invalid))
        }
    }
}

/// The card as typed; `expiry` is `MM/YY`.
pub(crate) fn card(number: &str, expiry: &str, cvc: &str, name: &str) -> CardInput {
    let (month, year) = expiry.split_once(['/', '-', ' ']).unwrap_or((expiry, ""));
    CardInput {
        number: number.to_owned(),
        exp_month: month.trim().to_owned(),
        exp_year: year.trim().to_owned(),
        cvc: cvc.to_owned(),
        name: name.to_owned(),
    }
}

/// Every wrong field of a card, named.
pub(crate) fn card_errors(t: T, errors: &[CardError], mut invalid: Invalid) -> Invalid {
    for error in errors {
        let field = match error.field {
            CardField::Number => "card_number",
            CardField::Expiry => "card_expiry",
            CardField::Cvc => "card_cvc",
            CardField::Name => "name",
        };
        let words = match error.problem {
            CardProblem::Missing => t.field_missing(),
            CardProblem::CheckDigit => t.card_check_digit(),
            CardProblem::Expired => t.card_expired(),
            CardProblem::NotATestCard => t.card_not_test(),
            CardProblem::Malformed => match error.field {
                CardField::Expiry => t.card_expiry_form(),
                _ => t.card_malformed(),
            },
        };
        invalid = invalid.field(field, words);
    }
    invalid
}
