//! Every offer of a seller, page by page in the order of the seller's numbers: what exports read.

use crate::offer::{OFFER_COLUMNS, Offer};
use db::{Conn, DbError, sql};
use domain::SellerId;

/// The next `limit` offers behind the number `after`; all of them, whether on sale or not.
pub async fn offers_by_sku_after(
    conn: &mut Conn,
    seller: SellerId,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Offer>, DbError> {
    let behind = if after.is_some() { "AND o.sku > $3" } else { "" };
    let text = format!(
        "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.seller_id = $1 {behind} ORDER BY o.sku LIMIT $2"
    );
    let statement = sql(text).bind(seller).bind(limit);
    conn.all(match after {
        Some(sku) => statement.bind(sku),
        None => statement,
    })
    .await
}
