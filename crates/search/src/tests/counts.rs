//! Totals, facets and order against the plainest possible search: a loop over everything.

use super::{category, index, product, titled};
use crate::document::Document;
use crate::facets;
use crate::request::{AttributeChoice, NumberRange, SearchPage, SearchRequest, Sort};
use crate::store::{Cursor, Store};
use domain::{ProductId, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

const WORDS: [&str; 6] = ["lamp", "kettle", "mouse", "red", "green", "steel"];
const BRANDS: [&str; 5] = ["Acme", "Bolt", "Core", "Ünïque", "acme"];
/// Root to leaf; category 1 holds 2 and 3, and 3 holds 4.
const PATHS: [&[u64]; 6] = [&[1], &[1, 2], &[1, 3], &[1, 3, 4], &[5], &[]];

fn attribute(name: &str, value: &str) -> catalog::Attribute {
    catalog::Attribute { name: name.into(), value: value.into(), unit: None }
}

/// Colours of which a product may have two, and a weight. `Colour` and `Colours` stand next to each other.
fn attributes() -> impl Strategy<Value = Vec<String>> {
    let colours = proptest::sample::subsequence(vec!["Red", "Green", "Blue"], 0..=2);
    let weight = proptest::option::of((1i64..30, proptest::sample::select(vec!["kg", "g"])));
    (colours, weight, any::<bool>()).prop_map(|(colours, weight, more)| {
        let mut all: Vec<_> = colours.into_iter().map(|colour| attribute("Colour", colour)).collect();
        all.extend(weight.map(|(number, unit)| attribute("Weight", &format!("{number} {unit}"))));
        all.extend(more.then(|| attribute("Colours", "many")));
        all.iter().filter_map(facets::token).collect()
    })
}

fn choices() -> impl Strategy<Value = Vec<AttributeChoice>> {
    let colours = proptest::sample::subsequence(vec!["Red", "Green", "Purple"], 0..=2);
    let weights = proptest::collection::vec((1i64..30, 0i64..20), 0..=2);
    (colours, weights).prop_map(|(colours, weights)| {
        let values: Vec<String> = colours.into_iter().map(Into::into).collect();
        let mut all = Vec::new();
        if !values.is_empty() {
            all.push(AttributeChoice { name: "Colour".into(), values, ranges: Vec::new() });
        }
        let range = |(from, more): (i64, i64)| {
            let (from_milli, to_milli) = (from * 1_000, (from + more) * 1_000);
            NumberRange { from_milli, to_milli, unit: "kg".into() }
        };
        let ranges: Vec<NumberRange> = weights.into_iter().map(range).collect();
        if !ranges.is_empty() {
            all.push(AttributeChoice { name: "Weight".into(), values: Vec::new(), ranges });
        }
        all
    })
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let one = (
        proptest::sample::subsequence(&WORDS[..], 0..=4),
        proptest::option::of(proptest::sample::select(&BRANDS[..])),
        proptest::sample::select(&PATHS[..]),
        proptest::option::of(0i64..30_000),
        any::<bool>(),
        0i64..50,
        0u64..40,
        attributes(),
    );
    let document =
        one.prop_map(|(words, brand, path, price_minor, in_stock, created, number, tokens)| Document {
            brand: brand.map(Into::into),
            path: path.iter().map(|n| category(*n)).collect(),
            price_minor,
            in_stock,
            created: Timestamp::from_micros(created),
            tokens,
            ..titled(number, &words.join(" , "))
        });
    proptest::collection::vec(document, 0..120)
}

fn requests() -> impl Strategy<Value = SearchRequest> {
    (
        proptest::sample::subsequence(&WORDS[..], 0..=2),
        proptest::option::of(1u64..7),
        proptest::sample::subsequence(&BRANDS[..], 0..=3),
        proptest::option::of(0i64..30_000),
        proptest::option::of(0i64..30_000),
        any::<bool>(),
        proptest::sample::select(<Sort as domain::text_enum::TextEnum>::ALL),
        choices(),
    )
        .prop_map(|(words, in_category, brands, from, to, in_stock, sort, attributes)| SearchRequest {
            text: words.join(" "),
            category: in_category.map(category),
            brands: brands.into_iter().map(Into::into).collect(),
            price_from_minor: from,
            price_to_minor: to,
            in_stock,
            attributes,
            as_typed: false,
            all_brands: false,
            with_attributes: true,
            sort,
            page: 1,
            per_page: 100,
        })
}

/// Writes in several commits, so that there are several segments and replaced documents in them.
fn written(documents: &[Document]) -> (Store, BTreeMap<ProductId, Document>) {
    let store = Store::in_memory().unwrap();
    let mut writer = store.writer().unwrap();
    for batch in documents.chunks(33) {
        for document in batch {
            store.put(&writer, &document.members, Some(document)).unwrap();
        }
        store.commit(&mut writer, &Cursor::default()).unwrap();
    }
    (store, documents.iter().map(|d| (d.id, d.clone())).collect())
}

struct Plain<'a> {
    request: &'a SearchRequest,
    all: &'a BTreeMap<ProductId, Document>,
}

impl<'a> Plain<'a> {
    fn base(&self) -> impl Iterator<Item = &'a Document> {
        let request = self.request.clone();
        self.all.values().filter(move |d| {
            request.text.split_whitespace().all(|w| d.title.split(" , ").any(|t| t == w))
                && request.category.is_none_or(|c| d.path.contains(&c))
                && (!request.in_stock || d.in_stock)
        })
    }
    fn brand_fits(&self, d: &Document) -> bool {
        self.request.brands.is_empty() || d.brand.as_ref().is_some_and(|b| self.request.brands.contains(b))
    }
    fn price_fits(&self, d: &Document) -> bool {
        let (from, to) = (self.request.price_from_minor, self.request.price_to_minor);
        (from.is_none() && to.is_none())
            || d.price_minor.is_some_and(|p| from.is_none_or(|f| p >= f) && to.is_none_or(|t| p <= t))
    }
    /// Whether it has what was chosen, whatever its attribute of this name.
    fn attributes_fit(&self, d: &Document, but: Option<&str>) -> bool {
        self.request.attributes.iter().filter(|choice| Some(choice.name.as_str()) != but).all(|choice| {
            let mut values = d.tokens.iter().filter_map(|token| token.split_once('\u{1f}'));
            values.any(|(name, value)| name == choice.name && chosen(choice, value))
        })
    }
    fn hits(&self) -> Vec<&'a Document> {
        let fits = |d: &&Document| self.brand_fits(d) && self.price_fits(d) && self.attributes_fit(d, None);
        self.base().filter(fits).collect()
    }
    /// As a facet counts the products that fit: those with a value or range of this attribute.
    fn with(&self, name: &str, fits: impl Fn(&str) -> bool) -> u64 {
        let others =
            |d: &&Document| self.brand_fits(d) && self.price_fits(d) && self.attributes_fit(d, Some(name));
        let has = |d: &&Document| {
            d.tokens
                .iter()
                .filter_map(|token| token.split_once('\u{1f}'))
                .any(|(n, value)| n == name && fits(value))
        };
        self.base().filter(others).filter(has).count() as u64
    }
    fn brands(&self) -> BTreeMap<String, u64> {
        let mut counts: BTreeMap<String, u64> = self.request.brands.iter().map(|b| (b.clone(), 0)).collect();
        for d in self.base().filter(|d| self.price_fits(d) && self.attributes_fit(d, None)) {
            d.brand.iter().for_each(|b| *counts.entry(b.clone()).or_default() += 1);
        }
        counts
    }
    fn categories(&self) -> BTreeMap<domain::CategoryId, u64> {
        let mut counts = BTreeMap::new();
        for d in self.hits() {
            let below =
                self.request.category.map_or(Some(0), |c| d.path.iter().position(|p| *p == c).map(|i| i + 1));
            below.and_then(|i| d.path.get(i)).into_iter().for_each(|c| *counts.entry(*c).or_default() += 1);
        }
        counts
    }
}

/// Whether a value is among the chosen, read in the plainest way.
fn chosen(choice: &AttributeChoice, value: &str) -> bool {
    let inside = |range: &NumberRange| {
        let (number, unit) = value.split_once(' ').unwrap_or((value, ""));
        let milli = number.parse::<i64>().unwrap_or(-1) * 1_000;
        unit == range.unit && range.from_milli <= milli && milli <= range.to_milli
    };
    choice.values.iter().any(|v| v == value) || choice.ranges.iter().any(inside)
}

fn sorted(page: &SearchPage, all: &BTreeMap<ProductId, Document>, sort: Sort) -> bool {
    let hits: Vec<&Document> = page.hits.iter().map(|id| &all[id]).collect();
    hits.is_sorted_by_key(|d| match sort {
        Sort::Relevance => (0, 0),
        Sort::PriceAsc => (i64::from(d.price_minor.is_none()), d.price_minor.unwrap_or(0)),
        Sort::PriceDesc => (i64::from(d.price_minor.is_none()), -d.price_minor.unwrap_or(0)),
        Sort::Newest => (0, -d.created.as_micros()),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn counts_are_exact(documents in documents(), requests in proptest::collection::vec(requests(), 8)) {
        let (store, all) = written(&documents);
        for request in &requests {
            let plain = Plain { request, all: &all };
            let page = store.search(request).unwrap();
            // Without any product that has the words they are relaxed, which `words` tests.
            if plain.base().next().is_none() && !request.text.is_empty() {
                continue;
            }
            let hits = plain.hits();
            // Behind a few come others, which `words` tests.
            if page.relaxed {
                prop_assert_eq!(page.exact, hits.len() as u64, "{:?}", request);
                continue;
            }
            prop_assert_eq!(page.total, hits.len() as u64, "{:?}", request);
            let mut ids = page.hits.clone();
            ids.sort_unstable();
            prop_assert_eq!(ids, hits.iter().map(|d| d.id).collect::<Vec<_>>());
            let brands: BTreeMap<_, _> = page.brands.iter().map(|b| (b.brand.clone(), b.count)).collect();
            prop_assert_eq!(brands, plain.brands(), "{:?}", request);
            let categories: BTreeMap<_, _> = page.categories.iter().map(|c| (c.id, c.count)).collect();
            prop_assert_eq!(categories, plain.categories(), "{:?}", request);
            for range in &page.prices {
                let inside = |p: i64| p >= range.from_minor && range.to_minor.is_none_or(|to| p <= to);
                let fits = |d: &&Document| {
                    plain.brand_fits(d) && plain.attributes_fit(d, None) && d.price_minor.is_some_and(inside)
                };
                prop_assert_eq!(range.count, plain.base().filter(fits).count() as u64, "{:?}", range);
            }
            let priced = |d: &&Document| {
                plain.brand_fits(d) && plain.attributes_fit(d, None) && d.price_minor.is_some()
            };
            let priced = plain.base().filter(priced).count() as u64;
            prop_assert_eq!(page.prices.iter().map(|r| r.count).sum::<u64>(), priced);
            prop_assert!(page.prices.len() <= 6);
            for facet in &page.attributes {
                for value in &facet.values {
                    prop_assert_eq!(value.count, plain.with(&facet.name, |v| v == value.value), "{:?} {:?}", value, request);
                }
                for range in &facet.ranges {
                    let choice = AttributeChoice { ranges: vec![range.range.clone()], ..AttributeChoice::default() };
                    prop_assert_eq!(range.count, plain.with(&facet.name, |v| chosen(&choice, v)), "{:?} {:?}", range, request);
                }
            }
            for choice in &request.attributes {
                let facet = page.attributes.iter().find(|facet| facet.name == choice.name);
                let facet = facet.expect("what was chosen can be taken back");
                let selected: Vec<_> = facet.ranges.iter().filter(|range| range.selected).map(|range| &range.range).collect();
                prop_assert!(choice.ranges.iter().all(|range| selected.contains(&range)), "{:?}", facet);
            }
            prop_assert!(sorted(&page, &all, request.sort), "{:?}", request.sort);
        }
    }
}

#[test]
fn a_brand_is_counted_as_if_none_were_chosen() {
    let branded = |n, brand: &str| Document { brand: Some(brand.into()), ..titled(n, "Lamp") };
    let (store, _) = written(&[branded(1, "Acme"), branded(2, "Bolt"), branded(3, "Bolt")]);
    let request = SearchRequest { brands: vec!["Acme".into()], ..SearchRequest::default() };
    let page = store.search(&request).unwrap();
    assert_eq!(page.hits, [product(1)]);
    let counts: Vec<_> = page.brands.iter().map(|b| (b.brand.as_str(), b.count, b.selected)).collect();
    assert_eq!(counts, [("Acme", 1, true), ("Bolt", 2, false)]);
}

#[test]
fn brands_with_few_results_are_listed_when_somebody_wants_all() {
    let branded = |n: u64| Document { brand: Some(format!("Brand {n:02}")), ..titled(n, "Lamp") };
    let (store, _) = written(&(0..60).map(branded).collect::<Vec<_>>());
    let page = |all_brands, brands: &[&str]| {
        let brands = brands.iter().map(|brand| (*brand).to_owned()).collect();
        store.search(&SearchRequest { all_brands, brands, ..SearchRequest::default() }).unwrap()
    };
    assert_eq!((page(false, &[]).brands.len(), page(false, &[]).brand_total), (40, 60));
    assert_eq!(page(false, &["Brand 59"]).brands.len(), 41, "the chosen one besides");
    assert_eq!(page(true, &["Brand 59"]).brands.len(), 60);
}

/// Lamps with so many attributes each, of which only the colour tells them apart.
fn lamps(count: u64, attributes: usize) -> Vec<Document> {
    let same = (1..attributes).map(|number| attribute(&format!("Part {number:02}"), "same"));
    let same: Vec<String> = same.filter_map(|part| facets::token(&part)).collect();
    let lamp = |n: u64| {
        let colour = attribute("Colour", ["Red", "Blue", "Blue"][n as usize % 3]);
        let tokens = facets::token(&colour).into_iter().chain(same.iter().cloned()).collect();
        Document { tokens, path: vec![category(1)], ..titled(n, "Lamp") }
    };
    (0..count).map(lamp).collect()
}

/// The first facet's name with its values and counts.
fn first_facet(page: &SearchPage) -> (&str, Vec<(&str, u64)>) {
    let facet = &page.attributes[0];
    (facet.name.as_str(), facet.values.iter().map(|v| (v.value.as_str(), v.count)).collect())
}

#[test]
fn the_attributes_of_far_more_than_ten_thousand_results_are_counted_to_the_last_one() {
    let lamps = lamps(21_000, 1);
    let store = index(&lamps);
    let all: BTreeMap<_, _> = lamps.into_iter().map(|lamp| (lamp.id, lamp)).collect();
    let request = SearchRequest { text: "lamp".into(), with_attributes: true, ..SearchRequest::default() };
    let page = store.search(&request).unwrap();
    assert_eq!((page.total, page.attributes_uncounted), (21_000, false));
    assert_eq!(first_facet(&page), ("Colour", vec![("Blue", 14_000), ("Red", 7_000)]));
    // What is counted is what a click then finds, and what is chosen does not change what is beside it.
    let values = vec!["Red".to_owned()];
    let red = AttributeChoice { name: "Colour".into(), values, ranges: Vec::new() };
    let request = SearchRequest { attributes: vec![red], in_stock: true, ..request };
    let page = store.search(&request).unwrap();
    let plain = Plain { request: &SearchRequest { text: String::new(), ..request.clone() }, all: &all };
    assert_eq!((page.total, plain.with("Colour", |value| value == "Blue")), (7_000, 14_000));
    assert_eq!(first_facet(&page), ("Colour", vec![("Red", 7_000), ("Blue", 14_000)]));
}

/// More attributes together than a search reads, and fewer than a category does.
#[test]
fn a_category_counts_its_attributes_where_a_search_of_as_many_says_that_it_does_not() {
    let store = index(&lamps(10_200, 40));
    let lamps = SearchRequest { text: "lamp".into(), with_attributes: true, ..SearchRequest::default() };
    let page = store.search(&lamps).unwrap();
    assert_eq!((page.total, page.attributes_uncounted), (10_200, true));
    assert!(page.attributes.is_empty());
    let page = store.search(&SearchRequest { category: Some(category(1)), ..lamps }).unwrap();
    assert!(!page.attributes_uncounted);
    assert_eq!(first_facet(&page), ("Colour", vec![("Blue", 6_800), ("Red", 3_400)]));
}

#[test]
fn many_segments_are_too_many_together_as_one_would_be() {
    let store = Store::in_memory().unwrap();
    let mut writer = store.writer().unwrap();
    for half in lamps(10_200, 40).chunks(5_100) {
        for document in half {
            store.put(&writer, &document.members, Some(document)).unwrap();
        }
        store.commit(&mut writer, &Cursor::default()).unwrap();
    }
    let lamps = SearchRequest { text: "lamp".into(), with_attributes: true, ..SearchRequest::default() };
    let page = store.search(&lamps).unwrap();
    assert!(page.attributes_uncounted && page.attributes.is_empty(), "{page:?}");
}

#[test]
fn what_tells_the_results_apart_is_offered_and_what_all_share_is_not() {
    let lamp = |n: u64| Document {
        tokens: [
            attribute("Colour", ["Red", "Green", "Blue"][n as usize % 3]),
            attribute("Kind", "Lamp"),
            attribute("Serial", &format!("no {n}")),
        ]
        .iter()
        .filter_map(facets::token)
        .collect(),
        ..titled(n, "Lamp")
    };
    let (store, _) = written(&(1..=30).map(lamp).collect::<Vec<_>>());
    let page = store.search(&SearchRequest { with_attributes: true, ..SearchRequest::default() }).unwrap();
    assert_eq!(page.attributes[0].name, "Colour");
    assert!(page.attributes.iter().all(|facet| facet.name != "Kind"), "{:?}", page.attributes);
    let counts: Vec<_> = page.attributes[0].values.iter().map(|v| (v.value.as_str(), v.count)).collect();
    assert_eq!(counts, [("Blue", 10), ("Green", 10), ("Red", 10)]);
}
