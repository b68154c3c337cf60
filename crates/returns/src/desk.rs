//! The seller's side until the money: approve, decline, received.

use crate::request::free_units;
use crate::store::{self, Return};
use crate::{ReturnError, Returns, ReturnsConfig, exchange, letters, settings};
use db::{Tx, sql};
use domain::returns::{RETURN_APPROVED, RETURN_DECLINED, RETURN_RECEIVED, ReturnEvent, ReturnState};
use domain::review::Prose;
use domain::text_enum::TextEnum as _;
use domain::{ReturnId, SellerId};
use std::sync::Arc;

impl Returns {
    /// Lets the shopper send it back, to the address of the seller's settings, with a word if wanted. Approving again
    /// changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::NoReturnAddress`]; [`ReturnError::WrongState`] for what was answered otherwise or taken back;
    /// [`ReturnError::ReplacementSoldOut`] for an exchange that has to be turned into a refund first.
    pub async fn approve(
        &self,
        seller: SellerId,
        id: ReturnId,
        answer: Option<Prose>,
    ) -> Result<(), ReturnError> {
        let (answer, config) = (Arc::new(answer), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (answer, config) = (Arc::clone(&answer), Arc::clone(&config));
                Box::pin(async move {
                    let row = of_seller(tx, seller, id).await?;
                    if row.state.0 == ReturnState::Approved {
                        return Ok(());
                    }
                    let words = answer.as_ref().as_ref().map(Prose::as_str);
                    approve_now(tx, &config, &row, words, false).await
                })
            })
            .await
    }

    /// Refuses it, with a reason that the shopper reads. Its units can be asked for again. Declining again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::WrongState`] for what was approved or taken back.
    pub async fn decline(&self, seller: SellerId, id: ReturnId, answer: Prose) -> Result<(), ReturnError> {
        let (answer, config) = (Arc::new(answer), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (answer, config) = (Arc::clone(&answer), Arc::clone(&config));
                Box::pin(async move {
                    let row = of_seller(tx, seller, id).await?;
                    if row.state.0 == ReturnState::Declined {
                        return Ok(());
                    }
                    let next = row.next(ReturnEvent::Decline)?;
                    let now = tx.now();
                    tx.exec(
                        sql("UPDATE returns_returns SET state = $2, answered_at_us = $3, answer = $4 WHERE id = $1")
                            .bind(id)
                            .bind(next.as_str())
                            .bind(now)
                            .bind(answer.as_str()),
                    )
                    .await?;
                    free_units(tx, id).await?;
                    exchange::end(tx, id).await?;
                    store::announce(tx, RETURN_DECLINED, &row, 0).await?;
                    letters::declined(tx, &config, id).await
                })
            })
            .await
    }

    /// The parcel is back. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::WrongState`] for what was never approved.
    pub async fn receive(&self, seller: SellerId, id: ReturnId) -> Result<(), ReturnError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let row = of_seller(tx, seller, id).await?;
                    if row.state.0 == ReturnState::Received {
                        return Ok(());
                    }
                    let next = row.next(ReturnEvent::Receive)?;
                    let now = tx.now();
                    let statement =
                        sql("UPDATE returns_returns SET state = $2, received_at_us = $3 WHERE id = $1");
                    tx.exec(statement.bind(id).bind(next.as_str()).bind(now)).await?;
                    store::announce(tx, RETURN_RECEIVED, &row, 0).await
                })
            })
            .await
    }
}

/// The return, if it is this seller's; another's does not exist.
pub(crate) async fn of_seller(tx: &mut Tx, seller: SellerId, id: ReturnId) -> Result<Return, ReturnError> {
    let row = store::one(tx, id).await?;
    if row.seller_id == seller { Ok(row) } else { Err(ReturnError::NotFound) }
}

/// Approves it: the seller did, or the seller's settings do.
pub(crate) async fn approve_now(
    tx: &mut Tx,
    config: &ReturnsConfig,
    row: &Return,
    answer: Option<&str>,
    at_once: bool,
) -> Result<(), ReturnError> {
    let next = row.next(ReturnEvent::Approve)?;
    let address = settings(tx, row.seller_id).await?.address.ok_or(ReturnError::NoReturnAddress)?;
    let address = serde_json::to_string(&address).map_err(db::DbError::from)?;
    let now = tx.now();
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, answered_at_us = $3, answer = $4, ship_to = $5,
             approved_at_once = $6 WHERE id = $1")
        .bind(row.id)
        .bind(next.as_str())
        .bind(now)
        .bind(answer)
        .bind(address)
        .bind(at_once),
    )
    .await?;
    exchange::hold(tx, row.id).await?;
    store::announce(tx, RETURN_APPROVED, row, 0).await?;
    letters::approved(tx, config, row.id).await
}
