//! What an operator said of what selling costs and takes back before it begins. Owns `fees_withdrawn`. Called by the operator's
//! page; `rules`, `prices` and `establishment` pass over what is in it.

use crate::FeeError;
use db::{Conn, DbError, Row, Tx, sql};
use domain::field::{REASON, tidied};
use domain::{AccountId, EstablishmentId, FeeRuleId, PlanPriceId, Timestamp};

/// That it was taken back before it began. It never counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub by: AccountId,
    pub at: Timestamp,
    pub reason: String,
}

impl Withdrawn {
    /// Of a row with the columns `withdrawn_by`, `withdrawn_at_us` and `withdrawn_reason`.
    pub(crate) fn of(row: &Row) -> Result<Option<Self>, DbError> {
        let by: Option<AccountId> = row.get("withdrawn_by")?;
        let at: Option<Timestamp> = row.get("withdrawn_at_us")?;
        let reason: Option<String> = row.get("withdrawn_reason")?;
        Ok(by.zip(at).map(|(by, at)| Self { by, at, reason: reason.unwrap_or_default() }))
    }
}

/// One thing that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Rule(FeeRuleId),
    Prices(PlanPriceId),
    Seat(EstablishmentId),
}

/// When it begins, and whether it was taken back; `None` where nothing was said under this id.
async fn found(conn: &mut Conn, word: Word) -> Result<Option<(Timestamp, bool)>, DbError> {
    let of = |table: &str| {
        sql(format!(
            "SELECT t.starts_at_us, w.word_id IS NOT NULL FROM {table} t LEFT JOIN fees_withdrawn w ON w.word_id = t.id
             WHERE t.id = $1"
        ))
    };
    let statement = match word {
        Word::Rule(id) => of("fees_rules").bind(id),
        Word::Prices(id) => of("fees_prices").bind(id),
        Word::Seat(id) => of("fees_establishments").bind(id),
    };
    conn.opt(statement).await
}

/// When something begins that can still be taken back; `None` for anything else.
///
/// # Errors
/// Only the database's.
pub async fn coming(conn: &mut Conn, word: Word) -> Result<Option<Timestamp>, FeeError> {
    let now = conn.now();
    let found = found(conn, word).await?;
    Ok(found.filter(|(starts_at, withdrawn)| *starts_at > now && !withdrawn).map(|(starts_at, _)| starts_at))
}

/// Takes back what has not begun.
///
/// # Errors
/// [`FeeError::BadReason`], [`FeeError::NothingSaid`], [`FeeError::Begun`], [`FeeError::Withdrawn`].
pub async fn withdraw(tx: &mut Tx, word: Word, reason: &str, by: AccountId) -> Result<(), FeeError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(FeeError::BadReason)?;
    let (starts_at, withdrawn) = found(tx, word).await?.ok_or(FeeError::NothingSaid)?;
    if withdrawn {
        return Err(FeeError::Withdrawn);
    }
    if starts_at <= now {
        return Err(FeeError::Begun);
    }
    let insert =
        sql("INSERT INTO fees_withdrawn (word_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                      VALUES ($1, $2, $3, $4, $5)");
    let insert = match word {
        Word::Rule(id) => insert.bind(id),
        Word::Prices(id) => insert.bind(id),
        Word::Seat(id) => insert.bind(id),
    };
    tx.exec(insert.bind(starts_at).bind(reason).bind(by).bind(now)).await?;
    Ok(())
}
