//! Postal addresses: what each country asks for, checked the same way in the form and on the server. Called by the
//! address book, the checkout and, for the place of a tax, by `tax`.

use crate::contact::{PersonName, Phone};
use crate::field::one_line;
use serde::{Deserialize, Serialize};

pub use crate::field::{Field, FieldError, Problem};
pub use countries::COUNTRIES;
pub(crate) use format::find_country;
pub use format::{
    CityKind, CountryFormat, PostcodeKind, RegionKind, countries_by_name, country_format, country_name,
};
pub(crate) use regions::find as find_region;
pub use regions::{Region, region_of, regions};

#[rustfmt::skip]
#[path = "address/countries.rs"]
mod countries;
#[path = "address/format.rs"]
mod format;
#[rustfmt::skip]
#[path = "address/lists.rs"]
mod lists;
#[path = "address/names.rs"]
mod names;
#[path = "address/regions.rs"]
mod regions;

/// Longest text of one field, in characters.
const LONGEST: usize = 100;

/// A checked address. What a country does not ask for is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    pub name: String,
    pub line1: String,
    #[serde(default)]
    pub line2: String,
    pub city: String,
    /// The region's code where the country has a list ([`regions`]), else its name, or empty.
    #[serde(default)]
    pub region: String,
    /// As the country's post writes it.
    #[serde(default)]
    pub postcode: String,
    /// ISO 3166-1 alpha-2, in capitals.
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

/// Collects the problems of a form while its fields are read.
struct Reader(Vec<FieldError>);

impl Reader {
    fn refuse(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldError { field, problem });
    }

    fn text(&mut self, field: Field, typed: &str, required: bool) -> String {
        match one_line(typed, LONGEST) {
            Ok(text) => {
                if required && text.is_empty() {
                    self.refuse(field, Problem::Missing);
                }
                text
            }
            Err(problem) => {
                self.refuse(field, problem);
                String::new()
            }
        }
    }

    fn name(&mut self, typed: &str) -> String {
        let name = PersonName::parse(typed).map_err(|problem| self.refuse(Field::Name, problem));
        name.map(String::from).unwrap_or_default()
    }

    fn phone(&mut self, typed: &str) -> String {
        match Phone::parse(typed) {
            Ok(phone) => phone.into(),
            Err(Problem::Missing) => String::new(),
            Err(problem) => {
                self.refuse(Field::Phone, problem);
                String::new()
            }
        }
    }

    fn postcode(&mut self, typed: &str, format: &CountryFormat) -> String {
        let text = self.text(Field::Postcode, typed, format.requires(Field::Postcode));
        if text.is_empty() {
            return text;
        }
        let normal = format.normal_postcode(&text);
        if normal.is_none() {
            self.refuse(Field::Postcode, Problem::Malformed);
        }
        normal.unwrap_or_default()
    }

    fn region(&mut self, typed: &str, format: &CountryFormat) -> String {
        let text = self.text(Field::Region, typed, format.requires(Field::Region));
        if text.is_empty() || regions(format.code).is_none() {
            return text;
        }
        match regions::find(format.code, &text) {
            Some(region) => region.code.to_owned(),
            None => {
                self.refuse(Field::Region, Problem::Unknown);
                String::new()
            }
        }
    }
}

impl AddressInput {
    /// The checked address: spaces folded, postcode as the post writes it, region as its code where there is a list.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the form, each with its first problem. A country that we do not
    /// deliver to is [`Problem::Unknown`]; its other fields are then checked as far as every country has them.
    pub fn parse(&self) -> Result<Address, Vec<FieldError>> {
        let mut reader = Reader(Vec::new());
        let code = self.country.trim().to_ascii_uppercase();
        let format = country_format(&code);
        let address = Address {
            name: reader.name(&self.name),
            line1: reader.text(Field::Line1, &self.line1, true),
            line2: reader.text(Field::Line2, &self.line2, false),
            city: reader.text(Field::City, &self.city, format.is_none_or(|f| f.requires(Field::City))),
            region: format.map_or_else(String::new, |f| reader.region(&self.region, f)),
            postcode: format.map_or_else(String::new, |f| reader.postcode(&self.postcode, f)),
            phone: {
                if format.is_none() {
                    let problem = if code.is_empty() { Problem::Missing } else { Problem::Unknown };
                    reader.refuse(Field::Country, problem);
                }
                reader.phone(&self.phone)
            },
            country: code,
        };
        if reader.0.is_empty() { Ok(address) } else { Err(reader.0) }
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
    /// City and region or country in short, for a page's head: `Portland, OR`, `Madrid, ES`.
    pub fn short(&self) -> String {
        let listed = matches!(self.country.as_str(), "US" | "CA" | "MX" | "AU") && !self.region.is_empty();
        let second = if listed { &self.region } else { &self.country };
        let first = if self.city.is_empty() { &self.region } else { &self.city };
        if first.is_empty() { second.clone() } else { format!("{first}, {second}") }
    }
}

#[cfg(test)]
#[path = "address/tests.rs"]
mod tests;
