//! What is switched off, kept for a moment: every form asks, and hardly anything ever is.

use crate::{Platform, PlatformError};
use db::Kept;
use domain::feature::Feature;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// How long a switch that another server was told may stay unseen.
const KEEP: Duration = Duration::from_secs(1);

#[derive(Clone)]
struct Reading {
    at: Instant,
    /// How often this server had been told by then.
    told: u64,
    off: Arc<HashSet<Feature>>,
}

/// The last reading, and how often this server was told.
#[derive(Default)]
pub(crate) struct SwitchCache {
    kept: Kept<Reading>,
    told: AtomicU64,
}

impl Platform {
    /// What is switched off, as of a second ago at most, or as last known while somebody reads it anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn switched_off(&self) -> Result<Arc<HashSet<Feature>>, PlatformError> {
        let cache = &self.switch_cache;
        let told = cache.told.load(Ordering::Acquire);
        let read = || async {
            let at = Instant::now();
            let off = switches::off(&mut self.db.read().await?).await?;
            Ok::<_, PlatformError>(Reading { at, told, off: Arc::new(off) })
        };
        let fresh = |last: &Reading| last.told == told && last.at.elapsed() < KEEP;
        Ok(cache.kept.get(fresh, read).await?.off)
    }

    /// Something was switched: this server looks at once.
    pub fn was_switched(&self) {
        self.switch_cache.told.fetch_add(1, Ordering::AcqRel);
    }
}
