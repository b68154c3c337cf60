//! Time zones: what the clock on a seller's wall says, and when it will say something. Called by `promise`.
//!
//! The zones are those of the IANA database that follow one of a few rules today; a zone is named by its IANA name. A
//! zone whose summer time is decided anew each year (Morocco's) is left out. Only today's rules are known: nothing
//! here is for the past.

use crate::calendar::{civil, day_of, weekday};
use crate::time::{DurationUs, Timestamp};
use serde::{Deserialize, Serialize};

/// Minutes in a day.
const DAY: i64 = 1_440;

/// A time zone by its IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(&'static Entry);

/// A row of [`ZONES`]: name, minutes ahead of UTC in standard time, and whose summer time it has.
type Entry = (&'static str, i16, Summer);

/// Whose rule the summer time follows. The clock is always put forward by one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summer {
    None,
    /// Directive 2000/84/EC: last Sundays of March and October, 01:00 UTC.
    Europe,
    /// Energy Policy Act of 2005: second Sunday of March to the first of November, 02:00.
    NorthAmerica,
    /// First Sundays of October and April.
    Australia,
    /// Last Sunday of September to the first of April.
    NewZealand,
    /// The Saturdays before the first Sunday on or after the 2nd of September and of April, 24:00.
    Chile,
    /// Last Friday of April to the last Thursday of October, 24:00.
    Egypt,
    /// The Friday before the last Sunday of March to the last Sunday of October, 02:00.
    Israel,
}

/// A change of the clock: the first such weekday on or after a day of a month, at a minute of standard time.
struct Change {
    month: u8,
    from_day: u8,
    weekday: u8,
    minute: i64,
}

const fn change(month: u8, from_day: u8, weekday: u8, minute: i64) -> Change {
    Change { month, from_day, weekday, minute }
}

const THURSDAY: u8 = 3;
const FRIDAY: u8 = 4;
const SUNDAY: u8 = crate::calendar::SUNDAY;

impl Summer {
    /// When the clock goes forward and back, in standard time; `ahead` are the zone's minutes ahead of UTC.
    fn changes(self, ahead: i64) -> Option<(Change, Change)> {
        Some(match self {
            Self::None => return None,
            Self::Europe => (change(3, 25, SUNDAY, 60 + ahead), change(10, 25, SUNDAY, 60 + ahead)),
            Self::NorthAmerica => (change(3, 8, SUNDAY, 120), change(11, 1, SUNDAY, 60)),
            Self::Australia => (change(10, 1, SUNDAY, 120), change(4, 1, SUNDAY, 120)),
            Self::NewZealand => (change(9, 24, SUNDAY, 120), change(4, 1, SUNDAY, 120)),
            Self::Chile => (change(9, 2, SUNDAY, 0), change(4, 2, SUNDAY, -60)),
            Self::Egypt => (change(4, 24, FRIDAY, 0), change(10, 25, THURSDAY, 23 * 60)),
            Self::Israel => (change(3, 23, FRIDAY, 120), change(10, 25, SUNDAY, 60)),
        })
    }
}

impl Change {
    /// Minutes since 1970 in standard time.
    fn minute_in(&self, year: i64) -> i64 {
        let first = day_of(year, self.month, self.from_day);
        let ahead = (i64::from(self.weekday) - i64::from(weekday(first))).rem_euclid(7);
        (first + ahead) * DAY + self.minute
    }
}

impl Zone {
    pub const UTC: Self = Self(&ZONES[0]);

    /// The zone of an IANA name, `None` for one that is not among [`Zone::all`].
    pub fn parse(name: &str) -> Option<Self> {
        ZONES.iter().find(|entry| entry.0 == name).map(Self)
    }

    /// Every zone, UTC first, then by name.
    pub fn all() -> impl Iterator<Item = Self> {
        ZONES.iter().map(Self)
    }

    /// The IANA name: `America/Bogota`.
    pub fn name(self) -> &'static str {
        self.0.0
    }

    /// Minutes ahead of UTC at this moment, summer time included.
    pub fn ahead_at(self, at: Timestamp) -> i64 {
        let standard = i64::from(self.0.1);
        // In the far past and future, where minutes would not fit, the clock is not changed.
        let minute = at.as_secs().div_euclid(60).saturating_add(standard);
        let Some((forward, back)) = self.0.2.changes(standard) else { return standard };
        let year = civil(minute.div_euclid(DAY)).year;
        let (forward, back) = (forward.minute_in(year), back.minute_in(year));
        let summer = if forward < back {
            (forward..back).contains(&minute)
        } else {
            !(back..forward).contains(&minute)
        };
        if summer { standard + 60 } else { standard }
    }

    /// The day and the minute of the day (0 to 1,439) on the wall at this moment.
    pub fn day_and_minute(self, at: Timestamp) -> (i64, i64) {
        let minute = at.as_secs().div_euclid(60).saturating_add(self.ahead_at(at));
        (minute.div_euclid(DAY), minute.rem_euclid(DAY))
    }

    /// When the wall shows this minute (0 to 1,440) of this day. A time that comes twice is its first; one that is
    /// left out when the clock goes forward is as long after midnight as it would have been.
    pub fn moment(self, day: i64, minute: i64) -> Timestamp {
        let wall = day.saturating_mul(DAY).saturating_add(minute);
        let at = |ahead: i64| {
            let midnight = Timestamp::from_micros(0);
            midnight.plus(DurationUs::from_micros(wall.saturating_sub(ahead).saturating_mul(60_000_000)))
        };
        let standard = i64::from(self.0.1);
        let early = at(standard + 60);
        if self.ahead_at(early) == standard + 60 { early } else { at(standard) }
    }

    /// How far ahead of UTC a clock is at this moment: `UTC-05:00`, `UTC+05:30`, `UTC`.
    pub fn offset_text(self, at: Timestamp) -> String {
        match self.ahead_at(at) {
            0 => "UTC".to_owned(),
            ahead => {
                let (sign, size) = (if ahead < 0 { '-' } else { '+' }, ahead.abs());
                format!("UTC{sign}{:02}:{:02}", size / 60, size % 60)
            }
        }
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("no time zone {name}")))
    }
}

const fn hours(ahead: i16) -> i16 {
    ahead * 60
}

/// UTC, then by name.
#[rustfmt::skip]
const ZONES: &[Entry] = &[
    ("UTC", 0, Summer::None),
    ("Africa/Accra", 0, Summer::None),
    ("Africa/Addis_Ababa", hours(3), Summer::None),
    ("Africa/Algiers", hours(1), Summer::None),
    ("Africa/Cairo", hours(2), Summer::Egypt),
    ("Africa/Johannesburg", hours(2), Summer::None),
    ("Africa/Khartoum", hours(2), Summer::None),
    ("Africa/Lagos", hours(1), Summer::None),
    ("Africa/Nairobi", hours(3), Summer::None),
    ("Africa/Tripoli", hours(2), Summer::None),
    ("Africa/Tunis", hours(1), Summer::None),
    ("America/Anchorage", hours(-9), Summer::NorthAmerica),
    ("America/Argentina/Buenos_Aires", hours(-3), Summer::None),
    ("America/Asuncion", hours(-3), Summer::None),
    ("America/Bogota", hours(-5), Summer::None),
    ("America/Caracas", hours(-4), Summer::None),
    ("America/Chicago", hours(-6), Summer::NorthAmerica),
    ("America/Costa_Rica", hours(-6), Summer::None),
    ("America/Denver", hours(-7), Summer::NorthAmerica),
    ("America/El_Salvador", hours(-6), Summer::None),
    ("America/Guatemala", hours(-6), Summer::None),
    ("America/Guayaquil", hours(-5), Summer::None),
    ("America/Halifax", hours(-4), Summer::NorthAmerica),
    ("America/La_Paz", hours(-4), Summer::None),
    ("America/Lima", hours(-5), Summer::None),
    ("America/Los_Angeles", hours(-8), Summer::NorthAmerica),
    ("America/Managua", hours(-6), Summer::None),
    ("America/Mexico_City", hours(-6), Summer::None),
    ("America/Montevideo", hours(-3), Summer::None),
    ("America/New_York", hours(-5), Summer::NorthAmerica),
    ("America/Panama", hours(-5), Summer::None),
    ("America/Phoenix", hours(-7), Summer::None),
    ("America/Puerto_Rico", hours(-4), Summer::None),
    ("America/Santiago", hours(-4), Summer::Chile),
    ("America/Santo_Domingo", hours(-4), Summer::None),
    ("America/Sao_Paulo", hours(-3), Summer::None),
    ("America/St_Johns", -210, Summer::NorthAmerica),
    ("America/Tegucigalpa", hours(-6), Summer::None),
    ("America/Tijuana", hours(-8), Summer::NorthAmerica),
    ("America/Toronto", hours(-5), Summer::NorthAmerica),
    ("America/Vancouver", hours(-8), Summer::NorthAmerica),
    ("America/Winnipeg", hours(-6), Summer::NorthAmerica),
    ("Asia/Amman", hours(3), Summer::None),
    ("Asia/Baghdad", hours(3), Summer::None),
    ("Asia/Bahrain", hours(3), Summer::None),
    ("Asia/Bangkok", hours(7), Summer::None),
    ("Asia/Colombo", 330, Summer::None),
    ("Asia/Damascus", hours(3), Summer::None),
    ("Asia/Dhaka", hours(6), Summer::None),
    ("Asia/Dubai", hours(4), Summer::None),
    ("Asia/Ho_Chi_Minh", hours(7), Summer::None),
    ("Asia/Hong_Kong", hours(8), Summer::None),
    ("Asia/Jakarta", hours(7), Summer::None),
    ("Asia/Jerusalem", hours(2), Summer::Israel),
    ("Asia/Karachi", hours(5), Summer::None),
    ("Asia/Kathmandu", 345, Summer::None),
    ("Asia/Kolkata", 330, Summer::None),
    ("Asia/Kuala_Lumpur", hours(8), Summer::None),
    ("Asia/Kuwait", hours(3), Summer::None),
    ("Asia/Manila", hours(8), Summer::None),
    ("Asia/Muscat", hours(4), Summer::None),
    ("Asia/Qatar", hours(3), Summer::None),
    ("Asia/Riyadh", hours(3), Summer::None),
    ("Asia/Seoul", hours(9), Summer::None),
    ("Asia/Shanghai", hours(8), Summer::None),
    ("Asia/Singapore", hours(8), Summer::None),
    ("Asia/Taipei", hours(8), Summer::None),
    ("Asia/Tashkent", hours(5), Summer::None),
    ("Asia/Tehran", 210, Summer::None),
    ("Asia/Tokyo", hours(9), Summer::None),
    ("Atlantic/Azores", hours(-1), Summer::Europe),
    ("Atlantic/Canary", 0, Summer::Europe),
    ("Atlantic/Reykjavik", 0, Summer::None),
    ("Australia/Adelaide", 570, Summer::Australia),
    ("Australia/Brisbane", hours(10), Summer::None),
    ("Australia/Darwin", 570, Summer::None),
    ("Australia/Hobart", hours(10), Summer::Australia),
    ("Australia/Melbourne", hours(10), Summer::Australia),
    ("Australia/Perth", hours(8), Summer::None),
    ("Australia/Sydney", hours(10), Summer::Australia),
    ("Europe/Amsterdam", hours(1), Summer::Europe),
    ("Europe/Athens", hours(2), Summer::Europe),
    ("Europe/Belgrade", hours(1), Summer::Europe),
    ("Europe/Berlin", hours(1), Summer::Europe),
    ("Europe/Brussels", hours(1), Summer::Europe),
    ("Europe/Bucharest", hours(2), Summer::Europe),
    ("Europe/Budapest", hours(1), Summer::Europe),
    ("Europe/Copenhagen", hours(1), Summer::Europe),
    ("Europe/Dublin", 0, Summer::Europe),
    ("Europe/Helsinki", hours(2), Summer::Europe),
    ("Europe/Istanbul", hours(3), Summer::None),
    ("Europe/Kyiv", hours(2), Summer::Europe),
    ("Europe/Lisbon", 0, Summer::Europe),
    ("Europe/London", 0, Summer::Europe),
    ("Europe/Madrid", hours(1), Summer::Europe),
    ("Europe/Malta", hours(1), Summer::Europe),
    ("Europe/Moscow", hours(3), Summer::None),
    ("Europe/Oslo", hours(1), Summer::Europe),
    ("Europe/Paris", hours(1), Summer::Europe),
    ("Europe/Prague", hours(1), Summer::Europe),
    ("Europe/Riga", hours(2), Summer::Europe),
    ("Europe/Rome", hours(1), Summer::Europe),
    ("Europe/Sofia", hours(2), Summer::Europe),
    ("Europe/Stockholm", hours(1), Summer::Europe),
    ("Europe/Tallinn", hours(2), Summer::Europe),
    ("Europe/Vienna", hours(1), Summer::Europe),
    ("Europe/Vilnius", hours(2), Summer::Europe),
    ("Europe/Warsaw", hours(1), Summer::Europe),
    ("Europe/Zurich", hours(1), Summer::Europe),
    ("Pacific/Auckland", hours(12), Summer::NewZealand),
    ("Pacific/Fiji", hours(12), Summer::None),
    ("Pacific/Honolulu", hours(-10), Summer::None),
];

#[cfg(test)]
#[path = "zone/tests.rs"]
mod tests;
