//! Handing the whole in.

use crate::store::{self, Change, Opening};
use crate::{OpeningError, Openings, documents};
use db::Tx;
use domain::opening::{OpeningState, Requirement};
use domain::{AccountId, SellerId};

impl Openings {
    /// Gives the opening to the operator. Again while it waits changes nothing.
    ///
    /// # Errors
    /// [`OpeningError::Missing`] with what is still to be handed in, [`OpeningError::WrongState`] once it is decided,
    /// [`OpeningError::NotFound`].
    pub async fn submit(&self, seller: SellerId, by: AccountId) -> Result<(), OpeningError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let opening = store::must(tx, seller).await?;
                    match opening.state.0 {
                        OpeningState::Submitted => return Ok(()),
                        state if !state.is_sellers() => return Err(OpeningError::WrongState { state }),
                        _ => {}
                    }
                    let row = sellers::get(tx, seller).await?.ok_or(OpeningError::NotFound)?;
                    let mut what = store::handed_in(tx, &row).await?.missing(opening.kind.0);
                    what.extend(not_again(tx, &opening).await?);
                    if !what.is_empty() {
                        return Err(OpeningError::Missing { what });
                    }
                    let change = Change { state: OpeningState::Submitted, words: "", again: &[], by };
                    store::step(tx, seller, change).await.map(|_| ())
                })
            })
            .await
    }
}

/// Papers that were asked for again and of which there is no newer one.
async fn not_again(tx: &mut Tx, opening: &Opening) -> Result<Vec<Requirement>, OpeningError> {
    let Some(since) = opening.decided_at_us else { return Ok(Vec::new()) };
    let papers = documents::documents(tx, opening.seller_id).await?;
    let is_new = |kind| papers.iter().any(|paper| paper.kind.0 == kind && paper.added_at_us > since);
    let old = opening.again.0.iter().copied().filter(|one| one.document().is_some_and(|kind| !is_new(kind)));
    Ok(old.collect())
}
