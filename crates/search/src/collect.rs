//! One walk over the matching products that gives the page, the total and every count, all exact.
//!
//! The query has selected by text, category and stock. Brand and price are tested here, because each facet counts
//! as if its own choice were not made: a product of another brand still counts for its brand.

use crate::columns::{AllColumns, BLOCK, Columns, child_of, read};
use crate::facets::{Chosen, Passed, Refusal, SegmentPassed, too_many};
use crate::prices::{EDGES, range_of};
use crate::request::{AttributeChoice, Sort};
use crate::texts::TextColumn;
use domain::{CategoryId, ProductId, TypedId};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};
use uuid::Uuid;

/// What cannot be bought now ranks lower, but a very good match stays above a poor one.
const OUT_OF_STOCK_FACTOR: f32 = 0.7;

/// What to select, order and count.
#[derive(Clone)]
pub(crate) struct Collect {
    pub(crate) brands: Vec<String>,
    pub(crate) price_from: Option<i64>,
    pub(crate) price_to: Option<i64>,
    pub(crate) attributes: Vec<AttributeChoice>,
    /// Whether attributes are counted.
    pub(crate) with_attributes: bool,
    pub(crate) category: Option<CategoryId>,
    pub(crate) sort: Sort,
    /// Whether there is a text, so that scores mean something.
    pub(crate) scored: bool,
    /// Results to keep: those of the page and all before it.
    pub(crate) keep: usize,
    /// Of the state of the index that is searched.
    pub(crate) columns: AllColumns,
}

/// One of the best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    /// Larger is better; for a text the score as [`score_key`] writes it.
    pub(crate) key: u64,
    pub(crate) id: u128,
    pub(crate) at: DocAddress,
    /// Says which products are of one category, and which have the same title. Only for a text by relevance.
    pub(crate) shelf: u64,
    pub(crate) title: u64,
}

/// The bits of positive floats are ordered like the floats.
pub(crate) fn score_key(score: f32) -> u64 {
    u64::from(score.max(0.0).to_bits())
}

/// What was found, of one segment or of all.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) total: u64,
    /// Products that the query selected, whatever their brand and price.
    pub(crate) seen: u64,
    /// The best; of all segments together best first.
    pub(crate) top: Vec<Hit>,
    pub(crate) categories: HashMap<String, u64>,
    pub(crate) brands: HashMap<String, u64>,
    /// Results between neighbouring [`prices::EDGES`](crate::prices::EDGES).
    pub(crate) prices: Vec<u64>,
    /// Names of attributes with the results that have them.
    pub(crate) names: HashMap<String, u64>,
    /// Those whose attributes are to be counted.
    pub(crate) passed: Vec<SegmentPassed>,
    /// About how many attributes they have together.
    pub(crate) attributes: u64,
    /// They are too many for that.
    pub(crate) too_many: bool,
}

impl Found {
    pub(crate) fn products(&self, skip: usize) -> Vec<ProductId> {
        self.top.iter().skip(skip).map(|hit| ProductId::from_uuid(Uuid::from_u128(hit.id))).collect()
    }
}

impl Collector for Collect {
    type Fruit = Found;
    type Child = SegmentWalk;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentWalk> {
        SegmentWalk::new(self.clone(), ordinal, self.columns.of(ordinal))
    }

    fn requires_scoring(&self) -> bool {
        self.scored && self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Found>>) -> tantivy::Result<Found> {
        let mut all = Found { prices: vec![0; EDGES.len()], ..Found::default() };
        for found in segments {
            let found = found?;
            all.total += found.total;
            all.seen += found.seen;
            all.top.extend(found.top);
            add(&mut all.categories, found.categories);
            add(&mut all.brands, found.brands);
            add(&mut all.names, found.names);
            for (sum, count) in all.prices.iter_mut().zip(found.prices) {
                *sum += count;
            }
            all.passed.extend(found.passed);
            all.attributes += found.attributes;
            all.too_many |= found.too_many;
        }
        let passed: usize = all.passed.iter().map(|of| of.products.len()).sum();
        all.too_many |= too_many(self.category.is_some(), passed as u64, all.attributes);
        all.top.sort_unstable_by(|a, b| b.key.cmp(&a.key).then(a.id.cmp(&b.id)));
        all.top.truncate(self.keep);
        Ok(all)
    }
}

/// Adds the counts of one segment to those of the others.
fn add(all: &mut HashMap<String, u64>, counts: HashMap<String, u64>) {
    if all.is_empty() {
        *all = counts;
        return;
    }
    for (name, count) in counts {
        *all.entry(name).or_default() += count;
    }
}

pub(crate) struct SegmentWalk {
    want: Collect,
    columns: Arc<Columns>,
    /// The chosen brands' numbers in this segment.
    chosen: Vec<u64>,
    any_brand: bool,
    any_price: bool,
    total: u64,
    seen: u64,
    /// The best so far and some that may be among them.
    best: Vec<(u64, DocId)>,
    /// What a product must beat: the last of the best when they were last counted out.
    worst: Option<(u64, u128)>,
    brand_counts: Vec<u64>,
    path_counts: Vec<u64>,
    price_counts: Vec<u64>,
    segment: SegmentOrdinal,
    /// What was chosen of attributes, in the numbers of this segment.
    choices: Vec<Chosen>,
    /// So many attributes a product of this segment has, about.
    attributes_of_one: u64,
    passed: Vec<Passed>,
    too_many: bool,
    waiting: usize,
    docs: [DocId; BLOCK],
    scores: [Score; BLOCK],
    prices: [Option<i64>; BLOCK],
    stocks: [Option<bool>; BLOCK],
    brands: [Option<u64>; BLOCK],
    paths: [Option<u64>; BLOCK],
    /// Only read when the order needs it.
    created: [Option<i64>; BLOCK],
}

impl SegmentWalk {
    fn new(want: Collect, segment: SegmentOrdinal, columns: Arc<Columns>) -> tantivy::Result<Self> {
        let mut choices = Vec::new();
        for choice in &want.attributes {
            choices.push(match &columns.attributes {
                Some(column) => Chosen::open(column, choice)?,
                None => Chosen::default(),
            });
        }
        let mut chosen = Vec::new();
        if let Some(brands) = &columns.brand {
            for brand in &want.brands {
                chosen.extend(brands.ord(brand)?);
            }
        }
        let texts = |column: &Option<TextColumn>| column.as_ref().map_or(0, TextColumn::len);
        Ok(Self {
            chosen,
            any_brand: want.brands.is_empty(),
            any_price: want.price_from.is_none() && want.price_to.is_none(),
            total: 0,
            seen: 0,
            best: Vec::new(),
            worst: None,
            brand_counts: vec![0; texts(&columns.brand)],
            path_counts: vec![0; texts(&columns.path)],
            price_counts: vec![0; EDGES.len()],
            segment,
            choices,
            attributes_of_one: columns.names.as_ref().map_or(0, TextColumn::texts_of_one),
            passed: Vec::new(),
            too_many: false,
            waiting: 0,
            docs: [0; BLOCK],
            scores: [0.0; BLOCK],
            prices: [None; BLOCK],
            stocks: [None; BLOCK],
            brands: [None; BLOCK],
            paths: [None; BLOCK],
            created: [None; BLOCK],
            want,
            columns,
        })
    }

    fn flush(&mut self) {
        let docs = &self.docs[..self.waiting];
        read(&self.columns.price, docs, &mut self.prices);
        read(&self.columns.in_stock, docs, &mut self.stocks);
        if let Some(column) = &self.columns.brand {
            read(column.ords(), docs, &mut self.brands);
        }
        if let Some(column) = &self.columns.path {
            read(column.ords(), docs, &mut self.paths);
        }
        let by_age =
            self.want.sort == Sort::Newest || (self.want.sort == Sort::Relevance && !self.want.scored);
        if by_age && self.want.keep > 0 {
            read(&self.columns.created, docs, &mut self.created);
        }
        self.seen += self.waiting as u64;
        for i in 0..self.waiting {
            self.visit(i);
        }
        self.waiting = 0;
    }

    fn visit(&mut self, i: usize) {
        let (price, brand) = (self.prices[i], self.brands[i]);
        let brand_fits = self.any_brand || brand.is_some_and(|b| self.chosen.contains(&b));
        let price_fits = self.any_price
            || price.is_some_and(|p| {
                self.want.price_from.is_none_or(|from| p >= from)
                    && self.want.price_to.is_none_or(|to| p <= to)
            });
        let attributes = self.refusal(self.docs[i]);
        let Some(attributes_fit) = attributes.fits() else { return };
        if let (true, true, Some(brand)) = (price_fits, attributes_fit, brand) {
            self.brand_counts[brand as usize] += 1;
        }
        if let (true, true, Some(price)) = (brand_fits, attributes_fit, price) {
            self.price_counts[range_of(price)] += 1;
        }
        if !brand_fits || !price_fits {
            return;
        }
        self.pass(self.docs[i], attributes);
        if !attributes_fit {
            return;
        }
        self.total += 1;
        if let Some(path) = self.paths[i] {
            self.path_counts[path as usize] += 1;
        }
        if self.want.keep > 0 {
            self.keep_hit(i);
        }
    }

    /// Which of the chosen attributes this product has not.
    fn refusal(&self, doc: DocId) -> Refusal {
        let column = self.columns.attributes.as_ref();
        let has = |choice: &Chosen| {
            column.is_some_and(|column| column.ords().values_for_doc(doc).any(|ord| choice.has(ord)))
        };
        let mut refusal = Refusal::None;
        for (at, choice) in self.choices.iter().enumerate() {
            if !has(choice) {
                refusal = match refusal {
                    Refusal::None => Refusal::One(at as u8),
                    _ => return Refusal::Several,
                };
            }
        }
        refusal
    }

    /// Remembers the product for counting its attributes. None is read before it is known that they are not too many.
    fn pass(&mut self, doc: DocId, refusal: Refusal) {
        if self.too_many || !self.want.with_attributes || self.columns.names.is_none() {
            return;
        }
        let results = self.passed.len() as u64 + 1;
        if too_many(self.want.category.is_some(), results, results * self.attributes_of_one) {
            self.too_many = true;
            self.passed = Vec::new();
            return;
        }
        let but = match refusal {
            Refusal::One(choice) => Some(choice),
            _ => None,
        };
        self.passed.push(Passed { doc, but });
    }

    /// Keeps the product when it may be among the best. A full list is cut to the best half at once, which costs
    /// a few comparisons for each product even when every one is better than all before it.
    fn keep_hit(&mut self, i: usize) {
        let (doc, key) = (self.docs[i], self.sort_key(i));
        if let Some((least, id)) = self.worst
            && (key < least || (key == least && self.columns.id(doc) > id))
        {
            return;
        }
        self.best.push((key, doc));
        if self.best.len() >= 2 * self.want.keep.max(BLOCK) {
            self.cut();
        }
    }

    /// Leaves only the best, in no order.
    fn cut(&mut self) {
        let (keep, columns) = (self.want.keep, &self.columns);
        if keep == 0 || self.best.len() <= keep {
            return;
        }
        let order = |a: &(u64, DocId), b: &(u64, DocId)| {
            b.0.cmp(&a.0).then_with(|| columns.id(a.1).cmp(&columns.id(b.1)))
        };
        let (_, last, _) = self.best.select_nth_unstable_by(keep - 1, order);
        self.worst = Some((last.0, columns.id(last.1)));
        self.best.truncate(keep);
    }

    /// Larger is better; equal keys are ordered by id, oldest first, so that pages never overlap.
    fn sort_key(&self, i: usize) -> u64 {
        // Maps i64 to u64 in order.
        let created = || (self.created[i].unwrap_or(0) as u64) ^ (1 << 63);
        let in_stock = self.stocks[i] == Some(true);
        match self.want.sort {
            Sort::Relevance if self.want.scored => {
                score_key(self.scores[i] * if in_stock { 1.0 } else { OUT_OF_STOCK_FACTOR })
            }
            Sort::Relevance => (u64::from(in_stock) << 63) | (created() >> 1),
            Sort::PriceAsc => self.prices[i].map_or(0, |p| u64::MAX - p.max(0) as u64),
            Sort::PriceDesc => self.prices[i].map_or(0, |p| p.max(0) as u64 + 1),
            Sort::Newest => created(),
        }
    }

    fn hit(&self, key: u64, doc: DocId) -> Hit {
        let columns = &self.columns;
        let at = DocAddress::new(self.segment, doc);
        let hit = Hit { key, id: columns.id(doc), at, shelf: 0, title: 0 };
        if !self.want.scored || self.want.sort != Sort::Relevance {
            return hit;
        }
        let shelf = columns.shelf.first(doc).unwrap_or(0);
        Hit { shelf, title: columns.title_key.first(doc).unwrap_or(0), ..hit }
    }

    fn finish(mut self) -> tantivy::Result<Found> {
        self.flush();
        self.cut();
        let top = self.best.iter().map(|(key, doc)| self.hit(*key, *doc)).collect();
        let mut found =
            Found { total: self.total, seen: self.seen, top, prices: self.price_counts, ..Found::default() };
        if let Some(column) = &self.columns.brand {
            found.brands = column.counted(&self.brand_counts)?.into_iter().collect();
        }
        let counts_names = self.want.with_attributes && !self.too_many;
        if let Some(column) = self.columns.names.as_ref().filter(|_| counts_names) {
            found.names = column.counted(&name_counts(column, &self.passed))?.into_iter().collect();
            found.attributes = self.passed.len() as u64 * self.attributes_of_one;
            found.passed = vec![SegmentPassed { columns: self.columns.clone(), products: self.passed }];
        }
        found.too_many = self.too_many;
        if let Some(column) = &self.columns.path {
            let parent = self.want.category.map(|c| c.to_string());
            for (path, count) in column.counted(&self.path_counts)? {
                if let Some(child) = child_of(&path, parent.as_deref()) {
                    *found.categories.entry(child.to_owned()).or_default() += count;
                }
            }
        }
        Ok(found)
    }
}

/// How many of the products that pass every choice have an attribute of each name.
fn name_counts(names: &TextColumn, passed: &[Passed]) -> Vec<u64> {
    let mut counts = vec![0; names.len()];
    for product in passed.iter().filter(|product| product.but.is_none()) {
        for name in names.ords().values_for_doc(product.doc) {
            counts[name as usize] += 1;
        }
    }
    counts
}

impl SegmentCollector for SegmentWalk {
    type Fruit = tantivy::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.docs[self.waiting] = doc;
        self.scores[self.waiting] = score;
        self.waiting += 1;
        if self.waiting == BLOCK {
            self.flush();
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        for block in docs.chunks(BLOCK) {
            self.flush();
            self.docs[..block.len()].copy_from_slice(block);
            self.waiting = block.len();
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.finish()
    }
}
