//! Pieces of a page's frame that are the same for everybody of one language: written once, then kept as HTML.
//! Only what the key names may stand in a kept piece, nothing of a person. Called by `header`.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use domain::Currency;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::ctx::{NavLink, Theme};
use crate::text::Locale;

/// Which piece it is, with all that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The header of a guest with an empty cart, without a search.
    Header { locale: Locale, departments: Arc<Vec<NavLink>> },
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
}

/// There are a few dozen, and more only while the categories are being changed.
const MOST: usize = 256;

static KEPT: RwLock<Option<HashMap<Piece, Arc<str>>>> = RwLock::new(None);

/// The piece as it was written the first time.
pub fn kept(piece: Piece, write: impl FnOnce() -> AnyView) -> AnyView {
    let known =
        KEPT.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|all| all.get(&piece).cloned());
    let html = known.unwrap_or_else(|| {
        let html: Arc<str> = write().to_html().into();
        let mut all = KEPT.write().unwrap_or_else(PoisonError::into_inner);
        let all = all.get_or_insert_default();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(piece, html.clone());
        html
    });
    InertElement::new(html.to_string()).into_any()
}
