//! Sums over a span: what streams earned, what moved on accounts, what it was for.

use crate::LedgerError;
use crate::account::{AccountRef, OwnerKind, Purpose, RevenueStream};
use crate::entry::{Memo, TransactionKind};
use crate::picked::{Picked, picked_sum};
use crate::read::balance_before;
use db::{Conn, DbError, row, sql};
use domain::text_enum::TextEnum as _;
use domain::{Currency, LedgerAccountId, Money, OrderId, PartId, Timestamp};

/// What one stream earned in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamRevenue {
    pub stream: RevenueStream,
    /// Earned > 0.
    pub amount: Money,
}

/// What was posted on an account for one reason, and in how many transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindSum {
    pub kind: TransactionKind,
    pub memo: Memo,
    /// Debits less credits.
    pub amount: Money,
    pub transactions: i64,
}

row! {
    struct KindRow { kind: TransactionKind, memo: Memo, amount_minor: i64, transactions: i64 }
}

/// What was posted on the account with `from <= at < to`, summed by what it was for.
///
/// # Errors
/// Only the database's.
pub async fn sums_by_kind(
    conn: &mut Conn,
    account: &AccountRef,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<KindSum>, LedgerError> {
    let rows: Vec<KindRow> = conn
        .all(
            sql("SELECT t.kind, p.memo, CAST(SUM(p.amount_minor) AS BIGINT) AS amount_minor,
                     COUNT(DISTINCT p.tx_id) AS transactions
                 FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.tx_id
                 WHERE p.account_id = $1 AND p.layer = 'posted' AND p.at_us >= $2 AND p.at_us < $3
                 GROUP BY t.kind, p.memo ORDER BY t.kind, p.memo")
            .bind(account.id())
            .bind(from)
            .bind(to),
        )
        .await?;
    let sum = |row: KindRow| KindSum {
        kind: row.kind,
        memo: row.memo,
        amount: Money::new(row.amount_minor, account.currency),
        transactions: row.transactions,
    };
    Ok(rows.into_iter().map(sum).collect())
}

/// What the transactions that posted on this account with `from <= at < to` posted on all accounts of a purpose: of a
/// seller's account and tax, the tax of its sales. Debits less credits.
///
/// # Errors
/// Only the database's.
pub async fn sum_beside(
    conn: &mut Conn,
    account: &AccountRef,
    purpose: Purpose,
    (from, to): (Timestamp, Timestamp),
) -> Result<Money, LedgerError> {
    let (sum, _) = picked_sum(conn, account, &Picked::Beside(purpose), (from, to)).await?;
    Ok(sum)
}

/// What one part of an order has posted on each account of a purpose, debits less credits, by owner.
///
/// # Errors
/// Only the database's.
pub async fn sums_of_part(
    conn: &mut Conn,
    order: OrderId,
    part: PartId,
    purpose: Purpose,
) -> Result<Vec<(AccountRef, Money)>, LedgerError> {
    let statement = sql("SELECT a.owner_kind, a.owner_id, a.currency, CAST(SUM(g.amount_minor) AS BIGINT)
         FROM ledger_transactions t JOIN ledger_postings g ON g.tx_id = t.id
         JOIN ledger_accounts a ON a.id = g.account_id
         WHERE t.order_ref = $1 AND t.part_ref = $2 AND a.purpose = $3 AND g.layer = 'posted'
         GROUP BY a.owner_kind, a.owner_id, a.currency ORDER BY a.owner_id, a.currency");
    let rows: Vec<(OwnerKind, String, Currency, i64)> =
        conn.all(statement.bind(order.to_string()).bind(part.to_string()).bind(purpose)).await?;
    let account = |(owner_kind, owner_id, currency, minor)| {
        (AccountRef { owner_kind, owner_id, purpose, currency }, Money::new(minor, currency))
    };
    Ok(rows.into_iter().map(account).collect())
}

/// What each stream earned with `from <= at < to`, per currency, streams in their declared order. A stream that
/// never earned is not in the list.
///
/// # Errors
/// Only the database's.
pub async fn revenue_by_stream(
    conn: &mut Conn,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<StreamRevenue>, LedgerError> {
    let accounts: Vec<(LedgerAccountId, String, Currency)> = conn
        .all(
            sql("SELECT id, owner_id, currency FROM ledger_accounts WHERE owner_kind = $1 AND purpose = $2")
                .bind(OwnerKind::Platform)
                .bind(Purpose::Revenue),
        )
        .await?;
    let mut revenue = Vec::with_capacity(accounts.len());
    for (id, stream, currency) in accounts {
        let unknown =
            || DbError::Column { column: "owner_id".into(), problem: format!("`{stream}` is no stream") };
        let stream = RevenueStream::parse(&stream).ok_or_else(unknown)?;
        // Two sums that start from snapshots, instead of one over every posting in between.
        let before = balance_before(conn, id, currency, from).await?.posted;
        let after = balance_before(conn, id, currency, to).await?.posted;
        revenue.push(StreamRevenue { stream, amount: before.sub(after)? });
    }
    revenue.sort_by_key(|r| (r.stream, r.amount.currency()));
    Ok(revenue)
}

/// What was posted on one account in a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub account: AccountRef,
    /// Debits less credits.
    pub amount: Money,
}

/// What was posted on the account `a` strictly before a moment, from its last snapshot on: as `read::balance_before` has it, for
/// a statement that asks for many accounts.
fn posted_before(moment: &str) -> String {
    let snapshot = |column: &str| {
        format!(
            "(SELECT s.{column} FROM ledger_snapshots s WHERE s.account_id = a.id AND s.at_us <= {moment}
              ORDER BY s.at_us DESC LIMIT 1)"
        )
    };
    format!(
        "CAST(COALESCE({}, 0) + COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p
             WHERE p.account_id = a.id AND p.layer = 'posted' AND p.at_us < {moment}
                 AND p.at_us >= COALESCE({}, -9000000000000000000)), 0) AS BIGINT)",
        snapshot("posted_minor"),
        snapshot("at_us")
    )
}

/// What was posted with `from <= at < to` on each account of such owners, such a purpose and one currency, by owner. Two
/// sums that start from snapshots, instead of one over every posting in between; in one statement, because each coupon and each
/// promotion has an account of its own.
///
/// # Errors
/// Only the database's.
pub async fn movements(
    conn: &mut Conn,
    (owner_kind, purpose): (OwnerKind, Purpose),
    currency: Currency,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Movement>, LedgerError> {
    let text = format!(
        "SELECT a.owner_id, {}, {} FROM ledger_accounts a
         WHERE a.owner_kind = $1 AND a.purpose = $2 AND a.currency = $3 ORDER BY a.owner_id",
        posted_before("$4"),
        posted_before("$5")
    );
    let statement = sql(text).bind(owner_kind).bind(purpose).bind(currency).bind(from).bind(to);
    let rows: Vec<(String, i64, i64)> = conn.all(statement).await?;
    let mut movements = Vec::with_capacity(rows.len());
    for (owner_id, before_minor, after_minor) in rows {
        let (before, after) = (Money::new(before_minor, currency), Money::new(after_minor, currency));
        let account = AccountRef { owner_kind, owner_id, purpose, currency };
        movements.push(Movement { account, amount: after.sub(before)? });
    }
    Ok(movements)
}
