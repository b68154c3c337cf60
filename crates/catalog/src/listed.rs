//! The whole catalogue in the order of its ids, piece by piece: for site maps and feeds. Ids grow with time, so what was
//! listed once keeps its place.

use crate::BATCH;
use db::{Conn, DbError, FromRow, Row, placeholders, row, sql};
use domain::{CategoryId, ProductId, Timestamp, TypedId as _};
use pictures::{PICTURE_COLUMNS, Picture};
use std::collections::HashMap;
use uuid::Uuid;

row! {
    /// A product that shoppers see, in short.
    pub struct Listed {
        pub id: ProductId,
        pub slug: String,
        pub updated_at_us: Timestamp,
    }
}

/// How many products there are, shown or not.
pub async fn product_count(conn: &mut Conn) -> Result<i64, DbError> {
    let (count,): (i64,) = conn.one(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products")).await?;
    Ok(count)
}

/// The id of the product at this place, counted from 0, shown or not.
pub async fn product_at(conn: &mut Conn, place: i64) -> Result<Option<ProductId>, DbError> {
    let statement = sql("SELECT id FROM catalog_products ORDER BY id LIMIT 1 OFFSET $1").bind(place);
    let row: Option<(ProductId,)> = conn.opt(statement).await?;
    Ok(row.map(|(id,)| id))
}

/// Products that shoppers see behind `after` up to and with `until`, at most `limit`.
pub async fn listed(
    conn: &mut Conn,
    after: Option<ProductId>,
    until: Option<ProductId>,
    limit: i64,
) -> Result<Vec<Listed>, DbError> {
    let statement = sql("SELECT id, slug, updated_at_us FROM catalog_products
         WHERE id > $1 AND id <= $2 AND status = 'active' ORDER BY id LIMIT $3");
    let first = after.unwrap_or(ProductId::from_uuid(Uuid::nil()));
    let last = until.unwrap_or(ProductId::from_uuid(Uuid::max()));
    conn.all(statement.bind(first).bind(last).bind(limit)).await
}

/// The categories of those of these products that shoppers see.
pub async fn categories_of(
    conn: &mut Conn,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, CategoryId>, DbError> {
    let mut found = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!(
            "SELECT id, category_id FROM catalog_products WHERE status = 'active' AND id IN ({list})"
        );
        let rows: Vec<(ProductId, CategoryId)> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows);
    }
    Ok(found)
}

struct PictureOf {
    product: ProductId,
    picture: Option<Picture>,
}

impl FromRow for PictureOf {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { product: row.get("product_id")?, picture: Picture::joined(row)? })
    }
}

/// All pictures of these products, each product's in their order.
pub async fn pictures_of(
    conn: &mut Conn,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Vec<Picture>>, DbError> {
    let mut found: HashMap<ProductId, Vec<Picture>> = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!(
            "SELECT pp.product_id, {PICTURE_COLUMNS} FROM catalog_product_pictures AS pp
             JOIN pictures_pictures AS pic ON pic.id = pp.picture_id
             WHERE pp.product_id IN ({list}) ORDER BY pp.product_id, pp.position"
        );
        for row in conn.all::<PictureOf>(sql(text).bind_all(batch.iter().copied())).await? {
            found.entry(row.product).or_default().extend(row.picture);
        }
    }
    Ok(found)
}
