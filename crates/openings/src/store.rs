//! Openings and their steps. Owns `openings_openings` and `openings_steps`.

use crate::{OpeningError, documents};
use db::{Conn, Json, Text, Tx, row, sql};
use domain::opening::{HandedIn, OpeningState, Requirement, SellerKind};
use domain::plan::Plan;
use domain::{AccountId, OpeningStepId, SellerId, Timestamp};
use sellers::Seller;

row! {
    /// A shop that somebody opens.
    pub struct Opening {
        pub seller_id: SellerId,
        /// Who opened it.
        pub applicant: AccountId,
        pub kind: Text<SellerKind>,
        /// What it begins with on the day of its approval.
        pub plan: Text<Plan>,
        pub state: Text<OpeningState>,
        /// What an operator wants handed in again.
        pub again: Json<Vec<Requirement>>,
        pub opened_at_us: Timestamp,
        /// The last time.
        pub submitted_at_us: Option<Timestamp>,
        pub decided_at_us: Option<Timestamp>,
    }
}

row! {
    /// Something that happened to an opening.
    pub struct Step {
        pub id: OpeningStepId,
        pub seller_id: SellerId,
        /// What it became.
        pub state: Text<OpeningState>,
        /// An operator's, for the seller.
        pub words: String,
        pub again: Json<Vec<Requirement>>,
        pub by_account: AccountId,
        pub at_us: Timestamp,
    }
}

pub(crate) const OPENING: &str =
    "SELECT seller_id, applicant, kind, plan, state, again, opened_at_us, submitted_at_us,
                                  decided_at_us FROM openings_openings";

/// The opening of a seller; `None` for one that an operator made.
///
/// # Errors
/// Only the database's.
pub async fn opening(conn: &mut Conn, seller: SellerId) -> Result<Option<Opening>, OpeningError> {
    Ok(conn.opt(sql(format!("{OPENING} WHERE seller_id = $1")).bind(seller)).await?)
}

pub(crate) async fn must(conn: &mut Conn, seller: SellerId) -> Result<Opening, OpeningError> {
    opening(conn, seller).await?.ok_or(OpeningError::NotFound)
}

/// What an account opened, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Opening>, OpeningError> {
    let text = format!("{OPENING} WHERE applicant = $1 ORDER BY opened_at_us DESC, seller_id DESC LIMIT 100");
    Ok(conn.all(sql(text).bind(account)).await?)
}

/// Openings that wait for an operator, the longest first.
///
/// # Errors
/// Only the database's.
pub async fn waiting(conn: &mut Conn, limit: i64) -> Result<Vec<Opening>, OpeningError> {
    let text = format!("{OPENING} WHERE state = $1 ORDER BY submitted_at_us, seller_id LIMIT $2");
    Ok(conn.all(sql(text).bind(Text(OpeningState::Submitted)).bind(limit)).await?)
}

/// How many wait for an operator.
///
/// # Errors
/// Only the database's.
pub async fn waiting_count(conn: &mut Conn) -> Result<i64, OpeningError> {
    let statement = sql("SELECT COUNT(*) FROM openings_openings WHERE state = $1");
    let (count,): (i64,) = conn.one(statement.bind(Text(OpeningState::Submitted))).await?;
    Ok(count)
}

/// What happened to an opening, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn steps(conn: &mut Conn, seller: SellerId) -> Result<Vec<Step>, OpeningError> {
    let statement = sql("SELECT id, seller_id, state, words, again, by_account, at_us FROM openings_steps
                         WHERE seller_id = $1 ORDER BY id DESC LIMIT 200");
    Ok(conn.all(statement.bind(seller)).await?)
}

/// What of the checklist is there.
///
/// # Errors
/// Only the database's.
pub async fn handed_in(conn: &mut Conn, seller: &Seller) -> Result<HandedIn, OpeningError> {
    let legal = seller.legal.as_ref();
    Ok(HandedIn {
        contact: seller.support_email.is_some(),
        legal: legal.is_some(),
        tax_id: legal.is_some_and(|legal| !legal.tax_id.is_empty()),
        bank: payouts::account(conn, seller.id).await?.is_some(),
        documents: documents::kinds(conn, seller.id).await?,
    })
}

/// What an opening becomes, and what was said about it.
pub(crate) struct Change<'a> {
    pub(crate) state: OpeningState,
    pub(crate) words: &'a str,
    pub(crate) again: &'a [Requirement],
    pub(crate) by: AccountId,
}

/// Brings an opening into another state and writes that down.
pub(crate) async fn step(
    tx: &mut Tx,
    seller: SellerId,
    change: Change<'_>,
) -> Result<OpeningStepId, OpeningError> {
    let now = tx.now();
    let again = serde_json::to_string(change.again)?;
    let moment = match change.state {
        OpeningState::Submitted => ", submitted_at_us = $4",
        OpeningState::Returned | OpeningState::Approved | OpeningState::Refused => ", decided_at_us = $4",
        OpeningState::Draft | OpeningState::Withdrawn => ", decided_at_us = COALESCE(decided_at_us, $4)",
    };
    let text = format!("UPDATE openings_openings SET state = $2, again = $3{moment} WHERE seller_id = $1");
    tx.exec(sql(text).bind(seller).bind(Text(change.state)).bind(&again).bind(now)).await?;
    note(tx, seller, &change).await
}

/// Writes down what happened.
pub(crate) async fn note(
    tx: &mut Tx,
    seller: SellerId,
    change: &Change<'_>,
) -> Result<OpeningStepId, OpeningError> {
    let (id, now) = (tx.new_id::<OpeningStepId>(), tx.now());
    let again = serde_json::to_string(change.again)?;
    tx.exec(
        sql("INSERT INTO openings_steps (id, seller_id, state, words, again, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(seller)
        .bind(Text(change.state))
        .bind(change.words)
        .bind(again)
        .bind(change.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}
