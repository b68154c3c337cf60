//! Every offer of a seller, page by page: in the order of the seller's numbers for exports, of their ids for programs.

use crate::offer::{OFFER_COLUMNS, Offer, SELLER_OFFER, SellerOffer};
use db::{Conn, DbError, sql};
use domain::{OfferId, ProductId, SellerId};

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

/// The next `limit` offers of a seller behind the offer `after`, as its list shows them. An id never changes, so whoever
/// walks meets each offer once, whatever is changed meanwhile.
///
/// # Errors
/// When the database cannot be read.
pub async fn offers_of_seller_after(
    conn: &mut Conn,
    seller: SellerId,
    after: Option<OfferId>,
    limit: i64,
) -> Result<Vec<SellerOffer>, DbError> {
    let behind = if after.is_some() { "AND o.id > $3" } else { "" };
    let text = format!("{SELLER_OFFER} WHERE o.seller_id = $1 {behind} ORDER BY o.id LIMIT $2");
    conn.all(sql(text).bind(seller).bind(limit).bind_all(after)).await
}

/// The `limit` offers of a seller that changed last, whether on sale or not, as its list shows them. All of them are not counted
/// for it, as they are for a page of the list: that alone would look up every product.
///
/// # Errors
/// When the database cannot be read.
pub async fn offers_changed_last(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<SellerOffer>, DbError> {
    let text = format!("{SELLER_OFFER} WHERE o.seller_id = $1 ORDER BY o.updated_at_us DESC, o.id LIMIT $2");
    conn.all(sql(text).bind(seller).bind(limit)).await
}

/// One offer as its seller's list shows it; another seller's does not exist.
///
/// # Errors
/// When the database cannot be read.
pub async fn offer_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    id: OfferId,
) -> Result<Option<SellerOffer>, DbError> {
    let text = format!("{SELLER_OFFER} WHERE o.seller_id = $1 AND o.id = $2");
    conn.opt(sql(text).bind(seller).bind(id)).await
}

/// The products that a seller ever offered.
pub async fn products_of_seller(conn: &mut Conn, seller: SellerId) -> Result<Vec<ProductId>, DbError> {
    let statement = sql("SELECT DISTINCT product_id FROM catalog_offers WHERE seller_id = $1");
    let rows: Vec<(ProductId,)> = conn.all(statement.bind(seller)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
