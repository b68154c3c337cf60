//! "Buy it again": puts what an order had into the cart. The same offer where it can still be had, else the one that
//! speaks for the product now, else nothing, and each is said.
use std::collections::HashMap;

use domain::key::IdempotencyKey;
use domain::roles::Action;
use domain::{LineId, OfferId, OrderId, ProductId, SellerId};
use platform::catalog::{self, Offer};
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
use crate::shop::refusals::refusal;
use crate::shop::tiles::best_offer;
use crate::ui::Tone;

/// What can be had of the products of some lines.
struct Shelf {
    offers: HashMap<ProductId, Vec<Offer>>,
    stock: HashMap<OfferId, Level>,
    sellers: HashMap<SellerId, Seller>,
}

impl Shelf {
    async fn of(conn: &mut Conn, lines: &[Line]) -> Result<Shelf, Failure> {
        let products: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
        let mut offers = catalog::offers_of_products(conn, &products).await?;
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
        Ok(Shelf { offers, stock, sellers })
    }

    fn choose(&self, line: &Line) -> Option<OfferId> {
        let offers = self.offers.get(&line.product_id)?;
        let same = offers.iter().find(|offer| offer.id == line.offer_id);
        same.or_else(|| best_offer(offers, &self.stock, &self.sellers)).map(|offer| offer.id)
    }
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
    platform
        .db
        .write(move |tx| {
            let wanted = wanted.clone();
            Box::pin(async move {
                for (key, offer, quantity) in wanted {
                    cart::once(tx, shopper, &key, offer, Change::Add(quantity)).await?;
                }
                Ok::<_, OrderError>(())
            })
        })
        .await
        .map_err(|e| refusal(t, e))?;
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
