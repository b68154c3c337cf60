//! Points and spans of time in microseconds UTC, as databases keep them.

use serde::{Deserialize, Serialize};

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A span of time in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct DurationUs(i64);

impl DurationUs {
    pub const fn from_micros(us: i64) -> Self {
        Self(us)
    }
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms * 1_000)
    }
    pub const fn from_secs(s: i64) -> Self {
        Self(s * 1_000_000)
    }
    pub const fn from_mins(min: i64) -> Self {
        Self::from_secs(min * 60)
    }
    pub const fn from_hours(h: i64) -> Self {
        Self::from_secs(h * 3_600)
    }
    pub const fn from_days(d: i64) -> Self {
        Self::from_secs(d * 86_400)
    }
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    pub const fn as_secs(self) -> i64 {
        self.0 / 1_000_000
    }
}

impl Timestamp {
    pub const fn from_micros(us: i64) -> Self {
        Self(us)
    }
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }
    /// Days since 1970-01-01 in UTC.
    pub const fn utc_day(self) -> i64 {
        self.0.div_euclid(86_400_000_000)
    }
    /// Saturates at the ends of time.
    pub const fn plus(self, span: DurationUs) -> Self {
        Self(self.0.saturating_add(span.0))
    }
    pub const fn minus(self, span: DurationUs) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
    /// The span from `earlier` to this point; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> DurationUs {
        DurationUs(self.0.saturating_sub(earlier.0))
    }
}
