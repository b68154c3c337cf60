//! The lists of returns that pages show: an order's, a shopper's, a seller's.

use crate::ReturnError;
use crate::store::{RETURN, Return, ReturnDetail, with_lines};
use db::{Conn, sql};
use domain::{AccountId, CaptureId, OrderId, ReturnId, SellerId};
use orders::Shopper;

/// The returns of an order, oldest first. As in the other lists the rest of one that was decided before, which an appeal
/// ordered, is no return of its own.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<ReturnDetail>, ReturnError> {
    let text = format!(
        "SELECT {RETURN} FROM returns_returns r
         WHERE r.order_id = $1 AND r.rest_of IS NULL ORDER BY r.id"
    );
    let rows = conn.all(sql(text).bind(order)).await?;
    with_lines(conn, rows).await
}

/// A return with its lines.
pub(crate) async fn detail_of(conn: &mut Conn, row: Return) -> Result<ReturnDetail, ReturnError> {
    with_lines(conn, vec![row]).await?.pop().ok_or(ReturnError::NotFound)
}

/// A shopper's returns, newest first, before `before` (the last id of the previous page). Whose an order is may change
/// after its return was asked for, so the order's row says it.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_shopper(
    conn: &mut Conn,
    shopper: Shopper,
    before: Option<ReturnId>,
    limit: i64,
) -> Result<Vec<ReturnDetail>, ReturnError> {
    let owner = match shopper {
        Shopper::Account(_) => "o.account_id = $1",
        Shopper::Guest(_) => "o.account_id IS NULL AND o.guest_id = $1",
    };
    let cut = if before.is_some() { "AND r.id < $3" } else { "" };
    let text = format!(
        "SELECT {RETURN} FROM returns_returns r JOIN orders_orders o ON o.id = r.order_id
         WHERE {owner} AND r.rest_of IS NULL {cut} ORDER BY r.id DESC LIMIT $2"
    );
    let mut statement = match shopper {
        Shopper::Account(id) => sql(text).bind(id),
        Shopper::Guest(id) => sql(text).bind(id),
    }
    .bind(limit);
    if let Some(before) = before {
        statement = statement.bind(before);
    }
    let rows = conn.all(statement).await?;
    with_lines(conn, rows).await
}

/// All returns of an account, for the copy of its data and its end.
pub(crate) async fn all_of(conn: &mut Conn, account: AccountId) -> Result<Vec<ReturnDetail>, ReturnError> {
    of_shopper(conn, Shopper::Account(account), None, i64::MAX).await
}

/// Which of a seller's returns a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SellerFilter {
    /// To answer, to be fetched on a day that is to be confirmed, on the way, to look at, or waiting for the processor. What
    /// was looked at and waits for its replacement is not among them.
    ToDo,
    /// Looked at, and the replacement is to be sent.
    ToReplace,
    /// Approved, and not on the way yet.
    Approved,
    /// Nothing happens to them any more.
    Done,
    All,
}

/// Of what is approved only what is to be fetched on a day that is to be confirmed; of what is there nothing that only its
/// replacement is missing of. Beside the states that are asked for, so that the index of a seller's states finds them.
const WAITS: &str = "(r.state <> 'approved' OR EXISTS (
         SELECT 1 FROM returns_pickups p WHERE p.return_id = r.id AND p.confirmed_at_us IS NULL))
     AND (r.state <> 'received' OR NOT EXISTS (
         SELECT 1 FROM returns_exchanges e WHERE e.return_id = r.id AND e.state = 'due'))";

/// What is there and only its replacement is missing of: found among what a seller has to look at, which is little, and not
/// among all that the whole shop has to send.
const TO_REPLACE: &str = "r.state = 'received' AND EXISTS (
         SELECT 1 FROM returns_exchanges e WHERE e.return_id = r.id AND e.state = 'due')";

impl SellerFilter {
    fn condition(self) -> String {
        match self {
            Self::ToDo => {
                let states = "'requested', 'approved', 'sent', 'received', 'refunding'";
                return format!("AND r.state IN ({states}) AND {WAITS}");
            }
            Self::ToReplace => return format!("AND {TO_REPLACE}"),
            Self::Approved => "AND r.state = 'approved'",
            Self::Done => "AND r.state IN ('refunded', 'closed', 'declined', 'cancelled', 'exchanged')",
            Self::All => "",
        }
        .to_owned()
    }
}

/// A seller's returns, newest first, before `before`.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_seller(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    before: Option<ReturnId>,
    limit: i64,
) -> Result<Vec<ReturnDetail>, ReturnError> {
    let cut = if before.is_some() { "AND r.id < $3" } else { "" };
    let text = format!(
        "SELECT {RETURN} FROM returns_returns r WHERE r.seller_id = $1
         AND r.rest_of IS NULL {} {cut} ORDER BY r.id DESC LIMIT $2",
        filter.condition()
    );
    let mut statement = sql(text).bind(seller).bind(limit);
    if let Some(before) = before {
        statement = statement.bind(before);
    }
    let rows = conn.all(statement).await?;
    with_lines(conn, rows).await
}

/// How many of a seller's returns wait for the seller.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting_count(conn: &mut Conn, seller: SellerId) -> Result<i64, ReturnError> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM returns_returns r WHERE r.seller_id = $1 AND r.rest_of IS NULL
             AND r.state IN ('requested', 'approved', 'sent', 'received') AND {WAITS}"
    );
    let (count,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    Ok(count)
}

/// How many replacements a seller has to send.
///
/// # Errors
/// When the database cannot be read.
pub async fn replacements_due(conn: &mut Conn, seller: SellerId) -> Result<i64, ReturnError> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM returns_returns r WHERE r.seller_id = $1 AND {TO_REPLACE}"
    );
    let (count,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    Ok(count)
}

/// What returns have taken back of one capture, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Given back to the card, with what of that a label took again.
    pub card_minor: i64,
    pub tax_minor: i64,
    pub commission_minor: i64,
    /// Given back to the platform of what it had added.
    pub subsidy_minor: i64,
}

/// What returns have taken back of a capture, as it was posted.
///
/// # Errors
/// When the database cannot be read.
pub async fn taken_back(conn: &mut Conn, capture: CaptureId) -> Result<TakenBack, ReturnError> {
    let statement = sql("SELECT CAST(COALESCE(SUM(b.refunded_minor + CASE WHEN r.pays_return = 'shopper'
                THEN COALESCE(s.charged_minor, 0) ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(b.commission_back_minor), 0) AS BIGINT),
            CAST(COALESCE(SUM(b.subsidy_back_minor), 0) AS BIGINT)
        FROM returns_booked b JOIN returns_returns r ON r.id = b.id
        LEFT JOIN returns_shipping s ON s.return_id = r.id WHERE r.capture_id = $1");
    let (card_minor, commission_minor, subsidy_minor): (i64, i64, i64) =
        conn.one(statement.bind(capture)).await?;
    let statement = sql("SELECT CAST(COALESCE(SUM(g.amount_minor), 0) AS BIGINT)
        FROM returns_booked b JOIN returns_returns r ON r.id = b.id JOIN ledger_postings g ON g.tx_id = b.tx_id
        JOIN ledger_accounts a ON a.id = g.account_id
        WHERE r.capture_id = $1 AND a.purpose = 'tax_payable' AND g.layer = 'posted'");
    let (tax_minor,): (i64,) = conn.one(statement.bind(capture)).await?;
    Ok(TakenBack { card_minor, tax_minor, commission_minor, subsidy_minor })
}
