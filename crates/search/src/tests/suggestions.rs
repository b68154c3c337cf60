//! What is suggested while somebody types.

use super::{index, product, titled};
use crate::suggest::Suggestions;

fn shop() -> crate::store::Store {
    index(&[
        titled(1, "Gooseneck kettle"),
        titled(2, "Steel kettle"),
        titled(3, "Kettlebell 12 kg"),
        titled(4, "Steel keyring KX-200"),
        titled(5, "Cafetière"),
    ])
}

fn searches(typed: &str) -> Vec<String> {
    shop().suggest(typed).unwrap().searches
}

#[test]
fn a_beginning_becomes_the_words_that_most_titles_have() {
    assert_eq!(searches("ke"), ["kettle", "kettlebell", "keyring"]);
    assert_eq!(searches("KETTLE"), ["kettle", "kettlebell"]);
    assert_eq!(searches("café"), ["cafetiere"]);
}

#[test]
fn the_words_before_it_choose_among_them() {
    assert_eq!(searches("steel ke"), ["steel kettle", "steel keyring"]);
    assert_eq!(searches("goose ke"), Vec::<String>::new());
    assert_eq!(searches("steel "), ["steel"]);
}

#[test]
fn model_numbers_wait_for_a_digit() {
    assert!(searches("k").iter().all(|word| !word.contains("200")));
    assert_eq!(searches("kx 2"), ["kx 200"]);
}

#[test]
fn the_likeliest_search_shows_its_products() {
    let found = shop().suggest("gooseneck k").unwrap();
    assert_eq!(found.products.first(), Some(&product(1)));
}

#[test]
fn nothing_typed_and_nothing_known_suggest_nothing() {
    for typed in ["", "   ", "zzz", "\"(", "zzz ke"] {
        assert_eq!(shop().suggest(typed).unwrap(), Suggestions::default(), "{typed}");
    }
}
