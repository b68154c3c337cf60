//! What people look at, search for, open and put into their carts. Owns `activity_*`. Called by shop pages, which
//! record, and by the pages of the operator and of the shopper, which read.
//!
//! Events are many and none of them is money: they are kept in memory for a moment and written together, so a page never
//! waits for them, and a crash loses those of the last moment. Who it was is kept only with consent; without it an event
//! still counts, for nobody.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::{
    Done, SearchLine, SearchTotals, of_visitor, own_searches, recently_seen, search_lines, search_totals,
};
pub use write::erase;

use db::{Db, DbError, Kept};
use domain::{DurationUs, ProductId, SellerId, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};

domain::typed_id! {
    /// Something that somebody did.
    ActivityId, "act";
}
db::id_column!(ActivityId);

domain::text_enum! {
    /// What somebody did.
    pub enum Kind {
        /// Looked at a product's page.
        View = "view",
        /// Searched.
        Search = "search",
        /// Opened a product from a list: from the results of a search with its words, from a category without any.
        Click = "click",
        /// Took a product or a category that was suggested for what stood in the search box.
        Suggestion = "suggestion",
        /// Had a look at a product without leaving the list.
        Quick = "quick",
        /// Put a product into the cart, or ordered it with one click.
        Cart = "cart",
        /// Changed how many of it are in the cart.
        Quantity = "quantity",
        /// Took it out of the cart.
        Remove = "remove",
        /// Put it aside for later.
        Save = "save",
        /// Put what was aside back into the cart.
        Restore = "restore",
        /// Gave up what was aside.
        Forget = "forget",
    }
}
db::text_column!(Kind);

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub kind: Kind,
    /// Whose account or browser, with their consent; `None` counts for nobody.
    pub visitor: Option<String>,
    /// Tells the strangers of one day from each other: [`Activity::stranger`].
    pub stranger: Option<String>,
    pub product: Option<ProductId>,
    /// Whose offer the page showed, or was put into the cart.
    pub seller: Option<SellerId>,
    /// Of a view: whose offer stood in the buy box and could be bought, whichever the page was asked for.
    pub featured: Option<SellerId>,
    /// What was searched for, as typed.
    pub words: Option<String>,
    /// Products that a search found.
    pub results: Option<i64>,
    pub locale: domain::format::Locale,
    pub phone: bool,
}

/// Longer searches are cut.
const LONGEST_WORDS_CHARS: usize = 80;
const MOST_WORDS: usize = 12;
/// Events that wait to be written; more are dropped and counted, for nobody may wait.
const MOST_WAITING: usize = 20_000;
/// Between the first event that waits and its writing.
const GATHER: Duration = Duration::from_millis(400);
const RETRY: Duration = Duration::from_secs(1);
/// How long what many pages show is kept: popular products and frequent searches.
const KEEP: DurationUs = DurationUs::from_secs(60);
/// Popularity looks back so far.
const POPULAR_SPAN: DurationUs = DurationUs::from_days(14);
/// Products that are kept as popular: enough that large categories have some of their own.
const MOST_POPULAR: i64 = 400;
/// What is wanted, for the order of what a search finds, looks back so far and names so many products.
const WANTED_SPAN: DurationUs = DurationUs::from_days(30);
const MOST_WANTED: i64 = 10_000;
/// A search is suggested to others when so many people made it in that time.
const FREQUENT: i64 = 3;

/// The record of one server; cheap to clone.
#[derive(Clone)]
pub struct Activity(Arc<Inner>);

struct Inner {
    db: Db,
    sender: mpsc::Sender<(Timestamp, Event)>,
    waiting: tokio::sync::Mutex<mpsc::Receiver<(Timestamp, Event)>>,
    news: Notify,
    /// Of the day, in memory alone.
    salt: Mutex<(i64, [u8; 32])>,
    popular: Kept<(Timestamp, Arc<Popular>)>,
}

/// What many do, as of a moment ago.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Popular {
    /// Products, most wanted first.
    pub products: Vec<ProductId>,
    /// Searches that found something, most frequent first.
    pub searches: Vec<String>,
}

/// Words of a search as they are counted, and perhaps suggested to others: letters and digits with what stands between
/// them (`55"` is `55`, `mx-500` stays), in small letters, with single blanks.
pub fn counted_words(typed: &str) -> String {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let plain = |c: char| c.is_alphanumeric() || "-.,&'/+".contains(c);
    let words = typed.split_whitespace().map(bare).filter(|word| !word.is_empty() && word.chars().all(plain));
    words.take(MOST_WORDS).collect::<Vec<_>>().join(" ").chars().take(LONGEST_WORDS_CHARS).collect()
}

impl Activity {
    pub fn new(db: Db) -> Self {
        let (sender, receiver) = mpsc::channel(MOST_WAITING);
        Self(Arc::new(Inner {
            db,
            sender,
            waiting: tokio::sync::Mutex::new(receiver),
            news: Notify::new(),
            salt: Mutex::new((i64::MIN, [0; 32])),
            popular: Kept::default(),
        }))
    }

    /// A name for whoever comes from this address with this browser today, so that one person is counted once. Its salt is
    /// new each day and with each start, and kept nowhere: nobody can find the address again, or the same person tomorrow.
    pub fn stranger(&self, address: &str, browser: &str) -> String {
        let day = self.0.db.now().utc_day();
        let mut salt = self.0.salt.lock().unwrap_or_else(PoisonError::into_inner);
        if salt.0 != day {
            *salt = (day, rand::random());
        }
        let hash = blake3::keyed_hash(&salt.1, format!("{address}\n{browser}").as_bytes());
        hash.to_hex()[..16].to_owned()
    }

    /// Keeps an event. Never waits: when the database cannot keep up the event is dropped, and the log says so.
    pub fn record(&self, event: Event) {
        if self.0.sender.try_send((self.0.db.now(), event)).is_err() {
            tracing::warn!("an event of activity was dropped: {MOST_WAITING} wait to be written already");
        }
        self.0.news.notify_one();
    }

    /// Writes what waits, until `stop`.
    pub async fn run(&self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                () = self.0.news.notified() => {}
            }
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(GATHER) => {}
            }
            if let Err(error) = self.flush().await {
                tracing::error!(%error, "activity could not be written; what waited is lost");
                tokio::time::sleep(RETRY).await;
            }
        }
        if let Err(error) = self.flush().await {
            tracing::warn!(%error, "the last activity could not be written");
        }
    }

    /// Writes everything that waits.
    ///
    /// # Errors
    /// When the database cannot be written; what waited is then lost.
    pub async fn flush(&self) -> Result<(), DbError> {
        let mut waiting = self.0.waiting.lock().await;
        loop {
            let mut events = Vec::new();
            while events.len() < write::AT_ONCE {
                let Ok(event) = waiting.try_recv() else { break };
                events.push(event);
            }
            if events.is_empty() {
                return Ok(());
            }
            write::events(&self.0.db, events).await?;
        }
    }

    /// What many want and search for, a minute old at most, or the last while somebody reads it anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn popular(&self) -> Result<Arc<Popular>, DbError> {
        let now = self.0.db.now();
        let since = now.minus(POPULAR_SPAN);
        // Over two weeks of events it may take long.
        let read = || async {
            let popular = self.0.db.snapshot::<_, DbError, _>(move |conn| {
                Box::pin(async move {
                    let wanted = read::wanted(conn, since, MOST_POPULAR).await?;
                    let products = wanted.into_iter().map(|(product, _)| product).collect();
                    Ok(Popular { products, searches: read::frequent(conn, since, FREQUENT).await? })
                })
            });
            Ok::<_, DbError>((now, Arc::new(popular.await?)))
        };
        Ok(self.0.popular.get(|(at, _)| now.since(*at) < KEEP, read).await?.1)
    }

    /// What people wanted in the last 30 days and how much, most first: one who looked at a product counts once, one who put
    /// it into the cart five times more. Walks a month of events: nothing to ask for with each page.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn wanted(&self) -> Result<Vec<(ProductId, i64)>, DbError> {
        let since = self.0.db.now().minus(WANTED_SPAN);
        let read = self.0.db.snapshot::<_, DbError, _>(move |conn| {
            Box::pin(async move { read::wanted(conn, since, MOST_WANTED).await })
        });
        read.await
    }

    /// Withdraws consent: what this visitor did counts for nobody from now on.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget(&self, visitor: &str) -> Result<(), DbError> {
        self.flush().await?;
        write::forget(&self.0.db, visitor.to_owned()).await
    }

    /// Makes a visitor's searches for these words, and what they opened of them, nobody's.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_search(&self, visitor: &str, words: &str) -> Result<(), DbError> {
        self.flush().await?;
        write::forget_search(&self.0.db, visitor.to_owned(), counted_words(words)).await
    }

    /// Removes what is older than the retention, and returns how many events that were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn purge(&self, retention: DurationUs) -> Result<u64, DbError> {
        write::purge(&self.0.db, self.0.db.now().minus(retention)).await
    }
}
