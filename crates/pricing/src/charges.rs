//! What a sale leaves its seller, by the rules that would charge it. Called by `follow`, for which less than nothing is no price,
//! and by the seller's page.

use crate::PricingError;
use catalog::OfferForSale;
use db::Conn;
use domain::giving::{Giving, Least};
use domain::place::Place;
use domain::price_rule::{least_left, left};
use domain::tax::{TaxRate, rate_charged_at, tax_at};
use domain::{Money, MoneyError};
use sellers::Seller;

/// What a seller's sales are charged now.
pub struct Charges {
    /// With the tax on fees, in millionths. The platform's own retail pays none.
    terms: Option<(fees::Terms, i64)>,
    /// The tax in prices where the seller is, which is not the seller's; nothing where it comes on top of them.
    tax: Option<TaxRate>,
}

impl Charges {
    /// # Errors
    /// Only the database's.
    pub async fn of(conn: &mut Conn, seller: &Seller) -> Result<Self, PricingError> {
        let now = conn.now();
        let set = orders::taxes::rates(conn, &seller.country).await?;
        let tax = rate_charged_at(&set, &seller.country, &seller.region, now).filter(|rate| rate.inclusive);
        if seller.is_platform {
            return Ok(Self { terms: None, tax });
        }
        let terms = fees::terms_at(conn, Some(seller.id), now).await?;
        let tax_ppm = fees::tax_now(conn, seller).await?.map_or(0, |how| how.rate_ppm);
        Ok(Self { terms: Some((terms, tax_ppm)), tax })
    }

    /// What is left of the sale of one piece at this price once the tax in it, fees and cost are paid; less than nothing is a
    /// loss. What the buyer pays for the delivery counts as spent on it.
    ///
    /// # Errors
    /// For amounts in several currencies, and such that nobody pays.
    pub fn left(
        &self,
        sale: &OfferForSale,
        price: Money,
        delivery: Money,
        cost: Money,
    ) -> Result<Money, MoneyError> {
        let (price, delivery) = (self.net(price, true)?, self.net(delivery, false)?);
        let Some((terms, tax_ppm)) = &self.terms else { return price.sub(cost) };
        let item = terms.item(price.currency())?;
        left((price, delivery, cost), &terms.rule(sale.commission_class), item, *tax_ppm)
    }

    /// The least that is left of it when the seller's own promotions and coupons take what they can.
    ///
    /// # Errors
    /// Those of [`Charges::left`].
    pub fn least_left(
        &self,
        sale: &OfferForSale,
        price: Money,
        delivery: Money,
        cost: Money,
        giving: &Giving,
    ) -> Result<Money, MoneyError> {
        let whole = self.left(sale, price, delivery, cost)?;
        if giving.is_empty() {
            return Ok(whole);
        }
        let spent = self.net(delivery, false)?;
        let most = self.net(price, true)?.add(spent)?;
        let mut least = most;
        for low in giving.lows(sale.offer.id, price, delivery)? {
            let paid = self.net(low.price, true)?.add(self.net(low.delivery, false)?)?;
            if paid.minor() < least.minor() {
                least = paid;
            }
        }
        if least == most {
            return Ok(whole);
        }
        let Some((terms, tax_ppm)) = &self.terms else { return least.sub(spent)?.sub(cost) };
        let item = terms.item(price.currency())?;
        least_left((least, most), (spent, cost), &terms.rule(sale.commission_class), item, *tax_ppm)
    }

    /// An amount that a buyer pays without the tax in it.
    fn net(&self, amount: Money, goods: bool) -> Result<Money, MoneyError> {
        match &self.tax {
            Some(rate) if goods || rate.shipping_taxed => Ok(tax_at(amount, rate.rate_ppm, true)?.net),
            _ => Ok(amount),
        }
    }

    /// What is left at the price that it has, sent within the seller's country; `None` where the cost is not known.
    pub fn left_now(&self, seller: &Seller, sale: &OfferForSale) -> Option<Money> {
        let (price, cost) = (sale.offer.price, sale.offer.terms.cost?);
        let delivery = delivery(seller, sale, price, &Place::country(&seller.country));
        self.left(sale, price, delivery, cost).ok()
    }

    /// What the seller's own promotions and coupons take of a unit at that price at the worst, and what is left then, where the
    /// cost is known; `None` where they take nothing.
    pub fn given_now(
        &self,
        seller: &Seller,
        sale: &OfferForSale,
        giving: &Giving,
    ) -> Option<(Least, Option<Money>)> {
        let price = sale.offer.price;
        let delivery = delivery(seller, sale, price, &Place::country(&seller.country));
        let low = giving.lowest(sale.offer.id, price, delivery).ok()??;
        if low.promotion.is_none() && low.coupon.is_none() {
            return None;
        }
        let left = |cost| self.least_left(sale, price, delivery, cost, giving).ok();
        Some((low, sale.offer.terms.cost.and_then(left)))
    }
}

/// What one piece costs the buyer to be sent there; nothing where it is not.
pub(crate) fn delivery(seller: &Seller, sale: &OfferForSale, price: Money, to: &Place) -> Money {
    let fee = seller.fee_of_one(sale.offer.packing, price, to);
    fee.unwrap_or(Money::zero(price.currency()))
}
