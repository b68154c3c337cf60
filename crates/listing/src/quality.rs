//! How good a seller's listings are, and what to fix: the facts behind `domain::listing_quality`. Called by the seller's first
//! screen and list of products and by the API.

use crate::{in_force, rule_of};
use catalog::{CategoryTree, Described, SellerOffer, described, offers_changed_last};
use db::{Conn, DbError};
use domain::listing_quality::{Facts, Quality, assess};
use domain::{Money, OfferId, ProductId, SellerId};
use std::collections::HashMap;

/// The score of a listing, with the names of what its category asks for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub quality: Quality,
    pub missing: Vec<String>,
}

/// The listings of these offers, judged. `to_win` are the highest prices at which those would speak for their products that do
/// not.
///
/// # Errors
/// Only the database's.
pub async fn judged(
    conn: &mut Conn,
    tree: &CategoryTree,
    rows: &[SellerOffer],
    to_win: &HashMap<OfferId, Money>,
) -> Result<HashMap<OfferId, Judged>, DbError> {
    let products: Vec<ProductId> = rows.iter().map(|row| row.offer.product_id).collect();
    let found = described(conn, &products).await?;
    let rules = in_force(conn).await?;
    let of = |row: &SellerOffer| {
        let product: &Described = found.get(&row.offer.product_id)?;
        let rule = rule_of(tree, &rules, product.category_id);
        let attributes = product.attributes.iter().map(|a| (a.name.as_str(), a.value.as_str()));
        let missing: Vec<String> = rule.missing(attributes).into_iter().map(str::to_owned).collect();
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        let facts = Facts {
            pictures: count(product.pictures),
            title: product.title.trim().chars().count(),
            description: count(product.description),
            attributes: product.attributes.iter().filter(|a| !a.value.trim().is_empty()).count(),
            required: rule.required.len(),
            missing: missing.len(),
            has_code: product.ean.is_some(),
            price: to_win.get(&row.offer.id).and_then(|wins| rival(row.offer.price, *wins)),
        };
        Some((row.offer.id, Judged { quality: assess(&facts), missing }))
    };
    Ok(rows.iter().filter_map(of).collect())
}

/// So many offers of a seller are looked through for what is to be fixed, those that changed last: the first screen asks for it
/// each time, and nobody mends more of them in a day.
pub const MOST_LOOKED_THROUGH: i64 = 500;

/// A seller's active offers whose listing has to be fixed, latest change first, of the [`MOST_LOOKED_THROUGH`] that changed last.
/// Prices are no part of it: an offer that others undercut is listed as well as before.
///
/// # Errors
/// Only the database's.
pub async fn to_fix(
    conn: &mut Conn,
    tree: &CategoryTree,
    seller: SellerId,
) -> Result<Vec<SellerOffer>, DbError> {
    let mut rows: Vec<SellerOffer> = offers_changed_last(conn, seller, MOST_LOOKED_THROUGH).await?;
    rows.retain(|row| row.offer.active);
    let judged = judged(conn, tree, &rows, &HashMap::new()).await?;
    rows.retain(|row| judged.get(&row.offer.id).is_some_and(|found| found.quality.is_to_fix()));
    Ok(rows)
}

/// What it costs, and the highest price at which it would speak for its product.
fn rival(own: Money, wins: Money) -> Option<(i64, i64)> {
    (wins.currency() == own.currency()).then(|| (own.minor(), wins.minor()))
}
