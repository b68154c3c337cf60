//! A product with thousands of offers. The cheapest ones are read first, and then more of them, until no other can win:
//! delivery costs nothing at the least, so whoever asks more than the winner lands at cannot cost less. Most products
//! need nothing more than the first reading.

use crate::{BuyBoxError, Market};
use catalog::{Condition, Kind, Offer, for_sale_after};
use db::Conn;
use domain::buy_box::{Contender, winner};
use domain::{OfferId, ProductId, SellerId};
use inventory::{Level, levels};
use sellers::Seller;
use std::collections::HashMap;

/// Of each kind (new, used) so many offers of a product that can be bought compete, the cheapest before delivery: where
/// more ask the same price, the older ones. It bounds what a page costs whatever sellers ask.
pub const MOST_LOOKED_AT: usize = 512;
/// How many more are read at once.
const MORE: i64 = 160;

/// The offers of some products with what is known of them.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    pub offers: Vec<Offer>,
    pub stock: HashMap<OfferId, Level>,
    pub sellers: HashMap<SellerId, Seller>,
}

impl Shelf {
    /// These offers with their stock and sellers.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn of(conn: &mut Conn, offers: Vec<Offer>) -> Result<Self, BuyBoxError> {
        let mut shelf = Self::default();
        shelf.add(conn, offers).await?;
        Ok(shelf)
    }

    async fn add(&mut self, conn: &mut Conn, offers: Vec<Offer>) -> Result<(), BuyBoxError> {
        let ids: Vec<OfferId> = offers.iter().map(|offer| offer.id).collect();
        self.stock.extend(levels(conn, &ids).await?);
        let mut who: Vec<SellerId> = offers.iter().map(|offer| offer.seller_id).collect();
        who.sort_unstable();
        who.dedup();
        who.retain(|id| !self.sellers.contains_key(id));
        self.sellers.extend(sellers::many(conn, &who).await?);
        self.offers.extend(offers);
        Ok(())
    }

    /// Reads on in a crowded product until its winner is certain. The shelf holds that product's offers alone, as
    /// `catalog::contending` gave them.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn complete(
        &mut self,
        conn: &mut Conn,
        market: &Market,
        product: ProductId,
    ) -> Result<(), BuyBoxError> {
        // Reckoned again only after more was read: each contender has its own fee and promise.
        let mut all = market.contenders(&self.offers, &self.stock, &self.sellers);
        for kind in [Kind::New, Kind::Used] {
            while !self.is_settled(&all, market, kind) {
                let seen = self.seen(kind);
                let left = MOST_LOOKED_AT.saturating_sub(seen.len());
                let limit = MORE.min(i64::try_from(left).unwrap_or(MORE));
                if limit == 0 {
                    break;
                }
                let last = seen.last().map(|offer| (*offer).clone());
                let mut more = for_sale_after(conn, product, kind, last.as_ref(), limit).await?;
                // Nothing new: also where offers and stock should disagree about what can be bought.
                more.retain(|offer| self.offers.iter().all(|known| known.id != offer.id));
                if more.is_empty() {
                    break;
                }
                self.add(conn, more).await?;
                all = market.contenders(&self.offers, &self.stock, &self.sellers);
            }
        }
        self.offers.sort_by_key(|offer| (offer.price.minor(), offer.id));
        Ok(())
    }

    /// The offers of a kind that can be bought, lowest price first.
    fn seen(&self, kind: Kind) -> Vec<&Offer> {
        let is_of = |offer: &&Offer| (offer.condition == Condition::New) == (kind == Kind::New);
        let in_stock = |offer: &&Offer| self.stock.get(&offer.id).is_some_and(|level| level.available > 0);
        let mut seen: Vec<&Offer> = self.offers.iter().filter(is_of).filter(in_stock).collect();
        seen.sort_by_key(|offer| (offer.price.minor(), offer.id));
        seen
    }

    /// Whether no offer of the kind that was not read could win.
    fn is_settled(&self, all: &[Contender], market: &Market, kind: Kind) -> bool {
        let Some(best) = winner(all, market.home()) else { return false };
        if !best.is_eligible() || best.landed.currency() != market.home() {
            return false;
        }
        let is_new = !best.used;
        match kind {
            Kind::New => is_new && self.dearest(kind, best),
            Kind::Used => is_new || self.dearest(kind, best),
        }
    }

    /// Whether the winner lands below the price of the last one that was read.
    fn dearest(&self, kind: Kind, best: &Contender) -> bool {
        self.seen(kind).last().is_some_and(|last| best.landed.minor() < last.price.minor())
    }
}
