//! Postal addresses: what each country asks for, checked the same way in the form and on the server.

use crate::contact::{PersonName, Phone};
use serde::{Deserialize, Serialize};

/// A checked address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    pub name: String,
    pub line1: String,
    #[serde(default)]
    pub line2: String,
    pub city: String,
    /// The region's code where the country has a list (US states), else its name, or empty.
    #[serde(default)]
    pub region: String,
    #[serde(default)]
    pub postcode: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    #[serde(default)]
    pub phone: String,
}

/// An address as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressInput {
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postcode: String,
    pub country: String,
    pub phone: String,
}

pub use crate::field::{Field, FieldError, Problem};

/// What a country's addresses look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryFormat {
    pub code: &'static str,
    /// The country's own name for itself.
    pub name: &'static str,
    /// `N` a digit, `A` a letter, anything else itself; alternatives separated by `|`. Empty: any or none.
    pub postcode: &'static str,
    pub postcode_required: bool,
    pub region_required: bool,
}

const fn country(
    code: &'static str,
    name: &'static str,
    postcode: &'static str,
    region_required: bool,
) -> CountryFormat {
    CountryFormat { code, name, postcode, postcode_required: !postcode.is_empty(), region_required }
}

/// Countries that a shop can deliver to, by their own name.
pub const COUNTRIES: &[CountryFormat] = &[
    country("AE", "الإمارات العربية المتحدة", "", true),
    country("AR", "Argentina", "NNNN|ANNNNAAA", false),
    country("AT", "Österreich", "NNNN", false),
    country("AU", "Australia", "NNNN", true),
    country("BE", "België / Belgique", "NNNN", false),
    country("BR", "Brasil", "NNNNN-NNN|NNNNNNNN", true),
    country("CA", "Canada", "ANA NAN|ANANAN", true),
    country("CH", "Schweiz / Suisse", "NNNN", false),
    country("CL", "Chile", "NNNNNNN", true),
    country("CO", "Colombia", "NNNNNN", true),
    country("CZ", "Česko", "NNN NN|NNNNN", false),
    country("DE", "Deutschland", "NNNNN", false),
    country("DK", "Danmark", "NNNN", false),
    country("EG", "مصر", "NNNNN", true),
    country("ES", "España", "NNNNN", true),
    country("FI", "Suomi", "NNNNN", false),
    country("FR", "France", "NNNNN", false),
    country("GB", "United Kingdom", "AN NAA|ANN NAA|AAN NAA|AANN NAA|ANA NAA|AANA NAA", false),
    country("GR", "Ελλάδα", "NNN NN|NNNNN", false),
    country("IE", "Ireland", "", false),
    country("IN", "India", "NNNNNN", true),
    country("IT", "Italia", "NNNNN", true),
    country("JP", "日本", "NNN-NNNN|NNNNNNN", true),
    country("MA", "المغرب", "NNNNN", false),
    country("MX", "México", "NNNNN", true),
    country("NL", "Nederland", "NNNN AA|NNNNAA", false),
    country("NO", "Norge", "NNNN", false),
    country("PL", "Polska", "NN-NNN", false),
    country("PT", "Portugal", "NNNN-NNN", false),
    country("SA", "المملكة العربية السعودية", "NNNNN", false),
    country("SE", "Sverige", "NNN NN|NNNNN", false),
    country("US", "United States", "NNNNN|NNNNN-NNNN", true),
];

/// The states, districts and territories of the United States, by their postal codes.
pub const US_REGIONS: &[&str] = &[
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA", "ID", "IL", "IN", "KS", "KY",
    "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK",
    "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY",
];

/// The provinces and territories of Canada, by their postal codes.
pub const CA_REGIONS: &[&str] = &["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"];

const MAX_CHARS: usize = 100;

/// The format of a country, `None` when we do not deliver there.
pub fn country_format(code: &str) -> Option<&'static CountryFormat> {
    COUNTRIES.iter().find(|c| c.code == code)
}

/// The codes to choose a region from, where the country has such a list.
pub fn regions(country: &str) -> Option<&'static [&'static str]> {
    match country {
        "US" => Some(US_REGIONS),
        "CA" => Some(CA_REGIONS),
        _ => None,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    pattern.len() == text.len()
        && pattern.bytes().zip(text.bytes()).all(|(p, t)| match p {
            b'N' => t.is_ascii_digit(),
            b'A' => t.is_ascii_alphabetic(),
            other => other == t,
        })
}

impl AddressInput {
    /// The checked address, or every field that is wrong.
    pub fn parse(&self) -> Result<Address, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut text = |field: Field, value: &str, required: bool| {
            let folded = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let problem = if required && folded.is_empty() {
                Some(Problem::Missing)
            } else if folded.chars().count() > MAX_CHARS {
                Some(Problem::TooLong)
            } else if folded.chars().any(char::is_control) {
                Some(Problem::Malformed)
            } else {
                None
            };
            errors.extend(problem.map(|problem| FieldError { field, problem }));
            folded
        };
        let code = self.country.trim().to_ascii_uppercase();
        let format = country_format(&code);
        let mut address = Address {
            name: text(Field::Name, &self.name, true),
            line1: text(Field::Line1, &self.line1, true),
            line2: text(Field::Line2, &self.line2, false),
            city: text(Field::City, &self.city, true),
            region: text(Field::Region, &self.region, format.is_some_and(|f| f.region_required)),
            postcode: text(Field::Postcode, &self.postcode, format.is_some_and(|f| f.postcode_required)),
            phone: text(Field::Phone, &self.phone, false),
            country: code,
        };
        let mut add = |field, problem| errors.push(FieldError { field, problem });
        match format {
            None if address.country.is_empty() => add(Field::Country, Problem::Missing),
            None => add(Field::Country, Problem::Unknown),
            Some(format) => {
                address.postcode = address.postcode.to_ascii_uppercase();
                let fits = format.postcode.is_empty() || format.postcode.split('|').any(|p| matches(p, &address.postcode));
                if !address.postcode.is_empty() && !fits {
                    add(Field::Postcode, Problem::Malformed);
                }
            }
        }
        if let Some(known) = regions(&address.country) {
            address.region = address.region.to_ascii_uppercase();
            if !address.region.is_empty() && !known.contains(&address.region.as_str()) {
                add(Field::Region, Problem::Unknown);
            }
        }
        if !address.phone.is_empty() {
            match Phone::parse(&address.phone) {
                Ok(phone) => address.phone = phone.as_str().to_owned(),
                Err(_) => add(Field::Phone, Problem::Malformed),
            }
        }
        if PersonName::parse(&address.name).is_err()
            && !address.name.is_empty()
        {
            add(Field::Name, Problem::TooLong);
        }
        if errors.is_empty() { Ok(address) } else { Err(errors) }
    }
}

impl From<&Address> for AddressInput {
    fn from(a: &Address) -> Self {
        Self {
            name: a.name.clone(),
            line1: a.line1.clone(),
            line2: a.line2.clone(),
            city: a.city.clone(),
            region: a.region.clone(),
            postcode: a.postcode.clone(),
            country: a.country.clone(),
            phone: a.phone.clone(),
        }
    }
}

impl Address {
    /// The lines of a label, without empty ones.
    pub fn lines(&self) -> Vec<String> {
        let country = country_format(&self.country).map_or(self.country.as_str(), |c| c.name);
        let place = [self.city.as_str(), self.region.as_str(), self.postcode.as_str()]
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        [self.name.clone(), self.line1.clone(), self.line2.clone(), place, country.to_owned()]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(country: &str, region: &str, postcode: &str) -> AddressInput {
        AddressInput {
            name: "Ada Lovelace".into(),
            line1: "1 River Street".into(),
            city: "Springfield".into(),
            region: region.into(),
            postcode: postcode.into(),
            country: country.into(),
            ..AddressInput::default()
        }
    }

    #[test]
    fn each_country_asks_for_what_its_post_needs() {
        for (country, region, postcode) in [
            ("US", "or", "97477"), ("US", "CA", "94016-1234"), ("CA", "ON", "k1a 0b1"), ("GB", "", "SW1A 1AA"),
            ("ES", "Madrid", "28013"), ("AE", "Dubai", ""), ("NL", "", "1012 AB"), ("IE", "", ""),
        ] {
            assert!(typed(country, region, postcode).parse().is_ok(), "{country}");
        }
        for (country, region, postcode, field, problem) in [
            ("US", "", "97477", Field::Region, Problem::Missing),
            ("US", "ZZ", "97477", Field::Region, Problem::Unknown),
            ("US", "OR", "9747", Field::Postcode, Problem::Malformed),
            ("DE", "", "", Field::Postcode, Problem::Missing),
            ("XX", "", "1", Field::Country, Problem::Unknown),
            ("", "", "1", Field::Country, Problem::Missing),
        ] {
            let errors = typed(country, region, postcode).parse().unwrap_err();
            assert_eq!(errors, vec![FieldError { field, problem }], "{country} {region} {postcode}");
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let errors = AddressInput::default().parse().unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field).collect();
        assert_eq!(fields, [Field::Name, Field::Line1, Field::City, Field::Country]);
    }
}
