//! Facets that fit the results: their own attributes, as values to choose from or as ranges of numbers. Each facet
//! counts as if its own choice were not made. Called by `collect`, which finds the products, and by `store`.
//!
//! A product keeps a token `name\u{1f}value unit` for each attribute. Tokens of one name stand next to each other in a
//! segment's dictionary, so a name is a range of numbers, and so is what was chosen of it a set of them.

use crate::collect::Found;
use crate::columns::Columns;
use crate::error::SearchError;
use crate::request::{AttributeChoice, AttributeFacet, MOST_RANGES, NumberRange, RangeCount, ValueCount};
use crate::texts::{Picked, TextColumn};
use std::ops::Range;
use std::sync::Arc;
use tantivy::DocId;

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
    pub(crate) fn open(column: &TextColumn, choice: &AttributeChoice) -> tantivy::Result<Self> {
        let mut ords = Vec::new();
        for value in &choice.values {
            ords.extend(column.ord(&format!("{}{SEPARATOR}{value}", choice.name))?);
        }
        let ranges = &choice.ranges[..choice.ranges.len().min(MOST_RANGES)];
        if !ranges.is_empty() {
            let all = ords_of(column, &choice.name)?;
            let tokens = column.pick(all.clone().collect())?;
            let holds = |at: usize| ranges.iter().any(|range| range.holds(value_in(tokens.get(at))));
            ords.extend(all.enumerate().filter(|(at, _)| holds(*at)).map(|(_, ord)| ord));
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
fn ords_of(column: &TextColumn, name: &str) -> tantivy::Result<Range<u64>> {
    let after = char::from(SEPARATOR as u8 + 1);
    column.between(&format!("{name}{SEPARATOR}"), &format!("{name}{after}"))
}

fn value_in(token: &str) -> &str {
    token.split_once(SEPARATOR).map_or("", |(_, value)| value)
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
pub(crate) struct SegmentPassed {
    pub(crate) columns: Arc<Columns>,
    pub(crate) products: Vec<Passed>,
}

/// The facets of what was found: the chosen ones, then those that tell most of the results apart.
pub(crate) fn facets(found: &Found, choices: &[AttributeChoice]) -> Result<Vec<AttributeFacet>, SearchError> {
    let names = names(found, choices);
    let mut counted = Vec::new();
    for passed in &found.passed {
        if let Some(column) = &passed.columns.attributes {
            counted.push(Counted::of(column, &passed.products, &names, choices)?);
        }
    }
    let choice_of = |at: usize| choices.iter().find(|choice| choice.name == names[at]);
    // The most promising first: what a name can help at best is known before its values are read.
    let mut order: Vec<(bool, f64, usize)> = (0..names.len())
        .map(|at| (choice_of(at).is_some(), most_help(&counted, at, found.total), at))
        .collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut facets: Vec<(f64, usize, AttributeFacet)> = Vec::new();
    for (is_chosen, most, at) in order {
        let better = facets.iter().filter(|(help, _, facet)| !facet.is_chosen() && *help > most).count();
        if !is_chosen && better >= MOST_FACETS {
            break;
        }
        let mut parts = Vec::with_capacity(counted.len());
        for segment in &counted {
            parts.push(segment.read(at)?);
        }
        let made = facet(&names[at], merged(&parts), choice_of(at), found.total);
        facets.extend(made.map(|(help, facet)| (help, at, facet)));
    }
    facets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let chosen = facets.iter().filter(|(.., facet)| facet.is_chosen()).count();
    let mut facets: Vec<AttributeFacet> = facets.into_iter().map(|(.., facet)| facet).collect();
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

/// How many results of one segment have each value of each name, by the numbers of its tokens.
struct Counted<'c> {
    column: &'c TextColumn,
    /// As the names stand in the request: the numbers of their tokens, and how many have each.
    names: Vec<(Range<u64>, Vec<u32>)>,
}

impl<'c> Counted<'c> {
    fn of(
        column: &'c TextColumn,
        products: &[Passed],
        names: &[String],
        choices: &[AttributeChoice],
    ) -> tantivy::Result<Self> {
        let mut of_name = Vec::with_capacity(names.len());
        for name in names {
            let range = ords_of(column, name)?;
            // By number and not by hash: tens of thousands of products have a million values.
            let counts = vec![0_u32; (range.end - range.start) as usize];
            of_name.push((range, counts));
        }
        let choice = |name: &String| choices.iter().position(|choice| choice.name == *name);
        let mut order: Vec<(Range<u64>, usize, Option<usize>)> = of_name
            .iter()
            .zip(names)
            .enumerate()
            .map(|(at, ((range, _), name))| (range.clone(), at, choice(name)))
            .collect();
        order.sort_unstable_by_key(|(range, ..)| range.start);
        for product in products {
            // A product's tokens come in the order of their numbers, and so do the names.
            let mut names = order.iter().peekable();
            let mut before = 0;
            for ord in column.ords().values_for_doc(product.doc) {
                if ord < before {
                    names = order.iter().peekable();
                }
                before = ord;
                while names.next_if(|(range, ..)| range.end <= ord).is_some() {}
                let Some((range, at, choice)) = names.peek() else { continue };
                let counts_here = product.but.is_none_or(|but| *choice == Some(usize::from(but)));
                if range.start <= ord && counts_here {
                    of_name[*at].1[(ord - range.start) as usize] += 1;
                }
            }
        }
        Ok(Self { column, names: of_name })
    }

    /// The tokens of a name that were counted, in order.
    fn read(&self, at: usize) -> tantivy::Result<(Picked<'c>, Vec<u32>)> {
        let (range, counts) = &self.names[at];
        let counted = range.clone().zip(counts).filter(|(_, count)| **count > 0);
        let (ords, counts): (Vec<u64>, Vec<u32>) = counted.unzip();
        Ok((self.column.pick(ords)?, counts))
    }
}

/// How many results have each value of a name, of all segments together; in the order of the values.
fn merged<'t>(parts: &'t [(Picked<'_>, Vec<u32>)]) -> Vec<(&'t str, u64)> {
    let of_part = |(tokens, counts): &'t (Picked<'_>, Vec<u32>)| {
        counts.iter().enumerate().map(move |(at, count)| (value_in(tokens.get(at)), u64::from(*count)))
    };
    let mut values: Vec<(&str, u64)> = parts.iter().flat_map(of_part).collect();
    if parts.len() > 1 {
        values.sort_unstable_by_key(|(value, _)| *value);
        values.dedup_by(|again, first| {
            let same = again.0 == first.0;
            first.1 += if same { again.1 } else { 0 };
            same
        });
    }
    values
}

/// How much a facet of `with` results helps, when `most` of them have the same value: how many of all results have it, and
/// how many of those another value would leave out.
fn help(with: u64, most: u64, total: u64) -> f64 {
    let tells_apart = 1.0 - most as f64 / with.max(1) as f64;
    let covers = with.min(total) as f64 / total.max(1) as f64;
    covers * tells_apart
}

/// How much the facet of a name helps at the most: a value may be that of more results than one segment tells, and be one
/// of too many to be listed.
fn most_help(counted: &[Counted<'_>], at: usize, total: u64) -> f64 {
    let counts = || counted.iter().flat_map(|segment| &segment.names[at].1);
    help(counts().copied().map(u64::from).sum(), counts().copied().max().unwrap_or(0).into(), total)
}

/// The facet of one name with how much it helps; `None` when it tells nothing apart.
fn facet(
    name: &str,
    counts: Vec<(&str, u64)>,
    choice: Option<&AttributeChoice>,
    total: u64,
) -> Option<(f64, AttributeFacet)> {
    let chosen = choice.map_or(&[][..], |choice| &choice.values);
    let is_chosen = |value: &str| chosen.iter().any(|chosen| chosen == value);
    let mut values: Vec<OneValue<'_>> = counts
        .into_iter()
        .map(|(value, count)| OneValue { value, count, selected: is_chosen(value) })
        .collect();
    for value in chosen {
        if values.iter().all(|known| known.value != value) {
            values.push(OneValue { value, count: 0, selected: true });
        }
    }
    let with: u64 = values.iter().map(|value| value.count).sum();
    let most = values.iter().map(|value| value.count).max().unwrap_or(0);
    if choice.is_none() && (values.len() < 2 || with == 0) {
        return None;
    }
    let mut facet = AttributeFacet { name: name.to_owned(), values: Vec::new(), ranges: Vec::new() };
    let listed = match ranges(&values, choice.map_or(&[], |choice| &choice.ranges)) {
        Some(ranges) => {
            facet.ranges = ranges;
            with
        }
        None => {
            values.sort_unstable_by(|a, b| {
                (!a.selected, b.count).cmp(&(!b.selected, a.count)).then_with(|| a.value.cmp(b.value))
            });
            values.truncate(MOST_VALUES + values.iter().filter(|value| value.selected).count());
            facet.values = values.iter().map(OneValue::owned).collect();
            values.iter().map(|value| value.count).sum()
        }
    };
    let of_few_values = listed as f64 / with.max(1) as f64;
    Some((help(with, most, total) * of_few_values * of_few_values, facet))
}

/// Results with one value, before it is known whether it is shown.
#[derive(Debug, Clone, Copy)]
struct OneValue<'t> {
    value: &'t str,
    count: u64,
    selected: bool,
}

impl OneValue<'_> {
    fn owned(&self) -> ValueCount {
        ValueCount { value: self.value.to_owned(), count: self.count, selected: self.selected }
    }
}

/// Ranges with about equally many results each; `None` when the values are no numbers, or few, and no range of them is
/// chosen.
fn ranges(values: &[OneValue<'_>], chosen: &[NumberRange]) -> Option<Vec<RangeCount>> {
    let usual = values.iter().max_by_key(|value| value.count).and_then(|value| number(value.value));
    let unit = chosen.first().map(|chosen| chosen.unit.as_str()).or(usual.map(|(_, unit)| unit))?.to_owned();
    let mut numbers: Vec<(i64, u64)> = values
        .iter()
        .filter_map(|value| {
            number(value.value).filter(|(_, u)| *u == unit).map(|(milli, _)| (milli, value.count))
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
                    values.iter().filter(|value| chosen.holds(value.value)).map(|value| value.count).sum();
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
        assert_eq!((name_of(&kept), value_in(&kept)), ("Weight", "250 g"));
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

    fn counted<'t>(values: &[(&'t str, u64)]) -> Vec<OneValue<'t>> {
        values.iter().map(|(value, count)| OneValue { value, count: *count, selected: false }).collect()
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
