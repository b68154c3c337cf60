//! Buyers whose data are erased stay one buyer each: under a key that says nothing of who it was. Owns
//! `reporting_order_buyers`, which is kept when roll-ups are built anew. Called in the transaction that erases, before the
//! orders forget whose they were.

use db::{DbError, Tx, sql};
use domain::{AccountId, GuestId, TypedId as _};
use uuid::Uuid;

/// Gives the buyer that this account was, and each browser in which it had ordered as a guest, a key in the place of their
/// ids, in the roll-ups and for what is still to be counted. Twice is once.
///
/// # Errors
/// Only the database's.
pub async fn forget_buyer(tx: &mut Tx, account: AccountId) -> Result<(), DbError> {
    let known: Vec<(Uuid,)> = tx
        .all(
            sql("SELECT DISTINCT COALESCE(o.guest_id, o.account_id) FROM orders_orders AS o
                 WHERE o.account_id = $1
                     AND NOT EXISTS (SELECT 1 FROM reporting_order_buyers AS k WHERE k.order_id = o.id)
                 ORDER BY 1")
            .bind(account),
        )
        .await?;
    for (buyer,) in known {
        // A stranger, as a guest is one.
        let key = tx.new_id::<GuestId>().uuid();
        replace(tx, buyer, key).await?;
    }
    Ok(())
}

/// All orders of one buyer at once, whoever else they belong to by now: they were counted together.
async fn replace(tx: &mut Tx, buyer: Uuid, key: Uuid) -> Result<(), DbError> {
    for text in [
        "INSERT INTO reporting_order_buyers (order_id, buyer_id)
         SELECT o.id, $2 FROM orders_orders AS o
         WHERE (o.guest_id = $1 OR (o.guest_id IS NULL AND o.account_id = $1))
             AND NOT EXISTS (SELECT 1 FROM reporting_order_buyers AS k WHERE k.order_id = o.id)",
        "UPDATE reporting_buyers SET buyer_id = $2 WHERE buyer_id = $1 AND currency IN
             (SELECT o.currency FROM orders_orders AS o JOIN reporting_order_buyers AS k ON k.order_id = o.id
              WHERE k.buyer_id = $2)",
        "UPDATE reporting_shoppers SET shopper_id = $2 WHERE shopper_id = $1 AND seller_id IN
             (SELECT p.seller_id FROM orders_parts AS p JOIN reporting_order_buyers AS k ON k.order_id = p.order_id
              WHERE k.buyer_id = $2)",
    ] {
        tx.exec(sql(text).bind(buyer).bind(key)).await?;
    }
    Ok(())
}
