//! What stands on lists when two products become one. Called by listing, in the transaction that makes them one.

use crate::ListError;
use crate::items::merge;
use crate::store::{ITEM, Item, ON_LIST};
use db::{Tx, sql};
use domain::{ListId, ProductId};
use std::collections::HashMap;

/// Items of the one product are the other's from now on; where a list has both they become one, as when an item is moved
/// onto a list that has it. What was taken off and can be put back stays as it was taken off. Returns how many there were.
pub async fn move_product(tx: &mut Tx, from: ProductId, into: ProductId) -> Result<i64, ListError> {
    let mut there: HashMap<ListId, Item> =
        beside(tx, into, from).await?.into_iter().map(|item| (item.list_id, item)).collect();
    let mut count = 0;
    for item in beside(tx, from, into).await? {
        if let Some(other) = there.remove(&item.list_id) {
            merge(tx, item, other).await?;
            count += 1;
        }
    }
    let rest = sql("UPDATE lists_items SET product_id = $2 WHERE product_id = $1 AND removed_at_us IS NULL");
    count += tx.exec(rest.bind(from).bind(into)).await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Items of a product on those lists that have the other one, too.
async fn beside(tx: &mut Tx, product: ProductId, other: ProductId) -> Result<Vec<Item>, ListError> {
    let text = format!(
        "SELECT {ITEM} FROM lists_items i WHERE i.product_id = $1 AND {ON_LIST} AND i.list_id IN (
             SELECT o.list_id FROM lists_items o WHERE o.product_id = $2 AND o.removed_at_us IS NULL) ORDER BY i.id"
    );
    Ok(tx.all(sql(text).bind(product).bind(other)).await?)
}
