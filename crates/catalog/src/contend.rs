//! Which offers contend for a product: all of them while they are few, else the cheapest that can be bought. Called by pages
//! of products and lists, by `buybox`, which says who wins, and by `inventory`, which says what is in stock.

use crate::BATCH;
use crate::offer::{OFFER_COLUMNS, Offer, offers_of_products};
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::{OfferId, ProductId};
use std::collections::{HashMap, HashSet};

/// A product with more offers than this is crowded: pages read only some of them.
pub const FEW: usize = 64;
/// Of a crowded product so many offers that can be bought are read at first, new ones and used ones each.
const FIRST: i64 = 32;
/// Of one that is sold out everywhere only one is shown.
const SOLD_OUT: i64 = 8;

/// The offers of a product that a page reads.
#[derive(Debug, Clone, Default)]
pub struct Contending {
    /// Active ones, lowest price first.
    pub offers: Vec<Offer>,
    /// There may be more, dearer than those of their kind that are here.
    pub crowded: bool,
}

/// New goods, or all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    New,
    Used,
}

impl Kind {
    /// As the partial indexes have it, word for word.
    fn condition(self) -> &'static str {
        match self {
            Self::New => "o.condition = 'new'",
            Self::Used => "o.condition <> 'new'",
        }
    }
}

/// The offers of a product that contend, at most [`FEW`] and a few. One statement, which of a crowded product reads the
/// index alone; then, and where nobody offers the product, two or three more.
pub async fn contending(conn: &mut Conn, product: ProductId) -> Result<Contending, DbError> {
    let text = format!(
        "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.product_id = $1 AND o.active = TRUE
         AND NOT EXISTS (SELECT 1 FROM catalog_offers AS m WHERE m.product_id = $1 AND m.active = TRUE
             LIMIT 1 OFFSET {FEW})
         ORDER BY o.price_minor, o.id"
    );
    let offers: Vec<Offer> = conn.all(sql(text).bind(product)).await?;
    if !offers.is_empty() {
        return Ok(Contending { offers, crowded: false });
    }
    let found = of_crowded(conn, product).await?;
    // Nothing at all: it has no offers that could be too many.
    Ok(Contending { crowded: !found.offers.is_empty(), ..found })
}

/// The same of many products; one without any is missing. Two statements, and one more for each that is crowded.
pub async fn contending_of(
    conn: &mut Conn,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Contending>, DbError> {
    let crowded = crowded(conn, products).await?;
    let rest: Vec<ProductId> = products.iter().filter(|id| !crowded.contains(id)).copied().collect();
    let few = offers_of_products(conn, &rest).await?;
    let mut found: HashMap<ProductId, Contending> =
        few.into_iter().map(|(id, offers)| (id, Contending { offers, crowded: false })).collect();
    for id in crowded {
        found.insert(id, of_crowded(conn, id).await?);
    }
    Ok(found)
}

/// Those of these products that have more than [`FEW`] offers, active or not. Reads no row, only the index.
pub(crate) async fn crowded(conn: &mut Conn, products: &[ProductId]) -> Result<HashSet<ProductId>, DbError> {
    let mut found = HashSet::new();
    for batch in products.chunks(BATCH) {
        let text = format!(
            "SELECT p.id FROM catalog_products AS p WHERE p.id IN ({}) AND EXISTS (
                 SELECT 1 FROM catalog_offers AS o WHERE o.product_id = p.id LIMIT 1 OFFSET {FEW})",
            placeholders(1, batch.len())
        );
        let rows: Vec<(ProductId,)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// The cheapest new and the cheapest used ones that can be bought; of a product that is sold out the cheapest at all.
pub(crate) async fn of_crowded(conn: &mut Conn, product: ProductId) -> Result<Contending, DbError> {
    let mut offers = for_sale_after(conn, product, Kind::New, None, FIRST).await?;
    offers.extend(for_sale_after(conn, product, Kind::Used, None, FIRST).await?);
    if offers.is_empty() {
        let text = format!(
            "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.product_id = $1 AND o.active = TRUE
             ORDER BY o.price_minor, o.id LIMIT $2"
        );
        offers = conn.all(sql(text).bind(product).bind(SOLD_OUT)).await?;
    }
    offers.sort_by_key(|offer| (offer.price.minor(), offer.id));
    Ok(Contending { offers, crowded: true })
}

/// Offers that can be bought, stock and all, lowest price first: at most `limit` of them behind `after`.
pub async fn for_sale_after(
    conn: &mut Conn,
    product: ProductId,
    kind: Kind,
    after: Option<&Offer>,
    limit: i64,
) -> Result<Vec<Offer>, DbError> {
    let cut = if after.is_some() { "AND (o.price_minor, o.id) > ($3, $4)" } else { "" };
    let text = format!(
        "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o
         WHERE o.product_id = $1 AND o.active = TRUE AND o.stocked = TRUE AND {} {cut}
         ORDER BY o.price_minor, o.id LIMIT $2",
        kind.condition()
    );
    let statement = sql(text).bind(product).bind(limit);
    match after {
        Some(last) => conn.all(statement.bind(last.price.minor()).bind(last.id)).await,
        None => conn.all(statement).await,
    }
}

/// One page of the offers of a product that can be bought, lowest price first, new and used; `page` counts from 0. One
/// more than `per_page` is read, which says whether there is a next page.
pub async fn offers_for_sale_page(
    conn: &mut Conn,
    product: ProductId,
    page: i64,
    per_page: i64,
) -> Result<Vec<Offer>, DbError> {
    let text = format!(
        "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o
         WHERE o.product_id = $1 AND o.active = TRUE AND o.stocked = TRUE
         ORDER BY o.price_minor, o.id LIMIT $2 OFFSET $3"
    );
    let skip = page.max(0).saturating_mul(per_page);
    conn.all(sql(text).bind(product).bind(per_page.saturating_add(1)).bind(skip)).await
}

/// Keeps whether any unit of an offer is available. Called by `inventory` where that changes, and by nobody else; it is no
/// change of the offer, so its version stays. An offer that does not exist has nothing to keep.
pub async fn set_stocked(tx: &mut Tx, offer: OfferId, stocked: bool) -> Result<(), DbError> {
    let statement = sql("UPDATE catalog_offers SET stocked = $2 WHERE id = $1 AND stocked <> $2");
    tx.exec(statement.bind(offer).bind(stocked)).await?;
    Ok(())
}
