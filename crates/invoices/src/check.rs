//! The invariants of invoices, proven from the raw rows, against the ledger's.

use crate::InvoiceError;
use db::{Conn, sql};
use domain::{PartId, SellerId, ShipmentId};
use std::collections::{HashMap, HashSet};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

const NO_GAP: &str = "the numbers of a seller's year have no gap";
const ISSUED: &str = "every charged parcel that was packed since there are invoices has one";
const BOOKED: &str = "invoices less credit notes are what the ledger charged less what it took back";

/// A counter, what it counted, and what there is.
const COUNTED: &str = "SELECT c.seller_id, c.kind, c.year, c.last_number, CAST(COUNT(i.id) AS BIGINT),
        CAST(COALESCE(MAX(i.counted), 0) AS BIGINT)
    FROM invoices_counters c LEFT JOIN invoices_invoices i
        ON i.seller_id = c.seller_id AND i.kind = c.kind AND i.year = c.year
    GROUP BY c.seller_id, c.kind, c.year, c.last_number
    HAVING COUNT(i.id) <> c.last_number OR COALESCE(MAX(i.counted), 0) <> c.last_number
    ORDER BY c.seller_id, c.kind, c.year";

/// Parcels without an invoice; whether they should have one.
const WITHOUT: &str = "SELECT q.shipment_id, q.part_id, CASE WHEN h.created_at_us >= COALESCE(
            (SELECT MIN(issued_at_us) FROM invoices_invoices), h.created_at_us + 1) THEN 1 ELSE 0 END
    FROM orders_shipment_parts q JOIN orders_shipments h ON h.id = q.shipment_id
    WHERE q.state IN ('shipped', 'delivered') AND NOT EXISTS (SELECT 1 FROM invoices_invoices i
        WHERE i.part_id = q.part_id AND i.shipment_id = q.shipment_id AND i.kind = 'invoice')
    ORDER BY q.shipment_id, q.part_id";

/// What invoices less credit notes say of each part: with the tax, and the tax.
const SAID: &str = "SELECT part_id, CAST(SUM(total_minor) AS BIGINT), CAST(SUM(tax_minor) AS BIGINT)
    FROM invoices_invoices GROUP BY part_id";

/// What the ledger charged each part's buyer less what was refunded, and its tax.
const POSTED: &str = "SELECT t.part_ref,
        CAST(SUM(CASE WHEN a.purpose = 'buyer_clearing' THEN g.amount_minor ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN a.purpose = 'tax_payable' THEN -g.amount_minor ELSE 0 END) AS BIGINT)
    FROM ledger_transactions t JOIN ledger_postings g ON g.tx_id = t.id AND g.layer = 'posted'
    JOIN ledger_accounts a ON a.id = g.account_id
    WHERE t.kind IN ('sale', 'return', 'dispute') AND t.part_ref IS NOT NULL
        AND a.purpose IN ('buyer_clearing', 'tax_payable') GROUP BY t.part_ref";

/// What banks took back for good.
const LOST: &str = "SELECT part_id, CAST(SUM(amount_minor) AS BIGINT) FROM disputes_disputes
    WHERE state = 'lost' GROUP BY part_id";

/// What buyers paid for the labels of returns: kept of what was given back, and no part of the sale.
const LABELS: &str = "SELECT r.part_id, CAST(SUM(s.charged_minor) AS BIGINT)
    FROM returns_shipping s JOIN returns_returns r ON r.id = s.return_id
    WHERE r.pays_return = 'shopper' GROUP BY r.part_id";

/// Every rule that is broken, and where.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, InvoiceError> {
    let mut found = Vec::new();
    type Counted = (SellerId, String, i64, i64, i64, i64);
    let counted: Vec<Counted> = conn.all(sql(COUNTED)).await?;
    found.extend(counted.into_iter().map(|(seller, kind, year, last, rows, highest)| Violation {
        row: format!("invoices_counters {seller} {kind} {year}"),
        rule: NO_GAP,
        detail: format!("counted to {last}, found {rows} up to {highest}"),
    }));
    let without: Vec<(ShipmentId, PartId, i64)> = conn.all(sql(WITHOUT)).await?;
    let missing = without.iter().filter(|(_, _, due)| *due == 1);
    found.extend(missing.map(|(shipment, part, _)| Violation {
        row: format!("orders_shipment_parts {shipment} {part}"),
        rule: ISSUED,
        detail: "it has none".into(),
    }));
    booked(conn, &without, &mut found).await?;
    Ok(found)
}

/// Parts all of whose parcels have an invoice, against the ledger.
async fn booked(
    conn: &mut Conn,
    without: &[(ShipmentId, PartId, i64)],
    found: &mut Vec<Violation>,
) -> Result<(), InvoiceError> {
    let posted: Vec<(String, i64, i64)> = conn.all(sql(POSTED)).await?;
    let posted: HashMap<String, (i64, i64)> =
        posted.into_iter().map(|(part, charged, tax)| (part, (charged, tax))).collect();
    let lost: Vec<(PartId, i64)> = conn.all(sql(LOST)).await?;
    let lost: HashMap<PartId, i64> = lost.into_iter().collect();
    let labels: Vec<(PartId, i64)> = conn.all(sql(LABELS)).await?;
    let labels: HashMap<PartId, i64> = labels.into_iter().collect();
    let said: Vec<(PartId, i64, i64)> = conn.all(sql(SAID)).await?;
    let without: HashSet<PartId> = without.iter().map(|(_, part, _)| *part).collect();
    for (part, total, tax) in said {
        if without.contains(&part) {
            continue;
        }
        let (charged, owed) = posted.get(&part.to_string()).copied().unwrap_or_default();
        let beside = |of: &HashMap<PartId, i64>| of.get(&part).copied().unwrap_or_default();
        let charged = charged - beside(&lost) - beside(&labels);
        if (total, tax) != (charged, owed) {
            found.push(Violation {
                row: format!("invoices_invoices of {part}"),
                rule: BOOKED,
                detail: format!("expected {charged} with {owed} of tax, found {total} with {tax}"),
            });
        }
    }
    Ok(())
}
