//! The invariants of the one catalogue, proven from the raw rows.

use db::{Conn, DbError, sql};
use domain::{ListingProposalId, ProductId};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// Every proposal that is live without being for sale by its seller, and every merged product that is still one of its own.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut broken = Vec::new();
    let live: Vec<(ListingProposalId, String)> = conn
        .all(sql("SELECT l.id, l.title FROM listing_proposals AS l WHERE l.state = 'live' AND NOT EXISTS (
                 SELECT 1 FROM catalog_offers AS o WHERE o.id = l.offer_id AND o.seller_id = l.seller_id)"))
        .await?;
    broken.extend(live.into_iter().map(|(id, title)| Violation {
        row: format!("listing_proposals {id}"),
        rule: "a proposal that is live is an offer of its seller",
        detail: title,
    }));
    let rules = [
        (
            "a product that became another one is withdrawn",
            "EXISTS (SELECT 1 FROM catalog_products AS p WHERE p.id = m.product_id AND p.status <> 'withdrawn')",
        ),
        (
            "what a product became is no other product again",
            "EXISTS (SELECT 1 FROM catalog_merged AS n WHERE n.product_id = m.into_id)",
        ),
        (
            "who merged a product is on record",
            "NOT EXISTS (SELECT 1 FROM listing_merges AS l WHERE l.from_id = m.product_id)",
        ),
    ];
    for (rule, breaks) in rules {
        let text = format!("SELECT m.product_id, m.into_id FROM catalog_merged AS m WHERE {breaks}");
        let rows: Vec<(ProductId, ProductId)> = conn.all(sql(text)).await?;
        broken.extend(rows.into_iter().map(|(id, into)| Violation {
            row: format!("catalog_merged {id}"),
            rule,
            detail: format!("it became {into}"),
        }));
    }
    Ok(broken)
}
