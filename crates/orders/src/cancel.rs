//! Taking an order back: the shopper's undo and cancel, the seller's cancel. Each happens once, or not at all.
//!
//! The part's row decides: cancel and accept both move it away from the same state in a transaction that runs as
//! if alone, so one of them finds it gone.

use crate::cart::Shopper;
use crate::store::{self, Order, Part};
use crate::{OrderError, Orders, coupons};
use db::{NewEvent, Tx, sql};
use domain::events::{ORDER_CANCELLED, ORDER_REST_CANCELLED, OrderCancelled, OrderRestCancelled, PlacedLine};
use domain::order::{CancelReason, OrderSource, OrderState, PartEvent, PartState};
use domain::text_enum::TextEnum as _;
use domain::{OrderId, PartId, SellerId};

impl Orders {
    /// Undoes a one-click order inside its window: stock and authorisation go back, exactly once. Undoing an
    /// undone order changes nothing.
    ///
    /// # Errors
    /// [`OrderError::UndoIsOver`] when the window ended or the seller has begun to pick.
    pub async fn undo(&self, shopper: Shopper, id: OrderId) -> Result<(), OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let order = own_order(tx, shopper, id).await?;
                    if order.state.0 == OrderState::Cancelled {
                        return Ok(());
                    }
                    let open = order.undo_until_us.is_some_and(|until| tx.now() <= until);
                    if order.source.0 != OrderSource::OneClick || !open {
                        return Err(OrderError::UndoIsOver);
                    }
                    for part in store::parts_of(tx, id).await? {
                        if part.state.0 != PartState::Placed {
                            return Err(OrderError::UndoIsOver);
                        }
                        cancel_part(tx, &order, &part, PartEvent::Undo, CancelReason::Undone).await?;
                    }
                    finish(tx, &order).await
                })
            })
            .await
    }

    /// The shopper cancels one part that its seller has not begun. Cancelling it again changes nothing.
    pub async fn cancel_by_shopper(&self, shopper: Shopper, part: PartId) -> Result<(), OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let part = store::part(tx, part).await?;
                    let order = own_order(tx, shopper, part.order_id).await?;
                    if part.state.0 == PartState::Cancelled {
                        return Ok(());
                    }
                    if part.state.0 != PartState::Placed {
                        return Err(wrong_state(&part));
                    }
                    cancel_part(tx, &order, &part, PartEvent::Cancel, CancelReason::ChangedMind).await?;
                    finish(tx, &order).await
                })
            })
            .await
    }

    /// The seller cancels a part, with a reason that the shopper reads: the whole of it, or, once something was
    /// shipped, the rest. Cancelling it again changes nothing.
    ///
    /// # Errors
    /// [`OrderError::ParcelUnderWay`] while the card is being charged for one of its parcels.
    pub async fn cancel_by_seller(
        &self,
        seller: SellerId,
        part: PartId,
        reason: CancelReason,
    ) -> Result<(), OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let part = seller_part(tx, seller, part).await?;
                    if part.state.0 == PartState::Cancelled {
                        return Ok(());
                    }
                    let rest_is_cancelled =
                        part.state.0 == PartState::Shipped && part.cancel_reason.is_some();
                    if rest_is_cancelled {
                        return Ok(());
                    }
                    if crate::ship::being_charged(tx, part.id).await? {
                        return Err(OrderError::ParcelUnderWay { part: part.id });
                    }
                    let order = store::order(tx, part.order_id).await?;
                    match part.state.0 {
                        PartState::PartlyShipped => cancel_rest(tx, &order, &part, reason).await?,
                        _ => cancel_part(tx, &order, &part, PartEvent::Cancel, reason).await?,
                    }
                    finish(tx, &order).await
                })
            })
            .await
    }
}

/// The order, if this shopper placed it; somebody else's order does not exist for them.
async fn own_order(tx: &mut Tx, shopper: Shopper, id: OrderId) -> Result<Order, OrderError> {
    let order = store::order(tx, id).await?;
    if order.belongs_to(shopper) { Ok(order) } else { Err(OrderError::NotFound) }
}

/// The part, if it is this seller's and paid for.
pub(crate) async fn seller_part(tx: &mut Tx, seller: SellerId, id: PartId) -> Result<Part, OrderError> {
    let part = store::part(tx, id).await?;
    let visible = part.seller_id == seller && part.state.0 != PartState::AwaitingPayment;
    if visible { Ok(part) } else { Err(OrderError::NotFound) }
}

pub(crate) fn wrong_state(part: &Part) -> OrderError {
    OrderError::WrongState { part: part.id, state: part.state.0.as_str().into() }
}

async fn cancel_part(
    tx: &mut Tx,
    order: &Order,
    part: &Part,
    event: PartEvent,
    reason: CancelReason,
) -> Result<(), OrderError> {
    let next = domain::order::next_part_state(part.state.0, event).ok_or_else(|| wrong_state(part))?;
    let now = tx.now();
    tx.exec(
        sql("UPDATE orders_parts SET state = $2, cancelled_at_us = $3, cancel_reason = $4 WHERE id = $1")
            .bind(part.id)
            .bind(next.as_str())
            .bind(now)
            .bind(reason.as_str()),
    )
    .await?;
    let lines = store::lines_of(tx, &[part.id]).await?;
    let units: Vec<_> = lines.iter().map(|l| (l.offer_id, l.quantity)).collect();
    inventory::restock(tx, &part.id.to_string(), &units).await?;
    let cancelled = OrderCancelled {
        order_id: order.id,
        part_id: part.id,
        seller_id: part.seller_id,
        currency: order.currency,
        items_minor: part.items_minor,
        units: units.iter().map(|u| u.1).sum(),
        placed_at_us: part.placed_at_us,
        reason: reason.as_str().into(),
    };
    let topic = Some(part.seller_id.to_string());
    tx.append(NewEvent { kind: ORDER_CANCELLED, key: part.id.to_string(), topic, payload: &cancelled })
        .await?;
    Ok(())
}

/// What was not sent will not be: its units are for sale again and nothing more is charged.
async fn cancel_rest(
    tx: &mut Tx,
    order: &Order,
    part: &Part,
    reason: CancelReason,
) -> Result<(), OrderError> {
    let next = domain::order::next_part_state(part.state.0, PartEvent::CancelRest)
        .ok_or_else(|| wrong_state(part))?;
    let lines: Vec<PlacedLine> =
        store::lines_of(tx, &[part.id]).await?.into_iter().filter_map(unsent).collect();
    let now = tx.now();
    tx.exec(
        sql("UPDATE orders_parts SET state = $2, cancelled_at_us = $3, cancel_reason = $4 WHERE id = $1")
            .bind(part.id)
            .bind(next.as_str())
            .bind(now)
            .bind(reason.as_str()),
    )
    .await?;
    let units: Vec<_> = lines.iter().map(|l| (l.offer_id, l.quantity)).collect();
    inventory::restock(tx, &format!("rest-{}", part.id), &units).await?;
    let cancelled = OrderRestCancelled {
        order_id: order.id,
        part_id: part.id,
        seller_id: part.seller_id,
        currency: order.currency,
        items_minor: lines.iter().map(|l| l.amount_minor).sum(),
        units: lines.iter().map(|l| l.quantity).sum(),
        lines,
        placed_at_us: part.placed_at_us,
        reason: reason.as_str().into(),
    };
    let topic = Some(part.seller_id.to_string());
    tx.append(NewEvent { kind: ORDER_REST_CANCELLED, key: part.id.to_string(), topic, payload: &cancelled })
        .await?;
    Ok(())
}

/// The units of a line that did not leave; a line's amount is its unit price times its units.
fn unsent(line: store::Line) -> Option<PlacedLine> {
    let quantity = line.quantity - line.shipped_quantity;
    (quantity > 0).then(|| PlacedLine {
        offer_id: line.offer_id,
        product_id: line.product_id,
        title: line.title,
        quantity,
        amount_minor: line.unit_price_minor * quantity,
    })
}

/// When no part has anything left to do, the rest of the authorisation is given back and the order is closed.
pub(crate) async fn finish(tx: &mut Tx, order: &Order) -> Result<(), OrderError> {
    let parts = store::parts_of(tx, order.id).await?;
    let open =
        |p: &Part| matches!(p.state.0, PartState::Placed | PartState::Accepted | PartState::PartlyShipped);
    if parts.iter().any(open) {
        return Ok(());
    }
    let captured: i64 = parts.iter().map(|p| p.captured_minor).sum();
    if captured < order.total_minor {
        payments::begin_void(tx, order.payment_id, &format!("close-{}", order.id)).await?;
    }
    let all_cancelled = parts.iter().all(|p| p.state.0 == PartState::Cancelled);
    if all_cancelled {
        coupons::give_back(tx, order.id).await?;
    }
    let state = if all_cancelled { OrderState::Cancelled } else { OrderState::Completed };
    tx.exec(sql("UPDATE orders_orders SET state = $2 WHERE id = $1").bind(order.id).bind(state.as_str()))
        .await?;
    Ok(())
}
