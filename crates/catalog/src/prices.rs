//! What offers cost in the course of time, and which of them are reduced. Owns catalog_prices. Called where an offer is
//! written, in the same transaction; by pages of deals, by the seller's page, and by the platform's tidying.
//!
//! A row is only ever added. What a reduction is measured against is worked out when a price is written and stands with the
//! offer, so that reading a page asks for nothing more; that it is over after 30 days is left to whoever reads.

use crate::image::OfferImage;
use crate::offer::{Condition, Offer};
use crate::{BATCH, value_rows};
use db::{Conn, DbError, Tx, placeholders, row, sql};
use domain::reduction::{self, PricePoint, Reduction};
use domain::{Currency, DurationUs, ModelId, Money, OfferId, ProductId, Timestamp};
use std::collections::HashMap;

/// How long a price is kept that a newer one has replaced. The rule looks back 60 days; who asks what a reduction was
/// measured against may come later.
const KEPT: DurationUs = DurationUs::from_days(365);

row! {
    struct PriceRow {
        offer_id: OfferId,
        at_us: Timestamp,
        product_id: ProductId,
        condition: Condition,
        price_minor: i64,
        currency: Currency,
        active: bool,
    }
}

impl PriceRow {
    fn says(&self, image: &OfferImage) -> bool {
        self.is_of(image) && self.price() == image.price && self.active == image.active
    }

    /// Whether it was the same article: what another one cost is no prior price.
    fn is_of(&self, image: &OfferImage) -> bool {
        self.product_id == image.product_id && self.condition == image.condition
    }

    fn price(&self) -> Money {
        Money::new(self.price_minor, self.currency)
    }

    fn point(&self, image: &OfferImage) -> PricePoint {
        let price = (self.active && self.is_of(image)).then(|| self.price());
        PricePoint { at: self.at_us, price }
    }
}

/// Everything that can still matter to a reduction: the last 60 days, and what was in force when they began.
async fn histories(conn: &mut Conn, offers: &[OfferId]) -> Result<HashMap<OfferId, Vec<PriceRow>>, DbError> {
    let since = conn.now().minus(reduction::MATTERS);
    let mut found: HashMap<OfferId, Vec<PriceRow>> = HashMap::with_capacity(offers.len());
    for batch in offers.chunks(BATCH) {
        let text = format!(
            "SELECT h.offer_id, h.at_us, h.product_id, h.condition, h.price_minor, h.currency, h.active
             FROM catalog_prices AS h WHERE h.offer_id IN ({}) AND (h.at_us > $1 OR NOT EXISTS (
                 SELECT 1 FROM catalog_prices AS n
                 WHERE n.offer_id = h.offer_id AND n.version > h.version AND n.at_us <= $1))
             ORDER BY h.offer_id, h.version",
            placeholders(2, batch.len())
        );
        for row in conn.all::<PriceRow>(sql(text).bind(since).bind_all(batch.iter().copied())).await? {
            found.entry(row.offer_id).or_default().push(row);
        }
    }
    Ok(found)
}

/// What a change of an offer means for its price.
pub(crate) struct Next {
    pub reduction: Option<Reduction>,
    /// Of the prior price, while there is a reduction.
    pub off_bps: Option<i64>,
    /// Whether the offer was the same before, as far as its price goes.
    pub changed: bool,
}

/// What holds for an offer that gets this content now.
pub(crate) async fn next(tx: &mut Tx, id: OfferId, image: &OfferImage) -> Result<Next, DbError> {
    let now = tx.now();
    let history = histories(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let changed = history.last().is_none_or(|last| !last.says(image));
    let mut points: Vec<PricePoint> = history.iter().map(|row| row.point(image)).collect();
    if changed {
        points.push(PricePoint { at: now, price: image.active.then_some(image.price) });
    }
    let reduction = Reduction::of(&points).filter(|found| found.deal(image.price, now).is_some());
    let off_bps = reduction.and_then(|found| reduction::off_bps(found.prior, image.price));
    Ok(Next { reduction, off_bps, changed })
}

/// Keeps what these offers cost from now on.
pub(crate) async fn keep(tx: &mut Tx, offers: &[(OfferId, i64, &OfferImage)]) -> Result<(), DbError> {
    let now = tx.now();
    for batch in offers.chunks(BATCH) {
        let text = format!(
            "INSERT INTO catalog_prices (offer_id, version, at_us, product_id, condition, price_minor, currency, active)
             VALUES {}",
            value_rows(batch.len(), 8)
        );
        let mut statement = sql(text);
        for (id, version, image) in batch {
            statement = statement
                .bind(*id)
                .bind(*version)
                .bind(now)
                .bind(image.product_id)
                .bind(image.condition)
                .bind(image.price.minor())
                .bind(image.price.currency())
                .bind(image.active);
        }
        tx.exec(statement).await?;
    }
    Ok(())
}

/// Forgets what an offer cost more than a year ago. A history grows only when its offer is written, so it is shortened there.
pub(crate) async fn shorten(tx: &mut Tx, id: OfferId) -> Result<(), DbError> {
    let before = tx.now().minus(KEPT);
    tx.exec(
        sql("DELETE FROM catalog_prices WHERE offer_id = $1 AND version < (
                 SELECT MAX(n.version) FROM catalog_prices AS n WHERE n.offer_id = $1 AND n.at_us <= $2)")
        .bind(id)
        .bind(before),
    )
    .await?;
    Ok(())
}

/// What each of these offers would be measured against if its price were lowered now. An offer that is too young, or was
/// hardly on sale, is missing.
pub async fn prior_prices(conn: &mut Conn, offers: &[&Offer]) -> Result<HashMap<OfferId, Money>, DbError> {
    let now = conn.now();
    let ids: Vec<OfferId> = offers.iter().map(|offer| offer.id).collect();
    let histories = histories(conn, &ids).await?;
    let prior = |offer: &&Offer| {
        let image = OfferImage::from(*offer);
        let points: Vec<PricePoint> = histories.get(&offer.id)?.iter().map(|row| row.point(&image)).collect();
        Some((offer.id, reduction::prior_at(&points, now)?))
    };
    Ok(offers.iter().filter_map(prior).collect())
}

row! {
    /// A reduced offer of a product that shoppers see.
    pub struct ReducedOffer {
        pub offer_id: OfferId,
        pub product_id: ProductId,
        pub model_id: Option<ModelId>,
    }
}

/// Offers on sale whose price is reduced now, the largest reduction first: `limit` of them behind the first `skip`. Whether
/// they are in stock, and speak for their product, is for others to say.
pub async fn reduced_offers(conn: &mut Conn, skip: i64, limit: i64) -> Result<Vec<ReducedOffer>, DbError> {
    let running = conn.now().minus(reduction::LASTS);
    conn.all(
        sql("SELECT o.id AS offer_id, o.product_id, p.model_id
             FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
             WHERE o.reduced_bps IS NOT NULL AND o.reduced_at_us > $1 AND o.active = TRUE AND p.status = 'active'
             ORDER BY o.reduced_bps DESC, o.id LIMIT $2 OFFSET $3")
        .bind(running)
        .bind(limit)
        .bind(skip),
    )
    .await
}

/// Takes reductions that are over out of the index. Nobody sees a difference, so no version rises and nothing is told.
/// Returns how many there were.
pub async fn end_reductions(tx: &mut Tx) -> Result<u64, DbError> {
    let running = tx.now().minus(reduction::LASTS);
    tx.exec(
        sql("UPDATE catalog_offers SET prior_minor = NULL, reduced_at_us = NULL, reduced_bps = NULL
             WHERE reduced_bps IS NOT NULL AND reduced_at_us <= $1")
        .bind(running),
    )
    .await
}
