//! Every text that people read, in every language. Owns the keys. Server only: islands get their texts as props.
//!
//! A key is a method of [`T`]: `ctx.t().cart_title()`. Each audience has a file here that adds its keys with
//! [`texts!`]: three languages side by side, so a missing one does not compile. Arguments and plurals follow ICU
//! MessageFormat: `"{n, plural, one {# item} other {# items}}"`. The tests below fail on a key nobody uses, on
//! arguments that differ between languages and on a plural without the forms its language needs.
mod message;

mod abuse;
mod account;
mod address;
mod analysis;
mod api_keys;
mod basket;
mod common;
mod content;
mod coupon;
mod currency;
mod developers;
mod disputes;
mod fees;
mod findings;
mod forms;
mod funded;
mod health;
mod imports;
mod invoices;
mod kits;
mod listing;
mod lists;
mod messages;
mod notices;
mod office;
mod openings;
mod own_coupons;
mod payouts;
mod phone;
mod pricing;
mod profit;
mod promise;
mod promotions;
mod return_rules;
mod returns;
mod reviews;
mod security;
mod seller;
mod shop;
mod skus;
mod staff;
mod store;
mod styleguide;
mod switches;
mod taxes;
mod terms;
mod trail;
mod webhooks;

pub use domain::format::{Locale, Writing};
pub use message::Arg;

/// The texts in one language, with numbers as the reader's region writes them. `Copy`; made by `Ctx::t`.
#[derive(Clone, Copy, Debug)]
pub struct T {
    locale: Locale,
    writing: Writing,
}

impl T {
    pub fn new(locale: Locale) -> T {
        T { locale, writing: locale.into() }
    }

    /// With numbers and amounts written like this.
    pub fn written(self, writing: Writing) -> T {
        T { writing, ..self }
    }

    /// How numbers and amounts are written: `format::money(price, t.writing())`.
    pub fn writing(self) -> Writing {
        self.writing
    }

    pub fn locale(self) -> Locale {
        self.locale
    }

    fn pick(self, [en, es, ar]: [&'static str; 3]) -> &'static str {
        match self.locale {
            Locale::En => en,
            Locale::Es => es,
            Locale::Ar => ar,
        }
    }
}

/// Adds keys: `name: "English", "Español", "العربية";` or with arguments `name(n, who): …;`. Each key becomes a
/// method of `T` that returns a `String`; an argument takes numbers and texts.
macro_rules! texts {
    ($( $key:ident $( ( $($arg:ident),+ ) )? : $en:literal, $es:literal, $ar:literal ; )*) => {
        impl $crate::text::T {
            $(
                #[doc = $en]
                pub fn $key(self $( $(, $arg: impl Into<$crate::text::Arg>)+ )?) -> String {
                    $crate::text::message::format(
                        self.locale(),
                        self.writing(),
                        self.pick([$en, $es, $ar]),
                        &[$( $( (stringify!($arg), $arg.into()) ),+ )?],
                    )
                }
            )*
        }

        #[cfg(test)]
        pub(super) const KEYS: &[$crate::text::Key] = &[
            $( $crate::text::Key {
                name: stringify!($key),
                args: &[$( $( stringify!($arg) ),+ )?],
                languages: [$en, $es, $ar],
            } ),*
        ];
    };
}
use texts;

#[cfg(test)]
pub(crate) struct Key {
    pub name: &'static str,
    pub args: &'static [&'static str],
    pub languages: [&'static str; 3],
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use domain::text_enum::TextEnum as _;

    use super::*;

    /// Every file of texts, by its name. A new file is added here and as `mod` above.
    const FILES: &[(&str, &[Key])] = &[
        ("abuse", abuse::KEYS),
        ("account", account::KEYS),
        ("address", address::KEYS),
        ("analysis", analysis::KEYS),
        ("basket", basket::KEYS),
        ("common", common::KEYS),
        ("content", content::KEYS),
        ("disputes", disputes::KEYS),
        ("currency", currency::KEYS),
        ("fees", fees::KEYS),
        ("taxes", taxes::KEYS),
        ("terms", terms::KEYS),
        ("coupon", coupon::KEYS),
        ("findings", findings::KEYS),
        ("return_rules", return_rules::KEYS),
        ("returns", returns::KEYS),
        ("reviews", reviews::KEYS),
        ("security", security::KEYS),
        ("seller", seller::KEYS),
        ("shop", shop::KEYS),
        ("skus", skus::KEYS),
        ("forms", forms::KEYS),
        ("funded", funded::KEYS),
        ("imports", imports::KEYS),
        ("invoices", invoices::KEYS),
        ("kits", kits::KEYS),
        ("listing", listing::KEYS),
        ("lists", lists::KEYS),
        ("messages", messages::KEYS),
        ("notices", notices::KEYS),
        ("office", office::KEYS),
        ("openings", openings::KEYS),
        ("own_coupons", own_coupons::KEYS),
        ("health", health::KEYS),
        ("api_keys", api_keys::KEYS),
        ("developers", developers::KEYS),
        ("payouts", payouts::KEYS),
        ("phone", phone::KEYS),
        ("pricing", pricing::KEYS),
        ("profit", profit::KEYS),
        ("promise", promise::KEYS),
        ("promotions", promotions::KEYS),
        ("staff", staff::KEYS),
        ("store", store::KEYS),
        ("styleguide", styleguide::KEYS),
        ("switches", switches::KEYS),
        ("trail", trail::KEYS),
        ("webhooks", webhooks::KEYS),
    ];

    fn sources(dir: &Path, out: &mut String) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("text") {
                sources(&path, out);
            } else if path.extension().is_some_and(|ext| ext == "rs")
                && !path.parent().unwrap().ends_with("text")
            {
                out.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_file_of_texts_is_checked() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text");
        let on_disk: BTreeSet<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .filter(|name| !["mod", "message"].contains(&name.as_str()))
            .collect();
        let listed: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(on_disk, listed);
    }

    #[test]
    fn every_text_is_used_by_a_page() {
        let mut code = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        let words: BTreeSet<&str> =
            code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
        let unused: Vec<String> = FILES
            .iter()
            .flat_map(|(file, keys)| keys.iter().map(move |key| (file, key.name)))
            .filter(|(_, name)| !words.contains(name))
            .map(|(file, name)| format!("{file}.{name}"))
            .collect();
        assert!(unused.is_empty(), "texts that no page shows: {unused:?}");
    }

    #[test]
    fn every_text_names_the_same_arguments_in_all_languages_and_has_its_plural_forms() {
        for (file, keys) in FILES {
            for key in *keys {
                for (locale, text) in Locale::ALL.iter().copied().zip(key.languages) {
                    let place = format!("{file}.{} in {}", key.name, locale);
                    assert!(!text.trim().is_empty(), "{place} is empty");
                    let used =
                        message::check(locale, text).unwrap_or_else(|error| panic!("{place}: {error}"));
                    let declared: BTreeSet<String> = key.args.iter().map(|arg| (*arg).to_owned()).collect();
                    assert_eq!(used, declared, "{place}");
                }
            }
        }
    }

    /// Behind an Arabic letter digits count as Arabic ones, and a date that begins with its year is read from its day on.
    #[test]
    fn a_date_in_an_arabic_text_is_set_apart_so_that_it_is_read_as_it_is_to_be_typed() {
        let is_date = |text: &str| {
            let fits = |(at, byte): (usize, &u8)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            };
            text.as_bytes().get(..10).is_some_and(|ten| ten.iter().enumerate().all(fits))
        };
        let texts = FILES.iter().flat_map(|(_, keys)| keys.iter()).map(|key| (key.name, key.languages[2]));
        let mut dates = 0;
        for (name, text) in texts {
            for (at, _) in text.char_indices().filter(|(at, _)| is_date(&text[*at..])) {
                dates += 1;
                let (before, behind) = (&text[..at], &text[at + 10..]);
                let opened =
                    before.rfind('\u{2066}').is_some_and(|open| before[open..].find('\u{2069}').is_none());
                assert!(opened && behind.contains('\u{2069}'), "{name}: {text}");
            }
        }
        assert!(dates > 10, "{dates} dates");
    }

    #[test]
    fn arabic_texts_are_written_in_arabic() {
        let latin_only: Vec<&str> = FILES
            .iter()
            .flat_map(|(_, keys)| keys.iter())
            .filter(|key| !key.languages[2].chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)))
            .filter(|key| key.languages[2].chars().filter(|c| c.is_alphabetic()).count() > 12)
            .map(|key| key.name)
            .collect();
        assert!(latin_only.is_empty(), "{latin_only:?}");
    }
}
