//! Exchange rates, so that people can read prices in their own currency. Owns `rates_*`. Called by the pages' context,
//! by the operator's page, and by the workers.
//!
//! What is charged is never converted: a rate only says about how much it is. Rates are few, so each server holds the
//! newest of each pair in memory and looks once in a while whether somebody said another one.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod ecb;
mod error;
mod source;
mod store;

pub use ecb::{Ecb, Fetch, read_ecb};
pub use error::RatesError;
pub use source::{FETCH_JOB, RateSource};
pub use store::{BY_HAND, FURTHEST_DAYS, MOST_AT_ONCE, OLDEST_DAYS, StoredRate, history, say};

use db::{Db, DbError};
use domain::Currency;
use domain::promise::Day;
use domain::rate::{Rate, RateTable, ShownIn};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// How soon another server's change is seen here.
const LOOK: Duration = Duration::from_secs(5);

/// What the operator decided about currencies.
#[derive(Clone)]
pub struct RatesConfig {
    /// What the shop sells in.
    pub home: Currency,
    /// The currencies that may be chosen; `None`: each that has a rate.
    pub offered: Option<Vec<Currency>>,
    /// Who says rates by itself; `None`: only the operator does.
    pub source: Option<Arc<dyn RateSource>>,
}

/// The rates as this server holds them. Cheap to clone.
#[derive(Clone)]
pub struct Rates(Arc<Inner>);

struct Inner {
    db: Db,
    config: RatesConfig,
    kept: RwLock<Arc<Kept>>,
}

/// A moment of the table.
struct Kept {
    version: i64,
    /// Rates of later days are not among them.
    today: Day,
    table: Arc<RateTable>,
    /// The shop's currency and after it those that can be chosen, by their codes.
    offered: Arc<Vec<Currency>>,
    /// Which of them is a country's money.
    of_country: HashMap<String, Currency>,
}

impl Rates {
    /// Reads the table.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(db: Db, config: RatesConfig) -> Result<Self, DbError> {
        let kept = Arc::new(Self::read(&db, &config).await?);
        Ok(Self(Arc::new(Inner { db, config, kept: RwLock::new(kept) })))
    }

    async fn read(db: &Db, config: &RatesConfig) -> Result<Kept, DbError> {
        let mut conn = db.read_together().await?;
        let today = conn.now().utc_day();
        let version = store::version(&mut conn).await?;
        let table = RateTable::new(store::said(&mut conn, today).await?);
        let may = |c: &Currency| config.offered.as_ref().is_none_or(|offered| offered.contains(c));
        let others = table
            .currencies()
            .into_iter()
            .filter(|c| *c != config.home && may(c) && table.find(config.home, *c).is_some());
        let offered: Vec<Currency> = std::iter::once(config.home).chain(others).collect();
        let mut of_country = HashMap::new();
        for (currency, country) in offered.iter().flat_map(|c| c.countries().into_iter().map(|at| (*c, at))) {
            of_country.entry(country).or_insert(currency);
        }
        Ok(Kept { version, today, table: Arc::new(table), offered: Arc::new(offered), of_country })
    }

    fn kept(&self) -> Arc<Kept> {
        Arc::clone(&self.0.kept.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn config(&self) -> &RatesConfig {
        &self.0.config
    }

    /// What a reader can choose: the shop's own currency first. Only that one where there are no rates.
    pub fn offered(&self) -> Arc<Vec<Currency>> {
        Arc::clone(&self.kept().offered)
    }

    /// Which of the offered currencies is the money of a country (ISO 3166-1 alpha-2, in capitals).
    pub fn of_country(&self, country: &str) -> Option<Currency> {
        self.kept().of_country.get(country).copied()
    }

    /// The rate from the shop's currency, for the operator to look at.
    pub fn rate_to(&self, currency: Currency) -> Option<Rate> {
        self.kept().table.find(self.0.config.home, currency)
    }

    /// How to show prices in this currency; `None` for the shop's own and for one that is not offered.
    pub fn shown_in(&self, currency: Currency) -> Option<ShownIn> {
        let home = self.0.config.home;
        if currency == home {
            return None;
        }
        let kept = self.kept();
        if !kept.offered.contains(&currency) {
            return None;
        }
        ShownIn::new(Arc::clone(&kept.table), home, currency)
    }

    /// Reads the table anew. For whoever has just changed it.
    ///
    /// # Errors
    /// When the database cannot be read; what was held stays.
    pub async fn reload(&self) -> Result<(), DbError> {
        let kept = Arc::new(Self::read(&self.0.db, &self.0.config).await?);
        *self.0.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(())
    }

    /// Reads the table anew if somebody changed it or a day has begun. One row is looked at otherwise.
    ///
    /// # Errors
    /// As [`Rates::reload`].
    pub async fn follow(&self) -> Result<(), DbError> {
        let mut conn = self.0.db.read().await?;
        let now = (store::version(&mut conn).await?, conn.now().utc_day());
        drop(conn);
        let kept = self.kept();
        if (kept.version, kept.today) == now { Ok(()) } else { self.reload().await }
    }

    /// Follows the table until `stop`, and asks the source to be asked when it is time.
    pub async fn run(&self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        let mut asked = None;
        loop {
            if let Err(error) = self.follow().await {
                tracing::warn!(%error, "the exchange rates could not be read; the ones held stay");
            }
            match self.ask_source(asked).await {
                Ok(slot) => asked = slot,
                Err(error) => tracing::warn!(%error, "the source of exchange rates could not be asked"),
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }
}
