//! What is found for what is typed.

use super::{index, product, search, titled};
use crate::document::Document;
use crate::request::{MOST_PER_PAGE, SearchRequest, Sort};
use crate::synonyms::{Synonym, SynonymId};
use domain::{CategoryId, TypedId as _};
use proptest::prelude::*;

#[test]
fn a_word_in_the_title_counts_more_than_in_the_description() {
    let mut told = titled(1, "Steel kettle");
    told.description = "Goes well with every toaster".into();
    let store = index(&[told, titled(2, "Toaster for two slices")]);
    assert_eq!(search(&store, "toaster").hits, [product(2), product(1)]);
}

#[test]
fn every_word_must_be_there_while_enough_products_have_them_all() {
    let mut shop: Vec<_> = (1..=20).map(|n| titled(n, "Red mouse")).collect();
    shop.extend([titled(21, "Red keyboard"), titled(22, "Blue mouse")]);
    let page = search(&index(&shop), "red mouse");
    assert_eq!((page.total, page.exact, page.relaxed), (20, 20, false));
}

#[test]
fn behind_a_few_that_have_every_word_come_those_with_some_of_them() {
    let store =
        index(&[titled(1, "Blue mouse mouse mouse"), titled(2, "Red mouse"), titled(3, "Green lamp")]);
    let page = search(&store, "red mouse");
    assert_eq!((page.hits, page.exact, page.relaxed), (vec![product(2), product(1)], 1, true));
    let cheapest =
        SearchRequest { text: "red mouse".into(), sort: Sort::PriceAsc, ..SearchRequest::default() };
    let page = store.search(&cheapest).unwrap();
    assert_eq!((page.hits, page.relaxed), (vec![product(2)], false), "another order would mix them");
}

#[test]
fn what_has_every_word_stays_in_front_even_sold_out() {
    let gone = Document { in_stock: false, ..titled(1, "Large red steel kettle") };
    let others = (2..10).map(|n| titled(n, "Red steel kettle kettle"));
    let store = index(&std::iter::once(gone).chain(others).collect::<Vec<_>>());
    let page = search(&store, "large red steel kettle");
    assert_eq!((page.hits[0], page.exact, page.total), (product(1), 1, 9));
    let mut seen = Vec::new();
    for number in 1..=5 {
        let request = SearchRequest {
            text: "large red steel kettle".into(),
            page: number,
            per_page: 2,
            ..SearchRequest::default()
        };
        seen.extend(store.search(&request).unwrap().hits);
    }
    assert_eq!(seen, page.hits, "pages list each once, in one order");
}

#[test]
fn a_category_or_stock_does_not_loosen_the_words() {
    let shelf = |n| CategoryId::from_uuid(uuid::Uuid::from_u128(n));
    let on = |n, title: &str, c| Document { path: vec![shelf(c)], ..titled(n, title) };
    let mut shop: Vec<_> = (1..=30).map(|n| on(n, "Wireless mouse", 1)).collect();
    shop.extend([on(31, "Wireless mouse", 2), on(32, "Wireless keyboard", 2)]);
    let store = index(&shop);
    let request =
        SearchRequest { text: "wireless mouse".into(), category: Some(shelf(2)), ..SearchRequest::default() };
    let page = store.search(&request).unwrap();
    assert_eq!((page.hits, page.total, page.relaxed), (vec![product(31)], 1, false));
}

#[test]
fn an_article_number_with_gaps_finds_only_its_product() {
    let book = Document { numbers: vec!["9780306406157".into()], ..titled(1, "A book") };
    let store = index(&[book, titled(2, "Lamp 40615 7 W"), titled(3, "Cable 7 m")]);
    assert_eq!(search(&store, "978-0-306-40615-7").hits, [product(1)]);
}

#[test]
fn the_same_title_again_makes_room_for_others() {
    let copies = (1..=4).map(|n| titled(n, "White lamp"));
    let store = index(&copies.chain([titled(5, "Brass lamp")]).collect::<Vec<_>>());
    assert_eq!(search(&store, "lamp").hits[..2], [product(1), product(5)]);
}

#[test]
fn when_nothing_has_every_word_some_are_enough_and_the_page_says_so() {
    let store = index(&[titled(1, "Red mouse"), titled(2, "Green lamp")]);
    let page = search(&store, "purple mouse");
    assert_eq!((page.hits, page.relaxed), (vec![product(1)], true));
}

#[test]
fn what_is_missing_in_what_comes_behind_is_said_as_it_was_typed() {
    let mice = (1..=6).map(|n| titled(n, &format!("Red mouse {n}")));
    let store = index(&mice.chain([titled(7, "Green lamp"), titled(8, "Red keyboard")]).collect::<Vec<_>>());
    let left_out = |text: &str| search(&store, text).left_out;
    assert_eq!(left_out("Purplé mouse"), ["Purplé"]);
    assert_eq!(left_out("the mouse, XYZ-99 or red"), ["XYZ", "99"]);
    assert_eq!(left_out("green mouse"), ["green"], "most of them, not all");
    assert_eq!(left_out("red mouse"), ["mouse"], "those in front have all");
    assert_eq!(left_out("red mouse 3"), ["3"]);
    for whole in ["mause", "purple", "lamp keyboard", ""] {
        assert_eq!(left_out(whole), Vec::<String>::new(), "{whole}");
    }
}

#[test]
fn a_filter_that_leaves_nothing_does_not_loosen_the_words() {
    let store = index(&[titled(1, "Red mouse"), titled(2, "Red lamp")]);
    let request = SearchRequest {
        text: "red mouse".into(),
        price_from_minor: Some(1_000_000),
        ..SearchRequest::default()
    };
    let page = store.search(&request).unwrap();
    assert_eq!(page.total, 0);
    let store = index(&(1..=20).map(|n| titled(n, "Red mouse")).collect::<Vec<_>>());
    assert_eq!(store.search(&request).unwrap().total, 0);
}

#[test]
fn a_typing_error_is_forgiven() {
    let store = index(&[titled(1, "Bluetooth headphones"), titled(2, "Desk lamp")]);
    for typed in ["bluetoth headphones", "bluetooth headfones", "hedphones"] {
        let page = search(&store, typed);
        assert_eq!((page.hits, page.relaxed), (vec![product(1)], true), "{typed}");
    }
    let corrected = |typed: &str| search(&store, typed).corrected;
    assert_eq!(corrected("Bluetoth hedphones").as_deref(), Some("bluetooth headphones"));
    assert_eq!(corrected("desk lanp").as_deref(), Some("desk lamp"));
    for right_or_far in ["bluetooth headphones", "headphone", "zzzzzz", "desk", ""] {
        assert_eq!(corrected(right_or_far), None, "{right_or_far}");
    }
}

#[test]
fn a_model_number_is_found_with_any_gaps() {
    let store = index(&[titled(1, "Brother TN-2110 toner black"), titled(2, "Brother HL-2140 printer")]);
    for typed in ["TN-2110", "tn2110", "tn 2110", "brother tn2110"] {
        assert_eq!(search(&store, typed).hits[0], product(1), "{typed}");
    }
    assert_eq!(search(&store, "tn2110").total, 1);
}

#[test]
fn a_unit_belongs_to_its_number_however_it_is_typed() {
    let store = index(&[
        titled(1, "External drive 1 TB"),
        titled(2, "External drive 2TB"),
        titled(3, "Television 55\" LCD"),
        titled(4, "Camera MX-500"),
    ]);
    for (typed, n) in
        [("1tb", 1), ("1 tb", 1), ("2tb", 2), ("2 tb drive", 2), ("55\"", 3), ("mx-500", 4), ("mx500", 4)]
    {
        assert_eq!(search(&store, typed).hits.first(), Some(&product(n)), "{typed}");
    }
}

#[test]
fn inches_are_a_sign_or_a_word_in_whatever_language() {
    let store = index(&[
        titled(1, "Television 55\" LCD"),
        titled(2, "Television 65 inch LCD"),
        titled(3, "Inch worm, wooden"),
    ]);
    for (typed, n) in [
        ("55 inch television", 1),
        ("55inch television", 1),
        ("television 55 Inches", 1),
        ("television 55 pulgadas", 1),
        ("55 بوصة", 1),
        ("65\" television", 2),
        ("65inch", 2),
        ("65 inches", 2),
        ("inch worm", 3),
    ] {
        let page = search(&store, typed);
        assert_eq!((page.hits.first(), page.exact), (Some(&product(n)), 1), "{typed}");
    }
    assert_eq!(search(&store, "inch").exact, 2, "without a number it is a word like any other");
}

#[test]
fn words_written_together_or_apart_are_the_same() {
    let store = index(&[titled(1, "Power bank 10000 mAh"), titled(2, "Stereo headset")]);
    assert_eq!(search(&store, "powerbank").hits, [product(1)]);
    assert_eq!(search(&store, "powerbanks").hits, [product(1)]);
    assert_eq!(search(&store, "head set").hits, [product(2)]);
}

#[test]
fn an_article_number_finds_its_product_first() {
    let numbered =
        |n, title: &str, number: &str| Document { numbers: vec![number.into()], ..titled(n, title) };
    let store =
        index(&[numbered(1, "Cable", "0036000291452"), numbered(2, "Cable 36000 291452", "4006381333931")]);
    for typed in ["0036000291452", "036000291452", "0 36000-29145 2", "36000291452"] {
        assert_eq!(search(&store, typed).hits.first(), Some(&product(1)), "{typed}");
    }
}

#[test]
fn words_next_to_each_other_in_the_title_come_first() {
    let store =
        index(&[titled(1, "Camera strap with a bag of screws"), titled(2, "Strap screws of a camera bag")]);
    assert_eq!(search(&store, "camera bag").hits, [product(2), product(1)]);
}

#[test]
fn what_can_be_bought_comes_before_what_cannot() {
    let gone = Document { in_stock: false, ..titled(2, "Kettle") };
    let store = index(&[titled(1, "Kettle"), gone]);
    assert_eq!(search(&store, "kettle").hits, [product(1), product(2)]);
    assert_eq!(search(&store, "").hits, [product(1), product(2)]);
}

#[test]
fn words_without_meaning_do_not_decide() {
    let store = index(&[titled(1, "Case for phone"), titled(2, "Phone case, leather")]);
    assert_eq!(search(&store, "case for the phone").total, 2);
    assert_eq!(search(&store, "the").total, 0);
}

#[test]
fn pages_list_every_product_once() {
    let all: Vec<_> = (0..57).map(|n| titled(n, "Same lamp")).collect();
    let store = index(&all);
    for sort in [Sort::Relevance, Sort::PriceAsc, Sort::PriceDesc, Sort::Newest] {
        let mut seen = Vec::new();
        for page in 1..=6 {
            let request =
                SearchRequest { text: "lamp".into(), sort, page, per_page: 10, ..SearchRequest::default() };
            let page = store.search(&request).unwrap();
            assert_eq!(page.total, 57);
            seen.extend(page.hits);
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..57).map(product).collect::<Vec<_>>(), "{sort}");
    }
}

#[test]
fn pages_out_of_reach_are_empty_and_not_an_error() {
    let store = index(&[titled(1, "Lamp")]);
    for (page, per_page) in [(0, 0), (7, 10), (u32::MAX, u32::MAX)] {
        let request = SearchRequest { page, per_page, ..SearchRequest::default() };
        let answer = store.search(&request).unwrap();
        assert_eq!(answer.total, 1);
        assert!((1..=MOST_PER_PAGE).contains(&answer.per_page));
    }
}

#[test]
fn other_scripts_and_accents_are_found() {
    let store = index(&[titled(1, "سماعات رأس لاسلكية"), titled(2, "Cafetière à piston")]);
    assert_eq!(search(&store, "سماعات").hits, [product(1)]);
    assert_eq!(search(&store, "cafetiere").hits, [product(2)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn nothing_typed_is_an_error(text in "\\PC{0,80}", page: u32, per_page: u32, from: Option<i64>, to: Option<i64>) {
        thread_local!(static STORE: crate::store::Store = index(&[titled(1, "Red mouse + AND OR \"x\" (a)"), titled(2, "a:b^2~")]));
        let request = SearchRequest {
            text, page, per_page, price_from_minor: from, price_to_minor: to, ..SearchRequest::default()
        };
        prop_assert!(STORE.with(|store| store.search(&request).is_ok()));
    }

    #[test]
    fn the_syntax_of_query_languages_is_only_text(text in "[a-c \"'()\\[\\]{}:^~*?+\\-!&|\\\\/<>]{0,40}") {
        thread_local!(static STORE: crate::store::Store = index(&[titled(1, "a b c")]));
        let answered = STORE.with(|store| store.search(&SearchRequest { text, ..SearchRequest::default() }).is_ok());
        prop_assert!(answered);
    }
}

#[test]
fn a_synonym_finds_what_it_means_as_if_it_had_been_typed() {
    let store =
        index(&[titled(1, "Big television set"), titled(2, "Small lamp"), titled(3, "Mobile phone case")]);
    assert_eq!(search(&store, "telly").total, 0);
    let synonym = |typed: &str, meant: &str, both_ways| Synonym {
        id: SynonymId::from_uuid(uuid::Uuid::nil()),
        typed: typed.into(),
        meant: vec![meant.into()],
        both_ways,
        made_at: domain::Timestamp::from_micros(0),
    };
    store.set_synonyms(&[synonym("telly", "television", false), synonym("smartphone", "mobile phone", true)]);
    let page = search(&store, "big tellys");
    assert_eq!((page.hits.as_slice(), page.exact, page.relaxed), (&[product(1)][..], 1, false));
    assert_eq!(search(&store, "smartphone case").hits, [product(3)]);
    assert_eq!(search(&store, "television").exact, 1);
    assert_eq!(
        search(&store, "telly").hits,
        [product(1)],
        "what was answered before the synonym is not what it is now"
    );
}

#[test]
fn a_brand_among_the_words_leaves_out_what_only_goes_with_it() {
    let of = |number: u64, title: &str, brand: &str| Document {
        brand: Some(brand.into()),
        ..titled(number, title)
    };
    let mut all: Vec<Document> =
        (1..=10).map(|n| of(n, &format!("Samsung television {n}"), "Samsung")).collect();
    all.extend((11..=13).map(|n| of(n, "Remote control for Samsung television", "Acme")));
    let store = index(&all);
    let page = search(&store, "samsung television");
    assert_eq!((page.total, page.understood.brand.as_deref()), (10, Some("Samsung")));
    assert!(page.brands[0].selected && page.brands[0].brand == "Samsung");
    assert_eq!(page.brands[1].count, 3, "the others are one click away");
    let as_typed =
        SearchRequest { text: "samsung television".into(), as_typed: true, ..SearchRequest::default() };
    let page = store.search(&as_typed).unwrap();
    assert_eq!((page.total, page.understood.is_nothing()), (13, true));
    assert!(search(&store, "remote control samsung").understood.is_nothing(), "none of them is by Samsung");
}

#[test]
fn the_name_of_a_category_leaves_out_what_only_goes_with_it() {
    let category = |n: u128| CategoryId::from_uuid(uuid::Uuid::from_u128(n));
    let on = |number: u64, title: &str, shelf: u128, name: &str| Document {
        path: vec![category(shelf)],
        category_names: vec![name.into()],
        ..titled(number, title)
    };
    let mut all: Vec<Document> = (1..=10).map(|n| on(n, &format!("Laptop {n}"), 1, "Laptops")).collect();
    all.extend((11..=15).map(|n| on(n, "Bag for a laptop", 2, "Bags")));
    let store = index(&all);
    store.set_categories(vec![(category(1), "Laptops".into()), (category(2), "Bags".into())]);
    let page = search(&store, "laptop");
    assert_eq!((page.total, page.understood.category), (10, Some(category(1))));
    assert_eq!(search(&store, "laptop bag").exact, 5);
    store.set_categories(vec![(category(1), "Laptops & Tablets".into()), (category(2), "Bags".into())]);
    let page = search(&store, "laptop");
    assert_eq!((page.total, page.understood.category), (10, Some(category(1))), "by what its name lists");
}
