//! What the post of each country asks for: which fields, and how its postcodes look. Facts as the universal postal
//! practice has them; a test compares them with a published address data set where that is at hand.

/// What a country's addresses look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryFormat {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// The country's own name for itself.
    pub name: &'static str,
    /// `N` a digit, `A` a letter, `X` either; a space or hyphen may be left out by people and is put in; a small letter
    /// and a digit stand for themselves; alternatives are separated by `|`. Empty: the country has no postcodes.
    pub postcode: &'static str,
    pub postcode_required: bool,
    pub region_required: bool,
    pub city_required: bool,
    /// The lines between street and country: `C` city, `S` region, `Z` postcode, `/` a new line.
    pub place: &'static str,
}

/// `required` names what must be there: `C` city, `S` region, `Z` postcode.
const fn country(
    code: &'static str,
    name: &'static str,
    postcode: &'static str,
    required: &'static str,
    place: &'static str,
) -> CountryFormat {
    CountryFormat {
        code,
        name,
        postcode,
        postcode_required: names(required, b'Z'),
        region_required: names(required, b'S'),
        city_required: names(required, b'C'),
        place,
    }
}

const fn names(required: &str, field: u8) -> bool {
    let bytes = required.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == field {
            return true;
        }
        i += 1;
    }
    false
}

const GB: &str = "AN NAA|ANN NAA|AAN NAA|AANN NAA|ANA NAA|AANA NAA|gir 0aa|bfpo N|bfpo NN|bfpo NNN|bfpo NNNN";

/// Countries that a shop can deliver to, by their code.
pub const COUNTRIES: &[CountryFormat] = &[
    country("AE", "الإمارات العربية المتحدة", "", "S", "C/S"),
    country("AR", "Argentina", "NNNN|ANNNNAAA|ANNNN", "C", "Z C/S"),
    country("AT", "Österreich", "NNNN", "CZ", "Z C"),
    country("AU", "Australia", "NNNN", "CSZ", "C S Z"),
    country("BE", "België / Belgique", "NNNN", "CZ", "Z C"),
    country("BR", "Brasil", "NNNNN-NNN", "CSZ", "C-S/Z"),
    country("CA", "Canada", "ANA NAN", "CSZ", "C S Z"),
    country("CH", "Schweiz / Suisse", "NNNN", "CZ", "Z C"),
    country("CL", "Chile", "NNNNNNN", "C", "Z C/S"),
    country("CN", "中国", "NNNNNN", "CSZ", "C, S/Z"),
    country("CO", "Colombia", "NNNNNN", "CS", "C, S Z"),
    country("CZ", "Česko", "NNN NN", "CZ", "Z C"),
    country("DE", "Deutschland", "NNNNN", "CZ", "Z C"),
    country("DK", "Danmark", "NNNN", "CZ", "Z C"),
    country("EG", "مصر", "NNNNN", "C", "C/S/Z"),
    country("ES", "España", "NNNNN", "CSZ", "Z C, S"),
    country("FI", "Suomi", "NNNNN", "CZ", "Z C"),
    country("FR", "France", "NNNNN", "CZ", "Z C"),
    country("GB", "United Kingdom", GB, "CZ", "C/Z"),
    country("GR", "Ελλάδα", "NNN NN", "CZ", "Z C"),
    country("HK", "香港", "", "S", "C/S"),
    country("HU", "Magyarország", "NNNN", "CZ", "Z C"),
    country("IE", "Ireland", "XXX XXXX", "C", "C/S/Z"),
    country("IL", "ישראל", "NNNNNNN|NNNNN", "C", "C Z"),
    country("IN", "India", "NNNNNN", "CSZ", "C Z/S"),
    country("IT", "Italia", "NNNNN", "CSZ", "Z C S"),
    country("JP", "日本", "NNN-NNNN", "SZ", "C, S/Z"),
    country("KR", "대한민국", "NNNNN", "CSZ", "C, S/Z"),
    country("LU", "Luxembourg", "NNNN", "CZ", "Z C"),
    country("MA", "المغرب", "NNNNN", "C", "Z C"),
    country("MX", "México", "NNNNN", "CSZ", "Z C, S"),
    country("NL", "Nederland", "NNNN AA", "CZ", "Z C"),
    country("NO", "Norge", "NNNN", "CZ", "Z C"),
    country("NZ", "New Zealand", "NNNN", "CZ", "C Z"),
    country("PE", "Perú", "NNNNN|lima N|lima NN|callao N|callao NN", "C", "C Z/S"),
    country("PL", "Polska", "NN-NNN", "CZ", "Z C"),
    country("PT", "Portugal", "NNNN-NNN", "CZ", "Z C"),
    country("RO", "România", "NNNNNN", "CZ", "Z S C"),
    country("SA", "المملكة العربية السعودية", "NNNNN", "C", "C Z"),
    country("SE", "Sverige", "NNN NN", "CZ", "Z C"),
    country("SG", "Singapore", "NNNNNN", "Z", "C Z"),
    country("TR", "Türkiye", "NNNNN", "CZ", "Z C, S"),
    country("TW", "臺灣", "NNN|NNNNN|NNNNNN", "CSZ", "C, S/Z"),
    country("US", "United States", "NNNNN|NNNNN-NNNN", "CSZ", "C, S Z"),
    country("ZA", "South Africa", "NNNN", "CZ", "C/Z"),
];

/// The format of a country by its code in capitals, `None` when we do not deliver there.
pub fn country_format(code: &str) -> Option<&'static CountryFormat> {
    COUNTRIES.binary_search_by(|c| c.code.cmp(code)).ok().map(|found| &COUNTRIES[found])
}

impl CountryFormat {
    /// The postcode as the post writes it, from what people type: any case, separators or none, a leading country
    /// prefix (`CH-8001`, `L-4750`), digits of other scripts. `None` when it cannot be one of this country's. A country
    /// without postcodes takes none, so what was typed is dropped.
    pub fn normal_postcode(&self, typed: &str) -> Option<String> {
        if self.postcode.is_empty() {
            return Some(String::new());
        }
        let bare: String = typed
            .chars()
            .map(crate::field::latin_digit)
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '.'))
            .flat_map(char::to_uppercase)
            .collect();
        let without_prefix = bare.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let patterns = || self.postcode.split('|');
        patterns().find_map(|pattern| fill(pattern, &bare)).or_else(|| {
            let prefix = bare.len() - without_prefix.len();
            if prefix > 2 { None } else { patterns().find_map(|pattern| fill(pattern, without_prefix)) }
        })
    }
}

/// The characters in the places of the pattern, with the pattern's separators; `None` when they do not fit.
fn fill(pattern: &str, bare: &str) -> Option<String> {
    let mut rest = bare.chars();
    let mut out = String::with_capacity(pattern.len());
    for place in pattern.chars() {
        if matches!(place, ' ' | '-') {
            out.push(place);
            continue;
        }
        let c = rest.next()?;
        let fits = match place {
            'N' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            'X' => c.is_ascii_digit() || c.is_ascii_uppercase(),
            literal => c == literal.to_ascii_uppercase(),
        };
        if !fits {
            return None;
        }
        out.push(c);
    }
    rest.next().is_none().then_some(out)
}
