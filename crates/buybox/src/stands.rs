//! How a seller's offers stand in the buy boxes of their products, and what would bring them there. Called by the seller's list of
//! products and by the API.

use crate::{BuyBoxError, Market, Shelf};
use catalog::{Contending, SellerOffer, contending_of};
use db::Conn;
use domain::buy_box::{Contender, Loss, Reason, loss, ranking, reason};
use domain::shipping::price_for;
use domain::{Money, OfferId, ProductId};
use std::collections::HashMap;

/// How an offer stands in its product's buy box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    Won {
        reason: Reason,
        next: Option<Contender>,
    },
    /// With the price that lands where it would win, where delivery leaves room for one.
    Lost {
        winner: Contender,
        loss: Loss,
        price: Option<Money>,
    },
}

impl Stand {
    /// The highest price at which the offer would win; `None` where it has won, and where no price would do.
    pub fn price_to_win(&self) -> Option<Money> {
        match self {
            Self::Won { .. } => None,
            Self::Lost { price, .. } => *price,
        }
    }
}

/// How these offers of one seller stand in this market. Nothing of a product that nobody can buy from anybody.
///
/// # Errors
/// Only the database's.
pub async fn stands(
    conn: &mut Conn,
    market: &Market,
    rows: &[SellerOffer],
) -> Result<HashMap<OfferId, Stand>, BuyBoxError> {
    let products: Vec<ProductId> = rows.iter().map(|row| row.offer.product_id).collect();
    let mut contending = contending_of(conn, &products).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let Contending { mut offers, crowded } = contending.remove(&row.offer.product_id).unwrap_or_default();
        // Of a crowded product only the cheapest are read, and this one may be none of them.
        if offers.iter().all(|offer| offer.id != row.offer.id) {
            offers.push(row.offer.clone());
        }
        let mut shelf = Shelf::of(conn, offers.clone()).await?;
        if crowded {
            shelf.complete(conn, market, row.offer.product_id).await?;
        }
        // Two offers of one product, new and used, may be among them.
        contending.insert(row.offer.product_id, Contending { offers, crowded });
        if let Some(stand) = stand(market, &shelf, row.offer.id) {
            found.insert(row.offer.id, stand);
        }
    }
    Ok(found)
}

fn stand(market: &Market, shelf: &Shelf, offer: OfferId) -> Option<Stand> {
    let home = market.home();
    let mut all = market.contenders(&shelf.offers, &shelf.stock, &shelf.sellers);
    let own = all.iter().find(|contender| contender.offer == offer)?.clone();
    all.retain(|contender| contender.open && contender.stock > 0);
    let ranked = ranking(&all, home);
    let winner = ranked.first()?;
    let next = ranked.get(1).copied();
    Some(match loss(&own, winner, home) {
        None => Stand::Won { reason: reason(winner, next, home), next: next.cloned() },
        Some(loss) => {
            let price = loss.landed_to_win.and_then(|landed| asking(market, shelf, offer, landed));
            Stand::Lost { winner: (*winner).clone(), loss, price }
        }
    })
}

/// The price at which an offer lands there with its seller's delivery.
fn asking(market: &Market, shelf: &Shelf, offer: OfferId, landed: Money) -> Option<Money> {
    let offer = shelf.offers.iter().find(|known| known.id == offer)?;
    let seller = shelf.sellers.get(&offer.seller_id)?;
    price_for(landed, &seller.shipping, &seller.tables, offer.packing, market.place())
}
