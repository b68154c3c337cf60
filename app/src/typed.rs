//! What people type into the fields of several forms, read.
use domain::shipping::Packing;
use domain::{Currency, Money};
use platform::catalog::Terms;

/// Reads a field that may be empty: `None` for what is wrong.
pub(crate) fn perhaps<V>(text: &str, read: impl Fn(&str) -> Option<V>) -> Option<Option<V>> {
    if text.trim().is_empty() { Some(None) } else { read(text.trim()).map(Some) }
}

/// A share in percent with up to two decimals, as basis points: as many as an amount of dollars has cents.
pub(crate) fn share_bps(text: &str) -> Option<i64> {
    Money::parse_decimal(text.trim(), Currency::USD).ok().map(Money::minor)
}

/// A weight in kilograms with up to three decimals, as grams; more than nothing.
pub(crate) fn grams(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || rest.len() > 3 || !digits(whole) || !digits(rest) {
        return None;
    }
    let thousandths: i64 = format!("{rest:0<3}").parse().ok()?;
    let grams = whole.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(thousandths)?;
    (grams > 0).then_some(grams)
}

/// What one packed piece weighs, in grams, from a field in kilograms that may be empty: `None` for what is wrong.
pub(crate) fn weight_g(text: &str) -> Option<Option<i64>> {
    perhaps(text, |text| grams(text).filter(|grams| *grams <= Packing::HEAVIEST_G))
}

/// Days of work until the hand-over, from a field that may be empty: `None` for what is wrong.
pub(crate) fn handling_days(text: &str) -> Option<Option<u8>> {
    perhaps(text, |text| text.parse::<u8>().ok().filter(|days| *days <= Terms::LONGEST_HANDLING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_no_mistake_and_a_mistake_is_not_nothing() {
        let read = |text: &str| text.parse::<i64>().ok();
        assert_eq!(perhaps("  ", read), Some(None));
        assert_eq!(perhaps(" 7 ", read), Some(Some(7)));
        assert_eq!(perhaps("seven", read), None);
    }

    #[test]
    fn a_weight_is_typed_in_kilograms() {
        for (text, expected) in
            [("1", Some(1_000)), (" 1.25 ", Some(1_250)), ("0,005", Some(5)), ("30.", Some(30_000))]
        {
            assert_eq!(grams(text), expected, "{text}");
        }
        for wrong in ["", "0", "-1", "1.2345", "1.5 kg", "+1", "1.-5", "99999999999999999999"] {
            assert_eq!(grams(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_piece_and_its_handling_have_their_bounds() {
        assert_eq!(
            (weight_g(""), weight_g("10000"), weight_g("10000.001")),
            (Some(None), Some(Some(10_000_000)), None)
        );
        assert_eq!(
            (handling_days(" "), handling_days("30"), handling_days("31")),
            (Some(None), Some(Some(30)), None)
        );
    }

    #[test]
    fn a_share_has_two_decimals_at_the_most() {
        assert_eq!(share_bps(" 12.5 "), Some(1_250));
        assert_eq!(share_bps("0.01"), Some(1));
        assert_eq!(share_bps("12.345"), None);
        assert_eq!(share_bps("ten"), None);
    }
}
