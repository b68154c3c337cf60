//! Amounts, numbers and days as people of each language read them; the same text on the server and in the browser,
//! where the browser's own formatter would differ from the server's.
//!
//! Facts follow the Unicode CLDR 48. Texts and days are in the languages of the shop; numbers and amounts are written as
//! any language and region of [`Writing`] has them. Arabic is written with Latin digits unless a region is asked for
//! that has its own: CLDR's own default for `ar`, and what most Arabic shops do for prices, so that a price reads the
//! same in every language. An amount shows every digit of its currency's minor unit (ISO 4217) that is used or is not
//! nought, because what is shown is what is charged.
//!
//! The value comes first, the language second. Days and times are in UTC.

use crate::money::Money;
use crate::promise::{Day, Promise};
use crate::time::{DurationUs, Timestamp};

use crate::calendar::weekday;
pub use crate::calendar::{Civil as CivilDate, civil};
pub use writing::Writing;

use names::{MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS};

#[path = "format/names.rs"]
mod names;
#[path = "format/writing.rs"]
mod writing;

crate::text_enum! {
    /// A language of the shop.
    #[derive(Default)]
    pub enum Locale {
        #[default]
        En = "en",
        Es = "es",
        Ar = "ar",
    }
}

impl Locale {
    /// The `dir` attribute.
    pub fn dir(self) -> &'static str {
        if self == Self::Ar { "rtl" } else { "ltr" }
    }

    /// The language's own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            Self::Ar => "العربية",
        }
    }

    /// The language of a tag such as `es-MX` or `AR`, by its first part; `None` for a language that we do not have.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        <Self as crate::text_enum::TextEnum>::parse(&language)
    }

    fn row(self) -> usize {
        match self {
            Self::En => 0,
            Self::Es => 1,
            Self::Ar => 2,
        }
    }

    fn comma(self) -> &'static str {
        if self == Self::Ar { "،" } else { "," }
    }
}

/// An amount with its currency, in a language of the shop or as a region writes it: `$1,234.50`, `1234,50 US$`,
/// `1,234.50 US$` (Arabic, after a direction mark).
pub fn money(amount: Money, writing: impl Into<Writing>) -> String {
    writing.into().money(amount)
}

/// A whole number: `12,345`.
pub fn number(value: i64, writing: impl Into<Writing>) -> String {
    writing.into().number(&value.to_string())
}

/// A number in thousandths with as many decimals as it needs: `1.5`, `1,5`.
pub fn thousandths(value_milli: i64, writing: impl Into<Writing>) -> String {
    let size = value_milli.unsigned_abs();
    let sign = if value_milli < 0 { "-" } else { "" };
    let decimal = format!("{sign}{}.{:03}", size / 1_000, size % 1_000);
    writing.into().number(decimal.trim_end_matches('0').trim_end_matches('.'))
}

/// A share in basis points (1 = 0.01 %) as a percentage with as many decimals as it needs: `12.5%`, `12,5 %`.
pub fn percent(bps: i64, writing: impl Into<Writing>) -> String {
    let share = bps.unsigned_abs();
    let sign = if bps < 0 { "-" } else { "" };
    let decimal = format!("{sign}{}.{:02}", share / 100, share % 100);
    writing.into().percent(decimal.trim_end_matches('0').trim_end_matches('.'))
}

/// A rate in millionths as a percentage with as many decimals as it needs: `8.875%`, `8,875 %`.
pub fn rate(rate_ppm: i64, writing: impl Into<Writing>) -> String {
    let size = rate_ppm.unsigned_abs();
    let sign = if rate_ppm < 0 { "-" } else { "" };
    let decimal = format!("{sign}{}.{:04}", size / 10_000, size % 10_000);
    writing.into().percent(decimal.trim_end_matches('0').trim_end_matches('.'))
}

/// A day with its weekday, for promises: `Thursday, June 4`, `jueves, 4 de junio`.
pub fn weekday_and_day(day: Day, locale: Locale) -> String {
    let date = civil(day);
    let month = MONTHS[locale.row()][usize::from(date.month) - 1];
    let name = WEEKDAYS[locale.row()][usize::from(weekday(day))];
    match locale {
        Locale::En => format!("{name}, {month} {}", date.day),
        Locale::Es => format!("{name}, {} de {month}", date.day),
        Locale::Ar => format!("{name}، {} {month}", date.day),
    }
}

/// The name of a weekday; Monday is 0, Sunday is 6.
pub fn weekday_name(weekday: u8, locale: Locale) -> &'static str {
    WEEKDAYS[locale.row()][usize::from(weekday % 7)]
}

/// The name of a month; January is 1.
pub fn month_name(month: u8, locale: Locale) -> &'static str {
    MONTHS[locale.row()][usize::from(month.clamp(1, 12)) - 1]
}

/// A day with its weekday where there is little room: `Thu, Jun 4`, `jue, 4 jun`.
pub fn weekday_and_day_short(day: Day, locale: Locale) -> String {
    let date = civil(day);
    let month = SHORT_MONTHS[locale.row()][usize::from(date.month) - 1];
    let name = SHORT_WEEKDAYS[locale.row()][usize::from(weekday(day))];
    let comma = locale.comma();
    match locale {
        Locale::En => format!("{name}{comma} {month} {}", date.day),
        Locale::Es | Locale::Ar => format!("{name}{comma} {} {month}", date.day),
    }
}

/// The days of a promise: one day, or the first and the last: `Thu, Jun 4 – Mon, Jun 8`.
pub fn day_range(earliest: Day, latest: Day, locale: Locale) -> String {
    if earliest >= latest {
        return weekday_and_day_short(latest, locale);
    }
    format!("{} – {}", weekday_and_day_short(earliest, locale), weekday_and_day_short(latest, locale))
}

/// The days between which a promise says that something arrives.
pub fn promised(promise: &Promise, locale: Locale) -> String {
    day_range(promise.earliest_day, promise.latest_day, locale)
}

/// A day with its year: `June 4, 2026`, `4 de junio de 2026`.
pub fn date(day: Day, locale: Locale) -> String {
    let date = civil(day);
    let month = MONTHS[locale.row()][usize::from(date.month) - 1];
    match locale {
        Locale::En => format!("{month} {}, {}", date.day, date.year),
        Locale::Es => format!("{} de {month} de {}", date.day, date.year),
        Locale::Ar => format!("{} {month} {}", date.day, date.year),
    }
}

/// A day with its year where there is little room: `Jun 4, 2026`, `4 jun 2026`.
pub fn date_short(day: Day, locale: Locale) -> String {
    let date = civil(day);
    let month = SHORT_MONTHS[locale.row()][usize::from(date.month) - 1];
    match locale {
        Locale::En => format!("{month} {}, {}", date.day, date.year),
        Locale::Es | Locale::Ar => format!("{} {month} {}", date.day, date.year),
    }
}

/// A point in time in UTC, 24 hours: `June 4, 2026, 15:04`.
pub fn date_time(at: Timestamp, locale: Locale) -> String {
    format!("{}{} {}", date(at.utc_day(), locale), locale.comma(), time(at))
}

/// The time of the day in UTC, 24 hours, the same in every language: `15:04`.
pub fn time(at: Timestamp) -> String {
    let seconds = at.as_secs().rem_euclid(86_400);
    format!("{:02}:{:02}", seconds / 3_600, seconds % 3_600 / 60)
}

/// A point in time for the `datetime` attribute and for machines (RFC 3339): `2026-06-04T15:04:05Z`.
pub fn iso(at: Timestamp) -> String {
    let day = civil(at.utc_day());
    let seconds = at.as_secs().rem_euclid(60);
    format!("{:04}-{:02}-{:02}T{}:{seconds:02}Z", day.year, day.month, day.day, time(at))
}

/// A span for a countdown in two units: `3 d 4 h`, `2 h 13 min`, `4 min 9 s`; nothing is less than `0 s`.
pub fn span(span: DurationUs, locale: Locale) -> String {
    match units_of(span, locale) {
        (None, small) => small.to_string(),
        (Some(large), small) => format!("{large} {small}"),
    }
}

/// A span that does not run down, in a sentence: as [`span`], without a second unit that is nothing: `30 min`.
pub fn period(span: DurationUs, locale: Locale) -> String {
    match units_of(span, locale) {
        (None, small) => small.to_string(),
        (Some(large), Unit { count: 0, .. }) => large.to_string(),
        (Some(large), small) => format!("{large} {small}"),
    }
}

struct Unit {
    count: i64,
    name: &'static str,
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\u{a0}{}", self.count, self.name)
    }
}

/// The two largest units of a span; seconds stand alone.
fn units_of(span: DurationUs, locale: Locale) -> (Option<Unit>, Unit) {
    let seconds = span.as_secs().max(0);
    let counts = [seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60];
    let names = match locale {
        Locale::En | Locale::Es => ["d", "h", "min", "s"],
        Locale::Ar => ["ي", "س", "د", "ث"],
    };
    let unit = |at: usize| Unit { count: counts[at], name: names[at] };
    match (0..3).find(|&at| counts[at] > 0) {
        Some(at) => (Some(unit(at)), unit(at + 1)),
        None => (None, unit(3)),
    }
}

/// A span as a running clock, the same in every language: `29:59`, `1:02:03`; nothing is less than `0:00`.
pub fn clock(span: DurationUs) -> String {
    let seconds = span.as_secs().max(0);
    let (h, min, s) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if h > 0 { format!("{h}:{min:02}:{s:02}") } else { format!("{min}:{s:02}") }
}

#[cfg(test)]
#[path = "format/tests.rs"]
mod tests;
