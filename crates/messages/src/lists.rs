//! The lists of threads that pages show: a shopper's, a seller's, an order's.

use crate::MessageError;
use crate::store::{MESSAGE, Message, THREAD, Thread};
use db::{Conn, Sql, placeholders, sql};
use domain::messages::Side;
use domain::{OrderId, PartId, SellerId, Timestamp};
use orders::Shopper;
use std::collections::HashMap;

/// A thread in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub thread: Thread,
    pub latest: Message,
    /// Messages of the other side that this one has not read.
    pub unread: i64,
}

/// The last thread of a page, behind which the next one goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// Among those that wait for an answer, the longest first.
    Waiting { since: Timestamp, part: PartId },
    /// Among the others, the latest first.
    Latest { at: Timestamp, part: PartId },
}

impl Cursor {
    /// As it stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('.')?;
        let (at, part) = rest.split_once('.')?;
        let (at, part) = (Timestamp::from_micros(at.parse().ok()?), part.parse().ok()?);
        match kind {
            "waiting" => Some(Self::Waiting { since: at, part }),
            "latest" => Some(Self::Latest { at, part }),
            _ => None,
        }
    }

    /// The cursor behind a thread of a seller's list.
    pub fn behind(thread: &Thread, filter: SellerFilter) -> Self {
        match thread.waiting_since_us {
            Some(since) if filter != SellerFilter::Unread => Self::Waiting { since, part: thread.part_id },
            _ => Self::Latest { at: thread.last_at_us, part: thread.part_id },
        }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Waiting { since, part } => write!(f, "waiting.{}.{part}", since.as_micros()),
            Self::Latest { at, part } => write!(f, "latest.{}.{part}", at.as_micros()),
        }
    }
}

/// Which of a seller's threads a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SellerFilter {
    /// Those that wait for an answer first, the longest at the top; then the others, the latest at the top.
    All,
    /// Those that wait for an answer.
    Waiting,
    /// With something that nobody at the desk has read, the latest first.
    Unread,
}

/// A seller's threads behind `after`, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn of_seller(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>, MessageError> {
    let mut threads: Vec<Thread> = Vec::new();
    let waits = filter != SellerFilter::Unread && !matches!(after, Some(Cursor::Latest { .. }));
    if waits {
        threads = conn.all(waiting(seller, after, limit)).await?;
    }
    let left = limit - i64::try_from(threads.len()).unwrap_or(limit);
    if filter != SellerFilter::Waiting && left > 0 {
        threads.extend(conn.all::<Thread>(latest(seller, filter, after, left)).await?);
    }
    complete(conn, threads, Side::Seller).await
}

fn waiting(seller: SellerId, after: Option<Cursor>, limit: i64) -> Sql {
    let cut = match after {
        Some(Cursor::Waiting { .. }) => {
            "AND (t.waiting_since_us > $3 OR (t.waiting_since_us = $3 AND t.part_id > $4))"
        }
        _ => "",
    };
    let text = format!(
        "SELECT {THREAD} FROM messages_threads t WHERE t.seller_id = $1 AND t.waiting_since_us IS NOT NULL {cut}
         ORDER BY t.waiting_since_us, t.part_id LIMIT $2"
    );
    let statement = sql(text).bind(seller).bind(limit);
    match after {
        Some(Cursor::Waiting { since, part }) => statement.bind(since).bind(part),
        _ => statement,
    }
}

fn latest(seller: SellerId, filter: SellerFilter, after: Option<Cursor>, limit: i64) -> Sql {
    let which = match filter {
        SellerFilter::Unread => "t.shopper_last > t.seller_read",
        SellerFilter::All | SellerFilter::Waiting => "t.waiting_since_us IS NULL",
    };
    let text = format!("SELECT {THREAD} FROM messages_threads t WHERE t.seller_id = $1 AND {which}");
    behind(text, after, |statement| statement.bind(seller), limit)
}

/// The latest first, behind the cursor.
fn behind(text: String, after: Option<Cursor>, bind: impl FnOnce(Sql) -> Sql, limit: i64) -> Sql {
    let cut = match after {
        Some(Cursor::Latest { .. }) => "AND (t.last_at_us < $3 OR (t.last_at_us = $3 AND t.part_id < $4))",
        _ => "",
    };
    let text = format!("{text} {cut} ORDER BY t.last_at_us DESC, t.part_id DESC LIMIT $2");
    let statement = bind(sql(text)).bind(limit);
    match after {
        Some(Cursor::Latest { at, part }) => statement.bind(at).bind(part),
        _ => statement,
    }
}

/// A shopper's threads, the latest first, behind `after`. Whose an order is may change after somebody wrote, so the order's
/// row says it.
///
/// # Errors
/// Only the database's.
pub async fn of_shopper(
    conn: &mut Conn,
    shopper: Shopper,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>, MessageError> {
    let (owner, bind) = owner(shopper);
    let text = format!(
        "SELECT {THREAD} FROM messages_threads t JOIN orders_orders o ON o.id = t.order_id WHERE {owner}"
    );
    let threads = conn.all(behind(text, after, bind, limit)).await?;
    complete(conn, threads, Side::Shopper).await
}

/// The condition that an order `o` is this shopper's, and who `$1` is in it.
fn owner(shopper: Shopper) -> (&'static str, impl FnOnce(Sql) -> Sql) {
    let text = match shopper {
        Shopper::Account(_) => "o.account_id = $1",
        Shopper::Guest(_) => "o.account_id IS NULL AND o.guest_id = $1",
    };
    let bind = move |statement: Sql| match shopper {
        Shopper::Account(id) => statement.bind(id),
        Shopper::Guest(id) => statement.bind(id),
    };
    (text, bind)
}

/// The threads of an order's parts, and how much of each this side has not read.
///
/// # Errors
/// Only the database's.
pub async fn of_order(
    conn: &mut Conn,
    order: OrderId,
    side: Side,
) -> Result<HashMap<PartId, Listed>, MessageError> {
    let text = format!("SELECT {THREAD} FROM messages_threads t WHERE t.order_id = $1");
    let threads = conn.all(sql(text).bind(order)).await?;
    let listed = complete(conn, threads, side).await?;
    Ok(listed.into_iter().map(|listed| (listed.thread.part_id, listed)).collect())
}

/// How many of a seller's threads wait for an answer.
///
/// # Errors
/// Only the database's.
pub async fn waiting_count(conn: &mut Conn, seller: SellerId) -> Result<i64, MessageError> {
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM messages_threads
                         WHERE seller_id = $1 AND waiting_since_us IS NOT NULL");
    let (count,): (i64,) = conn.one(statement.bind(seller)).await?;
    Ok(count)
}

/// How many of a shopper's threads hold something that they have not read.
///
/// # Errors
/// Only the database's.
pub async fn unread_count(conn: &mut Conn, shopper: Shopper) -> Result<i64, MessageError> {
    let (owner, bind) = owner(shopper);
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM messages_threads t JOIN orders_orders o ON o.id = t.order_id
         WHERE {owner} AND t.seller_last > t.shopper_read"
    );
    let (count,): (i64,) = conn.one(bind(sql(text))).await?;
    Ok(count)
}

async fn complete(conn: &mut Conn, threads: Vec<Thread>, side: Side) -> Result<Vec<Listed>, MessageError> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, threads.len());
    let parts = || threads.iter().map(|thread| thread.part_id);
    let text = format!(
        "SELECT {MESSAGE} FROM messages_messages m JOIN messages_threads t ON t.part_id = m.part_id
         WHERE m.number = t.messages AND t.part_id IN ({list})"
    );
    let latest: Vec<Message> = conn.all(sql(text).bind_all(parts())).await?;
    let mut latest: HashMap<PartId, Message> = latest.into_iter().map(|m| (m.part_id, m)).collect();
    let (other, read) = match side {
        Side::Shopper => ("seller", "shopper_read"),
        Side::Seller => ("shopper", "seller_read"),
    };
    let text = format!(
        "SELECT m.part_id, CAST(COUNT(*) AS BIGINT) FROM messages_messages m
         JOIN messages_threads t ON t.part_id = m.part_id
         WHERE m.side = '{other}' AND m.number > t.{read} AND t.part_id IN ({list}) GROUP BY m.part_id"
    );
    let unread: Vec<(PartId, i64)> = conn.all(sql(text).bind_all(parts())).await?;
    let unread: HashMap<PartId, i64> = unread.into_iter().collect();
    let listed = threads.into_iter().filter_map(|thread| {
        let latest = latest.remove(&thread.part_id)?;
        let unread = unread.get(&thread.part_id).copied().unwrap_or(0);
        Some(Listed { thread, latest, unread })
    });
    Ok(listed.collect())
}
