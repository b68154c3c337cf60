//! What coupons have done: for the operator's page, the seller's and the API.

use super::{COLUMNS, Coupon, Scope, names_of};
use crate::OrderError;
use db::{Conn, placeholders, row, sql};
use domain::{CouponId, Currency, Money, SellerId};
use ledger::AccountRef;
use std::collections::HashMap;

/// A coupon with what it has done.
#[derive(Debug, Clone)]
pub struct CouponReport {
    pub coupon: Coupon,
    /// What it is for, in names.
    pub only_for: Vec<String>,
    /// What parts of orders that stand have been promised off: of a seller's own coupon, what it has cost that seller.
    pub given: Vec<Money>,
    /// What it has cost the platform, from the ledger: of what was shipped.
    pub cost: Vec<Money>,
}

row! {
    struct Given {
        coupon_id: CouponId,
        currency: Currency,
        minor: i64,
    }
}

/// Those that a seller gives, whoever made them.
const OWN: &str = "seller_id = $1 AND funded_by = 'seller'";

/// The coupons, whoever gives them, newest first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports(conn: &mut Conn, limit: i64) -> Result<Vec<CouponReport>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_coupons ORDER BY id DESC LIMIT $1");
    let coupons: Vec<Coupon> = conn.all(sql(text).bind(limit)).await?;
    reported(conn, coupons).await
}

/// The same of those whose code begins so, in any case; what no code has is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports_of_code(
    conn: &mut Conn,
    begins: &str,
    limit: i64,
) -> Result<Vec<CouponReport>, OrderError> {
    let is_sign = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let pattern = format!("{}%", begins.chars().filter(is_sign).collect::<String>().to_ascii_uppercase());
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE code LIKE $1 ORDER BY id DESC LIMIT $2");
    let coupons: Vec<Coupon> = conn.all(sql(text).bind(&pattern).bind(limit)).await?;
    reported(conn, coupons).await
}

/// Those that a seller gives, newest first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<CouponReport>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE {OWN} ORDER BY id DESC LIMIT $2");
    let coupons: Vec<Coupon> = conn.all(sql(text).bind(seller).bind(limit)).await?;
    reported(conn, coupons).await
}

/// The same in the order in which they were made, after one of them.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports_after(
    conn: &mut Conn,
    seller: SellerId,
    after: Option<CouponId>,
    limit: i64,
) -> Result<Vec<CouponReport>, OrderError> {
    let cut = if after.is_some() { "AND id > $3" } else { "" };
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE {OWN} {cut} ORDER BY id LIMIT $2");
    let coupons: Vec<Coupon> = conn.all(sql(text).bind(seller).bind(limit).bind_all(after)).await?;
    reported(conn, coupons).await
}

/// One that a seller gives.
///
/// # Errors
/// When the database cannot be read.
pub async fn report(
    conn: &mut Conn,
    seller: SellerId,
    id: CouponId,
) -> Result<Option<CouponReport>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE {OWN} AND id = $2");
    let own: Option<Coupon> = conn.opt(sql(text).bind(seller).bind(id)).await?;
    Ok(reported(conn, own.into_iter().collect()).await?.pop())
}

async fn reported(conn: &mut Conn, coupons: Vec<Coupon>) -> Result<Vec<CouponReport>, OrderError> {
    let ids: Vec<CouponId> = coupons.iter().map(|coupon| coupon.id).collect();
    let mut by_coupon = given(conn, &ids).await?;
    let scopes: Vec<Scope> = coupons.iter().map(|coupon| coupon.scope).collect();
    let named = names_of(conn, &scopes).await?;
    let mut reports = Vec::with_capacity(coupons.len());
    for (coupon, only_for) in coupons.into_iter().zip(named) {
        let given = by_coupon.remove(&coupon.id).unwrap_or_default();
        let mut cost = Vec::new();
        for currency in given.iter().map(|g| g.currency()) {
            let account = AccountRef::marketing(&coupon.id.to_string(), currency);
            cost.push(ledger::balance(conn, &account, None).await?.posted);
        }
        reports.push(CouponReport { coupon, only_for, given, cost });
    }
    Ok(reports)
}

/// What each has taken off parts that are not cancelled, less what promotions took off them.
async fn given(conn: &mut Conn, ids: &[CouponId]) -> Result<HashMap<CouponId, Vec<Money>>, OrderError> {
    let mut by_coupon: HashMap<CouponId, Vec<Money>> = HashMap::new();
    for some in ids.chunks(500) {
        let text = format!(
            "SELECT u.coupon_id, o.currency, CAST(SUM(p.discount_minor
                 - COALESCE((SELECT SUM(g.off_minor) FROM orders_line_promotions g
                     JOIN orders_lines l ON l.id = g.line_id WHERE l.part_id = p.id), 0)) AS BIGINT) AS minor
             FROM orders_coupon_uses u JOIN orders_orders o ON o.id = u.order_id
             JOIN orders_parts p ON p.order_id = o.id
             WHERE u.given_back_at_us IS NULL AND p.state <> 'cancelled' AND u.coupon_id IN ({})
             GROUP BY u.coupon_id, o.currency ORDER BY u.coupon_id, o.currency",
            placeholders(1, some.len())
        );
        let rows: Vec<Given> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for row in rows {
            by_coupon.entry(row.coupon_id).or_default().push(Money::new(row.minor, row.currency));
        }
    }
    Ok(by_coupon)
}
