//! Kinds, reasons and decisions of reports of abuse in words.
use domain::abuse::{AbuseReason, AbuseVerdict, ThingKind};

use crate::text::T;
use crate::ui::Tone;

pub(super) fn kind_words(t: T, kind: ThingKind) -> String {
    match kind {
        ThingKind::Product => t.abuse_product(),
        ThingKind::Offer => t.abuse_offer(),
        ThingKind::Seller => t.abuse_store(),
    }
}

pub(super) fn reason_words(t: T, reason: AbuseReason) -> String {
    match reason {
        AbuseReason::Counterfeit => t.abuse_counterfeit(),
        AbuseReason::WrongInformation => t.abuse_wrong_information(),
        AbuseReason::Prohibited => t.abuse_prohibited(),
        AbuseReason::Offensive => t.report_offensive(),
        AbuseReason::Other => t.abuse_other(),
    }
}

/// What a button says.
pub(super) fn verdict_words(t: T, verdict: AbuseVerdict) -> String {
    match verdict {
        AbuseVerdict::Dismiss => t.abuse_dismiss(),
        AbuseVerdict::Hide => t.abuse_hide(),
        AbuseVerdict::Stop => t.abuse_stop(),
        AbuseVerdict::Suspend => t.abuse_suspend(),
    }
}

/// What was decided.
pub(super) fn decided_words(t: T, verdict: AbuseVerdict) -> (Tone, String) {
    match verdict {
        AbuseVerdict::Dismiss => (Tone::Good, t.abuse_dismissed()),
        AbuseVerdict::Hide => (Tone::Warn, t.abuse_hidden()),
        AbuseVerdict::Stop => (Tone::Warn, t.abuse_stopped()),
        AbuseVerdict::Suspend => (Tone::Warn, t.abuse_suspended()),
    }
}
