//! A product's reviews, and one's own. What is hidden is in no list but its author's.

use crate::ReviewError;
use crate::reply::{ReviewReply, replies_to};
use db::{Conn, DbError, FromRow, Row, Text, sql};
use domain::review::{ReviewChanged, ReviewSort, Stars, Visibility};
use domain::{AccountId, ProductId, ReviewId, SellerId, Timestamp};
use std::collections::HashMap;

/// Reviews on one page.
pub const PER_PAGE: u32 = 10;

/// A review as pages show it, without its photos ([`crate::photos_of`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: ReviewId,
    pub product_id: ProductId,
    pub account_id: AccountId,
    /// Whose offer was bought.
    pub seller_id: SellerId,
    /// The author's first name; all that anybody else sees of them.
    pub author: String,
    pub stars: Stars,
    pub title: String,
    pub body: String,
    pub visibility: Visibility,
    pub votes: i64,
    pub photos: i64,
    pub written_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub reply: Option<ReviewReply>,
}

impl Review {
    pub(crate) fn as_event(&self) -> ReviewChanged {
        ReviewChanged {
            review_id: self.id,
            product_id: self.product_id,
            seller_id: self.seller_id,
            stars: self.stars,
        }
    }
}

pub(crate) const REVIEW: &str =
    "id, product_id, account_id, seller_id, stars, title, body, visibility, removed, votes,
     photos, written_at_us, edited_at_us";

pub(crate) struct Stored {
    pub(crate) review: Review,
    pub(crate) removed: bool,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let stars: i64 = row.get("stars")?;
        let wrong =
            |e: domain::field::Problem| DbError::Column { column: "stars".into(), problem: e.to_string() };
        let review = Review {
            id: row.get("id")?,
            product_id: row.get("product_id")?,
            account_id: row.get("account_id")?,
            seller_id: row.get("seller_id")?,
            author: String::new(),
            stars: Stars::new(stars).map_err(wrong)?,
            title: row.get("title")?,
            body: row.get("body")?,
            visibility: row.get::<Text<Visibility>>("visibility")?.0,
            votes: row.get("votes")?,
            photos: row.get("photos")?,
            written_at: row.get("written_at_us")?,
            edited_at: row.get("edited_at_us")?,
            reply: None,
        };
        Ok(Self { review, removed: row.get("removed")? })
    }
}

/// Which of a product's reviews are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    pub sort: ReviewSort,
    pub stars: Option<Stars>,
    pub with_photos: bool,
    /// From 1.
    pub page: u32,
}

/// One page of a product's reviews.
#[derive(Debug, Clone, Default)]
pub struct ReviewPage {
    pub reviews: Vec<Review>,
    /// All that the filter lets through.
    pub total: i64,
}

/// A page of a product's reviews.
pub async fn page(conn: &mut Conn, product: ProductId, filter: Filter) -> Result<ReviewPage, ReviewError> {
    let mut only = String::from("product_id = $1 AND visibility = 'shown'");
    if let Some(stars) = filter.stars {
        only.push_str(&format!(" AND stars = {}", stars.get()));
    }
    if filter.with_photos {
        only.push_str(" AND photos > 0");
    }
    let order = match filter.sort {
        ReviewSort::Helpful => "votes DESC, written_at_us DESC, id DESC",
        ReviewSort::Newest => "written_at_us DESC, id DESC",
        ReviewSort::Highest => "stars DESC, votes DESC, written_at_us DESC, id DESC",
        ReviewSort::Lowest => "stars, votes DESC, written_at_us DESC, id DESC",
    };
    let counting = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_reviews WHERE {only}");
    let (total,): (i64,) = conn.one(sql(counting).bind(product)).await?;
    let offset = i64::from(filter.page.max(1) - 1) * i64::from(PER_PAGE);
    let text =
        format!("SELECT {REVIEW} FROM reviews_reviews WHERE {only} ORDER BY {order} LIMIT $2 OFFSET $3");
    let rows: Vec<Stored> = conn.all(sql(text).bind(product).bind(i64::from(PER_PAGE)).bind(offset)).await?;
    Ok(ReviewPage { reviews: complete(conn, rows).await?, total })
}

/// One review, whoever may see it; taken back ones are gone.
pub async fn review(conn: &mut Conn, id: ReviewId) -> Result<Option<Review>, ReviewError> {
    let text = format!("SELECT {REVIEW} FROM reviews_reviews WHERE id = $1 AND NOT removed");
    let rows: Vec<Stored> = conn.all(sql(text).bind(id)).await?;
    Ok(complete(conn, rows).await?.pop())
}

/// The product itself, or the one that it became.
pub(crate) async fn kept(conn: &mut Conn, product: ProductId) -> Result<ProductId, DbError> {
    Ok(catalog::merged_into(conn, product).await?.unwrap_or(product))
}

/// The account's review of a product or of what it became, hidden or not.
pub async fn of_author(
    conn: &mut Conn,
    author: AccountId,
    product: ProductId,
) -> Result<Option<Review>, ReviewError> {
    let product = kept(conn, product).await?;
    Ok(own(conn, author, product).await?.filter(|(_, removed)| !removed).map(|(review, _)| review))
}

/// The row behind it, and whether it was taken back.
pub(crate) async fn own(
    conn: &mut Conn,
    author: AccountId,
    product: ProductId,
) -> Result<Option<(Review, bool)>, ReviewError> {
    let text = format!("SELECT {REVIEW} FROM reviews_reviews WHERE product_id = $1 AND account_id = $2");
    let row: Option<Stored> = conn.opt(sql(text).bind(product).bind(author)).await?;
    Ok(row.map(|stored| (stored.review, stored.removed)))
}

/// Everything that an account has reviewed, newest first.
pub async fn by_author(conn: &mut Conn, author: AccountId, limit: i64) -> Result<Vec<Review>, ReviewError> {
    let text = format!(
        "SELECT {REVIEW} FROM reviews_reviews WHERE account_id = $1 AND NOT removed
         ORDER BY written_at_us DESC, id DESC LIMIT $2"
    );
    let rows: Vec<Stored> = conn.all(sql(text).bind(author).bind(limit)).await?;
    complete(conn, rows).await
}

/// Adds names and replies.
pub(crate) async fn complete(conn: &mut Conn, rows: Vec<Stored>) -> Result<Vec<Review>, ReviewError> {
    let mut reviews: Vec<Review> = rows.into_iter().map(|stored| stored.review).collect();
    let ids: Vec<ReviewId> = reviews.iter().map(|r| r.id).collect();
    let names = names_of(conn, reviews.iter().map(|r| r.account_id)).await?;
    let mut replies = replies_to(conn, &ids).await?;
    for review in &mut reviews {
        review.author = names.get(&review.account_id).cloned().unwrap_or_default();
        review.reply = replies.remove(&review.id);
    }
    Ok(reviews)
}

/// First names by account.
pub(crate) async fn names_of(
    conn: &mut Conn,
    accounts: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, ReviewError> {
    let mut ids: Vec<AccountId> = accounts.collect();
    ids.sort_unstable();
    ids.dedup();
    let known = identity::accounts(conn, &ids).await?;
    Ok(known.into_iter().map(|(id, account)| (id, domain::review::first_name(&account.name))).collect())
}
