//! What a kit is made of. A kit has no rates of its own: each kind of goods has the published ones of
//! `domain::commission::default_rule`.

use crate::{bookshop, electronics, fashion, grocer};
use domain::commission::CommissionClass;
use domain::format::Locale;

domain::text_enum! {
    /// A market that is opened in one step.
    pub enum KitName {
        Bookshop = "bookshop",
        Grocer = "grocer",
        Fashion = "fashion",
        Electronics = "electronics",
    }
}

impl KitName {
    pub(crate) fn kit(self) -> &'static Kit {
        match self {
            Self::Bookshop => &bookshop::KIT,
            Self::Grocer => &grocer::KIT,
            Self::Fashion => &fashion::KIT,
            Self::Electronics => &electronics::KIT,
        }
    }
}

/// The same words in English, Spanish and Arabic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words(pub [&'static str; 3]);

impl Words {
    pub fn of(self, locale: Locale) -> &'static str {
        let Self([en, es, ar]) = self;
        match locale {
            Locale::En => en,
            Locale::Es => es,
            Locale::Ar => ar,
        }
    }
}

/// A category and those below it.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub name: Words,
    pub class: CommissionClass,
    /// Attributes that a new product must have; those of the categories above it are asked for as well.
    pub asks: &'static [Words],
    /// Whether an operator looks at a new product before shoppers do.
    pub approval: bool,
    /// Brands that are often forged, and that their makers let few people sell: nobody offers them until an operator has said
    /// who may.
    pub brands: &'static [&'static str],
    pub below: &'static [Shelf],
}

/// A page of the help. The first line of a text is its title.
#[derive(Debug)]
pub(crate) struct KitPage {
    pub name: &'static str,
    pub position: i64,
    pub texts: Words,
}

#[derive(Debug)]
pub(crate) struct Kit {
    pub shelves: &'static [Shelf],
    /// What this trade has to say in its imprint beside what every shop does. It has gaps that only the operator can fill.
    pub imprint: Words,
    pub pages: &'static [KitPage],
}

/// A category, written as a line: its names, its kind of goods, what it asks for, whether it needs approval, the brands that
/// it restricts, what is below it.
macro_rules! shelf {
    ([$en:literal, $es:literal, $ar:literal], $class:ident, asks [$($asked:expr),*], approval $approval:literal, brands $brands:expr, below [$($below:expr),* $(,)?]) => {
        $crate::kit::Shelf {
            name: $crate::kit::Words([$en, $es, $ar]),
            class: domain::commission::CommissionClass::$class,
            asks: &[$($asked),*],
            approval: $approval,
            brands: $brands,
            below: &[$($below),*],
        }
    };
    ([$en:literal, $es:literal, $ar:literal], $class:ident, asks [$($asked:expr),*], approval $approval:literal, below [$($below:expr),* $(,)?]) => {
        $crate::kit::shelf!([$en, $es, $ar], $class, asks [$($asked),*], approval $approval, brands &[], below [$($below),*])
    };
    ([$en:literal, $es:literal, $ar:literal], $class:ident, asks [$($asked:expr),*]) => {
        $crate::kit::shelf!([$en, $es, $ar], $class, asks [$($asked),*], approval false, below [])
    };
}
pub(crate) use shelf;

/// The texts of a file in every language.
macro_rules! texts {
    ($file:literal) => {
        $crate::kit::Words([
            include_str!(concat!("../pages/en/", $file, ".md")),
            include_str!(concat!("../pages/es/", $file, ".md")),
            include_str!(concat!("../pages/ar/", $file, ".md")),
        ])
    };
}
pub(crate) use texts;
