//! Giving an opening up, and forgetting what was handed in for one that came to nothing.

use crate::store::{self, Change};
use crate::{OpeningError, Openings};
use db::sql;
use domain::opening::OpeningState;
use domain::{AccountId, DurationUs, SellerId};

/// How long documents of an opening are kept that was refused, or that nobody goes on with. Those of sellers who sell stay:
/// tax law asks for them for as long as the books are kept.
pub const KEPT: DurationUs = DurationUs::from_hours(180 * 24);

impl Openings {
    /// Gives an opening up: its documents, legal data and bank account go, its people leave, and the shop never sells; the
    /// documents of one that was refused stay for [`KEPT`]. Again changes nothing.
    ///
    /// # Errors
    /// [`OpeningError::WrongState`] once it was approved, [`OpeningError::NotFound`].
    pub async fn withdraw(&self, seller: SellerId, by: AccountId) -> Result<(), OpeningError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let state = store::must(tx, seller).await?.state.0;
                    match state {
                        OpeningState::Withdrawn => return Ok(()),
                        OpeningState::Approved => return Err(OpeningError::WrongState { state }),
                        _ => {}
                    }
                    // What was refused for a reason stays as long as any that was: the reason may be in it.
                    if state != OpeningState::Refused {
                        let papers = sql("DELETE FROM openings_documents WHERE seller_id = $1");
                        tx.exec(papers.bind(seller)).await?;
                    }
                    payouts::retire_account(tx, seller).await?;
                    fees::remove_card(tx, seller).await?;
                    sellers::give_up(tx, seller).await?;
                    let change = Change { state: OpeningState::Withdrawn, words: "", again: &[], by };
                    store::step(tx, seller, change).await.map(|_| ())
                })
            })
            .await
    }

    /// Removes documents of openings that were refused [`KEPT`] ago, or opened that long ago and never submitted. Returns
    /// how many.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn forget_old(&self) -> Result<u64, OpeningError> {
        self.db
            .write(|tx| {
                Box::pin(async move {
                    let before = tx.now().minus(KEPT);
                    let statement =
                        sql("DELETE FROM openings_documents WHERE added_at_us < $1 AND seller_id IN (
                             SELECT seller_id FROM openings_openings
                             WHERE (state IN ('refused', 'returned', 'withdrawn') AND decided_at_us < $1)
                                OR (state = 'draft' AND opened_at_us < $1))");
                    Ok(tx.exec(statement.bind(before)).await?)
                })
            })
            .await
    }
}
