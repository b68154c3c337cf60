//! The city of a ZIP code, for a form that has the code and not yet the city. Route `/address/city`; the table is read when
//! the first one is asked for.

use axum::extract::Query;
use flate2::read::DeflateDecoder;
use serde::Deserialize;
use std::io::Read as _;
use std::sync::LazyLock;

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
}

/// The city's name, or nothing.
pub async fn city(Query(asked): Query<Asked>) -> &'static str {
    city_of(&asked.postcode).unwrap_or_default()
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
}
