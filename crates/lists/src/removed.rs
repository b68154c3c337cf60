//! Taking products off a list, and putting them back. What was taken off keeps its row, with what givers marked, for as
//! long as it can be put back; nothing but this file sees it.

use crate::items::{self, item, on_list, refuse_full};
use crate::store::{ITEM, Item};
use crate::{ListError, UNDO_WITHIN};
use db::{Tx, sql};
use domain::{AccountId, ListId, ListItemId};

/// Takes a product off its list; for [`UNDO_WITHIN`] it can be put back.
///
/// # Errors
/// [`ListError::NoSuchItem`].
pub async fn remove(tx: &mut Tx, account: AccountId, id: ListItemId) -> Result<(), ListError> {
    item(tx, account, id).await?;
    let now = tx.now();
    tx.exec(sql("UPDATE lists_items SET removed_at_us = $2 WHERE id = $1").bind(id).bind(now)).await?;
    Ok(())
}

/// Puts a product back as it was: quantity, note, what givers marked, and its place among the others; gives its list.
/// Putting it back again changes nothing. Where the product was put onto the list anew meanwhile, the two become one as in
/// [`crate::move_to`].
///
/// # Errors
/// [`ListError::NoSuchItem`] when it is gone for good, [`ListError::ListFull`].
pub async fn restore(tx: &mut Tx, account: AccountId, id: ListItemId) -> Result<ListId, ListError> {
    let since = tx.now().minus(UNDO_WITHIN);
    let text = format!(
        "SELECT {ITEM} FROM lists_items i JOIN lists_lists l ON l.id = i.list_id
         WHERE i.id = $1 AND l.account_id = $2 AND i.removed_at_us > $3"
    );
    let removed: Option<Item> = tx.opt(sql(text).bind(id).bind(account).bind(since)).await?;
    let Some(removed) = removed else { return Ok(item(tx, account, id).await?.list_id) };
    let list = removed.list_id;
    if let Some(there) = on_list(tx, list, removed.product_id).await? {
        items::merge(tx, removed, there).await?;
        return Ok(list);
    }
    refuse_full(tx, list).await?;
    tx.exec(sql("UPDATE lists_items SET removed_at_us = NULL WHERE id = $1").bind(id)).await?;
    Ok(list)
}

/// Forgets what can no longer be put back.
///
/// # Errors
/// Only the database's.
pub async fn forget_removed(tx: &mut Tx) -> Result<(), ListError> {
    let until = tx.now().minus(UNDO_WITHIN);
    tx.exec(sql("DELETE FROM lists_items WHERE removed_at_us <= $1").bind(until)).await?;
    Ok(())
}
