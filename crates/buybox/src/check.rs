//! What `orinoco check` proves of sellers' health: that a seller is stopped exactly when the last decision says so. The
//! counts themselves change by the hour and are rebuilt, so there is nothing to hold them against.

use crate::BuyBoxError;
use db::{Conn, sql};
use domain::SellerId;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// Sellers that are stopped without a decision, or go on against one.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, BuyBoxError> {
    let rows: Vec<(SellerId, bool)> = conn
        .all(sql("SELECT s.id, s.suspended_at_us IS NOT NULL FROM sellers_sellers s
                  WHERE (s.suspended_at_us IS NOT NULL) <> COALESCE((SELECT d.suspended FROM sellers_decisions d
                      WHERE d.seller_id = s.id ORDER BY d.id DESC LIMIT 1), FALSE)"))
        .await?;
    let violations = rows.into_iter().map(|(seller, suspended)| Violation {
        row: format!("sellers_sellers {seller}"),
        rule: "a seller is suspended exactly when the last decision about it says so",
        detail: format!("suspended {suspended}"),
    });
    Ok(violations.collect())
}
