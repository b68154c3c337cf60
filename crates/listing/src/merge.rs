//! Making one of two products. Owns listing_merges, the audit trail, to which rows are only added.
//!
//! Offers, codes, reviews, questions and what stands on lists become the kept product's. A seller who offers both keeps the
//! offer on the kept one; the other is taken off sale where it stands, with its stock, and the seller is written. Orders keep
//! what was frozen in them.

use crate::{ListingConfig, ListingError, letters};
use catalog::{CatalogError, Product, ProductStatus, every_offer_of, move_offer, set_active};
use db::{Conn, DbError, FromRow, Json, Row, Tx, sql};
use domain::{AccountId, ListingMergeId, OfferId, ProductId, Timestamp};
use serde::{Deserialize, Serialize};

/// What became the kept product's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedAlong {
    pub offers: Vec<OfferId>,
    /// Offers of sellers who offer the kept product in the same condition: off sale, with their stock.
    pub hidden: Vec<OfferId>,
    pub codes: Vec<String>,
    pub reviews: i64,
    pub questions: i64,
    pub list_items: i64,
}

/// One merge, with both products as they were called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    pub id: ListingMergeId,
    pub from: ProductId,
    pub into: ProductId,
    pub from_slug: String,
    pub from_title: String,
    pub into_slug: String,
    pub into_title: String,
    pub moved: MovedAlong,
    pub by: AccountId,
    pub at: Timestamp,
}

impl FromRow for Merge {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            from: row.get("from_id")?,
            into: row.get("into_id")?,
            from_slug: row.get("from_slug")?,
            from_title: row.get("from_title")?,
            into_slug: row.get("into_slug")?,
            into_title: row.get("into_title")?,
            moved: row.get::<Json<MovedAlong>>("moved")?.0,
            by: row.get("merged_by")?,
            at: row.get("merged_at_us")?,
        })
    }
}

/// The newest merges.
pub async fn merges(conn: &mut Conn, most: i64) -> Result<Vec<Merge>, DbError> {
    let text = "SELECT id, from_id, into_id, from_slug, from_title, into_slug, into_title, moved, merged_by, merged_at_us
         FROM listing_merges ORDER BY merged_at_us DESC, id DESC LIMIT $1";
    conn.all(sql(text).bind(most)).await
}

/// Makes `from` one with `into`, which stays as it is described.
///
/// # Errors
/// [`ListingError::SameProduct`]; [`ListingError::NoSuchProduct`], also for one that was merged before;
/// [`ListingError::NotListed`] when shoppers do not see the one to be kept; [`CatalogError::TakenDown`] when an operator took
/// the other one down.
pub async fn merge(
    tx: &mut Tx,
    config: &ListingConfig,
    from: ProductId,
    into: ProductId,
    by: AccountId,
) -> Result<Merge, ListingError> {
    if from == into {
        return Err(ListingError::SameProduct);
    }
    let gone = product(tx, from).await?;
    let kept = product(tx, into).await?;
    if kept.status != ProductStatus::Active {
        return Err(ListingError::NotListed);
    }
    let mut moved = MovedAlong::default();
    for offer in every_offer_of(tx, from).await? {
        match move_offer(tx, offer.id, into).await {
            Ok(_) => moved.offers.push(offer.id),
            Err(CatalogError::OfferExists) => {
                set_active(tx, offer.id, false, None).await?;
                moved.hidden.push(offer.id);
                letters::hidden(tx, config, &offer, &gone, &kept).await?;
            }
            Err(other) => return Err(other.into()),
        }
    }
    let written = reviews::move_product(tx, from, into).await?;
    (moved.reviews, moved.questions) = (written.reviews, written.questions);
    moved.list_items = lists::move_product(tx, from, into).await?;
    moved.codes = catalog::merge_products(tx, from, into).await?;
    let merge = Merge {
        id: tx.new_id(),
        from,
        into,
        from_slug: gone.slug,
        from_title: gone.title,
        into_slug: kept.slug,
        into_title: kept.title,
        moved,
        by,
        at: tx.now(),
    };
    keep(tx, &merge).await?;
    Ok(merge)
}

/// A product that is no other one.
async fn product(tx: &mut Tx, id: ProductId) -> Result<Product, ListingError> {
    if catalog::merged_into(tx, id).await?.is_some() {
        return Err(ListingError::NoSuchProduct);
    }
    catalog::product_by_id(tx, id).await?.ok_or(ListingError::NoSuchProduct)
}

async fn keep(tx: &mut Tx, merge: &Merge) -> Result<(), ListingError> {
    tx.exec(
        sql("INSERT INTO listing_merges (id, from_id, into_id, from_slug, from_title, into_slug, into_title, moved,
                 merged_by, merged_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(merge.id)
        .bind(merge.from)
        .bind(merge.into)
        .bind(&merge.from_slug)
        .bind(&merge.from_title)
        .bind(&merge.into_slug)
        .bind(&merge.into_title)
        .bind(serde_json::to_string(&merge.moved).map_err(DbError::from)?)
        .bind(merge.by)
        .bind(merge.at),
    )
    .await?;
    Ok(())
}
