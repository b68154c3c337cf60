//! Tax numbers of sellers: what each country's look like. A number that fits may still be nobody's: only its country knows.
//! Called by `sellers`; the number stands on invoices.

use crate::field::Problem;

/// A country, what its numbers begin with when they are written abroad, and how the rest looks: `9` is a digit, `A` a
/// letter, `X` either, all else itself; several ways are told apart by bars.
///
/// Sources: the European Commission's list of VAT number structures (VIES), and the tax offices' own pages for the others.
const FORMATS: &[(&str, &str, &str)] = &[
    ("AE", "", "999999999999999"),
    ("AT", "AT", "U99999999"),
    ("AU", "", "99999999999"),
    ("BE", "BE", "0999999999|1999999999"),
    ("BG", "BG", "999999999|9999999999"),
    ("BR", "", "99999999999999|99999999999"),
    ("CA", "", "999999999|999999999RT9999"),
    ("CH", "CHE", "999999999|999999999MWST|999999999TVA|999999999IVA"),
    ("CO", "", "999999999|9999999999"),
    ("CY", "CY", "99999999A"),
    ("CZ", "CZ", "99999999|999999999|9999999999"),
    ("DE", "DE", "999999999"),
    ("DK", "DK", "99999999"),
    ("EE", "EE", "999999999"),
    ("ES", "ES", "X9999999X"),
    ("FI", "FI", "99999999"),
    ("FR", "FR", "XX999999999"),
    ("GB", "GB", "999999999|999999999999"),
    ("GR", "EL", "999999999"),
    ("HR", "HR", "99999999999"),
    ("HU", "HU", "99999999"),
    ("IE", "IE", "9999999A|9999999AA|9X99999A"),
    ("IN", "", "99AAAAA9999AXXX"),
    ("IT", "IT", "99999999999"),
    ("JP", "T", "9999999999999"),
    ("LT", "LT", "999999999|999999999999"),
    ("LU", "LU", "99999999"),
    ("LV", "LV", "99999999999"),
    ("MT", "MT", "99999999"),
    ("MX", "", "AAA999999XXX|AAAA999999XXX"),
    ("NL", "NL", "999999999B99"),
    ("NO", "", "999999999|999999999MVA"),
    ("NZ", "", "99999999|999999999"),
    ("PL", "PL", "9999999999"),
    ("PT", "PT", "999999999"),
    ("RO", "RO", "99|999|9999|99999|999999|9999999|99999999|999999999|9999999999"),
    ("SA", "", "999999999999999"),
    ("SE", "SE", "999999999999"),
    ("SI", "SI", "99999999"),
    ("SK", "SK", "9999999999"),
    ("TR", "", "9999999999|99999999999"),
    ("US", "", "999999999"),
];

/// Longest number of a country that is not listed, in characters without signs.
const LONGEST: usize = 20;
const SHORTEST: usize = 4;

fn fits(pattern: &str, text: &str) -> bool {
    let is = |(sign, c): (char, char)| match sign {
        '9' => c.is_ascii_digit(),
        'A' => c.is_ascii_uppercase(),
        'X' => c.is_ascii_alphanumeric(),
        other => c == other,
    };
    pattern.len() == text.len() && pattern.chars().zip(text.chars()).all(is)
}

/// A number as its country writes it abroad, in capitals and without signs between (`DE123456789`, `12-3456789` of the
/// United States), from what somebody typed.
///
/// # Errors
/// [`Problem::Malformed`] for what is no number of the country.
pub fn parse(country: &str, typed: &str) -> Result<String, Problem> {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '\u{2010}'..='\u{2014}');
    let bare: String = typed.trim().to_uppercase().chars().filter(|c| !is_sign(*c)).collect();
    if !bare.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Problem::Malformed);
    }
    let Ok(found) = FORMATS.binary_search_by(|format| format.0.cmp(country)) else {
        let length = (SHORTEST..=LONGEST).contains(&bare.len());
        return if length { Ok(bare) } else { Err(Problem::Malformed) };
    };
    let (_, prefix, patterns) = FORMATS[found];
    let whole = patterns.split('|');
    let rest = bare.strip_prefix(prefix).unwrap_or(&bare);
    // Some numbers begin with letters that are no prefix.
    let number = whole.clone().any(|p| fits(p, rest)).then_some(rest);
    let number = number.or_else(|| whole.clone().any(|p| fits(p, &bare)).then_some(bare.as_str()));
    match number {
        Some(number) if country == "US" => Ok(format!("{}-{}", &number[..2], &number[2..])),
        Some(number) => Ok(format!("{prefix}{number}")),
        None => Err(Problem::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::country_format;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (country, typed, expected) in [
            ("US", "12-3456789", "12-3456789"),
            ("US", " 123456789 ", "12-3456789"),
            ("DE", "de 123 456 789", "DE123456789"),
            ("DE", "123456789", "DE123456789"),
            ("ES", "B-12345678", "ESB12345678"),
            ("FR", "FR 40 303 265 045", "FR40303265045"),
            ("NL", "nl004495445b01", "NL004495445B01"),
            ("CH", "CHE-123.456.788 MWST", "CHE123456788MWST"),
            ("GR", "EL 123456789", "EL123456789"),
            ("GB", "980780684", "GB980780684"),
            ("MX", "GODE561231GR8", "GODE561231GR8"),
            ("CO", "900.123.456-7", "9001234567"),
            ("AQ", "ab-12 34", "AB1234"),
        ] {
            assert_eq!(parse(country, typed), Ok(expected.to_owned()), "{country} {typed}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for (country, typed) in [
            ("US", "12-345678"),
            ("US", "1234567890"),
            ("DE", "DE12345678"),
            ("DE", "FR40303265045"),
            ("AT", "ATU1234567"),
            ("AQ", "123"),
            ("AQ", "123456789012345678901"),
            ("AQ", "12,34"),
            ("IT", ""),
            ("IT", "١٢٣٤٥٦٧٨٩٠١"),
        ] {
            assert_eq!(parse(country, typed), Err(Problem::Malformed), "{country} {typed}");
        }
    }

    #[test]
    fn the_table_is_in_order_and_of_countries() {
        assert!(FORMATS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(FORMATS.iter().all(|(country, ..)| country_format(country).is_some()));
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again_as_itself(country in 0..FORMATS.len(), typed in "[A-Z0-9 .-]{0,20}") {
            let country = FORMATS[country].0;
            if let Ok(number) = parse(country, &typed) {
                prop_assert_eq!(parse(country, &number), Ok(number));
            }
        }
    }
}
