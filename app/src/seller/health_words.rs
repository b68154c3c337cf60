//! The words for measures and where they stand, for the seller's and the operator's pages.
use domain::format::percent;
use domain::health::{Gates, Level, Measure, Tally};

use crate::text::T;
use crate::ui::Tone;

pub(crate) fn name(t: T, measure: Measure) -> String {
    match measure {
        Measure::Defects => t.health_defects(),
        Measure::Late => t.health_late(),
        Measure::Cancelled => t.health_cancelled(),
        Measure::Tracked => t.health_tracked(),
        Measure::Answered => t.health_answered(),
        Measure::Replied => t.health_replied(),
    }
}

pub(super) fn meaning(t: T, measure: Measure) -> String {
    match measure {
        Measure::Defects => t.health_defects_text(),
        Measure::Late => t.health_late_text(),
        Measure::Cancelled => t.health_cancelled_text(),
        Measure::Tracked => t.health_tracked_text(),
        Measure::Answered => t.health_answered_text(),
        Measure::Replied => t.health_replied_text(),
    }
}

pub(crate) fn limit(t: T, measure: Measure, gates: &Gates) -> String {
    let limit = percent(gates.limit_bps(measure), t.writing());
    if measure.counts_what_went_well() { t.health_limit_least(limit) } else { t.health_limit_below(limit) }
}

pub(crate) fn level(t: T, level: Level) -> (Tone, String) {
    match level {
        Level::TooFew => (Tone::Plain, t.health_too_few()),
        Level::Good => (Tone::Good, t.health_good()),
        Level::Near => (Tone::Warn, t.health_near()),
        Level::Failed => (Tone::Bad, t.health_failed()),
    }
}

/// `1.25 %`; words where nothing was counted.
pub(crate) fn rate(t: T, measure: Measure, tally: Tally) -> String {
    tally.rate_bps(measure).map_or_else(|| t.health_no_rate(), |bps| percent(bps, t.writing()))
}
