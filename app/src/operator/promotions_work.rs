//! What the server functions of the platform's promotions do: who is it, may they, parse, one call, where to go on.
use domain::calendar::parse_moment;
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Limit, MOST_OFFERS, MOST_UNITS, Rule};
use domain::roles::{Action, Resource};
use domain::{CategoryId, Money, OfferId, PromotionId, SellerId, Timestamp};
use platform::Platform;
use platform::catalog::{Offer, offers_of_products, product_by_slug};
use platform::orders::promotions::{self, Giver, NewPromotion};

use super::api::FundedForm;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::promotions_work::refused;
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "funded";
const HERE: &str = "/operator/promotions";

pub(super) async fn make(form: FundedForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let typed = parse(t, &platform, &form)?;
    let goods = goods(t, &form, &typed).await?;
    let new = std::sync::Arc::new(NewPromotion {
        giver: Giver::Platform { seller: typed.seller, category: typed.category, most: typed.most },
        title: form.title.clone(),
        rule: typed.rule,
        goods,
        limit: typed.limit,
        from: typed.from.unwrap_or_else(|| platform.db.now()),
        until: typed.until,
        made_by: account_id()?,
        key: IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.promo_key_reused()))?,
    });
    let made = platform
        .db
        .write(move |tx| {
            let new = std::sync::Arc::clone(&new);
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    match made {
        Ok(_) => Ok(Done::to(HERE).notice(Tone::Good, t.promo_made())),
        Err(error) => {
            let (field, words) = refused(t, error)?;
            // What a seller's page calls otherwise.
            let field = match field {
                "offers" => "products",
                "share" => "value",
                other => other,
            };
            Err(Invalid::new(FORM, &form).field(field, words).into())
        }
    }
}

/// What was typed, but for what has to be looked up.
struct Typed {
    rule: Rule,
    limit: Option<Limit>,
    most: Money,
    category: Option<CategoryId>,
    seller: Option<SellerId>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Typed {
    fn is_for(&self, offer: &Offer) -> bool {
        let is_of = |seller: SellerId| seller == offer.seller_id;
        self.seller.is_none_or(is_of) && offer.price.currency() == self.most.currency()
    }
}

fn parse(t: T, platform: &Platform, form: &FundedForm) -> Result<Typed, Failure> {
    let currency = platform.config.currency;
    let mut invalid = Invalid::new(FORM, form);
    let amount = |text: &str| Money::parse_decimal(text.trim(), currency).ok().filter(|m| m.is_positive());
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let kind = form.kind.as_str();
    let units = match kind {
        "buy_get" => number(&form.units),
        _ => perhaps(&form.units, number).map(|units| units.unwrap_or(1)),
    };
    let on_top = if kind == "buy_get" { number(&form.on_top) } else { Some(1) };
    let limit = match kind {
        "deal" => {
            number(&form.pieces).zip(number(&form.each)).map(|(units, each)| Some(Limit { units, each }))
        }
        _ => Some(None),
    };
    let (bps, off, most) = (share_bps(&form.value), amount(&form.value), amount(&form.most));
    let (from, until) = (perhaps(&form.from, parse_moment), perhaps(&form.until, parse_moment));
    let category = perhaps(&form.category, |id| id.parse::<CategoryId>().ok());
    let seller = perhaps(&form.seller, |id| id.parse::<SellerId>().ok());
    let (value, wrong_value) = match kind {
        "less" => (off.is_some(), t.coupon_wrong_amount()),
        _ => (bps.is_some(), t.promo_wrong_share()),
    };
    let known = ["share", "less", "buy_get", "set", "deal"].contains(&kind);
    let of_nobody = kind == "set" && seller == Some(None);
    for (name, is_wrong, words) in [
        ("kind", !known, t.promo_wrong_kind()),
        ("value", !value, wrong_value),
        ("most", most.is_none(), t.coupon_needs_ceiling()),
        ("units", units.is_none(), t.promo_wrong_units(MOST_UNITS)),
        ("on_top", on_top.is_none(), t.promo_wrong_units(MOST_UNITS)),
        ("pieces", limit.is_none(), t.promo_wrong_limit(Limit::MOST)),
        ("category", category.is_none(), t.coupon_wrong_scope()),
        ("seller", seller.is_none(), t.coupon_wrong_scope()),
        ("seller", of_nobody, t.funded_set_seller()),
        ("from", from.is_none(), t.promo_wrong_day()),
        ("until", until.is_none(), t.promo_wrong_day()),
    ] {
        if is_wrong {
            invalid = invalid.field(name, words);
        }
    }
    invalid.clone().check()?;
    let (Some(units), Some(on_top), Some(limit), Some(most)) = (units, on_top, limit, most) else {
        return Err(invalid.into());
    };
    let rule = match (kind, bps, off) {
        ("less", _, Some(off)) => Rule::Less { units, off },
        ("buy_get", Some(bps), _) => Rule::BuyGet { buy: units, get: on_top, bps },
        ("set", Some(bps), _) => Rule::Set { bps },
        ("deal", Some(bps), _) => Rule::Deal { bps },
        (_, Some(bps), _) => Rule::FromUnits { units, bps },
        _ => return Err(invalid.into()),
    };
    let at = |day: i64, minute: i64| Timestamp::from_micros((day * 1_440 + minute) * 60_000_000);
    Ok(Typed {
        rule,
        limit,
        most,
        category: category.flatten(),
        seller: seller.flatten(),
        from: from.flatten().map(|(day, minute)| at(day, minute.unwrap_or(0))),
        // A day is over with its last minute.
        until: until
            .flatten()
            .map(|(day, minute)| minute.map_or_else(|| at(day + 1, 0), |minute| at(day, minute))),
    })
}

/// The end of a product's address: `blue-lamp` of `https://shop.example/p/blue-lamp?offer=2`.
fn slug(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// What it is for: the offers that there are now of the products named, in the currency of the ceiling and of one seller where
/// one is chosen; everything where none is named.
async fn goods(t: T, form: &FundedForm, typed: &Typed) -> Result<Goods, Failure> {
    let addresses: Vec<&str> =
        form.products.split([' ', ',', '\n', '\t', '\r']).filter(|a| !a.is_empty()).collect();
    if addresses.is_empty() {
        return Ok(Goods::All);
    }
    let wrong = |words: String| -> Result<Goods, Failure> {
        Err(Invalid::new(FORM, form).field("products", words).into())
    };
    let mut offers: Vec<OfferId> = Vec::new();
    let mut conn = platform().db.read().await?;
    for address in addresses {
        let found = product_by_slug(&mut conn, slug(address)).await?;
        let Some(product) = found.map(|detail| detail.product.id) else {
            return wrong(t.funded_wrong_product(address));
        };
        let of_product =
            offers_of_products(&mut conn, &[product]).await?.remove(&product).unwrap_or_default();
        let meant: Vec<OfferId> = of_product
            .into_iter()
            .filter(|offer| offer.active && typed.is_for(offer))
            .map(|offer| offer.id)
            .collect();
        if meant.is_empty() {
            return wrong(t.funded_wrong_product(address));
        }
        offers.extend(meant);
        if offers.len() > MOST_OFFERS {
            return wrong(t.promo_wrong_many(i64::try_from(MOST_OFFERS).unwrap_or(i64::MAX)));
        }
    }
    Ok(Goods::These(offers).each_once())
}

pub(super) async fn pause(id: String, paused: bool) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: PromotionId = id.parse().map_err(|_| Failure::NotFound)?;
    let found = platform()
        .db
        .write(move |tx| Box::pin(async move { promotions::pause(tx, None, id, paused).await }))
        .await?;
    if !found {
        return Err(Failure::NotFound);
    }
    let words = if paused { t.promo_was_stopped() } else { t.promo_goes_on() };
    Ok(Done::to(HERE).notice(Tone::Good, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_named_by_any_form_of_its_address() {
        for address in [
            "blue-lamp",
            "/p/blue-lamp",
            "https://shop.example/p/blue-lamp/",
            "https://shop.example/p/blue-lamp?offer=2#reviews",
        ] {
            assert_eq!(slug(address), "blue-lamp", "{address}");
        }
        assert_eq!(slug("/"), "");
    }
}
