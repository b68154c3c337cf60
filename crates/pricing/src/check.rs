//! The invariants of sheets and rules, proven from the raw rows.

use db::{Conn, DbError, sql};
use domain::{OfferId, PriceSheetId};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// Every row of a sheet that is of nobody's or another seller's offer, and every one that takes back something else than what
/// was changed.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rules = [
        (
            "a sheet changes offers of its seller, to a version that they have had",
            "NOT EXISTS (SELECT 1 FROM catalog_offers AS o
                 WHERE o.id = r.offer_id AND o.seller_id = s.seller_id AND o.version >= r.version)",
        ),
        (
            "what a sheet takes back is what the other one changed",
            "s.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pricing_sheet_rows AS b
                 WHERE b.sheet_id = s.undoes AND b.offer_id = r.offer_id AND b.was = r.became
                   AND b.became = r.was AND b.stock_delta = -r.stock_delta)",
        ),
    ];
    let mut broken = Vec::new();
    for (rule, breaks) in rules {
        let text = format!(
            "SELECT r.sheet_id, r.offer_id FROM pricing_sheet_rows AS r
             JOIN pricing_sheets AS s ON s.id = r.sheet_id WHERE {breaks}"
        );
        let rows: Vec<(PriceSheetId, OfferId)> = conn.all(sql(text)).await?;
        broken.extend(rows.into_iter().map(|(sheet, offer)| Violation {
            row: format!("pricing_sheet_rows {sheet} {offer}"),
            rule,
            detail: format!("the offer {offer}"),
        }));
    }
    let rules: Vec<(OfferId,)> = conn
        .all(sql("SELECT p.offer_id FROM pricing_rules AS p WHERE NOT EXISTS (
                 SELECT 1 FROM catalog_offers AS o WHERE o.id = p.offer_id AND o.seller_id = p.seller_id)"))
        .await?;
    broken.extend(rules.into_iter().map(|(offer,)| Violation {
        row: format!("pricing_rules {offer}"),
        rule: "a price that follows others is of an offer of its seller",
        detail: format!("the offer {offer}"),
    }));
    Ok(broken)
}
