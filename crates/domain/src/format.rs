//! Amounts, numbers and days as people of each language read them; the same text on the server and in the browser.
//!
//! Facts follow the Unicode CLDR. Arabic is written with Latin digits, as most Arabic shops do for prices.

use crate::money::Money;
use crate::promise::{Day, weekday};
use crate::text_enum;
use crate::time::{DurationUs, Timestamp};

text_enum! {
    /// A language of the shop.
    pub enum Locale {
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
}

/// A no-break blank, so that a price never wraps.
const NBSP: char = '\u{a0}';
/// The mark that keeps a price left-to-right inside Arabic text.
const LRM: char = '\u{200e}';
const RLM: char = '\u{200f}';

/// The sign of a currency in a language, where CLDR has one that is shorter than its code.
fn symbol(code: &'static str, locale: Locale) -> &'static str {
    match (code, locale) {
        ("USD", Locale::En) => "$",
        ("USD", _) => "US$",
        ("EUR", _) => "€",
        ("GBP", Locale::En | Locale::Ar) => if locale == Locale::En { "£" } else { "UK£" },
        ("JPY", Locale::En) => "¥",
        ("JPY", Locale::Ar) => "JP¥",
        ("CAD", Locale::En | Locale::Ar) => "CA$",
        ("AUD", Locale::En) => "A$",
        ("AUD", Locale::Ar) => "AU$",
        ("MXN", Locale::En | Locale::Ar) => "MX$",
        ("INR", Locale::En) => "₹",
        ("AED", Locale::Ar) => "د.إ.\u{200f}",
        ("SAR", Locale::Ar) => "ر.س.\u{200f}",
        ("EGP", Locale::Ar) => "ج.م.\u{200f}",
        _ => code,
    }
}

/// Digits grouped by thousands. Spanish groups only from five digits on.
fn grouped(whole: &str, locale: Locale) -> String {
    let (separator, least) = match locale {
        Locale::En | Locale::Ar => (',', 4),
        Locale::Es => ('.', 5),
    };
    if whole.len() < least {
        return whole.to_owned();
    }
    let mut out = String::with_capacity(whole.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn decimal_mark(locale: Locale) -> char {
    if locale == Locale::Es { ',' } else { '.' }
}

/// A plain decimal such as `-1234.50` in the language's writing.
fn localised(decimal: &str, locale: Locale) -> (bool, String) {
    let (negative, digits) = decimal.strip_prefix('-').map_or((false, decimal), |d| (true, d));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = grouped(whole, locale);
    if !fraction.is_empty() {
        text.push(decimal_mark(locale));
        text.push_str(fraction);
    }
    (negative, text)
}

/// An amount with its currency: `$1,234.50`, `1234,50 US$`, `US$ 1,234.50`.
pub fn money(amount: Money, locale: Locale) -> String {
    let (negative, digits) = localised(&amount.to_decimal(), locale);
    let symbol = symbol(amount.currency().code(), locale);
    let minus = if negative { "-" } else { "" };
    match locale {
        Locale::En => {
            let gap = if symbol.ends_with(|c: char| c.is_ascii_alphabetic()) { NBSP.to_string() } else { String::new() };
            format!("{minus}{symbol}{gap}{digits}")
        }
        Locale::Es => format!("{minus}{digits}{NBSP}{symbol}"),
        Locale::Ar => {
            let minus = if negative { format!("{LRM}-") } else { String::new() };
            format!("{RLM}{minus}{digits}{NBSP}{symbol}")
        }
    }
}

/// A whole number.
pub fn number(value: i64, locale: Locale) -> String {
    let (negative, digits) = localised(&value.to_string(), locale);
    match (negative, locale) {
        (false, _) => digits,
        (true, Locale::Ar) => format!("{LRM}-{digits}"),
        (true, _) => format!("-{digits}"),
    }
}

/// A share in basis points as a percentage with one decimal: `12.5%`.
pub fn percent(bps: i64, locale: Locale) -> String {
    let decimal = format!("{}{}.{}", if bps < 0 { "-" } else { "" }, bps.abs() / 100, bps.abs() % 100 / 10);
    let (negative, digits) = localised(&decimal, locale);
    let minus = if negative { "-" } else { "" };
    match locale {
        Locale::En => format!("{minus}{digits}%"),
        Locale::Es => format!("{minus}{digits}{NBSP}%"),
        Locale::Ar => format!("{LRM}{minus}{digits}%{LRM}"),
    }
}

/// A calendar day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CivilDate {
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// The date of a day number (Howard Hinnant's `civil_from_days`).
pub fn civil(day: Day) -> CivilDate {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    CivilDate {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month: month as u8,
        day: (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u8,
    }
}

const MONTHS: [[&str; 12]; 3] = [
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
];
const WEEKDAYS: [[&str; 7]; 3] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
];

fn row(locale: Locale) -> usize {
    match locale {
        Locale::En => 0,
        Locale::Es => 1,
        Locale::Ar => 2,
    }
}

/// A day with its weekday, for promises: `Thursday, June 4`, `jueves, 4 de junio`.
pub fn weekday_and_day(day: Day, locale: Locale) -> String {
    let date = civil(day);
    let month = MONTHS[row(locale)][usize::from(date.month) - 1];
    let name = WEEKDAYS[row(locale)][usize::from(weekday(day))];
    match locale {
        Locale::En => format!("{name}, {month} {}", date.day),
        Locale::Es => format!("{name}, {} de {month}", date.day),
        Locale::Ar => format!("{name}، {} {month}", date.day),
    }
}

/// A day with its year: `June 4, 2026`, `4 de junio de 2026`.
pub fn date(day: Day, locale: Locale) -> String {
    let date = civil(day);
    let month = MONTHS[row(locale)][usize::from(date.month) - 1];
    match locale {
        Locale::En => format!("{month} {}, {}", date.day, date.year),
        Locale::Es => format!("{} de {month} de {}", date.day, date.year),
        Locale::Ar => format!("{} {month} {}", date.day, date.year),
    }
}

/// A point in time in UTC, 24 hours: `June 4, 2026, 15:04`.
pub fn date_time(at: Timestamp, locale: Locale) -> String {
    let seconds = at.as_secs().rem_euclid(86_400);
    let comma = if locale == Locale::Ar { "،" } else { "," };
    format!("{}{comma} {:02}:{:02}", date(at.utc_day(), locale), seconds / 3_600, seconds % 3_600 / 60)
}

/// A span for a countdown: `2 h 13 min`, `4 min 9 s`; nothing is less than `0 s`.
pub fn span(span: DurationUs, locale: Locale) -> String {
    let seconds = span.as_secs().max(0);
    let (h, min, s) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
    let (hour_unit, minute_unit, second_unit) = match locale {
        Locale::En | Locale::Es => ("h", "min", "s"),
        Locale::Ar => ("س", "د", "ث"),
    };
    if h > 0 {
        format!("{h}{NBSP}{hour_unit} {min}{NBSP}{minute_unit}")
    } else if min > 0 {
        format!("{min}{NBSP}{minute_unit} {s}{NBSP}{second_unit}")
    } else {
        format!("{s}{NBSP}{second_unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn in_all(minor: i64, currency: Currency) -> [String; 3] {
        [Locale::En, Locale::Es, Locale::Ar].map(|l| money(Money::new(minor, currency), l))
    }

    #[test]
    fn prices_read_as_each_language_writes_them() {
        assert_eq!(in_all(123_450, Currency::USD), ["$1,234.50", "1234,50\u{a0}US$", "\u{200f}1,234.50\u{a0}US$"]);
        assert_eq!(in_all(-1_234_550, Currency::EUR)[..2], ["-€12,345.50", "-12.345,50\u{a0}€"]);
        assert_eq!(in_all(700, Currency::JPY)[..2], ["¥700", "700\u{a0}JPY"]);
        let chf = Currency::parse("CHF").unwrap();
        assert_eq!(in_all(5, chf)[..2], ["CHF\u{a0}0.05", "0,05\u{a0}CHF"]);
    }

    #[test]
    fn days_are_named_as_in_a_calendar() {
        assert_eq!(weekday_and_day(20_605, Locale::En), "Monday, June 1");
        assert_eq!(date(20_605, Locale::Es), "1 de junio de 2026");
        assert_eq!(civil(-1), CivilDate { year: 1969, month: 12, day: 31 });
        assert_eq!(civil(11_016), CivilDate { year: 2000, month: 2, day: 29 });
        assert_eq!(date_time(Timestamp::from_micros(1_780_304_400_000_000), Locale::En), "June 1, 2026, 09:00");
    }

    #[test]
    fn a_countdown_shows_two_units() {
        assert_eq!(span(DurationUs::from_secs(7_980), Locale::En), "2\u{a0}h 13\u{a0}min");
        assert_eq!(span(DurationUs::from_secs(-5), Locale::En), "0\u{a0}s");
    }
}
