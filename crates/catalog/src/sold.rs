//! What a seller sells, for taking it out of the shop. Called by exports.

use crate::ProductStatus;
use db::{Conn, DbError, sql};
use domain::{Currency, OfferId, ProductId, SellerId};

db::row! {
    /// One offer with what names its product.
    pub struct Sold {
        pub offer_id: OfferId,
        /// Whether the seller wants to sell it.
        pub active: bool,
        pub product_id: ProductId,
        pub slug: String,
        pub source_key: Option<String>,
        pub status: ProductStatus,
        /// The name of the model, where the product is a variant of one.
        pub model_key: Option<String>,
        pub variant_position: Option<i64>,
    }
}

/// The next `limit` of the seller's offers of new articles in this currency whose products were not withdrawn, in the
/// order of their ids.
pub async fn sold_by(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    after: Option<OfferId>,
    limit: i64,
) -> Result<Vec<Sold>, DbError> {
    let behind = if after.is_some() { "AND o.id > $4" } else { "" };
    let text = format!(
        "SELECT o.id AS offer_id, o.active, p.id AS product_id, p.slug, p.source_key, p.status, m.model_key,
                p.variant_position
         FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
         LEFT JOIN catalog_models AS m ON m.id = p.model_id
         WHERE o.seller_id = $1 AND o.currency = $2 AND o.condition = 'new' AND p.status <> 'withdrawn' {behind}
         ORDER BY o.id LIMIT $3"
    );
    let statement = sql(text).bind(seller).bind(currency).bind(limit);
    conn.all(match after {
        Some(id) => statement.bind(id),
        None => statement,
    })
    .await
}

/// How many offers a seller has at all.
pub async fn count_of_seller(conn: &mut Conn, seller: SellerId) -> Result<i64, DbError> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE seller_id = $1";
    Ok(conn.one::<(i64,)>(sql(text).bind(seller)).await?.0)
}
