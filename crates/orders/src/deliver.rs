//! A parcel arrived.

use crate::cancel::{seller_part, wrong_state};
use crate::{OrderError, Orders};
use db::{NewEvent, sql};
use domain::events::{ORDER_DELIVERED, PartDelivered};
use domain::order::{PartEvent, PartState, ShipmentState};
use domain::text_enum::TextEnum as _;
use domain::{PartId, SellerId, ShipmentId};

impl Orders {
    /// Marks a shipped part as delivered. Marking it again changes nothing.
    pub async fn deliver(&self, seller: SellerId, part: PartId) -> Result<(), OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let part = seller_part(tx, seller, part).await?;
                    if part.state.0 == PartState::Delivered {
                        return Ok(());
                    }
                    let next = domain::order::next_part_state(part.state.0, PartEvent::Deliver)
                        .ok_or_else(|| wrong_state(&part))?;
                    let now = tx.now();
                    let statement =
                        sql("UPDATE orders_parts SET state = $2, delivered_at_us = $3 WHERE id = $1");
                    tx.exec(statement.bind(part.id).bind(next.as_str()).bind(now)).await?;
                    for shipment in crate::store::shipments_of(tx, &[part.id]).await? {
                        deliver_shipment(tx, &part, shipment.id).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

async fn deliver_shipment(
    tx: &mut db::Tx,
    part: &crate::store::Part,
    shipment: ShipmentId,
) -> Result<(), OrderError> {
    let now = tx.now();
    let statement = sql("UPDATE orders_shipment_parts SET state = $3
                         WHERE shipment_id = $1 AND part_id = $2 AND state = 'shipped'");
    let changed =
        tx.exec(statement.bind(shipment).bind(part.id).bind(ShipmentState::Delivered.as_str())).await?;
    if changed == 0 {
        return Ok(());
    }
    let statement = sql("UPDATE orders_shipments SET state = $2, delivered_at_us = $3 WHERE id = $1");
    tx.exec(statement.bind(shipment).bind(ShipmentState::Delivered.as_str()).bind(now)).await?;
    let delivered = PartDelivered {
        order_id: part.order_id,
        part_id: part.id,
        seller_id: part.seller_id,
        shipment_id: shipment,
    };
    let topic = Some(part.seller_id.to_string());
    tx.append(NewEvent { kind: ORDER_DELIVERED, key: part.id.to_string(), topic, payload: &delivered })
        .await?;
    Ok(())
}
