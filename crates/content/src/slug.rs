//! The names of pages. A name says where its page is.

use std::fmt;

const NAME_MAX_BYTES: usize = 120;

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    Imprint,
    Privacy,
    Cookies,
    /// One page of the help.
    Help,
    /// Words over the products of a category.
    Category,
}

/// `imprint`, `privacy`, `cookies`, `help/<name>` or `category/<slug of the category>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// `None` for what names no page. A name is made of small Latin letters, digits and hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let name = match text.split_once('/') {
            None => return matches!(text, "imprint" | "privacy" | "cookies").then(|| Self(text.to_owned())),
            Some(("help" | "category", name)) => name,
            Some(_) => return None,
        };
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = !name.is_empty() && name.len() <= NAME_MAX_BYTES && name.bytes().all(plain);
        fits.then(|| Self(text.to_owned()))
    }

    /// The name of a shipped page; a test parses every one of them.
    pub(crate) fn shipped(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The page of the help with this name.
    pub fn help(name: &str) -> Option<Self> {
        Self::parse(&format!("help/{name}"))
    }

    /// The words over this category.
    pub fn category(slug: &str) -> Option<Self> {
        Self::parse(&format!("category/{slug}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn section(&self) -> Section {
        match self.0.as_str() {
            "imprint" => Section::Imprint,
            "privacy" => Section::Privacy,
            "cookies" => Section::Cookies,
            other if other.starts_with("help/") => Section::Help,
            _ => Section::Category,
        }
    }

    /// What stands behind the last slash.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Where people read it.
    pub fn path(&self) -> String {
        match self.section() {
            Section::Category => format!("/c/{}", self.name()),
            _ => format!("/{}", self.0),
        }
    }

    /// Whether every shop must have it, in some language.
    pub fn is_needed(&self) -> bool {
        matches!(self.section(), Section::Imprint | Section::Privacy | Section::Cookies)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl db::Column for Slug {
    fn read(cell: db::Cell<'_>) -> Result<Self, db::ColumnError> {
        let text = String::read(cell)?;
        Self::parse(&text).ok_or_else(|| db::ColumnError(format!("`{text}` names no page")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_names_a_page_and_nothing_else() {
        for (text, path) in [
            ("imprint", Some("/imprint")),
            ("help/delivery", Some("/help/delivery")),
            ("category/kitchen-2", Some("/c/kitchen-2")),
            ("help/", None),
            ("help/a/b", None),
            ("help/../imprint", None),
            ("Help/delivery", None),
            ("account", None),
            ("", None),
        ] {
            assert_eq!(Slug::parse(text).map(|s| s.path()).as_deref(), path, "{text}");
        }
        assert!(Slug::parse(&format!("help/{}", "a".repeat(121))).is_none());
    }
}
