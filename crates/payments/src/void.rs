//! Voiding: giving back what was reserved and is not charged. The ledger lets go of it in the caller's transaction;
//! a job tells the processor after the commit, as often as it takes.

use crate::processor::{AuthOutcome, ProcessorError, VoidRequest};
use crate::store::Payment;
use crate::{ANSWER_GRACE, PaymentError, Payments, store};
use db::{DbError, NewJob, Text, Tx, row, sql};
use domain::payment::PaymentState;
use domain::text_enum;
use domain::{CaptureId, Currency, LedgerTxId, Money, PaymentId, Timestamp};
use ledger::{AccountRef, EntryState, Memo, NewTransaction, Posting, TransactionKind};
use serde::{Deserialize, Serialize};

domain::typed_id! {
    /// One void of a payment or a part of it.
    VoidId, "vd";
}
db::id_column!(VoidId);

text_enum! {
    /// How far a void is.
    pub enum VoidState {
        /// The processor does not know yet.
        Voiding = "voiding",
        Voided = "voided",
    }
}
db::text_column!(VoidState);

/// Tells the processor. Payments has the handler.
pub const VOID_JOB: &str = "payments.void";

/// The payload of [`VOID_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct VoidJob {
    pub void: VoidId,
}

row! {
    struct VoidRow {
        id: VoidId,
        payment_id: PaymentId,
        amount_minor: i64,
        currency: Currency,
        state: VoidState,
    }
}

const VOID: &str = "SELECT id, payment_id, amount_minor, currency, state FROM payments_voids";

/// Gives back all that is neither captured nor being captured, and returns how much that is: zero when nothing is
/// reserved any more. Works before the authorisation is known too: should it be approved later, it is given back.
///
/// # Errors
/// [`PaymentError::UnknownPayment`], [`PaymentError::KeyReused`].
pub async fn begin_void(tx: &mut Tx, payment: PaymentId, key: &str) -> Result<Money, PaymentError> {
    void(tx, payment, None, key).await
}

/// Gives back a part of an authorised payment, for instance when one seller's part of an order is cancelled.
///
/// # Errors
/// [`PaymentError::OverAuthorised`] when less is left, [`PaymentError::WrongState`] before the authorisation is known
/// or after it ended, [`PaymentError::NotPositive`], [`PaymentError::UnknownPayment`], [`PaymentError::KeyReused`].
pub async fn begin_partial_void(
    tx: &mut Tx,
    payment: PaymentId,
    amount: Money,
    key: &str,
) -> Result<Money, PaymentError> {
    if !amount.is_positive() {
        return Err(PaymentError::NotPositive { amount });
    }
    void(tx, payment, Some(amount), key).await
}

async fn void(tx: &mut Tx, id: PaymentId, part: Option<Money>, key: &str) -> Result<Money, PaymentError> {
    let first: Option<VoidRow> = tx.opt(sql(format!("{VOID} WHERE void_key = $1")).bind(key)).await?;
    if let Some(first) = first {
        let amount = Money::new(first.amount_minor, first.currency);
        let same = first.payment_id == id && part.is_none_or(|part| part == amount);
        return if same { Ok(amount) } else { Err(PaymentError::KeyReused { key: key.into() }) };
    }
    let payment = store::payment(tx, id).await?;
    let nothing = Money::zero(payment.amount.currency());
    let left = payment.left()?;
    match (payment.state, part) {
        (PaymentState::Authorised | PaymentState::Captured, part) => {
            let amount = part.unwrap_or(left);
            if left.sub(amount)?.is_negative() {
                return Err(PaymentError::OverAuthorised { left });
            }
            if amount.is_zero() {
                return Ok(nothing);
            }
            let void = release(tx, &payment, amount, key, VoidState::Voiding).await?;
            tell_processor(tx, void, tx.now()).await?;
            Ok(amount)
        }
        (PaymentState::Authorising | PaymentState::NeedsConfirmation, None) => {
            let void = insert_void(tx, &payment, payment.amount, key, VoidState::Voiding, None).await?;
            close(tx, &payment).await?;
            // The request that authorises may be under way: its answer first, then ask.
            let wait =
                if payment.state == PaymentState::Authorising { ANSWER_GRACE } else { Default::default() };
            tell_processor(tx, void, tx.now().plus(wait)).await?;
            Ok(payment.amount)
        }
        (state, Some(_)) => Err(PaymentError::WrongState { state }),
        (_, None) => Ok(nothing),
    }
}

/// Lets go of a part of an authorised payment: its row, the void's, and the ledger's pending layer.
async fn release(
    tx: &mut Tx,
    payment: &Payment,
    amount: Money,
    key: &str,
    state: VoidState,
) -> Result<VoidId, PaymentError> {
    let entry = tx.new_id::<LedgerTxId>();
    let void = insert_void(tx, payment, amount, key, state, Some(entry)).await?;
    let now = tx.now();
    tx.exec(
        sql("UPDATE payments_payments SET voided_minor = voided_minor + $2,
             state = CASE WHEN voided_minor + $2 = amount_minor THEN 'voided' ELSE state END, updated_at_us = $3
             WHERE id = $1")
        .bind(payment.id)
        .bind(amount.minor())
        .bind(now),
    )
    .await?;
    let processor = AccountRef::processor(&payment.processor, amount.currency());
    let clearing = AccountRef::buyer_clearing(payment.order, amount.currency());
    let released = NewTransaction {
        state: EntryState::Void,
        resolves: payment.ledger,
        ..NewTransaction::posted(format!("void:{void}"), TransactionKind::Void)
            .order(payment.order)
            .line(Posting::debit(processor, amount, Memo::Authorisation)?)
            .line(Posting::credit(clearing, amount, Memo::Authorisation)?)
    };
    ledger::post_as(tx, entry, released).await?;
    Ok(void)
}

/// The processor says that the authorisation is over: nothing of it can be captured or needs giving back, but for
/// captures under way, which learn it themselves.
pub(crate) async fn write_off_ended(
    tx: &mut Tx,
    id: PaymentId,
    capture: CaptureId,
) -> Result<(), PaymentError> {
    let payment = store::payment(tx, id).await?;
    let left = payment.left()?;
    if left.is_positive() {
        release(tx, &payment, left, &format!("ended:{capture}"), VoidState::Voided).await?;
    }
    tx.exec(
        sql("UPDATE payments_payments SET state = 'expired' WHERE id = $1 AND captured_minor = 0
             AND state IN ('authorised', 'voided')")
        .bind(id),
    )
    .await?;
    Ok(())
}

/// A payment that was voided before its approval came: notes the approval, and has it given back.
pub(crate) async fn give_back_late_approval(
    tx: &mut Tx,
    payment: &Payment,
    processor_ref: &str,
    expires_at: Timestamp,
) -> Result<(), PaymentError> {
    let now = tx.now();
    tx.exec(
        sql("UPDATE payments_payments SET processor_ref = $2, expires_at_us = $3, updated_at_us = $4 WHERE id = $1")
            .bind(payment.id)
            .bind(processor_ref)
            .bind(expires_at)
            .bind(now),
    )
    .await?;
    let again = sql(
        "UPDATE payments_voids SET state = 'voiding', updated_at_us = $2 WHERE payment_id = $1 RETURNING id",
    );
    let voids: Vec<(VoidId,)> = tx.all(again.bind(payment.id).bind(now)).await?;
    for (void,) in voids {
        // A key of its own: the void's first job may be running, and would swallow one with the same.
        let (payload, key) = (VoidJob { void }, Some(format!("{void}:late")));
        tx.enqueue(NewJob { kind: VOID_JOB, key, payload: &payload, run_at: now }).await?;
    }
    Ok(())
}

async fn insert_void(
    tx: &mut Tx,
    payment: &Payment,
    amount: Money,
    key: &str,
    state: VoidState,
    entry: Option<LedgerTxId>,
) -> Result<VoidId, DbError> {
    let id = tx.new_id::<VoidId>();
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO payments_voids
             (id, payment_id, void_key, amount_minor, currency, state, ledger_tx_id, created_at_us, updated_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)")
        .bind(id)
        .bind(payment.id)
        .bind(key)
        .bind(amount.minor())
        .bind(amount.currency())
        .bind(state)
        .bind(entry)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// Closes a payment that was never authorised.
async fn close(tx: &mut Tx, payment: &Payment) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec(
        sql("UPDATE payments_payments SET state = $2, voided_minor = amount_minor, challenge = NULL,
             updated_at_us = $3 WHERE id = $1")
        .bind(payment.id)
        .bind(Text(PaymentState::Voided))
        .bind(now),
    )
    .await?;
    Ok(())
}

async fn tell_processor(tx: &mut Tx, void: VoidId, run_at: Timestamp) -> Result<(), DbError> {
    let payload = VoidJob { void };
    tx.enqueue(NewJob { kind: VOID_JOB, key: Some(void.to_string()), payload: &payload, run_at }).await?;
    Ok(())
}

impl Payments {
    /// Tells the processor of a void, unless it knows. Safe to repeat.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when it does not answer: the job tries again.
    pub async fn run_void(&self, id: VoidId) -> Result<(), PaymentError> {
        let mut conn = self.db.read().await?;
        let row: Option<VoidRow> = conn.opt(sql(format!("{VOID} WHERE id = $1")).bind(id)).await?;
        let Some(void) = row.filter(|v| v.state == VoidState::Voiding) else { return Ok(()) };
        let payment = store::payment(&mut conn, void.payment_id).await?;
        drop(conn);
        let payment_id = payment.id;
        let processor = self.processor(&payment.processor)?;
        let processor_ref = match payment.processor_ref {
            Some(known) => Some(known),
            None => match processor.lookup(payment.id.to_string()).await? {
                Some(
                    AuthOutcome::Approved { processor_ref, .. }
                    | AuthOutcome::NeedsConfirmation { processor_ref, .. },
                ) => Some(processor_ref),
                Some(AuthOutcome::Declined(_)) | None => None,
            },
        };
        if let Some(processor_ref) = processor_ref.clone() {
            let amount = Money::new(void.amount_minor, void.currency);
            let told = processor.void(VoidRequest { key: id.to_string(), processor_ref, amount }).await;
            match told {
                // What it refuses to give back is not reserved any more.
                Ok(()) => {}
                Err(ProcessorError::Refused(why)) => tracing::warn!(void = %id, %why, "void refused"),
                Err(other) => return Err(other.into()),
            }
        }
        self.db
            .write(move |tx| {
                let processor_ref = processor_ref.clone();
                Box::pin(async move {
                    let payment = store::payment(tx, payment_id).await?;
                    if processor_ref.is_none() && payment.processor_ref.is_some() {
                        // Approved since we asked; that approval's own job gives it back.
                        return Ok(());
                    }
                    let done = "UPDATE payments_voids SET state = 'voided', updated_at_us = $2 WHERE id = $1";
                    let now = tx.now();
                    tx.exec(sql(done).bind(id).bind(now)).await?;
                    let note = "UPDATE payments_payments SET processor_ref = $2 WHERE id = $1 AND processor_ref IS NULL";
                    tx.exec(sql(note).bind(payment_id).bind(processor_ref)).await?;
                    Ok::<_, PaymentError>(())
                })
            })
            .await
    }
}
