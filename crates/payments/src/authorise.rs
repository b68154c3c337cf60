//! Authorising: reserving the amount on the card, and what is pending in the ledger for it.

use crate::processor::{AuthOutcome, AuthRequest};
use crate::store::Payment;
use crate::{ANSWER_GRACE, MethodRef, NewPayment, PaymentError, Payments, held, store, void};
use db::{NewJob, Text, Tx, row, sql};
use domain::payment::{DeclineReason, PaymentState};
use domain::{Currency, LedgerTxId, Money, OrderId, PaymentId, Timestamp};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use serde::{Deserialize, Serialize};

/// Asks again for an authorisation whose answer was not recorded in time. Orders has the handler:
/// [`Payments::reconcile`], then its own step with [`record_authorisation`].
pub const RECONCILE_JOB: &str = "payments.reconcile";

/// The payload of [`RECONCILE_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ReconcileJob {
    pub payment: PaymentId,
}

row! {
    pub(crate) struct TokenRow { pub(crate) token: String, pub(crate) processor: String }
}

row! {
    struct FirstRow { id: PaymentId, input_hash: String }
}

row! {
    struct AuthorisedRow {
        order_id: OrderId,
        amount_minor: i64,
        currency: Currency,
        processor: String,
    }
}

/// Begins a payment in the caller's transaction: nothing is asked of the processor yet. A job reconciles it should
/// nobody record an outcome within a minute.
///
/// # Errors
/// [`PaymentError::NotPositive`], [`PaymentError::UnknownMethod`], [`PaymentError::KeyReused`].
pub async fn begin(tx: &mut Tx, new: NewPayment) -> Result<PaymentId, PaymentError> {
    if !new.amount.is_positive() {
        return Err(PaymentError::NotPositive { amount: new.amount });
    }
    let card = find_token(tx, &new).await?;
    let hash = input_hash(&new, &card.token);
    let id = new.id.unwrap_or_else(|| tx.new_id());
    let now = tx.now();
    let inserted = tx
        .exec(
            sql("INSERT INTO payments_payments (id, pay_key, input_hash, order_id, account_id, token, processor, state,
                 amount_minor, currency, created_at_us, updated_at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) ON CONFLICT (pay_key) DO NOTHING")
            .bind(id)
            .bind(&new.key)
            .bind(&hash)
            .bind(new.order)
            .bind(new.account)
            .bind(card.token)
            .bind(card.processor)
            .bind(Text(PaymentState::Authorising))
            .bind(new.amount.minor())
            .bind(new.amount.currency())
            .bind(now),
        )
        .await?;
    if inserted == 0 {
        let find = sql("SELECT id, input_hash FROM payments_payments WHERE pay_key = $1");
        let first: FirstRow = tx.one(find.bind(&new.key)).await?;
        return if first.input_hash == hash {
            Ok(first.id)
        } else {
            Err(PaymentError::KeyReused { key: new.key })
        };
    }
    let payload = ReconcileJob { payment: id };
    let run_at = now.plus(ANSWER_GRACE);
    tx.enqueue(NewJob { kind: RECONCILE_JOB, key: Some(id.to_string()), payload: &payload, run_at }).await?;
    Ok(id)
}

async fn find_token(tx: &mut Tx, new: &NewPayment) -> Result<TokenRow, PaymentError> {
    let statement = match (&new.method, new.account) {
        (MethodRef::Saved(method), Some(account)) => sql(
            "SELECT t.token, t.processor FROM payments_methods m JOIN payments_tokens t ON t.token = m.token
                 WHERE m.id = $1 AND m.account_id = $2 AND m.removed_at_us IS NULL",
        )
        .bind(*method)
        .bind(account),
        // A saved card is somebody's.
        (MethodRef::Saved(_), None) => return Err(PaymentError::UnknownMethod),
        (MethodRef::Token(token), _) => {
            sql("SELECT token, processor FROM payments_tokens WHERE token = $1").bind(token)
        }
        (MethodRef::Held(holder), _) => {
            return held::redeem(tx, holder).await?.ok_or(PaymentError::UnknownMethod);
        }
    };
    tx.opt(statement).await?.ok_or(PaymentError::UnknownMethod)
}

fn input_hash(new: &NewPayment, token: &str) -> String {
    let account = new.account.map(|a| a.to_string()).unwrap_or_default();
    let text = format!("{}|{account}|{token}|{}|{}", new.order, new.amount.minor(), new.amount.currency());
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Writes what the processor said, once: an approved payment becomes pending in the ledger. Returns the payment's
/// state, which for an outcome that comes late or twice is what it was already.
///
/// An approval of a payment that was voided meanwhile is given back by a job.
///
/// # Errors
/// [`PaymentError::UnknownPayment`].
pub async fn record_authorisation(
    tx: &mut Tx,
    id: PaymentId,
    outcome: &AuthOutcome,
) -> Result<PaymentState, PaymentError> {
    match outcome {
        AuthOutcome::Approved { processor_ref, expires_at } => {
            record_approval(tx, id, processor_ref, *expires_at).await
        }
        AuthOutcome::Declined(reason) => record_decline(tx, id, *reason).await,
        AuthOutcome::NeedsConfirmation { processor_ref, challenge } => {
            let now = tx.now();
            let asked = tx
                .exec(
                    sql("UPDATE payments_payments SET state = 'needs_confirmation', processor_ref = $2, challenge = $3,
                         updated_at_us = $4 WHERE id = $1 AND state = 'authorising'")
                    .bind(id)
                    .bind(processor_ref)
                    .bind(challenge)
                    .bind(now),
                )
                .await?;
            if asked > 0 {
                return Ok(PaymentState::NeedsConfirmation);
            }
            Ok(store::payment(tx, id).await?.state)
        }
    }
}

async fn record_approval(
    tx: &mut Tx,
    id: PaymentId,
    processor_ref: &str,
    expires_at: Timestamp,
) -> Result<PaymentState, PaymentError> {
    let (entry, now) = (tx.new_id::<LedgerTxId>(), tx.now());
    let authorised: Option<AuthorisedRow> = tx
        .opt(
            sql("UPDATE payments_payments SET state = 'authorised', processor_ref = $2, expires_at_us = $3,
                 ledger_tx_id = $4, challenge = NULL, updated_at_us = $5
                 WHERE id = $1 AND state IN ('authorising', 'needs_confirmation')
                 RETURNING order_id, amount_minor, currency, processor")
            .bind(id)
            .bind(processor_ref)
            .bind(expires_at)
            .bind(entry)
            .bind(now),
        )
        .await?;
    let Some(row) = authorised else {
        let payment = store::payment(tx, id).await?;
        if payment.state == PaymentState::Voided && payment.processor_ref.is_none() {
            void::give_back_late_approval(tx, &payment, processor_ref, expires_at).await?;
        }
        return Ok(payment.state);
    };
    let amount = Money::new(row.amount_minor, row.currency);
    let pending = NewTransaction::pending(format!("authorise:{id}"), TransactionKind::Authorisation)
        .order(row.order_id)
        .line(Posting::debit(
            AccountRef::processor(&row.processor, row.currency),
            amount,
            Memo::Authorisation,
        )?)
        .line(Posting::credit(
            AccountRef::buyer_clearing(row.order_id, row.currency),
            amount,
            Memo::Authorisation,
        )?);
    ledger::post_as(tx, entry, pending).await?;
    tx.cancel_job(RECONCILE_JOB, &id.to_string()).await?;
    Ok(PaymentState::Authorised)
}

async fn record_decline(
    tx: &mut Tx,
    id: PaymentId,
    reason: DeclineReason,
) -> Result<PaymentState, PaymentError> {
    let now = tx.now();
    let declined = tx
        .exec(
            sql("UPDATE payments_payments SET state = 'declined', decline_reason = $2, challenge = NULL,
                 updated_at_us = $3 WHERE id = $1 AND state IN ('authorising', 'needs_confirmation')")
            .bind(id)
            .bind(Text(reason))
            .bind(now),
        )
        .await?;
    if declined == 0 {
        return Ok(store::payment(tx, id).await?.state);
    }
    tx.cancel_job(RECONCILE_JOB, &id.to_string()).await?;
    Ok(PaymentState::Declined)
}

impl Payments {
    async fn payment(&self, id: PaymentId) -> Result<Payment, PaymentError> {
        store::payment(&mut self.db.read().await?, id).await
    }

    /// Asks the processor to reserve the amount; never inside a database transaction. Writes nothing: give the
    /// outcome to [`record_authorisation`]. A payment whose outcome is known answers with it.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when the answer was lost: the job asks again. [`PaymentError::WrongState`]
    /// for a payment that was voided before it was authorised.
    pub async fn authorise(&self, id: PaymentId) -> Result<AuthOutcome, PaymentError> {
        let payment = self.payment(id).await?;
        if let Some(known) = payment.outcome() {
            return Ok(known);
        }
        if payment.state != PaymentState::Authorising {
            return Err(PaymentError::WrongState { state: payment.state });
        }
        let request = AuthRequest {
            key: id.to_string(),
            amount: payment.amount,
            token: payment.processor_token.clone(),
            reference: payment.order.to_string(),
        };
        Ok(self.processor(&payment.processor)?.authorise(request).await?)
    }

    /// Gives the shopper's answer to the bank. Writes nothing: give the outcome to [`record_authorisation`].
    ///
    /// # Errors
    /// [`PaymentError::WrongState`] for a payment that needs no confirmation and has no outcome.
    pub async fn confirm(&self, id: PaymentId, answer: &str) -> Result<AuthOutcome, PaymentError> {
        let payment = self.payment(id).await?;
        match (payment.state, payment.processor_ref.clone()) {
            (PaymentState::NeedsConfirmation, Some(processor_ref)) => {
                Ok(self.processor(&payment.processor)?.confirm(processor_ref, answer.to_owned()).await?)
            }
            _ => payment.outcome().ok_or(PaymentError::WrongState { state: payment.state }),
        }
    }

    /// What became of a payment whose answer was lost. `None`: the processor has never heard of it, nothing is
    /// reserved, and [`begin_void`](crate::begin_void) closes it for good.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when the processor does not answer now either.
    pub async fn reconcile(&self, id: PaymentId) -> Result<Option<AuthOutcome>, PaymentError> {
        let payment = self.payment(id).await?;
        match payment.outcome() {
            Some(AuthOutcome::NeedsConfirmation { .. }) | None => {
                Ok(self.processor(&payment.processor)?.lookup(id.to_string()).await?)
            }
            known => Ok(known),
        }
    }
}
