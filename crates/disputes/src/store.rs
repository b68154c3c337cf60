//! Reading disputes, and telling the log of them.

use crate::DisputeError;
use db::{Conn, NewEvent, Text, Tx, row, sql};
use domain::dispute::{DisputeAnswer, DisputeChanged, DisputeEvent, DisputeReason, DisputeState, Relief};
use domain::{CaptureId, Currency, DisputeId, Money, OrderId, PartId, SellerId, ShipmentId, Timestamp};

row! {
    /// A dispute as its seller and the operator see it.
    #[derive(PartialEq, Eq)]
    pub struct Dispute {
        pub id: DisputeId,
        pub processor: String,
        pub processor_ref: String,
        pub capture_id: CaptureId,
        pub order_id: OrderId,
        pub part_id: PartId,
        pub shipment_id: ShipmentId,
        pub seller_id: SellerId,
        pub reason: Text<DisputeReason>,
        pub state: Text<DisputeState>,
        pub amount_minor: i64,
        pub fee_minor: i64,
        pub currency: Currency,
        pub respond_by_us: Timestamp,
        pub opened_at_us: Timestamp,
        pub answer: Option<Text<DisputeAnswer>>,
        pub answer_key: Option<String>,
        pub answer_hash: Option<String>,
        /// What the bank was sent, as JSON.
        pub evidence: Option<String>,
        pub answered_at_us: Option<Timestamp>,
        /// Why the processor did not take the answer.
        pub failure: Option<String>,
        pub ended_at_us: Option<Timestamp>,
        /// What a loss took back of others than the seller; see [`Dispute::relief`].
        pub tax_back_minor: i64,
        pub commission_back_minor: i64,
        pub fee_kept_minor: i64,
        pub subsidy_back_minor: i64,
    }
}

pub(crate) const DISPUTE: &str = "d.id, d.processor, d.processor_ref, d.capture_id, d.order_id, d.part_id, d.shipment_id,
    d.seller_id, d.reason, d.state, d.amount_minor, d.fee_minor, d.currency, d.respond_by_us, d.opened_at_us, d.answer,
    d.answer_key, d.answer_hash, d.evidence, d.answered_at_us, d.failure, d.ended_at_us, d.tax_back_minor,
    d.commission_back_minor, d.fee_kept_minor, d.subsidy_back_minor";

impl Dispute {
    /// What the bank took.
    pub fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }

    /// What the processor asks for its work.
    pub fn fee(&self) -> Money {
        Money::new(self.fee_minor, self.currency)
    }

    /// What a loss took back of others than the seller, as it was posted; nothing before it is lost.
    pub fn relief(&self) -> Relief {
        Relief {
            tax_minor: self.tax_back_minor,
            commission_minor: self.commission_back_minor,
            fee_minor: self.fee_kept_minor,
            subsidy_minor: self.subsidy_back_minor,
        }
    }

    /// Whether the seller can answer at this moment.
    pub fn can_be_answered(&self, now: Timestamp) -> bool {
        self.state.0 == DisputeState::NeedsResponse && now < self.respond_by_us
    }

    /// What the seller wrote to the bank, if anything; nothing once the buyer's account ended.
    ///
    /// # Errors
    /// [`DisputeError::Unreadable`] when the row is damaged.
    pub fn words(&self) -> Result<Option<String>, DisputeError> {
        let Some(text) = &self.evidence else { return Ok(None) };
        let evidence: payments::Evidence = serde_json::from_str(text)?;
        Ok(Some(evidence.text).filter(|text| !text.is_empty()))
    }

    /// The state after an event.
    ///
    /// # Errors
    /// [`DisputeError::WrongState`] when it cannot happen now.
    pub(crate) fn next(&self, event: DisputeEvent) -> Result<DisputeState, DisputeError> {
        let state = self.state.0;
        state.next(event).ok_or(DisputeError::WrongState { state })
    }
}

/// One dispute, whoever's it is.
///
/// # Errors
/// [`DisputeError::NotFound`].
pub(crate) async fn one(conn: &mut Conn, id: DisputeId) -> Result<Dispute, DisputeError> {
    let find = sql(format!("SELECT {DISPUTE} FROM disputes_disputes d WHERE d.id = $1"));
    conn.opt(find.bind(id)).await?.ok_or(DisputeError::NotFound)
}

/// The one that a processor knows by this name.
pub(crate) async fn by_ref(
    conn: &mut Conn,
    processor: &str,
    processor_ref: &str,
) -> Result<Option<Dispute>, DisputeError> {
    let text =
        format!("SELECT {DISPUTE} FROM disputes_disputes d WHERE d.processor = $1 AND d.processor_ref = $2");
    Ok(conn.opt(sql(text).bind(processor).bind(processor_ref)).await?)
}

/// Tells the log that a dispute has another state.
pub(crate) async fn announce(tx: &mut Tx, kind: &'static str, row: &Dispute) -> Result<(), DisputeError> {
    let payload = DisputeChanged {
        dispute_id: row.id,
        order_id: row.order_id,
        seller_id: row.seller_id,
        currency: row.currency,
        amount_minor: row.amount_minor,
    };
    let topic = Some(row.seller_id.to_string());
    tx.append(NewEvent { kind, key: row.id.to_string(), topic, payload: &payload }).await?;
    Ok(())
}
