//! Writing transactions: in the caller's database transaction, once per key, with as few statements as possible.

use crate::LedgerError;
use crate::account::AccountRef;
use crate::entry::{EntryState, Layer, Memo, NewTransaction, TransactionKind};
use crate::read;
use db::{Sql, Tx, row, sql};
use domain::{Currency, LedgerAccountId, LedgerTxId, MoneyError};
use std::collections::BTreeMap;

/// Rows of one INSERT; both databases take 10 values for each of them.
const ROWS_PER_INSERT: usize = 500;

/// The transaction that a request stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    pub id: LedgerTxId,
    /// It was written by an earlier request with the same key and input.
    pub replayed: bool,
}

/// A posting as the table keeps it.
struct Line {
    account: LedgerAccountId,
    layer: Layer,
    amount_minor: i64,
    currency: Currency,
    memo: Memo,
}

row! {
    struct StoredKey { id: LedgerTxId, input_hash: String }
}

/// Writes the transaction, or finds it when it was written before.
///
/// # Errors
/// Every rule has its variant in [`LedgerError`]; nothing is written when one is broken.
pub async fn post(tx: &mut Tx, new: NewTransaction) -> Result<Posted, LedgerError> {
    let id = tx.new_id();
    post_as(tx, id, new).await
}

/// [`post`] with an id that the caller chose, for instance because it is kept in another row already. A replay
/// answers with the first id.
///
/// # Errors
/// As [`post`].
pub async fn post_as(tx: &mut Tx, id: LedgerTxId, new: NewTransaction) -> Result<Posted, LedgerError> {
    new.validate()?;
    let hash = new.input_hash();
    let (lines, seq) = match lines_of(tx, &new).await {
        Ok(lines) => lines,
        Err(LedgerError::Db(error)) => return Err(error.into()),
        // What it wants to resolve may be gone because it took it itself, the first time.
        Err(refused) => return replay(tx, &new.key, &hash).await?.ok_or(refused),
    };
    let now = tx.now();
    let inserted = tx
        .exec(
            sql("INSERT INTO ledger_transactions
                 (id, tx_key, input_hash, kind, state, resolves_id, resolves_seq, order_ref, part_ref, at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tx_key) DO NOTHING")
            .bind(id)
            .bind(&new.key)
            .bind(&hash)
            .bind(new.kind)
            .bind(new.state)
            .bind(new.resolves)
            .bind(seq)
            .bind(new.order.map(|o| o.to_string()))
            .bind(new.part.map(|p| p.to_string()))
            .bind(now),
        )
        .await?;
    if inserted == 0 {
        return replay(tx, &new.key, &hash).await?.ok_or(LedgerError::KeyReused { key: new.key });
    }
    insert_accounts(tx, new.postings.iter().map(|p| &p.account)).await?;
    insert_lines(tx, id, &lines).await?;
    Ok(Posted { id, replayed: false })
}

/// Voids all that is left of a pending transaction.
///
/// # Errors
/// [`LedgerError::NotPending`], [`LedgerError::NothingPending`], [`LedgerError::KeyReused`].
pub async fn void(tx: &mut Tx, key: &str, pending: LedgerTxId) -> Result<Posted, LedgerError> {
    let new = NewTransaction::posted(key, TransactionKind::Void).resolving(pending);
    post(tx, NewTransaction { state: EntryState::Void, ..new }).await
}

/// Takes back a posted transaction with the opposite postings. A mistake is corrected by this and never by a change;
/// a transaction is reversed at most once, whoever asks and however often.
///
/// # Errors
/// [`LedgerError::NotReversible`] for one that does not exist, is not posted, resolves another or is a reversal.
pub async fn reverse(tx: &mut Tx, original: LedgerTxId) -> Result<Posted, LedgerError> {
    let unusable = LedgerError::NotReversible { id: original };
    let Some(stored) = read::transaction(tx, original).await? else { return Err(unusable) };
    if stored.state != EntryState::Posted
        || stored.resolves.is_some()
        || stored.kind == TransactionKind::Reversal
    {
        return Err(unusable);
    }
    let mut new = NewTransaction::posted(format!("reverse:{original}"), TransactionKind::Reversal);
    (new.order, new.part) = (stored.order, stored.part);
    for posting in stored.postings {
        let amount = posting.amount.neg()?;
        new.postings.push(crate::Posting { account: posting.account, amount, memo: Memo::Reversal });
    }
    post(tx, new).await
}

/// The earlier transaction of this key, if there is one.
async fn replay(tx: &mut Tx, key: &str, hash: &str) -> Result<Option<Posted>, LedgerError> {
    let stored: Option<StoredKey> =
        tx.opt(sql("SELECT id, input_hash FROM ledger_transactions WHERE tx_key = $1").bind(key)).await?;
    match stored {
        Some(first) if first.input_hash == hash => Ok(Some(Posted { id: first.id, replayed: true })),
        Some(_) => Err(LedgerError::KeyReused { key: key.into() }),
        None => Ok(None),
    }
}

/// The table's lines, and the number of this resolution of its pending transaction.
async fn lines_of(tx: &mut Tx, new: &NewTransaction) -> Result<(Vec<Line>, Option<i64>), LedgerError> {
    let layer = if new.state == EntryState::Pending { Layer::Pending } else { Layer::Posted };
    let mut lines: Vec<Line> = Vec::with_capacity(new.postings.len() * 2);
    if new.state != EntryState::Void {
        lines.extend(new.postings.iter().map(|p| Line {
            account: p.account.id(),
            layer,
            amount_minor: p.amount.minor(),
            currency: p.amount.currency(),
            memo: p.memo,
        }));
    }
    let Some(pending) = new.resolves else { return Ok((lines, None)) };
    let left = read::pending_lines(tx, pending).await?;
    if left.iter().any(|l| l.state != Some(EntryState::Pending)) || left.is_empty() {
        return Err(LedgerError::NotPending { id: pending });
    }
    let seq = left.iter().map(|l| l.seq).max().unwrap_or(0) + 1;
    lines.extend(release(pending, &left, new)?);
    Ok((lines, Some(seq)))
}

/// The lines that take from the pending layer: the mirror image of what is posted or voided on each account.
fn release(
    pending: LedgerTxId,
    left: &[read::PendingLine],
    new: &NewTransaction,
) -> Result<Vec<Line>, LedgerError> {
    if left.iter().all(|l| l.left_minor == 0) {
        return Err(LedgerError::NothingPending { id: pending });
    }
    let mut named: BTreeMap<LedgerAccountId, i128> = BTreeMap::new();
    for posting in &new.postings {
        *named.entry(posting.account.id()).or_default() += i128::from(posting.amount.minor());
    }
    let everything = new.state == EntryState::Void && new.postings.is_empty();
    let mut lines = Vec::with_capacity(left.len());
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    for line in left {
        let wanted_minor = if everything {
            line.left_minor
        } else {
            let wanted = named.get(&line.account_id).copied().unwrap_or(0);
            i64::try_from(wanted).map_err(|_| MoneyError::Overflow)?
        };
        if wanted_minor == 0 {
            continue;
        }
        let within = wanted_minor.signum() == line.left_minor.signum()
            && wanted_minor.unsigned_abs() <= line.left_minor.unsigned_abs();
        if !within {
            let left_minor = line.left_minor;
            return Err(LedgerError::OverResolved { id: pending, wanted_minor, left_minor });
        }
        *sums.entry(line.currency).or_default() += i128::from(wanted_minor);
        lines.push(Line {
            account: line.account_id,
            layer: Layer::Pending,
            amount_minor: -wanted_minor,
            currency: line.currency,
            memo: Memo::Release,
        });
    }
    if lines.is_empty() {
        return Err(LedgerError::Unrelated { id: pending });
    }
    match sums.into_iter().find(|(_, sum)| *sum != 0) {
        Some((currency, _)) => Err(LedgerError::ResolutionUnbalanced { id: pending, currency }),
        None => Ok(lines),
    }
}

/// Adds the accounts that are not there yet. Sorted, so that two transactions never wait for each other crosswise.
/// There is no memory of accounts seen before: one that was added by a transaction that failed would stay unknown
/// to the table for ever.
async fn insert_accounts<'a>(
    tx: &mut Tx,
    accounts: impl Iterator<Item = &'a AccountRef>,
) -> Result<(), LedgerError> {
    let unique: BTreeMap<LedgerAccountId, &AccountRef> = accounts.map(|a| (a.id(), a)).collect();
    let unique: Vec<_> = unique.into_iter().collect();
    for chunk in unique.chunks(ROWS_PER_INSERT) {
        let values = rows(0, 5, chunk.len());
        let text = format!(
            "INSERT INTO ledger_accounts (id, owner_kind, owner_id, purpose, currency) VALUES {values}
             ON CONFLICT DO NOTHING"
        );
        let statement = chunk.iter().fold(sql(text), |statement, (id, account)| {
            statement
                .bind(*id)
                .bind(account.owner_kind)
                .bind(&account.owner_id)
                .bind(account.purpose)
                .bind(account.currency)
        });
        tx.exec(statement).await?;
    }
    Ok(())
}

async fn insert_lines(tx: &mut Tx, id: LedgerTxId, lines: &[Line]) -> Result<(), LedgerError> {
    let at = tx.now();
    for (index, chunk) in lines.chunks(ROWS_PER_INSERT).enumerate() {
        // $1 and $2 are the transaction's id and time, the same for every row.
        let values = (0..chunk.len())
            .map(|row| {
                let n = row * 6 + 3;
                format!("($1, ${n}, ${}, ${}, ${}, ${}, ${}, $2)", n + 1, n + 2, n + 3, n + 4, n + 5)
            })
            .collect::<Vec<_>>()
            .join(", ");
        let text = format!(
            "INSERT INTO ledger_postings (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
             VALUES {values}"
        );
        let first = index * ROWS_PER_INSERT + 1;
        let statement: Sql =
            chunk.iter().enumerate().fold(sql(text).bind(id).bind(at), |statement, (row, line)| {
                statement
                    .bind(i64::try_from(first + row).unwrap_or(i64::MAX))
                    .bind(line.account)
                    .bind(line.layer)
                    .bind(line.amount_minor)
                    .bind(line.currency)
                    .bind(line.memo)
            });
        tx.exec(statement).await?;
    }
    Ok(())
}

/// `($1, $2), ($3, $4)`: the VALUES of so many rows after `bound` values.
fn rows(bound: usize, columns: usize, count: usize) -> String {
    (0..count)
        .map(|row| format!("({})", db::placeholders(bound + row * columns + 1, columns)))
        .collect::<Vec<_>>()
        .join(", ")
}
