//! A seller's name in the address of its shop.

/// A derived slug has at most 80 bytes and maybe a number.
const LONGEST: usize = 90;

/// Whether the text can stand in an address: small letters, digits and single hyphens between them.
pub(crate) fn is_slug(text: &str) -> bool {
    (2..=LONGEST).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// The slug of a name; `shop` when nothing of the name can stand in one, as with names in other scripts.
pub(crate) fn derive(name: &str) -> String {
    let slug = domain::slug::slugify(name);
    if slug.len() < 2 || slug == domain::slug::slugify("") { "shop".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_what_an_address_can_hold() {
        let cases = [
            ("Blue Heron Outdoor", "blue-heron-outdoor"),
            ("  O'Neil & Söhne GmbH!  ", "oneil-soehne-gmbh"),
            ("Peñón -- Größe 7", "penon-groesse-7"),
            ("متجر النهر", "shop"),
            ("X", "shop"),
        ];
        for (name, slug) in cases {
            assert_eq!(derive(name), slug);
            assert!(is_slug(slug));
        }
        assert!(is_slug(&derive(&"very long name ".repeat(20))));
    }

    #[test]
    fn what_would_break_an_address_is_refused() {
        for text in ["", "a", "-ab", "ab-", "a--b", "Ab", "a/b", "a b", "ñandu", &"a".repeat(91)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
