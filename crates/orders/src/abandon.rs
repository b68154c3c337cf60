//! Orders whose payment never came: their stock is released, exactly once, and the card is not kept reserved.

use crate::place::{ABANDON_JOB, PAYMENT_TIMEOUT, Placed, give_up, outcome_of};
use crate::{OrderError, Orders, store};
use db::{NewJob, Tx};
use domain::OrderId;
use domain::order::OrderState;
use domain::payment::DeclineReason;
use domain::text_enum::TextEnum as _;
use payments::AuthOutcome;

/// Plans the end of an order that waits for the shopper's confirmation. One that waits for the processor has the
/// job `payments.reconcile`, which ends it too.
pub(crate) async fn schedule(tx: &mut Tx, order: OrderId) -> Result<(), OrderError> {
    let run_at = tx.now().plus(PAYMENT_TIMEOUT);
    tx.enqueue(NewJob { kind: ABANDON_JOB, key: Some(order.to_string()), payload: &order, run_at }).await?;
    Ok(())
}

impl Orders {
    /// Ends an order that still waits for its payment: settled if the processor knows what became of it, given up
    /// if not. The handler of [`ABANDON_JOB`]. Safe to repeat.
    pub async fn abandon(&self, id: OrderId) -> Result<Placed, OrderError> {
        let mut conn = self.db.read().await?;
        let order = store::order(&mut conn, id).await?;
        drop(conn);
        if order.state.0 != OrderState::AwaitingPayment {
            return Ok(outcome_of(&order));
        }
        match self.payments.reconcile(order.payment_id).await {
            Ok(Some(known @ (AuthOutcome::Approved { .. } | AuthOutcome::Declined(_)))) => {
                return self.record_outcome(id, known).await;
            }
            Ok(_) => {}
            // Its job asks again until it answers; the units do not wait for that.
            Err(error) => tracing::warn!(order = %id, %error, "given up without the processor's word"),
        }
        self.give_up_waiting(id).await
    }

    async fn give_up_waiting(&self, id: OrderId) -> Result<Placed, OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let order = store::order(tx, id).await?;
                    if order.state.0 == OrderState::AwaitingPayment {
                        payments::begin_void(tx, order.payment_id, &format!("abandon-{id}")).await?;
                        let why = match order.challenge {
                            Some(_) => DeclineReason::ConfirmationFailed,
                            None => DeclineReason::Declined,
                        };
                        give_up(tx, &order, OrderState::PaymentFailed, why.as_str()).await?;
                    }
                    Ok(outcome_of(&store::order(tx, id).await?))
                })
            })
            .await
    }
}
