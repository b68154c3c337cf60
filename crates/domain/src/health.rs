//! A seller's health: how often something goes wrong with its orders, against limits. Pure; called by `buybox`, which
//! counts, and by the pages of sellers and operators. The limits are a setting of the operator ([`Gates`]); the usual ones follow
//! product.md ("buy box gates").
//!
//! Counted is what was ordered in the last 60 days. A rate decides nothing below 30 orders, and never because of one
//! single mishap: of a few orders one is a large share, and says little.

use crate::terms::{Dated, TermsKind, WrongTerm, within};
use crate::{AppealId, DurationUs, SellerId, text_enum};
use serde::{Deserialize, Serialize};

/// What is looked at: from so long ago until now.
pub const WINDOW: DurationUs = DurationUs::from_days(60);
/// Below so many orders (or parcels, or requests, or shoppers who wrote) a rate decides nothing.
pub const LEAST_COUNTED: i64 = 30;
/// So many mishaps are chance, whatever share they are.
pub const MISHAPS_FORGIVEN: i64 = 1;
/// A request for a return is answered in time within this.
pub const ANSWER_WITHIN: DurationUs = DurationUs::from_hours(48);
/// A shopper's message is answered in time within this, counted from the first one that waits.
pub const REPLY_WITHIN: DurationUs = DurationUs::from_hours(24);

/// A measure of a seller stands elsewhere than at the count before. Key and topic are the seller's id. Payload [`HealthChanged`].
pub const HEALTH_CHANGED: &str = "health.changed";
/// The platform answered a seller's appeal against its suspension. The key is the appeal's id, the topic the seller's. Payload
/// [`AppealDecided`].
pub const APPEAL_DECIDED: &str = "appeal.decided";

/// What an event about a measure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthChanged {
    pub seller_id: SellerId,
    /// The stable text of a [`Measure`].
    pub measure: String,
    /// `good`, `near` or `failed`.
    pub level: String,
}

/// What an event about an answered appeal says; the words stay in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealDecided {
    pub appeal_id: AppealId,
    pub seller_id: SellerId,
    /// Whether the seller may go on.
    pub granted: bool,
}

text_enum! {
    /// What is measured. Each is counted as mishaps of so many.
    pub enum Measure {
        /// Orders of which something came back because the seller was at fault.
        Defects = "defects",
        /// Orders that left after the promised day, or should have left and have not.
        Late = "late",
        /// Orders that the seller cancelled, for reasons of its own.
        Cancelled = "cancelled",
        /// Parcels; a mishap is one without a tracking number.
        Tracked = "tracked",
        /// Requests for returns; a mishap is one that was not answered in time.
        Answered = "answered",
        /// Shoppers who wrote and waited; a mishap is one who had no answer in time.
        Replied = "replied",
    }
}

impl Measure {
    /// Whether a seller who fails it loses the buy box. Answers are measured and warned about, no more.
    pub fn is_gate(self) -> bool {
        !matches!(self, Self::Answered | Self::Replied)
    }

    /// Whether the rate is one of what went well, so that more is better.
    pub fn counts_what_went_well(self) -> bool {
        matches!(self, Self::Tracked | Self::Answered | Self::Replied)
    }
}

/// The limits of the rates, each in basis points: what went wrong stays below its limit, what went well is at least it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gates {
    /// 1..=10_000, as [`Gates::late_bps`] and [`Gates::cancelled_bps`].
    pub defects_bps: i64,
    pub late_bps: i64,
    pub cancelled_bps: i64,
    /// 0..=9_999, as [`Gates::answered_bps`] and [`Gates::replied_bps`].
    pub tracked_bps: i64,
    pub answered_bps: i64,
    pub replied_bps: i64,
    /// From this share of what is allowed on, 1..=10_000, a rate is near its limit, and its seller is warned.
    pub near_bps: i64,
}

impl Dated for Gates {
    const KIND: TermsKind = TermsKind::Gates;
    const USUAL: Self = Self {
        defects_bps: 100,
        late_bps: 400,
        cancelled_bps: 250,
        tracked_bps: 9_500,
        answered_bps: 9_000,
        replied_bps: 9_000,
        near_bps: 7_500,
    };

    fn validate(&self) -> Result<(), WrongTerm> {
        within("defects_bps", self.defects_bps, 1..=10_000)?;
        within("late_bps", self.late_bps, 1..=10_000)?;
        within("cancelled_bps", self.cancelled_bps, 1..=10_000)?;
        within("tracked_bps", self.tracked_bps, 0..=9_999)?;
        within("answered_bps", self.answered_bps, 0..=9_999)?;
        within("replied_bps", self.replied_bps, 0..=9_999)?;
        within("near_bps", self.near_bps, 1..=10_000)
    }
}

impl Default for Gates {
    fn default() -> Self {
        Self::USUAL
    }
}

impl Gates {
    /// The limit of the rate as people read it, in basis points: below it, or, for what went well, at least it.
    pub fn limit_bps(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Defects => self.defects_bps,
            Measure::Late => self.late_bps,
            Measure::Cancelled => self.cancelled_bps,
            Measure::Tracked => self.tracked_bps,
            Measure::Answered => self.answered_bps,
            Measure::Replied => self.replied_bps,
        }
    }

    /// Whether so many mishaps of so many keep the limit. Exact: nothing is rounded.
    fn keep(&self, measure: Measure, mishaps: i64, of: i64) -> bool {
        let (mishaps, of) = (i128::from(mishaps), i128::from(of));
        let limit = i128::from(self.limit_bps(measure));
        if measure.counts_what_went_well() {
            (of - mishaps) * 10_000 >= limit * of
        } else {
            mishaps * 10_000 < limit * of
        }
    }
}

/// How many of how many went wrong. Neither is negative, and there are no more mishaps than things counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub mishaps: i64,
    pub of: i64,
}

/// Where a measure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Too few were counted to say.
    TooFew,
    Good,
    /// Kept, but most of what is allowed is used up.
    Near,
    Failed,
}

impl Tally {
    /// The rate as people read it, in basis points, rounded so that one that fails never reads as its limit kept; `None`
    /// when nothing was counted.
    pub fn rate_bps(self, measure: Measure) -> Option<i64> {
        if self.of <= 0 {
            return None;
        }
        let of = i128::from(self.of);
        let scaled = i128::from(self.mishaps.clamp(0, self.of)) * 10_000;
        let up = (scaled + of - 1) / of;
        let bps = if measure.counts_what_went_well() { 10_000 - up } else { up };
        i64::try_from(bps).ok()
    }

    /// Where the measure stands with this count.
    pub fn level(self, measure: Measure, gates: &Gates) -> Level {
        if self.of < LEAST_COUNTED {
            return Level::TooFew;
        }
        if !gates.keep(measure, self.mishaps, self.of) {
            return if self.mishaps > MISHAPS_FORGIVEN { Level::Failed } else { Level::Near };
        }
        let allowed = i128::from(if measure.counts_what_went_well() {
            10_000 - gates.limit_bps(measure)
        } else {
            gates.limit_bps(measure)
        });
        let used = i128::from(self.mishaps) * 10_000 * 10_000;
        let is_near = self.mishaps > MISHAPS_FORGIVEN
            && used >= allowed * i128::from(gates.near_bps) * i128::from(self.of);
        if is_near { Level::Near } else { Level::Good }
    }

    /// How many more without a mishap would keep the limit; zero when it is kept.
    pub fn flawless_to_recover(self, measure: Measure, gates: &Gates) -> i64 {
        if self.level(measure, gates) != Level::Failed {
            return 0;
        }
        let mishaps = i128::from(self.mishaps);
        let limit = i128::from(gates.limit_bps(measure));
        // The smallest whole that these mishaps are few enough of.
        let whole = if measure.counts_what_went_well() {
            let allowed = 10_000 - limit;
            (mishaps * 10_000 + allowed - 1) / allowed
        } else {
            mishaps * 10_000 / limit + 1
        };
        i64::try_from(whole - i128::from(self.of)).unwrap_or(i64::MAX).max(0)
    }
}

/// A seller's counts, and the limits by which they are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    pub gates: Gates,
    pub defects: Tally,
    pub late: Tally,
    pub cancelled: Tally,
    pub tracked: Tally,
    pub answered: Tally,
    pub replied: Tally,
}

impl Health {
    /// The count of one measure.
    pub fn tally(&self, measure: Measure) -> Tally {
        match measure {
            Measure::Defects => self.defects,
            Measure::Late => self.late,
            Measure::Cancelled => self.cancelled,
            Measure::Tracked => self.tracked,
            Measure::Answered => self.answered,
            Measure::Replied => self.replied,
        }
    }

    /// Every measure with its count and where it stands, in the order in which pages show them.
    pub fn measures(&self) -> impl Iterator<Item = (Measure, Tally, Level)> {
        use crate::text_enum::TextEnum as _;
        let own = *self;
        Measure::ALL.iter().map(move |measure| {
            let tally = own.tally(*measure);
            (*measure, tally, tally.level(*measure, &own.gates))
        })
    }

    /// The gates that are failed: while there is one, the seller's offers get no buy box that another can have.
    pub fn failed_gates(&self) -> Vec<Measure> {
        let failed =
            self.measures().filter(|(measure, _, level)| measure.is_gate() && *level == Level::Failed);
        failed.map(|(measure, ..)| measure).collect()
    }

    /// The worst level of all measures.
    pub fn worst(&self) -> Level {
        self.measures().map(|(.., level)| level).max().unwrap_or(Level::TooFew)
    }

    /// Order defects in basis points, for comparing sellers that all pass; one with too few orders counts as one at the
    /// limit, so that a record is worth something.
    pub fn defects_to_compare_bps(&self) -> i64 {
        match self.defects.level(Measure::Defects, &self.gates) {
            Level::TooFew => self.gates.defects_bps,
            _ => self.defects.rate_bps(Measure::Defects).unwrap_or(0),
        }
    }
}

#[cfg(test)]
#[path = "health/tests.rs"]
mod tests;
