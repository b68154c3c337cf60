//! Labels for the way back: what the shop asks for one, which sellers hand them out, and what the label of one return cost
//! whom. Owns `returns_label_prices`, `returns_labels` and `returns_shipping`. Called by the pages of settings, by requests
//! and by refunds.
//!
//! A price is dated, and frozen for a return when it is asked for. Money moves with the refund, in its one transaction, and
//! only for a label that was taken: who sends the parcel without one pays the carrier and nobody else.

use crate::carrier::{self, CarrierError, LabelRequest};
use crate::{ReturnError, Returns, request, store};
use db::{Conn, Tx, placeholders, row, sql};
use domain::field::{REASON, tidied};
use domain::returns::{LabelTerms, MOST_LABEL_MINOR, ReturnState};
use domain::terms::said_at;
use domain::{AccountId, Currency, Money, ReturnId, SellerId, Timestamp};
use orders::Shopper;
use std::collections::HashMap;

row! {
    /// The label that a return may have.
    #[derive(PartialEq, Eq)]
    pub struct ReturnLabel {
        pub return_id: ReturnId,
        /// As it was when the return was asked for.
        pub price_minor: i64,
        /// The number on it, once the shopper took one.
        pub code: Option<String>,
        pub taken_at_us: Option<Timestamp>,
        /// What was moved for it.
        pub charged_minor: i64,
    }
}

impl ReturnLabel {
    /// What it costs by now: its price once it was taken, and nothing before.
    pub fn cost_minor(&self) -> i64 {
        if self.code.is_some() { self.price_minor } else { 0 }
    }
}

row! {
    /// A price as it was said.
    #[derive(PartialEq, Eq)]
    pub struct LabelPrice {
        pub currency: Currency,
        pub starts_at_us: Timestamp,
        /// 0: no labels in this currency.
        pub price_minor: i64,
        pub said_by: AccountId,
        pub said_at_us: Timestamp,
        /// All three or none: who took it back before it began, when and why. It never counts.
        pub withdrawn_by: Option<AccountId>,
        pub withdrawn_at_us: Option<Timestamp>,
        pub withdrawn_reason: Option<String>,
    }
}

/// What an operator says.
#[derive(Debug, Clone, Copy)]
pub struct SayLabelPrice {
    /// Nothing: from then on there are no labels in its currency.
    pub price: Money,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub by: AccountId,
}

/// Says what a label costs, for returns that are asked for from then on. What begins later can be said anew until then.
///
/// # Errors
/// [`ReturnError::BadSettings`] for less than nothing or more than [`MOST_LABEL_MINOR`]; [`ReturnError::InThePast`].
pub async fn say_label_price(tx: &mut Tx, said: &SayLabelPrice) -> Result<(), ReturnError> {
    if !(0..=MOST_LABEL_MINOR).contains(&said.price.minor()) {
        return Err(ReturnError::BadSettings);
    }
    let last = sql("SELECT MAX(said_at_us) FROM returns_label_prices WHERE currency = $1");
    let (last,): (Option<Timestamp>,) = tx.one(last.bind(said.price.currency())).await?;
    let now = said_at(tx.now(), last);
    let starts_at = said.starts_at.unwrap_or(now);
    if starts_at < now {
        return Err(ReturnError::InThePast);
    }
    tx.exec(
        sql("INSERT INTO returns_label_prices (currency, starts_at_us, price_minor, said_by, said_at_us)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (currency, starts_at_us) DO UPDATE SET price_minor = $3, said_by = $4, said_at_us = $5,
                 withdrawn_at_us = NULL, withdrawn_by = NULL, withdrawn_reason = NULL")
        .bind(said.price.currency())
        .bind(starts_at)
        .bind(said.price.minor())
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Takes back a price that has not begun.
///
/// # Errors
/// [`ReturnError::BadReason`], [`ReturnError::NothingSaid`], [`ReturnError::Begun`], [`ReturnError::Withdrawn`].
pub async fn withdraw_label_price(
    tx: &mut Tx,
    currency: Currency,
    starts_at: Timestamp,
    reason: &str,
    by: AccountId,
) -> Result<(), ReturnError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(ReturnError::BadReason)?;
    let statement = sql("SELECT withdrawn_at_us FROM returns_label_prices
                         WHERE currency = $1 AND starts_at_us = $2");
    let found: Option<(Option<Timestamp>,)> = tx.opt(statement.bind(currency).bind(starts_at)).await?;
    let (withdrawn,) = found.ok_or(ReturnError::NothingSaid)?;
    if withdrawn.is_some() {
        return Err(ReturnError::Withdrawn);
    }
    if starts_at <= now {
        return Err(ReturnError::Begun);
    }
    tx.exec(
        sql("UPDATE returns_label_prices SET withdrawn_at_us = $3, withdrawn_by = $4, withdrawn_reason = $5
             WHERE currency = $1 AND starts_at_us = $2")
        .bind(currency)
        .bind(starts_at)
        .bind(now)
        .bind(by)
        .bind(reason),
    )
    .await?;
    Ok(())
}

/// Every price that was said, the latest to begin first.
///
/// # Errors
/// When the database cannot be read.
pub async fn label_prices(conn: &mut Conn, limit: i64) -> Result<Vec<LabelPrice>, ReturnError> {
    let statement =
        sql("SELECT currency, starts_at_us, price_minor, said_by, said_at_us, withdrawn_by, withdrawn_at_us,
                         withdrawn_reason FROM returns_label_prices
                         ORDER BY starts_at_us DESC, currency LIMIT $1");
    Ok(conn.all(statement.bind(limit)).await?)
}

/// What a label costs now in that currency; `None` where there are none.
///
/// # Errors
/// When the database cannot be read.
pub async fn label_price(conn: &mut Conn, currency: Currency) -> Result<Option<Money>, ReturnError> {
    let now = conn.now();
    let statement =
        sql("SELECT price_minor FROM returns_label_prices WHERE currency = $1 AND starts_at_us <= $2
                             AND withdrawn_at_us IS NULL
                         ORDER BY starts_at_us DESC LIMIT 1");
    let row: Option<(i64,)> = conn.opt(statement.bind(currency).bind(now)).await?;
    Ok(row.filter(|(minor,)| *minor > 0).map(|(minor,)| Money::new(minor, currency)))
}

/// What a seller says about labels.
///
/// # Errors
/// When the database cannot be read.
pub async fn label_terms(conn: &mut Conn, seller: SellerId) -> Result<LabelTerms, ReturnError> {
    let statement = sql("SELECT offered, seller_pays FROM returns_labels WHERE seller_id = $1");
    let row: Option<(bool, bool)> = conn.opt(statement.bind(seller)).await?;
    Ok(row.map_or(LabelTerms::default(), |(offered, seller_pays)| LabelTerms { offered, seller_pays }))
}

/// Changes it, for returns that are asked for from now on.
///
/// # Errors
/// When it cannot be written.
pub async fn save_label_terms(tx: &mut Tx, seller: SellerId, terms: LabelTerms) -> Result<(), ReturnError> {
    tx.exec(
        sql("INSERT INTO returns_labels (seller_id, offered, seller_pays) VALUES ($1, $2, $3)
             ON CONFLICT (seller_id) DO UPDATE SET offered = $2, seller_pays = $3")
        .bind(seller)
        .bind(terms.offered)
        .bind(terms.seller_pays),
    )
    .await?;
    Ok(())
}

impl Returns {
    /// Takes the label of an approved return: from then on its price is owed when the refund is posted. Taking it again
    /// changes nothing.
    ///
    /// The carrier is asked between two transactions, under the return: when its answer is lost nothing was written, and
    /// who asks again gets the same label.
    ///
    /// # Errors
    /// [`ReturnError::NoLabel`] where none can be had; [`ReturnError::WrongState`] for what is not approved or was sent;
    /// [`ReturnError::NotFound`] for somebody else's; [`ReturnError::Carrier`].
    pub async fn take_label(&self, shopper: Shopper, id: ReturnId) -> Result<(), ReturnError> {
        let mut conn = self.db.read().await?;
        let wanted = wanted(&mut conn, shopper, id).await?;
        drop(conn);
        let Some(request) = wanted else { return Ok(()) };
        let number = self.carrier.label(request).await?;
        if !carrier::is_number(&number) {
            return Err(CarrierError::Refused(format!("`{number}` is no number of a parcel")).into());
        }
        self.db
            .write(move |tx| {
                let number = number.clone();
                Box::pin(async move {
                    if wanted_now(tx, shopper, id).await? {
                        let now = tx.now();
                        let statement = sql("UPDATE returns_shipping SET code = $2, taken_at_us = $3
                                             WHERE return_id = $1");
                        tx.exec(statement.bind(id).bind(number).bind(now)).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// Whether a label can be taken and was not yet.
async fn wanted_now(conn: &mut Conn, shopper: Shopper, id: ReturnId) -> Result<bool, ReturnError> {
    let row = request::own(conn, shopper, id).await?;
    let label = of_return(conn, id).await?.ok_or(ReturnError::NoLabel)?;
    if label.code.is_some() {
        return Ok(false);
    }
    let state = row.state.0;
    if state == ReturnState::Approved { Ok(true) } else { Err(ReturnError::WrongState { state }) }
}

/// What the carrier is asked for; `None` where the label was taken.
async fn wanted(
    conn: &mut Conn,
    shopper: Shopper,
    id: ReturnId,
) -> Result<Option<LabelRequest>, ReturnError> {
    if !wanted_now(conn, shopper, id).await? {
        return Ok(None);
    }
    let row = store::one(conn, id).await?;
    let to = row.ship_to.ok_or(ReturnError::NoReturnAddress)?.0;
    let from = orders::store::order(conn, row.order_id).await?.address.0;
    Ok(Some(LabelRequest { id, from, to }))
}

/// What a label costs whoever asks for a return of this seller's now; `None` where none can be had.
pub(crate) async fn offered(
    conn: &mut Conn,
    terms: LabelTerms,
    currency: Currency,
) -> Result<Option<Money>, ReturnError> {
    if terms.offered { label_price(conn, currency).await } else { Ok(None) }
}

/// Freezes what the label of a return that was just asked for costs.
pub(crate) async fn keep_price(tx: &mut Tx, id: ReturnId, price: Money) -> Result<(), ReturnError> {
    let statement = sql("INSERT INTO returns_shipping (return_id, price_minor) VALUES ($1, $2)");
    tx.exec(statement.bind(id).bind(price.minor())).await?;
    Ok(())
}

/// What was moved for the label, in the transaction that posts the return.
pub(crate) async fn keep_charged(tx: &mut Tx, id: ReturnId, charged_minor: i64) -> Result<(), ReturnError> {
    if charged_minor != 0 {
        let statement = sql("UPDATE returns_shipping SET charged_minor = $2 WHERE return_id = $1");
        tx.exec(statement.bind(id).bind(charged_minor)).await?;
    }
    Ok(())
}

/// A carrier's number leads to whoever sent the parcel: in its place comes the return's own. That a label was taken stays.
pub(crate) async fn forget(tx: &mut Tx, id: ReturnId) -> Result<(), ReturnError> {
    let statement = sql("UPDATE returns_shipping SET code = $2 WHERE return_id = $1 AND code IS NOT NULL");
    tx.exec(statement.bind(id).bind(carrier::own_number(id))).await?;
    Ok(())
}

pub(crate) async fn of_return(conn: &mut Conn, id: ReturnId) -> Result<Option<ReturnLabel>, ReturnError> {
    Ok(of_returns(conn, &[id]).await?.remove(&id))
}

/// The labels of these returns, where they may have one.
pub(crate) async fn of_returns(
    conn: &mut Conn,
    ids: &[ReturnId],
) -> Result<HashMap<ReturnId, ReturnLabel>, ReturnError> {
    let mut labels = HashMap::new();
    for some in ids.chunks(500) {
        let text = format!(
            "SELECT return_id, price_minor, code, taken_at_us, charged_minor FROM returns_shipping
             WHERE return_id IN ({})",
            placeholders(1, some.len())
        );
        let rows: Vec<ReturnLabel> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        labels.extend(rows.into_iter().map(|label| (label.return_id, label)));
    }
    Ok(labels)
}
