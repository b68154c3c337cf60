//! The invariants of disputes, proven from the raw rows, against the payments' and the ledger's.

use crate::DisputeError;
use db::{Conn, Text, placeholders, row, sql};
use domain::commission::RefundFee;
use domain::dispute::DisputeState;
use domain::{Currency, DisputeId, Money, Timestamp};
use std::collections::{HashMap, HashSet};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// A rule whose statement selects the rows that break it: the dispute, what is expected, what is there.
struct Rule {
    rule: &'static str,
    statement: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        rule: "a dispute is of the capture that charged its parcel",
        statement:
            "SELECT d.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM disputes_disputes d
            WHERE NOT EXISTS (SELECT 1 FROM orders_shipment_parts q WHERE q.shipment_id = d.shipment_id
                AND q.part_id = d.part_id AND q.capture_id = d.capture_id)",
    },
    Rule {
        rule: "what banks hold of a capture is what its disputes took and did not give back",
        statement: "SELECT d.id, CAST(COALESCE((SELECT SUM(o.amount_minor) FROM disputes_disputes o
                WHERE o.capture_id = d.capture_id AND o.state <> 'won'), 0) AS BIGINT) AS expected,
                c.disputed_minor AS found
            FROM disputes_disputes d JOIN payments_captures c ON c.id = d.capture_id
            WHERE c.disputed_minor <> COALESCE((SELECT SUM(o.amount_minor) FROM disputes_disputes o
                WHERE o.capture_id = d.capture_id AND o.state <> 'won'), 0)",
    },
    Rule {
        rule: "a dispute that was decided has its end, and no other has",
        statement:
            "SELECT d.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM disputes_disputes d
            WHERE (d.state IN ('won', 'lost')) <> (d.ended_at_us IS NOT NULL)",
    },
    Rule {
        rule: "a document of a dispute is as long as it says",
        statement:
            "SELECT f.dispute_id AS id, CAST(LENGTH(f.content) AS BIGINT) AS expected, f.bytes AS found
            FROM disputes_documents f WHERE f.bytes <> LENGTH(f.content)",
    },
];

row! {
    struct Broken { id: DisputeId, expected: i64, found: i64 }
}

row! {
    struct Booked {
        id: DisputeId,
        state: Text<DisputeState>,
        amount_minor: i64,
        fee_minor: i64,
        tax_back_minor: i64,
        commission_back_minor: i64,
        fee_kept_minor: i64,
        subsidy_back_minor: i64,
    }
}

const BOOKED: &str =
    "SELECT id, state, amount_minor, fee_minor, tax_back_minor, commission_back_minor, fee_kept_minor,
    subsidy_back_minor FROM disputes_disputes";

impl Booked {
    /// What each step moved on which accounts, by step, the account's purpose, and, of the platform's revenue, the stream.
    fn moved(&self) -> [(&'static str, &'static str, &'static str, i64); 6] {
        let won = if self.state.0 == DisputeState::Won { self.amount_minor } else { 0 };
        [
            ("opened", "processor", "", -self.amount_minor - self.fee_minor),
            ("won", "processor", "", won),
            ("lost", "tax_payable", "", self.tax_back_minor),
            ("lost", "revenue", "commission", self.commission_back_minor),
            ("lost", "revenue", "refund_fee", -self.fee_kept_minor),
            ("lost", "marketing", "", -self.subsidy_back_minor),
        ]
    }
}

/// Disputes that one statement looks at.
const PAGE: i64 = 100;

/// Every row that breaks a rule of disputes; empty when they are whole.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, DisputeError> {
    let mut found = Vec::new();
    for Rule { rule, statement } in RULES {
        let rows: Vec<Broken> = conn.all(sql(*statement)).await?;
        found.extend(rows.iter().map(|row| violation(row.id, rule, row.expected, row.found)));
    }
    found.extend(unbooked(conn).await?);
    found.extend(fees(conn).await?);
    found.extend(unknown(conn).await?);
    Ok(found)
}

fn violation(id: DisputeId, rule: &'static str, expected: i64, found: i64) -> Violation {
    let detail = format!("{expected} expected, {found} found");
    Violation { row: format!("disputes_disputes {id}"), rule, detail }
}

/// Each step is in the ledger with what it moved.
async fn unbooked(conn: &mut Conn) -> Result<Vec<Violation>, DisputeError> {
    let mut broken = Vec::new();
    let mut last: Option<DisputeId> = None;
    loop {
        let cut = if last.is_some() { "WHERE id > $2" } else { "" };
        let text = format!("{BOOKED} {cut} ORDER BY id LIMIT $1");
        let rows: Vec<Booked> = conn.all(sql(text).bind(PAGE).bind_all(last)).await?;
        let Some(end) = rows.last() else { return Ok(broken) };
        last = Some(end.id);
        let posted = posted(conn, &rows).await?;
        for row in rows {
            for (step, purpose, stream, expected) in row.moved() {
                let of = (key(row.id, step), purpose.to_owned(), stream.to_owned());
                let found = posted.get(&of).copied().unwrap_or(0);
                if found != expected {
                    let rule = "a dispute is in the ledger with what its bank took and gave back";
                    broken.push(violation(row.id, rule, expected, found));
                }
            }
        }
    }
}

row! {
    struct Kept {
        id: DisputeId,
        currency: Currency,
        commission_back_minor: i64,
        fee_kept_minor: i64,
        placed_at_us: Timestamp,
    }
}

/// What was kept of a commission that a loss gave back is the fee that counted when the goods were ordered.
async fn fees(conn: &mut Conn) -> Result<Vec<Violation>, DisputeError> {
    let said = terms::timeline::<RefundFee>(conn).await?;
    let mut broken = Vec::new();
    let mut last: Option<DisputeId> = None;
    loop {
        let behind = if last.is_some() { "AND d.id > $2" } else { "" };
        let text = format!(
            "SELECT d.id, d.currency, d.commission_back_minor, d.fee_kept_minor, p.placed_at_us
             FROM disputes_disputes d JOIN orders_parts p ON p.id = d.part_id
             WHERE d.state = 'lost' {behind} ORDER BY d.id LIMIT $1"
        );
        let rows: Vec<Kept> = conn.all(sql(text).bind(PAGE).bind_all(last)).await?;
        let Some(end) = rows.last() else { return Ok(broken) };
        last = Some(end.id);
        for row in rows {
            let back = Money::new(row.commission_back_minor, row.currency);
            let expected = said.at(row.placed_at_us).of(back)?.minor();
            if expected != row.fee_kept_minor {
                let rule = "a lost dispute keeps the fee that counted when its goods were ordered";
                broken.push(violation(row.id, rule, expected, row.fee_kept_minor));
            }
        }
    }
}

fn key(id: DisputeId, step: &str) -> String {
    format!("dispute:{id}:{step}")
}

/// Sums by the key of a step's transaction, the account's purpose, and the stream of revenue.
type Posted = HashMap<(String, String, String), i64>;

async fn posted(conn: &mut Conn, rows: &[Booked]) -> Result<Posted, DisputeError> {
    let steps = ["opened", "won", "lost"];
    let keys: Vec<String> = rows.iter().flat_map(|row| steps.map(|step| key(row.id, step))).collect();
    let text = format!(
        "SELECT t.tx_key, a.purpose, CASE WHEN a.purpose = 'revenue' THEN a.owner_id ELSE '' END AS stream,
                CAST(SUM(g.amount_minor) AS BIGINT)
         FROM ledger_transactions t JOIN ledger_postings g ON g.tx_id = t.id
         JOIN ledger_accounts a ON a.id = g.account_id
         WHERE t.tx_key IN ({}) GROUP BY 1, 2, 3",
        placeholders(1, keys.len())
    );
    let sums: Vec<(String, String, String, i64)> = conn.all(sql(text).bind_all(keys)).await?;
    Ok(sums.into_iter().map(|(key, purpose, stream, sum)| ((key, purpose, stream), sum)).collect())
}

/// Nothing else in the ledger says of itself that it is a dispute's.
async fn unknown(conn: &mut Conn) -> Result<Vec<Violation>, DisputeError> {
    let mut broken = Vec::new();
    let mut last = String::new();
    loop {
        let page = "SELECT tx_key FROM ledger_transactions WHERE kind = 'dispute' AND tx_key > $1
                    ORDER BY tx_key LIMIT $2";
        let keys: Vec<(String,)> = conn.all(sql(page).bind(&last).bind(PAGE)).await?;
        let Some((end,)) = keys.last() else { return Ok(broken) };
        last.clone_from(end);
        let named = |key: &str| key.split(':').nth(1).and_then(|id| id.parse::<DisputeId>().ok());
        let ids: Vec<DisputeId> = keys.iter().filter_map(|(key,)| named(key)).collect();
        let text =
            format!("SELECT id FROM disputes_disputes WHERE id IN ({})", placeholders(1, ids.len().max(1)));
        let known: Vec<(DisputeId,)> =
            if ids.is_empty() { Vec::new() } else { conn.all(sql(text).bind_all(ids)).await? };
        let known: HashSet<DisputeId> = known.into_iter().map(|(id,)| id).collect();
        let strange = keys.into_iter().filter(|(key,)| named(key).is_none_or(|id| !known.contains(&id)));
        broken.extend(strange.map(|(key,)| Violation {
            row: format!("ledger_transactions {key}"),
            rule: "every dispute in the ledger is a dispute",
            detail: "there is none of that number".into(),
        }));
    }
}
