//! A product's rating and number of questions. Owns `reviews_products`; written last in each transaction, because many
//! share its rows.

use crate::ReviewError;
use db::{Conn, DbError, FromRow, Row, Tx, placeholders, sql};
use domain::review::{Rating, Stars};
use domain::{ProductId, SellerId};
use std::collections::HashMap;

/// What a product's page and tile begin with. A product that nobody wrote about has none, which is the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub rating: Rating,
    /// Shown ones.
    pub questions: i64,
}

const STANDING: &str = "product_id, stars_1, stars_2, stars_3, stars_4, stars_5, questions";

struct Stored(ProductId, Standing);

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let by_stars = [
            row.get("stars_1")?,
            row.get("stars_2")?,
            row.get("stars_3")?,
            row.get("stars_4")?,
            row.get("stars_5")?,
        ];
        let standing = Standing { rating: Rating { by_stars }, questions: row.get("questions")? };
        Ok(Self(row.get("product_id")?, standing))
    }
}

/// Of one product, in one read.
pub async fn standing(conn: &mut Conn, product: ProductId) -> Result<Standing, ReviewError> {
    let text = format!("SELECT {STANDING} FROM reviews_products WHERE product_id = $1");
    let found: Option<Stored> = conn.opt(sql(text).bind(product)).await?;
    Ok(found.map(|stored| stored.1).unwrap_or_default())
}

/// What those who bought from a seller say of what it sold: every review is of something that its writer bought, and counts
/// for whom it was bought from. Hidden ones count nowhere.
pub async fn rating_of_seller(conn: &mut Conn, seller: SellerId) -> Result<Rating, ReviewError> {
    stars_of(conn, "reviews_reviews", seller).await
}

/// The shown stars of a table whose rows are of sellers.
pub(crate) async fn stars_of(
    conn: &mut Conn,
    table: &'static str,
    seller: SellerId,
) -> Result<Rating, ReviewError> {
    let text = format!(
        "SELECT stars, CAST(COUNT(*) AS BIGINT) FROM {table}
         WHERE seller_id = $1 AND visibility = 'shown' GROUP BY stars"
    );
    let counted: Vec<(i64, i64)> = conn.all(sql(text).bind(seller)).await?;
    let mut rating = Rating::default();
    for (stars, count) in counted {
        if let Some(place) = usize::try_from(stars - 1).ok().and_then(|at| rating.by_stars.get_mut(at)) {
            *place = count;
        }
    }
    Ok(rating)
}

/// Of the products of a list, in one read; those that nobody wrote about are absent.
pub async fn standings(
    conn: &mut Conn,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Standing>, ReviewError> {
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(1, products.len());
    let text = format!("SELECT {STANDING} FROM reviews_products WHERE product_id IN ({list})");
    let rows: Vec<Stored> = conn.all(sql(text).bind_all(products.iter().copied())).await?;
    Ok(rows.into_iter().map(|stored| (stored.0, stored.1)).collect())
}

/// Takes one review's stars out of the rating and puts others in; either may be none.
pub(crate) async fn change_rating(
    tx: &mut Tx,
    product: ProductId,
    out: Option<Stars>,
    into: Option<Stars>,
) -> Result<(), ReviewError> {
    let mut by_stars = [0i64; 5];
    for (stars, change) in [(out, -1), (into, 1)] {
        if let Some(place) = stars.and_then(|s| usize::try_from(s.get() - 1).ok()) {
            by_stars[place] += change;
        }
    }
    let change = Rating { by_stars };
    if by_stars == [0; 5] {
        return Ok(());
    }
    begin(tx, product).await?;
    let statement = sql("UPDATE reviews_products SET reviews = reviews + $2, stars_sum = stars_sum + $3,
             stars_1 = stars_1 + $4, stars_2 = stars_2 + $5, stars_3 = stars_3 + $6, stars_4 = stars_4 + $7,
             stars_5 = stars_5 + $8
         WHERE product_id = $1");
    tx.exec(statement.bind(product).bind(change.count()).bind(change.sum()).bind_all(by_stars)).await?;
    Ok(())
}

/// Counts shown questions up or down.
pub(crate) async fn change_questions(
    tx: &mut Tx,
    product: ProductId,
    change: i64,
) -> Result<(), ReviewError> {
    begin(tx, product).await?;
    let statement = sql("UPDATE reviews_products SET questions = questions + $2 WHERE product_id = $1");
    tx.exec(statement.bind(product).bind(change)).await?;
    Ok(())
}

/// Counts a product's rating and questions anew from its rows.
pub(crate) async fn recount(tx: &mut Tx, product: ProductId) -> Result<(), ReviewError> {
    begin(tx, product).await?;
    let shown = "FROM reviews_reviews AS r WHERE r.product_id = $1 AND r.visibility = 'shown'";
    let of_stars: Vec<String> = (1..=5)
        .map(|stars| {
            format!("stars_{stars} = (SELECT CAST(COUNT(*) AS BIGINT) {shown} AND r.stars = {stars})")
        })
        .collect();
    let text = format!(
        "UPDATE reviews_products SET reviews = (SELECT CAST(COUNT(*) AS BIGINT) {shown}),
             stars_sum = (SELECT CAST(COALESCE(SUM(r.stars), 0) AS BIGINT) {shown}), {},
             questions = (SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_questions AS q
                 WHERE q.product_id = $1 AND q.visibility = 'shown')
         WHERE product_id = $1",
        of_stars.join(", ")
    );
    tx.exec(sql(text).bind(product)).await?;
    Ok(())
}

async fn begin(tx: &mut Tx, product: ProductId) -> Result<(), ReviewError> {
    let statement = sql("INSERT INTO reviews_products
             (product_id, reviews, stars_sum, stars_1, stars_2, stars_3, stars_4, stars_5, questions)
         VALUES ($1, 0, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT (product_id) DO NOTHING");
    tx.exec(statement.bind(product)).await?;
    Ok(())
}
