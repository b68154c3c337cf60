//! The buy box of a request: offers, their stock, their sellers and the sellers' records, put before the rule.

use crate::{BuyBox, BuyBoxError, Records};
use catalog::{Condition, Offer};
use db::Conn;
use domain::buy_box::{Contender, Record, winner};
use domain::place::Place;
use domain::promise::Promise;
use domain::shipping::NoDelivery;
use domain::{Currency, Money, OfferId, SellerId, Timestamp};
use inventory::Level;
use sellers::Seller;
use std::collections::HashMap;
use std::sync::Arc;

/// What a request knows before it looks at any offer. Cheap: the records come from memory.
#[derive(Clone)]
pub struct Market {
    now: Timestamp,
    /// The shop's currency.
    home: Currency,
    /// Where the parcel would go.
    place: Place,
    records: Arc<Records>,
}

impl BuyBox {
    /// The market as it is now, for parcels to this place, in a shop of this currency.
    ///
    /// # Errors
    /// Only the database's, when the records have to be read anew.
    pub async fn market(&self, conn: &mut Conn, home: Currency, place: Place) -> Result<Market, BuyBoxError> {
        Ok(Market { now: conn.now(), home, place, records: self.records(conn).await? })
    }
}

impl Market {
    /// A market in which nothing is known of any seller: all of them pass the gates.
    pub fn without_records(now: Timestamp, home: Currency, place: Place) -> Self {
        Self { now, home, place, records: Arc::default() }
    }

    /// The shop's currency.
    pub fn home(&self) -> Currency {
        self.home
    }

    /// Where the parcel would go.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What one piece costs to be sent there.
    ///
    /// # Errors
    /// Why it is not, alone.
    pub fn fee(&self, offer: &Offer, seller: &Seller) -> Result<Money, NoDelivery> {
        seller.fee_of_one(offer.packing, offer.price, &self.place)
    }

    /// When one piece ordered now arrives there.
    pub fn promise(&self, offer: &Offer, seller: &Seller) -> Promise {
        seller.promise_in(seller.handling_of([offer.terms.handling_days]), self.now, &self.place)
    }

    /// An offer as the rule sees it; `None` for a sum that no money can hold.
    pub fn contender(&self, offer: &Offer, seller: &Seller, available: i64) -> Option<Contender> {
        let fee = self.fee(offer, seller);
        let landed = offer.price.add(fee.unwrap_or(Money::zero(offer.price.currency()))).ok()?;
        let unknown = Record { failed: Vec::new(), defects_bps: self.records.gates.defects_bps };
        let record = self.records.of.get(&seller.id).cloned().unwrap_or(unknown);
        Some(Contender {
            offer: offer.id,
            landed,
            used: offer.condition != Condition::New,
            arrives: self.promise(offer, seller).latest_day,
            stock: available,
            open: offer.active && seller.may_sell(self.now),
            // What is not sent alone may be with more.
            delivered: fee.map_or_else(|why| why == NoDelivery::Worth, |_| true),
            failed: record.failed,
            defects_bps: record.defects_bps,
        })
    }

    /// All of them as the rule sees them; offers that nobody sells are left out.
    pub fn contenders(
        &self,
        offers: &[Offer],
        stock: &HashMap<OfferId, Level>,
        sellers: &HashMap<SellerId, Seller>,
    ) -> Vec<Contender> {
        let of = |offer: &Offer| {
            let seller = sellers.get(&offer.seller_id)?;
            self.contender(offer, seller, stock.get(&offer.id).map_or(0, |level| level.available))
        };
        offers.iter().filter_map(of).collect()
    }

    /// The offer that speaks for the product: the buy box's winner, sold out or not. Offers that are not for sale, and those
    /// of sellers who may not sell, never do.
    pub fn best<'o>(
        &self,
        offers: &'o [Offer],
        stock: &HashMap<OfferId, Level>,
        sellers: &HashMap<SellerId, Seller>,
    ) -> Option<&'o Offer> {
        self.best_of(offers, sellers, || self.contenders(offers, stock, sellers))
    }

    /// The same for whoever needs the contenders besides: `all` are those of these offers, asked for where there is something
    /// to choose from.
    pub fn best_of<'o>(
        &self,
        offers: &'o [Offer],
        sellers: &HashMap<SellerId, Seller>,
        all: impl FnOnce() -> Vec<Contender>,
    ) -> Option<&'o Offer> {
        let may_sell =
            |id: &SellerId| sellers.get(id).is_some_and(|seller: &Seller| seller.may_sell(self.now));
        let sold = |offer: &&Offer| offer.active && may_sell(&offer.seller_id);
        let mut sold = offers.iter().filter(sold);
        let first = sold.next()?;
        if sold.next().is_none() {
            return Some(first);
        }
        let mut all = all();
        all.retain(|contender| contender.open);
        let best = winner(&all, self.home)?.offer;
        offers.iter().find(|offer| offer.id == best)
    }
}
