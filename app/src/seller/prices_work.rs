//! What the server functions of prices that follow others do: who is it, may they, parse, one call, where to go on.
use domain::price_rule::{BoundsError, PriceRule};
use domain::roles::Action;
use domain::{Money, OfferId};
use platform::pricing::{MOST_OF_PRODUCT, MOST_OWN_OF_PRODUCT, MOST_RULES, PricingError, stop_following};

use super::api::PriceRuleForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::typed::perhaps;
use crate::ui::Tone;

/// The name of an offer's form, under which the page finds what was typed.
pub(super) fn form_name(offer: OfferId) -> String {
    format!("rule-{offer}")
}

pub(super) async fn save(form: PriceRuleForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let offer: OfferId = form.offer.parse().map_err(|_| Failure::NotFound)?;
    let by = account_id()?;
    let mut invalid = Invalid::new(&form_name(offer), &form);
    let money = |text: &str| Money::parse_decimal(text.trim(), seller.currency).ok();
    let (floor, ceiling) = (money(&form.floor), perhaps(&form.ceiling, money));
    for (name, wrong) in [("floor", floor.is_none()), ("ceiling", ceiling.is_none())] {
        if wrong {
            invalid = invalid.field(name, t.offer_price_wrong());
        }
    }
    let (Some(floor), Some(ceiling)) = (floor, ceiling) else { return Err(invalid.into()) };
    let rule = match PriceRule::new(floor, ceiling) {
        Ok(rule) => rule,
        Err(BoundsError::BadFloor) => return Err(invalid.field("floor", t.offer_price_wrong()).into()),
        Err(BoundsError::BadCeiling) => {
            return Err(invalid.field("ceiling", t.prices_ceiling_wrong()).into());
        }
    };
    match platform().pricing.follow_from_now(seller.id, offer, rule, by).await {
        Ok(()) => Ok(Done::back().notice(Tone::Good, t.prices_saved())),
        Err(PricingError::NoSuchOffer(_)) => Err(Failure::NotFound),
        Err(PricingError::CostUnknown) => Err(invalid.field("floor", t.prices_cost_missing()).into()),
        Err(PricingError::OtherCurrency(other)) => {
            Err(invalid.field("floor", t.prices_currency_wrong(other.code())).into())
        }
        Err(PricingError::TooManyRules) => Err(invalid.field("floor", t.prices_too_many(MOST_RULES)).into()),
        Err(PricingError::TooManyOwnOfProduct) => {
            Err(invalid.field("floor", t.prices_too_many_own(MOST_OWN_OF_PRODUCT)).into())
        }
        Err(PricingError::TooManyOfProduct) => {
            Err(invalid.field("floor", t.prices_too_many_of_product(MOST_OF_PRODUCT)).into())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn stop(seller: String, offer: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &seller).await?;
    let t = Ctx::current().t();
    let offer: OfferId = offer.parse().map_err(|_| Failure::NotFound)?;
    let owner = seller.id;
    let stopped = platform()
        .db
        .write(move |tx| Box::pin(async move { stop_following(tx, owner, offer).await }))
        .await?;
    if !stopped {
        return Err(Failure::NotFound);
    }
    Ok(Done::back().notice(Tone::Good, t.prices_stopped()))
}
