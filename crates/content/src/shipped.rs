//! The texts that the program ships, in every language of the shop. The first line of a file is its title.
//!
//! They say what this software does. A shop that does something else must say so: the operator's page asks for it.

use crate::slug::{Section, Slug};
use domain::format::Locale;

/// One shipped page.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    slug: &'static str,
    /// Place in the index of help.
    position: i64,
    /// English, Spanish, Arabic.
    texts: [&'static str; 3],
}

macro_rules! shipped {
    ($slug:literal, $position:literal, $file:literal) => {
        Shipped {
            slug: $slug,
            position: $position,
            texts: [
                include_str!(concat!("../pages/en/", $file, ".md")),
                include_str!(concat!("../pages/es/", $file, ".md")),
                include_str!(concat!("../pages/ar/", $file, ".md")),
            ],
        }
    };
}

/// Every shipped page.
pub const SHIPPED: &[Shipped] = &[
    shipped!("imprint", 0, "imprint"),
    shipped!("privacy", 0, "privacy"),
    shipped!("cookies", 0, "cookies"),
    shipped!("help/ordering", 10, "ordering"),
    shipped!("help/delivery", 20, "delivery"),
    shipped!("help/returns", 30, "returns"),
    shipped!("help/payment", 40, "payment"),
    shipped!("help/account", 50, "account"),
];

impl Shipped {
    /// The page's name.
    pub fn slug(&self) -> Slug {
        Slug::shipped(self.slug)
    }
}

/// Place, title and body of a shipped text.
pub(crate) fn text(slug: &Slug, locale: Locale) -> Option<(i64, &'static str, &'static str)> {
    if slug.section() == Section::Category {
        return None;
    }
    let page = SHIPPED.iter().find(|page| page.slug == slug.as_str())?;
    let [en, es, ar] = page.texts;
    let text = match locale {
        Locale::En => en,
        Locale::Es => es,
        Locale::Ar => ar,
    };
    let (title, body) = text.split_once('\n')?;
    Some((page.position, title.trim_start_matches('#').trim(), body.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{gaps, html};
    use domain::text_enum::TextEnum as _;

    #[test]
    fn every_page_is_there_in_every_language_with_the_same_parts() {
        for page in SHIPPED {
            let parts = Locale::ALL.iter().map(|locale| {
                let (_, title, body) = text(&page.slug(), *locale).unwrap();
                assert!(!title.is_empty() && body.len() > 200, "{} in {locale}", page.slug);
                let shown = html(body);
                assert!(!shown.contains("<h1") && !shown.contains("&lt;"), "{} in {locale}", page.slug);
                ["<h2>", "<li>", "href=\"/", "<mark>"].map(|part| shown.matches(part).count())
            });
            let parts: Vec<_> = parts.collect();
            assert!(parts.iter().all(|p| *p == parts[0]), "{}: {parts:?}", page.slug);
        }
    }

    #[test]
    fn only_the_imprint_has_gaps() {
        for page in SHIPPED {
            let slug = page.slug();
            assert_eq!(Slug::parse(page.slug).as_ref(), Some(&slug));
            let (_, _, body) = text(&slug, Locale::En).unwrap();
            assert_eq!(gaps(body).is_empty(), slug.section() != Section::Imprint, "{slug}");
        }
    }
}
