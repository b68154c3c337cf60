//! What `orinoco check` proves of texts: that none was taken back that people had read.

use crate::ContentError;
use db::{Conn, sql};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// Every text that breaks a rule.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ContentError> {
    let statement =
        sql("SELECT u.slug, u.locale, u.number, u.at_us - COALESCE(v.starts_at_us, v.written_at_us)
         FROM content_unscheduled AS u JOIN content_versions AS v
             ON v.slug = u.slug AND v.locale = u.locale AND v.number = u.number
         WHERE v.starts_at_us IS NULL OR v.starts_at_us <> u.starts_at_us OR u.at_us >= v.starts_at_us
         ORDER BY u.slug, u.locale, u.number");
    let rows: Vec<(String, String, i64, i64)> = conn.all(statement).await?;
    let violation = |(slug, locale, number, late_us): (String, String, i64, i64)| Violation {
        row: format!("content_unscheduled {slug} {locale} {number}"),
        rule: "no text was taken back that had begun",
        detail: format!("{late_us} microseconds after it began"),
    };
    Ok(rows.into_iter().map(violation).collect())
}
