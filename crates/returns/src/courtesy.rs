//! Giving back without anything being sent back: what an operator grants. Owns `returns_courtesies`. Called by the operator's
//! pages and by the workers.
//!
//! It is money between platform, seller and shopper and no correction of the sale: tax, commission and invoice stay as they
//! are. Three steps as for a return ([`crate::Returns::refund`]), and what a failure leaves is the same: (1) one transaction
//! keeps it and reserves the amount of the charge; (2) the processor is asked under the refund's own key; (3) one transaction
//! records the answer, and with a good one the books: the buyer's clearing is credited what the payment's refund debits, and
//! whoever bears it is debited. What was refused stays, and is tried again under a new key.

use crate::store::where_undecided;
use crate::{ReturnError, Returns, ReturnsConfig, input_hash, letters};
use db::{Conn, NewEvent, Text, Tx, row, sql};
use domain::courtesy::{
    Bearer, COURTESY_GIVEN, CourtesyGiven, CourtesyReason, CourtesyState, Spoken, bearer,
};
use domain::review::Prose;
use domain::text_enum::TextEnum as _;
use domain::{
    AccountId, CaptureId, CourtesyId, Currency, LedgerTxId, Money, OrderId, PartId, RefundId, SellerId,
    ShipmentId, Timestamp,
};
use ledger::{AccountRef, Memo, NewTransaction, TransactionKind};
use orders::parcels;
use payments::{CaptureState, PaymentError, RefundOutcome, RefundState};
use std::sync::Arc;

row! {
    /// What was granted, and what became of it.
    #[derive(PartialEq, Eq)]
    pub struct Courtesy {
        pub id: CourtesyId,
        pub order_id: OrderId,
        pub part_id: PartId,
        pub shipment_id: ShipmentId,
        pub capture_id: CaptureId,
        pub seller_id: SellerId,
        pub state: Text<CourtesyState>,
        pub borne_by: Text<Bearer>,
        pub reason: Text<CourtesyReason>,
        /// What the operator wrote; nothing once the shopper's account ended.
        pub note: Option<String>,
        pub currency: Currency,
        pub amount_minor: i64,
        pub by_account: AccountId,
        pub refund_id: RefundId,
        /// Refunds that were begun.
        pub attempts: i64,
        pub ledger_tx_id: Option<LedgerTxId>,
        pub given_at_us: Timestamp,
        /// When the last refund was begun.
        pub asked_at_us: Timestamp,
        pub ended_at_us: Option<Timestamp>,
    }
}
const COURTESY: &str = "k.id, k.order_id, k.part_id, k.shipment_id, k.capture_id, k.seller_id, k.state, k.borne_by,
    k.reason, k.note, k.currency, k.amount_minor, k.by_account, k.refund_id, k.attempts, k.ledger_tx_id, k.given_at_us,
    k.asked_at_us, k.ended_at_us";

impl Courtesy {
    pub fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

/// What an operator grants.
#[derive(Debug, Clone)]
pub struct NewCourtesy {
    /// Made when the page was rendered: the same press is the same gift.
    pub key: String,
    pub order: OrderId,
    /// The charge that it gives back some of.
    pub capture: CaptureId,
    pub amount: Money,
    /// The platform bears what is given for its own sales, whatever this says.
    pub borne_by: Bearer,
    pub reason: CourtesyReason,
    /// For the colleagues.
    pub note: Prose,
    pub by: AccountId,
}

/// How it ended; a repeat gets the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The card has it.
    Refunded,
    /// The processor's answer was lost; it is asked again.
    Pending,
    /// The processor refused; try again.
    Failed,
}

row! {
    struct Known { id: CourtesyId, input_hash: String }
}

impl Returns {
    /// Gives some of a charge back, at most [`most`]. The same key and input is the same gift.
    ///
    /// # Errors
    /// [`ReturnError::TooMuchGiven`] for more than is left, and for nothing; [`ReturnError::NotFound`] for a charge of
    /// another order; [`ReturnError::OwnOrder`]; [`ReturnError::KeyReused`]. Nothing is written then.
    pub async fn give(&self, new: NewCourtesy) -> Result<Given, ReturnError> {
        let new = Arc::new(new);
        let id = self
            .db
            .write(move |tx| {
                let new = Arc::clone(&new);
                Box::pin(async move { begin(tx, &new).await })
            })
            .await?;
        self.finish_courtesy(id).await
    }

    /// Tries once more what the processor refused. What was not refused is left as it is.
    ///
    /// # Errors
    /// [`ReturnError::TooMuchGiven`] when less is left by now; [`ReturnError::NotFound`].
    pub async fn give_again(&self, id: CourtesyId) -> Result<Given, ReturnError> {
        self.db.write(move |tx| Box::pin(async move { begin_again(tx, id).await })).await?;
        self.finish_courtesy(id).await
    }

    /// Asks the processor for what is still open and records the answer. Safe to repeat.
    ///
    /// # Errors
    /// [`ReturnError::NotFound`], or why it cannot be asked or written.
    pub async fn finish_courtesy(&self, id: CourtesyId) -> Result<Given, ReturnError> {
        let row = one(&mut self.db.read().await?, id).await?;
        if row.state.0 != CourtesyState::Refunding {
            return Ok(given(row.state.0));
        }
        let refund = row.refund_id;
        let answer = match self.payments.refund(refund).await {
            Ok(answer) => answer,
            Err(PaymentError::OutcomeUnknown) => return Ok(Given::Pending),
            // It says that it has not done it and will not.
            Err(PaymentError::Refused(reason)) => {
                tracing::warn!(courtesy_id = %id, %reason, "the processor refused a refund");
                RefundOutcome::Failed
            }
            Err(other) => return Err(other.into()),
        };
        let (answer, config) = (Arc::new(answer), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (answer, config) = (Arc::clone(&answer), Arc::clone(&config));
                Box::pin(async move { record(tx, &config, refund, &answer).await })
            })
            .await
    }
}

fn given(state: CourtesyState) -> Given {
    match state {
        CourtesyState::Refunding => Given::Pending,
        CourtesyState::Refunded => Given::Refunded,
        CourtesyState::Failed => Given::Failed,
    }
}

/// The most that can be given of a charge: what is left after refunds, after what the buyer's bank holds, and after what
/// returns under way may give back.
///
/// # Errors
/// [`ReturnError::NotFound`] for a charge that is none.
pub async fn most(conn: &mut Conn, capture: CaptureId) -> Result<Money, ReturnError> {
    let charge = match payments::capture(conn, capture).await {
        Err(PaymentError::UnknownCapture) => return Err(ReturnError::NotFound),
        other => other?,
    };
    let currency = charge.amount.currency();
    if charge.state != CaptureState::Captured {
        return Ok(Money::zero(currency));
    }
    let text = format!(
        "SELECT CAST(COALESCE(SUM(r.claim_minor), 0) AS BIGINT) FROM returns_returns r
         WHERE r.capture_id = $1 AND {}",
        where_undecided()
    );
    let (claimed_minor,): (i64,) = conn.one(sql(text).bind(capture)).await?;
    let spoken = Spoken {
        captured_minor: charge.amount.minor(),
        refunded_minor: charge.refunded.minor(),
        disputed_minor: charge.disputed.minor(),
        claimed_minor,
    };
    Ok(Money::new(spoken.most_minor(), currency))
}

/// What was given of a charge in this way, or may have been: the processor has not said no.
pub(crate) async fn taken_minor(conn: &mut Conn, capture: CaptureId) -> Result<i64, ReturnError> {
    let statement = sql("SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM returns_courtesies
                         WHERE capture_id = $1 AND state <> 'failed'");
    let (minor,): (i64,) = conn.one(statement.bind(capture)).await?;
    Ok(minor)
}

async fn where_one(
    conn: &mut Conn,
    condition: &str,
    bind: impl FnOnce(db::Sql) -> db::Sql,
) -> Result<Option<Courtesy>, ReturnError> {
    let text = format!("SELECT {COURTESY} FROM returns_courtesies k WHERE {condition}");
    Ok(conn.opt(bind(sql(text))).await?)
}

/// One of them.
///
/// # Errors
/// [`ReturnError::NotFound`].
pub async fn one(conn: &mut Conn, id: CourtesyId) -> Result<Courtesy, ReturnError> {
    where_one(conn, "k.id = $1", |s| s.bind(id)).await?.ok_or(ReturnError::NotFound)
}

pub(crate) async fn by_refund(conn: &mut Conn, refund: RefundId) -> Result<Option<Courtesy>, ReturnError> {
    where_one(conn, "k.refund_id = $1", |s| s.bind(refund)).await
}

/// Those of an order, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<Courtesy>, ReturnError> {
    let text = format!("SELECT {COURTESY} FROM returns_courtesies k WHERE k.order_id = $1 ORDER BY k.id");
    Ok(conn.all(sql(text).bind(order)).await?)
}

/// Those of an account's orders, for the copy of its data and its end.
pub(crate) async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Courtesy>, ReturnError> {
    let text = format!(
        "SELECT {COURTESY} FROM returns_courtesies k JOIN orders_orders o ON o.id = k.order_id
         WHERE o.account_id = $1 ORDER BY k.id"
    );
    Ok(conn.all(sql(text).bind(account)).await?)
}

/// Whoever moves the platform's and the sellers' money moves none of it to themselves.
pub(crate) async fn must_not_be_own(
    conn: &mut Conn,
    order: OrderId,
    by: AccountId,
) -> Result<(), ReturnError> {
    let order = orders::store::order(conn, order).await?;
    if order.account_id == Some(by) { Err(ReturnError::OwnOrder) } else { Ok(()) }
}

/// A refused refund is not asked for again under its key: the processor would repeat its answer.
fn refund_key(id: CourtesyId, attempt: i64) -> String {
    format!("courtesy-{id}-{attempt}")
}

/// No more than is left, and something.
async fn within(tx: &mut Tx, capture: CaptureId, amount: Money) -> Result<(), ReturnError> {
    let left = most(tx, capture).await?;
    let fits = amount.currency() == left.currency() && amount.is_positive() && amount.minor() <= left.minor();
    if fits { Ok(()) } else { Err(ReturnError::TooMuchGiven { left }) }
}

/// Step 1: what is granted, and the amount reserved.
async fn begin(tx: &mut Tx, new: &NewCourtesy) -> Result<CourtesyId, ReturnError> {
    let input = (new.order, new.capture, new.amount, new.borne_by, new.reason, new.note.as_str().to_owned());
    let hash = input_hash(&serde_json::json!(input));
    let known = sql("SELECT id, input_hash FROM returns_courtesies WHERE courtesy_key = $1").bind(&new.key);
    if let Some(known) = tx.opt::<Known>(known).await? {
        return if known.input_hash == hash { Ok(known.id) } else { Err(ReturnError::KeyReused) };
    }
    let charged = parcels::of_capture(tx, new.capture).await?.ok_or(ReturnError::NotFound)?;
    if charged.order_id != new.order {
        return Err(ReturnError::NotFound);
    }
    must_not_be_own(tx, new.order, new.by).await?;
    within(tx, new.capture, new.amount).await?;
    let seller = sellers::get(tx, charged.seller_id).await?.ok_or(ReturnError::NotFound)?;
    let (id, now) = (tx.new_id::<CourtesyId>(), tx.now());
    let refund = payments::begin_refund(tx, new.capture, new.amount, &refund_key(id, 1)).await?;
    tx.exec(
        sql("INSERT INTO returns_courtesies (id, courtesy_key, input_hash, order_id, part_id, shipment_id, capture_id,
                 seller_id, state, borne_by, reason, note, currency, amount_minor, by_account, refund_id, attempts,
                 given_at_us, asked_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17, $17)")
        .bind(id)
        .bind(&new.key)
        .bind(hash)
        .bind(new.order)
        .bind(charged.part_id)
        .bind(charged.shipment_id)
        .bind(new.capture)
        .bind(charged.seller_id)
        .bind(CourtesyState::Refunding.as_str())
        .bind(bearer(new.borne_by, seller.is_platform).as_str())
        .bind(new.reason.as_str())
        .bind(new.note.as_str())
        .bind(new.amount.currency())
        .bind(new.amount.minor())
        .bind(new.by)
        .bind(refund)
        .bind(now),
    )
    .await?;
    Ok(id)
}

async fn begin_again(tx: &mut Tx, id: CourtesyId) -> Result<(), ReturnError> {
    let row = one(tx, id).await?;
    if row.state.0 != CourtesyState::Failed {
        return Ok(());
    }
    within(tx, row.capture_id, row.amount()).await?;
    let (attempt, now) = (row.attempts + 1, tx.now());
    let refund = payments::begin_refund(tx, row.capture_id, row.amount(), &refund_key(id, attempt)).await?;
    tx.exec(
        sql("UPDATE returns_courtesies SET state = $2, refund_id = $3, attempts = $4, asked_at_us = $5,
                 ended_at_us = NULL WHERE id = $1")
        .bind(id)
        .bind(CourtesyState::Refunding.as_str())
        .bind(refund)
        .bind(attempt)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Step 3: what the processor said, and what follows.
async fn record(
    tx: &mut Tx,
    config: &ReturnsConfig,
    refund: RefundId,
    answer: &RefundOutcome,
) -> Result<Given, ReturnError> {
    // Not found: the other one recorded a refusal meanwhile, and somebody has tried again.
    let Some(row) = by_refund(tx, refund).await? else { return Ok(Given::Failed) };
    if row.state.0 != CourtesyState::Refunding {
        return Ok(given(row.state.0));
    }
    let now = tx.now();
    match payments::record_refund(tx, refund, answer).await? {
        RefundState::Refunding => Ok(Given::Pending),
        RefundState::Failed => {
            let update =
                sql("UPDATE returns_courtesies SET state = 'failed', ended_at_us = $2 WHERE id = $1");
            tx.exec(update.bind(row.id).bind(now)).await?;
            Ok(Given::Failed)
        }
        RefundState::Refunded => {
            let entry = tx.new_id::<LedgerTxId>();
            post(tx, entry, &row).await?;
            let update =
                sql("UPDATE returns_courtesies SET state = 'refunded', ended_at_us = $2, ledger_tx_id = $3
                              WHERE id = $1");
            tx.exec(update.bind(row.id).bind(now).bind(entry)).await?;
            announce(tx, &row).await?;
            letters::given(tx, config, &row).await?;
            Ok(Given::Refunded)
        }
    }
}

async fn announce(tx: &mut Tx, row: &Courtesy) -> Result<(), ReturnError> {
    let payload = CourtesyGiven {
        courtesy_id: row.id,
        order_id: row.order_id,
        seller_id: row.seller_id,
        currency: row.currency,
    };
    let topic = Some(row.seller_id.to_string());
    tx.append(NewEvent { kind: COURTESY_GIVEN, key: row.id.to_string(), topic, payload: &payload }).await?;
    Ok(())
}

/// Posts it under its own key, so it happens once.
async fn post(tx: &mut Tx, entry: LedgerTxId, row: &Courtesy) -> Result<(), ReturnError> {
    let bears = match row.borne_by.0 {
        Bearer::Platform => AccountRef::courtesies(row.currency),
        Bearer::Seller => AccountRef::seller_payable(row.seller_id, row.currency),
    };
    let mut lines = NewTransaction::posted(format!("courtesy:{}", row.id), TransactionKind::Courtesy)
        .order(row.order_id)
        .part(row.part_id);
    lines.debit(bears, row.amount(), Memo::Refund)?;
    lines.credit(AccountRef::buyer_clearing(row.order_id, row.currency), row.amount(), Memo::Refund)?;
    ledger::post_as(tx, entry, lines).await?;
    Ok(())
}
