//! Every kit is whole: in three languages, with rules that the commands take, and without two things of one name.

use crate::kit::{KitName, Shelf, Words};
use crate::plan::restricted;
use content::{Section, Slug, gaps, html};
use domain::commission::default_rule;
use domain::format::Locale;
use domain::listing::ListingRule;
use domain::text_enum::TextEnum as _;
use std::collections::HashSet;

/// What a category may be called at most.
const LONGEST_NAME: usize = 80;

fn each(shelves: &'static [Shelf], seen: &mut impl FnMut(&'static Shelf)) {
    for shelf in shelves {
        seen(shelf);
        each(shelf.below, seen);
    }
}

fn said_in_three(words: Words) {
    for locale in Locale::ALL {
        let text = words.of(*locale);
        assert_eq!(text, text.trim());
        assert!((1..=LONGEST_NAME).contains(&text.chars().count()), "{words:?}");
        let arabic = text.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
        assert_eq!(arabic, *locale == Locale::Ar, "{words:?}");
    }
}

/// Categories beside each other are told apart by each of their names, and so are they by their addresses.
fn no_two_are_one(shelves: &'static [Shelf]) {
    let mut names = HashSet::new();
    let mut slugs = HashSet::new();
    for shelf in shelves {
        let own: HashSet<String> = Locale::ALL.iter().map(|l| shelf.name.of(*l).to_lowercase()).collect();
        for name in own {
            assert!(names.insert(name.clone()), "{name} stands twice");
        }
        assert!(slugs.insert(catalog::slugify(shelf.name.of(Locale::En))), "{:?}", shelf.name);
        no_two_are_one(shelf.below);
    }
}

#[test]
fn categories_have_a_name_in_every_language_and_no_two_are_one() {
    for kit in KitName::ALL {
        let mut count = 0;
        each(kit.kit().shelves, &mut |shelf| {
            count += 1;
            said_in_three(shelf.name);
            shelf.asks.iter().for_each(|name| said_in_three(*name));
        });
        assert!(count >= 10, "{kit} has {count} categories");
        no_two_are_one(kit.kit().shelves);
    }
}

#[test]
fn kits_do_not_name_each_others_roots() {
    let mut names = HashSet::new();
    for kit in KitName::ALL {
        for shelf in kit.kit().shelves {
            assert!(names.insert(shelf.name.of(Locale::En)), "{:?} is in two kits", shelf.name);
        }
    }
}

#[test]
fn every_rule_is_one_that_can_be_said() {
    for kit in KitName::ALL {
        let mut asks = 0;
        each(kit.kit().shelves, &mut |shelf| {
            default_rule(shelf.class).validate().unwrap();
            for locale in Locale::ALL {
                let required = shelf.asks.iter().map(|name| name.of(*locale).to_owned()).collect();
                let brands = restricted(shelf);
                let rule = ListingRule { required, approval: shelf.approval, brands };
                assert_eq!(rule.clone().tidied(), Ok(rule), "{:?}", shelf.name);
            }
            asks += shelf.asks.len();
        });
        assert!(asks > 0, "{kit} asks for nothing");
    }
}

#[test]
fn markets_whose_brands_are_forged_restrict_some_and_none_of_them_twice() {
    for (kit, some) in [
        (KitName::Bookshop, false),
        (KitName::Grocer, false),
        (KitName::Fashion, true),
        (KitName::Electronics, true),
    ] {
        let mut brands = Vec::new();
        each(kit.kit().shelves, &mut |shelf| brands.extend(shelf.brands.iter().map(|b| b.to_lowercase())));
        assert_eq!(!brands.is_empty(), some, "{kit}");
        let all = brands.len();
        brands.sort_unstable();
        brands.dedup();
        assert_eq!(brands.len(), all, "{kit} restricts a brand twice");
    }
}

#[test]
fn pages_are_whole_in_every_language_and_only_the_imprint_has_gaps() {
    let mut names = HashSet::new();
    for kit in KitName::ALL {
        let kit = kit.kit();
        assert!(kit.pages.len() >= 2);
        for page in kit.pages {
            let slug = Slug::help(page.name).unwrap();
            assert_eq!(slug.section(), Section::Help);
            assert!(content::SHIPPED.iter().all(|shipped| shipped.slug() != slug), "{slug} is shipped");
            assert!(names.insert(page.name), "{slug} is in two kits");
            same_parts(page.texts, true);
            for locale in Locale::ALL {
                let (title, body) = page.texts.of(*locale).split_once('\n').unwrap();
                assert!(title.starts_with("# ") && body.trim().len() > 200, "{slug} in {locale}");
                assert_eq!(gaps(body), Vec::<String>::new(), "{slug} in {locale}");
            }
        }
        same_parts(kit.imprint, false);
        for locale in Locale::ALL {
            assert!(!gaps(kit.imprint.of(*locale)).is_empty());
        }
    }
}

/// Headings, items, links and gaps of a text in each language.
fn same_parts(texts: Words, titled: bool) {
    let parts = Locale::ALL.iter().map(|locale| {
        let text = texts.of(*locale);
        let body = if titled { text.split_once('\n').unwrap().1 } else { text };
        let shown = html(body);
        assert!(!shown.contains("&lt;"), "{text}");
        ["<h2>", "<li>", "href=\"/", "<mark>", "<strong>"].map(|part| shown.matches(part).count())
    });
    let parts: Vec<_> = parts.collect();
    assert!(parts.iter().all(|one| *one == parts[0]), "{parts:?} in {}", texts.of(Locale::En));
}
