//! Shipping: the seller hands a parcel over and its share of each card payment is captured.
//!
//! Three steps as for placing. (1) One transaction reserves the lines and begins one capture per part. (2) The
//! processor is asked by the captures' own keys. (3) One transaction records the answers: captured parts post their
//! sale, commission, tax, shipping and seller payable; a refused capture puts its lines back to be shipped. A crash
//! between the steps is finished by the job `payments.capture`.

use crate::cancel::{finish, seller_part, wrong_state};
use crate::place::input_hash;
use crate::shares::{self, Share};
use crate::store::{self, Line, Part};
use crate::{OrderError, Orders, bundles, gifts, invoice, sale};
use db::{NewEvent, Text, Tx, row, sql};
use domain::events::{ORDER_ACCEPTED, ORDER_SHIPPED, PartAccepted, PartShipped};
use domain::order::{Carrier, PartEvent, PartState, ShipmentState};
use domain::text_enum::TextEnum as _;
use domain::{CaptureId, LineId, Money, PartId, SellerId, ShipmentId};
use payments::CaptureOutcome;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a seller puts into one parcel.
#[derive(Debug, Clone)]
pub struct Ship {
    /// Made when the page was rendered.
    pub key: String,
    pub seller: SellerId,
    /// Lines and how many units of each; of one part, or of parts that ship together.
    pub lines: Vec<(LineId, i64)>,
    pub carrier: Carrier,
    pub tracking: String,
}

/// How a shipment ended up; a repeat gets the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shipped {
    /// Captured: hand it over.
    Shipped { shipment: ShipmentId },
    /// The card could not be charged: do not hand it over. The reason is for the seller.
    Refused { shipment: ShipmentId, reason: String },
    /// The processor's answer was lost; wait for it before handing over.
    Pending { shipment: ShipmentId },
}

row! {
    struct Shipment {
        id: ShipmentId,
        input_hash: String,
        seller_id: SellerId,
        state: Text<ShipmentState>,
        failure: Option<String>,
    }
}
const SHIPMENT: &str = "id, input_hash, seller_id, state, failure";

row! {
    struct OpenCapture {
        part_id: PartId,
        capture_id: CaptureId,
        total_minor: i64,
    }
}

fn outcome_of(shipment: &Shipment) -> Shipped {
    let id = shipment.id;
    match shipment.state.0 {
        ShipmentState::Capturing => Shipped::Pending { shipment: id },
        ShipmentState::Failed => {
            Shipped::Refused { shipment: id, reason: shipment.failure.clone().unwrap_or_default() }
        }
        ShipmentState::Shipped | ShipmentState::Delivered => Shipped::Shipped { shipment: id },
    }
}

impl Orders {
    /// The seller begins: undo and the shopper's cancel are over. Parts that ship together are accepted together.
    pub async fn accept(&self, seller: SellerId, part: PartId) -> Result<(), OrderError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let part = seller_part(tx, seller, part).await?;
                    match part.state.0 {
                        PartState::Placed => accept_with_mates(tx, &part).await,
                        PartState::Accepted => Ok(()),
                        _ => Err(wrong_state(&part)),
                    }
                })
            })
            .await
    }

    /// Ships lines and captures their share of the payment.
    ///
    /// # Errors
    /// [`OrderError::WrongShipment`] for no line, a foreign line or too many units; nothing is reserved then.
    pub async fn ship(&self, input: Ship) -> Result<Shipped, OrderError> {
        let tracking = input.tracking.trim().to_owned();
        let sound = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !(4..=40).contains(&tracking.len()) || !tracking.chars().all(sound) {
            return Err(OrderError::TrackingMalformed);
        }
        let input = Arc::new(Ship { tracking, ..input });
        let shipment = self
            .db
            .write(move |tx| {
                let input = Arc::clone(&input);
                Box::pin(async move { begin(tx, &input).await })
            })
            .await?;
        self.finish_shipment(shipment).await
    }

    /// Finishes the shipment that a capture belongs to. The handler of `payments.capture`.
    pub async fn finish_capture(&self, capture: CaptureId) -> Result<Shipped, OrderError> {
        let mut conn = self.db.read().await?;
        let statement = sql("SELECT shipment_id FROM orders_shipment_parts WHERE capture_id = $1");
        let shipment: Option<(ShipmentId,)> = conn.opt(statement.bind(capture)).await?;
        drop(conn);
        self.finish_shipment(shipment.ok_or(OrderError::NotFound)?.0).await
    }

    /// Asks the processor for what is still open and records the answers. Safe to repeat.
    pub async fn finish_shipment(&self, id: ShipmentId) -> Result<Shipped, OrderError> {
        let mut conn = self.db.read().await?;
        let open = open_captures(&mut conn, id).await?;
        drop(conn);
        let mut outcomes = Vec::with_capacity(open.len());
        for capture in &open {
            match self.payments.capture(capture.capture_id).await {
                Ok(outcome) => outcomes.push((capture.capture_id, outcome)),
                Err(payments::PaymentError::OutcomeUnknown) => return Ok(Shipped::Pending { shipment: id }),
                Err(other) => return Err(other.into()),
            }
        }
        let outcomes = Arc::new(outcomes);
        self.db
            .write(move |tx| {
                let outcomes = Arc::clone(&outcomes);
                Box::pin(async move { record(tx, id, &outcomes).await })
            })
            .await
    }
}

async fn open_captures(conn: &mut db::Conn, id: ShipmentId) -> Result<Vec<OpenCapture>, OrderError> {
    let statement = sql("SELECT part_id, capture_id, total_minor FROM orders_shipment_parts
                         WHERE shipment_id = $1 AND state = 'capturing' ORDER BY part_id");
    Ok(conn.all(statement.bind(id)).await?)
}

pub(crate) async fn accept_with_mates(tx: &mut Tx, part: &Part) -> Result<(), OrderError> {
    let now = tx.now();
    let together = match part.bundle_id {
        Some(bundle) => {
            bundles::close(tx, bundle, now).await?;
            store::parts_of_bundle(tx, bundle).await?
        }
        None => vec![part.clone()],
    };
    for part in together.iter().filter(|p| p.state.0 == PartState::Placed) {
        let next = domain::order::next_part_state(part.state.0, PartEvent::Accept)
            .ok_or_else(|| wrong_state(part))?;
        let statement = sql("UPDATE orders_parts SET state = $2, accepted_at_us = $3 WHERE id = $1");
        tx.exec(statement.bind(part.id).bind(next.as_str()).bind(now)).await?;
        let accepted = PartAccepted { order_id: part.order_id, part_id: part.id, seller_id: part.seller_id };
        let topic = Some(part.seller_id.to_string());
        tx.append(NewEvent { kind: ORDER_ACCEPTED, key: part.id.to_string(), topic, payload: &accepted })
            .await?;
    }
    Ok(())
}

/// Step 1: the parcel and its captures, or nothing.
async fn begin(tx: &mut Tx, input: &Ship) -> Result<ShipmentId, OrderError> {
    let hash = input_hash(&serde_json::json!([input.seller, &input.lines, input.carrier, &input.tracking]));
    let text = format!("SELECT {SHIPMENT} FROM orders_shipments WHERE shipment_key = $1");
    if let Some(known) = tx.opt::<Shipment>(sql(text).bind(&input.key)).await? {
        return if known.input_hash == hash { Ok(known.id) } else { Err(OrderError::KeyReused) };
    }
    let chosen = choose(tx, input).await?;
    let (id, now) = (tx.new_id::<ShipmentId>(), tx.now());
    tx.exec(
        sql(
            "INSERT INTO orders_shipments (id, shipment_key, input_hash, seller_id, state, carrier, tracking,
                 created_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id)
        .bind(&input.key)
        .bind(hash)
        .bind(input.seller)
        .bind(ShipmentState::Capturing.as_str())
        .bind(input.carrier.as_str())
        .bind(&input.tracking)
        .bind(now),
    )
    .await?;
    for (part, lines) in &chosen {
        begin_part(tx, id, part, lines).await?;
    }
    Ok(id)
}

/// A part and the lines of it, with units, that go into a parcel.
type Chosen = (Part, Vec<(Line, i64)>);

/// The parts and lines that were asked for, checked.
async fn choose(tx: &mut Tx, input: &Ship) -> Result<Vec<Chosen>, OrderError> {
    let mut wanted: BTreeMap<LineId, i64> = BTreeMap::new();
    for (line, quantity) in &input.lines {
        if *quantity < 1 || wanted.insert(*line, *quantity).is_some() {
            return Err(OrderError::WrongShipment);
        }
    }
    let Some(first) = wanted.keys().next().copied() else { return Err(OrderError::WrongShipment) };
    let part: Option<(PartId,)> =
        tx.opt(sql("SELECT part_id FROM orders_lines WHERE id = $1").bind(first)).await?;
    let part = seller_part(tx, input.seller, part.ok_or(OrderError::WrongShipment)?.0).await?;
    let together = match part.bundle_id {
        Some(bundle) => store::parts_of_bundle(tx, bundle).await?,
        None => vec![part],
    };
    let mut chosen = Vec::new();
    for part in together {
        let mut lines = Vec::new();
        for line in store::lines_of(tx, &[part.id]).await? {
            let Some(quantity) = wanted.remove(&line.id) else { continue };
            if quantity > line.quantity - line.shipped_quantity {
                return Err(OrderError::WrongShipment);
            }
            lines.push((line, quantity));
        }
        if !lines.is_empty() {
            chosen.push((part, lines));
        }
    }
    if !wanted.is_empty() {
        return Err(OrderError::DifferentDeliveries);
    }
    Ok(chosen)
}

async fn begin_part(
    tx: &mut Tx,
    shipment: ShipmentId,
    part: &Part,
    lines: &[(Line, i64)],
) -> Result<(), OrderError> {
    match part.state.0 {
        PartState::Placed => accept_with_mates(tx, part).await?,
        PartState::Accepted | PartState::PartlyShipped => {}
        _ => return Err(wrong_state(part)),
    }
    refuse_second_parcel(tx, part.id).await?;
    let share = share_of(tx, part, lines).await?;
    let order = store::order(tx, part.order_id).await?;
    let amount = Money::new(share.total_minor(), order.currency);
    let key = format!("{shipment}-{}", part.id);
    let capture = payments::begin_capture(tx, order.payment_id, amount, &key, &shipment.to_string()).await?;
    tx.exec(
        sql("INSERT INTO orders_shipment_parts (shipment_id, part_id, capture_id, state, items_minor, shipping_minor,
                 tax_minor, total_minor, commission_minor, wrap_minor, items_subsidy_minor, shipping_subsidy_minor,
                 item_fee_minor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(shipment)
        .bind(part.id)
        .bind(capture)
        .bind(ShipmentState::Capturing.as_str())
        .bind(share.items_net_minor())
        .bind(share.shipping_net_minor)
        .bind(share.tax_minor())
        .bind(share.total_minor())
        .bind(share.commission_minor())
        .bind(share.wrap_net_minor)
        .bind(share.items_subsidy_minor())
        .bind(share.shipping_subsidy_minor)
        .bind(share.item_fee_minor()),
    )
    .await?;
    for (line, quantity) in lines {
        let own = share.line(line.id)?;
        tx.exec(
            sql("INSERT INTO orders_shipment_lines (shipment_id, line_id, quantity, items_minor, tax_minor,
                     commission_minor, commission_why, commission_base_minor, item_fee_minor)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(shipment)
            .bind(line.id)
            .bind(*quantity)
            .bind(own.net_minor)
            .bind(own.tax_minor)
            .bind(own.commission_minor)
            .bind(&own.commission_why)
            .bind(own.commission_base_minor)
            .bind(own.item_fee_minor),
        )
        .await?;
        gifts::freeze(tx, shipment, line, own.subsidy_minor).await?;
        let statement = sql("UPDATE orders_lines SET shipped_quantity = shipped_quantity + $2 WHERE id = $1");
        tx.exec(statement.bind(line.id).bind(*quantity)).await?;
    }
    Ok(())
}

/// A parcel's share depends on what was charged before it, and whether it is the last on what else leaves: while one
/// of a part's parcels is being charged, the next has to wait.
async fn refuse_second_parcel(tx: &mut Tx, part: PartId) -> Result<(), OrderError> {
    if being_charged(tx, part).await? { Err(OrderError::ParcelUnderWay { part }) } else { Ok(()) }
}

/// Whether a parcel of this part waits for the card's answer.
pub(crate) async fn being_charged(conn: &mut db::Conn, part: PartId) -> Result<bool, OrderError> {
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_shipment_parts
                         WHERE part_id = $1 AND state = 'capturing'");
    let (open,): (i64,) = conn.one(statement.bind(part)).await?;
    Ok(open > 0)
}

async fn share_of(tx: &mut Tx, part: &Part, lines: &[(Line, i64)]) -> Result<Share, OrderError> {
    let (earlier,): (i64,) = tx
        .one(
            sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_shipment_parts WHERE part_id = $1 AND state <> 'failed'")
                .bind(part.id),
        )
        .await?;
    let order = store::order(tx, part.order_id).await?;
    let seller = sellers::get(tx, part.seller_id).await?.ok_or(OrderError::NotFound)?;
    let all = store::lines_of(tx, &[part.id]).await?;
    // What holds when something is ordered holds for all of its parcels.
    let terms = match seller.is_platform {
        true => None,
        false => Some(fees::terms_at(tx, Some(seller.id), part.placed_at_us).await?),
    };
    shares::of_shipment(order.currency, part, &all, lines, earlier == 0, terms.as_ref())
}

/// Step 3: what the processor said, and what follows.
async fn record(
    tx: &mut Tx,
    id: ShipmentId,
    outcomes: &[(CaptureId, CaptureOutcome)],
) -> Result<Shipped, OrderError> {
    for capture in open_captures(tx, id).await? {
        let Some((_, outcome)) = outcomes.iter().find(|(c, _)| *c == capture.capture_id) else { continue };
        let part = store::part(tx, capture.part_id).await?;
        payments::record_capture(tx, capture.capture_id, outcome).await?;
        match outcome {
            CaptureOutcome::Captured { .. } => captured(tx, id, &part, capture.total_minor).await?,
            CaptureOutcome::Failed(reason) => refused(tx, id, &part, reason.as_str()).await?,
        }
    }
    close_shipment(tx, id).await
}

async fn captured(tx: &mut Tx, id: ShipmentId, part: &Part, total_minor: i64) -> Result<(), OrderError> {
    let now = tx.now();
    set_part_state(tx, id, part.id, ShipmentState::Shipped).await?;
    let lines = store::lines_of(tx, &[part.id]).await?;
    let done = lines.iter().all(|l| l.shipped_quantity == l.quantity);
    let event = if done { PartEvent::ShipRest } else { PartEvent::ShipPart };
    let next = domain::order::next_part_state(part.state.0, event).ok_or_else(|| wrong_state(part))?;
    tx.exec(
        sql("UPDATE orders_parts SET state = $2, shipped_at_us = COALESCE(shipped_at_us, $3),
             captured_minor = captured_minor + $4 WHERE id = $1")
        .bind(part.id)
        .bind(next.as_str())
        .bind(now)
        .bind(total_minor),
    )
    .await?;
    let order = store::order(tx, part.order_id).await?;
    sale::post(tx, &order, part, id).await?;
    let (units,): (i64,) = tx
        .one(
            sql("SELECT CAST(COALESCE(SUM(s.quantity), 0) AS BIGINT) FROM orders_shipment_lines s
                 JOIN orders_lines l ON l.id = s.line_id WHERE s.shipment_id = $1 AND l.part_id = $2")
            .bind(id)
            .bind(part.id),
        )
        .await?;
    let shipped = PartShipped {
        order_id: part.order_id,
        part_id: part.id,
        seller_id: part.seller_id,
        currency: order.currency,
        captured_minor: total_minor,
        units,
        shipment_id: id,
    };
    let topic = Some(part.seller_id.to_string());
    tx.append(NewEvent { kind: ORDER_SHIPPED, key: part.id.to_string(), topic, payload: &shipped }).await?;
    finish(tx, &order).await?;
    // Last: the seller's next number is what its other parcels wait for.
    invoice::issue(tx, &order, part, id).await
}

async fn refused(tx: &mut Tx, id: ShipmentId, part: &Part, reason: &str) -> Result<(), OrderError> {
    set_part_state(tx, id, part.id, ShipmentState::Failed).await?;
    tx.exec(
        sql("UPDATE orders_lines SET shipped_quantity = shipped_quantity - (
                 SELECT s.quantity FROM orders_shipment_lines s WHERE s.shipment_id = $1 AND s.line_id = orders_lines.id)
             WHERE part_id = $2 AND id IN (SELECT line_id FROM orders_shipment_lines WHERE shipment_id = $1)")
        .bind(id)
        .bind(part.id),
    )
    .await?;
    tx.exec(sql("UPDATE orders_shipments SET failure = $2 WHERE id = $1").bind(id).bind(reason)).await?;
    Ok(())
}

async fn set_part_state(
    tx: &mut Tx,
    id: ShipmentId,
    part: PartId,
    to: ShipmentState,
) -> Result<(), OrderError> {
    let statement =
        sql("UPDATE orders_shipment_parts SET state = $3 WHERE shipment_id = $1 AND part_id = $2");
    tx.exec(statement.bind(id).bind(part).bind(to.as_str())).await?;
    Ok(())
}

/// The parcel leaves when at least one of its parts is paid for; refused ones stay behind.
async fn close_shipment(tx: &mut Tx, id: ShipmentId) -> Result<Shipped, OrderError> {
    let states: Vec<(Text<ShipmentState>,)> =
        tx.all(sql("SELECT state FROM orders_shipment_parts WHERE shipment_id = $1").bind(id)).await?;
    let has = |wanted: ShipmentState| states.iter().any(|s| s.0.0 == wanted);
    let now = tx.now();
    if !has(ShipmentState::Capturing) {
        let state = if has(ShipmentState::Shipped) { ShipmentState::Shipped } else { ShipmentState::Failed };
        let shipped_at = (state == ShipmentState::Shipped).then_some(now);
        tx.exec(
            sql("UPDATE orders_shipments SET state = $2, shipped_at_us = $3 WHERE id = $1 AND state = 'capturing'")
                .bind(id)
                .bind(state.as_str())
                .bind(shipped_at),
        )
        .await?;
    }
    let text = format!("SELECT {SHIPMENT} FROM orders_shipments WHERE id = $1");
    let shipment: Shipment = tx.opt(sql(text).bind(id)).await?.ok_or(OrderError::NotFound)?;
    Ok(outcome_of(&shipment))
}
