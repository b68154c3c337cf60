//! States and reasons of disputes in words, and what a person reads when something cannot be done.
use domain::dispute::{DisputeReason, DisputeState, MOST_EVIDENCE_FILES};
use domain::file::LARGEST_PDF;
use platform::disputes::DisputeError;

use crate::answer::Failure;
use crate::reviews::photos;
use crate::text::T;
use crate::ui::Tone;

/// Where a dispute stands, in words and tone.
pub(crate) fn state_badge(t: T, state: DisputeState) -> (Tone, String) {
    match state {
        DisputeState::NeedsResponse => (Tone::Warn, t.dispute_needs_response()),
        DisputeState::Answering => (Tone::Info, t.dispute_answering()),
        DisputeState::UnderReview => (Tone::Info, t.dispute_under_review()),
        DisputeState::Won => (Tone::Good, t.dispute_won()),
        DisputeState::Lost => (Tone::Bad, t.dispute_lost()),
    }
}

pub(crate) fn reason_words(t: T, reason: DisputeReason) -> String {
    match reason {
        DisputeReason::Fraudulent => t.dispute_fraudulent(),
        DisputeReason::NotReceived => t.dispute_not_received(),
        DisputeReason::NotAsDescribed => t.reason_not_as_described(),
        DisputeReason::Duplicate => t.dispute_duplicate(),
        DisputeReason::CreditNotProcessed => t.dispute_credit(),
        DisputeReason::General => t.dispute_general(),
    }
}

/// What convinces a bank that was told this.
pub(super) fn advice(t: T, reason: DisputeReason) -> String {
    match reason {
        DisputeReason::Fraudulent => t.dispute_prove_buyer(),
        DisputeReason::NotReceived => t.dispute_prove_delivery(),
        DisputeReason::NotAsDescribed => t.dispute_prove_goods(),
        DisputeReason::Duplicate => t.dispute_prove_two(),
        DisputeReason::CreditNotProcessed => t.dispute_prove_refund(),
        DisputeReason::General => t.dispute_prove_all(),
    }
}

/// A named error as a sentence; what nobody can act on is our fault and stays unexpected.
pub(super) fn sentence(t: T, error: DisputeError) -> Failure {
    if matches!(error, DisputeError::NotFound) {
        return Failure::NotFound;
    }
    match refusal(t, &error) {
        Some(text) => Failure::refused(text),
        None => error.into(),
    }
}

/// A refusal that a person can do something about; `None` for a fault of ours.
pub fn refusal(t: T, error: &DisputeError) -> Option<String> {
    Some(match error {
        DisputeError::KeyReused => t.refused_key_reused(),
        DisputeError::WrongState { state } => t.dispute_wrong_state(state_badge(t, *state).1),
        DisputeError::TooLate { .. } => t.dispute_too_late(),
        DisputeError::NoEvidence => t.dispute_no_evidence(),
        DisputeError::EvidenceTooLong { most, .. } => {
            t.dispute_too_long(i64::try_from(*most).unwrap_or(i64::MAX))
        }
        DisputeError::NotADocument => t.dispute_file_wrong(),
        DisputeError::DocumentTooLarge { .. } => t.opening_too_large(most_mb()),
        DisputeError::TooManyDocuments { most } => t.opening_too_many_documents(most.to_string()),
        DisputeError::Picture(picture) => return photos::refusal_words(t, picture),
        _ => return None,
    })
}

/// The largest PDF, in megabytes.
fn most_mb() -> String {
    (LARGEST_PDF / (1024 * 1024)).to_string()
}

/// What may be attached.
pub(super) fn files_hint(t: T) -> String {
    t.dispute_files_hint(most_mb(), MOST_EVIDENCE_FILES.to_string())
}

/// A file was attached.
pub fn document_added(t: T) -> String {
    t.dispute_file_added()
}
