//! Handing the whole in.

use crate::store::{self, Change};
use crate::{OpeningError, Openings};
use domain::opening::OpeningState;
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
                    let what = store::handed_in(tx, &row).await?.missing(opening.kind.0);
                    if !what.is_empty() {
                        return Err(OpeningError::Missing { what });
                    }
                    let change = Change { state: OpeningState::Submitted, words: "", again: &[], by };
                    store::step(tx, seller, change).await
                })
            })
            .await
    }
}
