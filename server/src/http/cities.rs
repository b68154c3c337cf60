//! The city of a postcode, for a form that has the code and not yet the city. Route `/address/city`. Of the United States there
//! is a table, read when the first one is asked for; elsewhere whoever is signed in gets the city that stands with this code in
//! their own address book, and everybody the one that the operator's own tables have.

mod tables;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse as _;
use flate2::read::DeflateDecoder;
use platform::domain::address::Address;
use platform::identity::addresses;
use platform::{Platform, PlatformError};
use serde::Deserialize;
use std::io::Read as _;
use std::sync::LazyLock;

use super::pages::visitor_of;

/// Where the table is of.
const TABLED: &str = "US";

/// One line for each code, in their order: how far it is behind the one before, if not the next number, and its city, if not
/// the same. Written by `scripts/zip-cities` from public facts.
const TABLE: &[u8] = include_bytes!("zip_cities.deflate");

struct Cities {
    text: String,
    /// Each code with where its city stands in the text.
    codes: Vec<(u32, std::ops::Range<usize>)>,
}

static CITIES: LazyLock<Cities> = LazyLock::new(|| {
    let mut text = String::new();
    if let Err(error) = DeflateDecoder::new(TABLE).read_to_string(&mut text) {
        tracing::error!(%error, "the table of cities cannot be read");
    }
    let (mut codes, mut code, mut city, mut at) = (Vec::with_capacity(42_000), 0, 0..0, 0);
    for line in text.lines() {
        let name = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = line.len() - name.len();
        code += line[..digits].parse::<u32>().unwrap_or(1);
        if !name.is_empty() {
            city = at + digits..at + line.len();
        }
        codes.push((code, city.clone()));
        at += line.len() + 1;
    }
    Cities { text, codes }
});

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    postcode: String,
    /// ISO 3166-1 alpha-2; empty is the United States.
    #[serde(default)]
    country: String,
}

/// The city's name, or nothing.
pub async fn city(
    State(platform): State<Platform>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response<Body> {
    if asked.country.is_empty() || asked.country == TABLED {
        return city_of(&asked.postcode).unwrap_or_default().into_response();
    }
    let (parts, _) = request.into_parts();
    let own = match own_city(&platform, &parts, &asked).await {
        Ok(city) => city,
        Err(error) => {
            tracing::error!(%error, "somebody's address book could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let city = match own {
        Some(city) => city,
        None => tabled(&platform, &asked).await,
    };
    // It may be out of somebody's address book: no cache on the way keeps it for the next one who asks.
    ([(header::CACHE_CONTROL, "private, no-store")], city).into_response()
}

/// What the operator's tables say; nothing where one cannot be read, for an address can be typed.
async fn tabled(platform: &Platform, asked: &Asked) -> String {
    match tables::city(&platform.config.files_dir, &asked.country, &asked.postcode).await {
        Ok(city) => city.unwrap_or_default(),
        Err(error) => {
            tracing::error!(%error, country = asked.country, "a table of postcodes cannot be read");
            String::new()
        }
    }
}

/// The city that the shopper's own book has for this code; a guest has none.
async fn own_city(
    platform: &Platform,
    parts: &Parts,
    asked: &Asked,
) -> Result<Option<String>, PlatformError> {
    let visitor = visitor_of(platform, parts).await?;
    let Some(account) = visitor.account() else { return Ok(None) };
    let mut conn = platform.db.read().await?;
    let book = addresses::list(&mut conn, account.id).await?;
    let all = book.iter().map(|saved| &saved.address);
    Ok(known(all, &asked.country, &asked.postcode).map(str::to_owned))
}

/// The first city with this code in this country.
fn known<'a>(mut all: impl Iterator<Item = &'a Address>, country: &str, postcode: &str) -> Option<&'a str> {
    let wanted = tables::plain(postcode);
    let fits = |one: &&Address| one.country == country && tables::plain(&one.postcode) == wanted;
    all.find(fits).filter(|_| !wanted.is_empty()).map(|one| one.city.as_str())
}

fn city_of(postcode: &str) -> Option<&'static str> {
    let five = postcode.trim().get(..5).filter(|five| five.bytes().all(|b| b.is_ascii_digit()))?;
    let code: u32 = five.parse().ok()?;
    let found = CITIES.codes.binary_search_by_key(&code, |(code, _)| *code).ok()?;
    Some(&CITIES.text[CITIES.codes[found].1.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_code_tells_its_city_and_nothing_else_does() {
        for (code, city) in [
            ("78701", Some("Austin")),
            (" 98101-2342 ", Some("Seattle")),
            ("10001", Some("New York")),
            ("00601", Some("Adjuntas")),
            ("99950", Some("Ketchikan")),
            ("00000", None),
            ("9810", None),
            ("9810é", None),
            ("", None),
        ] {
            assert_eq!(city_of(code), city, "{code}");
        }
        assert!(CITIES.codes.is_sorted_by_key(|(code, _)| *code) && CITIES.codes.len() > 40_000);
        assert!(TABLE.len() < 300_000);
    }

    fn address(country: &str, postcode: &str, city: &str) -> Address {
        let [name, line1, region, line2, phone] = ["Ada", "1 Road", "", "", ""].map(str::to_owned);
        let (country, postcode, city) = (country.to_owned(), postcode.to_owned(), city.to_owned());
        Address { name, line1, line2, city, region, postcode, country, phone }
    }

    #[test]
    fn elsewhere_the_own_book_tells_the_city_that_stands_with_the_code() {
        let book = [
            address("DE", "28195", "Bremen"),
            address("GB", "SW1A 1AA", "London"),
            address("AT", "1010", "Wien"),
            address("HK", "", "Central"),
        ];
        for (country, postcode, city) in [
            ("DE", " 28195 ", Some("Bremen")),
            ("GB", "sw1a1aa", Some("London")),
            ("DE", "1010", None),
            ("HK", "", None),
            ("HK", " ", None),
        ] {
            assert_eq!(known(book.iter(), country, postcode), city, "{country} {postcode}");
        }
    }
}
