//! Regions: the states, provinces and prefectures of the countries that have a list of them, and which of them a postcode
//! lies in.

use super::lists;
use crate::us_zip;

/// A region and its own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// What an address keeps: the post's abbreviation, or the name in Latin letters.
    pub code: &'static str,
    /// The name as the country writes it.
    pub name: &'static str,
    /// How the postcodes of its places begin: `04-09 001`; empty where that is not known.
    prefixes: &'static str,
}

impl Region {
    /// For a list to choose from: the name, and the code where that is another name (`東京都 (Tokyo)`).
    pub fn title(&self) -> String {
        let is_code = self.code.len() <= 4 && self.code.chars().all(|c| c.is_ascii_uppercase());
        if is_code || self.code == self.name {
            self.name.to_owned()
        } else {
            format!("{} ({})", self.code, self.name)
        }
    }
}

/// The regions to choose from, where the country has such a list.
pub fn regions(country: &str) -> Option<impl Iterator<Item = Region>> {
    Some(lists::of(country)?.split('|').map(|entry| {
        let (names, prefixes) = entry.split_once(':').unwrap_or((entry, ""));
        let (code, name) = names.split_once('=').unwrap_or((names, names));
        Region { code, name, prefixes }
    }))
}

/// A text for comparing: small letters without accents, and one letter for each way to write an alif.
pub(super) fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ'..='ặ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ț' | 'ť' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ư' | 'ụ'..='ự' => 'u',
        'ý' | 'ỳ'..='ỹ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        'آ' | 'أ' | 'إ' => 'ا',
        other => other,
    };
    // The dot of a small Turkish i stands alone after lowering.
    text.chars().flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').map(plain).collect()
}

/// The region of this code or name, in any case, with or without accents.
pub(crate) fn find(country: &str, typed: &str) -> Option<Region> {
    let wanted = folded(typed.trim());
    let mut by_name = None;
    for region in regions(country)? {
        if folded(region.code) == wanted {
            return Some(region);
        }
        if folded(region.name) == wanted {
            by_name = Some(region);
        }
    }
    by_name
}

/// The code of the region that a postcode lies in, as far as its first characters tell; the longest beginning wins.
pub fn region_of(country: &str, postcode: &str) -> Option<&'static str> {
    if country == "US" {
        return us_zip::state_of(postcode);
    }
    let bare: String = postcode.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut best: Option<(usize, &'static str)> = None;
    for region in regions(country)? {
        for prefix in region.prefixes.split(' ').filter(|p| begins(&bare, p)) {
            let length = prefix.split('-').next().unwrap_or_default().len();
            if best.is_none_or(|(longest, _)| longest < length) {
                best = Some((length, region.code));
            }
        }
    }
    best.map(|(_, code)| code)
}

/// Whether a text begins with a prefix such as `04`, or with one of a range such as `04-09`.
fn begins(text: &str, prefix: &str) -> bool {
    let (first, last) = prefix.split_once('-').unwrap_or((prefix, prefix));
    !first.is_empty() && text.get(..first.len()).is_some_and(|start| first <= start && start <= last)
}
