//! What givers say to have bought from a shared list, so that nobody gives it twice. The list's page does not show it
//! to its owner until they ask.

use crate::store::{self, ITEM, Item, ON_LIST};
use crate::{ListError, MOST_QUANTITY};
use db::{Tx, sql};
use domain::{AccountId, GuestId, ListItemId};

/// Who gives: an account, or a browser that nobody signed in on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giver {
    Account(AccountId),
    Guest(GuestId),
}

impl Giver {
    pub(crate) fn key(self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Guest(id) => format!("guest:{id}"),
        }
    }
}

/// Sets how many units this giver bought; 0 takes the mark away. All marks together are never more than is wanted.
///
/// # Errors
/// [`ListError::NoSuchList`] when the link opens nothing (any more), [`ListError::NoSuchItem`],
/// [`ListError::OwnList`], [`ListError::QuantityOutOfRange`], [`ListError::BoughtAlready`].
pub async fn mark(
    tx: &mut Tx,
    giver: Giver,
    code: &str,
    id: ListItemId,
    quantity: i64,
) -> Result<(), ListError> {
    if !(0..=MOST_QUANTITY).contains(&quantity) {
        return Err(ListError::QuantityOutOfRange);
    }
    let list = store::shared(tx, code).await?;
    if giver == Giver::Account(list.account_id) {
        return Err(ListError::OwnList);
    }
    let text = format!("SELECT {ITEM} FROM lists_items i WHERE i.id = $1 AND i.list_id = $2 AND {ON_LIST}");
    let item: Item = tx.opt(sql(text).bind(id).bind(list.id)).await?.ok_or(ListError::NoSuchItem)?;
    if quantity == 0 {
        let statement = sql("DELETE FROM lists_marks WHERE item_id = $1 AND giver = $2");
        tx.exec(statement.bind(id).bind(giver.key())).await?;
        return Ok(());
    }
    let statement = sql("SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM lists_marks
                         WHERE item_id = $1 AND giver <> $2");
    let (others,): (i64,) = tx.one(statement.bind(id).bind(giver.key())).await?;
    let left = (item.quantity - others).max(0);
    if quantity > left {
        return Err(ListError::BoughtAlready { left });
    }
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO lists_marks (item_id, giver, quantity, marked_at_us) VALUES ($1, $2, $3, $4)
             ON CONFLICT (item_id, giver) DO UPDATE SET quantity = $3, marked_at_us = $4")
        .bind(id)
        .bind(giver.key())
        .bind(quantity)
        .bind(now),
    )
    .await?;
    Ok(())
}
