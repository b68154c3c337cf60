//! What is said about uploads: why one was not taken, why one was refused, where one stands. Called by the pages, and by
//! the server's own route that takes files.
use platform::import::{
    ArchiveFault, ENTRIES_MAX, Format, Left, LeftAlone, Refusal, UNPACKED_MAX, UPLOAD_BYTES_MAX, UploadError,
    UploadState,
};

use crate::text::T;
use crate::ui::Tone;

/// The largest file in whole megabytes.
pub(super) fn most_mb() -> i64 {
    i64::try_from(UPLOAD_BYTES_MAX / (1024 * 1024)).unwrap_or(i64::MAX)
}

/// What a person can do about a file that was not taken; `None` for a fault of ours.
pub fn not_taken(t: T, error: &UploadError) -> Option<String> {
    Some(match error {
        UploadError::TooLarge { .. } => t.upload_too_large(most_mb()),
        UploadError::Empty => t.upload_empty(),
        UploadError::Compressed => t.upload_compressed(),
        UploadError::Archive(fault) => archive(t, *fault),
        UploadError::NotText => t.upload_not_text(),
        UploadError::TooMany { .. } => t.upload_too_many(),
        UploadError::NotFound | UploadError::WrongState { .. } | UploadError::Io(_) | UploadError::Db(_) => {
            return None;
        }
    })
}

fn archive(t: T, fault: ArchiveFault) -> String {
    let mb = i64::try_from(UNPACKED_MAX / (1024 * 1024)).unwrap_or(i64::MAX);
    match fault {
        ArchiveFault::Damaged => t.archive_damaged(),
        ArchiveFault::Unusual => t.archive_unusual(),
        ArchiveFault::TooManyFiles => t.archive_many(i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX)),
        ArchiveFault::TooLarge => t.archive_large(mb),
        ArchiveFault::Bomb => t.archive_bomb(),
        ArchiveFault::UnsafeName => t.archive_unsafe(),
        ArchiveFault::NoCatalogue => t.archive_none(),
        ArchiveFault::SeveralCatalogues => t.archive_several(),
    }
}

/// The upload broke off, or the form was no form.
pub fn broken(t: T) -> String {
    t.upload_broken()
}

/// A number of the form that is none.
pub fn wrong_number(t: T, price: bool) -> String {
    if price { t.offer_price_wrong() } else { t.offer_stock_wrong() }
}

/// A shop that was not let in yet brings nothing in.
pub fn not_yet(t: T) -> String {
    t.opening_not_yet()
}

/// The file came.
pub fn received(t: T) -> String {
    t.upload_received()
}

pub(super) fn state(t: T, state: UploadState) -> (Tone, String) {
    match state {
        UploadState::Checking => (Tone::Info, t.import_checking()),
        UploadState::Ready => (Tone::Warn, t.import_ready()),
        UploadState::Refused => (Tone::Bad, t.import_refused()),
        UploadState::Importing => (Tone::Info, t.import_importing()),
        UploadState::Done => (Tone::Good, t.import_done()),
        UploadState::Failed => (Tone::Bad, t.import_failed()),
        UploadState::Undoing => (Tone::Info, t.import_undoing()),
        UploadState::Undone => (Tone::Plain, t.import_undone()),
        UploadState::Discarded => (Tone::Plain, t.import_discarded()),
    }
}

/// The sentence, and behind it what only the program can say, in its own language.
pub(super) fn refusal(t: T, refusal: &Refusal) -> (String, Option<String>) {
    let sentence = match refusal {
        Refusal::UnknownFormat => t.refusal_unknown(),
        Refusal::Utf16 => t.refusal_utf16(),
        Refusal::MissingColumn { column } => t.refusal_column(column),
        Refusal::ColumnTwice { column } => t.refusal_twice(column),
        Refusal::RowTooLong { line } => t.refusal_long(i64::try_from(*line).unwrap_or(i64::MAX)),
        Refusal::TooManyRows { limit } => t.refusal_many(i64::try_from(*limit).unwrap_or(i64::MAX)),
        Refusal::BadRows => t.refusal_bad_rows(),
        Refusal::Other { reason } => return (t.refusal_other(), Some(reason.clone())),
    };
    (sentence, None)
}

/// Why an undo left something as it was.
pub(super) fn left(t: T, left: &LeftAlone) -> String {
    match left.why {
        Left::Changed => t.left_changed(),
        Left::Rest => t.left_rest(),
        Left::Sold => t.left_sold(),
        Left::SkuTaken => t.left_sku(left.sku_before.as_deref().unwrap_or_default()),
        Left::Offered => t.left_offered(),
        Left::VariantTaken => t.left_variant(),
        Left::OptionsDiffer => t.left_options(),
    }
}

/// Names are not translated.
pub(super) fn format(format: Format) -> &'static str {
    match format {
        Format::Icecat => "Icecat",
        Format::Shopify => "Shopify",
        Format::BestBuy => "Best Buy",
        Format::Books => "Goodbooks",
    }
}
