//! Readable parts of addresses.

const MAX_LENGTH: usize = 80;

/// Lower-case letters, digits and single hyphens, at most 80 bytes, cut at a word. European letters become plain ones,
/// those of other scripts stay. A text without letters or digits gives `item`.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(MAX_LENGTH));
    for c in text.chars() {
        let mut lower = c.to_lowercase();
        let c = lower.next().unwrap_or(c);
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if let Some(folded) = fold(c) {
            slug.push_str(folded);
        } else if c.is_alphanumeric() {
            slug.push(c);
        } else if !matches!(c, '\'' | '’' | '®' | '™' | '©') && !slug.is_empty() && !slug.ends_with('-')
        {
            slug.push('-');
        }
        if slug.len() > MAX_LENGTH {
            break;
        }
    }
    if slug.len() > MAX_LENGTH {
        slug.truncate(slug.floor_char_boundary(MAX_LENGTH));
        if let Some(word_end) = slug.rfind('-').filter(|end| *end > MAX_LENGTH / 2) {
            slug.truncate(word_end);
        }
    }
    let trimmed = slug.trim_end_matches('-');
    if trimmed.is_empty() { "item".to_owned() } else { trimmed.to_owned() }
}

/// The Latin letters that a European title may hold.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ő' => "o",
        'ö' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ß' => "ss",
        'ť' | 'þ' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_readable_addresses() {
        let cases = [
            ("Xerox 006R90321 toner cartridge", "xerox-006r90321-toner-cartridge"),
            ("  Intel® Core™2 Duo  ", "intel-core2-duo"),
            ("Kids' knitting set", "kids-knitting-set"),
            ("Crème brûlée & Co.", "creme-brulee-co"),
            ("Größe", "groesse"),
            ("日本語 の本", "日本語-の本"),
            ("أحذية", "أحذية"),
            ("---", "item"),
            ("", "item"),
        ];
        for (title, slug) in cases {
            assert_eq!(slugify(title), slug, "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let slug = slugify(&"notebook ".repeat(30));
        assert!(slug.len() <= 80 && slug.ends_with("notebook"), "{slug}");
        assert_eq!(slugify(&"x".repeat(300)).len(), 80);
        assert_eq!(slugify(&"語".repeat(300)).len(), 78);
    }
}
