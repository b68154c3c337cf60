//! Pieces of a page that are the same for everybody of one language, but for a few words: written once, then kept as HTML.
//! Only what the key names may stand in a kept piece, nothing of a person; the few words are filled in for each page.
//! Called by the frame of a page and by what a product's page shows of guests.
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use domain::Currency;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::ctx::{NavLink, Theme};
use crate::head::escape;
use crate::text::Locale;

/// The departments, known by where they are in memory: they are made once for each change of the tree.
#[derive(Clone, Debug)]
pub struct Departments(pub Arc<Vec<NavLink>>);

impl PartialEq for Departments {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Departments {}

impl Hash for Departments {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}

/// Which piece it is, with all that it shows but for what is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The header of a guest with an empty cart, without a search.
    Header { locale: Locale, departments: Departments },
    Footer {
        locale: Locale,
        theme: Theme,
        remembers: Option<bool>,
        operator: bool,
        offered: Arc<Vec<Currency>>,
        currency: Option<Currency>,
    },
    /// The bar of a guest with an empty cart; `here` is the entry that it marks.
    BottomBar { locale: Locale, here: Option<&'static str> },
    /// The question whether the shop may remember.
    Remember { locale: Locale },
    /// No review and no question yet, with the form to ask one, untouched.
    Silence { locale: Locale },
    /// The form to put a product onto a list, of somebody without lists.
    Wish { locale: Locale },
    /// The form to put an offer into the cart.
    ToCart { locale: Locale, quiet: bool },
    /// The country where it would go, with the untouched form for a postcode there.
    Place { locale: Locale, country: String },
}

/// There are a few dozen, and more only while the categories are being changed.
const MOST: usize = 256;

/// Stands for the first thing that is filled in, the next character for the second: none of them is a character of any
/// text (Unicode's private use area).
const FIRST_HOLE: char = '\u{e000}';

/// HTML, and which value comes behind it.
type Segments = Arc<[(String, Option<usize>)]>;

static KEPT: RwLock<Option<HashMap<Piece, Segments>>> = RwLock::new(None);

/// The piece as it was written the first time.
pub fn kept(piece: Piece, write: impl FnOnce() -> AnyView) -> AnyView {
    kept_with(piece, [], |[]| write())
}

/// The piece as it was written the first time, with these values in it. `write` gets something to write in their place,
/// as text or as the value of an attribute.
pub fn kept_with<const N: usize>(
    piece: Piece,
    values: [&str; N],
    write: impl FnOnce([String; N]) -> AnyView,
) -> AnyView {
    let known =
        KEPT.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|all| all.get(&piece).cloned());
    let segments = known.unwrap_or_else(|| {
        let holes = std::array::from_fn(|n| hole(n).to_string());
        let segments: Segments = segments(&write(holes).to_html(), N).into();
        let mut all = KEPT.write().unwrap_or_else(PoisonError::into_inner);
        let all = all.get_or_insert_default();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(piece, segments.clone());
        segments
    });
    InertElement::new(fill(&segments, values)).into_any()
}

fn hole(n: usize) -> char {
    u32::try_from(n).ok().and_then(|n| char::from_u32(u32::from(FIRST_HOLE) + n)).unwrap_or(FIRST_HOLE)
}

fn segments(html: &str, holes: usize) -> Vec<(String, Option<usize>)> {
    let which = |c: char| (0..holes).find(|n| hole(*n) == c);
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, c) in html.char_indices() {
        if let Some(n) = which(c) {
            segments.push((html[start..at].to_owned(), Some(n)));
            start = at + c.len_utf8();
        }
    }
    segments.push((html[start..].to_owned(), None));
    segments
}

fn fill<const N: usize>(segments: &[(String, Option<usize>)], values: [&str; N]) -> String {
    let most: usize = segments.iter().map(|(html, _)| html.len() + 64).sum();
    let mut out = String::with_capacity(most);
    for (html, hole) in segments {
        out.push_str(html);
        if let Some(value) = hole.and_then(|n| values.get(n)) {
            escape(&mut out, value);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_they_were_asked_for_and_are_only_text() {
        let html = format!("<a href=\"/p/{0}\">{1}</a><b>{0}</b>", hole(0), hole(1));
        let filled = fill(&segments(&html, 2), ["hat", "\"<b>&\u{e000}"]);
        assert_eq!(filled, "<a href=\"/p/hat\">&quot;&lt;b&gt;&amp;\u{e000}</a><b>hat</b>");
    }

    #[test]
    fn a_piece_is_written_once_and_filled_in_each_time() {
        let piece = || Piece::Place { locale: Locale::En, country: "kept.rs".into() };
        let of = |value: &str, tag: &'static str| {
            kept_with(piece(), [value], |[hole]| {
                view! { <p title=hole.clone() data-tag=tag>{hole.clone()}</p> }.into_any()
            })
            .to_html()
        };
        assert_eq!(of("a", "first"), "<p title=\"a\" data-tag=\"first\">a</p>");
        assert_eq!(of("\"b\"", "second"), "<p title=\"&quot;b&quot;\" data-tag=\"first\">&quot;b&quot;</p>");
    }
}
