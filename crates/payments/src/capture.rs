//! Capturing: charging an authorisation, in as many parts as there are shipments.

use crate::kept::Kept;
use crate::processor::{CaptureFailure, CaptureOutcome, CaptureRequest};
use crate::store::{CaptureState, capture_where};
use crate::{ANSWER_GRACE, PaymentError, Payments, kept, store, void};
use db::{NewJob, Tx, row, sql};
use domain::payment::PaymentState;
use domain::{CaptureId, Currency, LedgerTxId, Money, OrderId, PaymentId};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use serde::{Deserialize, Serialize};

/// Asks again for a capture whose answer was not recorded in time. Orders has the handler: [`Payments::capture`],
/// then its own step with [`record_capture`].
pub const CAPTURE_JOB: &str = "payments.capture";

/// The payload of [`CAPTURE_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CaptureJob {
    pub capture: CaptureId,
}

row! {
    struct CapturedRow { payment_id: PaymentId, amount_minor: i64, currency: Currency }
}

row! {
    struct TakenRow { payment_id: PaymentId, capture_key: String, amount_minor: i64, currency: Currency }
}

row! {
    struct ChargedRow { order_id: OrderId, processor: String, ledger_tx_id: Option<LedgerTxId> }
}

/// Reserves a part of an authorised payment for capture, in the caller's transaction.
///
/// # Errors
/// [`PaymentError::OverAuthorised`] when less is left, [`PaymentError::WrongState`], [`PaymentError::UnknownPayment`],
/// [`PaymentError::KeyReused`], [`PaymentError::NotPositive`].
pub async fn begin_capture(
    tx: &mut Tx,
    payment: PaymentId,
    amount: Money,
    key: &str,
    reference: &str,
) -> Result<CaptureId, PaymentError> {
    if !amount.is_positive() {
        return Err(PaymentError::NotPositive { amount });
    }
    if let Some(first) = capture_where(tx, "capture_key = $1", |s| s.bind(key)).await? {
        let same = first.payment == payment && first.amount == amount && first.reference == reference;
        return if same { Ok(first.id) } else { Err(PaymentError::KeyReused { key: key.into() }) };
    }
    let (id, now) = (tx.new_id::<CaptureId>(), tx.now());
    let reserved = tx
        .exec(
            sql("UPDATE payments_payments SET reserved_minor = reserved_minor + $2, updated_at_us = $4
                 WHERE id = $1 AND currency = $3 AND state IN ('authorised', 'captured')
                 AND reserved_minor + voided_minor + $2 <= amount_minor")
            .bind(payment)
            .bind(amount.minor())
            .bind(amount.currency())
            .bind(now),
        )
        .await?;
    if reserved == 0 {
        let found = store::payment(tx, payment).await?;
        let open = matches!(found.state, PaymentState::Authorised | PaymentState::Captured);
        if !open {
            return Err(PaymentError::WrongState { state: found.state });
        }
        // Fails for another currency, which is the better answer then.
        amount.add(found.amount)?;
        return Err(PaymentError::OverAuthorised { left: found.left()? });
    }
    tx.exec(
        sql("INSERT INTO payments_captures (id, payment_id, capture_key, amount_minor, currency, reference, state,
             created_at_us, updated_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)")
        .bind(id)
        .bind(payment)
        .bind(key)
        .bind(amount.minor())
        .bind(amount.currency())
        .bind(reference)
        .bind(CaptureState::Capturing)
        .bind(now),
    )
    .await?;
    let payload = CaptureJob { capture: id };
    let run_at = now.plus(ANSWER_GRACE);
    tx.enqueue(NewJob { kind: CAPTURE_JOB, key: Some(id.to_string()), payload: &payload, run_at }).await?;
    Ok(id)
}

/// Writes what the processor said, once. A captured amount is posted: debit of the processor, credit of the order's
/// buyer clearing, no longer pending; what the processor keeps of it is a cost of the platform's. A failed one can be
/// captured again; when the authorisation has ended, what is left of it is voided.
///
/// # Errors
/// [`PaymentError::UnknownCapture`], [`PaymentError::StrangeFee`].
pub async fn record_capture(
    tx: &mut Tx,
    id: CaptureId,
    outcome: &CaptureOutcome,
) -> Result<CaptureState, PaymentError> {
    match outcome {
        CaptureOutcome::Captured { processor_ref, fee } => record_captured(tx, id, processor_ref, *fee).await,
        CaptureOutcome::Failed(failure) => record_failed(tx, id, *failure).await,
    }
}

async fn record_captured(
    tx: &mut Tx,
    id: CaptureId,
    processor_ref: &str,
    fee: Money,
) -> Result<CaptureState, PaymentError> {
    let open = store::capture(tx, id).await?;
    if open.state != CaptureState::Capturing {
        return Ok(open.state);
    }
    kept::checked(open.amount, fee)?;
    let (entry, now) = (tx.new_id::<LedgerTxId>(), tx.now());
    let fee_entry = kept::entry(tx, fee);
    let captured: Option<TakenRow> = tx
        .opt(
            sql("UPDATE payments_captures SET state = 'captured', processor_ref = $2, ledger_tx_id = $3,
                 updated_at_us = $4, fee_minor = $5, fee_tx_id = $6 WHERE id = $1 AND state = 'capturing'
                 RETURNING payment_id, capture_key, amount_minor, currency")
            .bind(id)
            .bind(processor_ref)
            .bind(entry)
            .bind(now)
            .bind(fee.minor())
            .bind(fee_entry),
        )
        .await?;
    let Some(capture) = captured else { return Ok(store::capture(tx, id).await?.state) };
    let charged: ChargedRow = tx
        .one(
            sql("UPDATE payments_payments SET captured_minor = captured_minor + $2, state = 'captured',
                 updated_at_us = $3 WHERE id = $1 RETURNING order_id, processor, ledger_tx_id")
            .bind(capture.payment_id)
            .bind(capture.amount_minor)
            .bind(now),
        )
        .await?;
    let amount = Money::new(capture.amount_minor, capture.currency);
    let processor = AccountRef::processor(&charged.processor, capture.currency);
    let clearing = AccountRef::buyer_clearing(charged.order_id, capture.currency);
    let mut posted = NewTransaction::posted(format!("capture:{id}"), TransactionKind::Capture)
        .order(charged.order_id)
        .line(Posting::debit(processor, amount, Memo::Capture)?)
        .line(Posting::credit(clearing, amount, Memo::Capture)?);
    posted.resolves = charged.ledger_tx_id;
    ledger::post_as(tx, entry, posted).await?;
    if let Some(entry) = fee_entry {
        let (key, processor) = (capture.capture_key.as_str(), charged.processor.as_str());
        kept::post(tx, entry, Kept { key, processor, order: Some(charged.order_id), fee }).await?;
    }
    tx.cancel_job(CAPTURE_JOB, &id.to_string()).await?;
    Ok(CaptureState::Captured)
}

async fn record_failed(
    tx: &mut Tx,
    id: CaptureId,
    failure: CaptureFailure,
) -> Result<CaptureState, PaymentError> {
    let now = tx.now();
    let failed: Option<CapturedRow> = tx
        .opt(
            sql("UPDATE payments_captures SET state = 'failed', failure = $2, updated_at_us = $3
                 WHERE id = $1 AND state = 'capturing' RETURNING payment_id, amount_minor, currency")
            .bind(id)
            .bind(failure)
            .bind(now),
        )
        .await?;
    let Some(capture) = failed else { return Ok(store::capture(tx, id).await?.state) };
    tx.exec(
        sql("UPDATE payments_payments SET reserved_minor = reserved_minor - $2, updated_at_us = $3 WHERE id = $1")
            .bind(capture.payment_id)
            .bind(capture.amount_minor)
            .bind(now),
    )
    .await?;
    tx.cancel_job(CAPTURE_JOB, &id.to_string()).await?;
    let ended = matches!(failure, CaptureFailure::AuthorisationExpired | CaptureFailure::AuthorisationVoided);
    if ended {
        void::write_off_ended(tx, capture.payment_id, id).await?;
    }
    Ok(CaptureState::Failed)
}

impl Payments {
    /// Asks the processor to charge the reserved part; never inside a database transaction. Writes nothing: give the
    /// outcome to [`record_capture`]. A capture whose outcome is known answers with it.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when the answer was lost or tells a fee that cannot be: the job asks again.
    pub async fn capture(&self, id: CaptureId) -> Result<CaptureOutcome, PaymentError> {
        let mut conn = self.db.read().await?;
        let capture = store::capture(&mut conn, id).await?;
        if let Some(known) = capture.outcome() {
            return Ok(known);
        }
        let payment = store::payment(&mut conn, capture.payment).await?;
        drop(conn);
        let processor_ref = payment.processor_ref.ok_or(PaymentError::WrongState { state: payment.state })?;
        let request = CaptureRequest {
            key: id.to_string(),
            processor_ref,
            amount: capture.amount,
            reference: capture.reference,
        };
        let answer = self.processor(&payment.processor)?.capture(request).await?;
        kept::understood(&id.to_string(), capture.amount, answer)
    }
}
