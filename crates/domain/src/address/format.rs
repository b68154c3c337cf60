//! What a country's addresses look like: the fields it asks for and in which order, what they are called, how its
//! postcodes are written. `countries` holds the facts; forms and `parse` read them.

use super::{Address, AddressInput, Field, countries::COUNTRIES, lists, names, regions};
use crate::format::Locale;
use crate::text_enum::TextEnum as _;

/// What a country calls the region of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionKind {
    Province,
    State,
    Area,
    County,
    Department,
    District,
    Emirate,
    Island,
    Oblast,
    Parish,
    Prefecture,
}

/// What a country calls the place of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CityKind {
    City,
    District,
    PostTown,
    Suburb,
}

/// What a country calls its postcodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostcodeKind {
    Postcode,
    Zip,
    Pin,
    Eircode,
}

/// What a country's or territory's addresses look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryFormat {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// The country's own name for itself.
    pub name: &'static str,
    /// The lines of an envelope: `%N` name, `%A` street, `%C` city, `%S` region, `%Z` postcode, `|` a new line. One
    /// without `%A` begins with the name and the street, each on its line.
    pub(super) layout: &'static str,
    /// The same in the country's own script, where that has another order.
    pub(super) local_layout: &'static str,
    /// `N` a digit, `A` a letter, `X` either, `[1-7]` one of these; a space or hyphen may be left out by people and is
    /// put in; a small letter and a digit stand for themselves; alternatives are separated by `|`. Empty: the country
    /// has no postcodes.
    pub postcode: &'static str,
    /// A postcode of the country, for people who got theirs wrong.
    pub example: &'static str,
    /// What must be there besides name and street: `C` city, `S` region, `Z` postcode.
    pub(super) required: &'static str,
    /// What the post wants in capitals: `N`, `A`, `C`, `S`, `Z`.
    pub(super) upper: &'static str,
    pub region: RegionKind,
    pub city: CityKind,
    pub code_kind: PostcodeKind,
}

/// The format of a country by its code in capitals, `None` for no country's code.
pub fn country_format(code: &str) -> Option<&'static CountryFormat> {
    COUNTRIES.binary_search_by(|c| c.code.cmp(code)).ok().map(|found| &COUNTRIES[found])
}

/// The name of a country in a language of the shop; the code itself where there is no such country.
pub fn country_name(code: &str, locale: Locale) -> &str {
    let Ok(found) = names::NAMES.binary_search_by(|row| row.0.cmp(code)) else { return code };
    let (_, en, es, ar) = names::NAMES[found];
    match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    }
}

/// The code of the country with this code or name, in any language of the shop, in any case, with or without accents.
pub(crate) fn find_country(typed: &str) -> Option<&'static str> {
    let wanted = regions::folded(typed.trim());
    let is_it = |country: &&CountryFormat| {
        let named = |locale| regions::folded(country_name(country.code, locale)) == wanted;
        regions::folded(country.code) == wanted || Locale::ALL.iter().copied().any(named)
    };
    COUNTRIES.iter().find(is_it).map(|country| country.code)
}

/// Every country with its name in a language of the shop, in the order in which that language lists them.
pub fn countries_by_name(locale: Locale) -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = COUNTRIES.iter().map(|c| (c.code, country_name(c.code, locale))).collect();
    all.sort_by_cached_key(|(_, name)| regions::folded(name));
    all
}

impl CountryFormat {
    /// Whether addresses of the country have this field at all.
    pub fn uses(&self, field: Field) -> bool {
        match field {
            Field::City => self.layout.contains("%C"),
            Field::Region => self.layout.contains("%S"),
            Field::Postcode => !self.postcode.is_empty(),
            Field::Name | Field::Line1 | Field::Line2 => true,
            _ => false,
        }
    }

    /// Whether an address without this field cannot be delivered.
    pub fn requires(&self, field: Field) -> bool {
        match field {
            Field::City => self.required.contains('C'),
            Field::Region => self.required.contains('S'),
            Field::Postcode => self.required.contains('Z'),
            Field::Name | Field::Line1 => true,
            _ => false,
        }
    }

    /// The fields of a form in the order of the country's post. The name comes first everywhere. `local` as the country's
    /// own script has it, where that differs.
    pub fn fields(&self, local: bool) -> Vec<Field> {
        let mut fields = vec![Field::Name];
        let layout = self.full_layout(local);
        for (at, _) in layout.match_indices('%') {
            match layout[at + 1..].chars().next() {
                Some('A') => fields.extend([Field::Line1, Field::Line2]),
                Some('C') => fields.push(Field::City),
                Some('S') => fields.push(Field::Region),
                Some('Z') if self.uses(Field::Postcode) => fields.push(Field::Postcode),
                _ => {}
            }
        }
        fields
    }

    fn full_layout(&self, local: bool) -> String {
        let layout = if local && !self.local_layout.is_empty() { self.local_layout } else { self.layout };
        if layout.contains("%A") { layout.to_owned() } else { format!("%N|%A|{layout}") }
    }

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
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '.' | '〒'))
            .flat_map(char::to_uppercase)
            .collect();
        let without_prefix = bare.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let patterns = || self.postcode.split('|');
        patterns().find_map(|pattern| fill(pattern, &bare)).or_else(|| {
            let prefix = bare.len() - without_prefix.len();
            if prefix > 2 { None } else { patterns().find_map(|pattern| fill(pattern, without_prefix)) }
        })
    }

    /// Whether the region follows from the postcode, so that a form need not ask for it.
    pub fn tells_region(&self) -> bool {
        self.code == "US" || lists::of(self.code).is_some_and(|list| list.contains(':'))
    }
}

/// The characters in the places of the pattern, with the pattern's separators; `None` when they do not fit.
fn fill(pattern: &str, bare: &str) -> Option<String> {
    let mut rest = bare.chars();
    let mut out = String::with_capacity(pattern.len());
    let mut places = pattern.chars();
    while let Some(place) = places.next() {
        if matches!(place, ' ' | '-') {
            out.push(place);
            continue;
        }
        let c = rest.next()?;
        let fits = match place {
            'N' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            'X' => c.is_ascii_digit() || c.is_ascii_uppercase(),
            '[' => is_one_of(c, places.by_ref().take_while(|p| *p != ']')),
            literal => c == literal.to_ascii_uppercase(),
        };
        if !fits {
            return None;
        }
        out.push(c);
    }
    rest.next().is_none().then_some(out)
}

/// Whether a character is in a class such as `1-37`. The whole class is read, found or not.
fn is_one_of(c: char, class: impl Iterator<Item = char>) -> bool {
    let class: Vec<char> = class.collect();
    let in_range = class.windows(3).any(|w| w[1] == '-' && (w[0]..=w[2]).contains(&c));
    c != '-' && (class.contains(&c) || in_range)
}

impl AddressInput {
    /// With the region that the postcode lies in, where none was typed and the country's postcodes tell it.
    #[must_use]
    pub fn with_known_region(mut self) -> Self {
        let country = self.country.trim().to_ascii_uppercase();
        if self.region.trim().is_empty()
            && let Some(format) = country_format(&country)
            && let Some(postcode) = format.normal_postcode(&self.postcode)
            && let Some(region) = regions::region_of(&country, &postcode)
        {
            self.region = region.to_owned();
        }
        self
    }
}

impl Address {
    /// Whether it is written in a script of its own (Arabic, Chinese, Thai, …), which may have another order.
    fn is_local(&self) -> bool {
        [&self.line1, &self.city].iter().any(|text| text.chars().any(|c| c.is_alphabetic() && !is_latin(c)))
    }

    /// The region as mail names it: by its code where that is customary, else by its name in the address's script.
    fn written_region(&self) -> String {
        const BY_CODE: &[&str] = &["AS", "AU", "BR", "CA", "FM", "IT", "MH", "MP", "PW", "SO", "US", "VI"];
        if BY_CODE.contains(&self.country.as_str()) {
            return self.region.clone();
        }
        match regions::find(&self.country, &self.region) {
            Some(region)
                if self.is_local() || region.name.chars().all(|c| !c.is_alphabetic() || is_latin(c)) =>
            {
                region.name.to_owned()
            }
            Some(region) => region.code.to_owned(),
            None => self.region.clone(),
        }
    }

    /// The lines of a label in the order of the country's post, without empty ones; the country's own name is last.
    pub fn lines(&self) -> Vec<String> {
        let format = country_format(&self.country);
        let mut lines = self.written(format, false);
        lines.push(format.map_or(self.country.as_str(), |f| f.name).to_owned());
        lines
    }

    /// As [`Address::lines`], in capitals where the country's post asks for them, and the country's name in English: what
    /// is put on a parcel, wherever it is sent from.
    pub fn envelope(&self) -> Vec<String> {
        let mut lines = self.written(country_format(&self.country), true);
        lines.push(country_name(&self.country, Locale::En).to_uppercase());
        lines
    }

    fn written(&self, format: Option<&CountryFormat>, as_the_post_wants: bool) -> Vec<String> {
        let layout = format.map_or_else(|| "%N|%A|%C, %S %Z".to_owned(), |f| f.full_layout(self.is_local()));
        let upper = format.filter(|_| as_the_post_wants).map_or("", |f| f.upper);
        let region = self.written_region();
        let part = |field: char| {
            let text = match field {
                'N' => &self.name,
                'A' => &self.line1,
                'C' => &self.city,
                'S' => &region,
                _ => &self.postcode,
            };
            if upper.contains(field) { text.to_uppercase() } else { text.clone() }
        };
        let mut lines = Vec::with_capacity(7);
        for pattern in layout.split('|') {
            let line = place(pattern, part);
            lines.push(line);
            // A second line of the street and a place that the country does not ask for follow the street.
            if pattern.contains("%A") {
                let second = if upper.contains('A') { self.line2.to_uppercase() } else { self.line2.clone() };
                lines.push(second);
                if !layout.contains("%C") {
                    lines.push(self.city.clone());
                }
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{36f}' | '\u{1e00}'..='\u{20ff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
}

/// One line of a layout. What stands between two fields is written when both are there; what stands before the first and
/// behind the last belongs to that field. A line whose fields are all empty is empty, one without fields is itself.
fn place(pattern: &str, part: impl Fn(char) -> String) -> String {
    let mut pieces = pattern.split('%');
    let mut between = pieces.next().unwrap_or_default();
    let (mut out, mut fields, mut filled) = (String::new(), 0, 0);
    for piece in pieces {
        let mut rest = piece.chars();
        let Some(field) = rest.next() else { continue };
        let text = part(field);
        if !text.is_empty() {
            // A prefix of the postcode, as in `CH-`, and a word before it are not separators.
            let separates = !between.contains(char::is_alphanumeric) && fields > 0;
            if filled > 0 || !separates {
                out.push_str(between);
            }
            out.push_str(&text);
            filled += 1;
        }
        fields += 1;
        between = rest.as_str();
    }
    if fields == 0 {
        return pattern.to_owned();
    }
    if filled == 0 { String::new() } else { out.trim().to_owned() + between }
}
