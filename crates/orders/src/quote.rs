//! What something costs and when it comes: the one computation behind the cart, the checkout, the one-click panel
//! and the order itself, so that what is shown is what is charged.

use crate::promotions::{self, InForce, LinePromotion};
use crate::{OrderError, taxes};
use catalog::OfferForSale;
use db::Conn;
use domain::address::Address;
use domain::coupon::{Discounts, Funding};
use domain::place::Place;
use domain::price::{self, Off, PricedLine};
use domain::promise::Promise;
use domain::promotion::{PromotedLine, Rule, Running, promote};
use domain::shipping::{FeeError, Goods, delivery_fee};
use domain::tax::{TaxRate, rate_charged};
use domain::{CouponId, Money, OfferId, PromotionId, SellerId, Timestamp};
use sellers::Seller;
use std::collections::BTreeMap;

/// One offer that somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub offer: OfferId,
    /// 1 to 999.
    pub quantity: i64,
    /// The unit price on the page that was clicked; a higher one must be agreed to.
    pub price_seen: Option<Money>,
}

impl Wanted {
    /// One unit, at whatever it costs.
    pub fn one(offer: OfferId) -> Self {
        Self { offer, quantity: 1, price_seen: None }
    }
}

/// One line with what it costs.
#[derive(Debug, Clone)]
pub struct QuoteLine {
    pub sale: OfferForSale,
    pub quantity: i64,
    pub amount: Money,
    /// What promotions and a coupon take off the amount.
    pub discount: Money,
    /// The promotions' share of it, one by one.
    pub promotions: Vec<LinePromotion>,
    /// What the platform adds for the seller of that, without tax: for its promotions and its coupon.
    pub subsidy: Money,
    pub tax: Money,
    pub total: Money,
    /// Millionths: 82,500 is 8.25 %.
    pub tax_rate_ppm: i64,
    /// From when on this rate holds; `None` where none is taken.
    pub tax_from: Option<Timestamp>,
    pub tax_inclusive: bool,
}

impl QuoteLine {
    /// What promotions leave of the amount: what a coupon is of.
    pub(crate) fn promoted_price(&self) -> Result<Money, OrderError> {
        Ok(self.promotions.iter().try_fold(self.amount, |left, given| left.sub(given.off))?)
    }
}

/// A promotion that a little more of its goods would make hold, or hold once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearPromotion {
    pub promotion: PromotionId,
    pub rule: Rule,
    /// So many units more.
    pub missing: i64,
}

/// What one seller sends.
#[derive(Debug, Clone)]
pub struct QuotePart {
    pub seller: Seller,
    pub lines: Vec<QuoteLine>,
    pub items: Money,
    pub shipping: Money,
    /// For wrapping it as a present.
    pub wrap: Money,
    /// What promotions and a coupon take off goods and shipping.
    pub discount: Money,
    /// The promotions' share of it.
    pub promoted: Money,
    /// What is almost reached.
    pub near: Vec<NearPromotion>,
    /// The shipping's share of it, and what the platform adds for the seller of that, without tax.
    pub shipping_discount: Money,
    pub shipping_subsidy: Money,
    pub tax: Money,
    pub total: Money,
    pub promise: Promise,
    /// Whom the tax is owed to: `US-CA`, `ES`; `-` where none is taken.
    pub tax_place: String,
    rate: Option<TaxRate>,
    off: Off,
    subsidised: bool,
    given: Vec<Vec<LinePromotion>>,
}

/// A coupon that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedCoupon {
    pub id: CouponId,
    pub code: String,
    /// The seller who gives it, of its own lines; `None`: the platform does.
    pub given_by: Option<SellerId>,
}

/// Everything together. Sums are exact: each is the sum of its parts.
#[derive(Debug, Clone)]
pub struct Quote {
    pub parts: Vec<QuotePart>,
    pub items: Money,
    pub shipping: Money,
    pub wrap: Money,
    /// What promotions and the coupon take off.
    pub discount: Money,
    /// The promotions' share of it.
    pub promoted: Money,
    pub tax: Money,
    pub total: Money,
    /// The coupon that takes the rest of the discount off.
    pub coupon: Option<AppliedCoupon>,
    /// Whether an address was known, so that the tax is final.
    pub taxed: bool,
}

/// Quotes these lines; one part for each seller, in the order of the first line of each. Without an address each part is
/// promised as if it stayed in its seller's country.
///
/// # Errors
/// [`OrderError::NothingToOrder`], [`OrderError::NotForSale`] with the offer, [`OrderError::NotDelivered`] with all offers
/// that are not, [`OrderError::MixedCurrencies`].
pub async fn quote(
    conn: &mut Conn,
    wanted: &[Wanted],
    address: Option<&Address>,
) -> Result<Quote, OrderError> {
    quote_to(conn, wanted, address, None).await
}

/// [`quote`], promised to a place that is known before the address is.
///
/// # Errors
/// Those of [`quote`].
pub async fn quote_to(
    conn: &mut Conn,
    wanted: &[Wanted],
    address: Option<&Address>,
    place: Option<&Place>,
) -> Result<Quote, OrderError> {
    if wanted.is_empty() {
        return Err(OrderError::NothingToOrder);
    }
    if wanted.iter().any(|w| !(1..=999).contains(&w.quantity)) {
        return Err(OrderError::QuantityOutOfRange);
    }
    let offers: Vec<OfferId> = wanted.iter().map(|w| w.offer).collect();
    let mut sales = catalog::offers_for_sale(conn, &offers).await?;
    let mut by_seller: Vec<(SellerId, Vec<(OfferForSale, i64)>)> = Vec::new();
    for line in wanted {
        let sale = sales.remove(&line.offer).filter(OfferForSale::is_for_sale);
        let sale = sale.ok_or(OrderError::NotForSale { offer: line.offer })?;
        let seller = sale.offer.seller_id;
        match by_seller.iter_mut().find(|(id, _)| *id == seller) {
            Some((_, lines)) => lines.push((sale, line.quantity)),
            None => by_seller.push((seller, vec![(sale, line.quantity)])),
        }
    }
    let ids: Vec<SellerId> = by_seller.iter().map(|(id, _)| *id).collect();
    let sellers = sellers::many(conn, &ids).await?;
    let mut running = promotions::running(conn, Some(&ids), Some(&offers)).await?;
    let now = conn.now();
    let rate = match address {
        Some(address) => rate_charged(&taxes::rates(conn, &address.country).await?, address, now),
        None => None,
    };
    let mut parts = Vec::with_capacity(by_seller.len());
    for (seller, lines) in by_seller {
        let first = lines[0].0.offer.id;
        // One that is suspended or on holiday sells nothing, whatever a cart or an open page still holds.
        let seller = sellers.get(&seller).filter(|seller| seller.may_sell(now)).cloned();
        let seller = seller.ok_or(OrderError::NotForSale { offer: first })?;
        let to = match (address, place) {
            (Some(address), _) => Place::from(address),
            (None, Some(place)) => place.clone(),
            (None, None) => Place::country(&seller.country),
        };
        let handling = seller.handling_of(lines.iter().map(|(sale, _)| sale.offer.terms.handling_days));
        let promise = seller.promise_in(handling, now, &to);
        let part = part(seller, lines, &running, &to, promise, rate.clone())?;
        running.spend(part.given.iter().flatten())?;
        parts.push(part);
    }
    Quote::of(parts, address.is_some())
}

fn part(
    seller: Seller,
    lines: Vec<(OfferForSale, i64)>,
    running: &InForce,
    to: &Place,
    promise: Promise,
    rate: Option<TaxRate>,
) -> Result<QuotePart, OrderError> {
    let currency = lines[0].0.offer.price.currency();
    if lines.iter().any(|(sale, _)| sale.offer.price.currency() != currency) {
        return Err(OrderError::MixedCurrencies);
    }
    let shipping = delivery(&seller, &lines, to)?;
    if shipping.currency() != currency {
        return Err(OrderError::MixedCurrencies);
    }
    let running: Vec<Running> = running.of(seller.id).cloned().collect();
    let (given, near) = promoted(&lines, running)?;
    let mut off = Off::nothing(currency, lines.len());
    for (at, given) in given.iter().enumerate() {
        let funded = given.iter().filter(|one| one.funding == Funding::Platform);
        off.promoted[at] = Money::sum(currency, given.iter().map(|one| one.off))?;
        off.funded[at] = Money::sum(currency, funded.map(|one| one.off))?;
    }
    let terms = Terms { promise, rate, off, subsidised: false, given, near };
    priced(seller, lines, Fees { shipping, wrap: Money::zero(currency) }, terms)
}

/// What the seller asks for sending these to a place. It counts the goods before anything is off: see `domain::promotion`.
fn delivery(seller: &Seller, lines: &[(OfferForSale, i64)], to: &Place) -> Result<Money, OrderError> {
    let goods: Vec<Goods> = lines
        .iter()
        .map(|(sale, quantity)| {
            let (packing, quantity) = (sale.offer.packing, *quantity);
            Ok(Goods { packing, quantity, worth: sale.offer.price.times(quantity)? })
        })
        .collect::<Result<_, OrderError>>()?;
    delivery_fee(&seller.shipping, &seller.tables, &goods, to).map_err(|error| match error {
        FeeError::NoDelivery { goods, why } => {
            let offers = goods.into_iter().map(|at| lines[at].0.offer.id).collect();
            OrderError::NotDelivered { offers, why }
        }
        FeeError::Money(error) => error.into(),
    })
}

/// What promotions take off each line, and which are almost reached.
fn promoted(
    lines: &[(OfferForSale, i64)],
    mut running: Vec<Running>,
) -> Result<(Vec<Vec<LinePromotion>>, Vec<NearPromotion>), OrderError> {
    let goods: Vec<PromotedLine<'_>> = lines
        .iter()
        .map(|(sale, quantity)| PromotedLine {
            offer: sale.offer.id,
            category: &sale.category_slug,
            unit_price: sale.offer.price,
            quantity: *quantity,
        })
        .collect();
    let mut of_lines = vec![Vec::new(); lines.len()];
    let all_given = promote(&goods, &running)?;
    for given in all_given {
        let Some(giver) = running.iter_mut().find(|p| p.id == given.promotion) else { continue };
        // What has reached its ceiling is near to nothing.
        giver.spend(given.units, given.off)?;
        of_lines[given.line].push(LinePromotion {
            promotion: given.promotion,
            rule: giver.rule,
            units: given.units,
            off: given.off,
            funding: giver.funding,
            // Known with the tax.
            subsidy: Money::zero(given.off.currency()),
        });
    }
    let near = |p: &Running| {
        p.missing(&goods).map(|missing| NearPromotion { promotion: p.id, rule: p.rule, missing })
    };
    Ok((of_lines, running.iter().filter_map(near).collect()))
}

/// What a part costs beside its goods.
struct Fees {
    shipping: Money,
    wrap: Money,
}

/// What is promised, taxed and taken off.
struct Terms {
    promise: Promise,
    rate: Option<TaxRate>,
    off: Off,
    /// The platform gives what the coupon takes off.
    subsidised: bool,
    given: Vec<Vec<LinePromotion>>,
    near: Vec<NearPromotion>,
}

fn priced(
    seller: Seller,
    lines: Vec<(OfferForSale, i64)>,
    Fees { shipping, wrap }: Fees,
    Terms { promise, rate, off, subsidised, mut given, near }: Terms,
) -> Result<QuotePart, OrderError> {
    let to_price: Vec<PricedLine> = lines
        .iter()
        .map(|(sale, quantity)| PricedLine { unit_price: sale.offer.price, quantity: *quantity })
        .collect();
    let amounts = price::discounted(shipping.currency(), &to_price, &off, shipping, wrap, rate.as_ref())?;
    let subsidy = |given: Money| if subsidised { given } else { Money::zero(given.currency()) };
    for (given, priced) in given.iter_mut().zip(&amounts.lines) {
        share_funded(given, priced.funded)?;
    }
    let (tax_rate_ppm, tax_inclusive) = rate.as_ref().map_or((0, false), |r| (r.rate_ppm, r.inclusive));
    let tax_from = rate.as_ref().map(|r| r.from);
    let lines = lines
        .into_iter()
        .zip(amounts.lines.iter().zip(&given))
        .map(|((sale, quantity), (priced, promotions))| {
            Ok::<_, OrderError>(QuoteLine {
                sale,
                quantity,
                amount: priced.amount,
                discount: priced.discount,
                promotions: promotions.clone(),
                subsidy: subsidy(priced.given).add(priced.funded)?,
                tax: priced.tax,
                total: priced.total,
                tax_rate_ppm,
                tax_from,
                tax_inclusive,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(QuotePart {
        seller,
        lines,
        items: amounts.items,
        shipping: amounts.shipping,
        wrap: amounts.wrap,
        discount: amounts.discount,
        promoted: Money::sum(shipping.currency(), off.promoted.iter().copied())?,
        near,
        shipping_discount: off.shipping,
        shipping_subsidy: subsidy(amounts.shipping_given),
        tax: amounts.tax,
        total: amounts.total,
        promise,
        tax_place: rate.as_ref().map_or_else(|| "-".to_owned(), TaxRate::place),
        rate,
        off,
        subsidised,
        given,
    })
}

/// What the platform adds to a line for its promotions, by what each takes off.
fn share_funded(given: &mut [LinePromotion], funded: Money) -> Result<(), OrderError> {
    let weight = |one: &LinePromotion| match one.funding {
        Funding::Platform => u64::try_from(one.off.minor()).unwrap_or(0),
        Funding::Seller => 0,
    };
    let weights: Vec<u64> = given.iter().map(weight).collect();
    if weights.iter().all(|weight| *weight == 0) {
        return Ok(());
    }
    for (one, subsidy) in given.iter_mut().zip(funded.split(&weights)?) {
        one.subsidy = subsidy;
    }
    Ok(())
}

impl QuotePart {
    /// The same lines with other fees, or with something else taken off by a coupon.
    fn again(self, fees: Fees, off: Off, subsidised: bool) -> Result<Self, OrderError> {
        let lines = self.lines.into_iter().map(|l| (l.sale, l.quantity)).collect();
        let (given, near) = (self.given, self.near);
        let terms = Terms { promise: self.promise, rate: self.rate, off, subsidised, given, near };
        priced(self.seller, lines, fees, terms)
    }
}

impl Quote {
    fn of(parts: Vec<QuotePart>, taxed: bool) -> Result<Self, OrderError> {
        let currency = parts.first().ok_or(OrderError::NothingToOrder)?.items.currency();
        if parts.iter().any(|p| p.items.currency() != currency) {
            return Err(OrderError::MixedCurrencies);
        }
        Ok(Self {
            items: Money::sum(currency, parts.iter().map(|p| p.items))?,
            shipping: Money::sum(currency, parts.iter().map(|p| p.shipping))?,
            wrap: Money::sum(currency, parts.iter().map(|p| p.wrap))?,
            discount: Money::sum(currency, parts.iter().map(|p| p.discount))?,
            promoted: Money::sum(currency, parts.iter().map(|p| p.promoted))?,
            tax: Money::sum(currency, parts.iter().map(|p| p.tax))?,
            total: Money::sum(currency, parts.iter().map(|p| p.total))?,
            parts,
            taxed,
            coupon: None,
        })
    }

    /// Whether every part can be wrapped for this fee.
    pub fn takes_wrap(&self, fee: Money) -> bool {
        self.total.currency() == fee.currency()
    }

    /// Each part is wrapped as a present, for this fee.
    ///
    /// # Errors
    /// [`OrderError::NoGiftWrap`] when the fee is in another currency.
    pub fn wrap(&mut self, fee: Money) -> Result<(), OrderError> {
        if !self.takes_wrap(fee) {
            return Err(OrderError::NoGiftWrap);
        }
        let mut parts = Vec::with_capacity(self.parts.len());
        for old in std::mem::take(&mut self.parts) {
            let (off, subsidised) = (old.off.clone(), old.subsidised);
            let fees = Fees { shipping: old.shipping, wrap: fee };
            parts.push(old.again(fees, off, subsidised)?);
        }
        self.replace(parts)
    }

    fn replace(&mut self, parts: Vec<QuotePart>) -> Result<(), OrderError> {
        *self = Self { coupon: self.coupon.take(), ..Self::of(parts, self.taxed)? };
        Ok(())
    }

    /// A coupon takes this off: of each line and each fee in the quote's order. `subsidised`: the platform gives it.
    pub(crate) fn take_off(
        &mut self,
        coupon: AppliedCoupon,
        given: &Discounts,
        subsidised: bool,
    ) -> Result<(), OrderError> {
        let mut of_lines = given.lines.iter().copied();
        let mut parts = Vec::with_capacity(self.parts.len());
        for (old, shipping) in std::mem::take(&mut self.parts).into_iter().zip(&given.fees) {
            let off = Off {
                promoted: old.off.promoted.clone(),
                funded: old.off.funded.clone(),
                lines: of_lines.by_ref().take(old.lines.len()).collect(),
                shipping: *shipping,
            };
            let fees = Fees { shipping: old.shipping, wrap: old.wrap };
            parts.push(old.again(fees, off, subsidised)?);
        }
        self.coupon = Some(coupon);
        self.replace(parts)
    }

    /// The part joins a parcel whose shipping is paid for, but for this.
    pub(crate) fn ship_for(&mut self, index: usize, shipping: Money) -> Result<(), OrderError> {
        let mut parts = std::mem::take(&mut self.parts);
        let old = parts.remove(index);
        let fees = Fees { shipping, wrap: old.wrap };
        // One click, which alone joins parcels, takes no coupons: nothing is off the shipping.
        let (off, subsidised) = (old.off.clone(), old.subsidised);
        parts.insert(index, old.again(fees, off, subsidised)?);
        self.replace(parts)
    }

    /// A total that rose since the page was made, by tax or shipping, must be agreed to as well.
    pub(crate) fn refuse_raised_total(&self, seen: Option<Money>) -> Result<(), OrderError> {
        match seen {
            Some(seen) if seen.currency() != self.total.currency() || seen.minor() < self.total.minor() => {
                Err(OrderError::TotalRaised { seen, now: self.total })
            }
            _ => Ok(()),
        }
    }

    /// A price that rose since the page was made must be agreed to; one that fell is simply lower.
    pub(crate) fn refuse_raised_prices(&self, wanted: &[Wanted]) -> Result<(), OrderError> {
        let now: BTreeMap<OfferId, Money> =
            self.parts.iter().flat_map(|p| &p.lines).map(|l| (l.sale.offer.id, l.sale.offer.price)).collect();
        for line in wanted {
            let (Some(seen), Some(now)) = (line.price_seen, now.get(&line.offer)) else { continue };
            if seen.currency() != now.currency() || seen.minor() < now.minor() {
                return Err(OrderError::PriceRaised { offer: line.offer, seen, now: *now });
            }
        }
        Ok(())
    }
}
