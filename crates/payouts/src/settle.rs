//! The second and the third step of a payout: asking the bank, and writing down what it said.

use crate::bank::{BankError, Transfer, TransferOutcome};
use crate::begin::{CONFIRM_JOB, ConfirmJob, confirm_key};
use crate::{ASK_AGAIN, PayoutError, Payouts, PayoutsConfig, account, letters, store};
use db::{NewEvent, NewJob, Text, Tx, sql};
use domain::payout::{PAYOUT_PAID, PAYOUT_REJECTED, PayoutEvent, PayoutState, Rejection, next_state};
use domain::text_enum::TextEnum as _;
use domain::{LedgerTxId, PayoutId, SellerId};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use serde::Serialize;

/// What the log says of a payout: [`PAYOUT_PAID`], [`PAYOUT_REJECTED`].
#[derive(Debug, Serialize)]
struct PayoutSettled {
    payout_id: PayoutId,
    seller_id: SellerId,
}

/// Writes what the bank said, once. Paid: what was on its way has left the bank. Rejected: the payout's transaction is
/// reversed, so the money is in the seller's balance again. The owners are written to in the same transaction.
///
/// # Errors
/// [`PayoutError::NoSuchPayout`].
pub async fn record(
    tx: &mut Tx,
    id: PayoutId,
    outcome: &TransferOutcome,
    config: &PayoutsConfig,
) -> Result<PayoutState, PayoutError> {
    let payout = store::payout(tx, id).await?;
    let (event, bank_ref, rejection) = match outcome {
        TransferOutcome::Undecided => return Ok(payout.state),
        TransferOutcome::Sent { bank_ref } => (PayoutEvent::Pay, Some(bank_ref.as_str()), None),
        TransferOutcome::Rejected(rejection) => (PayoutEvent::Reject, None, Some(*rejection)),
    };
    let Some(state) = next_state(payout.state, event) else { return Ok(payout.state) };
    let settled = match event {
        PayoutEvent::Pay => {
            let currency = payout.amount.currency();
            let transit = AccountRef::payout_transit(&payout.bank, currency);
            let bank = AccountRef::bank(&payout.bank, currency);
            let arrived = NewTransaction::posted(format!("payout-paid:{id}"), TransactionKind::Payout)
                .line(Posting::debit(transit, payout.amount, Memo::Payout)?)
                .line(Posting::credit(bank, payout.amount, Memo::Payout)?);
            ledger::post(tx, arrived).await?.id
        }
        PayoutEvent::Reject => ledger::reverse(tx, payout.ledger).await?.id,
    };
    write_state(tx, id, state, settled, bank_ref, rejection).await?;
    let now_paid_to = account::account(tx, payout.seller).await?.map(|account| account.id);
    if event == PayoutEvent::Reject && now_paid_to.is_some_and(|id| id != payout.account) {
        // The owner has changed the account already: nothing is to be waited for.
        account::due_now(tx, payout.seller).await?;
    }
    tx.cancel_job(CONFIRM_JOB, &confirm_key(id, 0)).await?;
    let kind = if event == PayoutEvent::Pay { PAYOUT_PAID } else { PAYOUT_REJECTED };
    let told = PayoutSettled { payout_id: id, seller_id: payout.seller };
    let topic = Some(payout.seller.to_string());
    tx.append(NewEvent { kind, key: id.to_string(), topic, payload: &told }).await?;
    letters::settled(tx, config, &payout, rejection).await?;
    Ok(state)
}

async fn write_state(
    tx: &mut Tx,
    id: PayoutId,
    state: PayoutState,
    settled: LedgerTxId,
    bank_ref: Option<&str>,
    rejection: Option<Rejection>,
) -> Result<(), PayoutError> {
    let now = tx.now();
    tx.exec(
        sql("UPDATE payouts_payouts SET state = $2, settled_tx_id = $3, bank_ref = $4, rejection = $5,
             settled_at_us = $6 WHERE id = $1 AND state = 'sending'")
        .bind(id)
        .bind(Text(state))
        .bind(settled)
        .bind(bank_ref.map(str::to_owned))
        .bind(rejection.map(|r| r.as_str().to_owned()))
        .bind(now),
    )
    .await?;
    Ok(())
}

impl Payouts {
    /// Asks the bank, and never inside a database transaction: what it knows of this payout, and where it knows nothing,
    /// to send. Writes nothing. A payout whose outcome is known answers with `None`.
    async fn ask(&self, id: PayoutId) -> Result<Option<TransferOutcome>, PayoutError> {
        let mut conn = self.db.read().await?;
        let payout = store::payout(&mut conn, id).await?;
        if payout.state != PayoutState::Sending {
            return Ok(None);
        }
        let token = account::account_by_id(&mut conn, payout.account).await?.token;
        drop(conn);
        let bank = self.bank(&payout.bank)?;
        let key = id.to_string();
        if let Some(known) = bank.find(key.clone()).await? {
            return Ok(Some(known));
        }
        match bank.send(Transfer { key, token, amount: payout.amount }).await {
            // It has not done it and will not: that is an answer, too.
            Err(BankError::Refused(why)) => {
                tracing::warn!(payout = %id, %why, "the bank refused a payout");
                Ok(Some(TransferOutcome::Rejected(Rejection::Refused)))
            }
            other => Ok(Some(other?)),
        }
    }

    /// Sends a payout that has begun and records it. Safe to repeat, by anybody and at once.
    ///
    /// # Errors
    /// [`PayoutError::OutcomeUnknown`] when the answer was lost: the job asks again.
    pub async fn run(&self, id: PayoutId) -> Result<PayoutState, PayoutError> {
        let Some(outcome) = self.ask(id).await? else {
            return Ok(store::payout(&mut self.db.read().await?, id).await?.state);
        };
        let config = self.config.clone();
        self.db
            .write(move |tx| {
                let (outcome, config) = (outcome.clone(), config.clone());
                Box::pin(async move { record(tx, id, &outcome, &config).await })
            })
            .await
    }

    /// What [`CONFIRM_JOB`] does: asks again, and where the bank has not decided or cannot be reached, once more later.
    pub(crate) async fn confirm(&self, job: ConfirmJob) -> Result<(), PayoutError> {
        // A bank that cannot be reached is asked again like one that has not decided, and never given up: what becomes of
        // a job that fails too often would leave the money on its way.
        let state = match self.run(job.payout).await {
            Err(PayoutError::OutcomeUnknown) => PayoutState::Sending,
            other => other?,
        };
        if state != PayoutState::Sending {
            return Ok(());
        }
        let next = ConfirmJob { round: job.round + 1, ..job };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let key = Some(confirm_key(next.payout, next.round));
                    let run_at = tx.now().plus(ASK_AGAIN);
                    tx.enqueue(NewJob { kind: CONFIRM_JOB, key, payload: &next, run_at }).await?;
                    Ok::<_, PayoutError>(())
                })
            })
            .await
    }
}
