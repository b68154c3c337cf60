//! How long goods can be returned: what an operator said of categories and of the whole shop, from when on. Owns
//! `catalog_return_windows`. Called by the operator's page, by shoppers' pages, and by orders, which freeze what was promised.

use crate::CatalogError;
use db::{Conn, DbError, Tx, placeholders, row, sql};
use domain::field::{REASON, tidied};
use domain::returns::{LONGEST_WINDOW_DAYS, STANDARD_WINDOW_DAYS};
use domain::terms::said_at;
use domain::{AccountId, CategoryId, ProductId, Timestamp, TypedId as _};
use std::collections::HashMap;

/// Products that one statement asks for.
const AT_ONCE: usize = 500;

/// What an operator says.
#[derive(Debug, Clone, Copy)]
pub struct SayReturnWindow {
    /// `None`: the whole shop.
    pub category: Option<CategoryId>,
    /// Days after delivery, 1 to [`LONGEST_WINDOW_DAYS`]; `None`: what holds above it holds again.
    pub days: Option<i64>,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub by: AccountId,
}

/// A window as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidReturnWindow {
    /// `None`: the whole shop.
    pub category: Option<CategoryId>,
    pub days: Option<i64>,
    pub starts_at: Timestamp,
    pub said_at: Timestamp,
    /// When and why it was taken back before it began; it never counts.
    pub withdrawn: Option<(Timestamp, String)>,
}

row! {
    struct WindowRow {
        category_id: CategoryId,
        starts_at_us: Timestamp,
        days: Option<i64>,
        said_at_us: Timestamp,
        withdrawn_at_us: Option<Timestamp>,
        withdrawn_reason: Option<String>,
    }
}

/// Under which the whole shop's window stands: no category has it.
fn whole_shop() -> CategoryId {
    CategoryId::from_uuid(uuid::Uuid::nil())
}

/// Says how long goods of a category, and of those below it without a window of their own, can be returned. What was sold
/// before keeps what it was promised. What begins later can be said anew until then.
///
/// # Errors
/// [`CatalogError::ReturnWindow`], [`CatalogError::InThePast`], [`CatalogError::CategoryNotFound`].
pub async fn say_return_window(tx: &mut Tx, said: &SayReturnWindow) -> Result<(), CatalogError> {
    if said.days.is_some_and(|days| !(1..=LONGEST_WINDOW_DAYS).contains(&days)) {
        return Err(CatalogError::ReturnWindow);
    }
    let last = sql("SELECT MAX(said_at_us) FROM catalog_return_windows WHERE category_id = $1");
    let (last,): (Option<Timestamp>,) = tx.one(last.bind(said.category.unwrap_or_else(whole_shop))).await?;
    let now = said_at(tx.now(), last);
    let starts_at = said.starts_at.unwrap_or(now);
    if starts_at < now {
        return Err(CatalogError::InThePast);
    }
    if let Some(category) = said.category {
        let known = sql("SELECT id FROM catalog_categories WHERE id = $1").bind(category);
        let known: Option<(CategoryId,)> = tx.opt(known).await?;
        known.ok_or(CatalogError::CategoryNotFound(category))?;
    }
    tx.exec(
        sql("INSERT INTO catalog_return_windows (category_id, starts_at_us, days, said_by, said_at_us)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (category_id, starts_at_us) DO UPDATE SET days = $3, said_by = $4, said_at_us = $5,
                 withdrawn_at_us = NULL, withdrawn_by = NULL, withdrawn_reason = NULL")
        .bind(said.category.unwrap_or_else(whole_shop))
        .bind(starts_at)
        .bind(said.days)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Takes back a window that has not begun: of a category, or of the whole shop.
///
/// # Errors
/// [`CatalogError::WindowReason`], [`CatalogError::NoWindow`], [`CatalogError::WindowBegun`],
/// [`CatalogError::WindowWithdrawn`].
pub async fn withdraw_return_window(
    tx: &mut Tx,
    category: Option<CategoryId>,
    starts_at: Timestamp,
    reason: &str,
    by: AccountId,
) -> Result<(), CatalogError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(CatalogError::WindowReason)?;
    let category = category.unwrap_or_else(whole_shop);
    let statement = sql("SELECT withdrawn_at_us FROM catalog_return_windows
                         WHERE category_id = $1 AND starts_at_us = $2");
    let found: Option<(Option<Timestamp>,)> = tx.opt(statement.bind(category).bind(starts_at)).await?;
    let (withdrawn,) = found.ok_or(CatalogError::NoWindow)?;
    if withdrawn.is_some() {
        return Err(CatalogError::WindowWithdrawn);
    }
    if starts_at <= now {
        return Err(CatalogError::WindowBegun);
    }
    tx.exec(
        sql(
            "UPDATE catalog_return_windows SET withdrawn_at_us = $3, withdrawn_by = $4, withdrawn_reason = $5
             WHERE category_id = $1 AND starts_at_us = $2",
        )
        .bind(category)
        .bind(starts_at)
        .bind(now)
        .bind(by)
        .bind(reason),
    )
    .await?;
    Ok(())
}

/// Every window that was said, the latest to begin first.
///
/// # Errors
/// When the database cannot be read.
pub async fn return_windows(conn: &mut Conn, limit: i64) -> Result<Vec<SaidReturnWindow>, DbError> {
    let statement =
        sql("SELECT category_id, starts_at_us, days, said_at_us, withdrawn_at_us, withdrawn_reason
                         FROM catalog_return_windows
                         ORDER BY starts_at_us DESC, category_id LIMIT $1");
    let rows: Vec<WindowRow> = conn.all(statement.bind(limit)).await?;
    let said = |row: WindowRow| SaidReturnWindow {
        category: Some(row.category_id).filter(|id| *id != whole_shop()),
        days: row.days,
        starts_at: row.starts_at_us,
        said_at: row.said_at_us,
        withdrawn: row.withdrawn_at_us.map(|at| (at, row.withdrawn_reason.unwrap_or_default())),
    };
    Ok(rows.into_iter().map(said).collect())
}

/// What holds now, by category; few, because a window covers all that is below it.
async fn in_force(conn: &mut Conn) -> Result<HashMap<CategoryId, i64>, DbError> {
    let now = conn.now();
    let statement = sql("SELECT w.category_id, w.days FROM catalog_return_windows w
                         WHERE w.days IS NOT NULL AND w.starts_at_us = (SELECT MAX(x.starts_at_us)
                             FROM catalog_return_windows x
                             WHERE x.category_id = w.category_id AND x.starts_at_us <= $1
                                 AND x.withdrawn_at_us IS NULL)");
    let rows: Vec<(CategoryId, i64)> = conn.all(statement.bind(now)).await?;
    Ok(rows.into_iter().collect())
}

/// How many days after delivery these products can be returned by what is said of their categories: the nearest one up the
/// tree that says it, else the whole shop's. A product of which nobody says anything is missing: it has the standard window.
/// One statement, because each product page and each order asks it. It names no time, so that it asks the same of the
/// database until something is said.
///
/// # Errors
/// When the database cannot be read.
pub async fn return_days_of(
    conn: &mut Conn,
    products: &[ProductId],
) -> Result<HashMap<ProductId, i64>, DbError> {
    let now = conn.now();
    let mut days = HashMap::new();
    for some in products.chunks(AT_ONCE) {
        // The whole shop is above each root. Of one category the last that has begun holds.
        let text = format!(
            "WITH RECURSIVE up (product_id, id, depth) AS (
                 SELECT p.id, p.category_id, CAST(0 AS BIGINT) FROM catalog_products p WHERE p.id IN ({})
                 UNION ALL
                 SELECT u.product_id, COALESCE(c.parent_id, $1), u.depth + 1 FROM up u
                 JOIN catalog_categories c ON c.id = u.id)
             SELECT u.product_id, u.depth, w.starts_at_us, w.days FROM up u
             JOIN catalog_return_windows w ON w.category_id = u.id AND w.withdrawn_at_us IS NULL
             ORDER BY u.product_id, u.depth, w.starts_at_us DESC",
            placeholders(2, some.len())
        );
        let statement = sql(text).bind(whole_shop()).bind_all(some.iter().copied());
        let rows: Vec<(ProductId, i64, Timestamp, Option<i64>)> = conn.all(statement).await?;
        let mut decided = None;
        for (product, depth, starts_at, own) in rows {
            if starts_at > now || decided == Some((product, depth)) {
                continue;
            }
            decided = Some((product, depth));
            if let Some(own) = own {
                // The nearest comes first.
                days.entry(product).or_insert(own);
            }
        }
    }
    Ok(days)
}

/// For how many days these products could be returned if a category, or without one the whole shop, had this window now: those
/// that would follow it, because no nearer category says one of its own. `None`, as the category above has it, and nothing is
/// said above.
///
/// # Errors
/// When the database cannot be read.
pub async fn would_return_in(
    conn: &mut Conn,
    products: &[ProductId],
    category: Option<CategoryId>,
    days: Option<i64>,
) -> Result<HashMap<ProductId, Option<i64>>, DbError> {
    let said = in_force(conn).await?;
    let category = category.unwrap_or_else(whole_shop);
    let mut would = HashMap::new();
    for some in products.chunks(AT_ONCE) {
        // The whole shop is above each root.
        let text = format!(
            "WITH RECURSIVE up (product_id, id, depth) AS (
                 SELECT p.id, p.category_id, CAST(0 AS BIGINT) FROM catalog_products p WHERE p.id IN ({})
                 UNION ALL
                 SELECT u.product_id, COALESCE(c.parent_id, $1), u.depth + 1 FROM up u
                 JOIN catalog_categories c ON c.id = u.id)
             SELECT product_id, id FROM up ORDER BY product_id, depth",
            placeholders(2, some.len())
        );
        let statement = sql(text).bind(whole_shop()).bind_all(some.iter().copied());
        let rows: Vec<(ProductId, CategoryId)> = conn.all(statement).await?;
        let mut ways: HashMap<ProductId, Vec<CategoryId>> = HashMap::new();
        for (product, id) in rows {
            ways.entry(product).or_default().push(id);
        }
        for (product, way) in ways {
            let Some(at) = way.iter().position(|id| *id == category) else { continue };
            if way[..at].iter().any(|id| said.contains_key(id)) {
                continue;
            }
            let above = || way[at + 1..].iter().find_map(|id| said.get(id).copied());
            would.insert(product, days.or_else(above));
        }
    }
    Ok(would)
}

/// The shortest window that any category has now, in days.
///
/// # Errors
/// When the database cannot be read.
pub async fn shortest_return_days(conn: &mut Conn) -> Result<i64, DbError> {
    let mut said = in_force(conn).await?;
    let shop = said.remove(&whole_shop()).unwrap_or(STANDARD_WINDOW_DAYS);
    Ok(said.into_values().fold(shop, i64::min))
}
