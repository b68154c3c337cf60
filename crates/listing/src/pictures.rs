//! Pictures of proposed products. Owns listing_pictures. They are added when a proposal is made, while it waits and once it is
//! live; then they are the product's, too.

use crate::ListingError;
use crate::proposals::{ProposalState, proposal};
use db::{Conn, DbError, Tx, sql};
use domain::{ListingProposalId, PictureId, SellerId};
use std::collections::HashMap;

/// The most pictures of one proposal.
pub const MOST_PICTURES: usize = 8;

/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others.
pub const PICTURES_IN_USE: &str = "listing_pictures";

/// Adds pictures that are kept already to a seller's proposal; one that it has stays once. Returns how many it has.
///
/// # Errors
/// [`ListingError::NoSuchProposal`], also for another seller's; [`ListingError::Decided`] for one that was refused;
/// [`ListingError::TooManyPictures`].
pub async fn add_pictures(
    tx: &mut Tx,
    seller: SellerId,
    id: ListingProposalId,
    pictures: &[PictureId],
) -> Result<usize, ListingError> {
    let known = proposal(tx, id).await?;
    if known.seller != seller {
        return Err(ListingError::NoSuchProposal);
    }
    if known.state == ProposalState::Refused {
        return Err(ListingError::Decided);
    }
    let mut has = pictures_of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let mut new: Vec<PictureId> = Vec::new();
    for picture in pictures {
        if !has.contains(picture) {
            new.push(*picture);
            has.push(*picture);
        }
    }
    if has.len() > MOST_PICTURES {
        return Err(ListingError::TooManyPictures);
    }
    let first = has.len() - new.len();
    for (position, picture) in (first..).zip(&new) {
        tx.exec(
            sql("INSERT INTO listing_pictures (proposal_id, picture_id, position) VALUES ($1, $2, $3)")
                .bind(id)
                .bind(*picture)
                .bind(i64::try_from(position).unwrap_or(i64::MAX)),
        )
        .await?;
    }
    if let Some(product) = known.product {
        // Of a product that others had described before, or that became another one, the pictures are not this seller's.
        let own = catalog::product_by_id(tx, product).await?.and_then(|product| product.source_key);
        if own == Some(format!("listing:{id}")) && catalog::merged_into(tx, product).await?.is_none() {
            catalog::add_pictures(tx, product, &new).await?;
        }
    }
    Ok(has.len())
}

/// The pictures of these proposals, in their order. At most 500 are asked for at once.
pub async fn pictures_of(
    conn: &mut Conn,
    ids: &[ListingProposalId],
) -> Result<HashMap<ListingProposalId, Vec<PictureId>>, DbError> {
    let mut found: HashMap<ListingProposalId, Vec<PictureId>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let text = format!(
        "SELECT proposal_id, picture_id FROM listing_pictures WHERE proposal_id IN ({})
         ORDER BY proposal_id, position",
        db::placeholders(1, ids.len())
    );
    for (id, picture) in
        conn.all::<(ListingProposalId, PictureId)>(sql(text).bind_all(ids.iter().copied())).await?
    {
        found.entry(id).or_default().push(picture);
    }
    Ok(found)
}
