//! What people read when a message was sent, or could not be. Called by the pages and by the server's route.
use domain::DurationUs;
use domain::field::Problem;
use domain::file::LARGEST_PDF;
use domain::messages::{Complaint, MOST_DOCUMENTS, MOST_DOCUMENTS_OF_SIDE, MOST_PICTURES};
use domain::review::ProseKind;
use platform::messages::MessageError;
use platform::pictures::PictureError;

use crate::answer::Failure;
use crate::reviews::{parts::prose_words, photos};
use crate::text::T;

/// The form's name, under which its page finds what was typed, and the name of its text.
pub const FORM: &str = "message";
pub const TEXT: &str = "text";

/// After sending: whether something of it is hidden from the other side.
pub fn sent(t: T, masked: bool) -> String {
    if masked { t.message_sent_masked() } else { t.message_sent() }
}

/// What is wrong with the text.
pub fn text_problem(t: T, problem: Problem) -> String {
    prose_words(t, ProseKind::Message, problem)
}

/// Why a message was not sent, when its sender can do something about it.
pub fn refusal(t: T, error: &MessageError) -> Option<String> {
    match error {
        MessageError::KeyReused => Some(t.refused_key_reused()),
        MessageError::TooManyPictures => Some(too_many_pictures(t)),
        MessageError::TooManyDocuments => Some(papers_hint(t)),
        MessageError::NoRoomForDocuments => Some(t.message_papers_enough(MOST_DOCUMENTS_OF_SIDE.to_string())),
        MessageError::NotADocument => Some(t.message_paper_wrong()),
        MessageError::DocumentTooLarge => Some(t.opening_too_large(most_mb())),
        MessageError::TooOften { wait } => Some(t.message_too_often(minutes(*wait))),
        MessageError::OwnWords => Some(t.review_own_words()),
        _ => None,
    }
}

/// How many PDFs go with a message, and how large they are.
pub(super) fn papers_hint(t: T) -> String {
    t.message_papers_hint(MOST_DOCUMENTS.to_string(), most_mb())
}

/// The largest PDF, in megabytes.
fn most_mb() -> String {
    (LARGEST_PDF / (1024 * 1024)).to_string()
}

pub fn too_many_pictures(t: T) -> String {
    t.message_too_many_pictures(MOST_PICTURES)
}

/// What is wrong with a picture, when its sender can do something about it.
pub fn picture_problem(t: T, error: &PictureError) -> Option<String> {
    photos::refusal_words(t, error)
}

/// The form broke off, or its files are too large.
pub fn too_large(t: T) -> String {
    t.photos_too_large()
}

/// The form is none of ours.
pub fn malformed(t: T) -> String {
    t.form_malformed()
}

/// Whole minutes, one at least.
fn minutes(wait: DurationUs) -> i64 {
    (wait.as_secs() / 60 + 1).max(1)
}

pub(super) fn complaint(t: T, complaint: Complaint) -> String {
    match complaint {
        Complaint::Offensive => t.report_offensive(),
        Complaint::Outside => t.complaint_outside(),
        Complaint::Fraud => t.complaint_fraud(),
        Complaint::Spam => t.report_spam(),
    }
}

/// A named error as a sentence; what nobody can act on is our fault.
pub(super) fn sentence(t: T, error: MessageError) -> Failure {
    match error {
        MessageError::NotFound => Failure::NotFound,
        other => match refusal(t, &other) {
            Some(text) => Failure::refused(text),
            None => other.into(),
        },
    }
}
