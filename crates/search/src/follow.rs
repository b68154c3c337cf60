//! Following the event log: the first build, then every change, with one writer for each index.

use crate::document::Document;
use crate::error::SearchError;
use crate::source::{self, Change, KINDS};
use crate::store::{Cursor, Store};
use db::events::Filter;
use db::{Conn, Db};
use domain::{Currency, ProductId};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use tantivy::IndexWriter;

const EVENTS_AT_ONCE: i64 = 2_000;
const PRODUCTS_AT_ONCE: i64 = 500;
/// The first build commits after so many products, so that a crash does not start it over.
const PRODUCTS_PER_COMMIT: usize = 20_000;
/// A cursor that moved without any change to the index is kept after so many positions: replaying is cheap.
const POSITIONS_PER_COMMIT: i64 = 10_000;

/// How far the index is; read by health checks and metrics.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) position: AtomicI64,
    pub(crate) complete: AtomicBool,
}

/// Holds the writer. It is made anew after any error, from what was committed.
pub(crate) struct Follower {
    db: Db,
    store: Arc<Store>,
    currency: Currency,
    progress: Arc<Progress>,
    writer: Option<IndexWriter>,
    cursor: Cursor,
    committed: i64,
}

impl Follower {
    /// Takes the writer of the index and goes on where the last commit ended, or begins anew when the log is
    /// another one.
    pub(crate) async fn open(
        db: Db,
        store: Arc<Store>,
        currency: Currency,
        progress: Arc<Progress>,
    ) -> Result<Self, SearchError> {
        let writer = store.writer()?;
        // Whoever wrote until now may have committed since this index was opened, and nothing else would show that.
        store.reload()?;
        let cursor = store.cursor()?;
        let mut this =
            Self { db, store, currency, progress, committed: cursor.position, writer: Some(writer), cursor };
        let mut conn = this.db.read().await?;
        let origin = origin(&mut conn).await?;
        let head = conn.last_position().await?;
        drop(conn);
        let other_log = this.cursor.origin.is_some() && this.cursor.origin != origin;
        let untouched = this.cursor == Cursor::default();
        if other_log || this.cursor.position > head {
            tracing::warn!("the search index belongs to another database and is built anew");
        }
        if untouched || other_log || this.cursor.position > head {
            // The log's end is read before the catalogue: what changes meanwhile is seen twice, never missed.
            let cursor = Cursor { position: head, origin, ..Cursor::default() };
            this.in_writer(move |store, writer| {
                writer.delete_all_documents()?;
                store.commit(writer, &cursor)
            })
            .await?;
            this.cursor = this.store.cursor()?;
            this.committed = this.cursor.position;
        }
        this.tell();
        Ok(this)
    }

    fn tell(&self) {
        self.progress.position.store(self.cursor.position, Ordering::SeqCst);
        self.progress.complete.store(self.cursor.complete, Ordering::SeqCst);
    }

    /// Runs blocking work with the writer. A failure loses the writer, and with it what was not committed.
    async fn in_writer<F>(&mut self, work: F) -> Result<(), SearchError>
    where
        F: FnOnce(&Store, &mut IndexWriter) -> Result<(), SearchError> + Send + 'static,
    {
        let mut writer = self.writer.take().ok_or(SearchError::Interrupted)?;
        let store = Arc::clone(&self.store);
        let ran = tokio::task::spawn_blocking(move || work(&store, &mut writer).map(|()| writer));
        self.writer = Some(ran.await.map_err(|_| SearchError::Interrupted)??);
        Ok(())
    }

    /// Does the next piece of work. `false` when the index holds everything that the log held.
    pub(crate) async fn step(&mut self) -> Result<bool, SearchError> {
        if !self.cursor.complete {
            self.build().await?;
            return Ok(true);
        }
        let mut conn = self.db.read().await?;
        let head = conn.last_position().await?;
        if head <= self.cursor.position {
            return Ok(false);
        }
        let filter = Filter { kinds: KINDS, topic: None };
        let events = conn.events_after(self.cursor.position, filter, EVENTS_AT_ONCE).await?;
        let more = events.len() as i64 >= EVENTS_AT_ONCE;
        // A seller who is suspended changes all of its products: they are written some at a time.
        let products = source::products_of(&mut conn, &events).await?;
        let mut wrote = false;
        for ids in products.chunks(PRODUCTS_AT_ONCE as usize) {
            let changes = self.changes(&mut conn, ids).await?;
            if !changes.is_empty() {
                self.write(changes, false).await?;
                wrote = true;
            }
        }
        drop(conn);
        let last = events.last().map_or(0, |e| e.position);
        self.cursor.position = if more { last } else { last.max(head) };
        if wrote || self.cursor.position - self.committed > POSITIONS_PER_COMMIT {
            self.write(Vec::new(), true).await?;
        }
        self.tell();
        Ok(more)
    }

    /// What is found for these products now, without what looks the same in the index.
    async fn changes(&self, conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<Change>, SearchError> {
        let changes = source::load(conn, self.currency, ids).await?;
        let searcher = self.store.searcher();
        let mut changed = Vec::with_capacity(changes.len());
        for change in changes {
            let stamp = change.document.as_ref().map(Document::stamp);
            for id in &change.members {
                if self.store.stamp(&searcher, *id)? != stamp {
                    changed.push(change);
                    break;
                }
            }
        }
        Ok(changed)
    }

    /// Reads the whole catalogue, oldest product first.
    async fn build(&mut self) -> Result<(), SearchError> {
        let mut uncommitted = 0;
        loop {
            let mut conn = self.db.read().await?;
            let ids =
                catalog::all_product_ids_after(&mut conn, self.cursor.scanned, PRODUCTS_AT_ONCE).await?;
            let Some(last) = ids.last().copied() else { break };
            let documents = source::load(&mut conn, self.currency, &ids).await?;
            drop(conn);
            self.cursor.scanned = Some(last);
            uncommitted += documents.len();
            let commit = uncommitted >= PRODUCTS_PER_COMMIT;
            self.write(documents, commit).await?;
            if commit {
                uncommitted = 0;
                tracing::info!(up_to = %last, "building the search index");
            }
        }
        self.cursor = Cursor { complete: true, scanned: None, ..self.cursor.clone() };
        self.write(Vec::new(), true).await?;
        tracing::info!(products = self.store.searcher().num_docs(), "the search index is built");
        self.tell();
        self.in_writer(|store, writer| {
            // Some of them may be on their way into another one already: then that is done instead.
            if let Err(error) = store.join_segments(writer) {
                tracing::debug!(%error, "the segments of the search index stay apart");
            }
            Ok(())
        })
        .await
    }

    async fn write(&mut self, changes: Vec<Change>, commit: bool) -> Result<(), SearchError> {
        let cursor = self.cursor.clone();
        self.in_writer(move |store, writer| {
            for change in &changes {
                store.put(writer, &change.members, change.document.as_ref())?;
            }
            if commit { store.commit(writer, &cursor) } else { Ok(()) }
        })
        .await?;
        if commit {
            self.committed = self.cursor.position;
        }
        Ok(())
    }

    /// Keeps the cursor, so that the next start has nothing to replay.
    pub(crate) async fn close(mut self) -> Result<(), SearchError> {
        if self.cursor.complete && self.cursor.position > self.committed {
            self.write(Vec::new(), true).await?;
        }
        Ok(())
    }
}

/// What tells one database's log from another's: its first event.
async fn origin(conn: &mut Conn) -> Result<Option<String>, SearchError> {
    let first = conn.events_after(0, Filter::default(), 1).await?;
    Ok(first.first().map(|e| format!("{} {} {}", e.kind, e.event_key, e.at_us.as_micros())))
}
