//! An operator's decision about an opening, with words that the seller reads.

use crate::store::{self, Change, Opening};
use crate::{OpeningError, Openings, OpeningsConfig, WORDS, documents, letters};
use db::{Conn, Tx};
use domain::contact::Email;
use domain::field::tidied;
use domain::opening::{OpeningDecision, OpeningState, Requirement};
use domain::{AccountId, SellerId};
use fees::FeeError;
use sellers::{Seller, SellerStatus};

/// What an operator decides about what they saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub by: AccountId,
    pub decision: OpeningDecision,
    /// For the seller; needed unless it is approved.
    pub words: String,
    /// What has to be handed in again, where it is given back.
    pub again: Vec<Requirement>,
    /// What was on the page ([`sight`]): nothing else is approved.
    pub seen: String,
}

/// What an operator looks at, as one text that changes with any part of it.
///
/// # Errors
/// Only the database's.
pub async fn sight(conn: &mut Conn, seller: &Seller) -> Result<String, OpeningError> {
    let opening = store::opening(conn, seller.id).await?;
    let opening = opening.map(|row| (row.kind.0, row.plan.0, row.submitted_at_us));
    let bank = payouts::account(conn, seller.id).await?.map(|account| account.id);
    let papers: Vec<_> =
        documents::documents(conn, seller.id).await?.into_iter().map(|file| file.id).collect();
    let email = seller.support_email.as_ref().map(Email::as_str);
    let all = (opening, &seller.name, &seller.country, email, &seller.legal, bank, papers);
    Ok(blake3::hash(serde_json::to_string(&all)?.as_bytes()).to_hex().to_string())
}

impl Openings {
    /// Approves an opening, gives it back or refuses it; its owners are told in the same transaction. An approved shop sells
    /// from then on and begins its plan. The same decision again changes nothing.
    ///
    /// # Errors
    /// [`OpeningError::BadWords`] where they are needed, [`OpeningError::NothingToHandIn`] for giving back without saying
    /// what, [`OpeningError::OwnShop`], [`OpeningError::WrongState`] for one that does not wait, [`OpeningError::Missing`]
    /// for approving what lacks something, [`OpeningError::Changed`] for approving something else than was seen,
    /// [`OpeningError::NotFound`].
    pub async fn decide(&self, seller: SellerId, verdict: Verdict) -> Result<(), OpeningError> {
        let returns = verdict.decision == OpeningDecision::Return;
        let words = words_of(&verdict.words, verdict.decision)?;
        let again = if returns { verdict.again } else { Vec::new() };
        if returns && again.is_empty() {
            return Err(OpeningError::NothingToHandIn);
        }
        let verdict = Verdict { words, again, ..verdict };
        let config = self.config.clone();
        self.db
            .write(move |tx| {
                let (verdict, config) = (verdict.clone(), config.clone());
                Box::pin(async move { decide(tx, &config, seller, &verdict).await })
            })
            .await
    }
}

async fn decide(
    tx: &mut Tx,
    config: &OpeningsConfig,
    seller: SellerId,
    decided: &Verdict,
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
    if opening.applicant == decided.by || staff.iter().any(|member| member.account_id == decided.by) {
        return Err(OpeningError::OwnShop);
    }
    match decided.decision {
        OpeningDecision::Approve => approve(tx, &opening, &decided.seen).await?,
        OpeningDecision::Refuse => {
            sellers::set_status(tx, seller, SellerStatus::Closed).await?;
            fees::remove_card(tx, seller).await?;
        }
        OpeningDecision::Return => {}
    }
    let change = Change { state, words: &decided.words, again: &decided.again, by: decided.by };
    let step = store::step(tx, seller, change).await?;
    letters::decided(tx, config, seller, decided, step).await
}

async fn approve(tx: &mut Tx, opening: &Opening, seen: &str) -> Result<(), OpeningError> {
    let seller = sellers::get(tx, opening.seller_id).await?.ok_or(OpeningError::NotFound)?;
    // The owner may have taken a bank account or a tax number away meanwhile.
    let what = store::handed_in(tx, &seller).await?.missing(opening.kind.0);
    if !what.is_empty() {
        return Err(OpeningError::Missing { what });
    }
    if sight(tx, &seller).await? != seen {
        return Err(OpeningError::Changed);
    }
    sellers::approve(tx, seller.id).await?;
    match fees::choose(tx, seller.id, opening.plan.0, opening.applicant).await {
        // Chosen on the page of plans before the approval.
        Ok(_) | Err(FeeError::SamePlan) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// The words of a decision, of which some need none.
fn words_of(text: &str, decision: OpeningDecision) -> Result<String, OpeningError> {
    if text.trim().is_empty() && !decision.needs_words() {
        return Ok(String::new());
    }
    tidied(text, &WORDS).ok_or(OpeningError::BadWords)
}
