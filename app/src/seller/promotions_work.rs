//! What the server functions of promotions do: who is it, may they, parse, one call, where to go on.
use domain::calendar::parse_moment;
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Limit, MOST_IN_SET, MOST_OFFERS, MOST_UNITS, Rule, RuleError};
use domain::roles::Action;
use domain::{OfferId, PromotionId};
use platform::orders::OrderError;
use platform::orders::promotions::{self, Giver, LONGEST_TITLE, MOST_OPEN, NewPromotion, PromotionError};
use platform::sellers::Seller;

use super::api::PromotionForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "promotion";

/// The offers that an address or a form names, each once; what is none is left out, and so is what is far too much.
pub(super) fn named(text: &str) -> Vec<OfferId> {
    let mut offers: Vec<OfferId> = Vec::new();
    for id in text.split(',').filter_map(|id| id.trim().parse().ok()) {
        if !offers.contains(&id) {
            offers.push(id);
        }
        if offers.len() > MOST_OFFERS {
            break;
        }
    }
    offers
}

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
pub(crate) fn refused(t: T, error: PromotionError) -> Result<(&'static str, String), Failure> {
    let most = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
    Ok(match error {
        PromotionError::Rule(RuleError::BadUnits) => ("units", t.promo_wrong_units(MOST_UNITS)),
        PromotionError::Rule(RuleError::BadShare) => ("share", t.promo_wrong_share()),
        PromotionError::Rule(RuleError::BadSet) => ("offers", t.promo_wrong_set(most(MOST_IN_SET))),
        PromotionError::Rule(RuleError::BadLimit) => ("pieces", t.promo_wrong_limit(Limit::MOST)),
        PromotionError::Rule(RuleError::TooManyOffers) => ("offers", t.promo_wrong_many(most(MOST_OFFERS))),
        PromotionError::BadTitle => ("title", t.promo_wrong_title(most(LONGEST_TITLE))),
        PromotionError::EndsFirst => ("until", t.promo_wrong_end()),
        PromotionError::Rule(RuleError::BadAmount) => ("share", t.coupon_wrong_amount()),
        PromotionError::NotTheirs => ("offers", t.promo_not_theirs()),
        PromotionError::BadCeiling => ("most", t.coupon_needs_ceiling()),
        PromotionError::NoSuchScope => ("category", t.funded_wrong_scope()),
        PromotionError::TooMany => ("offers", t.promo_too_many(MOST_OPEN)),
        PromotionError::Db(error) => return Err(error.into()),
        PromotionError::Order(OrderError::KeyReused) => return Err(Failure::refused(t.promo_key_reused())),
        PromotionError::Order(error) => return Err(error.into()),
    })
}

fn parse(t: T, seller: &Seller, form: &PromotionForm) -> Result<NewPromotion, Failure> {
    let mut invalid = Invalid::new(FORM, form);
    let bps = share_bps(&form.share);
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let deal = form.kind == "deal";
    let units = if form.kind == "set" || deal { Some(1) } else { number(&form.units) };
    let on_top = if form.kind == "buy_get" { number(&form.on_top) } else { Some(1) };
    let (pieces, each) = if deal { (number(&form.pieces), number(&form.each)) } else { (Some(1), Some(1)) };
    let (from, until) = (perhaps(&form.from, parse_moment), perhaps(&form.until, parse_moment));
    let known = ["buy_get", "from_units", "set", "deal"].contains(&form.kind.as_str());
    for (name, is_wrong, words) in [
        ("kind", !known, t.promo_wrong_kind()),
        ("share", bps.is_none(), t.promo_wrong_share()),
        ("units", units.is_none(), t.promo_wrong_units(MOST_UNITS)),
        ("on_top", on_top.is_none(), t.promo_wrong_units(MOST_UNITS)),
        ("pieces", pieces.is_none(), t.promo_wrong_limit(Limit::MOST)),
        ("each", each.is_none(), t.promo_wrong_limit(Limit::MOST)),
        ("from", from.is_none(), t.promo_wrong_day()),
        ("until", until.is_none(), t.promo_wrong_day()),
    ] {
        if is_wrong {
            invalid = invalid.field(name, words);
        }
    }
    let (true, Some(bps), Some(units), Some(on_top)) = (known, bps, units, on_top) else {
        return Err(invalid.into());
    };
    let (Some(pieces), Some(each), Some(from), Some(until)) = (pieces, each, from, until) else {
        return Err(invalid.into());
    };
    let at = |day: i64, minute: i64| seller.dispatch.zone.moment(day, minute);
    let offers = named(&form.offers);
    Ok(NewPromotion {
        giver: Giver::Seller(seller.id),
        title: form.title.clone(),
        rule: match form.kind.as_str() {
            "buy_get" => Rule::BuyGet { buy: units, get: on_top, bps },
            "from_units" => Rule::FromUnits { units, bps },
            "deal" => Rule::Deal { bps },
            _ => Rule::Set { bps },
        },
        limit: deal.then_some(Limit { units: pieces, each }),
        goods: if offers.is_empty() { Goods::All } else { Goods::These(offers) },
        from: from.map_or_else(|| platform().db.now(), |(day, minute)| at(day, minute.unwrap_or(0))),
        // A day is over with its last minute.
        until: until.map(|(day, minute)| minute.map_or_else(|| at(day + 1, 0), |minute| at(day, minute))),
        made_by: account_id()?,
        key: IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.promo_key_reused()))?,
    })
}

pub(super) async fn pause(seller: String, id: String, paused: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &seller).await?;
    let t = Ctx::current().t();
    let id: PromotionId = id.parse().map_err(|_| Failure::NotFound)?;
    let (owner, stop) = (seller.id, !paused.is_empty());
    let found = platform()
        .db
        .write(move |tx| Box::pin(async move { promotions::pause(tx, Some(owner), id, stop).await }))
        .await?;
    if !found {
        return Err(Failure::NotFound);
    }
    let words = if stop { t.promo_was_stopped() } else { t.promo_goes_on() };
    Ok(Done::to(here(&seller)).notice(Tone::Good, words))
}
