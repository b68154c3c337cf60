//! An operator's decision about an opening, with words that the seller reads.

use crate::store::{self, Change, Opening};
use crate::{OpeningError, Openings, OpeningsConfig, WORDS, letters};
use db::Tx;
use domain::opening::{OpeningDecision, OpeningState, Requirement};
use domain::{AccountId, SellerId};
use fees::FeeError;
use sellers::SellerStatus;

/// What an operator decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decided {
    decision: OpeningDecision,
    words: String,
    again: Vec<Requirement>,
    by: AccountId,
}

impl Openings {
    /// Approves an opening, gives it back or refuses it; its owners are told in the same transaction. An approved shop sells
    /// from then on and begins its plan. The same decision again changes nothing.
    ///
    /// # Errors
    /// [`OpeningError::BadWords`] where they are needed, [`OpeningError::NothingToHandIn`] for giving back without saying
    /// what, [`OpeningError::OwnShop`], [`OpeningError::WrongState`] for one that does not wait, [`OpeningError::Missing`]
    /// for approving what lacks something, [`OpeningError::NotFound`].
    pub async fn decide(
        &self,
        seller: SellerId,
        by: AccountId,
        decision: OpeningDecision,
        words: &str,
        again: &[Requirement],
    ) -> Result<(), OpeningError> {
        let words = tidied(words, decision)?;
        let again = if decision == OpeningDecision::Return { again.to_vec() } else { Vec::new() };
        if decision == OpeningDecision::Return && again.is_empty() {
            return Err(OpeningError::NothingToHandIn);
        }
        let decided = Decided { decision, words, again, by };
        let config = self.config.clone();
        self.db
            .write(move |tx| {
                let (decided, config) = (decided.clone(), config.clone());
                Box::pin(async move { decide(tx, &config, seller, &decided).await })
            })
            .await
    }
}

async fn decide(
    tx: &mut Tx,
    config: &OpeningsConfig,
    seller: SellerId,
    decided: &Decided,
) -> Result<(), OpeningError> {
    let opening = store::must(tx, seller).await?;
    let state = decided.decision.leads_to();
    if opening.state.0 == state {
        return Ok(());
    }
    if opening.state.0 != OpeningState::Submitted {
        return Err(OpeningError::WrongState { state: opening.state.0 });
    }
    let staff = sellers::staff(tx, seller).await?;
    if staff.iter().any(|member| member.account_id == decided.by) {
        return Err(OpeningError::OwnShop);
    }
    match decided.decision {
        OpeningDecision::Approve => approve(tx, &opening).await?,
        OpeningDecision::Refuse => sellers::set_status(tx, seller, SellerStatus::Closed).await?,
        OpeningDecision::Return => {}
    }
    let change = Change { state, words: &decided.words, again: &decided.again, by: decided.by };
    store::step(tx, seller, change).await?;
    letters::decided(tx, config, seller, decided.decision, &decided.words).await
}

async fn approve(tx: &mut Tx, opening: &Opening) -> Result<(), OpeningError> {
    let seller = sellers::get(tx, opening.seller_id).await?.ok_or(OpeningError::NotFound)?;
    // The owner may have taken a bank account or a tax number away meanwhile.
    let what = store::handed_in(tx, &seller).await?.missing(opening.kind.0);
    if !what.is_empty() {
        return Err(OpeningError::Missing { what });
    }
    sellers::approve(tx, seller.id).await?;
    match fees::choose(tx, seller.id, opening.plan.0, opening.applicant).await {
        // Chosen on the page of plans before the approval.
        Ok(_) | Err(FeeError::SamePlan) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

fn tidied(words: &str, decision: OpeningDecision) -> Result<String, OpeningError> {
    let tidy = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_empty() && !decision.needs_words() {
        return Ok(tidy);
    }
    let fits = WORDS.contains(&tidy.chars().count()) && !tidy.contains('\0');
    if fits { Ok(tidy) } else { Err(OpeningError::BadWords) }
}
