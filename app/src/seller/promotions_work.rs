//! What the server functions of promotions do: who is it, may they, parse, one call, where to go on.
use domain::calendar::parse_day;
use domain::promotion::{Goods, Rule, RuleError};
use domain::roles::Action;
use domain::{Currency, Money, PromotionId, Timestamp};
use platform::orders::promotions::{self, LONGEST_TITLE, MOST_OPEN, NewPromotion, PromotionError};
use platform::sellers::Seller;

use super::api::PromotionForm;
use super::desk;
use super::promotions::{LIMITS, named};
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "promotion";

fn here(seller: &Seller) -> String {
    format!("/seller/promotions?seller={}", seller.id)
}

pub(super) async fn create(form: PromotionForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let new = std::sync::Arc::new(parse(t, &seller, &form)?);
    let made = platform()
        .db
        .write(move |tx| {
            let new = std::sync::Arc::clone(&new);
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    match made {
        Ok(_) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.promo_made())),
        Err(error) => {
            let (field, words) = refused(t, error)?;
            Err(Invalid::new(FORM, &form).field(field, words).into())
        }
    }
}

/// The field that is wrong, and what would be right.
fn refused(t: T, error: PromotionError) -> Result<(&'static str, String), Failure> {
    let (most_units, most_in_set, most_offers) = LIMITS;
    let most_title = i64::try_from(LONGEST_TITLE).unwrap_or(i64::MAX);
    Ok(match error {
        PromotionError::Rule(RuleError::BadUnits) => ("units", t.promo_wrong_units(most_units)),
        PromotionError::Rule(RuleError::BadShare) => ("share", t.promo_wrong_share()),
        PromotionError::Rule(RuleError::BadSet) => ("offers", t.promo_wrong_set(most_in_set)),
        PromotionError::Rule(RuleError::TooManyOffers) => ("offers", t.promo_wrong_many(most_offers)),
        PromotionError::BadTitle => ("title", t.promo_wrong_title(most_title)),
        PromotionError::EndsFirst => ("until", t.promo_wrong_end()),
        PromotionError::NotTheirs => ("offers", t.promo_not_theirs()),
        PromotionError::TooMany => ("offers", t.promo_too_many(MOST_OPEN)),
        PromotionError::Db(error) => return Err(error.into()),
        PromotionError::Order(error) => return Err(error.into()),
    })
}

/// A day that may be left out: `None` for what is none.
fn perhaps(text: &str) -> Option<Option<i64>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { parse_day(text).map(Some) }
}

fn parse(t: T, seller: &Seller, form: &PromotionForm) -> Result<NewPromotion, Failure> {
    let mut invalid = Invalid::new(FORM, form);
    let (most_units, ..) = LIMITS;
    // A share with up to two decimals is basis points, as an amount of dollars is cents.
    let bps = Money::parse_decimal(form.share.trim(), Currency::USD).ok().map(Money::minor);
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let units = if form.kind == "set" { Some(1) } else { number(&form.units) };
    let on_top = if form.kind == "buy_get" { number(&form.on_top) } else { Some(1) };
    let (from, until) = (perhaps(&form.from), perhaps(&form.until));
    let known = ["buy_get", "from_units", "set"].contains(&form.kind.as_str());
    for (name, is_wrong, words) in [
        ("kind", !known, t.promo_wrong_kind()),
        ("share", bps.is_none(), t.promo_wrong_share()),
        ("units", units.is_none(), t.promo_wrong_units(most_units)),
        ("on_top", on_top.is_none(), t.promo_wrong_units(most_units)),
        ("from", from.is_none(), t.promo_wrong_day()),
        ("until", until.is_none(), t.promo_wrong_day()),
    ] {
        if is_wrong {
            invalid = invalid.field(name, words);
        }
    }
    let (true, Some(bps), Some(units), Some(on_top), Some(from), Some(until)) =
        (known, bps, units, on_top, from, until)
    else {
        return Err(invalid.into());
    };
    let midnight = |day: i64| seller.dispatch.zone.moment(day, 0);
    let offers = named(&form.offers);
    Ok(NewPromotion {
        seller: seller.id,
        title: form.title.clone(),
        rule: match form.kind.as_str() {
            "buy_get" => Rule::BuyGet { buy: units, get: on_top, bps },
            "from_units" => Rule::FromUnits { units, bps },
            _ => Rule::Set { bps },
        },
        goods: if offers.is_empty() { Goods::All } else { Goods::These(offers) },
        from: from.map_or_else(|| Timestamp::from_micros(platform().db.now().as_micros()), midnight),
        until: until.map(|day| midnight(day + 1)),
        made_by: account_id()?,
    })
}

pub(super) async fn pause(seller: String, id: String, paused: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &seller).await?;
    let t = Ctx::current().t();
    let id: PromotionId = id.parse().map_err(|_| Failure::NotFound)?;
    let (owner, stop) = (seller.id, !paused.is_empty());
    let found = platform()
        .db
        .write(move |tx| Box::pin(async move { promotions::pause(tx, owner, id, stop).await }))
        .await?;
    if !found {
        return Err(Failure::NotFound);
    }
    let words = if stop { t.promo_was_stopped() } else { t.promo_goes_on() };
    Ok(Done::to(here(&seller)).notice(Tone::Good, words))
}
