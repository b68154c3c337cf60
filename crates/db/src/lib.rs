//! One database API over SQLite and PostgreSQL, and what every capability builds on:
//! migrations, the event log, the job queue, leases, clock and ids.
//!
//! Reading is `db.read()`, writing is `db.write(|tx| …)`. Store functions take `&mut Conn`, which both give, so
//! the same query serves inside and outside a transaction. A statement is one text for both databases.

mod answers;
pub mod changes;
mod clock;
mod conn;
mod embedded;
mod error;
pub mod events;
pub mod jobs;
mod kept;
mod lane;
mod leases;
mod migrate;
mod pool;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
mod value;
mod write;

pub use clock::{Clock, ManualClock, SystemClock};
pub use conn::{Conn, Reader, Tx};
pub use embedded::EmbeddedRow;
pub use error::{DbError, EngineError};
pub use events::{NewEvent, StoredEvent};
pub use jobs::{Lane, NewJob, Postponed, StoredJob, Worker};
pub use kept::Kept;
pub use pool::{Db, DbConfig};
pub use sql::{Sql, placeholders, sql};
pub use value::{Bind, Cell, Column, ColumnError, FromRow, Json, Row, Text, Value};

/// A boxed future that lives as long as the transaction it borrows.
pub type BoxFuture<'a, T> = futures::future::BoxFuture<'a, T>;
