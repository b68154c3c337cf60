//! Brands and categories among the words, with the names of a shop of electronics: those that the importer gives to a
//! technical catalogue.

use super::category;
use crate::intent::Names;
use crate::query::Typed;
use crate::synonyms::{Synonym, SynonymId, Synonyms};
use domain::{Timestamp, TypedId as _};
use uuid::Uuid;

#[rustfmt::skip]
const CATEGORIES: &[&str] = &[
    "Toys & Games", "Puzzles", "Dolls & Accessories", "Toys & Crafts", "Home & Kitchen", "Coffee & Tea",
    "Kitchen Appliances", "Home & Cleaning", "Health & Beauty", "Hair & Shaving", "Personal Care", "Baby",
    "Baby Care", "Ink & Toner", "Drums & Maintenance Kits", "Toner Cartridges", "Ink Cartridges", "Ribbons",
    "Office Supplies", "Labels", "Label Makers", "Paper", "Calculators", "Office Equipment", "Cables",
    "Network Cables", "Fibre Optic Cables", "Power Cables", "Audio Cables", "Video & Monitor Cables",
    "USB, Serial & Data Cables", "Adapters & Converters", "Power", "UPS", "Batteries", "Power Distribution",
    "Chargers & Adapters", "Computer Components", "Processors", "Memory", "Motherboards", "Graphics Cards",
    "Power Supplies & Cases", "Cooling", "Interface Cards", "Storage", "Solid-State Drives", "Hard Drives",
    "USB Sticks & Memory Cards", "Discs & Tapes", "Network & Server Storage", "Computers", "Notebooks",
    "Desktops & Workstations", "Servers", "Tablets & E-Readers", "Computer Accessories", "Bags & Cases",
    "Keyboards & Mice", "Docks & Hubs", "Screen Protection & Filters", "Cleaning", "Locks & Security",
    "Notebook Parts & Stands", "Monitors & Projectors", "Projector Lamps & Screens", "Projectors", "Monitors",
    "Mounts & Stands", "Printers & Scanners", "Multifunction Printers", "Large-Format Printers", "Scanners",
    "Printer Parts & Trays", "Printers", "Networking", "Switches", "Wireless & Routers",
    "Network Cards & Transceivers", "KVM Switches", "Racks & Patch Panels", "Connectors & Tools",
    "Network Security & Management", "Audio", "Headphones & Headsets", "Speakers & Microphones",
    "Players & Hi-Fi", "Cameras & Photo", "Cameras", "Lenses & Accessories", "TV & Video",
    "Televisions & Players", "Video Distribution", "Phones & Navigation", "Phone Accessories", "Telephones",
    "Navigation & Wearables", "Gaming", "Games & Accessories", "Software & Services", "Warranties & Support",
    "Software", "Lighting", "Lamps & Bulbs", "More Electronics",
];
const BRANDS: &[&str] = &["Samsung", "Black & Decker", "Decker", "HP", "Sony"];

/// The brand and the category that are understood, with `telly` for television.
fn understood(typed: &str) -> (Option<String>, Option<&'static str>) {
    let categories: Vec<_> =
        CATEGORIES.iter().enumerate().map(|(n, name)| (category(n as u64), (*name).to_owned())).collect();
    let names = Names::of(BRANDS.iter().map(|brand| (*brand).to_owned()).collect(), &categories);
    let synonym = |typed: &str, meant: &[&str]| Synonym {
        id: SynonymId::from_uuid(Uuid::nil()),
        typed: typed.into(),
        meant: meant.iter().map(|words| (*words).into()).collect(),
        both_ways: false,
        made_at: Timestamp::from_micros(0),
    };
    let synonyms = [
        synonym("telly", &["television"]),
        synonym("ear phone", &["headphones", "headsets"]),
        synonym("box", &["server", "desktop"]),
    ];
    let typed = Typed::parse(typed, &Synonyms::new(&synonyms));
    let found = names.in_words(typed.folded(), typed.instead());
    let name = found.category.and_then(|id| categories.iter().find(|(known, _)| *known == id));
    (found.brand, name.map(|(id, _)| CATEGORIES[id.uuid().as_u128() as usize]))
}

#[test]
fn a_category_is_meant_by_its_name_or_by_what_only_it_lists() {
    let cases = [
        ("television", "Televisions & Players"),
        ("tv", "TV & Video"),
        ("headset", "Headphones & Headsets"),
        ("Headphones", "Headphones & Headsets"),
        ("mice", "Keyboards & Mice"),
        ("memory card", "USB Sticks & Memory Cards"),
        ("e-reader", "Tablets & E-Readers"),
        ("projector lamps", "Projector Lamps & Screens"),
        // By its own name, not by that of the department that lists it.
        ("projector", "Projectors"),
        ("scanner", "Scanners"),
        ("camera", "Cameras"),
        ("ups", "UPS"),
    ];
    for (typed, name) in cases {
        assert_eq!(understood(typed), (None, Some(name)), "{typed}");
    }
}

#[test]
fn what_several_categories_list_or_borrow_means_none() {
    for typed in ["player", "case", "accessory", "adapter", "usb", "screen", "toy", "video", "stand", ""] {
        assert_eq!(understood(typed), (None, None), "{typed}");
    }
    assert_eq!(understood("television stand"), (None, None), "a category is all the words");
}

#[test]
fn a_brand_is_known_among_the_words_and_the_category_in_what_is_left() {
    let brand = |name: &str| Some(name.to_owned());
    assert_eq!(understood("samsung tv"), (brand("Samsung"), Some("TV & Video")));
    assert_eq!(understood("television samsung"), (brand("Samsung"), Some("Televisions & Players")));
    assert_eq!(understood("black decker drill"), (brand("Black & Decker"), None));
    assert_eq!(understood("hp"), (brand("HP"), None));
}

#[test]
fn what_the_operator_calls_the_same_names_a_category_when_it_names_one_alone() {
    assert_eq!(understood("samsung telly"), (Some("Samsung".into()), Some("Televisions & Players")));
    assert_eq!(understood("tellys"), (None, Some("Televisions & Players")));
    assert_eq!(understood("ear phones sony"), (Some("Sony".into()), Some("Headphones & Headsets")));
    assert_eq!(understood("box"), (None, None), "a server or a desktop");
}
