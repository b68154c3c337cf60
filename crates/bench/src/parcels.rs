//! A parcel for each order whose analysis is measured, with what the counting of what is left of offers reads of it: the rows
//! of the part, its lines and its parcel, and the event, on the day of the order.

use db::{DbError, Tx, sql};
use domain::events::{ORDER_SHIPPED, OrderPlaced, PartShipped, PlacedLine};
use domain::promise::Promise;
use domain::{LineId, ShipmentId};

/// Sends an order that stands in `orders_orders`, of that country and device.
pub(crate) async fn send(
    tx: &mut Tx,
    placed: &OrderPlaced,
    (country, device): (&str, &str),
) -> Result<(), DbError> {
    let shipment: ShipmentId = tx.new_id();
    let day = placed.placed_at_us.utc_day();
    let promise =
        Promise { ship_day: day, earliest_day: day, latest_day: day, order_until: placed.placed_at_us };
    tx.exec(
        sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
                 total_minor, captured_minor, promise, tax_place, placed_at_us, shipped_at_us, country, device)
             VALUES ($1, $2, $3, 'shipped', $4, 0, 0, $4, $4, $6, '-', $5, $5, $7, $8)")
        .bind(placed.part_id)
        .bind(placed.order_id)
        .bind(placed.seller_id)
        .bind(placed.items_minor)
        .bind(placed.placed_at_us)
        .bind(serde_json::to_string(&promise)?)
        .bind(country)
        .bind(device),
    )
    .await?;
    tx.exec(
        sql(
            "INSERT INTO orders_shipments (id, shipment_key, input_hash, seller_id, state, carrier, tracking,
                 created_at_us, shipped_at_us) VALUES ($1, $2, '', $3, 'shipped', 'ups', '', $4, $4)",
        )
        .bind(shipment)
        .bind(shipment.to_string())
        .bind(placed.seller_id)
        .bind(placed.placed_at_us),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO orders_shipment_parts (shipment_id, part_id, capture_id, state, items_minor, shipping_minor,
                 tax_minor, total_minor, commission_minor) VALUES ($1, $2, $1, 'shipped', $3, 0, 0, $3, $4)")
        .bind(shipment)
        .bind(placed.part_id)
        .bind_all([placed.items_minor, placed.items_minor / 10]),
    )
    .await?;
    for (position, line) in placed.lines.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        send_line(tx, placed, shipment, position, line).await?;
    }
    tell(tx, placed, shipment).await
}

async fn send_line(
    tx: &mut Tx,
    placed: &OrderPlaced,
    shipment: ShipmentId,
    position: i64,
    line: &PlacedLine,
) -> Result<(), DbError> {
    let id: LineId = tx.new_id();
    let each = line.amount_minor.checked_div(line.quantity).unwrap_or(0);
    tx.exec(
        sql("INSERT INTO orders_lines (id, part_id, position, offer_id, product_id, title, slug, quantity,
                 shipped_quantity, unit_price_minor, amount_minor, tax_rate_bps, tax_inclusive, tax_minor, total_minor,
                 commission_class, cost_minor, seller_id)
             VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7, $8, $9, 0, FALSE, 0, $9, 'standard', $10, $11)")
        .bind(id)
        .bind(placed.part_id)
        .bind(position)
        .bind(line.offer_id)
        .bind(line.product_id)
        .bind(line.title.as_str())
        .bind_all([line.quantity, each, line.amount_minor, each / 2])
        .bind(placed.seller_id),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO orders_shipment_lines (shipment_id, line_id, quantity, items_minor, tax_minor,
                 commission_minor, commission_why) VALUES ($1, $2, $3, $4, 0, $5, '')")
        .bind(shipment)
        .bind(id)
        .bind_all([line.quantity, line.amount_minor, line.amount_minor / 10]),
    )
    .await?;
    Ok(())
}

/// The event, as if it had been appended then: what is left is counted by the day of the event.
async fn tell(tx: &mut Tx, placed: &OrderPlaced, shipment: ShipmentId) -> Result<(), DbError> {
    let shipped = PartShipped {
        order_id: placed.order_id,
        part_id: placed.part_id,
        seller_id: placed.seller_id,
        shipment_id: shipment,
        currency: placed.currency,
        captured_minor: placed.items_minor,
        units: placed.units,
    };
    tx.exec(
        sql("INSERT INTO db_events (kind, event_key, topic, payload, at_us) VALUES ($1, $2, $3, $4, $5)")
            .bind(ORDER_SHIPPED)
            .bind(placed.part_id.to_string())
            .bind(placed.seller_id.to_string())
            .bind(serde_json::to_string(&shipped)?)
            .bind(placed.placed_at_us),
    )
    .await?;
    Ok(())
}
