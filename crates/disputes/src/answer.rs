//! What the seller answers: contest with evidence, or accept the loss.
//!
//! Three steps, as for everything that a processor does. (1) One transaction checks the answer, keeps it with the facts
//! of the sale as they are now, and leaves a job. (2) The processor is given it; the same answer given twice is one.
//! (3) One transaction writes that the bank has it, or that the processor did not take it.
//!
//! What a failure leaves, step by step:
//! - before (1) is committed: nothing;
//! - after (1), before or during (2): `answering`; the job gives the same answer again;
//! - after (2), before (3) is committed: the same, and the processor has heard it already;
//! - after (3): a repeat finds the key and writes nothing. The bank's decision may overtake (3): then it stands.

use crate::store::{self, Dispute};
use crate::{DisputeError, Disputes, documents, lists};
use db::{Conn, NewJob, Text, Tx, Worker, sql};
use domain::dispute::{DisputeAnswer, DisputeEvent, DisputeState, MOST_EVIDENCE_CHARS};
use domain::{DisputeId, DurationUs, SellerId};
use orders::parcels::{self, Charged};
use payments::{Evidence, PaymentError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Gives a bank an answer that was not written as given in time.
pub const ANSWER_JOB: &str = "disputes.answer";
/// How long a server may take to give it before a job does.
const ANSWER_GRACE: DurationUs = DurationUs::from_secs(60);

/// The payload of [`ANSWER_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct AnswerJob {
    dispute: DisputeId,
}

/// What a seller answers to a bank.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Made when the page was rendered: the same press is the same answer.
    pub key: String,
    pub seller: SellerId,
    pub id: DisputeId,
    pub what: DisputeAnswer,
    /// Why the bank should give the money back; of no matter when it is accepted.
    pub text: String,
}

/// How it ended; a repeat gets the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// The bank has it, or has decided already.
    Given,
    /// The processor's answer was lost; it is asked again.
    Pending,
    /// The processor did not take it; answer again.
    Refused,
}

impl Disputes {
    /// Answers a dispute.
    ///
    /// # Errors
    /// [`DisputeError::NoEvidence`], [`DisputeError::EvidenceTooLong`], [`DisputeError::TooLate`],
    /// [`DisputeError::WrongState`] for what was answered otherwise or decided, [`DisputeError::NotFound`] for
    /// another seller's. Nothing is written then.
    pub async fn answer(&self, answer: Answer) -> Result<Answered, DisputeError> {
        let (id, answer) = (answer.id, Arc::new(answer));
        self.db
            .write(move |tx| {
                let answer = Arc::clone(&answer);
                Box::pin(async move { begin(tx, &answer).await })
            })
            .await?;
        let answered = self.finish(id).await?;
        // A bank may decide at once. What it says is read every minute, whatever happens here.
        if let Err(error) = self.read_news().await {
            tracing::warn!(%error, dispute = %id, "news of disputes could not be read");
        }
        Ok(answered)
    }

    /// Gives the bank what is still to be given. Safe to repeat.
    ///
    /// # Errors
    /// [`DisputeError::NotFound`], or why it cannot be asked or written.
    pub async fn finish(&self, id: DisputeId) -> Result<Answered, DisputeError> {
        let row = store::one(&mut self.db.read().await?, id).await?;
        if row.state.0 != DisputeState::Answering {
            return Ok(if row.failure.is_some() { Answered::Refused } else { Answered::Given });
        }
        let given = match (row.answer.map(|answer| answer.0), &row.evidence) {
            (Some(DisputeAnswer::Contest), Some(evidence)) => {
                let evidence = serde_json::from_str(evidence)?;
                let evidence = documents::with_contents(&mut self.db.read().await?, evidence).await?;
                self.payments.contest(&row.processor, evidence).await
            }
            _ => self.payments.accept_dispute(&row.processor, &row.processor_ref).await,
        };
        let failure = match given {
            Ok(()) => None,
            Err(PaymentError::OutcomeUnknown) => return Ok(Answered::Pending),
            Err(PaymentError::Refused(reason)) => {
                tracing::warn!(dispute = %id, %reason, "the processor did not take an answer");
                Some(reason)
            }
            Err(other) => return Err(other.into()),
        };
        self.db
            .write(move |tx| {
                let failure = failure.clone();
                Box::pin(async move { record(tx, id, failure).await })
            })
            .await
    }

    /// Registers the handler of [`ANSWER_JOB`].
    #[must_use]
    pub fn register(&self, worker: Worker) -> Worker {
        let disputes = self.clone();
        worker.on(ANSWER_JOB, move |job| {
            let disputes = disputes.clone();
            Box::pin(async move {
                let id = job.payload::<AnswerJob>()?.dispute;
                match disputes.finish(id).await? {
                    Answered::Pending => Err("the processor has not answered yet".into()),
                    Answered::Given | Answered::Refused => Ok(()),
                }
            })
        })
    }
}

/// Step 1: the answer is kept.
async fn begin(tx: &mut Tx, answer: &Answer) -> Result<(), DisputeError> {
    let row = lists::of_seller(tx, answer.seller, answer.id).await?;
    let text = answer.text.trim();
    let hash = blake3::hash(format!("{}\n{text}", answer.what).as_bytes()).to_hex()[..32].to_string();
    if row.answer_key.as_deref() == Some(answer.key.as_str()) {
        let same = row.answer_hash.as_deref() == Some(hash.as_str());
        return if same { Ok(()) } else { Err(DisputeError::KeyReused) };
    }
    let (next, now) = (row.next(DisputeEvent::Answer)?, tx.now());
    if !row.can_be_answered(now) {
        return Err(DisputeError::TooLate { until: row.respond_by_us });
    }
    let evidence = match answer.what {
        DisputeAnswer::Accept => None,
        DisputeAnswer::Contest => Some(serde_json::to_string(&evidence(tx, &row, readable(text)?).await?)?),
    };
    tx.exec(
        sql("UPDATE disputes_disputes SET state = $2, answer = $3, answer_key = $4, answer_hash = $5, evidence = $6,
             answered_at_us = $7, failure = NULL WHERE id = $1")
        .bind(row.id)
        .bind(Text(next))
        .bind(Text(answer.what))
        .bind(&answer.key)
        .bind(hash)
        .bind(evidence)
        .bind(now),
    )
    .await?;
    let (key, run_at) = (Some(row.id.to_string()), now.plus(ANSWER_GRACE));
    tx.enqueue(NewJob { kind: ANSWER_JOB, key, payload: &AnswerJob { dispute: row.id }, run_at }).await?;
    Ok(())
}

fn readable(text: &str) -> Result<&str, DisputeError> {
    match text.chars().count() {
        0 => Err(DisputeError::NoEvidence),
        found if found > MOST_EVIDENCE_CHARS => {
            Err(DisputeError::EvidenceTooLong { most: MOST_EVIDENCE_CHARS, found })
        }
        _ => Ok(text),
    }
}

/// The seller's words, with what the shop knows of the sale.
pub(crate) async fn evidence(conn: &mut Conn, row: &Dispute, text: &str) -> Result<Evidence, DisputeError> {
    let charged = parcels::of_capture(conn, row.capture_id).await?.ok_or(DisputeError::NotFound)?;
    let goods = parcels::titles(conn, charged.shipment_id, charged.part_id).await?;
    let files = documents::files(conn, row.id).await?;
    let Charged { carrier, tracking, shipped_at_us, delivered_at_us, .. } = charged;
    Ok(Evidence {
        dispute_ref: row.processor_ref.clone(),
        text: text.to_owned(),
        order: row.order_id.to_string(),
        goods,
        carrier: carrier.0.name().map(str::to_owned),
        tracking: Some(tracking).filter(|number| !number.trim().is_empty()),
        shipped_at: shipped_at_us,
        delivered_at: delivered_at_us,
        files,
    })
}

/// Step 3: the bank has it, or the processor did not take it.
async fn record(tx: &mut Tx, id: DisputeId, failure: Option<String>) -> Result<Answered, DisputeError> {
    let event = if failure.is_some() { DisputeEvent::Refuse } else { DisputeEvent::Submit };
    let answered = if failure.is_some() { Answered::Refused } else { Answered::Given };
    let row = store::one(tx, id).await?;
    // Another server wrote it, or the bank has decided meanwhile.
    if row.state.0 != DisputeState::Answering {
        return Ok(answered);
    }
    let update = "UPDATE disputes_disputes SET state = $2, failure = $3 WHERE id = $1";
    tx.exec(sql(update).bind(id).bind(Text(row.next(event)?)).bind(failure)).await?;
    tx.cancel_job(ANSWER_JOB, &id.to_string()).await?;
    Ok(answered)
}
