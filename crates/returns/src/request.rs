//! The shopper's side: asking for a return, saying that it was sent, taking it back before that.

use crate::claim::{self, Claim, Pick};
use crate::store::{self, Return};
use crate::{ReturnError, Returns, ReturnsConfig, desk, exchange, input_hash, labels, letters, rules};
use db::{Conn, Tx, row, sql};
use domain::order::Carrier;
use domain::returns::{
    RETURN_CANCELLED, RETURN_REQUESTED, RETURN_SENT, ReturnEvent, ReturnState, RuleOutcome,
};
use domain::review::Prose;
use domain::text_enum::TextEnum as _;
use domain::{Money, OfferId, OrderId, PartId, ReturnId, ShipmentId};
use orders::Shopper;
use std::sync::Arc;

/// Units that one statement keeps.
const UNITS_AT_ONCE: usize = 500;
/// Returns of one parcel that were declined or taken back, before somebody has to write instead: each is mailed.
const MOST_IN_VAIN: i64 = 10;

/// What a shopper asks for.
#[derive(Debug, Clone)]
pub struct NewReturn {
    /// Made when the page was rendered: the same press is the same return.
    pub key: String,
    pub shopper: Shopper,
    pub order: OrderId,
    /// The parcel, and which part's share of it.
    pub shipment: ShipmentId,
    pub part: PartId,
    pub picks: Vec<Pick>,
    pub note: Option<Prose>,
    /// What the page said that the card gets back.
    pub seen: Money,
}

/// How a parcel goes back, if the shopper wants to say so.
#[derive(Debug, Clone)]
pub struct Sending {
    pub carrier: Carrier,
    /// 4 to 40 letters, digits and hyphens, or nothing.
    pub tracking: String,
}

row! {
    struct Known { id: ReturnId, input_hash: String }
}

impl Returns {
    /// Asks for a return. Where the seller's rules or settings say so it is approved, or given back, in the same moment.
    ///
    /// # Errors
    /// What [`claim::quote`] refuses; [`ReturnError::AmountChanged`] when the page said another amount;
    /// [`ReturnError::AskedTooOften`] after ten returns of the parcel that came to nothing;
    /// [`ReturnError::NotFound`] for somebody else's order. Nothing is written then. Why the processor could not be asked for
    /// what a rule gives back: the return is kept then, and asking again with the same key goes on with it.
    pub async fn request(&self, new: NewReturn) -> Result<ReturnId, ReturnError> {
        self.ask(new, None).await
    }

    /// The same, with what the shopper wants instead of the money, if anything.
    pub(crate) async fn ask(
        &self,
        new: NewReturn,
        instead: Option<OfferId>,
    ) -> Result<ReturnId, ReturnError> {
        let (new, config) = (Arc::new(new), Arc::clone(&self.config));
        let id = self
            .db
            .write(move |tx| {
                let (new, config) = (Arc::clone(&new), Arc::clone(&config));
                Box::pin(async move { request(tx, &config, &new, instead).await })
            })
            .await?;
        // Where a rule gives the money back, the processor is asked now; what stays open, the job asks again.
        self.finish(id).await?;
        Ok(id)
    }

    /// Takes a return back that was not sent yet. Taking it back again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::WrongState`] once it is on its way or was answered otherwise.
    pub async fn cancel(&self, shopper: Shopper, id: ReturnId) -> Result<(), ReturnError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let row = own(tx, shopper, id).await?;
                    if row.state.0 == ReturnState::Cancelled {
                        return Ok(());
                    }
                    let next = row.next(ReturnEvent::Cancel)?;
                    let now = tx.now();
                    let statement =
                        sql("UPDATE returns_returns SET state = $2, ended_at_us = $3 WHERE id = $1");
                    tx.exec(statement.bind(id).bind(next.as_str()).bind(now)).await?;
                    free_units(tx, id).await?;
                    exchange::end(tx, id).await?;
                    store::announce(tx, RETURN_CANCELLED, &row, 0).await
                })
            })
            .await
    }

    /// The parcel is on its way. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::TrackingMalformed`]; [`ReturnError::WrongState`] for what is not approved.
    pub async fn send(&self, shopper: Shopper, id: ReturnId, how: Sending) -> Result<(), ReturnError> {
        let tracking = tracking_of(&how.tracking)?;
        let carrier = how.carrier;
        self.db
            .write(move |tx| {
                let tracking = tracking.clone();
                Box::pin(async move {
                    let row = own(tx, shopper, id).await?;
                    if row.state.0 == ReturnState::Sent {
                        return Ok(());
                    }
                    let next = row.next(ReturnEvent::Send)?;
                    let now = tx.now();
                    tx.exec(
                        sql("UPDATE returns_returns SET state = $2, sent_at_us = $3, carrier = $4, tracking = $5
                             WHERE id = $1")
                        .bind(id)
                        .bind(next.as_str())
                        .bind(now)
                        .bind(carrier.as_str())
                        .bind((!tracking.is_empty()).then_some(tracking)),
                    )
                    .await?;
                    store::announce(tx, RETURN_SENT, &row, 0).await
                })
            })
            .await
    }
}

/// A tracking number without space around it: 4 to 40 letters, digits and hyphens, or nothing.
pub(crate) fn tracking_of(text: &str) -> Result<String, ReturnError> {
    let tracking = text.trim();
    let sound = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let fits = tracking.is_empty() || (4..=40).contains(&tracking.len());
    if !fits || !tracking.chars().all(sound) {
        return Err(ReturnError::TrackingMalformed);
    }
    Ok(tracking.to_owned())
}

/// The return, if this shopper placed its order; somebody else's does not exist for them.
pub(crate) async fn own(conn: &mut Conn, shopper: Shopper, id: ReturnId) -> Result<Return, ReturnError> {
    let row = store::one(conn, id).await?;
    let order = orders::store::order(conn, row.order_id).await?;
    if order.belongs_to(shopper) { Ok(row) } else { Err(ReturnError::NotFound) }
}

/// Its units can be returned again.
pub(crate) async fn free_units(tx: &mut Tx, id: ReturnId) -> Result<(), ReturnError> {
    tx.exec(sql("DELETE FROM returns_units WHERE return_id = $1").bind(id)).await?;
    Ok(())
}

async fn request(
    tx: &mut Tx,
    config: &ReturnsConfig,
    new: &NewReturn,
    instead: Option<OfferId>,
) -> Result<ReturnId, ReturnError> {
    let picks: Vec<_> = new.picks.iter().map(|p| (p.line, p.quantity, p.reason)).collect();
    let note = new.note.as_ref().map(Prose::as_str);
    let hash = match instead {
        None => input_hash(&serde_json::json!([new.order, new.shipment, new.part, picks, note])),
        Some(offer) => {
            input_hash(&serde_json::json!([new.order, new.shipment, new.part, picks, note, offer]))
        }
    };
    let order = match orders::store::order(tx, new.order).await {
        Err(orders::OrderError::NotFound) => return Err(ReturnError::NotFound),
        other => other?,
    };
    if !order.belongs_to(new.shopper) {
        return Err(ReturnError::NotFound);
    }
    let known = sql("SELECT id, input_hash FROM returns_returns WHERE return_key = $1").bind(&new.key);
    if let Some(known) = tx.opt::<Known>(known).await? {
        return if known.input_hash == hash { Ok(known.id) } else { Err(ReturnError::KeyReused) };
    }
    let in_vain = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM returns_returns
                       WHERE order_id = $1 AND shipment_id = $2 AND state IN ('declined', 'cancelled')");
    let (in_vain,): (i64,) = tx.one(in_vain.bind(new.order).bind(new.shipment)).await?;
    if in_vain >= MOST_IN_VAIN {
        return Err(ReturnError::AskedTooOften);
    }
    let claim = claim::quote(tx, new.shipment, new.part, &new.picks).await?;
    if claim.parcel.order_id != new.order {
        return Err(ReturnError::NotFound);
    }
    if claim.card() != new.seen {
        return Err(ReturnError::AmountChanged { seen: new.seen, now: claim.card() });
    }
    let decided = rules::decide(tx, &claim, instead.is_some()).await?;
    let id = insert(tx, new, &claim, &hash).await?;
    rules::keep(tx, id, &decided).await?;
    if let Some(offer) = instead {
        exchange::wish(tx, id, &claim, offer).await?;
    }
    let row = store::one(tx, id).await?;
    store::announce(tx, RETURN_REQUESTED, &row, 0).await?;
    match decided.outcome {
        RuleOutcome::Approve => desk::approve_now(tx, config, &row, None, true).await?,
        RuleOutcome::GiveBack => rules::give_back(tx, config, &row).await?,
        RuleOutcome::AskPerson => {}
    }
    letters::requested(tx, config, id).await?;
    Ok(id)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    new: &NewReturn,
    claim: &Claim,
    hash: &str,
) -> Result<ReturnId, ReturnError> {
    let (id, now, parcel) = (tx.new_id::<ReturnId>(), tx.now(), &claim.parcel);
    tx.exec(
        sql("INSERT INTO returns_returns (id, return_key, input_hash, order_id, part_id, shipment_id, capture_id,
                 seller_id, state, currency, pays_return, claim_minor, note, requested_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
        .bind(id)
        .bind(&new.key)
        .bind(hash)
        .bind(parcel.order_id)
        .bind(parcel.part_id)
        .bind(parcel.shipment_id)
        .bind(parcel.capture_id)
        .bind(parcel.seller_id)
        .bind(ReturnState::Requested.as_str())
        .bind(parcel.currency)
        .bind(claim.payer.as_str())
        .bind(claim.card().minor())
        .bind(new.note.as_ref().map(Prose::as_str))
        .bind(now),
    )
    .await?;
    for line in &claim.lines {
        insert_line(tx, id, parcel.shipment_id, line).await?;
    }
    if let Some(price) = claim.label {
        labels::keep_price(tx, id, price).await?;
    }
    Ok(id)
}

async fn insert_line(
    tx: &mut Tx,
    id: ReturnId,
    shipment: ShipmentId,
    line: &claim::ClaimLine,
) -> Result<(), ReturnError> {
    let (own, worth) = (&line.line, &line.worth);
    tx.exec(
        sql("INSERT INTO returns_lines (return_id, line_id, offer_id, product_id, title, picture_id, quantity, reason,
                 items_minor, tax_minor, subsidy_minor, shipping_minor, wrap_minor, fees_tax_minor,
                 shipping_subsidy_minor, commission_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
        .bind(id)
        .bind(own.line_id)
        .bind(own.offer_id)
        .bind(own.product_id)
        .bind(&own.title)
        .bind(own.picture_id)
        .bind(i64::try_from(line.units.len()).unwrap_or(i64::MAX))
        .bind(line.reason.as_str())
        .bind(worth.items_minor)
        .bind(worth.tax_minor)
        .bind(worth.subsidy_minor)
        .bind(worth.shipping_minor)
        .bind(worth.wrap_minor)
        .bind(worth.fees_tax_minor)
        .bind(worth.shipping_subsidy_minor)
        .bind(worth.commission_minor),
    )
    .await?;
    for units in line.units.chunks(UNITS_AT_ONCE) {
        let rows: Vec<String> = (0..units.len()).map(|n| format!("($1, $2, ${}, $3)", n + 4)).collect();
        let text = format!(
            "INSERT INTO returns_units (shipment_id, line_id, unit, return_id) VALUES {}",
            rows.join(", ")
        );
        let statement = sql(text).bind(shipment).bind(own.line_id).bind(id);
        tx.exec(statement.bind_all(units.iter().copied())).await?;
    }
    Ok(())
}
