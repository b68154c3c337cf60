//! A card as it is typed: checked, handed to the processor, and forgotten. Nothing here can be printed or stored.

use domain::Timestamp;
use domain::payment::{CardBrand, SavedCard};
use domain::text_enum;
use serde::Deserialize;
use std::fmt;

text_enum! {
    /// A field of the card form.
    pub enum CardField {
        Number = "number",
        Expiry = "expiry",
        Cvc = "cvc",
        Name = "name",
    }
}

text_enum! {
    /// What is wrong with a field.
    pub enum CardProblem {
        Missing = "missing",
        Malformed = "malformed",
        /// Mistyped: the check digit does not fit.
        CheckDigit = "check_digit",
        Expired = "expired",
        /// The sandbox takes its test cards only, so that nobody types a real one.
        NotATestCard = "not_a_test_card",
    }
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CardError {
    pub field: CardField,
    pub problem: CardProblem,
}

/// A card form as it was typed. It is not `Clone` or `Serialize`, and prints as dots.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CardInput {
    pub number: String,
    /// `7` or `07`.
    pub exp_month: String,
    /// `29` or `2029`.
    pub exp_year: String,
    pub cvc: String,
    /// As on the card.
    pub name: String,
}

impl fmt::Debug for CardInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardInput(…)")
    }
}

impl CardInput {
    /// A card of that number with a valid expiry and code: for seeds and tests.
    pub fn test_card(number: &str) -> Self {
        let cvc = if brand_of(number) == CardBrand::Amex { "1234" } else { "123" };
        Self {
            number: number.into(),
            exp_month: "12".into(),
            exp_year: "2039".into(),
            cvc: cvc.into(),
            name: "Test Shopper".into(),
        }
    }
}

/// A card whose fields are right. Prints as its last digits.
pub struct Card {
    number: String,
    cvc: String,
    name: String,
    shown: SavedCard,
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Card(… {})", self.shown.last4)
    }
}

impl Card {
    /// Checks every field: digits and check digit (Luhn), expiry not past, code of the brand's length, a name.
    ///
    /// # Errors
    /// Every field that is wrong, each with its first problem.
    pub fn parse(input: &CardInput, now: Timestamp) -> Result<Self, Vec<CardError>> {
        let number = parse_number(&input.number);
        let brand = number.as_deref().map_or(CardBrand::Unknown, brand_of);
        let expiry = parse_expiry(&input.exp_month, &input.exp_year, now);
        let cvc = parse_cvc(&input.cvc, brand);
        let name = parse_name(&input.name);
        match (number, expiry, cvc, name) {
            (Ok(number), Ok((exp_month, exp_year)), Ok(cvc), Ok(name)) => {
                let last4 = number[number.len() - 4..].to_owned();
                let shown = SavedCard { brand, last4, exp_month, exp_year };
                Ok(Self { number, cvc, name, shown })
            }
            (number, expiry, cvc, name) => {
                let mut errors = Vec::new();
                let mut add = |field, problem: Option<CardProblem>| {
                    errors.extend(problem.map(|problem| CardError { field, problem }));
                };
                add(CardField::Number, number.err());
                add(CardField::Expiry, expiry.err());
                add(CardField::Cvc, cvc.err());
                add(CardField::Name, name.err());
                Err(errors)
            }
        }
    }

    /// Digits only. For the processor's adapter.
    pub fn number(&self) -> &str {
        &self.number
    }
    /// For the processor's adapter.
    pub fn cvc(&self) -> &str {
        &self.cvc
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What may be kept and shown.
    pub fn shown(&self) -> &SavedCard {
        &self.shown
    }
}

fn parse_number(text: &str) -> Result<String, CardProblem> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
    if digits.is_empty() {
        return Err(CardProblem::Missing);
    }
    // ISO/IEC 7812: 12 to 19 digits.
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !(12..=19).contains(&digits.len()) {
        return Err(CardProblem::Malformed);
    }
    if luhn(&digits) { Ok(digits) } else { Err(CardProblem::CheckDigit) }
}

/// ISO/IEC 7812-1, annex B: every second digit from the right counts twice; the sum of digits ends in zero.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0');
            let counted = if i % 2 == 1 { digit * 2 } else { digit };
            counted / 10 + counted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn brand_of(number: &str) -> CardBrand {
    let starts = |length: usize| number.get(..length).and_then(|p| p.parse::<u32>().ok()).unwrap_or(0);
    match (starts(1), starts(2), starts(4)) {
        (4, _, _) => CardBrand::Visa,
        (_, 51..=55, _) | (_, _, 2221..=2720) => CardBrand::Mastercard,
        (_, 34 | 37, _) => CardBrand::Amex,
        (_, 64 | 65, _) | (_, _, 6011) => CardBrand::Discover,
        _ => CardBrand::Unknown,
    }
}

/// A card is good to the end of its month, everywhere on earth.
fn parse_expiry(month: &str, year: &str, now: Timestamp) -> Result<(u8, u16), CardProblem> {
    let (month, year) = (month.trim(), year.trim());
    if month.is_empty() || year.is_empty() {
        return Err(CardProblem::Missing);
    }
    let month: u8 = month.parse().map_err(|_| CardProblem::Malformed)?;
    let short = year.len() == 2;
    let year: u16 = year.parse().map_err(|_| CardProblem::Malformed)?;
    let year = if short { 2000 + year } else { year };
    if !(1..=12).contains(&month) || !(2000..=2999).contains(&year) {
        return Err(CardProblem::Malformed);
    }
    let (this_year, this_month) = year_and_month(now.utc_day() - 1);
    if (i64::from(year), i64::from(month)) < (this_year, this_month) {
        return Err(CardProblem::Expired);
    }
    Ok((month, year))
}

/// The civil year and month of a day counted from 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn year_and_month(day: i64) -> (i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month)
}

fn parse_cvc(text: &str, brand: CardBrand) -> Result<String, CardProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CardProblem::Missing);
    }
    let length_fits = match brand {
        CardBrand::Amex => text.len() == 4,
        CardBrand::Unknown => matches!(text.len(), 3 | 4),
        _ => text.len() == 3,
    };
    if length_fits && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text.into());
    }
    Err(CardProblem::Malformed)
}

fn parse_name(text: &str) -> Result<String, CardProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CardProblem::Missing);
    }
    if text.chars().count() > 100 || text.chars().any(char::is_control) {
        return Err(CardProblem::Malformed);
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-06-01 09:00 UTC.
    const NOW: Timestamp = Timestamp::from_micros(1_780_304_400_000_000);

    fn problems(change: impl Fn(&mut CardInput)) -> Vec<(CardField, CardProblem)> {
        let mut input = CardInput::test_card("4242424242424242");
        change(&mut input);
        Card::parse(&input, NOW).err().unwrap_or_default().iter().map(|e| (e.field, e.problem)).collect()
    }

    #[test]
    fn each_wrong_field_is_named_with_its_problem() {
        use {CardField as F, CardProblem as P};
        assert_eq!(problems(|_| ()), vec![]);
        assert_eq!(problems(|c| c.number = " ".into()), vec![(F::Number, P::Missing)]);
        assert_eq!(problems(|c| c.number = "4242 4242".into()), vec![(F::Number, P::Malformed)]);
        assert_eq!(problems(|c| c.number = "4242x4242424242424".into()), vec![(F::Number, P::Malformed)]);
        assert_eq!(problems(|c| c.number = "4242424242424241".into()), vec![(F::Number, P::CheckDigit)]);
        assert_eq!(problems(|c| c.number = "4242-4242 4242 4242".into()), vec![]);
        assert_eq!(problems(|c| c.exp_month = "13".into()), vec![(F::Expiry, P::Malformed)]);
        assert_eq!(problems(|c| c.exp_year = String::new()), vec![(F::Expiry, P::Missing)]);
        assert_eq!(problems(|c| c.exp_year = "25".into()), vec![(F::Expiry, P::Expired)]);
        assert_eq!(problems(|c| c.cvc = "12".into()), vec![(F::Cvc, P::Malformed)]);
        assert_eq!(problems(|c| c.cvc = "1234".into()), vec![(F::Cvc, P::Malformed)]);
        assert_eq!(problems(|c| c.name = "\u{7}".into()), vec![(F::Name, P::Malformed)]);
        let all = Card::parse(&CardInput::default(), NOW).unwrap_err();
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let may = |c: &mut CardInput| (c.exp_month, c.exp_year) = ("5".into(), "26".into());
        // On the morning of 1 June it is still 31 May somewhere.
        assert_eq!(problems(may), vec![]);
        let mut input = CardInput::test_card("4242424242424242");
        may(&mut input);
        let next_day = NOW.plus(domain::DurationUs::from_days(1));
        assert_eq!(Card::parse(&input, next_day).unwrap_err()[0].problem, CardProblem::Expired);
    }

    #[test]
    fn years_and_months_follow_the_calendar() {
        let cases =
            [(0, (1970, 1)), (58, (1970, 2)), (59, (1970, 3)), (11_016, (2000, 2)), (20_605, (2026, 6))];
        for (day, expected) in cases {
            assert_eq!(year_and_month(day), expected, "day {day}");
        }
    }

    #[test]
    fn brands_are_told_by_the_first_digits() {
        let cases = [
            ("4242424242424242", CardBrand::Visa),
            ("5555555555554444", CardBrand::Mastercard),
            ("2223003122003222", CardBrand::Mastercard),
            ("378282246310005", CardBrand::Amex),
            ("6011111111111117", CardBrand::Discover),
            ("3056930009020004", CardBrand::Unknown),
        ];
        for (number, brand) in cases {
            assert_eq!(brand_of(number), brand, "{number}");
        }
    }

    #[test]
    fn a_card_never_prints_its_number_or_code() {
        let input = CardInput::test_card("4242424242424242");
        let card = Card::parse(&input, NOW).unwrap();
        let printed = format!("{input:?} {card:?}");
        assert!(!printed.contains("42424") && !printed.contains("123"), "{printed}");
        assert_eq!(card.shown().last4, "4242");
    }
}
