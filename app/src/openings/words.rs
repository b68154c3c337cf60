//! The words of openings, which pages and the route that takes a file share.
use domain::opening::{DocumentKind, OpeningState, Requirement, SellerKind};
use platform::openings::{LARGEST_DOCUMENT, MOST_DOCUMENTS, OpeningError};

use crate::text::T;
use crate::ui::Tone;

pub fn kind(t: T, kind: SellerKind) -> String {
    match kind {
        SellerKind::Person => t.opening_person(),
        SellerKind::Company => t.opening_company(),
    }
}

/// A line of the checklist.
pub fn requirement(t: T, requirement: Requirement) -> String {
    match requirement {
        Requirement::Contact => t.opening_contact(),
        Requirement::Legal => t.opening_legal(),
        Requirement::TaxId => t.legal_tax_id(),
        Requirement::Bank => t.bank_title(),
        Requirement::Identity => t.opening_identity(),
        Requirement::Address => t.opening_address(),
        Requirement::Register => t.opening_register(),
    }
}

/// What a line of the checklist is for, or what is good enough.
pub fn explained(t: T, requirement: Requirement) -> String {
    match requirement {
        Requirement::Contact => t.opening_contact_text(),
        Requirement::Legal => t.opening_legal_text(),
        Requirement::TaxId => t.opening_tax_id_text(),
        Requirement::Bank => t.opening_bank_text(),
        Requirement::Identity => t.opening_identity_text(),
        Requirement::Address => t.opening_address_text(),
        Requirement::Register => t.opening_register_text(),
    }
}

pub fn document(t: T, kind: DocumentKind) -> String {
    match kind {
        DocumentKind::Identity => t.opening_identity(),
        DocumentKind::Address => t.opening_address(),
        DocumentKind::Register => t.opening_register(),
        DocumentKind::Other => t.opening_other(),
    }
}

pub fn state(t: T, state: OpeningState) -> (Tone, String) {
    match state {
        OpeningState::Draft => (Tone::Plain, t.opening_draft()),
        OpeningState::Submitted => (Tone::Info, t.opening_submitted()),
        OpeningState::Returned => (Tone::Warn, t.opening_returned()),
        OpeningState::Approved => (Tone::Good, t.opening_approved()),
        OpeningState::Refused => (Tone::Bad, t.opening_refused()),
        OpeningState::Withdrawn => (Tone::Plain, t.opening_withdrawn()),
    }
}

/// The largest document, in megabytes.
pub fn most_mb() -> usize {
    LARGEST_DOCUMENT / (1024 * 1024)
}

/// A refusal that a person can do something about; `None` for a fault of ours.
pub fn refusal(t: T, error: &OpeningError) -> Option<String> {
    Some(match error {
        OpeningError::WrongState { state: found } => t.opening_wrong_state(state(t, *found).1),
        OpeningError::NotADocument => t.opening_not_a_document(),
        OpeningError::TooLarge => t.opening_too_large(most_mb().to_string()),
        OpeningError::TooManyDocuments => t.opening_too_many_documents(MOST_DOCUMENTS.to_string()),
        OpeningError::TooManyOpen => t.opening_too_many(),
        OpeningError::OwnShop => t.opening_own(),
        OpeningError::Changed => t.opening_changed(),
        OpeningError::KeyReused => t.form_malformed(),
        OpeningError::Missing { what } => {
            let what: Vec<String> = what.iter().map(|one| requirement(t, *one)).collect();
            t.opening_missing(what.join(", "))
        }
        _ => return None,
    })
}

/// A document was taken.
pub fn received(t: T) -> String {
    t.opening_received()
}
