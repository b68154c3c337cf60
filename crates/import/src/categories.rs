//! Finding a category for products of a source that has none.
//!
//! The rule: what the technical attributes prove, then the longest phrase of the title that the table knows, then
//! single words of the title, then the same in the product type and the description. `categories.txt` is the table.

use domain::commission::CommissionClass;
use domain::text_enum::TextEnum as _;
use std::sync::OnceLock;

const TABLE: &str = include_str!("categories.txt");
const FALLBACK: &str = "More Electronics";

/// A place in the tree: names from the root, and the commission class of new categories there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub path: Vec<String>,
    pub class: CommissionClass,
}

struct Rules {
    places: Vec<Place>,
    /// Longest first.
    phrases: Vec<(String, usize)>,
    /// In the table's order.
    words: Vec<(String, usize)>,
}

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let mut rules = Rules { places: Vec::new(), phrases: Vec::new(), words: Vec::new() };
        for line in TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut parts = line.split(" | ");
            let (path, class, phrases) = (parts.next(), parts.next(), parts.next());
            let class = class.and_then(CommissionClass::parse).unwrap_or(CommissionClass::Standard);
            let path = path.unwrap_or_default().split(" > ").map(str::to_owned).collect();
            let place = rules.places.len();
            rules.places.push(Place { path, class });
            for phrase in phrases.unwrap_or_default().split(", ") {
                let list = if phrase.contains(' ') { &mut rules.phrases } else { &mut rules.words };
                list.push((phrase.to_owned(), place));
            }
        }
        rules.phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        rules
    })
}

/// What a product says about itself.
pub(crate) struct Evidence<'a> {
    pub title: &'a str,
    /// Names of its attributes in the source's own spelling.
    pub attributes: &'a dyn Fn(&str) -> bool,
    /// How a printer or its supplies print, as the source says it.
    pub print_technology: &'a str,
    pub product_type: &'a str,
    pub description: &'a str,
}

/// The place of a product; everything has one.
pub(crate) fn place_of(evidence: &Evidence<'_>) -> Place {
    let title = normal(evidence.title);
    let rest = || {
        let kind = normal(evidence.product_type);
        let text = normal(evidence.description);
        phrase_in(&kind).or_else(|| word_in(&kind)).or_else(|| phrase_in(&text)).or_else(|| word_in(&text))
    };
    let found = computer(evidence)
        .or_else(|| phrase_in(&title))
        .or_else(|| by_attributes(evidence, &title))
        .or_else(|| word_in(&title))
        .or_else(rest);
    found
        .cloned()
        .unwrap_or_else(|| Place { path: vec![FALLBACK.to_owned()], class: CommissionClass::Electronics })
}

/// The commission class of a place that the table has.
pub(crate) fn class_at(path: &[String]) -> Option<CommissionClass> {
    rules().places.iter().find(|place| place.path == path).map(|place| place.class)
}

/// Lower-case words with one space around each.
fn normal(text: &str) -> String {
    let lower = text.to_lowercase().replace("pc(s)", " ").replace("pcs.", " ");
    let mut normal = String::with_capacity(lower.len() + 2);
    normal.push(' ');
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        normal.push_str(word);
        normal.push(' ');
    }
    normal
}

fn contains(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let after = &text[at + phrase.len()..];
        text[..at].ends_with(' ') && (after.starts_with(' ') || after.starts_with("s "))
    })
}

fn phrase_in(text: &str) -> Option<&'static Place> {
    first_in(text, &rules().phrases)
}

fn word_in(text: &str) -> Option<&'static Place> {
    first_in(text, &rules().words)
}

fn first_in(text: &str, list: &'static [(String, usize)]) -> Option<&'static Place> {
    let found = list.iter().find(|(phrase, _)| contains(text, phrase));
    found.and_then(|(_, place)| rules().places.get(*place))
}

fn place(path: &str) -> Option<&'static Place> {
    rules().places.iter().find(|place| place.path.join(" > ") == path)
}

/// A display and a processor in one thing: a phone when it takes a SIM card, else a portable computer.
fn computer(evidence: &Evidence<'_>) -> Option<&'static Place> {
    let has = evidence.attributes;
    if !has("n_display_diagonal") || !(has("t_processor_family") || has("t_processor_model")) {
        return None;
    }
    let phone = has("t_sim_card_capability") || has("t_sim_card_type") || has("t_phone_form_factor");
    let all_in_one = normal(evidence.title).contains(" all in one ");
    place(match (phone, all_in_one) {
        (true, _) => "Phones & Navigation > Telephones",
        (_, true) => "Computers > Desktops & Workstations",
        _ => "Computers > Notebooks",
    })
}

fn by_attributes(evidence: &Evidence<'_>, title: &str) -> Option<&'static Place> {
    let has = evidence.attributes;
    let processor = has("t_processor_family") || has("n_processor_frequency");
    let is_supply = has("t_printing_colours") && !has("t_maximum_resolution");
    let path = if has("n_labels_per_pack") {
        "Office Supplies > Labels"
    } else if has("n_recommended_age__min_") && !title.contains(" bag ") {
        "Toys & Games > Toys & Crafts"
    } else if has("t_processor_socket") && !has("n_internal_memory") && !has("t_form_factor") {
        "Computer Components > Processors"
    } else if processor && has("n_internal_memory") && !has("t_print_technology") {
        "Computers > Desktops & Workstations"
    } else if has("n_black_toner_page_yield") || has("n_colour_toner_page_yield") {
        "Ink & Toner > Toner Cartridges"
    } else if has("t_ink_type") || (is_supply && evidence.print_technology.contains("Inkjet")) {
        "Ink & Toner > Ink Cartridges"
    } else if is_supply && evidence.print_technology.contains("Laser") {
        "Ink & Toner > Toner Cartridges"
    } else if has("t_print_technology") && has("t_maximum_resolution") {
        "Printers & Scanners > Printers"
    } else if has("n_display_diagonal") && has("t_display_resolution") && !title.contains(" tv ") {
        "Monitors & Projectors > Monitors"
    } else if has("n_cable_length") && (title.contains(" cable ") || title.contains(" wire ")) {
        "Cables > USB, Serial & Data Cables"
    } else {
        return None;
    };
    place(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, attributes: &[&str]) -> String {
        let has = |name: &str| attributes.contains(&name);
        place_of(&Evidence {
            title,
            attributes: &has,
            product_type: "",
            print_technology: "",
            description: "",
        })
        .path
        .join(" > ")
    }

    #[test]
    fn every_line_of_the_table_is_a_rule() {
        for line in TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let parts: Vec<_> = line.split(" | ").collect();
            assert_eq!(parts.len(), 3, "{line}");
            assert!(CommissionClass::parse(parts[1]).is_some(), "{line}");
            assert!(parts[2].split(", ").all(|p| !p.is_empty() && p == p.to_lowercase()), "{line}");
        }
    }

    #[test]
    fn every_place_that_attributes_prove_is_in_the_table() {
        let source = include_str!("categories.rs").split("#[cfg(test)]").next().unwrap();
        let named: Vec<_> = source.split('"').filter(|s| s.contains(" > ") && !s.contains(" | ")).collect();
        assert!(named.len() > 10);
        for path in named.into_iter().filter(|p| p.len() > 3) {
            assert!(place(path).is_some(), "{path}");
        }
    }

    #[test]
    fn real_titles_find_their_place() {
        let cases: [(&str, &[&str], &str); 10] = [
            ("Xerox 006R90321 toner cartridge Original Black 6 pc(s)", &[], "Ink & Toner > Toner Cartridges"),
            (
                "Targus TAR300 notebook case 39.6 cm (15.6\") Briefcase",
                &[],
                "Computer Accessories > Bags & Cases",
            ),
            ("HP EliteBook 6930p Notebook PC", &[], "Computers > Notebooks"),
            ("HP Pavilion", &["n_display_diagonal", "t_processor_model"], "Computers > Notebooks"),
            (
                "Samsung Galaxy",
                &["n_display_diagonal", "t_processor_model", "t_sim_card_capability"],
                "Phones & Navigation > Telephones",
            ),
            (
                "Intel Xeon E5405 processor 2 GHz Box",
                &["t_processor_socket"],
                "Computer Components > Processors",
            ),
            ("C2G 7m Cat5E Patch Cable networking cables", &["n_cable_length"], "Cables > Network Cables"),
            ("HERMA Labels A4 white", &["n_labels_per_pack"], "Office Supplies > Labels"),
            ("HP 364 Original Black 1 pc(s)", &["t_ink_type"], "Ink & Toner > Ink Cartridges"),
            ("Something nobody ever saw", &[], "More Electronics"),
        ];
        for (title, attributes, path) in cases {
            assert_eq!(of(title, attributes), path, "{title}");
        }
    }
}
