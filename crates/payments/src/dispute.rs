//! Disputes, as far as they are the payments' matter: what of a capture a bank holds, and the way to the processor. What
//! follows from a dispute for a seller is the crate `disputes`'s.

use crate::processor::{DisputeNews, Evidence};
use crate::store::capture_where;
use crate::{Capture, PaymentError, Payments};
use db::{Conn, Tx, sql};
use domain::{CaptureId, Money};

/// The capture that a processor knows by this name.
///
/// # Errors
/// [`PaymentError::UnknownCapture`].
pub async fn disputed_capture(
    conn: &mut Conn,
    processor: &str,
    capture_ref: &str,
) -> Result<Capture, PaymentError> {
    let condition =
        "processor_ref = $1 AND payment_id IN (SELECT id FROM payments_payments WHERE processor = $2)";
    let found = capture_where(conn, condition, |s| s.bind(capture_ref).bind(processor)).await?;
    found.ok_or(PaymentError::UnknownCapture)
}

/// Marks that a bank took this amount of a capture back, so that nobody refunds it. More than was captured is marked
/// too: the bank has it.
///
/// # Errors
/// [`PaymentError::UnknownCapture`].
pub async fn hold_disputed(tx: &mut Tx, capture: CaptureId, amount: Money) -> Result<(), PaymentError> {
    change(tx, capture, amount.minor()).await
}

/// The bank gave it back.
///
/// # Errors
/// [`PaymentError::UnknownCapture`].
pub async fn release_disputed(tx: &mut Tx, capture: CaptureId, amount: Money) -> Result<(), PaymentError> {
    change(tx, capture, -amount.minor()).await
}

async fn change(tx: &mut Tx, capture: CaptureId, by_minor: i64) -> Result<(), PaymentError> {
    let now = tx.now();
    let update =
        "UPDATE payments_captures SET disputed_minor = disputed_minor + $2, updated_at_us = $3 WHERE id = $1";
    let changed = tx.exec(sql(update).bind(capture).bind(by_minor).bind(now)).await?;
    if changed == 0 { Err(PaymentError::UnknownCapture) } else { Ok(()) }
}

impl Payments {
    /// What happened to disputes after that place in the processor's news, oldest first; not all at once.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when it does not answer.
    pub async fn dispute_news(&self, after: Option<String>) -> Result<Vec<DisputeNews>, PaymentError> {
        Ok(self.processor.dispute_news(after).await?)
    }

    /// Gives a seller's answer to the bank of that dispute.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when the answer was lost: ask again; [`PaymentError::Refused`] when it will not.
    pub async fn contest(&self, processor: &str, evidence: Evidence) -> Result<(), PaymentError> {
        Ok(self.processor(processor)?.contest(evidence).await?)
    }

    /// Lets the bank have it.
    ///
    /// # Errors
    /// As [`Payments::contest`].
    pub async fn accept_dispute(&self, processor: &str, dispute_ref: &str) -> Result<(), PaymentError> {
        Ok(self.processor(processor)?.accept_dispute(dispute_ref.to_owned()).await?)
    }
}
