//! Snapshots: the sums of an account up to a point in time, so that a balance does not add up years of postings.
//!
//! They are derived, never authoritative: `check` adds everything up again.

use crate::LedgerError;
use crate::account::OwnerKind;
use db::{Conn, Db, placeholders, row, sql};
use domain::{DurationUs, LedgerAccountId, Timestamp};

/// The daily job that calls [`take_snapshots`].
pub const SNAPSHOT_JOB: &str = "ledger.snapshot";

/// A snapshot ends at least this long ago: by then every transaction of that time is committed, whichever server's
/// clock it used.
pub const SNAPSHOT_LAG: DurationUs = DurationUs::from_mins(10);

/// An account with fewer new postings is added up as fast without a snapshot.
const MIN_POSTINGS: i64 = 64;
const OWNERS_PER_PAGE: i64 = 100;

row! {
    struct Due {
        account_id: LedgerAccountId,
        posted_minor: i64,
        pending_minor: i64,
    }
}

/// Takes a snapshot, strictly before `before`, of every account that has many postings since its last one. An
/// order's accounts never have. Returns how many were taken; may be repeated and run on several servers at once.
///
/// # Errors
/// Only the database's.
pub async fn take_snapshots(db: &Db, before: Timestamp) -> Result<usize, LedgerError> {
    let before = before.min(db.now().minus(SNAPSHOT_LAG));
    let mut taken = 0;
    for kind in [OwnerKind::Platform, OwnerKind::Processor, OwnerKind::Jurisdiction, OwnerKind::Seller] {
        let mut last = String::new();
        loop {
            // Postings that old are complete and never change, so they are read outside the writing transaction.
            let mut conn = db.read().await?;
            let owners: Vec<(String,)> = conn
                .all(
                    sql("SELECT DISTINCT owner_id FROM ledger_accounts WHERE owner_kind = $1 AND owner_id > $2
                         ORDER BY owner_id LIMIT $3")
                    .bind(kind)
                    .bind(&last)
                    .bind(OWNERS_PER_PAGE),
                )
                .await?;
            let Some((end,)) = owners.last() else { break };
            last.clone_from(end);
            let due = due(&mut conn, kind, &owners, before).await?;
            drop(conn);
            taken += due.len();
            store(db, due, before).await?;
        }
    }
    Ok(taken)
}

/// The accounts of these owners that want a snapshot, with their sums.
async fn due(
    conn: &mut Conn,
    kind: OwnerKind,
    owners: &[(String,)],
    before: Timestamp,
) -> Result<Vec<Due>, LedgerError> {
    let text = format!(
        "SELECT a.id AS account_id,
                CAST(COALESCE(s.posted_minor, 0)
                     + SUM(CASE WHEN p.layer = 'posted' THEN p.amount_minor ELSE 0 END) AS BIGINT) AS posted_minor,
                CAST(COALESCE(s.pending_minor, 0)
                     + SUM(CASE WHEN p.layer = 'pending' THEN p.amount_minor ELSE 0 END) AS BIGINT) AS pending_minor
         FROM ledger_accounts a
         LEFT JOIN ledger_snapshots s ON s.account_id = a.id AND s.at_us = (
             SELECT MAX(n.at_us) FROM ledger_snapshots n WHERE n.account_id = a.id AND n.at_us <= $1)
         JOIN ledger_postings p ON p.account_id = a.id AND p.layer IN ('pending', 'posted') AND p.at_us < $1
             AND p.at_us >= COALESCE(s.at_us, -9000000000000000000)
         WHERE a.owner_kind = $2 AND a.owner_id IN ({})
         GROUP BY a.id, s.posted_minor, s.pending_minor HAVING COUNT(*) >= $3",
        placeholders(4, owners.len())
    );
    let statement = sql(text).bind(before).bind(kind).bind(MIN_POSTINGS);
    Ok(conn.all(statement.bind_all(owners.iter().map(|(owner,)| owner))).await?)
}

async fn store(db: &Db, due: Vec<Due>, before: Timestamp) -> Result<(), LedgerError> {
    if due.is_empty() {
        return Ok(());
    }
    db.write(move |tx| {
        let due = due.clone();
        Box::pin(async move {
            for row in due {
                tx.exec(
                    sql("INSERT INTO ledger_snapshots (account_id, at_us, posted_minor, pending_minor)
                         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                    .bind(row.account_id)
                    .bind(before)
                    .bind(row.posted_minor)
                    .bind(row.pending_minor),
                )
                .await?;
            }
            Ok(())
        })
    })
    .await
}
