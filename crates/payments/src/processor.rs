//! What a card processor can do. The embedded sandbox is one; a real one is an adapter with the same trait.

use crate::card::Card;
use db::BoxFuture;
use domain::dispute::DisputeReason;
use domain::file::FileKind;
use domain::payment::DeclineReason;
use domain::text_enum;
use domain::{DisputeDocumentId, Money, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A request to reserve an amount on a card.
#[derive(Debug, Clone)]
pub struct AuthRequest {
    /// Ours; the same key is the same reservation, whatever happened to the answer.
    pub key: String,
    pub amount: Money,
    /// The processor's own token for the card.
    pub token: String,
    /// Shown on the processor's pages: the order.
    pub reference: String,
}

/// What a processor says to an authorisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthOutcome {
    Approved {
        processor_ref: String,
        /// Until then it can be captured.
        expires_at: Timestamp,
    },
    Declined(DeclineReason),
    /// The bank asks the shopper something; the answer goes to [`Processor::confirm`].
    NeedsConfirmation {
        processor_ref: String,
        /// What to show to the shopper.
        challenge: String,
    },
}

/// A request to charge a reserved amount or a part of it.
#[derive(Debug, Clone)]
pub struct CaptureRequest {
    pub key: String,
    /// The authorisation's.
    pub processor_ref: String,
    pub amount: Money,
    /// Shown on the processor's pages: the shipment.
    pub reference: String,
}

text_enum! {
    /// Why a reserved amount could not be charged.
    pub enum CaptureFailure {
        AuthorisationExpired = "authorisation_expired",
        AuthorisationVoided = "authorisation_voided",
        Refused = "refused",
    }
}
db::text_column!(CaptureFailure);

/// What a processor says to a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptureOutcome {
    Captured {
        processor_ref: String,
        /// What the processor keeps of it, in the capture's currency; nothing given back of it on a refund.
        fee: Money,
    },
    Failed(CaptureFailure),
}

/// A request to give back a reserved amount or a part of it.
#[derive(Debug, Clone)]
pub struct VoidRequest {
    pub key: String,
    /// The authorisation's.
    pub processor_ref: String,
    /// At most what is neither captured nor voided.
    pub amount: Money,
}

/// A request to give back a charged amount or a part of it.
#[derive(Debug, Clone)]
pub struct RefundRequest {
    pub key: String,
    /// The capture's.
    pub capture_ref: String,
    pub amount: Money,
}

/// What a processor says to a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundOutcome {
    Refunded { processor_ref: String },
    Failed,
}

/// A payment that a buyer's bank took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedDispute {
    /// The capture's.
    pub capture_ref: String,
    /// What was taken, in the capture's currency.
    pub amount: Money,
    /// What the processor asks for its work, whoever wins; in the same currency.
    pub fee: Money,
    pub reason: DisputeReason,
    /// Until then an answer is read.
    pub respond_by: Timestamp,
}

/// What happened to a dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisputeChange {
    Opened(OpenedDispute),
    /// The bank gave the amount back.
    Won,
    Lost,
}

/// One entry of a processor's news about disputes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeNews {
    /// Where it stands among them: the next question asks for what came after.
    pub cursor: String,
    pub dispute_ref: String,
    pub told_at: Timestamp,
    pub change: DisputeChange,
}

/// What a seller says to a bank, with what the shop knows of the sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub dispute_ref: String,
    /// The seller's own words.
    pub text: String,
    /// The order's number.
    pub order: String,
    /// What was sold.
    pub goods: Vec<String>,
    pub carrier: Option<String>,
    pub tracking: Option<String>,
    pub shipped_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    /// What the seller attached, in its order.
    #[serde(default)]
    pub files: Vec<EvidenceFile>,
}

/// A file that goes to a bank with a seller's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    pub id: DisputeDocumentId,
    /// As the seller called it; empty for a name that cannot be shown.
    pub name: String,
    pub kind: FileKind,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    pub bytes: i64,
    /// Not written down with the rest: it is there when the evidence is given.
    #[serde(skip)]
    pub content: FileContent,
}

/// The bytes of a file. Said as how many there are, wherever it is shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FileContent(pub Arc<Vec<u8>>);

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Why a processor gives no outcome.
#[derive(Debug, thiserror::Error)]
pub enum ProcessorError {
    /// It may have done it: ask again by the same key.
    #[error("the processor's answer was lost")]
    AnswerLost,
    /// It could not be reached, or not understood; it may have done it.
    #[error("the processor is not available: {0}")]
    Unavailable(String),
    /// It has not done it, and will not.
    #[error("the processor refused: {0}")]
    Refused(String),
}

/// The future of a processor's answer.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, ProcessorError>>;

/// A card processor. Every call with a key is idempotent: asked again, it gives the first answer. One without disputes, such
/// as that of a bank transfer, tells no news of them.
pub trait Processor: Send + Sync + 'static {
    /// Short and stable; names the ledger's accounts.
    fn name(&self) -> &'static str;
    /// Exchanges a card for a token. The number goes nowhere else.
    fn tokenise(&self, card: Card) -> Answer<'_, String>;
    fn authorise(&self, request: AuthRequest) -> Answer<'_, AuthOutcome>;
    /// The shopper's answer to the challenge of that authorisation.
    fn confirm(&self, processor_ref: String, answer: String) -> Answer<'_, AuthOutcome>;
    /// The outcome of the authorisation with our key; `None` when it never arrived.
    fn lookup(&self, key: String) -> Answer<'_, Option<AuthOutcome>>;
    fn capture(&self, request: CaptureRequest) -> Answer<'_, CaptureOutcome>;
    /// Gives back. An authorisation that ended by itself is given back already and no error.
    fn void(&self, request: VoidRequest) -> Answer<'_, ()>;
    fn refund(&self, request: RefundRequest) -> Answer<'_, RefundOutcome>;
    /// What happened to disputes after that place in the news, oldest first and not all at once; from the beginning
    /// for `None`.
    fn dispute_news(&self, after: Option<String>) -> Answer<'_, Vec<DisputeNews>> {
        drop(after);
        Box::pin(async { Ok(Vec::new()) })
    }
    /// Gives the bank a seller's answer; the first one counts, and giving the same again changes nothing.
    fn contest(&self, evidence: Evidence) -> Answer<'_, ()> {
        let why = format!("the processor knows of no dispute {}", evidence.dispute_ref);
        Box::pin(async { Err(ProcessorError::Refused(why)) })
    }
    /// Lets the bank have it.
    fn accept_dispute(&self, dispute_ref: String) -> Answer<'_, ()> {
        let why = format!("the processor knows of no dispute {dispute_ref}");
        Box::pin(async { Err(ProcessorError::Refused(why)) })
    }
}
