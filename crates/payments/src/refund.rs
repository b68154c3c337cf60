//! Refunding: giving back what was captured, in as many parts as needed, never more.

use crate::processor::{RefundOutcome, RefundRequest};
use crate::store::{CaptureState, RefundState, refund_where};
use crate::{ANSWER_GRACE, PaymentError, Payments, store};
use db::{NewJob, Tx, row, sql};
use domain::{CaptureId, Currency, LedgerTxId, Money, RefundId};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use serde::{Deserialize, Serialize};

/// Makes a refund whose answer was not recorded in time. Returns has the handler.
pub const REFUND_JOB: &str = "payments.refund";

/// The payload of [`REFUND_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct RefundJob {
    pub refund: RefundId,
}

row! {
    struct RefundedRow { capture_id: CaptureId, amount_minor: i64, currency: Currency }
}

/// Reserves a part of a capture for refund, in the caller's transaction.
///
/// # Errors
/// [`PaymentError::OverCaptured`] when less is left, [`PaymentError::Disputed`] when that is because of a dispute, [`PaymentError::UnknownCapture`] (or not captured),
/// [`PaymentError::KeyReused`], [`PaymentError::NotPositive`].
pub async fn begin_refund(
    tx: &mut Tx,
    capture: CaptureId,
    amount: Money,
    key: &str,
) -> Result<RefundId, PaymentError> {
    if !amount.is_positive() {
        return Err(PaymentError::NotPositive { amount });
    }
    if let Some(first) = refund_where(tx, "refund_key = $1", |s| s.bind(key)).await? {
        let same = first.capture == capture && first.amount == amount;
        return if same { Ok(first.id) } else { Err(PaymentError::KeyReused { key: key.into() }) };
    }
    let (id, now) = (tx.new_id::<RefundId>(), tx.now());
    let reserved = tx
        .exec(
            sql("UPDATE payments_captures SET refunded_minor = refunded_minor + $2, updated_at_us = $4
                 WHERE id = $1 AND currency = $3 AND state = 'captured'
                   AND refunded_minor + disputed_minor + $2 <= amount_minor")
            .bind(capture)
            .bind(amount.minor())
            .bind(amount.currency())
            .bind(now),
        )
        .await?;
    if reserved == 0 {
        let found = store::capture(tx, capture).await?;
        if found.state != CaptureState::Captured {
            return Err(PaymentError::UnknownCapture);
        }
        // Fails for another currency, which is the better answer then.
        amount.add(found.amount)?;
        if found.disputed.is_positive() {
            return Err(PaymentError::Disputed);
        }
        return Err(PaymentError::OverCaptured { left: found.amount.sub(found.refunded)? });
    }
    tx.exec(
        sql("INSERT INTO payments_refunds
             (id, capture_id, refund_key, amount_minor, currency, state, created_at_us, updated_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)")
        .bind(id)
        .bind(capture)
        .bind(key)
        .bind(amount.minor())
        .bind(amount.currency())
        .bind(RefundState::Refunding)
        .bind(now),
    )
    .await?;
    let payload = RefundJob { refund: id };
    let run_at = now.plus(ANSWER_GRACE);
    tx.enqueue(NewJob { kind: REFUND_JOB, key: Some(id.to_string()), payload: &payload, run_at }).await?;
    Ok(id)
}

/// Writes what the processor said, once. A refunded amount is posted: debit of the order's buyer clearing, credit of
/// the processor. A failed one can be refunded again.
///
/// # Errors
/// [`PaymentError::UnknownRefund`].
pub async fn record_refund(
    tx: &mut Tx,
    id: RefundId,
    outcome: &RefundOutcome,
) -> Result<RefundState, PaymentError> {
    let (entry, now) = (tx.new_id::<LedgerTxId>(), tx.now());
    let (state, processor_ref) = match outcome {
        RefundOutcome::Refunded { processor_ref } => (RefundState::Refunded, Some(processor_ref.as_str())),
        RefundOutcome::Failed => (RefundState::Failed, None),
    };
    let recorded: Option<RefundedRow> = tx
        .opt(
            sql("UPDATE payments_refunds SET state = $2, processor_ref = $3, ledger_tx_id = $4, updated_at_us = $5
                 WHERE id = $1 AND state = 'refunding' RETURNING capture_id, amount_minor, currency")
            .bind(id)
            .bind(state)
            .bind(processor_ref.map(str::to_owned))
            .bind((state == RefundState::Refunded).then_some(entry))
            .bind(now),
        )
        .await?;
    let Some(refund) = recorded else { return Ok(store::refund(tx, id).await?.state) };
    if state == RefundState::Failed {
        let free = "UPDATE payments_captures SET refunded_minor = refunded_minor - $2, updated_at_us = $3 WHERE id = $1";
        tx.exec(sql(free).bind(refund.capture_id).bind(refund.amount_minor).bind(now)).await?;
    } else {
        let capture = store::capture(tx, refund.capture_id).await?;
        let payment = store::payment(tx, capture.payment).await?;
        let amount = Money::new(refund.amount_minor, refund.currency);
        let clearing = AccountRef::buyer_clearing(payment.order, refund.currency);
        let processor = AccountRef::processor(&payment.processor, refund.currency);
        let posted = NewTransaction::posted(format!("refund:{id}"), TransactionKind::Refund)
            .order(payment.order)
            .line(Posting::debit(clearing, amount, Memo::Refund)?)
            .line(Posting::credit(processor, amount, Memo::Refund)?);
        ledger::post_as(tx, entry, posted).await?;
    }
    tx.cancel_job(REFUND_JOB, &id.to_string()).await?;
    Ok(state)
}

impl Payments {
    /// Asks the processor to give back; never inside a database transaction. Writes nothing: give the outcome to
    /// [`record_refund`]. A refund whose outcome is known answers with it.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when the answer was lost: the job asks again.
    pub async fn refund(&self, id: RefundId) -> Result<RefundOutcome, PaymentError> {
        let mut conn = self.db.read().await?;
        let refund = store::refund(&mut conn, id).await?;
        if let Some(known) = refund.outcome() {
            return Ok(known);
        }
        let capture = store::capture(&mut conn, refund.capture).await?;
        let payment = store::payment(&mut conn, capture.payment).await?;
        drop(conn);
        let capture_ref = capture.processor_ref.ok_or(PaymentError::UnknownCapture)?;
        let request = RefundRequest { key: id.to_string(), capture_ref, amount: refund.amount };
        Ok(self.processor(&payment.processor)?.refund(request).await?)
    }

    /// Makes the refund and records it. Safe to repeat.
    ///
    /// # Errors
    /// As [`Payments::refund`] and [`record_refund`].
    pub async fn run_refund(&self, id: RefundId) -> Result<(), PaymentError> {
        let outcome = self.refund(id).await?;
        self.db
            .write(move |tx| {
                let outcome = outcome.clone();
                Box::pin(async move { record_refund(tx, id, &outcome).await.map(|_| ()) })
            })
            .await
    }
}
