//! "This helped me": one for each account, undoable, never for one's own. Owns `reviews_votes`.

use crate::ReviewError;
use crate::subject::{shown, table_of, uuid_of};
use db::{Conn, Tx, placeholders, sql};
use domain::AccountId;
use domain::review::Subject;
use std::collections::HashSet;
use uuid::Uuid;

/// Votes, or takes the vote back. The same again changes nothing. Returns how many votes there are now.
///
/// # Errors
/// [`ReviewError::NotFound`] for what is gone or hidden, [`ReviewError::OwnWords`].
pub async fn vote(tx: &mut Tx, voter: AccountId, subject: Subject, helped: bool) -> Result<i64, ReviewError> {
    let found = shown(tx, subject).await?;
    if found.account_id == voter {
        return Err(ReviewError::OwnWords);
    }
    let (id, now) = (uuid_of(subject), tx.now());
    let changed = if helped {
        let statement = sql("INSERT INTO reviews_votes (subject_id, account_id, at_us) VALUES ($1, $2, $3)
                             ON CONFLICT (subject_id, account_id) DO NOTHING");
        tx.exec(statement.bind(id).bind(voter).bind(now)).await?
    } else {
        let statement = sql("DELETE FROM reviews_votes WHERE subject_id = $1 AND account_id = $2");
        tx.exec(statement.bind(id).bind(voter)).await?
    };
    let change = match (changed, helped) {
        (0, _) => 0,
        (_, true) => 1,
        (_, false) => -1,
    };
    let text = format!("UPDATE {} SET votes = votes + $2 WHERE id = $1 RETURNING votes", table_of(subject));
    let (votes,): (i64,) = tx.one(sql(text).bind(id).bind(i64::from(change))).await?;
    Ok(votes)
}

/// Which of these the account has voted for.
pub async fn voted(
    conn: &mut Conn,
    account: AccountId,
    subjects: &[Subject],
) -> Result<HashSet<Subject>, ReviewError> {
    if subjects.is_empty() {
        return Ok(HashSet::new());
    }
    let text = format!(
        "SELECT subject_id FROM reviews_votes WHERE account_id = $1 AND subject_id IN ({})",
        placeholders(2, subjects.len())
    );
    let ids = subjects.iter().map(|s| uuid_of(*s));
    let rows: Vec<(Uuid,)> = conn.all(sql(text).bind(account).bind_all(ids)).await?;
    let mine: HashSet<Uuid> = rows.into_iter().map(|(id,)| id).collect();
    Ok(subjects.iter().copied().filter(|s| mine.contains(&uuid_of(*s))).collect())
}

/// Forgets every vote for something that goes.
pub(crate) async fn forget(tx: &mut Tx, subject: Uuid) -> Result<(), ReviewError> {
    tx.exec(sql("DELETE FROM reviews_votes WHERE subject_id = $1").bind(subject)).await?;
    Ok(())
}
