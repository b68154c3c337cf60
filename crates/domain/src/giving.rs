//! What a seller gives away of one unit, at the worst. Called by `pricing`, so that no price that it sets becomes a loss in the
//! cart, and by the page that says which promotion or coupon is to blame.
//!
//! Nothing is reckoned anew here: [`promote`] and [`Terms::apply`] are asked, as every quote asks them, with the cart in which
//! they take most of a unit. Of a promotion that is its whole group at one price: the units that are paid for are never cheaper
//! than those that are reduced, so no other group gives a unit more. Of a coupon it is goods of exactly its minimum. A unit
//! counts for one promotion and an order has one coupon, so the worst is the promotion that takes most, and each coupon of
//! what that leaves.
//!
//! Goods that cost a few minor units cannot take their share of a discount and leave it to the others (`coupon::spread`): a
//! seller who has such goods in a promotion beside dear ones may give a unit more than is said here.

use crate::coupon::{CouponFee, CouponLine, Refusal, Terms, Uses};
use crate::ids::{CouponId, OfferId, PromotionId};
use crate::money::{Money, MoneyError, Rounding};
use crate::promotion::{Goods, PromotedLine, Rule, Running, promote};
use crate::time::Timestamp;

/// What rounding may take of a unit beyond the carts that are looked at, in minor units: two for a promotion, whose whole is
/// rounded and then spread over lines, three for a coupon, which is spread here, too, and one for the tax in what is left.
const ROUNDED: i64 = 6;
/// Sellers name offers or give on all of theirs; categories are the platform's to name, which costs the seller nothing.
const NO_CATEGORY: &str = "";

/// What a seller pays for that may hold for an offer: all of it, whether it has begun or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Giving {
    pub promotions: Vec<Running>,
    /// Those that the seller gives, for this offer among others.
    pub coupons: Vec<(CouponId, Terms)>,
}

/// The least that is paid for one unit with one coupon, or with none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// For the unit, with room for rounding; a minor unit at the least.
    pub price: Money,
    /// For its delivery.
    pub delivery: Money,
    /// The promotion that takes most, and how much.
    pub promotion: Option<(PromotionId, Money)>,
    /// The coupon, and what it takes of the unit and its delivery.
    pub coupon: Option<(CouponId, Money)>,
}

impl Least {
    /// For the unit and its delivery.
    ///
    /// # Errors
    /// [`MoneyError`].
    pub fn paid(&self) -> Result<Money, MoneyError> {
        self.price.add(self.delivery)
    }
}

impl Giving {
    pub fn is_empty(&self) -> bool {
        self.promotions.is_empty() && self.coupons.is_empty()
    }

    /// The least that is paid for a unit of the offer at this price, which is more than nothing, and for its delivery: without a
    /// coupon first, then with each that takes something.
    ///
    /// # Errors
    /// [`MoneyError`] for amounts in several currencies or near the end of 64 bits.
    pub fn lows(&self, offer: OfferId, price: Money, delivery: Money) -> Result<Vec<Least>, MoneyError> {
        let promotion = self.most_promoted(offer, price)?;
        let promoted = match promotion {
            Some((_, off)) => price.sub(off)?,
            None => price,
        };
        let mut lows = vec![Least { price: rounded(promoted, price), delivery, promotion, coupon: None }];
        for (id, terms) in &self.coupons {
            let Some((goods, fee)) = taken(terms, promoted, delivery)? else { continue };
            lows.push(Least {
                price: rounded(promoted.sub(goods)?, price),
                delivery: delivery.sub(fee)?,
                promotion,
                coupon: Some((*id, goods.add(fee)?)),
            });
        }
        Ok(lows)
    }

    /// The one of these for which least is paid.
    ///
    /// # Errors
    /// Those of [`Giving::lows`].
    pub fn lowest(&self, offer: OfferId, price: Money, delivery: Money) -> Result<Option<Least>, MoneyError> {
        let mut lowest: Option<(Least, Money)> = None;
        for low in self.lows(offer, price, delivery)? {
            let paid = low.paid()?;
            if lowest.is_none_or(|(_, known)| paid.minor() < known.minor()) {
                lowest = Some((low, paid));
            }
        }
        Ok(lowest.map(|(low, _)| low))
    }

    /// The promotion that takes most of a unit, and how much, rounded up.
    fn most_promoted(
        &self,
        offer: OfferId,
        price: Money,
    ) -> Result<Option<(PromotionId, Money)>, MoneyError> {
        let mut most: Option<(PromotionId, Money)> = None;
        for promotion in self.promotions.iter().filter(|promotion| promotion.goods.has(offer, NO_CATEGORY)) {
            let cart = dearest_for_the_seller(promotion, offer, price);
            let given = promote(&cart, std::slice::from_ref(promotion))?;
            let own = given.iter().filter(|given| given.line == 0);
            let (units, off) = (cart[0].quantity, Money::sum(price.currency(), own.map(|given| given.off))?);
            let off = off.scale(1, units, Rounding::Up)?;
            if off.is_positive() && most.is_none_or(|(_, known)| off.minor() > known.minor()) {
                most = Some((promotion.id, off));
            }
        }
        Ok(most)
    }
}

/// The cart in which a promotion takes most of a unit of the offer, which is its first line.
fn dearest_for_the_seller(promotion: &Running, offer: OfferId, price: Money) -> Vec<PromotedLine<'static>> {
    let line = |offer: OfferId, quantity: i64| PromotedLine {
        offer,
        category: NO_CATEGORY,
        unit_price: price,
        quantity,
    };
    match (promotion.rule, &promotion.goods) {
        (Rule::BuyGet { buy, get, .. }, _) => vec![line(offer, buy + get)],
        (Rule::FromUnits { units, .. } | Rule::Less { units, .. }, _) => vec![line(offer, units)],
        (Rule::Set { .. }, Goods::These(offers)) => {
            let others = offers.iter().filter(|other| **other != offer).map(|other| line(*other, 1));
            std::iter::once(line(offer, 1)).chain(others).collect()
        }
        (Rule::Set { .. }, Goods::All | Goods::In(_)) | (Rule::Deal { .. }, _) => vec![line(offer, 1)],
    }
}

/// What a coupon takes of a unit and of its delivery once it may be used; `None` where it takes nothing.
fn taken(terms: &Terms, price: Money, delivery: Money) -> Result<Option<(Money, Money)>, MoneyError> {
    let begun = Timestamp::from_micros(0);
    let open = Terms {
        from: begun,
        until: None,
        paused: false,
        most_uses: None,
        most_uses_each: None,
        ..terms.clone()
    };
    let line = |amount: Money| CouponLine { amount, quantity: 1, is_meant: true };
    let mut lines = vec![line(price)];
    if let Some(minimum) = terms.minimum.filter(|minimum| minimum.currency() == price.currency()) {
        // Other goods, as few as make it hold.
        let missing = minimum.sub(price)?;
        if missing.is_positive() {
            lines.push(line(missing));
        }
    }
    let fees = [CouponFee { fee: delivery, is_meant: true }];
    match open.apply(begun, Uses::default(), &lines, &fees) {
        Ok(given) => Ok(given.lines.first().copied().zip(given.fees.first().copied())),
        Err(Refusal::Money(error)) => Err(error),
        // It is in another currency, or the unit costs next to nothing.
        Err(_) => Ok(None),
    }
}

/// What is left of a price from which something was taken.
fn rounded(left: Money, price: Money) -> Money {
    if left == price {
        return price;
    }
    Money::new((left.minor() - ROUNDED).max(1), left.currency())
}

#[cfg(test)]
#[path = "giving/tests.rs"]
mod tests;
