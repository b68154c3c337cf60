//! The card that a seller keeps for its fees: the seller's, whoever of its owners typed it. Owns `fees_cards`. Called by the page
//! of the plan and by `by_card`. Who may, the caller asks.

use crate::{FeeError, plans};
use db::{Conn, Tx, sql};
use domain::SellerId;
use domain::payment::SavedCard;
use sellers::SellerStatus;

/// The token of a seller's card; `None` while it keeps none.
pub(crate) async fn token_of(conn: &mut Conn, seller: SellerId) -> Result<Option<String>, FeeError> {
    let find = sql("SELECT token FROM fees_cards WHERE seller_id = $1");
    let row: Option<(String,)> = conn.opt(find.bind(seller)).await?;
    Ok(row.map(|(token,)| token))
}

/// How the card that a seller keeps for fees is shown; `None` while it keeps none.
///
/// # Errors
/// Only the database's.
pub async fn card_of(conn: &mut Conn, seller: SellerId) -> Result<Option<SavedCard>, FeeError> {
    match token_of(conn, seller).await? {
        Some(token) => Ok(payments::card_of_token(conn, &token).await?),
        None => Ok(None),
    }
}

/// Keeps a card for a seller's fees, in the place of one kept before: what that one was not asked for yet, this one pays.
/// `token` is what `Payments::tokenise` returned.
///
/// # Errors
/// [`FeeError::NoSuchSeller`], also for one that has closed, [`FeeError::PlatformSeller`],
/// [`payments::PaymentError::UnknownMethod`] for a token that is none.
pub async fn save_card(tx: &mut Tx, seller: SellerId, token: &str) -> Result<(), FeeError> {
    let found = sellers::get(tx, seller).await?.filter(|shop| shop.status != SellerStatus::Closed);
    let found = found.ok_or(FeeError::NoSuchSeller)?;
    if found.is_platform {
        return Err(FeeError::PlatformSeller);
    }
    payments::card_of_token(tx, token).await?.ok_or(payments::PaymentError::UnknownMethod)?;
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO fees_cards (seller_id, token, saved_at_us) VALUES ($1, $2, $3)
             ON CONFLICT (seller_id) DO UPDATE SET token = excluded.token, saved_at_us = excluded.saved_at_us")
        .bind(seller)
        .bind(token)
        .bind(now),
    )
    .await?;
    plans::tell(tx, seller).await
}

/// Lets go of a seller's card. A charge that the processor was asked for already ends as it ends. Returns whether there was one.
///
/// # Errors
/// Only the database's.
pub async fn remove_card(tx: &mut Tx, seller: SellerId) -> Result<bool, FeeError> {
    let removed = tx.exec(sql("DELETE FROM fees_cards WHERE seller_id = $1").bind(seller)).await?;
    if removed > 0 {
        plans::tell(tx, seller).await?;
    }
    Ok(removed > 0)
}
