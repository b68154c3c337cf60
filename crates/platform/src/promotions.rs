//! The promotions that hold now, kept for a moment: product pages name them and they hardly ever change. What is charged is
//! asked of the database each time.

use crate::{Platform, PlatformError};
use catalog::Offer;
use db::Kept;
use domain::CategoryId;
use domain::promotion::Running;
use orders::promotions::InForce;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a change may stay unseen.
const KEEP: Duration = Duration::from_secs(1);

/// What was read last, and when.
pub(crate) type PromotionCache = Arc<Kept<(Instant, Arc<InForce>)>>;

impl Platform {
    /// The deals that hold now, of all sellers, a second old at most; the one that is over first comes first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn deals(&self) -> Result<Vec<Running>, PlatformError> {
        let running = self.running_promotions().await?;
        let all = running.all().filter(|promotion| promotion.left.is_some());
        let mut deals: Vec<Running> = all.cloned().collect();
        let over = |deal: &Running| deal.left.and_then(|left| left.until);
        deals.sort_by_key(|deal| (over(deal).is_none(), over(deal), deal.id));
        Ok(deals)
    }

    async fn running_promotions(&self) -> Result<Arc<InForce>, PlatformError> {
        let read = || async {
            let running = orders::promotions::running(&mut self.db.read().await?, None, None).await?;
            Ok::<_, PlatformError>((Instant::now(), Arc::new(running)))
        };
        let (_, running) = self.promotion_cache.get(|(at, _)| at.elapsed() < KEEP, read).await?;
        Ok(running)
    }

    /// The promotions that take something off this offer, whose product is in this category, a second old at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn promotions_on(
        &self,
        offer: &Offer,
        category: CategoryId,
    ) -> Result<Vec<Running>, PlatformError> {
        let running = self.running_promotions().await?;
        let tree = self.categories().await?;
        let category = tree.get(category).map_or("", |category| category.slug.as_str());
        let gives = |promotion: &&Running| {
            promotion.goods.has(offer.id, category) && promotion.gives_in(offer.price.currency())
        };
        Ok(running.of(offer.seller_id).filter(gives).cloned().collect())
    }
}
