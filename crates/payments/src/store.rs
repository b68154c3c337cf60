//! Reading payments, captures and refunds.

use crate::PaymentError;
use crate::processor::{AuthOutcome, CaptureFailure, CaptureOutcome, RefundOutcome};
use db::{Conn, DbError, Sql, Text, row, sql};
use domain::payment::{CardBrand, DeclineReason, PaymentState, SavedCard};
use domain::text_enum;
use domain::{AccountId, CaptureId, Currency, LedgerTxId, Money, OrderId, PaymentId, RefundId, Timestamp};

text_enum! {
    /// How far a capture is.
    pub enum CaptureState {
        /// The processor has not answered.
        Capturing = "capturing",
        Captured = "captured",
        Failed = "failed",
    }
}

text_enum! {
    /// How far a refund is.
    pub enum RefundState {
        /// The processor has not answered.
        Refunding = "refunding",
        Refunded = "refunded",
        Failed = "failed",
    }
}
db::text_column!(CaptureState, RefundState);

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub account: Option<AccountId>,
    pub state: PaymentState,
    pub amount: Money,
    /// Captured or being captured.
    pub reserved: Money,
    pub captured: Money,
    pub voided: Money,
    pub card: SavedCard,
    /// Why it was declined.
    pub decline: Option<DeclineReason>,
    /// The bank's question, while it waits for the answer.
    pub challenge: Option<String>,
    /// When the authorisation ends.
    pub expires_at: Option<Timestamp>,
    pub processor: String,
    pub processor_ref: Option<String>,
    pub ledger: Option<LedgerTxId>,
    pub created_at: Timestamp,
    pub(crate) processor_token: String,
}

impl Payment {
    /// What can still be captured or voided.
    pub fn left(&self) -> Result<Money, PaymentError> {
        Ok(self.amount.sub(self.reserved)?.sub(self.voided)?)
    }

    /// What the processor said, as far as it was recorded.
    pub(crate) fn outcome(&self) -> Option<AuthOutcome> {
        let processor_ref = self.processor_ref.clone();
        match (self.state, processor_ref) {
            (PaymentState::Authorising, _) => None,
            (PaymentState::NeedsConfirmation, Some(processor_ref)) => {
                let challenge = self.challenge.clone().unwrap_or_default();
                Some(AuthOutcome::NeedsConfirmation { processor_ref, challenge })
            }
            (PaymentState::Declined, _) => {
                Some(AuthOutcome::Declined(self.decline.unwrap_or(DeclineReason::Declined)))
            }
            (_, Some(processor_ref)) => {
                let expires_at = self.expires_at?;
                Some(AuthOutcome::Approved { processor_ref, expires_at })
            }
            (_, None) => None,
        }
    }
}

row! {
    struct PaymentRow {
        id: PaymentId,
        order_id: OrderId,
        account_id: Option<AccountId>,
        processor: String,
        processor_token: String,
        state: Text<PaymentState>,
        amount_minor: i64,
        reserved_minor: i64,
        captured_minor: i64,
        voided_minor: i64,
        currency: Currency,
        processor_ref: Option<String>,
        challenge: Option<String>,
        decline_reason: Option<Text<DeclineReason>>,
        expires_at_us: Option<Timestamp>,
        ledger_tx_id: Option<LedgerTxId>,
        created_at_us: Timestamp,
        brand: Text<CardBrand>,
        last4: String,
        exp_month: i64,
        exp_year: i64,
    }
}

const PAYMENT: &str = "SELECT p.id, p.order_id, p.account_id, p.processor, t.processor_token, p.state, p.amount_minor,
        p.reserved_minor, p.captured_minor, p.voided_minor, p.currency, p.processor_ref, p.challenge,
        p.decline_reason, p.expires_at_us, p.ledger_tx_id, p.created_at_us, t.brand, t.last4, t.exp_month, t.exp_year
    FROM payments_payments p JOIN payments_tokens t ON t.token = p.token";

/// What is kept of a card.
pub(crate) fn saved_card(brand: CardBrand, last4: String, exp_month: i64, exp_year: i64) -> SavedCard {
    let exp_month = u8::try_from(exp_month).unwrap_or(0);
    SavedCard { brand, last4, exp_month, exp_year: u16::try_from(exp_year).unwrap_or(0) }
}

impl From<PaymentRow> for Payment {
    fn from(row: PaymentRow) -> Self {
        let money = |minor| Money::new(minor, row.currency);
        Self {
            id: row.id,
            order: row.order_id,
            account: row.account_id,
            state: row.state.0,
            amount: money(row.amount_minor),
            reserved: money(row.reserved_minor),
            captured: money(row.captured_minor),
            voided: money(row.voided_minor),
            card: saved_card(row.brand.0, row.last4, row.exp_month, row.exp_year),
            decline: row.decline_reason.map(|d| d.0),
            challenge: row.challenge,
            expires_at: row.expires_at_us,
            processor: row.processor,
            processor_ref: row.processor_ref,
            ledger: row.ledger_tx_id,
            created_at: row.created_at_us,
            processor_token: row.processor_token,
        }
    }
}

/// A payment with what may be shown of its card.
///
/// # Errors
/// [`PaymentError::UnknownPayment`].
pub async fn payment(conn: &mut Conn, id: PaymentId) -> Result<Payment, PaymentError> {
    let row: Option<PaymentRow> = conn.opt(sql(format!("{PAYMENT} WHERE p.id = $1")).bind(id)).await?;
    row.map(Payment::from).ok_or(PaymentError::UnknownPayment)
}

/// An order's payments, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn payments_of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<Payment>, PaymentError> {
    let text = format!("{PAYMENT} WHERE p.order_id = $1 ORDER BY p.id");
    let rows: Vec<PaymentRow> = conn.all(sql(text).bind(order)).await?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// One capture of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    pub id: CaptureId,
    pub payment: PaymentId,
    pub amount: Money,
    pub state: CaptureState,
    pub failure: Option<CaptureFailure>,
    /// Refunded or being refunded.
    pub refunded: Money,
    /// Taken back by the buyer's bank, unless it gave it back again.
    pub disputed: Money,
    /// What the processor keeps of it.
    pub fee: Money,
    pub reference: String,
    pub processor_ref: Option<String>,
    pub ledger: Option<LedgerTxId>,
    pub created_at: Timestamp,
}

impl Capture {
    /// What the processor said, as far as it was recorded.
    pub(crate) fn outcome(&self) -> Option<CaptureOutcome> {
        match self.state {
            CaptureState::Capturing => None,
            CaptureState::Captured => {
                let processor_ref = self.processor_ref.clone().unwrap_or_default();
                Some(CaptureOutcome::Captured { processor_ref, fee: self.fee })
            }
            CaptureState::Failed => {
                Some(CaptureOutcome::Failed(self.failure.unwrap_or(CaptureFailure::Refused)))
            }
        }
    }
}

row! {
    struct CaptureRow {
        id: CaptureId,
        payment_id: PaymentId,
        amount_minor: i64,
        refunded_minor: i64,
        disputed_minor: i64,
        fee_minor: i64,
        currency: Currency,
        reference: String,
        state: CaptureState,
        failure: Option<CaptureFailure>,
        processor_ref: Option<String>,
        ledger_tx_id: Option<LedgerTxId>,
        created_at_us: Timestamp,
    }
}

/// The columns of a [`Capture`].
const CAPTURE: &str =
    "SELECT id, payment_id, amount_minor, refunded_minor, disputed_minor, fee_minor, currency, reference, state,
    failure, processor_ref, ledger_tx_id, created_at_us FROM payments_captures";

impl From<CaptureRow> for Capture {
    fn from(row: CaptureRow) -> Self {
        Self {
            id: row.id,
            payment: row.payment_id,
            amount: Money::new(row.amount_minor, row.currency),
            state: row.state,
            failure: row.failure,
            refunded: Money::new(row.refunded_minor, row.currency),
            disputed: Money::new(row.disputed_minor, row.currency),
            fee: Money::new(row.fee_minor, row.currency),
            reference: row.reference,
            processor_ref: row.processor_ref,
            ledger: row.ledger_tx_id,
            created_at: row.created_at_us,
        }
    }
}

pub(crate) async fn capture_where(
    conn: &mut Conn,
    condition: &str,
    bind: impl FnOnce(Sql) -> Sql,
) -> Result<Option<Capture>, DbError> {
    let row: Option<CaptureRow> = conn.opt(bind(sql(format!("{CAPTURE} WHERE {condition}")))).await?;
    Ok(row.map(Capture::from))
}

/// A capture.
///
/// # Errors
/// [`PaymentError::UnknownCapture`].
pub async fn capture(conn: &mut Conn, id: CaptureId) -> Result<Capture, PaymentError> {
    capture_where(conn, "id = $1", |s| s.bind(id)).await?.ok_or(PaymentError::UnknownCapture)
}

/// All captures of a payment, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn captures_of(conn: &mut Conn, payment: PaymentId) -> Result<Vec<Capture>, PaymentError> {
    let text = format!("{CAPTURE} WHERE payment_id = $1 ORDER BY id");
    let rows: Vec<CaptureRow> = conn.all(sql(text).bind(payment)).await?;
    Ok(rows.into_iter().map(Capture::from).collect())
}

/// One refund of a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub id: RefundId,
    pub capture: CaptureId,
    pub amount: Money,
    pub state: RefundState,
    pub processor_ref: Option<String>,
    pub created_at: Timestamp,
}

impl Refund {
    /// What the processor said, as far as it was recorded.
    pub(crate) fn outcome(&self) -> Option<RefundOutcome> {
        match self.state {
            RefundState::Refunding => None,
            RefundState::Refunded => {
                let processor_ref = self.processor_ref.clone().unwrap_or_default();
                Some(RefundOutcome::Refunded { processor_ref })
            }
            RefundState::Failed => Some(RefundOutcome::Failed),
        }
    }
}

row! {
    struct RefundRow {
        id: RefundId,
        capture_id: CaptureId,
        amount_minor: i64,
        currency: Currency,
        state: RefundState,
        processor_ref: Option<String>,
        created_at_us: Timestamp,
    }
}

/// The columns of a [`Refund`].
const REFUND: &str = "SELECT id, capture_id, amount_minor, currency, state, processor_ref, created_at_us
    FROM payments_refunds";

impl From<RefundRow> for Refund {
    fn from(row: RefundRow) -> Self {
        Self {
            id: row.id,
            capture: row.capture_id,
            amount: Money::new(row.amount_minor, row.currency),
            state: row.state,
            processor_ref: row.processor_ref,
            created_at: row.created_at_us,
        }
    }
}

pub(crate) async fn refund_where(
    conn: &mut Conn,
    condition: &str,
    bind: impl FnOnce(Sql) -> Sql,
) -> Result<Option<Refund>, DbError> {
    let row: Option<RefundRow> = conn.opt(bind(sql(format!("{REFUND} WHERE {condition}")))).await?;
    Ok(row.map(Refund::from))
}

/// All refunds of a payment's captures, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn refunds_of(conn: &mut Conn, payment: PaymentId) -> Result<Vec<Refund>, PaymentError> {
    let text = format!(
        "{REFUND} WHERE capture_id IN (SELECT c.id FROM payments_captures c WHERE c.payment_id = $1) ORDER BY id"
    );
    let rows: Vec<RefundRow> = conn.all(sql(text).bind(payment)).await?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// A refund.
///
/// # Errors
/// [`PaymentError::UnknownRefund`].
pub async fn refund(conn: &mut Conn, id: RefundId) -> Result<Refund, PaymentError> {
    refund_where(conn, "id = $1", |s| s.bind(id)).await?.ok_or(PaymentError::UnknownRefund)
}

/// A refund in a list of all: what it is of and for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRefund {
    pub refund: Refund,
    pub order: OrderId,
    /// The key under which whoever wanted it began it; it says what for.
    pub key: String,
    /// When the processor's answer was recorded, or it was begun.
    pub updated_at: Timestamp,
}

row! {
    struct ListedRow {
        id: RefundId,
        capture_id: CaptureId,
        amount_minor: i64,
        currency: Currency,
        state: RefundState,
        processor_ref: Option<String>,
        created_at_us: Timestamp,
        updated_at_us: Timestamp,
        refund_key: String,
        order_id: OrderId,
    }
}

impl From<ListedRow> for ListedRefund {
    fn from(row: ListedRow) -> Self {
        let refund = Refund {
            id: row.id,
            capture: row.capture_id,
            amount: Money::new(row.amount_minor, row.currency),
            state: row.state,
            processor_ref: row.processor_ref,
            created_at: row.created_at_us,
        };
        Self { refund, order: row.order_id, key: row.refund_key, updated_at: row.updated_at_us }
    }
}

/// All refunds in this state, the newest first, before `before` (the last one of the page before).
///
/// # Errors
/// Only the database's.
pub async fn refunds_in(
    conn: &mut Conn,
    state: RefundState,
    before: Option<RefundId>,
    limit: i64,
) -> Result<Vec<ListedRefund>, PaymentError> {
    let cut = if before.is_some() { "AND r.id < $3" } else { "" };
    let text = format!(
        "SELECT r.id, r.capture_id, r.amount_minor, r.currency, r.state, r.processor_ref, r.created_at_us,
                r.updated_at_us, r.refund_key, p.order_id
         FROM payments_refunds r JOIN payments_captures c ON c.id = r.capture_id
         JOIN payments_payments p ON p.id = c.payment_id
         WHERE r.state = $1 {cut} ORDER BY r.id DESC LIMIT $2"
    );
    let rows: Vec<ListedRow> = conn.all(sql(text).bind(state).bind(limit).bind_all(before)).await?;
    Ok(rows.into_iter().map(ListedRefund::from).collect())
}
