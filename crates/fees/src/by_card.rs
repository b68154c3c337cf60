//! A month that the card kept for fees pays, where the balance does not cover it. Owns `fees_card_tries`. Called by `charges`.
//!
//! Three steps, as with every card: the charge is wanted in the transaction that looked at the balance, with the tax frozen and a
//! job; the job asks the processor, by the charge's key; what came of it is written once, with the postings. What the card was
//! charged is posted to what the seller is owed, and from there the month is taken with the very postings that a balance pays
//! with, in the same transaction, so that the balance ends as it began.

use crate::charges::{self, Charge, Outcome};
use crate::taxes::{self, How};
use crate::{FeeError, Fees, FeesConfig, cards, letters, plans};
use db::{Conn, DbError, NewJob, Text, Tx, row, sql};
use domain::fee_tax::{FeeTax, FeeTaxRule};
use domain::payment::SavedCard;
use domain::text_enum::TextEnum as _;
use domain::{CardChargeId, DurationUs, PlanChargeId, SellerId};
use payments::{CardChargeState, ChargeDecline, ChargeOutcome, NewCardCharge, PaymentError};
use sellers::{Seller, SellerStatus};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Asks the processor to charge a seller's card, and writes what it says.
pub const CARD_JOB: &str = "fees.card";
/// A charge that the processor has still never heard of so long after it was sent is given up.
const ANSWER_WITHIN: DurationUs = DurationUs::from_mins(10);

/// The payload of [`CARD_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CardJob {
    pub charge: CardChargeId,
}

/// Why a card did not pay, and which one.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub card: SavedCard,
    pub why: ChargeDecline,
}

row! {
    struct Try {
        charge_id: PlanChargeId,
        rule: Option<Text<FeeTaxRule>>,
        place: Option<String>,
        rate_ppm: Option<i64>,
    }
}

impl Try {
    fn how(self) -> Option<FeeTax> {
        let (rule, place) = self.rule.zip(self.place)?;
        Some(FeeTax { rule: rule.0, place, rate_ppm: self.rate_ppm? })
    }
}

/// What the job does next.
enum Next {
    Ask,
    /// The card is asked for nothing, because of this.
    GiveUp(ChargeDecline),
    /// Somebody else wrote the end.
    Done,
}

/// Lets the seller's card pay the month, if there is one. Returns whether it does. That of a seller who has closed is let alone.
pub(crate) async fn begin(tx: &mut Tx, shop: &Seller, charge: &Charge) -> Result<bool, FeeError> {
    if shop.status == SellerStatus::Closed {
        return Ok(false);
    }
    let Some(token) = cards::token_of(tx, shop.id).await? else { return Ok(false) };
    let subject = charge.id.to_string();
    let (how, tax) = taxes::reckon_next(tx, shop, &subject, charge.amount()).await?;
    let wanted = NewCardCharge {
        key: format!("plan-{}-{}", charge.id, charge.failed),
        seller: shop.id,
        token,
        amount: charge.amount().add(tax)?,
        reference: subject,
    };
    let id = payments::begin_charge(tx, wanted).await?;
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO fees_card_tries (card_charge_id, charge_id, attempt, rule, place, rate_ppm, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(charge.id)
        .bind(charge.failed)
        .bind(how.as_ref().map(|how| how.rule.as_str()))
        .bind(how.as_ref().map(|how| how.place.clone()))
        .bind(how.as_ref().map(|how| how.rate_ppm))
        .bind(now),
    )
    .await?;
    enqueue(tx, id).await?;
    Ok(true)
}

/// The charge of a card that is to pay this month and has no end yet.
pub(crate) async fn under_way(
    conn: &mut Conn,
    charge: PlanChargeId,
) -> Result<Option<CardChargeId>, FeeError> {
    let find = sql("SELECT card_charge_id FROM fees_card_tries WHERE charge_id = $1
                    ORDER BY attempt DESC LIMIT 1");
    let last: Option<(CardChargeId,)> = conn.opt(find.bind(charge)).await?;
    let Some((id,)) = last else { return Ok(None) };
    let state = payments::card_charge(conn, id).await?.state;
    Ok(state.is_open().then_some(id))
}

/// Whether a seller's card is being charged for a month.
///
/// # Errors
/// Only the database's.
pub async fn card_is_charged(conn: &mut Conn, seller: SellerId) -> Result<bool, FeeError> {
    match charges::open(conn, seller).await? {
        Some(charge) => Ok(under_way(conn, charge.id).await?.is_some()),
        None => Ok(false),
    }
}

/// Which cards paid these months; those that a balance paid are missing.
///
/// # Errors
/// Only the database's.
pub async fn paid_with(
    conn: &mut Conn,
    months: &[Charge],
) -> Result<HashMap<PlanChargeId, SavedCard>, FeeError> {
    let ids = months.iter().filter_map(|month| month.card_charge_id).collect();
    let cards = payments::cards_charged(conn, ids).await?;
    let of = |month: &Charge| Some((month.id, cards.get(&month.card_charge_id?)?.clone()));
    Ok(months.iter().filter_map(of).collect())
}

/// A job that is there already is enough; one that gave up begins anew.
pub(crate) async fn enqueue(tx: &mut Tx, id: CardChargeId) -> Result<(), DbError> {
    let (payload, run_at) = (CardJob { charge: id }, tx.now());
    tx.enqueue(NewJob { kind: CARD_JOB, key: Some(id.to_string()), payload: &payload, run_at }).await?;
    Ok(())
}

impl Fees {
    /// What [`CARD_JOB`] does; may run twice and on two servers at once.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] while the processor's answer is lost: run again, it is found. Those of the ledger and the
    /// database.
    pub async fn charge_card(&self, id: CardChargeId) -> Result<(), FeeError> {
        let processor = self.payments.processor_name();
        let outcome = match self.db.write(move |tx| Box::pin(send(tx, id, processor))).await? {
            Next::Ask => self.ask(id).await?,
            Next::GiveUp(why) => ChargeOutcome::Declined(why),
            Next::Done => return Ok(()),
        };
        let config = self.config.clone();
        self.db
            .write(move |tx| {
                let (outcome, config) = (outcome.clone(), config.clone());
                Box::pin(async move { record(tx, id, &outcome, &config).await })
            })
            .await
    }

    async fn ask(&self, id: CardChargeId) -> Result<ChargeOutcome, FeeError> {
        let error = match self.payments.charge(id).await {
            Ok(outcome) => return Ok(outcome),
            Err(error) => error,
        };
        match error {
            PaymentError::Refused(why) => {
                tracing::warn!(charge = %id, %why, "the processor will not charge a seller's card");
                Ok(ChargeOutcome::Declined(ChargeDecline::NotCharged))
            }
            PaymentError::OutcomeUnknown => self.unheard(id).await,
            other => Err(other.into()),
        }
    }

    /// An answer was lost. Asking again finds it, unless the processor has still never heard of the charge.
    async fn unheard(&self, id: CardChargeId) -> Result<ChargeOutcome, FeeError> {
        let charge = payments::card_charge(&mut self.db.read().await?, id).await?;
        let waits = charge.changed_at.plus(ANSWER_WITHIN) > self.db.now();
        if waits || self.payments.charge_arrived(id).await? {
            return Err(PaymentError::OutcomeUnknown.into());
        }
        Ok(ChargeOutcome::Declined(ChargeDecline::NoAnswer))
    }
}

/// The last look before the processor, which has this name, is asked.
async fn send(tx: &mut Tx, id: CardChargeId, processor: &str) -> Result<Next, FeeError> {
    let charge = payments::card_charge(tx, id).await?;
    match charge.state {
        CardChargeState::Wanted => {
            let Some(kept) = cards::token_of(tx, charge.seller).await? else {
                return Ok(Next::GiveUp(ChargeDecline::Removed));
            };
            // Whoever saved another card meanwhile wants that one charged, and has refused nothing.
            let charge = match kept == charge.token {
                true => charge,
                false => payments::change_card(tx, id, &kept).await?,
            };
            // Nobody here could ever ask for it: the month would wait for ever, and nobody leaves a month that waits.
            if !charge.is_of(processor) {
                return Ok(Next::GiveUp(ChargeDecline::OtherProcessor));
            }
            payments::send_charge(tx, id).await?;
            Ok(Next::Ask)
        }
        CardChargeState::Sent | CardChargeState::Authorised => Ok(Next::Ask),
        CardChargeState::Captured | CardChargeState::Declined => Ok(Next::Done),
    }
}

async fn record(
    tx: &mut Tx,
    id: CardChargeId,
    outcome: &ChargeOutcome,
    config: &FeesConfig,
) -> Result<(), FeeError> {
    let Some(ended) = payments::record_charge(tx, id, outcome).await? else { return Ok(()) };
    let find = sql("SELECT charge_id, rule, place, rate_ppm FROM fees_card_tries WHERE card_charge_id = $1");
    let tried: Try = tx.one(find.bind(id)).await?;
    let charge = charges::one(tx, tried.charge_id).await?;
    let shop = sellers::get(tx, charge.seller_id).await?.ok_or(FeeError::NoSuchSeller)?;
    // While a card is charged its month is due, and whoever has a month that is due pays by the month.
    let running = plans::subscription(tx, charge.seller_id).await?.ok_or(FeeError::NoMonthRuns)?;
    let outcome = match outcome {
        ChargeOutcome::Captured { .. } => {
            let entry = charges::post(tx, &shop, &charge, How::Said(tried.how())).await?;
            charges::pay(tx, &running, &charge, Some(entry), Some(id)).await?;
            letters::paid_by_card(tx, config, &charge, &ended).await?;
            // More months may have begun meanwhile.
            charges::enqueue(tx, charge.seller_id).await?;
            Outcome::Paid
        }
        ChargeOutcome::Declined(why) => {
            // A card that was removed in time was asked for nothing: nobody refused it.
            let refused = (*why != ChargeDecline::Removed).then_some(Refused { card: ended.card, why: *why });
            charges::unpaid(tx, &running, &charge, refused).await?
        }
    };
    charges::told(tx, config, charge.seller_id, &outcome).await
}
