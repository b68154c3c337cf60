//! Which text somebody reads: their language's if there is one, else English, else any. Rules without a database.
//!
//! A shipped text holds until an operator publishes one in its place, or takes the page down. A shipped text with gaps is
//! worse than a whole one in another language, so it yields to whatever was published.

use crate::markdown::gaps;
use crate::shipped::{self, SHIPPED};
use crate::slug::{Section, Slug};
use crate::store::{Version, VersionState};
use domain::Timestamp;
use domain::format::Locale;
use domain::text_enum::TextEnum as _;
use std::collections::BTreeMap;

/// A page as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub slug: Slug,
    /// The language of title and body, which may be another one than was asked for.
    pub locale: Locale,
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Place in the index of help, smallest first.
    pub position: i64,
    /// When it was published; `None` for what the program ships.
    pub published_at: Option<Timestamp>,
    /// All languages in which the page can be read.
    pub languages: Vec<Locale>,
}

/// What a page is in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The text that the program ships.
    Shipped,
    Published,
    Withdrawn,
    /// There is none; another language stands in.
    Missing,
}

struct Text<'t> {
    title: &'t str,
    body: &'t str,
    position: i64,
    published_at: Option<Timestamp>,
}

fn text_in<'t>(slug: &Slug, live: &'t [Version], locale: Locale) -> Option<Text<'t>> {
    let own = live.iter().find(|v| v.slug == *slug && v.locale == locale);
    if let Some(version) = own {
        return (version.state == VersionState::Published).then(|| Text {
            title: &version.title,
            body: &version.body,
            position: version.position,
            published_at: Some(version.starts_at.unwrap_or(version.written_at)),
        });
    }
    let (position, title, body) = shipped::text(slug, locale)?;
    let written = live.iter().any(|v| v.slug == *slug && v.state == VersionState::Published);
    if written && !gaps(body).is_empty() {
        return None;
    }
    Some(Text { title, body, position, published_at: None })
}

/// What somebody reads of a page, given what counts of it now; `None` where there is no such page.
pub fn reading(slug: &Slug, live: &[Version], locale: Locale) -> Option<Reading> {
    let languages: Vec<Locale> =
        Locale::ALL.iter().copied().filter(|l| text_in(slug, live, *l).is_some()).collect();
    let shown =
        [locale, Locale::En].into_iter().find(|l| languages.contains(l)).or(languages.first().copied())?;
    let text = text_in(slug, live, shown)?;
    Some(Reading {
        slug: slug.clone(),
        locale: shown,
        title: text.title.to_owned(),
        body: text.body.to_owned(),
        position: text.position,
        published_at: text.published_at,
        languages,
    })
}

/// What a page is in a language.
pub fn standing(slug: &Slug, live: &[Version], locale: Locale) -> Standing {
    match live.iter().find(|v| v.slug == *slug && v.locale == locale).map(|v| v.state) {
        Some(VersionState::Published) => Standing::Published,
        Some(_) => Standing::Withdrawn,
        None if text_in(slug, live, locale).is_some() => Standing::Shipped,
        None => Standing::Missing,
    }
}

/// Every page that can be read, in the order of the index: by section, then by place, then by title.
pub fn index(live: &[Version], locale: Locale) -> Vec<Reading> {
    let mut slugs: BTreeMap<Slug, Section> = SHIPPED.iter().map(|s| (s.slug(), s.slug().section())).collect();
    slugs.extend(live.iter().map(|v| (v.slug.clone(), v.slug.section())));
    let mut all: Vec<Reading> = slugs.keys().filter_map(|slug| reading(slug, live, locale)).collect();
    all.sort_by(|a, b| {
        (a.slug.section(), a.position, &a.title).cmp(&(b.slug.section(), b.position, &b.title))
    });
    all
}
