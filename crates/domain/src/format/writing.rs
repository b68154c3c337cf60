//! How people of a language and a region write numbers and amounts: marks, digits, groups, the currency's sign and its
//! place. Owns [`Writing`]; `format` writes by it, `regions` holds the facts.

use crate::money::Money;
use regions::WRITINGS;

#[rustfmt::skip]
#[path = "regions.rs"]
mod regions;

/// One way to write numbers and amounts. Patterns hold `#` for the digits, `¤` for the currency's sign, `-` for the minus
/// sign and `%` for the sign of a percentage.
#[derive(Debug)]
pub(super) struct Facts {
    tag: &'static str,
    /// The digit nought; the other nine follow it in Unicode.
    zero: char,
    decimal: char,
    group: char,
    minus: &'static str,
    percent_sign: &'static str,
    /// From how many digits on they are grouped.
    least: usize,
    /// Digits of a group beyond the thousands: 3, or 2 for lakhs and crores.
    by: usize,
    money: &'static str,
    /// Empty: the minus sign stands before all.
    money_minus: &'static str,
    money_decimal: Option<char>,
    money_group: Option<char>,
    money_by: usize,
    percent: &'static str,
    /// Signs of currencies that differ from `symbols`: code and sign, between `|`; nothing behind the code: the code.
    own: &'static str,
    symbols: &'static str,
}

/// How numbers and amounts are written. `Copy`: a reference to the facts.
#[derive(Clone, Copy, Debug)]
pub struct Writing(&'static Facts);

impl PartialEq for Writing {
    fn eq(&self, other: &Self) -> bool {
        self.0.tag == other.0.tag
    }
}
impl Eq for Writing {}

impl From<super::Locale> for Writing {
    fn from(locale: super::Locale) -> Self {
        match locale {
            super::Locale::En => Self(&regions::EN),
            super::Locale::Es => Self(&regions::ES),
            super::Locale::Ar => Self(&regions::AR),
        }
    }
}

/// A no-break blank, so that a price never wraps.
pub(super) const NBSP: char = '\u{a0}';

impl Writing {
    /// The nearest that is known for a BCP 47 tag: `de-CH`, `es_mx`, `zh-TW`; without a region that is known, the
    /// language's own. `None` for a language that is not known.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let parts: Vec<&str> = tag.trim().split(['-', '_']).collect();
        let language = parts[0].to_ascii_lowercase();
        let language = if language == "no" { "nb" } else { &language };
        let (mut script, mut region) = ("", String::new());
        for part in &parts[1..] {
            match part.len() {
                4 if part.eq_ignore_ascii_case("hant") => script = "-Hant",
                2 if region.is_empty() => region = format!("-{}", part.to_ascii_uppercase()),
                1 => break,
                _ => {}
            }
        }
        if language == "zh" && matches!(region.as_str(), "-TW" | "-HK" | "-MO") {
            script = "-Hant";
        }
        [format!("{language}{script}{region}"), format!("{language}{script}"), language.to_owned()]
            .iter()
            .find_map(|tag| WRITINGS.binary_search_by(|facts| facts.tag.cmp(tag)).ok())
            .map(|found| Self(&WRITINGS[found]))
    }

    /// The tag under which it is known: `es-MX`.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// Every one, for the tests.
    #[cfg(test)]
    pub(super) fn all() -> impl Iterator<Item = Self> {
        WRITINGS.iter().map(Self)
    }

    /// Whether digits are written as 0 to 9.
    pub fn has_latin_digits(self) -> bool {
        self.0.zero == '0'
    }

    /// What stands for the currency of this code: its sign, or the code.
    fn symbol(self, code: &'static str) -> &'static str {
        let of = |list: &'static str| list.split('|').find_map(|entry| entry.strip_prefix(code));
        match of(self.0.own).or_else(|| of(self.0.symbols)) {
            Some(symbol) if !symbol.is_empty() => symbol,
            _ => code,
        }
    }

    /// A plain decimal such as `1234.50` without a sign: its digits, marks and groups.
    fn digits(self, plain: &str, decimal: char, group: char, by: usize) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let digit = |c: char| match c.to_digit(10) {
            Some(value) if !self.has_latin_digits() => {
                char::from_u32(u32::from(self.0.zero) + value).unwrap_or(c)
            }
            _ => c,
        };
        let mut out = String::with_capacity(plain.len() * 2);
        for (i, c) in whole.chars().enumerate() {
            let left = whole.len() - i;
            let groups = whole.len() >= self.0.least && left >= 3 && (left - 3).is_multiple_of(by);
            if i > 0 && groups {
                out.push(group);
            }
            out.push(digit(c));
        }
        if !fraction.is_empty() {
            out.push(decimal);
            out.extend(fraction.chars().map(digit));
        }
        out
    }

    fn number_digits(self, plain: &str) -> String {
        self.digits(plain, self.0.decimal, self.0.group, self.0.by)
    }

    /// `-1234` as `-1,234`.
    pub(super) fn number(self, plain: &str) -> String {
        match plain.strip_prefix('-') {
            Some(plain) => format!("{}{}", self.0.minus, self.number_digits(plain)),
            None => self.number_digits(plain),
        }
    }

    /// `-12.5` as `-12.5%`.
    pub(super) fn percent(self, plain: &str) -> String {
        let (minus, plain) = plain.strip_prefix('-').map_or(("", plain), |plain| (self.0.minus, plain));
        let digits = self.number_digits(plain);
        format!("{minus}{}", self.0.percent.replace('%', self.0.percent_sign).replace('#', &digits))
    }

    /// An amount by the pattern of amounts: the sign of the currency in its place.
    pub(super) fn money(self, amount: Money) -> String {
        let facts = self.0;
        let plain = amount.to_shown_decimal();
        let (negative, plain) =
            plain.strip_prefix('-').map_or((false, plain.as_str()), |plain| (true, plain));
        let decimal = facts.money_decimal.unwrap_or(facts.decimal);
        let digits = self.digits(plain, decimal, facts.money_group.unwrap_or(facts.group), facts.money_by);
        let symbol = self.symbol(amount.currency().code());
        let explicit = negative && !facts.money_minus.is_empty();
        let pattern = if explicit { facts.money_minus } else { facts.money };
        let mut out = String::with_capacity(pattern.len() + symbol.len() + digits.len() + 4);
        if negative && !explicit {
            out.push_str(facts.minus);
        }
        let mut before = ' ';
        for c in pattern.chars() {
            match c {
                '#' => {
                    if before == '¤' && symbol.chars().next_back().is_some_and(needs_room) {
                        out.push(NBSP);
                    }
                    out.push_str(&digits);
                }
                '¤' => {
                    if before == '#' && symbol.chars().next().is_some_and(needs_room) {
                        out.push(NBSP);
                    }
                    out.push_str(symbol);
                }
                '-' => out.push_str(facts.minus),
                other => out.push(other),
            }
            before = c;
        }
        out
    }
}

/// Only a sign of a currency itself may touch a digit; a letter, a point or a mark may not (CLDR `currencySpacing`).
fn needs_room(c: char) -> bool {
    !matches!(
        c,
        '$' | '¢' | '£' | '¤' | '¥' | '֏' | '؋' | '৳' | '฿' | '៛' | '\u{20a0}'
            ..='\u{20cf}' | '﷼' | '￥' | '￦'
    )
}
