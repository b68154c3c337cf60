//! The invariants of prices, of what was taken down and of categories' commission classes, proven from the raw rows.

use crate::classes;
use db::{Conn, DbError, sql};
use domain::{OfferId, ProductId};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// Every offer whose price is not the last one that was kept of it, or whose reduction is none, what was taken down and can be had
/// or seen, and every category that would be charged as another class than follows from what was said.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rules = [
        (
            "the last kept price of an offer is the one that it has",
            "NOT EXISTS (SELECT 1 FROM catalog_prices AS h WHERE h.offer_id = o.id AND h.price_minor = o.price_minor
                 AND h.currency = o.currency AND h.active = o.active AND h.product_id = o.product_id
                 AND h.condition = o.condition AND h.version <= o.version AND NOT EXISTS (
                     SELECT 1 FROM catalog_prices AS n WHERE n.offer_id = h.offer_id AND n.version > h.version))",
        ),
        (
            "a reduced price is lower than the prior one, and says since when",
            "(o.reduced_bps IS NOT NULL OR o.prior_minor IS NOT NULL OR o.reduced_at_us IS NOT NULL)
             AND NOT COALESCE(o.reduced_bps > 0 AND o.prior_minor > o.price_minor AND o.reduced_at_us <= o.updated_at_us,
                              FALSE)",
        ),
        ("an offer that was taken down is not for sale", "o.taken_down_at_us IS NOT NULL AND o.active = TRUE"),
    ];
    let mut broken = Vec::new();
    for (rule, breaks) in rules {
        let text = format!("SELECT o.id, o.price_minor FROM catalog_offers AS o WHERE {breaks}");
        let rows: Vec<(OfferId, i64)> = conn.all(sql(text)).await?;
        broken.extend(rows.into_iter().map(|(id, minor)| Violation {
            row: format!("catalog_offers {id}"),
            rule,
            detail: format!("its price is {minor}"),
        }));
    }
    let text =
        "SELECT id, status FROM catalog_products WHERE taken_down_at_us IS NOT NULL AND status <> 'hidden'";
    let shown: Vec<(ProductId, String)> = conn.all(sql(text)).await?;
    broken.extend(shown.into_iter().map(|(id, status)| Violation {
        row: format!("catalog_products {id}"),
        rule: "a product that was taken down is seen by nobody",
        detail: format!("it is {status}"),
    }));
    let classes = classes::broken(conn).await?;
    broken.extend(classes.into_iter().map(|(id, detail)| Violation {
        row: format!("catalog_categories {id}"),
        rule: "a category is charged as was said of it, or of the nearest one above it",
        detail,
    }));
    Ok(broken)
}
