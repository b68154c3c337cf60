use super::*;
use crate::calendar::day_of;
use crate::money::Currency;
use crate::text_enum::TextEnum;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn in_all(minor: i64, currency: &str) -> [String; 3] {
    let currency = Currency::parse(currency).unwrap();
    [Locale::En, Locale::Es, Locale::Ar].map(|l| money(Money::new(minor, currency), l))
}

#[test]
fn prices_read_as_each_language_writes_them() {
    let cases = [
        (123_450, "USD", ["$1,234.50", "1234,50\u{a0}US$", "\u{200f}1,234.50\u{a0}US$"]),
        (0, "USD", ["$0.00", "0,00\u{a0}US$", "\u{200f}0.00\u{a0}US$"]),
        (-1_234_550, "EUR", ["-€12,345.50", "-12.345,50\u{a0}€", "\u{200f}\u{200e}-12,345.50\u{a0}€"]),
        (700, "JPY", ["¥700", "700\u{a0}JPY", "\u{200f}700\u{a0}JP¥"]),
        (5, "CHF", ["CHF\u{a0}0.05", "0,05\u{a0}CHF", "\u{200f}0.05\u{a0}CHF"]),
        (-5, "CHF", ["-CHF\u{a0}0.05", "-0,05\u{a0}CHF", "\u{200f}\u{200e}-0.05\u{a0}CHF"]),
        (
            1_234_567,
            "KWD",
            ["KWD\u{a0}1,234.567", "1234,567\u{a0}KWD", "\u{200f}1,234.567\u{a0}د.ك.\u{200f}"],
        ),
        (123_456_789, "GBP", ["£1,234,567.89", "1.234.567,89\u{a0}GBP", "\u{200f}1,234,567.89\u{a0}UK£"]),
    ];
    for (minor, currency, expected) in cases {
        assert_eq!(in_all(minor, currency), expected, "{minor} {currency}");
    }
    assert_eq!(in_all(i64::MIN, "USD")[0], "-$92,233,720,368,547,758.08");
}

#[test]
fn numbers_and_percentages_have_each_languages_marks() {
    let all = |n| [Locale::En, Locale::Es, Locale::Ar].map(|l| number(n, l));
    assert_eq!(all(1_234), ["1,234", "1234", "1,234"]);
    assert_eq!(all(-12_345), ["-12,345", "-12.345", "\u{200e}-12,345"]);
    assert_eq!(number(i64::MIN, Locale::En), "-9,223,372,036,854,775,808");
    let all = |n| [Locale::En, Locale::Es, Locale::Ar].map(|l| percent(n, l));
    assert_eq!(all(1_250), ["12.5%", "12,5\u{a0}%", "12.5\u{200e}%\u{200e}"]);
    assert_eq!(all(-825), ["-8.25%", "-8,25\u{a0}%", "\u{200e}-8.25\u{200e}%\u{200e}"]);
    assert_eq!(percent(0, Locale::En), "0%");
    assert_eq!(percent(10_000, Locale::En), "100%");
    for (ppm, read) in [(0, "0%"), (72_500, "7.25%"), (88_750, "8.875%"), (190_000, "19%"), (1, "0.0001%")] {
        assert_eq!(rate(ppm, Locale::En), read);
    }
    assert_eq!(percent(-5, Locale::En), "-0.05%");
    assert_eq!(percent(100_000_000, Locale::En), "1,000,000%");
}

#[test]
fn days_are_named_as_in_a_calendar() {
    let june = day_of(2026, 6, 1);
    let all = |f: fn(Day, Locale) -> String| [Locale::En, Locale::Es, Locale::Ar].map(|l| f(june, l));
    assert_eq!(all(weekday_and_day), ["Monday, June 1", "lunes, 1 de junio", "الاثنين، 1 يونيو"]);
    assert_eq!(all(weekday_and_day_short), ["Mon, Jun 1", "lun, 1 jun", "الاثنين، 1 يونيو"]);
    assert_eq!(all(date), ["June 1, 2026", "1 de junio de 2026", "1 يونيو 2026"]);
    assert_eq!(all(date_short), ["Jun 1, 2026", "1 jun 2026", "1 يونيو 2026"]);
    assert_eq!(day_range(june, june, Locale::En), "Mon, Jun 1");
    assert_eq!(day_range(june, june + 7, Locale::Es), "lun, 1 jun – lun, 8 jun");
}

#[test]
fn times_are_in_utc_and_machines_read_them_too() {
    let at = Timestamp::from_micros(1_780_304_400_999_999);
    assert_eq!(date_time(at, Locale::En), "June 1, 2026, 09:00");
    assert_eq!(date_time(at, Locale::Ar), "1 يونيو 2026، 09:00");
    assert_eq!(iso(at), "2026-06-01T09:00:00Z");
    assert_eq!(iso(Timestamp::from_micros(-1)), "1969-12-31T23:59:59Z");
}

#[test]
fn a_countdown_shows_two_units() {
    let cases = [
        (7_980, "2\u{a0}h 13\u{a0}min", "2:13:00"),
        (249, "4\u{a0}min 9\u{a0}s", "4:09"),
        (1_799, "29\u{a0}min 59\u{a0}s", "29:59"),
        (59, "59\u{a0}s", "0:59"),
        (0, "0\u{a0}s", "0:00"),
        (-5, "0\u{a0}s", "0:00"),
        (273_600, "3\u{a0}d 4\u{a0}h", "76:00:00"),
    ];
    for (seconds, text, running) in cases {
        assert_eq!(span(DurationUs::from_secs(seconds), Locale::En), text);
        assert_eq!(clock(DurationUs::from_secs(seconds)), running);
    }
    assert_eq!(span(DurationUs::from_secs(7_980), Locale::Ar), "2\u{a0}س 13\u{a0}د");
}

#[test]
fn a_period_leaves_a_second_unit_out_that_is_nothing() {
    let cases = [
        (1_800, "30\u{a0}min"),
        (5_400, "1\u{a0}h 30\u{a0}min"),
        (86_400, "1\u{a0}d"),
        (45, "45\u{a0}s"),
        (0, "0\u{a0}s"),
    ];
    for (seconds, text) in cases {
        assert_eq!(period(DurationUs::from_secs(seconds), Locale::En), text);
    }
}

#[test]
fn a_browsers_language_is_found_by_its_first_part() {
    let cases = [
        ("en", Some(Locale::En)),
        ("es-MX", Some(Locale::Es)),
        (" AR_eg ", Some(Locale::Ar)),
        ("tlh", None),
        ("", None),
        ("english", None),
        ("*", None),
    ];
    for (tag, locale) in cases {
        assert_eq!(Locale::from_tag(tag), locale, "{tag}");
    }
    assert_eq!(Locale::default(), Locale::En);
}

proptest! {
    /// Take away the marks and what is left is the plain decimal: no digit is lost, added or moved.
    #[test]
    fn formatting_never_changes_an_amount(minor: i64, locale in 0..Locale::ALL.len(), currency in 0usize..4) {
        let currency = Currency::parse(["USD", "JPY", "KWD", "PLN"][currency]).unwrap();
        let (amount, locale) = (Money::new(minor, currency), Locale::ALL[locale]);
        let plain: String = money(amount, locale)
            .chars()
            .filter_map(|c| match c {
                '0'..='9' | '-' => Some(c),
                _ => (c == (if locale == Locale::Es { ',' } else { '.' }) && currency.exponent() > 0).then_some('.'),
            })
            .collect();
        // The dot of an abbreviated Arabic sign stands behind the digits.
        let plain = plain.trim_end_matches('.');
        prop_assert_eq!(Money::parse_decimal(plain, currency).unwrap(), amount);
    }

    #[test]
    fn any_day_and_span_has_a_text(day: i64, us: i64) {
        for locale in Locale::ALL {
            prop_assert!(!date(day, *locale).is_empty());
            prop_assert!(!day_range(day, day.saturating_add(3), *locale).is_empty());
            prop_assert!(!date_time(Timestamp::from_micros(us), *locale).is_empty());
            prop_assert!(!span(DurationUs::from_micros(us), *locale).is_empty());
        }
    }
}

#[path = "cldr_tests.rs"]
mod cldr_tests;
