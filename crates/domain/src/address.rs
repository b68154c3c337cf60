//! Postal addresses: what each country asks for, checked the same way in the form and on the server. Called by the
//! address book, the checkout and, for the place of a tax, by `tax`.

use crate::contact::{PersonName, Phone};
use crate::field::one_line;
use serde::{Deserialize, Serialize};

pub use crate::field::{Field, FieldError, Problem};
pub use countries::{COUNTRIES, CountryFormat, country_format};
pub use regions::Region;

#[path = "address/countries.rs"]
mod countries;
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

/// The regions to choose from, where the country has such a list: the United States, Canada and Mexico.
pub fn regions(country: &str) -> Option<&'static [Region]> {
    match country {
        "US" => Some(regions::US),
        "CA" => Some(regions::CA),
        "MX" => Some(regions::MX),
        _ => None,
    }
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
        let text = self.text(Field::Postcode, typed, format.postcode_required);
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
        let text = self.text(Field::Region, typed, format.region_required);
        let Some(known) = regions(format.code) else { return text };
        let folded = text.to_lowercase();
        let is_it = |r: &&Region| r.code.to_lowercase() == folded || r.name.to_lowercase() == folded;
        match known.iter().find(is_it) {
            Some(region) => region.code.to_owned(),
            None if text.is_empty() => text,
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
            city: reader.text(Field::City, &self.city, format.is_none_or(|f| f.city_required)),
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
    /// The lines of a label in the order of the country's post, without empty ones; the country's own name is last.
    pub fn lines(&self) -> Vec<String> {
        let format = country_format(&self.country);
        let mut lines = vec![self.name.clone(), self.line1.clone(), self.line2.clone()];
        lines.extend(format.map_or("C, S Z", |f| f.place).split('/').map(|line| self.place(line)));
        lines.push(format.map_or(self.country.as_str(), |f| f.name).to_owned());
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// City and region or country in short, for a page's head: `Portland, OR`, `Madrid, ES`.
    pub fn short(&self) -> String {
        let listed = regions(&self.country).is_some() && !self.region.is_empty();
        let second = if listed { &self.region } else { &self.country };
        let first = if self.city.is_empty() { &self.region } else { &self.city };
        if first.is_empty() { second.clone() } else { format!("{first}, {second}") }
    }

    /// One line of a country's pattern; the separators before or after something empty are left out.
    fn place(&self, pattern: &str) -> String {
        let mut out = String::new();
        let mut separator = String::new();
        for c in pattern.chars() {
            let part = match c {
                'C' => &self.city,
                'S' => &self.region,
                'Z' => &self.postcode,
                other => {
                    separator.push(other);
                    continue;
                }
            };
            if part.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push_str(&separator);
            }
            separator.clear();
            out.push_str(part);
        }
        out
    }
}

#[cfg(test)]
#[path = "address/tests.rs"]
mod tests;
