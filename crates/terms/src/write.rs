//! Saying a setting, and taking one back that has not begun.

use crate::{TermsError, store};
use db::{Text, Tx, sql};
use domain::field::{REASON, tidied};
use domain::terms::{Dated, said_at};
use domain::{AccountId, TermsId, Timestamp};

/// What an operator says.
#[derive(Debug, Clone)]
pub struct Say<D> {
    pub terms: D,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

/// Says a setting from a moment on. The same press twice is refused the second time, as what is so already.
///
/// # Errors
/// [`TermsError::BadReason`], [`TermsError::InThePast`], [`TermsError::Wrong`], [`TermsError::Same`].
pub async fn say<D: Dated>(tx: &mut Tx, said: &Say<D>) -> Result<TermsId, TermsError> {
    let last = sql("SELECT MAX(made_at_us) FROM terms_terms WHERE kind = $1").bind(Text(D::KIND));
    let (last,): (Option<Timestamp>,) = tx.one(last).await?;
    let now = said_at(tx.now(), last);
    let reason = tidied(&said.reason, &REASON).ok_or(TermsError::BadReason)?;
    let starts_at = said.starts_at.unwrap_or(now);
    if starts_at < now {
        return Err(TermsError::InThePast);
    }
    said.terms.validate()?;
    if store::at::<D>(tx, starts_at).await? == said.terms {
        return Err(TermsError::Same);
    }
    let id = tx.new_id::<TermsId>();
    tx.exec(
        sql("INSERT INTO terms_terms (id, kind, terms, starts_at_us, reason, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(Text(D::KIND))
        .bind(serde_json::to_string(&said.terms)?)
        .bind(starts_at)
        .bind(reason)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// Takes back what has not begun.
///
/// # Errors
/// [`TermsError::BadReason`], [`TermsError::NotFound`], [`TermsError::Begun`], [`TermsError::Withdrawn`].
pub async fn withdraw(tx: &mut Tx, id: TermsId, reason: &str, by: AccountId) -> Result<(), TermsError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(TermsError::BadReason)?;
    let found: Option<(Timestamp,)> =
        tx.opt(sql("SELECT starts_at_us FROM terms_terms WHERE id = $1").bind(id)).await?;
    let (starts_at,) = found.ok_or(TermsError::NotFound)?;
    if starts_at <= now {
        return Err(TermsError::Begun);
    }
    let written = tx
        .exec(
            sql("INSERT INTO terms_withdrawn (terms_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(starts_at)
            .bind(reason)
            .bind(by)
            .bind(now),
        )
        .await?;
    if written == 0 { Err(TermsError::Withdrawn) } else { Ok(()) }
}
