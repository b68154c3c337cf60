//! The category tree, kept for a moment: every page shows it and it hardly ever changes.

use crate::{Platform, PlatformError};
use catalog::CategoryTree;
use db::Kept;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a change may stay unseen.
const KEEP: Duration = Duration::from_secs(1);

/// The last tree that was read, and when.
pub(crate) type CategoryCache = Arc<Kept<(Instant, Arc<CategoryTree>)>>;

impl Platform {
    /// The category tree, a second old at most, or the last one while somebody reads it anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn categories(&self) -> Result<Arc<CategoryTree>, PlatformError> {
        let read = || async {
            let tree = catalog::category_tree(&mut self.db.read().await?).await?;
            Ok::<_, PlatformError>((Instant::now(), Arc::new(tree)))
        };
        Ok(self.category_cache.get(|(at, _)| at.elapsed() < KEEP, read).await?.1)
    }

    /// The category tree for a page of this category: one that the kept tree does not know may have been added since, and
    /// whoever added it goes there at once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn categories_with(&self, slug: &str) -> Result<Arc<CategoryTree>, PlatformError> {
        let kept = self.categories().await?;
        if kept.by_slug(slug).is_some() {
            return Ok(kept);
        }
        let mut conn = self.db.read().await?;
        // Addresses that never were cost one short reading.
        match catalog::category_by_slug(&mut conn, slug).await? {
            Some(_) => Ok(Arc::new(catalog::category_tree(&mut conn).await?)),
            None => Ok(kept),
        }
    }
}
