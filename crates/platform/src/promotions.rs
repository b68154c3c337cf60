//! The promotions that hold now, kept for a moment: product pages name them and they hardly ever change. What is charged is
//! asked of the database each time.

use crate::{Platform, PlatformError};
use db::Kept;
use domain::promotion::Running;
use domain::{OfferId, SellerId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a change may stay unseen.
const KEEP: Duration = Duration::from_secs(1);

type BySeller = HashMap<SellerId, Vec<Running>>;
/// What was read last, and when.
pub(crate) type PromotionCache = Arc<Kept<(Instant, Arc<BySeller>)>>;

impl Platform {
    /// The promotions of this seller that are for this offer, a second old at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn promotions_on(
        &self,
        seller: SellerId,
        offer: OfferId,
    ) -> Result<Vec<Running>, PlatformError> {
        let read = async {
            let running = orders::promotions::running(&mut self.db.read().await?, None).await?;
            Ok::<_, PlatformError>((Instant::now(), Arc::new(running)))
        };
        let (_, running) = self.promotion_cache.get(|(at, _)| at.elapsed() < KEEP, read).await?;
        let own = running.get(&seller).map_or(&[][..], Vec::as_slice);
        Ok(own.iter().filter(|promotion| promotion.goods.has(offer)).cloned().collect())
    }
}
