//! What the server functions of a seller's coupons do: who is it, may they, parse, one call, where to go on.
use domain::calendar::parse_moment;
use domain::coupon::{Benefit, CouponCode, Terms};
use domain::key::IdempotencyKey;
use domain::roles::Action;
use domain::{CategoryId, CouponId, Money};
use platform::orders::coupons::{self, CouponError, MOST_A_DAY, MOST_OPEN, NewOwnCoupon};
use platform::sellers::Seller;

use super::api::OwnCouponForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "own-coupon";

fn here(seller: &Seller) -> String {
    format!("/seller/coupons?seller={}", seller.id)
}

pub(super) async fn create(form: OwnCouponForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let new = std::sync::Arc::new(parse(t, &seller, &form)?);
    let code = new.code.clone();
    let made = platform()
        .db
        .write(move |tx| {
            let new = std::sync::Arc::clone(&new);
            Box::pin(async move { coupons::create_own(tx, &new).await })
        })
        .await;
    match made {
        Ok(_) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.own_coupon_made(code.as_str()))),
        Err(error) => {
            let (field, words) = refused(t, error)?;
            Err(Invalid::new(FORM, &form).field(field, words).into())
        }
    }
}

/// The field that is wrong, and what would be right. Whose code it is, another seller's or the platform's, is nobody's business.
fn refused(t: T, error: CouponError) -> Result<(&'static str, String), Failure> {
    Ok(match error {
        CouponError::CodeTaken => ("code", t.own_coupon_taken()),
        CouponError::TooMany => ("code", t.own_coupon_too_many(MOST_OPEN)),
        CouponError::TooOften => ("code", t.own_coupon_too_often(MOST_A_DAY)),
        CouponError::BadPercent => ("value", t.coupon_wrong_percent()),
        CouponError::BadAmount => ("value", t.coupon_wrong_amount()),
        CouponError::TooMuch => ("value", t.own_coupon_too_much()),
        CouponError::EndsFirst => ("until", t.promo_wrong_end()),
        CouponError::BadUses => ("most_uses", t.coupon_wrong_uses()),
        CouponError::NoSuchScope => ("category", t.coupon_wrong_scope()),
        CouponError::KeyReused => return Err(Failure::refused(t.own_coupon_key_reused())),
        // Its seller gives it, so neither has it no giver nor does it need a ceiling.
        other => return Err(other.into()),
    })
}

fn parse(t: T, seller: &Seller, form: &OwnCouponForm) -> Result<NewOwnCoupon, Failure> {
    let mut invalid = Invalid::new(FORM, form);
    let amount = |text: &str| Money::parse_decimal(text, seller.currency).ok().filter(|m| m.is_positive());
    let uses =
        |text: &str| perhaps(text, |n| n.parse::<i64>().ok().filter(|n| (1..=1_000_000_000).contains(n)));
    let share = |text: &str| share_bps(text).filter(|bps| (1..=10_000).contains(bps));
    let code = CouponCode::parse(&form.code);
    let (benefit, wrong) = match form.kind.as_str() {
        "amount" => (amount(form.value.trim()).map(Benefit::Amount), t.coupon_wrong_amount()),
        _ => (share(&form.value).map(|bps| Benefit::Percent { bps }), t.coupon_wrong_percent()),
    };
    let known = ["percent", "amount"].contains(&form.kind.as_str());
    let minimum = perhaps(&form.minimum, amount);
    let (from, until) = (perhaps(&form.from, parse_moment), perhaps(&form.until, parse_moment));
    let (most_uses, most_uses_each) = (uses(&form.most_uses), uses(&form.most_uses_each));
    let category = perhaps(&form.category, |id| id.parse::<CategoryId>().ok());
    for (name, is_wrong, words) in [
        ("code", code.is_err(), t.coupon_malformed()),
        ("kind", !known, t.promo_wrong_kind()),
        ("value", benefit.is_none(), wrong),
        ("minimum", minimum.is_none(), t.coupon_wrong_amount()),
        ("from", from.is_none(), t.promo_wrong_day()),
        ("until", until.is_none(), t.promo_wrong_day()),
        ("most_uses", most_uses.is_none(), t.coupon_wrong_uses()),
        ("most_uses_each", most_uses_each.is_none(), t.coupon_wrong_uses()),
        ("category", category.is_none(), t.coupon_wrong_scope()),
    ] {
        if is_wrong {
            invalid = invalid.field(name, words);
        }
    }
    invalid.clone().check()?;
    let (Ok(code), Some(benefit), Some(from), Some(until)) = (code, benefit, from, until) else {
        return Err(invalid.into());
    };
    let at = |day: i64, minute: i64| seller.dispatch.zone.moment(day, minute);
    Ok(NewOwnCoupon {
        seller: seller.id,
        code,
        terms: Terms {
            benefit,
            minimum: minimum.flatten(),
            most_off: None,
            from: from.map_or_else(|| platform().db.now(), |(day, minute)| at(day, minute.unwrap_or(0))),
            // A day is over with its last minute.
            until: until.map(|(day, minute)| minute.map_or_else(|| at(day + 1, 0), |minute| at(day, minute))),
            paused: false,
            most_uses: most_uses.flatten(),
            most_uses_each: most_uses_each.flatten(),
        },
        category: category.flatten(),
        currency: seller.currency,
        made_by: account_id()?,
        key: IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.own_coupon_key_reused()))?,
    })
}

pub(super) async fn end(seller: String, id: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &seller).await?;
    let t = Ctx::current().t();
    let id: CouponId = id.parse().map_err(|_| Failure::NotFound)?;
    let owner = seller.id;
    let found: Result<bool, platform::db::DbError> =
        platform().db.write(move |tx| Box::pin(async move { coupons::end(tx, owner, id).await })).await;
    if !found? {
        return Err(Failure::NotFound);
    }
    Ok(Done::to(here(&seller)).notice(Tone::Good, t.own_coupon_ended()))
}
