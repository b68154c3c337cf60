//! Reading the ledger: balances at any time, statements, an order's transactions.

use crate::LedgerError;
use crate::account::{AccountRef, OwnerKind, Purpose};
use crate::entry::{EntryState, Layer, Memo, TransactionKind};
use db::{Conn, DbError, placeholders, row, sql};
use domain::{
    Currency, DurationUs, LedgerAccountId, LedgerTxId, Money, OrderId, PartId, Timestamp, TypedId as _,
};
use std::collections::HashMap;

/// An account's balance: debits less credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What has happened.
    pub posted: Money,
    /// What is promised and neither posted nor voided.
    pub pending: Money,
}

/// One posted line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    pub at: Timestamp,
    pub transaction: LedgerTxId,
    pub kind: TransactionKind,
    pub memo: Memo,
    pub amount: Money,
    /// The posted balance after this line.
    pub balance: Money,
    pub order: Option<OrderId>,
    pub part: Option<PartId>,
}

/// What happened on an account from `opening` to `closing`: opening + lines = closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub opening: Balance,
    pub lines: Vec<StatementLine>,
    pub closing: Balance,
}

/// A posting as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPosting {
    pub line: i64,
    pub account: AccountRef,
    pub layer: Layer,
    pub amount: Money,
    pub memo: Memo,
}

/// A transaction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTransaction {
    pub id: LedgerTxId,
    pub key: String,
    pub kind: TransactionKind,
    pub state: EntryState,
    pub resolves: Option<LedgerTxId>,
    pub order: Option<OrderId>,
    pub part: Option<PartId>,
    pub at: Timestamp,
    pub postings: Vec<StoredPosting>,
}

row! {
    struct Sums { posted_minor: i64, pending_minor: i64 }
}

/// The newest snapshot before a point in time, plus the postings from there up to it.
const BALANCE: &str = "WITH snapshot AS (
        SELECT at_us, posted_minor, pending_minor FROM ledger_snapshots
        WHERE account_id = $1 AND at_us <= $2 ORDER BY at_us DESC LIMIT 1
    )
    SELECT CAST(COALESCE((SELECT posted_minor FROM snapshot), 0) + COALESCE((
               SELECT SUM(amount_minor) FROM ledger_postings WHERE account_id = $1 AND layer = 'posted' AND at_us < $2
               AND at_us >= COALESCE((SELECT at_us FROM snapshot), -9000000000000000000)), 0) AS BIGINT) AS posted_minor,
           CAST(COALESCE((SELECT pending_minor FROM snapshot), 0) + COALESCE((
               SELECT SUM(amount_minor) FROM ledger_postings WHERE account_id = $1 AND layer = 'pending' AND at_us < $2
               AND at_us >= COALESCE((SELECT at_us FROM snapshot), -9000000000000000000)), 0) AS BIGINT) AS pending_minor";

/// The balance with everything up to and including `at`; `None` is everything there is.
///
/// # Errors
/// Only the database's. An account without postings has a balance of zero.
pub async fn balance(
    conn: &mut Conn,
    account: &AccountRef,
    at: Option<Timestamp>,
) -> Result<Balance, LedgerError> {
    let before = at.map_or(Timestamp::from_micros(i64::MAX), |at| at.plus(DurationUs::from_micros(1)));
    balance_before(conn, account.id(), account.currency, before).await
}

/// The balance with everything strictly before that time.
pub(crate) async fn balance_before(
    conn: &mut Conn,
    account: LedgerAccountId,
    currency: Currency,
    before: Timestamp,
) -> Result<Balance, LedgerError> {
    let sums: Sums = conn.one(sql(BALANCE).bind(account).bind(before)).await?;
    Ok(Balance {
        posted: Money::new(sums.posted_minor, currency),
        pending: Money::new(sums.pending_minor, currency),
    })
}

row! {
    struct LineRow {
        at_us: Timestamp,
        tx_id: LedgerTxId,
        kind: TransactionKind,
        memo: Memo,
        amount_minor: i64,
        order_ref: Option<String>,
        part_ref: Option<String>,
    }
}

/// The account's posted lines with `from <= at < to`, oldest first, with the balances around them.
///
/// # Errors
/// Only the database's.
pub async fn statement(
    conn: &mut Conn,
    account: &AccountRef,
    from: Timestamp,
    to: Timestamp,
) -> Result<Statement, LedgerError> {
    let (id, currency) = (account.id(), account.currency);
    let opening = balance_before(conn, id, currency, from).await?;
    let rows: Vec<LineRow> = conn
        .all(
            sql("SELECT p.at_us, p.tx_id, t.kind, p.memo, p.amount_minor, t.order_ref, t.part_ref
                 FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.tx_id
                 WHERE p.account_id = $1 AND p.layer = 'posted' AND p.at_us >= $2 AND p.at_us < $3
                 ORDER BY p.at_us, p.tx_id, p.line")
            .bind(id)
            .bind(from)
            .bind(to),
        )
        .await?;
    let pending = balance_before(conn, id, currency, to).await?.pending;
    let mut running = opening.posted;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let amount = Money::new(row.amount_minor, currency);
        running = running.add(amount)?;
        lines.push(StatementLine {
            at: row.at_us,
            transaction: row.tx_id,
            kind: row.kind,
            memo: row.memo,
            amount,
            balance: running,
            order: row.order_ref.as_deref().and_then(|o| o.parse().ok()),
            part: row.part_ref.as_deref().and_then(|p| p.parse().ok()),
        });
    }
    // Opening and every line are the closing, whatever was posted between the statements that read them.
    Ok(Statement { opening, lines, closing: Balance { posted: running, pending } })
}

/// The currencies in which such owners have accounts, by code.
///
/// # Errors
/// Only the database's.
pub async fn currencies_of(conn: &mut Conn, owner_kind: OwnerKind) -> Result<Vec<Currency>, LedgerError> {
    let text = "SELECT DISTINCT currency FROM ledger_accounts WHERE owner_kind = $1 ORDER BY currency";
    let rows: Vec<(Currency,)> = conn.all(sql(text).bind(owner_kind)).await?;
    Ok(rows.into_iter().map(|(currency,)| currency).collect())
}

/// What an account is, by its id.
///
/// # Errors
/// Only the database's.
pub async fn account(conn: &mut Conn, id: LedgerAccountId) -> Result<Option<AccountRef>, LedgerError> {
    let text = "SELECT owner_kind, owner_id, purpose, currency FROM ledger_accounts WHERE id = $1";
    let row: Option<(OwnerKind, String, Purpose, Currency)> = conn.opt(sql(text).bind(id)).await?;
    Ok(row.map(|(owner_kind, owner_id, purpose, currency)| AccountRef {
        owner_kind,
        owner_id,
        purpose,
        currency,
    }))
}

/// Where a list of lines goes on: behind this one. As text: `at.transaction.line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineCursor {
    pub at: Timestamp,
    pub transaction: LedgerTxId,
    pub line: i64,
}

impl std::fmt::Display for LineCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.at.as_micros(), self.transaction, self.line)
    }
}

impl LineCursor {
    /// Nothing for a text that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let at = Timestamp::from_micros(parts.next()?.parse().ok()?);
        let (transaction, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(Self { at, transaction, line })
    }
}

row! {
    /// One posted line of an account.
    pub struct AccountLine {
        pub at_us: Timestamp,
        pub tx_id: LedgerTxId,
        pub line: i64,
        pub kind: TransactionKind,
        pub memo: Memo,
        /// Debit > 0, in the account's currency.
        pub amount_minor: i64,
        pub order_ref: Option<String>,
        pub part_ref: Option<String>,
    }
}

impl AccountLine {
    pub fn cursor(&self) -> LineCursor {
        LineCursor { at: self.at_us, transaction: self.tx_id, line: self.line }
    }
}

/// The account's posted lines with `from <= at < to`, newest first, behind a cursor, so many at most.
///
/// # Errors
/// Only the database's.
pub async fn lines(
    conn: &mut Conn,
    account: LedgerAccountId,
    (from, to): (Timestamp, Timestamp),
    behind: Option<LineCursor>,
    most: i64,
) -> Result<Vec<AccountLine>, LedgerError> {
    // Everything is older than the end of the span.
    let end = LineCursor { at: to, transaction: LedgerTxId::from_uuid(uuid::Uuid::nil()), line: 0 };
    let behind = behind.unwrap_or(end);
    let text = sql("SELECT p.at_us, p.tx_id, p.line, t.kind, p.memo, p.amount_minor, t.order_ref, t.part_ref
         FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.tx_id
         WHERE p.account_id = $1 AND p.layer = 'posted' AND p.at_us >= $2 AND p.at_us < $3
             AND (p.at_us < $4 OR (p.at_us = $4 AND (p.tx_id, p.line) < ($5, $6)))
         ORDER BY p.at_us DESC, p.tx_id DESC, p.line DESC LIMIT $7");
    let text = text.bind(account).bind(from).bind(to);
    Ok(conn.all(text.bind(behind.at).bind(behind.transaction).bind(behind.line).bind(most)).await?)
}

row! {
    struct TransactionRow {
        id: LedgerTxId,
        tx_key: String,
        kind: TransactionKind,
        state: EntryState,
        resolves_id: Option<LedgerTxId>,
        order_ref: Option<String>,
        part_ref: Option<String>,
        at_us: Timestamp,
    }
}

row! {
    struct PostingRow {
        tx_id: LedgerTxId,
        line: i64,
        layer: Layer,
        amount_minor: i64,
        memo: Memo,
        owner_kind: OwnerKind,
        owner_id: String,
        purpose: Purpose,
        currency: Currency,
    }
}

const TRANSACTION: &str =
    "SELECT id, tx_key, kind, state, resolves_id, order_ref, part_ref, at_us FROM ledger_transactions";

/// The transaction with its postings.
///
/// # Errors
/// Only the database's.
pub async fn transaction(conn: &mut Conn, id: LedgerTxId) -> Result<Option<StoredTransaction>, LedgerError> {
    let rows = conn.all(sql(format!("{TRANSACTION} WHERE id = $1")).bind(id)).await?;
    Ok(with_postings(conn, rows).await?.pop())
}

/// An order's transactions with their postings, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn transactions_of_order(
    conn: &mut Conn,
    order: OrderId,
) -> Result<Vec<StoredTransaction>, LedgerError> {
    let text = format!("{TRANSACTION} WHERE order_ref = $1 ORDER BY at_us, id");
    let rows = conn.all(sql(text).bind(order.to_string())).await?;
    with_postings(conn, rows).await
}

async fn with_postings(
    conn: &mut Conn,
    rows: Vec<TransactionRow>,
) -> Result<Vec<StoredTransaction>, LedgerError> {
    let mut postings: HashMap<LedgerTxId, Vec<StoredPosting>> = HashMap::new();
    for chunk in rows.chunks(500) {
        let text = format!(
            "SELECT p.tx_id, p.line, p.layer, p.amount_minor, p.memo, a.owner_kind, a.owner_id, a.purpose, a.currency
             FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
             WHERE p.tx_id IN ({}) ORDER BY p.tx_id, p.line",
            placeholders(1, chunk.len())
        );
        let lines: Vec<PostingRow> = conn.all(sql(text).bind_all(chunk.iter().map(|r| r.id))).await?;
        for line in lines {
            let PostingRow {
                tx_id,
                line,
                layer,
                amount_minor,
                memo,
                owner_kind,
                owner_id,
                purpose,
                currency,
            } = line;
            let account = AccountRef { owner_kind, owner_id, purpose, currency };
            let amount = Money::new(amount_minor, currency);
            postings.entry(tx_id).or_default().push(StoredPosting { line, account, layer, amount, memo });
        }
    }
    let stored = rows.into_iter().map(|row| StoredTransaction {
        postings: postings.remove(&row.id).unwrap_or_default(),
        id: row.id,
        key: row.tx_key,
        kind: row.kind,
        state: row.state,
        resolves: row.resolves_id,
        order: row.order_ref.as_deref().and_then(|o| o.parse().ok()),
        part: row.part_ref.as_deref().and_then(|p| p.parse().ok()),
        at: row.at_us,
    });
    Ok(stored.collect())
}

row! {
    /// What is left of one account's share of a pending transaction.
    pub(crate) struct PendingLine {
        pub(crate) account_id: LedgerAccountId,
        pub(crate) currency: Currency,
        pub(crate) left_minor: i64,
        /// The state of the transaction itself; `None` when this account is in its resolutions only.
        pub(crate) state: Option<EntryState>,
        /// How many resolutions there were.
        pub(crate) seq: i64,
    }
}

/// The transaction's pending lines less what its resolutions took; empty for one that has none.
pub(crate) async fn pending_lines(conn: &mut Conn, id: LedgerTxId) -> Result<Vec<PendingLine>, DbError> {
    conn.all(
        sql("SELECT f.account_id, f.currency, CAST(SUM(f.amount_minor) AS BIGINT) AS left_minor,
                    MAX(f.state) AS state, CAST(MAX(f.seq) AS BIGINT) AS seq
             FROM (SELECT p.account_id, p.currency, p.amount_minor, t.state, 0 AS seq
                   FROM ledger_transactions t JOIN ledger_postings p ON p.tx_id = t.id
                   WHERE t.id = $1 AND p.layer = 'pending'
                   UNION ALL
                   SELECT p.account_id, p.currency, p.amount_minor, NULL, r.resolves_seq
                   FROM ledger_transactions r JOIN ledger_postings p ON p.tx_id = r.id
                   WHERE r.resolves_id = $1 AND p.layer = 'pending') f
             GROUP BY f.account_id, f.currency ORDER BY f.account_id")
        .bind(id),
    )
    .await
}

/// What is still pending of a transaction, per account.
///
/// # Errors
/// [`LedgerError::NotPending`].
pub async fn remaining(
    conn: &mut Conn,
    id: LedgerTxId,
) -> Result<Vec<(LedgerAccountId, Money)>, LedgerError> {
    let lines = pending_lines(conn, id).await?;
    if lines.is_empty() || lines.iter().any(|l| l.state != Some(EntryState::Pending)) {
        return Err(LedgerError::NotPending { id });
    }
    Ok(lines.into_iter().map(|l| (l.account_id, Money::new(l.left_minor, l.currency))).collect())
}
