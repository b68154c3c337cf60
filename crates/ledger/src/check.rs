//! Proves the ledger from its raw rows, and names the row that breaks a rule.
//!
//! Rows are only added and a transaction's rows appear at once, so each statement sees whole transactions and the
//! check may run while the shop is open.

use crate::LedgerError;
use crate::account::{AccountRef, OwnerKind, Purpose};
use crate::entry::{EntryState, Layer, Memo, TransactionKind, input_hash};
use db::{Conn, DbError, placeholders, row, sql};
use domain::{Currency, LedgerAccountId, LedgerTxId, Timestamp};
use std::collections::HashMap;

/// Transactions and accounts are read in pages of this size.
const PAGE: i64 = 1_000;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub table: &'static str,
    /// The row's key, readable.
    pub row_id: String,
    pub rule: &'static str,
    pub detail: String,
}

fn in_transaction(id: LedgerTxId, rule: &'static str, detail: impl Into<String>) -> Violation {
    Violation { table: "ledger_transactions", row_id: id.to_string(), rule, detail: detail.into() }
}

/// Every row that breaks a rule of the ledger; empty when it is whole.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, LedgerError> {
    let mut found = unbalanced(conn).await?;
    found.extend(over_resolved(conn).await?);
    found.extend(wrong_resolutions(conn).await?);
    found.extend(stray_postings(conn).await?);
    found.extend(wrong_accounts(conn).await?);
    found.extend(wrong_snapshots(conn).await?);
    found.extend(altered(conn).await?);
    Ok(found)
}

/// Debits = credits in each transaction, layer and currency; since nothing else holds money, also in all.
async fn unbalanced(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<(LedgerTxId, Layer, Currency, i64, i64)> = conn
        .all(sql("SELECT tx_id, layer, currency, CAST(SUM(amount_minor) AS BIGINT), CAST(COUNT(*) AS BIGINT)
             FROM ledger_postings GROUP BY tx_id, layer, currency
             HAVING SUM(amount_minor) <> 0 OR COUNT(*) < 2"))
        .await?;
    let broken = rows.into_iter().map(|(id, layer, currency, sum, count)| {
        let detail = format!("{count} {layer} postings in {currency} add up to {sum} minor units");
        in_transaction(id, "debits equal credits", detail)
    });
    Ok(broken.collect())
}

/// What resolutions take from a pending transaction is at most what it promised, on each account.
async fn over_resolved(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<(LedgerTxId, LedgerAccountId, i64, i64)> = conn
        .all(sql("SELECT root, account_id, promised, taken FROM (
                 SELECT COALESCE(t.resolves_id, t.id) AS root, p.account_id,
                        CAST(SUM(CASE WHEN t.resolves_id IS NULL THEN p.amount_minor ELSE 0 END) AS BIGINT) AS promised,
                        CAST(SUM(CASE WHEN t.resolves_id IS NULL THEN 0 ELSE -p.amount_minor END) AS BIGINT) AS taken
                 FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.tx_id WHERE p.layer = 'pending'
                 GROUP BY COALESCE(t.resolves_id, t.id), p.account_id
             ) s WHERE (promised >= 0 AND (taken < 0 OR taken > promised))
                    OR (promised < 0 AND (taken > 0 OR taken < promised))"))
        .await?;
    let broken = rows.into_iter().map(|(root, account, promised, taken)| {
        let detail = format!("{taken} of {promised} minor units were taken on {account}");
        in_transaction(root, "no more is captured or voided than was pending", detail)
    });
    Ok(broken.collect())
}

row! {
    struct Resolution {
        id: LedgerTxId,
        resolves_id: LedgerTxId,
        target_state: Option<EntryState>,
        resolves_seq: i64,
        count: i64,
    }
}

/// A resolution belongs to a pending transaction, and they are counted without gaps.
async fn wrong_resolutions(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<Resolution> = conn
        .all(sql("SELECT r.id, r.resolves_id, t.state AS target_state, r.resolves_seq, CAST((
                 SELECT COUNT(*) FROM ledger_transactions o WHERE o.resolves_id = r.resolves_id
                 AND o.resolves_seq <= r.resolves_seq) AS BIGINT) AS count
             FROM ledger_transactions r LEFT JOIN ledger_transactions t ON t.id = r.resolves_id
             WHERE r.resolves_id IS NOT NULL AND (t.state IS NULL OR t.state <> 'pending' OR r.resolves_seq <> (
                 SELECT COUNT(*) FROM ledger_transactions o WHERE o.resolves_id = r.resolves_id
                 AND o.resolves_seq <= r.resolves_seq))"))
        .await?;
    let broken = rows.into_iter().map(|r| {
        let state = r.target_state.map_or("missing".to_owned(), |s| s.to_string());
        let detail = format!("{} is {state}; number {} of {}", r.resolves_id, r.resolves_seq, r.count);
        in_transaction(r.id, "a resolution belongs to a pending transaction", detail)
    });
    Ok(broken.collect())
}

row! {
    struct Stray { tx_id: LedgerTxId, line: i64, problem: String }
}

/// Each posting has its account, currency, time and layer; each transaction has postings.
async fn stray_postings(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let rows: Vec<Stray> = conn
        .all(sql("SELECT tx_id, line, problem FROM (
                 SELECT p.tx_id, p.line, CASE
                     WHEN a.id IS NULL THEN 'its account does not exist'
                     WHEN a.currency <> p.currency THEN 'its currency is not the account''s'
                     WHEN t.at_us <> p.at_us THEN 'its time is not the transaction''s'
                     WHEN p.layer = 'pending' AND t.state = 'posted' AND t.resolves_id IS NULL
                         THEN 'it is pending in a posted transaction'
                     WHEN p.layer = 'posted' AND t.state <> 'posted' THEN 'it is posted in one that is not'
                     END AS problem
                 FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.tx_id
                 LEFT JOIN ledger_accounts a ON a.id = p.account_id) s WHERE problem IS NOT NULL"))
        .await?;
    let mut broken: Vec<Violation> = rows
        .into_iter()
        .map(|row| Violation {
            table: "ledger_postings",
            row_id: format!("{} line {}", row.tx_id, row.line),
            rule: "a posting fits its account and transaction",
            detail: row.problem,
        })
        .collect();
    let empty: Vec<(LedgerTxId,)> = conn
        .all(sql("SELECT id FROM ledger_transactions t
             WHERE NOT EXISTS (SELECT 1 FROM ledger_postings p WHERE p.tx_id = t.id)"))
        .await?;
    let rule = "a transaction has postings";
    broken.extend(empty.into_iter().map(|(id,)| in_transaction(id, rule, "it has none")));
    Ok(broken)
}

row! {
    struct AccountRow {
        id: LedgerAccountId,
        owner_kind: OwnerKind,
        owner_id: String,
        purpose: Purpose,
        currency: Currency,
    }
}

/// An account's id follows from its owner, purpose and currency.
async fn wrong_accounts(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut broken = Vec::new();
    let mut last = None;
    loop {
        let after = if last.is_some() { "WHERE id > $2" } else { "" };
        let text = format!(
            "SELECT id, owner_kind, owner_id, purpose, currency FROM ledger_accounts {after} ORDER BY id LIMIT $1"
        );
        let page: Vec<AccountRow> = conn.all(sql(text).bind(PAGE).bind_all(last)).await?;
        let Some(end) = page.last().map(|a| a.id) else { return Ok(broken) };
        last = Some(end);
        for AccountRow { id, owner_kind, owner_id, purpose, currency } in page {
            let expected = AccountRef { owner_kind, owner_id, purpose, currency }.id();
            if id != expected {
                broken.push(Violation {
                    table: "ledger_accounts",
                    row_id: id.to_string(),
                    rule: "an account's id follows from its owner",
                    detail: format!("it would be {expected}"),
                });
            }
        }
    }
}

row! {
    struct Snapshot {
        account_id: LedgerAccountId,
        at_us: Timestamp,
        posted_minor: i64,
        pending_minor: i64,
        posted_sum: i64,
        pending_sum: i64,
    }
}

/// A snapshot is the one before it plus the postings in between; the first one is all postings before it.
async fn wrong_snapshots(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let sum = |layer: &str| {
        format!(
            "CAST(COALESCE(b.{layer}_minor, 0) + COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p
             WHERE p.account_id = s.account_id AND p.layer = '{layer}' AND p.at_us < s.at_us
             AND p.at_us >= COALESCE(b.at_us, -9000000000000000000)), 0) AS BIGINT) AS {layer}_sum"
        )
    };
    let text = format!(
        "SELECT account_id, at_us, posted_minor, pending_minor, posted_sum, pending_sum FROM (
             SELECT s.account_id, s.at_us, s.posted_minor, s.pending_minor, {}, {}
             FROM ledger_snapshots s LEFT JOIN ledger_snapshots b ON b.account_id = s.account_id AND b.at_us = (
                 SELECT MAX(o.at_us) FROM ledger_snapshots o WHERE o.account_id = s.account_id AND o.at_us < s.at_us)
         ) q WHERE posted_minor <> posted_sum OR pending_minor <> pending_sum",
        sum("posted"),
        sum("pending"),
    );
    let rows: Vec<Snapshot> = conn.all(sql(text)).await?;
    let broken = rows.into_iter().map(|s| Violation {
        table: "ledger_snapshots",
        row_id: format!("{} at {}", s.account_id, s.at_us.as_micros()),
        rule: "a snapshot is the sum of the postings before it",
        detail: format!(
            "posted {} instead of {}, pending {} instead of {}",
            s.posted_minor, s.posted_sum, s.pending_minor, s.pending_sum
        ),
    });
    Ok(broken.collect())
}

row! {
    struct HashedRow {
        id: LedgerTxId,
        input_hash: String,
        kind: TransactionKind,
        state: EntryState,
        resolves_id: Option<LedgerTxId>,
        order_ref: Option<String>,
        part_ref: Option<String>,
    }
}

type HashedLine = (LedgerTxId, LedgerAccountId, Layer, Memo, i64);

/// Every transaction is what was asked for: its rows give the hash that was kept with it. This finds what was
/// changed or removed behind the ledger's back, even when it still balances.
async fn altered(conn: &mut Conn) -> Result<Vec<Violation>, DbError> {
    let mut broken = Vec::new();
    let mut last = None;
    loop {
        let after = if last.is_some() { "WHERE id > $2" } else { "" };
        let text = format!(
            "SELECT id, input_hash, kind, state, resolves_id, order_ref, part_ref FROM ledger_transactions {after}
             ORDER BY id LIMIT $1"
        );
        let page: Vec<HashedRow> = conn.all(sql(text).bind(PAGE).bind_all(last)).await?;
        let Some(end) = page.last().map(|t| t.id) else { return Ok(broken) };
        last = Some(end);
        let text = format!(
            "SELECT tx_id, account_id, layer, memo, amount_minor FROM ledger_postings WHERE tx_id IN ({})",
            placeholders(1, page.len())
        );
        let lines: Vec<HashedLine> = conn.all(sql(text).bind_all(page.iter().map(|t| t.id))).await?;
        let mut by_transaction: HashMap<LedgerTxId, Vec<HashedLine>> = HashMap::new();
        for line in lines {
            by_transaction.entry(line.0).or_default().push(line);
        }
        for row in page {
            let lines = by_transaction.remove(&row.id).unwrap_or_default();
            if !is_as_asked(&row, &lines) {
                broken.push(in_transaction(row.id, "a transaction is never changed", "its hash differs"));
            }
        }
    }
}

fn is_as_asked(row: &HashedRow, lines: &[HashedLine]) -> bool {
    let hash = |asked: Vec<(LedgerAccountId, Memo, i64)>| {
        let (order, part) = (row.order_ref.as_deref(), row.part_ref.as_deref());
        input_hash(row.kind, row.state, row.resolves_id, order, part, asked) == row.input_hash
    };
    if row.state != EntryState::Void {
        let layer = if row.state == EntryState::Pending { Layer::Pending } else { Layer::Posted };
        return hash(lines.iter().filter(|l| l.2 == layer).map(|l| (l.1, l.3, l.4)).collect());
    }
    // A void one was asked to release everything, or these amounts; its own lines are the mirror image.
    hash(Vec::new()) || hash(lines.iter().map(|l| (l.1, l.3, -l.4)).collect())
}
