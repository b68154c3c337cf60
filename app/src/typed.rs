//! What people type into the fields of several forms, read.
use domain::{Currency, Money};

/// Reads a field that may be empty: `None` for what is wrong.
pub(crate) fn perhaps<V>(text: &str, read: impl Fn(&str) -> Option<V>) -> Option<Option<V>> {
    if text.trim().is_empty() { Some(None) } else { read(text.trim()).map(Some) }
}

/// A share in percent with up to two decimals, as basis points: as many as an amount of dollars has cents.
pub(crate) fn share_bps(text: &str) -> Option<i64> {
    Money::parse_decimal(text.trim(), Currency::USD).ok().map(Money::minor)
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
    fn a_share_has_two_decimals_at_the_most() {
        assert_eq!(share_bps(" 12.5 "), Some(1_250));
        assert_eq!(share_bps("0.01"), Some(1));
        assert_eq!(share_bps("12.345"), None);
        assert_eq!(share_bps("ten"), None);
    }
}
