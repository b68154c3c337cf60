//! What stands on lists when two products become one. Called by listing, in the transaction that makes them one.

use crate::ListError;
use crate::items::merge;
use crate::store::{ITEM, Item, ON_LIST};
use db::{Tx, sql};
use domain::ProductId;

/// Items of the one product are the other's from now on; where a list has both they become one, as when an item is moved
/// onto a list that has it. What was taken off and can be put back stays as it was taken off. Returns how many there were.
pub async fn move_product(tx: &mut Tx, from: ProductId, into: ProductId) -> Result<i64, ListError> {
    let text =
        format!("SELECT {ITEM} FROM lists_items i WHERE i.product_id = $1 AND {ON_LIST} ORDER BY i.id");
    let items: Vec<Item> = tx.all(sql(text).bind(from)).await?;
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let text = format!(
        "SELECT {ITEM} FROM lists_items i WHERE i.product_id = $1 AND {ON_LIST} AND i.list_id IN (
             SELECT o.list_id FROM lists_items o WHERE o.product_id = $2 AND o.removed_at_us IS NULL)"
    );
    let there: Vec<Item> = tx.all(sql(text).bind(into).bind(from)).await?;
    for item in items {
        match there.iter().find(|other| other.list_id == item.list_id) {
            Some(other) => merge(tx, item, other.clone()).await?,
            None => {
                let moved = sql("UPDATE lists_items SET product_id = $2 WHERE id = $1");
                tx.exec(moved.bind(item.id).bind(into)).await?;
            }
        }
    }
    Ok(count)
}
