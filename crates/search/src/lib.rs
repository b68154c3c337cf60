//! Full-text search over the catalogue with facets and exact counts. Owns the index in the data directory.
//! Called by shop pages; the server runs [`Search::run`].
//!
//! The index is never the truth: it is fed from the event log, keeps its position in its own commits, and is built
//! anew from the catalogue when it is missing. Each server has its own.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod browsed;
mod collect;
mod columns;
mod counts;
mod document;
mod error;
pub mod evaluate;
mod facets;
mod follow;
mod intent;
mod prices;
mod probe;
mod query;
mod rank;
mod request;
mod schema;
mod slots;
mod source;
mod spelling;
mod stem;
mod store;
mod suggest;
pub mod synonyms;
mod text;
mod texts;
mod wanted;

#[cfg(test)]
mod tests;

pub use error::SearchError;
pub use intent::Understood;
pub use request::{
    AttributeChoice, AttributeFacet, BrandCount, CategoryCount, DEEPEST_RESULT, MOST_CHOICES, MOST_PER_PAGE,
    MOST_RANGES, NumberRange, PriceBucket, RangeCount, SearchPage, SearchRequest, Sort, ValueCount,
};
pub use suggest::Suggestions;

use db::{Db, StoredEvent};
use domain::{Currency, ProductId};
use follow::{Follower, Progress};
use slots::Slots;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::Store;
use tokio::sync::Mutex;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;
use wanted::Wanted;

/// Between two commits: a change alone is found at once, many that come together are committed together.
const PAUSE: Duration = Duration::from_millis(250);
/// After a failure, and while another process holds the writer.
const RETRY: Duration = Duration::from_secs(1);
/// A look at the log without being told, in case the telling was lost.
const LOOK: Duration = Duration::from_secs(5);

/// The search of one server; cheap to clone.
#[derive(Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    currency: Currency,
    store: Arc<Store>,
    progress: Arc<Progress>,
    /// One follower at a time; the writer inside locks the directory for other processes too.
    follower: Mutex<Option<Follower>>,
    slots: Slots,
}

impl Search {
    /// Opens the index in `dir`, or an empty one. Prices are compared in `currency`; offers in another one are
    /// found but have no price here.
    ///
    /// # Errors
    /// [`SearchError::Directory`] when `dir` cannot be written.
    pub fn open(dir: &Path, db: Db, currency: Currency) -> Result<Self, SearchError> {
        let store = Store::open(dir, currency)?;
        let cursor = store.cursor()?;
        let progress = Progress::default();
        progress.position.store(cursor.position, Ordering::SeqCst);
        progress.complete.store(cursor.complete, Ordering::SeqCst);
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                currency,
                store: Arc::new(store),
                progress: Arc::new(progress),
                follower: Mutex::new(None),
                slots: Slots::default(),
            }),
        })
    }

    /// Answers a request from what is indexed now.
    ///
    /// # Errors
    /// Only when the index cannot be read; nothing in the request is an error.
    pub async fn query(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
        // What was answered a moment ago is only handed out: for that nobody waits behind those who search.
        if let Some(page) = self.inner.store.known(&request) {
            return Ok(page);
        }
        let store = Arc::clone(&self.inner.store);
        self.inner.slots.run(move || store.search(&request)).await
    }

    /// What may come of the letters typed so far.
    ///
    /// # Errors
    /// Only when the index cannot be read.
    pub async fn suggest(&self, typed: String) -> Result<Suggestions, SearchError> {
        let store = Arc::clone(&self.inner.store);
        self.inner.slots.run(move || store.suggest(&typed)).await
    }

    /// Reads synonyms and names of categories again: after a change here, and now and then for changes elsewhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn reload_words(&self) -> Result<(), SearchError> {
        let mut conn = self.inner.db.read().await?;
        let all = synonyms::all(&mut conn).await?;
        let tree = catalog::category_tree(&mut conn).await?;
        drop(conn);
        self.inner.store.set_synonyms(&all);
        self.inner.store.set_categories(tree.all().iter().map(|c| (c.id, c.name.clone())).collect());
        Ok(())
    }

    /// Says what people want and how much; from now on, and until it is said anew, results that fit alike follow it. The
    /// variants of a model, of which one stands for all, share what all of them are wanted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn set_wanted(&self, wanted: &[(ProductId, i64)]) -> Result<(), SearchError> {
        let ids: Vec<ProductId> = wanted.iter().map(|(id, _)| *id).collect();
        let mut conn = self.inner.db.read().await?;
        let models = catalog::model_keys_of(&mut conn, &ids).await?;
        let mut of_models: HashMap<&str, i64> = HashMap::new();
        for (id, much) in wanted {
            if let Some(model) = models.get(id) {
                *of_models.entry(model).or_default() += much;
            }
        }
        let mut all: HashMap<ProductId, i64> = wanted.iter().copied().collect();
        for (model, much) in of_models {
            let variants = catalog::model_variants(&mut conn, model).await?;
            all.extend(variants.into_iter().map(|(id, _)| (id, much)));
        }
        self.inner.store.set_wanted(Wanted::new(all));
        Ok(())
    }

    /// Position of the event log up to which the index has followed.
    pub fn position(&self) -> i64 {
        self.inner.progress.position.load(Ordering::SeqCst)
    }

    /// Whether the first build is done, so that nothing is missing.
    pub fn is_ready(&self) -> bool {
        self.inner.progress.complete.load(Ordering::SeqCst)
    }

    /// Products that can be found.
    pub fn documents(&self) -> u64 {
        self.inner.store.searcher().num_docs()
    }

    /// Brings everything that the log holds now into the index, and returns when it can be found.
    ///
    /// # Errors
    /// [`SearchError::WriterBusy`] when another process writes this index.
    pub async fn catch_up(&self) -> Result<(), SearchError> {
        self.inner.db.sequence_events().await?;
        self.reload_words().await?;
        while self.step().await? {}
        Ok(())
    }

    /// Feeds the index until `stop`: the first build where needed, then each change within a second. The piece of work
    /// in hand is finished first, and the position kept.
    pub async fn run(&self, stop: impl Future<Output = ()> + Send) {
        let mut news = self.inner.db.subscribe();
        tokio::pin!(stop);
        loop {
            let next = Instant::now() + PAUSE;
            if let Err(error) = self.reload_words().await {
                tracing::warn!(%error, "synonyms and categories could not be read; those known before stay");
            }
            let step = self.step().await;
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = self.pause_after(step, &mut news, next) => {}
            }
        }
        if let Some(follower) = self.inner.follower.lock().await.take()
            && let Err(error) = follower.close().await
        {
            tracing::warn!(%error, "the search index did not keep its last position; it will replay");
        }
    }

    /// Waits until the next step makes sense: at once, at the next event, or after a failure a little later.
    async fn pause_after(
        &self,
        step: Result<bool, SearchError>,
        news: &mut Receiver<Arc<StoredEvent>>,
        next: Instant,
    ) {
        match step {
            Ok(true) => {}
            Ok(false) => {
                let _ = tokio::time::timeout(LOOK, relevant(news)).await;
                tokio::time::sleep_until(next).await;
            }
            Err(SearchError::WriterBusy) => {
                tracing::debug!("another process writes the search index; reading what it commits");
                if let Err(error) = self.inner.store.reload() {
                    tracing::warn!(%error, "the search index cannot be read");
                }
                tokio::time::sleep(RETRY).await;
            }
            Err(error) => {
                tracing::error!(%error, "the search index could not be fed; trying again");
                tokio::time::sleep(RETRY).await;
            }
        }
    }

    async fn step(&self) -> Result<bool, SearchError> {
        let inner = &self.inner;
        let mut slot = inner.follower.lock().await;
        // Taken out while it works: after an error, or when the caller goes away, a new one starts from the
        // last commit.
        let mut follower = match slot.take() {
            Some(follower) => follower,
            None => {
                let (db, store) = (inner.db.clone(), Arc::clone(&inner.store));
                Follower::open(db, store, inner.currency, Arc::clone(&inner.progress)).await?
            }
        };
        let more = follower.step().await?;
        *slot = Some(follower);
        Ok(more)
    }
}

/// Returns when the log may hold something for the index.
async fn relevant(news: &mut Receiver<Arc<StoredEvent>>) {
    loop {
        match news.recv().await {
            Ok(event) if source::KINDS.contains(&event.kind.as_str()) => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
