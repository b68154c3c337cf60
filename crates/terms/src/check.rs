//! What `orinoco check` proves of settings: that each can be read and was allowed, and that nothing was taken back that had
//! begun.

use crate::TermsError;
use db::{Conn, Text, sql};
use domain::TermsId;
use domain::commission::RefundFee;
use domain::health::Gates;
use domain::payout::PayoutTerms;
use domain::terms::{Dated, TermsKind};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// Why a document is no setting of its kind.
fn wrong<D: Dated>(document: &str) -> Option<String> {
    match serde_json::from_str::<D>(document) {
        Ok(terms) => terms.validate().err().map(|error| error.to_string()),
        Err(error) => Some(error.to_string()),
    }
}

/// Every setting that breaks a rule.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, TermsError> {
    let mut found = Vec::new();
    let rows: Vec<(TermsId, Text<TermsKind>, String)> =
        conn.all(sql("SELECT id, kind, terms FROM terms_terms ORDER BY id")).await?;
    for (id, kind, document) in rows {
        let wrong = match kind.0 {
            TermsKind::RefundFee => wrong::<RefundFee>(&document),
            TermsKind::Payouts => wrong::<PayoutTerms>(&document),
            TermsKind::Gates => wrong::<Gates>(&document),
        };
        found.extend(wrong.map(|detail| Violation {
            row: format!("terms_terms {id}"),
            rule: "what was set can be read and is in its range",
            detail,
        }));
    }
    let early = sql("SELECT w.terms_id, w.withdrawn_at_us - t.starts_at_us FROM terms_withdrawn w
                     JOIN terms_terms t ON t.id = w.terms_id
                     WHERE w.starts_at_us <> t.starts_at_us OR w.withdrawn_at_us >= t.starts_at_us");
    let rows: Vec<(TermsId, i64)> = conn.all(early).await?;
    found.extend(rows.into_iter().map(|(id, late_us)| Violation {
        row: format!("terms_withdrawn {id}"),
        rule: "nothing was taken back that had begun",
        detail: format!("{late_us} microseconds after it began"),
    }));
    Ok(found)
}
