//! Rows of returns. Lists of them are read in [`crate::lists`]; commands change them in the other files of this crate.

use crate::appeal::{self, Appeal};
use crate::exchange::{self, Exchange};
use crate::labels::{self, ReturnLabel};
use crate::pickup::{self, Pickup};
use crate::{ReturnError, fee, left, rules};
use db::{Conn, Json, NewEvent, Text, Tx, placeholders, row, sql};
use domain::address::Address;
use domain::commission::RefundFee;
use domain::dispute::Sold;
use domain::order::Carrier;
use domain::returns::{
    Grade, Payer, ReturnChanged, ReturnEvent, ReturnReason, ReturnRule, ReturnState, Worth,
};
use domain::{
    CaptureId, Currency, LedgerTxId, LineId, Money, OfferId, OrderId, PartId, PictureId, ProductId, RefundId,
    ReturnId, SellerId, ShipmentId, Timestamp,
};
use std::collections::HashMap;

row! {
    /// A return, and what became of it.
    pub struct Return {
        pub id: ReturnId,
        pub order_id: OrderId,
        pub part_id: PartId,
        pub shipment_id: ShipmentId,
        pub capture_id: CaptureId,
        pub seller_id: SellerId,
        pub state: Text<ReturnState>,
        pub currency: Currency,
        pub pays_return: Text<Payer>,
        pub approved_at_once: bool,
        /// The most that the card gets back.
        pub claim_minor: i64,
        /// The shopper's words, and the seller's.
        pub note: Option<String>,
        pub answer: Option<String>,
        /// Where it goes; known once it is approved.
        pub ship_to: Option<Json<Address>>,
        pub carrier: Option<Text<Carrier>>,
        pub tracking: Option<String>,
        pub decision_key: Option<String>,
        pub decision_hash: Option<String>,
        pub refund_id: Option<RefundId>,
        /// Refunds that were begun.
        pub attempts: i64,
        /// Why the last one failed.
        pub failure: Option<String>,
        /// What the card got back.
        pub refunded_minor: i64,
        pub commission_back_minor: i64,
        /// What the platform kept of that commission.
        pub fee_minor: i64,
        pub ledger_tx_id: Option<LedgerTxId>,
        pub requested_at_us: Timestamp,
        pub answered_at_us: Option<Timestamp>,
        pub sent_at_us: Option<Timestamp>,
        pub received_at_us: Option<Timestamp>,
        pub decided_at_us: Option<Timestamp>,
        /// Refunded, closed, exchanged or cancelled.
        pub ended_at_us: Option<Timestamp>,
        /// The return of which this is the rest of the money, ordered by the platform: it holds no units.
        pub rest_of: Option<ReturnId>,
        /// The commission that the refund gave back of which this is the rest.
        pub first_back_minor: i64,
        /// Which saying of the seller's rules decided it, and which of its rules, both from 1.
        pub rule_revision: Option<i64>,
        pub rule_place: Option<i64>,
        /// The money is given back and nothing is to be sent.
        pub returnless: bool,
    }
}
pub(crate) const RETURN: &str = "r.id, r.order_id, r.part_id, r.shipment_id, r.capture_id, r.seller_id, r.state, r.currency,
    r.pays_return, r.approved_at_once, r.claim_minor, r.note, r.answer, r.ship_to, r.carrier, r.tracking,
    r.decision_key, r.decision_hash, r.refund_id, r.attempts, r.failure, r.refunded_minor, r.commission_back_minor,
    r.fee_minor, COALESCE(r.ledger_tx_id, r.closed_tx_id) AS ledger_tx_id,
    r.requested_at_us, r.answered_at_us, r.sent_at_us, r.received_at_us, r.decided_at_us,
    r.ended_at_us, r.rest_of, r.first_back_minor, r.rule_revision, r.rule_place, r.returnless";

row! {
    struct LineRow {
        return_id: ReturnId,
        line_id: LineId,
        offer_id: OfferId,
        product_id: ProductId,
        title: String,
        picture_id: Option<PictureId>,
        quantity: i64,
        reason: Text<ReturnReason>,
        items_minor: i64,
        tax_minor: i64,
        subsidy_minor: i64,
        shipping_minor: i64,
        wrap_minor: i64,
        fees_tax_minor: i64,
        shipping_subsidy_minor: i64,
        commission_minor: i64,
        grade: Option<Text<Grade>>,
        kept_bps: Option<i64>,
        restock: Option<bool>,
    }
}
const LINE: &str = "return_id, line_id, offer_id, product_id, title, picture_id, quantity, reason, items_minor, tax_minor,
    subsidy_minor, shipping_minor, wrap_minor, fees_tax_minor, shipping_subsidy_minor, commission_minor, grade, kept_bps,
    restock";

/// Units of one line that come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnLine {
    pub line_id: LineId,
    pub offer_id: OfferId,
    pub product_id: ProductId,
    pub title: String,
    pub picture_id: Option<PictureId>,
    pub quantity: i64,
    pub reason: ReturnReason,
    /// What these units were charged and posted as: the most that is taken back.
    pub worth: Worth,
    /// How they came back, once somebody looked.
    pub grade: Option<Grade>,
    /// What of the worth is kept back, in basis points.
    pub kept_bps: i64,
    /// For sale again; otherwise written off.
    pub restock: bool,
}

/// A return with its lines.
#[derive(Debug, Clone)]
pub struct ReturnDetail {
    pub row: Return,
    pub lines: Vec<ReturnLine>,
    /// Until it is posted: what is left of its charge, if a bank took some of that for good.
    pub left: Option<Sold>,
    /// Until it ends: what is kept of the commission that it gives back.
    pub fee: Option<RefundFee>,
    /// The label of the shop's for the way back, where one can be had.
    pub label: Option<ReturnLabel>,
    /// When it is fetched, where the shopper does not drop it off.
    pub pickup: Option<Pickup>,
    /// What the shopper wants instead of the money, if anything, and where that is.
    pub exchange: Option<Exchange>,
    /// What the platform was asked about it, if anything.
    pub appeal: Option<Appeal>,
    /// The seller's rule that decided it, if one did.
    pub rule: Option<ReturnRule>,
}

impl Return {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// The state after an event.
    ///
    /// # Errors
    /// [`ReturnError::WrongState`] when it cannot happen now.
    pub(crate) fn next(&self, event: ReturnEvent) -> Result<ReturnState, ReturnError> {
        let state = self.state.0;
        domain::returns::next_return_state(state, event).ok_or(ReturnError::WrongState { state })
    }
}

impl From<LineRow> for ReturnLine {
    fn from(row: LineRow) -> Self {
        Self {
            line_id: row.line_id,
            offer_id: row.offer_id,
            product_id: row.product_id,
            title: row.title,
            picture_id: row.picture_id,
            quantity: row.quantity,
            reason: row.reason.0,
            worth: Worth {
                items_minor: row.items_minor,
                tax_minor: row.tax_minor,
                subsidy_minor: row.subsidy_minor,
                shipping_minor: row.shipping_minor,
                wrap_minor: row.wrap_minor,
                fees_tax_minor: row.fees_tax_minor,
                shipping_subsidy_minor: row.shipping_subsidy_minor,
                commission_minor: row.commission_minor,
            },
            grade: row.grade.map(|grade| grade.0),
            kept_bps: row.kept_bps.unwrap_or(0),
            restock: row.restock.unwrap_or(false),
        }
    }
}

async fn where_one(
    conn: &mut Conn,
    condition: &str,
    bind: impl FnOnce(db::Sql) -> db::Sql,
) -> Result<Option<Return>, ReturnError> {
    let text = format!("SELECT {RETURN} FROM returns_returns r WHERE {condition}");
    Ok(conn.opt(bind(sql(text))).await?)
}

/// One return, whoever's it is.
///
/// # Errors
/// [`ReturnError::NotFound`].
pub async fn one(conn: &mut Conn, id: ReturnId) -> Result<Return, ReturnError> {
    where_one(conn, "r.id = $1", |s| s.bind(id)).await?.ok_or(ReturnError::NotFound)
}

/// Of a return `r` that may still give something back, and for which the processor was not asked yet.
pub(crate) fn where_undecided() -> &'static str {
    "r.state IN ('requested', 'approved', 'sent', 'received')"
}

pub(crate) async fn by_refund(conn: &mut Conn, refund: RefundId) -> Result<Option<Return>, ReturnError> {
    where_one(conn, "r.refund_id = $1", |s| s.bind(refund)).await
}

/// One return of an order, with its lines; another order's does not exist.
///
/// # Errors
/// [`ReturnError::NotFound`].
pub async fn of_order_one(
    conn: &mut Conn,
    order: OrderId,
    id: ReturnId,
) -> Result<ReturnDetail, ReturnError> {
    let row = one(conn, id).await?;
    if row.order_id != order {
        return Err(ReturnError::NotFound);
    }
    with_lines(conn, vec![row]).await?.pop().ok_or(ReturnError::NotFound)
}

/// One return of a seller, with its lines; another seller's does not exist.
///
/// # Errors
/// [`ReturnError::NotFound`].
pub async fn of_seller_one(
    conn: &mut Conn,
    seller: SellerId,
    id: ReturnId,
) -> Result<ReturnDetail, ReturnError> {
    let row = one(conn, id).await?;
    if row.seller_id != seller {
        return Err(ReturnError::NotFound);
    }
    with_lines(conn, vec![row]).await?.pop().ok_or(ReturnError::NotFound)
}

pub(crate) async fn with_lines(conn: &mut Conn, rows: Vec<Return>) -> Result<Vec<ReturnDetail>, ReturnError> {
    let left = left::of_undecided(conn, &rows).await?;
    let fees = fee::of_open(conn, &rows).await?;
    let ids: Vec<ReturnId> = rows.iter().map(|row| row.id).collect();
    let mut labels = labels::of_returns(conn, &ids).await?;
    let mut pickups = pickup::of_returns(conn, &ids).await?;
    let mut exchanges = exchange::of_rows(conn, &rows).await?;
    let mut appeals = appeal::of_rows(conn, &rows).await?;
    let mut rules = rules::of_rows(conn, &rows).await?;
    let mut by_return: HashMap<ReturnId, Vec<ReturnLine>> = HashMap::new();
    // Few enough placeholders for both databases, however many returns an account has.
    for some in rows.chunks(500) {
        let list = placeholders(1, some.len());
        let text = format!(
            "SELECT {LINE} FROM returns_lines WHERE return_id IN ({list}) ORDER BY return_id, line_id"
        );
        let lines: Vec<LineRow> = conn.all(sql(text).bind_all(some.iter().map(|row| row.id))).await?;
        for line in lines {
            by_return.entry(line.return_id).or_default().push(line.into());
        }
    }
    let detail = |row: Return| {
        let undecided = matches!(row.state.0, ReturnState::Received | ReturnState::Refunding);
        let left = left.get(&row.capture_id).copied().filter(|_| undecided);
        let fee = fees.get(&row.part_id).copied().filter(|_| row.ended_at_us.is_none());
        let (label, pickup) = (labels.remove(&row.id), pickups.remove(&row.id));
        let (exchange, appeal) = (exchanges.remove(&row.id), appeals.remove(&row.id));
        let lines = by_return.remove(&row.id).unwrap_or_default();
        let rule = rules.remove(&row.id);
        ReturnDetail { lines, left, fee, label, pickup, exchange, appeal, rule, row }
    };
    Ok(rows.into_iter().map(detail).collect())
}

/// Tells the log that a return has another state.
pub(crate) async fn announce(
    tx: &mut Tx,
    kind: &'static str,
    row: &Return,
    refunded_minor: i64,
) -> Result<(), ReturnError> {
    let payload = ReturnChanged {
        return_id: row.id,
        order_id: row.order_id,
        seller_id: row.seller_id,
        currency: row.currency,
        refunded_minor,
    };
    let topic = Some(row.seller_id.to_string());
    tx.append(NewEvent { kind, key: row.id.to_string(), topic, payload: &payload }).await?;
    Ok(())
}
