//! What somebody typed into a sheet that was refused: kept until they save it, one for each person and seller. Owns
//! pricing_drafts.

use db::{Conn, DbError, Json, Tx, sql};
use domain::{AccountId, DurationUs, SellerId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest text of a cell that is kept, in characters; no right one is as long.
pub const LONGEST_CELL: usize = 40;

/// A draft is shown right after it was refused; a day later nobody looks for it.
const KEPT: DurationUs = DurationUs::from_mins(24 * 60);

/// The cells of a sheet that differ from what the page showed, and what was wrong with which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// By the field's name.
    pub typed: BTreeMap<String, String>,
    /// A sentence by the field's name, in the language of who typed it.
    pub errors: BTreeMap<String, String>,
}

/// Keeps it in place of an earlier one.
pub async fn keep_draft(
    tx: &mut Tx,
    seller: SellerId,
    account: AccountId,
    draft: &Draft,
) -> Result<(), DbError> {
    let now = tx.now();
    let mut kept = draft.clone();
    for text in kept.typed.values_mut() {
        *text = text.chars().take(LONGEST_CELL).collect();
    }
    tx.exec(
        sql("INSERT INTO pricing_drafts (seller_id, account_id, draft, kept_at_us) VALUES ($1, $2, $3, $4)
             ON CONFLICT (seller_id, account_id)
             DO UPDATE SET draft = excluded.draft, kept_at_us = excluded.kept_at_us")
        .bind(seller)
        .bind(account)
        .bind(serde_json::to_string(&kept)?)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// What this person typed last and did not save.
pub async fn draft_of(
    conn: &mut Conn,
    seller: SellerId,
    account: AccountId,
) -> Result<Option<Draft>, DbError> {
    let found: Option<(Json<Draft>,)> = conn
        .opt(
            sql("SELECT draft FROM pricing_drafts WHERE seller_id = $1 AND account_id = $2")
                .bind(seller)
                .bind(account),
        )
        .await?;
    Ok(found.map(|(draft,)| draft.0))
}

/// It was saved.
pub async fn forget_draft(tx: &mut Tx, seller: SellerId, account: AccountId) -> Result<(), DbError> {
    let statement = sql("DELETE FROM pricing_drafts WHERE seller_id = $1 AND account_id = $2");
    tx.exec(statement.bind(seller).bind(account)).await?;
    Ok(())
}

/// Those that nobody came back to: what a person typed is not kept for ever.
pub(crate) async fn forget_old_drafts(tx: &mut Tx) -> Result<(), DbError> {
    let before = tx.now().minus(KEPT);
    tx.exec(sql("DELETE FROM pricing_drafts WHERE kept_at_us < $1").bind(before)).await?;
    Ok(())
}
