//! Where something goes, as far as it is known before there is an address, and how far that is. Called by `promise`.

use crate::address::{Address, country_format, region_of};
use crate::field::{Field, FieldError, Problem};
use serde::{Deserialize, Serialize};

/// Where an order would go: a country, and more where it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2, in capitals.
    pub country: String,
    /// The region's code, or empty.
    pub region: String,
    /// As the country's post writes it, or empty.
    pub postcode: String,
}

crate::text_enum! {
    /// How far a parcel goes.
    pub enum Reach {
        /// Within the region that it leaves from.
        Near = "near",
        /// Within the country.
        Home = "home",
        Abroad = "abroad",
    }
}

impl Place {
    /// Somewhere in this country.
    pub fn country(code: &str) -> Self {
        Self { country: code.to_owned(), region: String::new(), postcode: String::new() }
    }

    /// From a country and a postcode as they were typed. A country without postcodes takes none; in one with them it
    /// may be left out.
    ///
    /// # Errors
    /// [`Problem::Unknown`] for no country's code, [`Problem::Malformed`] for what is no postcode of the country.
    pub fn parse(country: &str, postcode: &str) -> Result<Self, FieldError> {
        let code = country.trim().to_ascii_uppercase();
        let refuse = |field, problem| FieldError { field, problem };
        let format = country_format(&code).ok_or(refuse(Field::Country, Problem::Unknown))?;
        if postcode.trim().is_empty() {
            return Ok(Self::country(format.code));
        }
        let postcode = format.normal_postcode(postcode).ok_or(refuse(Field::Postcode, Problem::Malformed))?;
        let region = region_of(format.code, &postcode).unwrap_or_default().to_owned();
        Ok(Self { country: format.code.to_owned(), region, postcode })
    }

    /// How far it is from where a seller's goods leave. Without knowing the region it is somewhere in the country.
    pub fn reach_from(&self, country: &str, region: &str) -> Reach {
        if self.country != country {
            return Reach::Abroad;
        }
        if !region.is_empty() && self.region == region { Reach::Near } else { Reach::Home }
    }
}

impl From<&Address> for Place {
    fn from(address: &Address) -> Self {
        let (country, postcode) = (address.country.clone(), address.postcode.clone());
        let region = match address.region.as_str() {
            "" => region_of(&country, &postcode).unwrap_or_default().to_owned(),
            known => known.to_owned(),
        };
        Self { country, region, postcode }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_read_as_people_type_it_and_tells_the_region() {
        let place = Place::parse("us", " 94103 ").unwrap();
        assert_eq!(
            (place.country.as_str(), place.region.as_str(), place.postcode.as_str()),
            ("US", "CA", "94103")
        );
        assert_eq!(Place::parse("GB", "sw1a1aa").unwrap().postcode, "SW1A 1AA");
        assert_eq!(Place::parse("ES", "").unwrap(), Place::country("ES"));
        assert_eq!(Place::parse("AE", "12345").unwrap(), Place::country("AE"), "it has no postcodes");
    }

    #[test]
    fn what_is_no_place_is_refused_by_field() {
        let refused = |country, postcode| Place::parse(country, postcode).map_err(|e| (e.field, e.problem));
        assert_eq!(refused("US", "9410"), Err((Field::Postcode, Problem::Malformed)));
        assert_eq!(refused("XX", "94103"), Err((Field::Country, Problem::Unknown)));
    }

    #[test]
    fn near_is_the_same_region_and_abroad_another_country() {
        let reach = |country, postcode| Place::parse(country, postcode).unwrap().reach_from("US", "CA");
        assert_eq!(reach("US", "94103"), Reach::Near);
        assert_eq!(reach("US", "10001"), Reach::Home);
        assert_eq!(reach("US", ""), Reach::Home);
        assert_eq!(reach("CA", "K1A 0B1"), Reach::Abroad);
        assert_eq!(
            Place::country("ES").reach_from("ES", ""),
            Reach::Home,
            "a seller without a region is never near"
        );
    }
}
