//! What the seller's forms do: who is it, may they, parse, one call, where to go on.
use domain::key::IdempotencyKey;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, Money, ProductId};
use platform::catalog::{Attribute, Condition};
use platform::inventory::MAX_QUANTITY;
use platform::listing::{self, Draft, ListingError, NewListing, ProposalState};
use platform::sellers::Seller;
use std::sync::Arc;

use super::api::{OfferAddForm, ProposalForm};
use super::sending;
use super::words::refused;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::text::T;
use crate::ui::Tone;

/// The forms' names, under which the pages find what was typed.
pub(super) const OFFER_FORM: &str = "offer-add";
pub(super) const PROPOSAL_FORM: &str = "product-propose";

/// What both forms say of an offer.
struct Terms {
    condition: Condition,
    price: Money,
    stock: i64,
}

fn terms(
    t: T,
    seller: &Seller,
    [condition, price, stock]: [&str; 3],
    mut invalid: Invalid,
) -> Result<Terms, Invalid> {
    let condition = Condition::parse(condition);
    let price = Money::parse_decimal(price.trim(), seller.currency).ok().filter(|price| price.is_positive());
    let stock = stock.trim().parse::<i64>().ok().filter(|units| (0..=MAX_QUANTITY).contains(units));
    for (name, is_wrong, words) in [
        ("condition", condition.is_none(), t.listing_wrong_condition()),
        ("price", price.is_none(), t.offer_price_wrong()),
        ("stock", stock.is_none(), t.offer_stock_wrong()),
    ] {
        if is_wrong {
            invalid = invalid.field(name, words);
        }
    }
    match (condition, price, stock) {
        (Some(condition), Some(price), Some(stock)) => Ok(Terms { condition, price, stock }),
        _ => Err(invalid),
    }
}

fn key_of(t: T, text: &str) -> Result<IdempotencyKey, Failure> {
    IdempotencyKey::parse(text).map_err(|_| Failure::refused(t.form_malformed()))
}

pub(super) async fn add_offer(form: OfferAddForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let product: ProductId = form.product.parse().map_err(|_| Failure::NotFound)?;
    let key = key_of(t, &form.key)?;
    let invalid = Invalid::new(OFFER_FORM, &form);
    let terms = terms(t, &seller, [&form.condition, &form.price, &form.stock], invalid.clone())?;
    let sending = sending::read(t, &seller, [&form.table, &form.weight, &form.days], invalid.clone())?;
    let new = Arc::new(NewListing {
        seller: seller.id,
        product,
        sku: form.sku.clone(),
        condition: terms.condition,
        price: terms.price,
        stock: terms.stock,
        sending,
        key: key.to_string(),
    });
    let made = platform()
        .db
        .write(move |tx| {
            let new = Arc::clone(&new);
            Box::pin(async move { listing::add(tx, &new).await })
        })
        .await;
    match made {
        Ok(_) => Ok(Done::to(format!("/seller/products?seller={}", seller.id))
            .notice(Tone::Good, t.listing_offered())),
        Err(error) => Err(refused(t, error, invalid)),
    }
}

/// `Name: value` in each line; a name without a value says nothing. None where a line has no colon.
fn attributes(text: &str) -> Option<Vec<Attribute>> {
    let mut all = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once([':', '：'])?;
        if !value.trim().is_empty() {
            all.push(Attribute { name: name.trim().to_owned(), value: value.trim().to_owned(), unit: None });
        }
    }
    Some(all)
}

pub(super) async fn propose(form: ProposalForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let key = key_of(t, &form.key)?;
    let invalid = Invalid::new(PROPOSAL_FORM, &form);
    let draft = Arc::new(draft(t, &seller, &form, invalid.clone())?);
    let (id, by) = (seller.id, account_id()?);
    let made = platform()
        .db
        .write(move |tx| {
            let (key, draft) = (key.clone(), Arc::clone(&draft));
            Box::pin(async move { listing::propose(tx, id, &key, &draft, by).await })
        })
        .await;
    match made {
        Ok(made) => {
            let here = Done::to(format!("/seller/products/new?seller={id}"));
            Ok(match made.state {
                ProposalState::Live => here.notice(Tone::Good, t.propose_is_live()),
                ProposalState::Waiting | ProposalState::Refused => here.notice(Tone::Info, t.propose_waits()),
            })
        }
        Err(ListingError::CodeKnown { product }) => {
            let known = format!("/seller/products/add/{product}?seller={id}");
            Ok(Done::to(known).notice(Tone::Info, t.propose_known()))
        }
        Err(error) => Err(refused(t, error, invalid)),
    }
}

fn draft(t: T, seller: &Seller, form: &ProposalForm, mut invalid: Invalid) -> Result<Draft, Failure> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let category = form.category.parse::<CategoryId>().ok();
    let attributes = attributes(&form.attributes);
    if category.is_none() {
        invalid = invalid.field("category", t.listing_wrong_category());
    }
    if attributes.is_none() {
        invalid = invalid.field("attributes", t.listing_wrong_attributes());
    }
    let terms = terms(t, seller, [&form.condition, &form.price, &form.stock], invalid.clone())?;
    let sending = sending::read(t, seller, [&form.table, &form.weight, &form.days], invalid.clone())?;
    let (Some(category), Some(attributes)) = (category, attributes) else { return Err(invalid.into()) };
    Ok(Draft {
        title: form.title.trim().to_owned(),
        brand: some(&form.brand),
        code: some(&form.code),
        category,
        description: form.description.trim().to_owned(),
        attributes,
        sku: form.sku.trim().to_owned(),
        condition: terms.condition,
        price: terms.price,
        stock: terms.stock,
        sending,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_typed_a_line_each() {
        let read =
            |text| attributes(text).map(|all| all.into_iter().map(|a| (a.name, a.value)).collect::<Vec<_>>());
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            read("Material: Cast iron\n\n Size : 28 cm \r\nRatio: 1:2\nColour:"),
            Some(vec![pair("Material", "Cast iron"), pair("Size", "28 cm"), pair("Ratio", "1:2")])
        );
        assert_eq!(read(""), Some(Vec::new()));
        assert_eq!(read("Material: Iron\nheavy"), None);
    }
}
