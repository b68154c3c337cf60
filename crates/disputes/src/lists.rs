//! The lists of disputes that pages and the API show.

use crate::store::{DISPUTE, Dispute, one};
use crate::{DisputeError, answer, posting};
use db::{Conn, sql};
use domain::dispute::Relief;
use domain::{DisputeId, Money, OrderId, SellerId};
use orders::parcels;
use payments::Evidence;

/// Which disputes a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeFilter {
    /// Not decided yet.
    Open,
    /// Won or lost.
    Done,
    All,
}

impl DisputeFilter {
    fn condition(self) -> &'static str {
        match self {
            Self::Open => "AND d.ended_at_us IS NULL",
            Self::Done => "AND d.ended_at_us IS NOT NULL",
            Self::All => "",
        }
    }
}

/// Disputes, newest first, before `before` (the last id of the previous page); of one seller, or of all for the operator.
///
/// # Errors
/// Only the database's.
pub async fn page(
    conn: &mut Conn,
    seller: Option<SellerId>,
    filter: DisputeFilter,
    before: Option<DisputeId>,
    limit: i64,
) -> Result<Vec<Dispute>, DisputeError> {
    let whose = if seller.is_some() { "d.seller_id = $2" } else { "1 = 1" };
    let cut = match (before.is_some(), seller.is_some()) {
        (false, _) => "",
        (true, true) => "AND d.id < $3",
        (true, false) => "AND d.id < $2",
    };
    let text = format!(
        "SELECT {DISPUTE} FROM disputes_disputes d WHERE {whose} {} {cut} ORDER BY d.id DESC LIMIT $1",
        filter.condition()
    );
    Ok(conn.all(sql(text).bind(limit).bind_all(seller).bind_all(before)).await?)
}

/// One dispute of a seller; another seller's does not exist.
///
/// # Errors
/// [`DisputeError::NotFound`].
pub async fn of_seller(conn: &mut Conn, seller: SellerId, id: DisputeId) -> Result<Dispute, DisputeError> {
    let row = one(conn, id).await?;
    if row.seller_id == seller { Ok(row) } else { Err(DisputeError::NotFound) }
}

/// The disputes of an order, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<Dispute>, DisputeError> {
    let text = format!("SELECT {DISPUTE} FROM disputes_disputes d WHERE d.order_id = $1 ORDER BY d.id");
    Ok(conn.all(sql(text).bind(order)).await?)
}

/// How many of a seller's disputes wait for an answer that would still be read.
///
/// # Errors
/// Only the database's.
pub async fn waiting_count(conn: &mut Conn, seller: SellerId) -> Result<i64, DisputeError> {
    let now = conn.now();
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM disputes_disputes
                         WHERE seller_id = $1 AND state = 'needs_response' AND respond_by_us > $2");
    let (count,): (i64,) = conn.one(statement.bind(seller).bind(now)).await?;
    Ok(count)
}

/// What the shop knows of the sale and gives the bank with an answer; without the seller's words.
///
/// # Errors
/// Only the database's.
pub async fn known(conn: &mut Conn, row: &Dispute) -> Result<Evidence, DisputeError> {
    answer::evidence(conn, row, "").await
}

/// The tax on the commission that a loss gives back with it, as things are now, or that came back when it was lost.
///
/// # Errors
/// Only the database's.
pub async fn fee_tax_back(conn: &mut Conn, row: &Dispute, relief: &Relief) -> Result<Money, DisputeError> {
    let subject = row.capture_id.to_string();
    if row.state.0.is_final() {
        let key = posting::key(row, posting::LOST);
        let taxed = fees::taxed(conn, &subject).await?;
        let lost = taxed.iter().find(|taxed| taxed.ledger_key == key);
        return Ok(lost.map_or(Money::zero(row.currency), fees::TaxedFees::tax).neg()?);
    }
    let seller = sellers::get(conn, row.seller_id).await?.ok_or(DisputeError::NotFound)?;
    let back = Money::new(relief.fee_minor - relief.commission_minor, row.currency);
    Ok(fees::tax_next(conn, &seller, &subject, back).await?.neg()?)
}

/// What a loss takes back from others than the seller, as things are now, or took back when it was lost.
///
/// # Errors
/// Only the database's.
pub async fn relief(conn: &mut Conn, row: &Dispute) -> Result<Relief, DisputeError> {
    if row.state.0.is_final() {
        return Ok(row.relief());
    }
    let charged = parcels::of_capture(conn, row.capture_id).await?.ok_or(DisputeError::NotFound)?;
    posting::relief_of(conn, row, &charged).await
}
