//! What a seller has of the same article as new: the product itself and the other variants of its model. Called by
//! returns, which exchange one for another.

use crate::Condition;
use db::{Conn, DbError, Json, row, sql};
use domain::{Currency, ModelId, Money, OfferId, ProductId, SellerId};

row! {
    struct SameRow {
        offer_id: OfferId,
        product_id: ProductId,
        title: String,
        variant_values: Option<Json<Vec<String>>>,
        price_minor: i64,
        currency: Currency,
    }
}

/// A new article of the same kind that a seller offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameArticle {
    pub offer: OfferId,
    pub product: ProductId,
    pub title: String,
    /// What it is among its variants, such as size and colour; nothing for what has none.
    pub values: Vec<String>,
    /// For one piece, as an offer's.
    pub price: Money,
}

/// The seller's active offers, new, of a product and of its variants that shoppers see, in the variants' order. Whether
/// they are in stock is another question.
///
/// # Errors
/// When the database cannot be read.
pub async fn same_article(
    conn: &mut Conn,
    seller: SellerId,
    product: ProductId,
) -> Result<Vec<SameArticle>, DbError> {
    let model = sql("SELECT model_id FROM catalog_products WHERE id = $1").bind(product);
    let model: Option<(Option<ModelId>,)> = conn.opt(model).await?;
    let model = model.and_then(|(model,)| model);
    let which = if model.is_some() { "p.model_id = $3" } else { "p.id = $3" };
    let text = format!(
        "SELECT o.id AS offer_id, o.product_id, p.title, p.variant_values, o.price_minor, o.currency
         FROM catalog_products AS p JOIN catalog_offers AS o ON o.product_id = p.id
         WHERE {which} AND o.seller_id = $1 AND o.condition = $2 AND o.active = TRUE AND p.status = 'active'
         ORDER BY p.variant_position, p.id, o.id"
    );
    let statement = sql(text).bind(seller).bind(Condition::New);
    let statement = match model {
        Some(model) => statement.bind(model),
        None => statement.bind(product),
    };
    let rows: Vec<SameRow> = conn.all(statement).await?;
    let article = |row: SameRow| SameArticle {
        offer: row.offer_id,
        product: row.product_id,
        title: row.title,
        values: row.variant_values.map(|values| values.0).unwrap_or_default(),
        price: Money::new(row.price_minor, row.currency),
    };
    Ok(rows.into_iter().map(article).collect())
}
