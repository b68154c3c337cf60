//! The invariants of returns, proven from the raw rows, against the parcels', the payments', the ledger's and the stock's.

use crate::refund::restock_key;
use crate::{ReturnError, appeal_check, courtesy_check, exchange_check, rules_check};
use db::{Conn, row, sql};
use domain::commission::RefundFee;
use domain::{Currency, DurationUs, LedgerTxId, Money, OfferId, ReturnId, Timestamp, TypedId as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// A rule whose statement selects the rows that break it: the return, what is expected, what is there.
struct Rule {
    rule: &'static str,
    statement: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        rule: "a return claims what its lines are worth",
        statement: "SELECT r.id, CAST(SUM(l.items_minor + l.tax_minor + l.shipping_minor + l.wrap_minor
                    + l.fees_tax_minor) AS BIGINT) AS expected, r.claim_minor AS found
            FROM returns_returns r JOIN returns_lines l ON l.return_id = r.id GROUP BY r.id, r.claim_minor
            HAVING SUM(l.items_minor + l.tax_minor + l.shipping_minor + l.wrap_minor + l.fees_tax_minor)
                <> r.claim_minor",
    },
    Rule {
        rule: "a return holds its units until it is declined or cancelled",
        statement: "SELECT r.id,
                CAST(CASE WHEN r.state IN ('declined', 'cancelled') OR r.rest_of IS NOT NULL THEN 0 ELSE
                    (SELECT SUM(l.quantity) FROM returns_lines l WHERE l.return_id = r.id) END AS BIGINT) AS expected,
                CAST((SELECT COUNT(*) FROM returns_units u WHERE u.return_id = r.id) AS BIGINT) AS found
            FROM returns_returns r
            WHERE (SELECT COUNT(*) FROM returns_units u WHERE u.return_id = r.id)
                <> CASE WHEN r.state IN ('declined', 'cancelled') OR r.rest_of IS NOT NULL THEN 0 ELSE
                    (SELECT SUM(l.quantity) FROM returns_lines l WHERE l.return_id = r.id) END",
    },
    Rule {
        rule: "what comes back was in the parcel",
        statement: "SELECT u.return_id, CAST(COALESCE(MAX(s.quantity), 0) AS BIGINT) AS expected,
                CAST(MAX(u.unit) + 1 AS BIGINT) AS found
            FROM returns_units u LEFT JOIN orders_shipment_lines s
                ON s.shipment_id = u.shipment_id AND s.line_id = u.line_id
            GROUP BY u.return_id, u.line_id HAVING MAX(u.unit) + 1 > COALESCE(MAX(s.quantity), 0)",
    },
    Rule {
        rule: "a return is of the capture that charged its parcel",
        statement: "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM returns_returns r
            WHERE NOT EXISTS (SELECT 1 FROM orders_shipment_parts q WHERE q.shipment_id = r.shipment_id
                AND q.part_id = r.part_id AND q.capture_id = r.capture_id)",
    },
    Rule {
        rule: "refunds of a capture never exceed it",
        statement: "SELECT r.id, c.amount_minor AS expected, CAST((SELECT SUM(o.refunded_minor) FROM returns_returns o
                WHERE o.capture_id = r.capture_id) AS BIGINT) AS found
            FROM returns_returns r JOIN payments_captures c ON c.id = r.capture_id
            WHERE (SELECT SUM(o.refunded_minor) FROM returns_returns o WHERE o.capture_id = r.capture_id)
                > c.amount_minor",
    },
    Rule {
        rule: "a refunded return is a refund of its capture with its amount",
        statement: "SELECT r.id, r.refunded_minor AS expected, CAST(COALESCE(f.amount_minor, -1) AS BIGINT) AS found
            FROM returns_returns r LEFT JOIN payments_refunds f
                ON f.id = r.refund_id AND f.capture_id = r.capture_id AND f.state = 'refunded'
            WHERE r.state = 'refunded' AND (f.id IS NULL OR f.amount_minor <> r.refunded_minor)",
    },
    Rule {
        rule: "only a refunded return gave the card something, and only a posted one took something back",
        statement: "SELECT r.id, CAST(0 AS BIGINT) AS expected, r.refunded_minor AS found FROM returns_booked r
            WHERE (r.tx_id IS NULL AND (r.refunded_minor <> 0 OR r.commission_back_minor <> 0
                       OR r.fee_minor <> 0 OR r.subsidy_back_minor <> 0))
               OR (r.state = 'refunded') <> (r.refunded_minor <> 0)",
    },
    Rule {
        rule: "a refunded return has one ledger transaction, with what the card got",
        statement: "SELECT r.id, r.refunded_minor AS expected, CAST(COALESCE(-SUM(g.amount_minor), 0) AS BIGINT) AS found
            FROM returns_booked r
            LEFT JOIN ledger_transactions t ON t.id = r.tx_id AND t.kind = 'return' AND t.state = 'posted'
            LEFT JOIN ledger_postings g ON g.tx_id = t.id AND g.layer = 'posted' AND g.account_id IN (
                SELECT a.id FROM ledger_accounts a WHERE a.purpose = 'buyer_clearing')
            WHERE r.tx_id IS NOT NULL GROUP BY r.id, r.refunded_minor
            HAVING COALESCE(-SUM(g.amount_minor), 0) <> r.refunded_minor",
    },
    Rule {
        rule: "a refunded return's ledger transaction gives back its commission",
        statement: "SELECT r.id, r.commission_back_minor AS expected, CAST(COALESCE((
                SELECT SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND a.purpose = 'revenue' AND a.owner_id = 'commission'), 0) AS BIGINT)
                AS found
            FROM returns_booked r WHERE r.tx_id IS NOT NULL AND r.commission_back_minor <> COALESCE((
                SELECT SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND a.purpose = 'revenue' AND a.owner_id = 'commission'), 0)",
    },
    Rule {
        rule: "a refunded return's ledger transaction gives back what the platform had added",
        statement: "SELECT r.id, r.subsidy_back_minor AS expected, CAST(COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND g.layer = 'posted' AND a.purpose = 'marketing'), 0) AS BIGINT) AS found
            FROM returns_booked r WHERE r.tx_id IS NOT NULL AND r.subsidy_back_minor <> COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND g.layer = 'posted' AND a.purpose = 'marketing'), 0)",
    },
    Rule {
        rule: "only a label that was taken of a posted return costs something",
        statement: "SELECT r.id, CAST(0 AS BIGINT) AS expected, s.charged_minor AS found
            FROM returns_shipping s JOIN returns_booked r ON r.id = s.return_id
            WHERE s.charged_minor <> 0 AND (s.code IS NULL OR r.tx_id IS NULL)",
    },
    Rule {
        rule: "a label that was taken is paid in full, but by a shopper whose card gets nothing then",
        statement: "SELECT r.id, s.price_minor AS expected, s.charged_minor AS found
            FROM returns_shipping s JOIN returns_returns r ON r.id = s.return_id
            WHERE r.state IN ('refunded', 'closed', 'exchanged') AND s.code IS NOT NULL AND s.charged_minor <> s.price_minor
                AND (r.pays_return = 'seller' OR r.refunded_minor > 0)",
    },
    Rule {
        rule: "a refunded return's ledger transaction moves what its label costs",
        statement: "SELECT r.id, CAST(COALESCE((SELECT s.charged_minor FROM returns_shipping s
                WHERE s.return_id = r.id), 0) AS BIGINT) AS expected, CAST(COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND g.layer = 'posted' AND a.purpose = 'shipping'
                    AND a.owner_id = 'return_labels'), 0) AS BIGINT) AS found
            FROM returns_booked r WHERE r.tx_id IS NOT NULL AND COALESCE((SELECT s.charged_minor
                FROM returns_shipping s WHERE s.return_id = r.id), 0) <> COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND g.layer = 'posted' AND a.purpose = 'shipping'
                    AND a.owner_id = 'return_labels'), 0)",
    },
    Rule {
        rule: "a refunded return's ledger transaction keeps its fee",
        statement: "SELECT r.id, r.fee_minor AS expected, CAST(COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND a.purpose = 'revenue' AND a.owner_id = 'refund_fee'), 0) AS BIGINT)
                AS found
            FROM returns_booked r WHERE r.tx_id IS NOT NULL AND r.fee_minor <> COALESCE((
                SELECT -SUM(g.amount_minor) FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.tx_id = r.tx_id AND a.purpose = 'revenue' AND a.owner_id = 'refund_fee'), 0)",
    },
];

/// How long an answer of the card processor may be outstanding: its job has given up long before.
pub(crate) const ANSWER_OVERDUE: DurationUs = DurationUs::from_hours(3);

/// Every return that breaks a rule.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let mut violations = Vec::new();
    for rule in RULES {
        let rows: Vec<(ReturnId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("returns_returns {id}"),
            rule: rule.rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    violations.extend(fees(conn).await?);
    violations.extend(overdue(conn).await?);
    violations.extend(foreign_entries(conn).await?);
    violations.extend(stock(conn).await?);
    violations.extend(exchange_check::check(conn).await?);
    violations.extend(appeal_check::check(conn).await?);
    violations.extend(courtesy_check::check(conn).await?);
    violations.extend(rules_check::check(conn).await?);
    Ok(violations)
}

row! {
    struct Kept {
        id: ReturnId,
        currency: Currency,
        commission_back_minor: i64,
        fee_minor: i64,
        first_back_minor: i64,
        placed_at_us: Timestamp,
    }
}

/// Returns that are looked at together.
const PAGE: i64 = 1_000;

/// What was kept of a commission that went back is the fee that counted when the goods were ordered.
async fn fees(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let said = terms::timeline::<RefundFee>(conn).await?;
    let mut violations = Vec::new();
    let mut last: Option<ReturnId> = None;
    loop {
        let behind = if last.is_some() { "AND r.id > $2" } else { "" };
        let text = format!(
            "SELECT r.id, r.currency, r.commission_back_minor, r.fee_minor, r.first_back_minor, p.placed_at_us
             FROM returns_returns r JOIN orders_parts p ON p.id = r.part_id
             WHERE (r.commission_back_minor > 0 OR r.fee_minor > 0) {behind} ORDER BY r.id LIMIT $1"
        );
        let rows: Vec<Kept> = conn.all(sql(text).bind(PAGE).bind_all(last)).await?;
        let Some(end) = rows.last() else { return Ok(violations) };
        last = Some(end.id);
        for row in rows {
            let money = |minor| Money::new(minor, row.currency);
            let (before, back) = (money(row.first_back_minor), money(row.commission_back_minor));
            let expected = said.at(row.placed_at_us).of_rest(before, back)?.minor();
            if expected != row.fee_minor {
                violations.push(Violation {
                    row: format!("returns_returns {}", row.id),
                    rule: "a refund keeps the fee that counted when its goods were ordered",
                    detail: format!("expected {expected}, found {}", row.fee_minor),
                });
            }
        }
    }
}

async fn overdue(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let before = conn.now().minus(ANSWER_OVERDUE);
    let statement = sql("SELECT id FROM returns_returns WHERE state = 'refunding' AND decided_at_us < $1");
    let rows: Vec<(ReturnId,)> = conn.all(statement.bind(before)).await?;
    let violation = |(id,): (ReturnId,)| Violation {
        row: format!("returns_returns {id}"),
        rule: "every answer of the processor is recorded within three hours",
        detail: "still waiting".into(),
    };
    Ok(rows.into_iter().map(violation).collect())
}

/// Transactions of the ledger that say that something came back, and nothing did.
async fn foreign_entries(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let statement = sql("SELECT t.id FROM ledger_transactions t WHERE t.kind = 'return' AND NOT EXISTS (
                             SELECT 1 FROM returns_returns r WHERE r.ledger_tx_id = t.id OR r.closed_tx_id = t.id)");
    let rows: Vec<(Uuid,)> = conn.all(statement).await?;
    let violation = |(id,): (Uuid,)| Violation {
        row: format!("ledger_transactions {}", LedgerTxId::from_uuid(id)),
        rule: "every return in the ledger is one return",
        detail: String::new(),
    };
    Ok(rows.into_iter().map(violation).collect())
}

row! {
    struct Restocked { return_id: ReturnId, offer_id: OfferId, quantity: i64 }
}

row! {
    struct Moved { movement_key: String, offer_id: OfferId, quantity: i64 }
}

/// Units that were to be for sale again moved once, and no others.
async fn stock(conn: &mut Conn) -> Result<Vec<Violation>, ReturnError> {
    let decided = sql("SELECT l.return_id, l.offer_id, CAST(SUM(l.quantity) AS BIGINT) AS quantity
                       FROM returns_lines l JOIN returns_returns r ON r.id = l.return_id
                       WHERE r.state IN ('refunded', 'closed', 'exchanged') AND l.restock = TRUE GROUP BY l.return_id, l.offer_id");
    let moved = sql("SELECT movement_key, offer_id, quantity FROM inventory_movements
                     WHERE kind = 'restock' AND movement_key LIKE 'return-%'");
    let mut units: BTreeMap<(String, OfferId), (i64, i64)> = BTreeMap::new();
    for row in conn.all::<Restocked>(decided).await? {
        units.entry((restock_key(row.return_id), row.offer_id)).or_default().0 += row.quantity;
    }
    for row in conn.all::<Moved>(moved).await? {
        units.entry((row.movement_key, row.offer_id)).or_default().1 += row.quantity;
    }
    let wrong = units.into_iter().filter(|(_, (decided, moved))| decided != moved);
    let violation = |((key, offer), (decided, moved)): ((String, OfferId), (i64, i64))| Violation {
        row: format!("inventory_movements {key} {offer}"),
        rule: "what came back fit is for sale again, once",
        detail: format!("expected {decided}, found {moved}"),
    };
    Ok(wrong.map(violation).collect())
}
