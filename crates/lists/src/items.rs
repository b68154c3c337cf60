//! Putting products onto lists, changing and moving them.

use crate::store::{self, ITEM, Item, ON_LIST};
use crate::{LONGEST_NOTE, ListError, MOST_ITEMS, MOST_QUANTITY};
use db::{Conn, Tx, sql};
use domain::field::one_line;
use domain::{AccountId, ListId, ListItemId, Money, ProductId};

/// A product to be put onto a list.
#[derive(Debug, Clone, Copy)]
pub struct NewItem {
    pub product: ProductId,
    /// What the shop asks for it now; nothing where it cannot be had.
    pub price: Option<Money>,
}

/// One item of this account.
pub(crate) async fn item(conn: &mut Conn, account: AccountId, id: ListItemId) -> Result<Item, ListError> {
    let text = format!(
        "SELECT {ITEM} FROM lists_items i JOIN lists_lists l ON l.id = i.list_id
         WHERE i.id = $1 AND l.account_id = $2 AND {ON_LIST}"
    );
    conn.opt(sql(text).bind(id).bind(account)).await?.ok_or(ListError::NoSuchItem)
}

pub(crate) async fn on_list(
    tx: &mut Tx,
    list: ListId,
    product: ProductId,
) -> Result<Option<Item>, ListError> {
    let text =
        format!("SELECT {ITEM} FROM lists_items i WHERE i.list_id = $1 AND i.product_id = $2 AND {ON_LIST}");
    Ok(tx.opt(sql(text).bind(list).bind(product)).await?)
}

pub(crate) async fn refuse_full(tx: &mut Tx, list: ListId) -> Result<(), ListError> {
    let text =
        format!("SELECT CAST(COUNT(*) AS BIGINT) FROM lists_items i WHERE i.list_id = $1 AND {ON_LIST}");
    let (count,): (i64,) = tx.one(sql(text).bind(list)).await?;
    if count >= MOST_ITEMS { Err(ListError::ListFull { most: MOST_ITEMS }) } else { Ok(()) }
}

/// Puts a product onto a list of this account. One that is there already stays as it is: a form sent twice adds once.
///
/// # Errors
/// [`ListError::NoSuchList`], [`ListError::NoSuchProduct`], [`ListError::ListFull`].
pub async fn add(
    tx: &mut Tx,
    account: AccountId,
    list: ListId,
    new: NewItem,
) -> Result<ListItemId, ListError> {
    store::get(tx, account, list).await?;
    catalog::product_by_id(tx, new.product).await?.ok_or(ListError::NoSuchProduct)?;
    let now = tx.now();
    let used = sql("UPDATE lists_lists SET used_at_us = $2 WHERE id = $1");
    tx.exec(used.bind(list).bind(now)).await?;
    if let Some(item) = on_list(tx, list, new.product).await? {
        return Ok(item.id);
    }
    refuse_full(tx, list).await?;
    let id = tx.new_id::<ListItemId>();
    tx.exec(
        sql("INSERT INTO lists_items (id, list_id, product_id, quantity, note, price_minor, currency, added_at_us)
             VALUES ($1, $2, $3, 1, '', $4, $5, $6)")
        .bind(id)
        .bind(list)
        .bind(new.product)
        .bind(new.price.map(Money::minor))
        .bind(new.price.map(Money::currency))
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// Says how many are wanted, and why.
///
/// # Errors
/// [`ListError::QuantityOutOfRange`], [`ListError::BadNote`], [`ListError::NoSuchItem`].
pub async fn change(
    tx: &mut Tx,
    account: AccountId,
    id: ListItemId,
    quantity: i64,
    note: &str,
) -> Result<(), ListError> {
    if !(1..=MOST_QUANTITY).contains(&quantity) {
        return Err(ListError::QuantityOutOfRange);
    }
    let note = one_line(note, LONGEST_NOTE).map_err(ListError::BadNote)?;
    item(tx, account, id).await?;
    let statement = sql("UPDATE lists_items SET quantity = $2, note = $3 WHERE id = $1");
    tx.exec(statement.bind(id).bind(quantity).bind(note)).await?;
    Ok(())
}

/// Moves a product to another list of the same account. Where it is there already the two become one: the larger
/// quantity stays, a note fills an empty one, and each giver's mark counts once.
///
/// # Errors
/// [`ListError::NoSuchItem`], [`ListError::NoSuchList`], [`ListError::ListFull`].
pub async fn move_to(tx: &mut Tx, account: AccountId, id: ListItemId, to: ListId) -> Result<(), ListError> {
    let moved = item(tx, account, id).await?;
    store::get(tx, account, to).await?;
    if moved.list_id == to {
        return Ok(());
    }
    let Some(there) = on_list(tx, to, moved.product_id).await? else {
        refuse_full(tx, to).await?;
        tx.exec(sql("UPDATE lists_items SET list_id = $2 WHERE id = $1").bind(id).bind(to)).await?;
        return Ok(());
    };
    merge(tx, moved, there).await
}

/// Makes one of two items of the same product.
pub(crate) async fn merge(tx: &mut Tx, moved: Item, there: Item) -> Result<(), ListError> {
    let note = if there.note.is_empty() { moved.note } else { there.note };
    let marks = sql("UPDATE lists_marks SET item_id = $2 WHERE item_id = $1
                     AND giver NOT IN (SELECT m.giver FROM lists_marks m WHERE m.item_id = $2)");
    tx.exec(marks.bind(moved.id).bind(there.id)).await?;
    // What givers of both lists have bought stays wanted: marks are never more than that.
    let given = sql("SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM lists_marks WHERE item_id = $1");
    let (given,): (i64,) = tx.one(given.bind(there.id)).await?;
    let quantity = there.quantity.max(moved.quantity).max(given).min(crate::MOST_QUANTITY);
    let merge = sql("UPDATE lists_items SET quantity = $2, note = $3 WHERE id = $1");
    tx.exec(merge.bind(there.id).bind(quantity).bind(note)).await?;
    tx.exec(sql("DELETE FROM lists_items WHERE id = $1").bind(moved.id)).await?;
    Ok(())
}
