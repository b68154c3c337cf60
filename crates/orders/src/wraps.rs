//! What wrapping a seller's part as a present costs, from a moment on. Owns `orders_wrap_*`. Called where an order is made, by the
//! checkout, and by the operator's page. The price is frozen onto each part that is wrapped.

use crate::OrderError;
use db::{Conn, Tx, row, sql};
use domain::field::{REASON, tidied};
use domain::terms::said_at;
use domain::{AccountId, Currency, Money, Timestamp, WrapPriceId};

/// The most that wrapping a part may cost, in minor units.
pub const MOST_WRAP_MINOR: i64 = 100_000_000;

/// Why the price stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum WrapError {
    #[error("no such price was said")]
    NotFound,
    #[error("a price is above nothing, and not larger than anybody would pay")]
    BadPrice,
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("a change begins now or later: what was charged before it stays")]
    InThePast,
    #[error("so it is then already")]
    Same,
    #[error("what has begun cannot be taken back; say another one")]
    Begun,
    #[error("it was taken back already")]
    Withdrawn,
    #[error(transparent)]
    Db(#[from] db::DbError),
}

/// What an operator says.
#[derive(Debug, Clone)]
pub struct SayWrap {
    pub currency: Currency,
    /// 1 to [`MOST_WRAP_MINOR`]; `None`: nobody wraps.
    pub price_minor: Option<i64>,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

row! {
    /// A price as it was said.
    #[derive(PartialEq, Eq)]
    pub struct SaidWrap {
        pub id: WrapPriceId,
        pub currency: Currency,
        pub price_minor: Option<i64>,
        pub starts_at_us: Timestamp,
        pub reason: String,
        pub made_by: AccountId,
        pub made_at_us: Timestamp,
        /// All three or none: who took it back before it began, when and why. It never counts.
        pub withdrawn_by: Option<AccountId>,
        pub withdrawn_at_us: Option<Timestamp>,
        pub withdrawn_reason: Option<String>,
    }
}

impl SaidWrap {
    /// `None`: nobody wraps.
    pub fn price(&self) -> Option<Money> {
        self.price_minor.map(|minor| Money::new(minor, self.currency))
    }
}

const SAID: &str =
    "SELECT t.id, t.currency, t.price_minor, t.starts_at_us, t.reason, t.made_by, t.made_at_us,
    w.withdrawn_by, w.withdrawn_at_us, w.reason AS withdrawn_reason
    FROM orders_wrap_prices t LEFT JOIN orders_wrap_withdrawn w ON w.price_id = t.id";

/// What wrapping costs at that moment: as was said last, or `usual` while nothing was; `None` where nobody wraps.
///
/// # Errors
/// Only the database's.
pub async fn wrap_price(
    conn: &mut Conn,
    usual: Option<Money>,
    at: Timestamp,
) -> Result<Option<Money>, OrderError> {
    let text = format!(
        "{SAID} WHERE t.starts_at_us <= $1 AND w.price_id IS NULL ORDER BY t.starts_at_us DESC, t.id DESC LIMIT 1"
    );
    let said: Option<SaidWrap> = conn.opt(sql(text).bind(at)).await?;
    Ok(said.map_or(usual, |said| said.price()))
}

/// Everything that was said, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn said_wraps(conn: &mut Conn, limit: i64) -> Result<Vec<SaidWrap>, OrderError> {
    Ok(conn.all(sql(format!("{SAID} ORDER BY t.id DESC LIMIT $1")).bind(limit)).await?)
}

/// Says what wrapping costs. What was ordered before it begins is charged as it was ordered.
///
/// # Errors
/// [`WrapError::BadReason`], [`WrapError::BadPrice`], [`WrapError::InThePast`]; [`WrapError::Same`] where the last word before
/// that moment says the same.
pub async fn say_wrap(tx: &mut Tx, said: &SayWrap) -> Result<WrapPriceId, WrapError> {
    let (last,): (Option<Timestamp>,) = tx.one(sql("SELECT MAX(made_at_us) FROM orders_wrap_prices")).await?;
    let now = said_at(tx.now(), last);
    let reason = tidied(&said.reason, &REASON).ok_or(WrapError::BadReason)?;
    if said.price_minor.is_some_and(|minor| !(1..=MOST_WRAP_MINOR).contains(&minor)) {
        return Err(WrapError::BadPrice);
    }
    let starts_at = said.starts_at.unwrap_or(now);
    if starts_at < now {
        return Err(WrapError::InThePast);
    }
    let last = format!(
        "{SAID} WHERE t.starts_at_us <= $1 AND w.price_id IS NULL ORDER BY t.starts_at_us DESC, t.id DESC LIMIT 1"
    );
    let last: Option<SaidWrap> = tx.opt(sql(last).bind(starts_at)).await?;
    if last.is_some_and(|last| (last.currency, last.price_minor) == (said.currency, said.price_minor)) {
        return Err(WrapError::Same);
    }
    let id = tx.new_id::<WrapPriceId>();
    tx.exec(
        sql("INSERT INTO orders_wrap_prices (id, currency, price_minor, starts_at_us, reason, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(said.currency)
        .bind(said.price_minor)
        .bind(starts_at)
        .bind(reason)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// Takes back what has not begun.
///
/// # Errors
/// [`WrapError::BadReason`], [`WrapError::NotFound`], [`WrapError::Begun`], [`WrapError::Withdrawn`].
pub async fn withdraw_wrap(
    tx: &mut Tx,
    id: WrapPriceId,
    reason: &str,
    by: AccountId,
) -> Result<(), WrapError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(WrapError::BadReason)?;
    let found: Option<SaidWrap> = tx.opt(sql(format!("{SAID} WHERE t.id = $1")).bind(id)).await?;
    let found = found.ok_or(WrapError::NotFound)?;
    if found.withdrawn_at_us.is_some() {
        return Err(WrapError::Withdrawn);
    }
    if found.starts_at_us <= now {
        return Err(WrapError::Begun);
    }
    tx.exec(
        sql("INSERT INTO orders_wrap_withdrawn (price_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
             VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(found.starts_at_us)
        .bind(reason)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// What the parts that were ordered wrapped since then and stand were charged for it, by the currency: how many, and what.
///
/// # Errors
/// Only the database's.
pub async fn wrapped_since(conn: &mut Conn, since: Timestamp) -> Result<Vec<(i64, Money)>, OrderError> {
    // A month of a large shop.
    conn.expect_long();
    let statement = sql("SELECT o.currency, COUNT(*), CAST(SUM(p.wrap_minor) AS BIGINT) FROM orders_parts p
         JOIN orders_orders o ON o.id = p.order_id
         WHERE p.placed_at_us >= $1 AND p.wrap_minor > 0 AND p.state NOT IN ('awaiting_payment', 'cancelled')
         GROUP BY o.currency ORDER BY o.currency");
    let rows: Vec<(Currency, i64, i64)> = conn.all(statement.bind(since)).await?;
    Ok(rows.into_iter().map(|(currency, parts, minor)| (parts, Money::new(minor, currency))).collect())
}
