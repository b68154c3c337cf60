//! Facets that fit the results: their own attributes, as values to choose from or as ranges of numbers. Each facet
//! counts as if its own choice were not made. Called by `collect`, which finds the products, and by `store`.
//!
//! A product keeps a token `name\u{1f}value unit` for each attribute. Tokens of one name stand next to each other in a
//! segment's dictionary, so a name is a range of numbers, and so is what was chosen of it a set of them.

use crate::collect::Found;
use crate::error::SearchError;
use crate::request::{AttributeChoice, AttributeFacet, MOST_RANGES, NumberRange, RangeCount, ValueCount};
use crate::schema::column;
use std::collections::HashMap;
use std::ops::{Bound, Range};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Searcher, SegmentOrdinal};

/// The attributes of so many results are counted, however many they have.
const MOST_RESULTS: u64 = 10_000;
/// In a category they have more in common. Beyond this it has categories inside to go into first.
const MOST_IN_CATEGORY: u64 = 30_000;
/// Of more results so many attributes: to read them is what takes time, and products with few cost little. To read millions
/// takes longer than anybody waits for a list, and counts of a sample would not be those that a click then finds.
const MOST_READ: u64 = 400_000;
const MOST_READ_IN_CATEGORY: u64 = 1_200_000;
/// A product's further attributes are no facets.
pub(crate) const MOST_TOKENS: usize = 80;
const LONGEST_NAME_CHARS: usize = 48;
const LONGEST_VALUE_CHARS: usize = 40;
/// Names whose values are looked at, those of most results first.
const LOOKED_AT: usize = 32;
/// Facets on a page; the chosen ones come on top of that.
const MOST_FACETS: usize = 6;
const MOST_VALUES: usize = 24;
/// A facet says something about this part of the results at least, in percent.
const LEAST_SHARE: u64 = 20;
const LEAST_RESULTS: u64 = 4;
/// More different numbers than this are shown as ranges.
const NUMBERS_ONE_BY_ONE: usize = 8;
const RANGES: u64 = 5;
const SEPARATOR: char = '\u{1f}';

/// Whether so many results, with about so many attributes together, are too many to count their attributes.
pub(crate) fn too_many(in_category: bool, results: u64, attributes: u64) -> bool {
    let (most, read) =
        if in_category { (MOST_IN_CATEGORY, MOST_READ_IN_CATEGORY) } else { (MOST_RESULTS, MOST_READ) };
    results > most && attributes > read
}

/// How a product's attribute is kept; `None` for one that nobody would choose by.
pub(crate) fn token(attribute: &catalog::Attribute) -> Option<String> {
    let (name, value) = (attribute.name.trim(), attribute.value.trim());
    let fits =
        |text: &str, most| !text.is_empty() && text.chars().count() <= most && !text.contains(SEPARATOR);
    if !fits(name, LONGEST_NAME_CHARS) || !fits(value, LONGEST_VALUE_CHARS) {
        return None;
    }
    let unit = attribute.unit.as_deref().map_or(String::new(), |unit| format!(" {unit}"));
    Some(format!("{name}{SEPARATOR}{value}{unit}"))
}

/// The name in a token.
pub(crate) fn name_of(token: &str) -> &str {
    token.split(SEPARATOR).next().unwrap_or_default()
}

/// Thousandths and the unit of `15.6 "`; `None` when it does not begin with a number.
pub(crate) fn number(value: &str) -> Option<(i64, &str)> {
    let (digits, unit) = value.split_once(' ').unwrap_or((value, ""));
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let number: f64 = digits.parse().ok().filter(|_| plain)?;
    // Larger ones are article numbers; below, thousandths are exact.
    (number.abs() < 1e12).then_some(((number * 1_000.0).round() as i64, unit))
}

/// One choice, in the numbers of one segment.
#[derive(Default)]
pub(crate) struct Chosen {
    ords: Vec<u64>,
}

impl Chosen {
    /// Finds what was chosen in a segment's dictionary.
    pub(crate) fn open(column: &StrColumn, choice: &AttributeChoice) -> tantivy::Result<Self> {
        let mut ords = Vec::new();
        for value in &choice.values {
            ords.extend(column.dictionary().term_ord(format!("{}{SEPARATOR}{value}", choice.name))?);
        }
        let ranges = &choice.ranges[..choice.ranges.len().min(MOST_RANGES)];
        if !ranges.is_empty() {
            let names = ords_of(column, &choice.name)?;
            let all: Vec<u64> = names.collect();
            let mut at = 0;
            column.dictionary().sorted_ords_to_term_cb(&all, |token| {
                if ranges.iter().any(|range| range.holds(value_in(token))) {
                    ords.push(all[at]);
                }
                at += 1;
            })?;
        }
        ords.sort_unstable();
        Ok(Self { ords })
    }

    pub(crate) fn has(&self, ord: u64) -> bool {
        self.ords.binary_search(&ord).is_ok()
    }
}

impl NumberRange {
    fn holds(&self, value: &str) -> bool {
        number(value).is_some_and(|(milli, unit)| {
            unit == self.unit && (self.from_milli..=self.to_milli).contains(&milli)
        })
    }
}

/// The numbers of all tokens of a name.
fn ords_of(column: &StrColumn, name: &str) -> tantivy::Result<Range<u64>> {
    let from = format!("{name}{SEPARATOR}");
    let to = format!("{name}{}", char::from(SEPARATOR as u8 + 1));
    let bounds = (Bound::Included(from.as_bytes()), Bound::Excluded(to.as_bytes()));
    let (from, to) = column.dictionary().term_bounds_to_ord(bounds.0, bounds.1)?;
    let end = |bound, open: u64| match bound {
        Bound::Included(ord) => ord + open,
        Bound::Excluded(ord) => ord + 1 - open,
        Bound::Unbounded => column.num_terms() as u64,
    };
    let start = match from {
        Bound::Included(ord) => ord,
        Bound::Excluded(ord) => ord + 1,
        Bound::Unbounded => 0,
    };
    Ok(start..end(to, 1).max(start))
}

fn value_in(token: &[u8]) -> &str {
    std::str::from_utf8(token)
        .ok()
        .and_then(|token| token.split_once(SEPARATOR))
        .map_or("", |(_, value)| value)
}

/// Which of the chosen attributes a product has not: for the facet of one, all but this one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    None,
    One(u8),
    Several,
}

impl Refusal {
    /// Whether it has them all; `None` when it lacks more than one, so that it counts nowhere.
    pub(crate) fn fits(self) -> Option<bool> {
        match self {
            Self::None => Some(true),
            Self::One(_) => Some(false),
            Self::Several => None,
        }
    }
}

/// A product that passes every choice, or all but one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passed {
    pub(crate) doc: DocId,
    /// The one choice that it does not pass, by its place in the request.
    pub(crate) but: Option<u8>,
}

/// The products of one segment whose attributes are counted.
#[derive(Debug)]
pub(crate) struct SegmentPassed {
    pub(crate) segment: SegmentOrdinal,
    pub(crate) products: Vec<Passed>,
}

/// The facets of what was found: the chosen ones, then those that tell most of the results apart.
pub(crate) fn facets(
    searcher: &Searcher,
    found: &Found,
    choices: &[AttributeChoice],
) -> Result<Vec<AttributeFacet>, SearchError> {
    let names = names(found, choices);
    let mut facets = Vec::new();
    for (name, values) in names.iter().zip(values(searcher, found, &names, choices)?) {
        let choice = choices.iter().find(|choice| choice.name == *name);
        facets.extend(facet(name, values, choice, found.total));
    }
    facets.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let chosen = facets.iter().filter(|(_, facet)| facet.is_chosen()).count();
    let mut facets: Vec<AttributeFacet> = facets.into_iter().map(|(_, facet)| facet).collect();
    facets.sort_by_key(|facet| !facet.is_chosen());
    facets.truncate(MOST_FACETS + chosen);
    Ok(facets)
}

/// The names worth looking at.
fn names(found: &Found, choices: &[AttributeChoice]) -> Vec<String> {
    let mut names: Vec<String> = choices.iter().map(|choice| choice.name.clone()).collect();
    if found.too_many {
        return Vec::new();
    }
    let least = LEAST_RESULTS.max(found.total * LEAST_SHARE / 100);
    let mut most: Vec<(&String, &u64)> = found.names.iter().filter(|(_, count)| **count >= least).collect();
    most.sort_unstable_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    for (name, _) in most.into_iter().take(LOOKED_AT) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// How many results have each value of each name.
fn values(
    searcher: &Searcher,
    found: &Found,
    names: &[String],
    choices: &[AttributeChoice],
) -> Result<Vec<HashMap<String, u64>>, SearchError> {
    let mut all = vec![HashMap::new(); names.len()];
    for passed in &found.passed {
        let segment = searcher.segment_reader(passed.segment);
        let Some(column) = segment.fast_fields().str(column::ATTRIBUTES)? else { continue };
        let mut ranges = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            let choice = choices.iter().position(|choice| choice.name == *name);
            ranges.push((ords_of(&column, name)?, at, choice));
        }
        ranges.sort_unstable_by_key(|(range, ..)| range.start);
        // By number and not by hash: tens of thousands of products have a million values.
        let mut counts: Vec<Vec<u32>> =
            ranges.iter().map(|(range, ..)| vec![0; (range.end - range.start) as usize]).collect();
        for product in &passed.products {
            for ord in column.ords().values_for_doc(product.doc) {
                let place = ranges.partition_point(|(range, ..)| range.end <= ord);
                let Some((range, _, choice)) = ranges.get(place) else { continue };
                let counts_here = product.but.is_none_or(|but| *choice == Some(usize::from(but)));
                if range.contains(&ord) && counts_here {
                    counts[place][(ord - range.start) as usize] += 1;
                }
            }
        }
        let counted = ranges.iter().zip(&counts).flat_map(|((range, name, _), counts)| {
            let of_name = range.clone().zip(counts).filter(|(_, count)| **count > 0);
            of_name.map(move |(ord, count)| (ord, (*name, *count)))
        });
        let (ords, counted): (Vec<u64>, Vec<(usize, u32)>) = counted.unzip();
        let mut at = 0;
        column
            .dictionary()
            .sorted_ords_to_term_cb(&ords, |token| {
                let (name, count) = counted[at];
                *all[name].entry(value_in(token).to_owned()).or_default() += u64::from(count);
                at += 1;
            })
            .map_err(tantivy::TantivyError::from)?;
    }
    Ok(all)
}

/// The facet of one name with how much it helps; `None` when it tells nothing apart.
fn facet(
    name: &str,
    counts: HashMap<String, u64>,
    choice: Option<&AttributeChoice>,
    total: u64,
) -> Option<(f64, AttributeFacet)> {
    let mut values: Vec<ValueCount> = counts
        .into_iter()
        .map(|(value, count)| ValueCount {
            selected: choice.is_some_and(|choice| choice.values.contains(&value)),
            value,
            count,
        })
        .collect();
    for value in choice.iter().flat_map(|choice| &choice.values) {
        if values.iter().all(|known| known.value != *value) {
            values.push(ValueCount { value: value.clone(), count: 0, selected: true });
        }
    }
    let with: u64 = values.iter().map(|value| value.count).sum();
    let most = values.iter().map(|value| value.count).max().unwrap_or(0);
    if choice.is_none() && (values.len() < 2 || with == 0) {
        return None;
    }
    let mut facet = AttributeFacet { name: name.to_owned(), values: Vec::new(), ranges: Vec::new() };
    match ranges(&values, choice.map_or(&[], |choice| &choice.ranges)) {
        Some(ranges) => facet.ranges = ranges,
        None => {
            values.sort_unstable_by(|a, b| {
                (!a.selected, b.count).cmp(&(!b.selected, a.count)).then_with(|| a.value.cmp(&b.value))
            });
            values.truncate(MOST_VALUES + values.iter().filter(|value| value.selected).count());
            facet.values = values;
        }
    }
    // How many of the results have it, and how many of those another value would leave out.
    let listed: u64 = facet
        .values
        .iter()
        .map(|value| value.count)
        .sum::<u64>()
        .max(if facet.ranges.is_empty() { 0 } else { with });
    let tells_apart = 1.0 - most as f64 / with.max(1) as f64;
    let covers = with.min(total) as f64 / total.max(1) as f64;
    let of_few_values = listed as f64 / with.max(1) as f64;
    Some((covers * tells_apart * of_few_values * of_few_values, facet))
}

/// Ranges with about equally many results each; `None` when the values are no numbers, or few, and no range of them is
/// chosen.
fn ranges(values: &[ValueCount], chosen: &[NumberRange]) -> Option<Vec<RangeCount>> {
    let usual = values.iter().max_by_key(|value| value.count).and_then(|value| number(&value.value));
    let unit = chosen.first().map(|chosen| chosen.unit.as_str()).or(usual.map(|(_, unit)| unit))?.to_owned();
    let mut numbers: Vec<(i64, u64)> = values
        .iter()
        .filter_map(|value| {
            number(&value.value).filter(|(_, u)| *u == unit).map(|(milli, _)| (milli, value.count))
        })
        .collect();
    let with: u64 = numbers.iter().map(|(_, count)| count).sum();
    let of: u64 = values.iter().map(|value| value.count).sum();
    let few = numbers.len() <= NUMBERS_ONE_BY_ONE || with * 10 < of * 9;
    if (few && chosen.is_empty()) || values.iter().any(|value| value.selected) {
        return None;
    }
    numbers.sort_unstable();
    let mut ranges: Vec<RangeCount> = Vec::new();
    let (mut open, mut before) = (None::<RangeCount>, 0);
    for (milli, count) in numbers {
        let range = open.get_or_insert_with(|| RangeCount {
            range: NumberRange { from_milli: milli, to_milli: milli, unit: unit.clone() },
            count: 0,
            selected: false,
        });
        range.range.to_milli = milli;
        range.count += count;
        before += count;
        if before * RANGES >= with * (ranges.len() as u64 + 1) {
            ranges.extend(open.take());
        }
    }
    ranges.extend(open);
    for chosen in chosen.iter().take(MOST_RANGES).rev() {
        match ranges.iter_mut().find(|range| range.range == *chosen) {
            Some(range) => range.selected = true,
            None => {
                let count =
                    values.iter().filter(|value| chosen.holds(&value.value)).map(|value| value.count).sum();
                ranges.insert(0, RangeCount { range: chosen.clone(), count, selected: true });
            }
        }
    }
    Some(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, value: &str, unit: Option<&str>) -> catalog::Attribute {
        catalog::Attribute { name: name.into(), value: value.into(), unit: unit.map(Into::into) }
    }

    #[test]
    fn an_attribute_is_kept_when_somebody_could_choose_by_it() {
        let kept = token(&attribute("Weight", " 250 ", Some("g"))).unwrap();
        assert_eq!((name_of(&kept), value_in(kept.as_bytes())), ("Weight", "250 g"));
        assert_eq!(token(&attribute("Weight", "", None)), None);
        assert_eq!(token(&attribute("Story", &"long ".repeat(20), None)), None);
        assert_eq!(token(&attribute("A\u{1f}B", "1", None)), None);
    }

    #[test]
    fn numbers_are_read_with_their_unit() {
        let cases = [
            ("250 g", Some((250_000, "g"))),
            ("15.6 \"", Some((15_600, "\""))),
            ("-5", Some((-5_000, ""))),
            ("1 x HDMI", Some((1_000, "x HDMI"))),
            ("Black", None),
            ("802.11ac", None),
            ("1e5", None),
            ("9999999999999999", None),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value), expected, "{value}");
        }
    }

    fn counted(values: &[(&str, u64)]) -> Vec<ValueCount> {
        values.iter().map(|(v, c)| ValueCount { value: (*v).into(), count: *c, selected: false }).collect()
    }

    #[test]
    fn many_numbers_become_ranges_that_leave_nothing_out() {
        let values: Vec<(String, u64)> = (1..=40).map(|n| (format!("{n} GB"), 1 + n % 3)).collect();
        let values: Vec<(&str, u64)> = values.iter().map(|(v, c)| (v.as_str(), *c)).collect();
        let all: u64 = values.iter().map(|(_, count)| count).sum();
        let ranges = ranges(&counted(&values), &[]).unwrap();
        assert!((3..=5).contains(&ranges.len()), "{ranges:?}");
        assert_eq!(ranges.iter().map(|range| range.count).sum::<u64>(), all);
        assert!(ranges.windows(2).all(|pair| pair[0].range.to_milli < pair[1].range.from_milli));
    }

    #[test]
    fn few_numbers_and_mixed_values_stay_values() {
        assert_eq!(ranges(&counted(&[("1 m", 3), ("2 m", 4), ("3 m", 1)]), &[]), None);
        let mixed: Vec<(String, u64)> =
            (0..30).map(|n| (if n % 2 == 0 { format!("{n} m") } else { format!("Type {n}") }, 1)).collect();
        let mixed: Vec<(&str, u64)> = mixed.iter().map(|(v, c)| (v.as_str(), *c)).collect();
        assert_eq!(ranges(&counted(&mixed), &[]), None);
    }
}
