//! What something costs and when it comes: the one computation behind the cart, the checkout, the one-click panel
//! and the order itself, so that what is shown is what is charged.

use crate::{OrderError, taxes};
use catalog::OfferForSale;
use db::Conn;
use domain::address::Address;
use domain::coupon::Discounts;
use domain::place::Place;
use domain::price::{self, Off, PricedLine};
use domain::promise::Promise;
use domain::tax::{TaxRate, rate_charged};
use domain::{CouponId, Money, OfferId, SellerId, Timestamp};
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
    /// What a coupon takes off the amount.
    pub discount: Money,
    /// What the platform adds for the seller of that, without tax.
    pub subsidy: Money,
    pub tax: Money,
    pub total: Money,
    /// Millionths: 82,500 is 8.25 %.
    pub tax_rate_ppm: i64,
    /// From when on this rate holds; `None` where none is taken.
    pub tax_from: Option<Timestamp>,
    pub tax_inclusive: bool,
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
    /// What a coupon takes off goods and shipping.
    pub discount: Money,
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
}

/// A coupon that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedCoupon {
    pub id: CouponId,
    pub code: String,
}

/// Everything together. Sums are exact: each is the sum of its parts.
#[derive(Debug, Clone)]
pub struct Quote {
    pub parts: Vec<QuotePart>,
    pub items: Money,
    pub shipping: Money,
    pub wrap: Money,
    pub discount: Money,
    pub tax: Money,
    pub total: Money,
    /// The coupon that takes the discount off.
    pub coupon: Option<AppliedCoupon>,
    /// Whether an address was known, so that the tax is final.
    pub taxed: bool,
}

/// Quotes these lines; one part for each seller, in the order of the first line of each. Without an address each part is
/// promised as if it stayed in its seller's country.
///
/// # Errors
/// [`OrderError::NothingToOrder`], [`OrderError::NotForSale`] with the offer, [`OrderError::MixedCurrencies`].
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
    let ids: Vec<OfferId> = wanted.iter().map(|w| w.offer).collect();
    let mut sales = catalog::offers_for_sale(conn, &ids).await?;
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
    let sellers = sellers::many(conn, &by_seller.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    let now = conn.now();
    let rate = match address {
        Some(address) => rate_charged(&taxes::rates(conn, &address.country).await?, address, now),
        None => None,
    };
    let mut parts = Vec::with_capacity(by_seller.len());
    for (seller, lines) in by_seller {
        let first = lines[0].0.offer.id;
        // One that is suspended or on holiday sells nothing, whatever a cart or an open page still holds.
        let seller = sellers.get(&seller).filter(|seller| seller.may_sell()).cloned();
        let seller = seller.ok_or(OrderError::NotForSale { offer: first })?;
        let to = match (address, place) {
            (Some(address), _) => Place::from(address),
            (None, Some(place)) => place.clone(),
            (None, None) => Place::country(&seller.country),
        };
        let promise = seller.promise(now, &to);
        parts.push(part(seller, lines, promise, rate.clone())?);
    }
    Quote::of(parts, address.is_some())
}

fn part(
    seller: Seller,
    lines: Vec<(OfferForSale, i64)>,
    promise: Promise,
    rate: Option<TaxRate>,
) -> Result<QuotePart, OrderError> {
    let currency = lines[0].0.offer.price.currency();
    if lines.iter().any(|(sale, _)| sale.offer.price.currency() != currency) {
        return Err(OrderError::MixedCurrencies);
    }
    let goods = lines.iter().try_fold(Money::zero(currency), |sum, (sale, quantity)| {
        sale.offer.price.times(*quantity).and_then(|amount| sum.add(amount))
    })?;
    let fee = seller.shipping.fee_for(goods);
    let shipping = if fee.currency() == currency { fee } else { return Err(OrderError::MixedCurrencies) };
    let off = Off { lines: vec![Money::zero(currency); lines.len()], shipping: Money::zero(currency) };
    priced(seller, lines, Fees { shipping, wrap: Money::zero(currency) }, promise, rate, (off, false))
}

/// What a part costs beside its goods.
struct Fees {
    shipping: Money,
    wrap: Money,
}

fn priced(
    seller: Seller,
    lines: Vec<(OfferForSale, i64)>,
    Fees { shipping, wrap }: Fees,
    promise: Promise,
    rate: Option<TaxRate>,
    (off, subsidised): (Off, bool),
) -> Result<QuotePart, OrderError> {
    let to_price: Vec<PricedLine> = lines
        .iter()
        .map(|(sale, quantity)| PricedLine { unit_price: sale.offer.price, quantity: *quantity })
        .collect();
    let amounts = price::discounted(shipping.currency(), &to_price, &off, shipping, wrap, rate.as_ref())?;
    let subsidy = |given: Money| if subsidised { given } else { Money::zero(given.currency()) };
    let (tax_rate_ppm, tax_inclusive) = rate.as_ref().map_or((0, false), |r| (r.rate_ppm, r.inclusive));
    let tax_from = rate.as_ref().map(|r| r.from);
    let lines = lines
        .into_iter()
        .zip(&amounts.lines)
        .map(|((sale, quantity), priced)| QuoteLine {
            sale,
            quantity,
            amount: priced.amount,
            discount: priced.discount,
            subsidy: subsidy(priced.given),
            tax: priced.tax,
            total: priced.total,
            tax_rate_ppm,
            tax_from,
            tax_inclusive,
        })
        .collect();
    Ok(QuotePart {
        seller,
        lines,
        items: amounts.items,
        shipping: amounts.shipping,
        wrap: amounts.wrap,
        discount: amounts.discount,
        shipping_discount: off.shipping,
        shipping_subsidy: subsidy(amounts.shipping_given),
        tax: amounts.tax,
        total: amounts.total,
        promise,
        tax_place: rate.as_ref().map_or_else(|| "-".to_owned(), TaxRate::place),
        rate,
        off,
        subsidised,
    })
}

impl QuotePart {
    /// The same lines with other fees, or with something else taken off.
    fn again(self, fees: Fees, off: (Off, bool)) -> Result<Self, OrderError> {
        let lines = self.lines.into_iter().map(|l| (l.sale, l.quantity)).collect();
        priced(self.seller, lines, fees, self.promise, self.rate, off)
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
            let (fees, off) = (Fees { shipping: old.shipping, wrap: fee }, (old.off.clone(), old.subsidised));
            parts.push(old.again(fees, off)?);
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
            let off = Off { lines: of_lines.by_ref().take(old.lines.len()).collect(), shipping: *shipping };
            let fees = Fees { shipping: old.shipping, wrap: old.wrap };
            parts.push(old.again(fees, (off, subsidised))?);
        }
        self.coupon = Some(coupon);
        self.replace(parts)
    }

    /// The part joins a parcel whose shipping is paid for.
    pub(crate) fn waive_shipping(&mut self, index: usize) -> Result<(), OrderError> {
        let mut parts = std::mem::take(&mut self.parts);
        let old = parts.remove(index);
        let fees = Fees { shipping: Money::zero(old.shipping.currency()), wrap: old.wrap };
        // One click, which alone joins parcels, takes no coupons: nothing was off.
        let off = (old.off.clone(), old.subsidised);
        parts.insert(index, old.again(fees, off)?);
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
