//! The category tree, kept for a moment: every page shows it and it hardly ever changes.

use crate::{Platform, PlatformError};
use catalog::CategoryTree;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long a change may stay unseen.
const KEEP: Duration = Duration::from_secs(1);

type Kept = Option<(Instant, Arc<CategoryTree>)>;

/// The last tree that was read. One request at a time reads it anew; the others wait for it.
#[derive(Clone, Default)]
pub struct CategoryCache(Arc<Mutex<Kept>>);

impl Platform {
    /// The category tree, at most a second old.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn categories(&self) -> Result<Arc<CategoryTree>, PlatformError> {
        let mut kept = self.category_cache.0.lock().await;
        if let Some((_, tree)) = kept.as_ref().filter(|(at, _)| at.elapsed() < KEEP) {
            return Ok(Arc::clone(tree));
        }
        let tree = Arc::new(catalog::category_tree(&mut self.db.read().await?).await?);
        *kept = Some((Instant::now(), Arc::clone(&tree)));
        Ok(tree)
    }
}
