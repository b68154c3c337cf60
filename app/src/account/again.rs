//! "Buy it again": puts what an order had into the cart. The same offer where it can still be had, else the one that
//! speaks for the product now, else nothing, and each is said.
use std::collections::HashMap;

use domain::key::IdempotencyKey;
use domain::roles::Action;
use domain::{LineId, OfferId, OrderId, ProductId, SellerId, Timestamp};
use platform::activity::Kind;
use platform::buybox::Market;
use platform::catalog::{self, CatalogError, Offer};
use platform::db::Conn;
use platform::inventory::{Level, levels};
use platform::orders::OrderError;
use platform::orders::cart::{self, Change};
use platform::orders::store::{self, Line};
use platform::sellers::{Seller, many};

use crate::access::{allow_order, platform};
use crate::answer::{Done, Failure};
use crate::basket::forms::owner;
use crate::ctx::Ctx;
use crate::shop::market::market;
use crate::shop::refusals::refusal;
use crate::track;
use crate::ui::Tone;

/// What can be had of the products of some lines.
struct Shelf {
    market: Market,
    offers: HashMap<ProductId, Vec<Offer>>,
    stock: HashMap<OfferId, Level>,
    sellers: HashMap<SellerId, Seller>,
    now: Timestamp,
}

impl Shelf {
    async fn of(conn: &mut Conn, lines: &[Line]) -> Result<Shelf, Failure> {
        let products: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
        let contending = catalog::contending_of(conn, &products).await?;
        let mut offers: HashMap<ProductId, Vec<Offer>> =
            contending.into_iter().map(|(product, of)| (product, of.offers)).collect();
        add_bought(conn, &mut offers, lines).await?;
        let ids: Vec<OfferId> = offers.values().flatten().map(|offer| offer.id).collect();
        let stock = levels(conn, &ids).await?;
        let sale = catalog::offers_for_sale(conn, &ids).await?;
        for of_product in offers.values_mut() {
            of_product.retain(|offer| {
                let left = stock.get(&offer.id).map_or(0, |level| level.available);
                left > 0 && sale.get(&offer.id).is_some_and(|sale| sale.is_for_sale())
            });
        }
        let mut who: Vec<SellerId> = offers.values().flatten().map(|offer| offer.seller_id).collect();
        who.sort_unstable();
        who.dedup();
        let sellers = many(conn, &who).await?;
        Ok(Shelf { market: market(conn).await?, offers, stock, sellers, now: conn.now() })
    }

    fn choose(&self, line: &Line) -> Option<OfferId> {
        let offers = self.offers.get(&line.product_id)?;
        let sells = |offer: &&Offer| {
            self.sellers.get(&offer.seller_id).is_some_and(|seller| seller.may_sell(self.now))
        };
        let same = offers.iter().find(|offer| offer.id == line.offer_id).filter(sells);
        same.or_else(|| self.market.best(offers, &self.stock, &self.sellers)).map(|offer| offer.id)
    }
}

/// What was bought is looked at, even where it is not among the cheapest of a crowded product.
async fn add_bought(
    conn: &mut Conn,
    offers: &mut HashMap<ProductId, Vec<Offer>>,
    lines: &[Line],
) -> Result<(), Failure> {
    for line in lines {
        let of_product = offers.entry(line.product_id).or_default();
        if of_product.iter().any(|offer| offer.id == line.offer_id) {
            continue;
        }
        match catalog::offer(conn, line.offer_id).await {
            Ok(offer) if offer.product_id == line.product_id => of_product.push(offer),
            Ok(_) | Err(CatalogError::OfferNotFound(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

/// All lines of the order, or the one that is named.
pub(super) async fn buy_again(order: String, line: String, key: String) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let malformed = || Failure::refused(t.form_malformed());
    IdempotencyKey::parse(&key).map_err(|_| malformed())?;
    let id: OrderId = order.parse().map_err(|_| Failure::NotFound)?;
    let only: Option<LineId> = match line.as_str() {
        "" => None,
        line => Some(line.parse().map_err(|_| Failure::NotFound)?),
    };
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let detail = store::detail(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    allow_order(Action::ReadOrder, &detail.order).await?;
    let lines: Vec<Line> = detail
        .parts
        .into_iter()
        .flat_map(|part| part.lines)
        .filter(|line| only.is_none_or(|only| line.id == only))
        .collect();
    if lines.is_empty() {
        return Err(Failure::NotFound);
    }
    let shelf = Shelf::of(&mut platform.db.read().await?, &lines).await?;
    let (mut wanted, mut others, mut gone) = (Vec::new(), 0, Vec::new());
    for line in &lines {
        match shelf.choose(line) {
            Some(offer) => {
                others += i64::from(offer != line.offer_id);
                // Each line once for each press, whatever is sent twice.
                let key = IdempotencyKey::parse(&format!("{key}-{}", line.id)).map_err(|_| malformed())?;
                wanted.push((key, offer, line.quantity));
            }
            None => gone.push(line.title.clone()),
        }
    }
    if wanted.is_empty() {
        return Ok(Done::back().notice(Tone::Warn, t.again_gone(gone.join(" · "))));
    }
    let shopper = owner()?;
    let added = platform
        .db
        .write(move |tx| {
            let wanted = wanted.clone();
            Box::pin(async move {
                let mut added = Vec::with_capacity(wanted.len());
                for (key, offer, quantity) in wanted {
                    if cart::once(tx, shopper, &key, offer, Change::Add(quantity)).await? {
                        added.push(offer);
                    }
                }
                Ok::<_, OrderError>(added)
            })
        })
        .await
        .map_err(|e| refusal(t, e))?;
    track::did(Kind::Cart, &added).await;
    let mut said = vec![t.cart_added()];
    if others > 0 {
        said.push(t.again_other(others));
    }
    if !gone.is_empty() {
        said.push(t.again_gone(gone.join(" · ")));
    }
    let tone = if said.len() == 1 { Tone::Good } else { Tone::Warn };
    Ok(Done::to("/cart").notice(tone, said.join(" ")))
}
