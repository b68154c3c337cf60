//! Orders whose payment never came: their stock is released, exactly once, and the card is not kept reserved.

use crate::place::{ABANDON_JOB, PAYMENT_TIMEOUT, give_up};
use crate::{OrderError, Orders, store};
use db::{NewJob, Tx};
use domain::OrderId;
use domain::order::OrderState;

/// Plans the end of an order that waits for the shopper's confirmation.
pub(crate) async fn schedule(tx: &mut Tx, order: OrderId) -> Result<(), OrderError> {
    let run_at = tx.now().plus(PAYMENT_TIMEOUT);
    tx.enqueue(NewJob { kind: ABANDON_JOB, key: Some(order.to_string()), payload: &order, run_at }).await?;
    Ok(())
}

impl Orders {
    /// The handler of [`ABANDON_JOB`]: gives up an order that still waits for its payment.
    pub async fn abandon(&self, id: OrderId) -> Result<(), OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let order = store::order(tx, id).await?;
                    if order.state.0 != OrderState::AwaitingPayment {
                        return Ok(());
                    }
                    payments::begin_void(tx, order.payment_id, &format!("abandon-{id}")).await?;
                    give_up(tx, &order, OrderState::PaymentFailed, "confirmation_failed").await
                })
            })
            .await
    }
}
