//! Payments. Owns `payments_*`. Called by orders (authorise, capture, void), returns (refund), fees (charges of sellers' cards)
//! and the shopper's cards page.
//!
//! A processor is remote and slow, so it is never asked inside a database transaction. Every movement of money has
//! three steps: `begin_*` writes what is intended, in the caller's transaction and with a job that asks again should
//! this server die; a method of [`Payments`] asks the processor, by our own key, so that asking twice is asking
//! once; `record_*` writes the answer, once, with its ledger postings, in the caller's transaction.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod authorise;
mod capture;
mod card;
mod charge;
mod charge_dispute;
mod check;
mod dispute;
mod held;
mod kept;
mod methods;
mod processor;
mod refund;
mod sandbox;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod void;

pub use authorise::{RECONCILE_JOB, ReconcileJob, begin, record_authorisation};
pub use capture::{CAPTURE_JOB, CaptureJob, begin_capture, record_capture};
pub use card::{Card, CardError, CardField, CardInput, CardProblem};
pub use charge::{
    CardCharge, CardChargeState, ChargeDecline, ChargeOutcome, NewCardCharge, begin_charge, card_charge,
    card_of_token, cards_charged, change_card, record_charge, send_charge,
};
pub use charge_dispute::take_charge_news;
pub use check::{Violation, check};
pub use dispute::{disputed_capture, hold_disputed, release_disputed};
pub use held::{forget_expired, forget_held, forget_held_of, held_card, pass_held};
pub use methods::{
    MOST_CARDS, SavedMethod, default_method, forget_methods, forget_removed, method, methods, remove_method,
    restore_method, save_method, set_default_method,
};
pub use processor::{
    AuthOutcome, AuthRequest, CaptureFailure, CaptureOutcome, CaptureRequest, DisputeChange, DisputeNews,
    Evidence, EvidenceFile, FileContent, OpenedDispute, Processor, ProcessorError, RefundOutcome,
    RefundRequest, VoidRequest,
};
pub use refund::{REFUND_JOB, RefundJob, begin_refund, record_refund};
pub use sandbox::{Behaviour, CONFIRMATION_CODE, SandboxProcessor, TEST_CARDS, TestCard};
pub use store::{
    Capture, CaptureState, ListedRefund, Payment, Refund, RefundState, capture, captures_of, payment,
    payments_of_order, refund, refunds_in, refunds_of,
};
pub use void::{VOID_JOB, VoidId, VoidJob, begin_partial_void, begin_void};

use db::{Db, DbError};
use domain::payment::{PaymentState, SavedCard};
use domain::processing::ProcessingFee;
use domain::{AccountId, DurationUs, MethodId, Money, MoneyError, OrderId, PaymentId};
use std::sync::Arc;

/// How long a server may take to ask the processor before a job asks again.
const ANSWER_GRACE: DurationUs = DurationUs::from_secs(60);

/// Why a payment cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    #[error("this payment does not exist")]
    UnknownPayment,
    #[error("this capture does not exist")]
    UnknownCapture,
    #[error("this refund does not exist")]
    UnknownRefund,
    #[error("this charge does not exist")]
    UnknownCharge,
    #[error("this card is not known; it may have been removed")]
    UnknownMethod,
    #[error("an account holds at most {most} cards")]
    TooManyMethods { most: usize },
    #[error("the key `{key}` was used for something else")]
    KeyReused { key: String },
    #[error("an amount to pay is positive, not {amount}")]
    NotPositive { amount: Money },
    #[error("the payment is {state}")]
    WrongState { state: PaymentState },
    #[error("the charge is {state}")]
    WrongChargeState { state: CardChargeState },
    #[error("only {left} is left of this authorisation")]
    OverAuthorised { left: Money },
    #[error(
        "the buyer's bank has taken this capture back; nothing of it can be refunded unless the bank returns it"
    )]
    Disputed,
    #[error("only {left} is left of this capture to refund")]
    OverCaptured { left: Money },
    #[error("the card's details are not right")]
    Card(Vec<CardError>),
    /// The processor may or may not have done it. The job asks again.
    #[error("the processor has not answered; it is asked again")]
    OutcomeUnknown,
    #[error("the processor refused: {0}")]
    Refused(String),
    #[error("{fee} cannot be kept of {amount}")]
    StrangeFee { fee: Money, amount: Money },
    #[error("no processor is called `{0}`")]
    UnknownProcessor(String),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<ProcessorError> for PaymentError {
    fn from(error: ProcessorError) -> Self {
        match error {
            ProcessorError::AnswerLost | ProcessorError::Unavailable(_) => Self::OutcomeUnknown,
            ProcessorError::Refused(why) => Self::Refused(why),
        }
    }
}

/// What is charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodRef {
    /// A card that the account saved.
    Saved(MethodId),
    /// What [`Payments::tokenise`] returned.
    Token(String),
    /// The card that [`Payments::hold`] keeps for this holder.
    Held(String),
}

/// A payment about to begin.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// For a caller that keeps the id before the payment exists.
    pub id: Option<PaymentId>,
    pub order: OrderId,
    /// Needed for a saved card, which must be this account's.
    pub account: Option<AccountId>,
    pub method: MethodRef,
    pub amount: Money,
    /// The same key and input is the same payment.
    pub key: String,
}

/// A card that may be charged, and how to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardToken {
    pub token: String,
    pub card: SavedCard,
}

/// The way to the processor; cheap to clone.
#[derive(Clone)]
pub struct Payments {
    db: Db,
    processor: Arc<dyn Processor>,
}

impl Payments {
    pub fn new(db: Db, processor: Arc<dyn Processor>) -> Self {
        Self { db, processor }
    }

    /// With the embedded sandbox: test cards only.
    pub fn sandbox(db: Db) -> Self {
        let processor = Arc::new(SandboxProcessor::new(db.clone()));
        Self { db, processor }
    }

    /// With the embedded sandbox, which keeps a fee of every capture.
    pub fn sandbox_with_fee(db: Db, fee: ProcessingFee) -> Self {
        let processor = Arc::new(SandboxProcessor::with_fee(db.clone(), fee));
        Self { db, processor }
    }

    /// The processor's short name, as the ledger's accounts have it.
    pub fn processor_name(&self) -> &'static str {
        self.processor.name()
    }

    /// The processor of that name; a payment is finished by the one that began it.
    fn processor(&self, name: &str) -> Result<&dyn Processor, PaymentError> {
        if name != self.processor.name() {
            return Err(PaymentError::UnknownProcessor(name.into()));
        }
        Ok(self.processor.as_ref())
    }

    /// Registers the job that payments does by itself: voids. Orders registers [`RECONCILE_JOB`] and [`CAPTURE_JOB`],
    /// returns [`REFUND_JOB`], because they have changes of their own to make with them.
    #[must_use]
    pub fn register(&self, worker: db::Worker) -> db::Worker {
        let voids = self.clone();
        worker.on(VOID_JOB, move |job| {
            let payments = voids.clone();
            Box::pin(async move { Ok(payments.run_void(job.payload::<VoidJob>()?.void).await?) })
        })
    }
}
