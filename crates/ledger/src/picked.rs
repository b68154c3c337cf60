//! Some of an account's lines: those that were posted for certain reasons, or what the same transactions posted elsewhere. Their
//! sum, and the lines themselves. Called by what opens a figure down to its postings.

use crate::LedgerError;
use crate::account::{AccountRef, Purpose};
use crate::entry::{Memo, TransactionKind};
use crate::read::{AccountLine, LineCursor};
use db::{Conn, Sql, placeholders, sql};
use domain::{LedgerTxId, Money, Timestamp, TypedId as _};

/// Which posted lines are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// Those of the account itself that were posted for one of these reasons.
    Reasons {
        reasons: Vec<(TransactionKind, Memo)>,
        /// Transactions that are asked about by themselves, whatever their reason: they are in or out as `apart_too` says.
        apart: Vec<LedgerTxId>,
        apart_too: bool,
    },
    /// What the transactions that posted on the account posted on all accounts of a purpose: of a seller's account and tax,
    /// the tax of its sales.
    Beside(Purpose),
}

impl Picked {
    /// `FROM … WHERE …` of the lines `p` and their transactions `t`. `$1` is the account, `$2` and `$3` are the span; what
    /// [`Picked::bound`] binds besides begins with `$4`.
    fn text(&self) -> String {
        match self {
            Self::Reasons { reasons, apart, apart_too } => {
                // No list of values is empty in SQL.
                let of_reason = if reasons.is_empty() {
                    "1 = 0".to_owned()
                } else {
                    format!("(t.kind || ' ' || p.memo) IN ({})", placeholders(4, reasons.len()))
                };
                let told_apart = placeholders(4 + reasons.len(), apart.len());
                let which = match (apart.is_empty(), apart_too) {
                    (true, _) => of_reason,
                    (false, true) => format!("{of_reason} OR p.tx_id IN ({told_apart})"),
                    (false, false) => format!("{of_reason} AND p.tx_id NOT IN ({told_apart})"),
                };
                format!(
                    "FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.tx_id
                     WHERE p.account_id = $1 AND p.layer = 'posted' AND p.at_us >= $2 AND p.at_us < $3 AND ({which})"
                )
            }
            Self::Beside(_) => "FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                 JOIN ledger_transactions t ON t.id = p.tx_id
                 WHERE a.purpose = $4 AND a.currency = $5 AND p.layer = 'posted' AND p.tx_id IN
                     (SELECT own.tx_id FROM ledger_postings own
                      WHERE own.account_id = $1 AND own.layer = 'posted' AND own.at_us >= $2 AND own.at_us < $3)"
                .to_owned(),
        }
    }

    /// The number of the first placeholder that is free.
    fn first_free(&self) -> usize {
        match self {
            Self::Reasons { reasons, apart, .. } => 4 + reasons.len() + apart.len(),
            Self::Beside(_) => 6,
        }
    }

    fn bound(&self, statement: Sql, account: &AccountRef, (from, to): (Timestamp, Timestamp)) -> Sql {
        let statement = statement.bind(account.id()).bind(from).bind(to);
        match self {
            Self::Reasons { reasons, apart, .. } => {
                let reasons = reasons.iter().map(|(kind, memo)| format!("{kind} {memo}"));
                statement.bind_all(reasons).bind_all(apart.iter().copied())
            }
            Self::Beside(purpose) => statement.bind(*purpose).bind(account.currency),
        }
    }
}

/// The sum of these lines with `from <= at < to`, debits less credits, and how many there are.
///
/// # Errors
/// Only the database's.
pub async fn picked_sum(
    conn: &mut Conn,
    account: &AccountRef,
    picked: &Picked,
    span: (Timestamp, Timestamp),
) -> Result<(Money, i64), LedgerError> {
    let text = format!(
        "SELECT CAST(COALESCE(SUM(p.amount_minor), 0) AS BIGINT) AS minor, CAST(COUNT(*) AS BIGINT) AS lines {}",
        picked.text()
    );
    let (minor, lines): (i64, i64) = conn.one(picked.bound(sql(text), account, span)).await?;
    Ok((Money::new(minor, account.currency), lines))
}

/// These lines with `from <= at < to`, newest first, behind a cursor, so many at most.
///
/// # Errors
/// Only the database's.
pub async fn picked_lines(
    conn: &mut Conn,
    account: &AccountRef,
    picked: &Picked,
    span: (Timestamp, Timestamp),
    behind: Option<LineCursor>,
    most: i64,
) -> Result<Vec<AccountLine>, LedgerError> {
    // Everything is older than the end of the span.
    let end = LineCursor { at: span.1, transaction: LedgerTxId::from_uuid(uuid::Uuid::nil()), line: 0 };
    let behind = behind.unwrap_or(end);
    let next = picked.first_free();
    let (at, tx, line, limit) = (next, next + 1, next + 2, next + 3);
    let text = format!(
        "SELECT p.at_us, p.tx_id, p.line, t.kind, p.memo, p.amount_minor, t.order_ref, t.part_ref {}
             AND (p.at_us < ${at} OR (p.at_us = ${at} AND (p.tx_id, p.line) < (${tx}, ${line})))
         ORDER BY p.at_us DESC, p.tx_id DESC, p.line DESC LIMIT ${limit}",
        picked.text()
    );
    let statement = picked.bound(sql(text), account, span);
    Ok(conn.all(statement.bind(behind.at).bind(behind.transaction).bind(behind.line).bind(most)).await?)
}
