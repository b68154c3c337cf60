//! How good is the ranking? Measured by people's judgments of real searches, beside plain BM25 on the same products.
//! Called by `orinoco eval search`.
//!
//! Measures: nDCG@10 with gain `2^rating - 1` (Järvelin and Kekäläinen 2002, in the exponential form of Burges 2005),
//! once with unjudged products as worthless and once with them left out of the list; recall@100 of all products that
//! were judged better than 0. A search whose judged products are all worthless tells nothing and is left out.

use crate::document::Document;
use crate::{Search, SearchError, SearchRequest, source, text};
use domain::{ProductId, TypedId as _};
use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Term};

/// How deep a list is looked at.
const RECALL_AT: usize = 100;
const NDCG_AT: usize = 10;
/// Judged products are looked for among so many results when the unjudged are left out.
pub(crate) const DEEP: usize = 1_000;
const PRODUCTS_AT_ONCE: i64 = 500;
const WRITER_BYTES: usize = 50_000_000;

/// One search and what people thought of products for it: the source's id of a product, and 0 (useless) to 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub text: String,
    pub ratings: HashMap<String, u32>,
}

/// Reads judgments: lines of `query,docid,rating`, with or without a head; a query may hold commas and quotes.
///
/// # Errors
/// The first line that cannot be read, with its number and what is wrong.
pub fn parse_ratings(csv: &str) -> Result<Vec<Judged>, String> {
    let mut all: Vec<Judged> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    for (number, line) in csv.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut columns = line.trim().rsplitn(3, ',');
        let (rating, id, query) = (columns.next(), columns.next(), columns.next());
        let (Some(rating), Some(id), Some(query)) = (rating, id, query) else {
            return Err(format!("line {}: three columns are wanted: query,docid,rating", number + 1));
        };
        let Ok(rating) = rating.trim().parse::<u32>() else {
            if number == 0 {
                continue;
            }
            return Err(format!("line {}: the rating `{rating}` is not a whole number", number + 1));
        };
        let text = unquoted(query);
        let at = *place.entry(text.clone()).or_insert_with(|| {
            all.push(Judged { text, ratings: HashMap::new() });
            all.len() - 1
        });
        all[at].ratings.insert(unquoted(id), rating.min(10));
    }
    all.retain(|judged| judged.ratings.values().any(|rating| *rating > 0));
    Ok(all)
}

fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// How good lists are, each 0 to 1, over one search or the mean over many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
    /// Unjudged products count as worthless.
    pub ndcg_10: f64,
    /// Unjudged products are left out.
    pub ndcg_10_judged: f64,
    pub recall_100: f64,
}

impl Quality {
    /// Of one list, best first.
    pub fn of<K: Eq + Hash>(ranked: &[K], ratings: &HashMap<K, u32>) -> Self {
        let judged: Vec<&K> = ranked.iter().filter(|k| ratings.contains_key(k)).collect();
        let relevant = ratings.values().filter(|r| **r > 0).count();
        let found = ranked.iter().take(RECALL_AT).filter(|k| ratings.get(k).is_some_and(|r| *r > 0)).count();
        Self {
            ndcg_10: ndcg(ranked.iter(), ratings),
            ndcg_10_judged: ndcg(judged.into_iter(), ratings),
            recall_100: if relevant == 0 { 0.0 } else { found as f64 / relevant as f64 },
        }
    }

    pub(crate) fn mean(all: &[Quality]) -> Self {
        let n = all.len().max(1) as f64;
        let mean = |of: fn(&Quality) -> f64| all.iter().map(of).sum::<f64>() / n;
        Self {
            ndcg_10: mean(|q| q.ndcg_10),
            ndcg_10_judged: mean(|q| q.ndcg_10_judged),
            recall_100: mean(|q| q.recall_100),
        }
    }
}

fn ndcg<'k, K: Eq + Hash + 'k>(ranked: impl Iterator<Item = &'k K>, ratings: &HashMap<K, u32>) -> f64 {
    let mut best: Vec<u32> = ratings.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = dcg(best.into_iter());
    let got = dcg(ranked.map(|k| ratings.get(k).copied().unwrap_or(0)));
    if ideal > 0.0 { got / ideal } else { 0.0 }
}

fn dcg(ratings: impl Iterator<Item = u32>) -> f64 {
    let gain = |rating: u32| f64::from(2u32.saturating_pow(rating)) - 1.0;
    ratings.take(NDCG_AT).enumerate().map(|(rank, rating)| gain(rating) / (rank as f64 + 2.0).log2()).sum()
}

/// What an evaluation found.
#[derive(Debug, Clone)]
pub struct Evaluation {
    pub searches: usize,
    pub products: u64,
    pub ours: Quality,
    pub plain: Quality,
    /// Each search with both qualities, in the order of the file.
    pub each: Vec<(String, Quality, Quality)>,
    /// Of our own searches, first page with all facets.
    pub p50: Duration,
    pub p95: Duration,
}

impl Search {
    /// Runs every judged search here and on plain BM25 over the same products. The index must have caught up.
    ///
    /// # Errors
    /// When the catalogue or an index cannot be read.
    pub async fn evaluate(&self, judged: &[Judged]) -> Result<Evaluation, SearchError> {
        let mut conn = self.inner.db.read().await?;
        let keys = catalog::source_keys(&mut conn).await?;
        let plain = Plain::of(&mut conn, self.inner.currency).await?;
        drop(conn);
        let last = |key: &str| key.rsplit(':').next().unwrap_or_default().to_owned();
        let by_source: HashMap<String, ProductId> = keys.into_iter().map(|(k, id)| (last(&k), id)).collect();
        let (mut each, mut times) = (Vec::new(), Vec::new());
        for judged in judged {
            // A judged product that the catalogue does not have can never be found: it counts against both.
            let absent = |id: &str| {
                let hash = blake3::hash(id.as_bytes());
                let half: [u8; 16] = hash.as_bytes()[..16].try_into().unwrap_or_default();
                ProductId::from_uuid(uuid::Uuid::from_bytes(half))
            };
            let ratings: HashMap<ProductId, u32> = judged
                .ratings
                .iter()
                .map(|(id, r)| (by_source.get(id).copied().unwrap_or_else(|| absent(id)), *r))
                .collect();
            let page = |per_page| SearchRequest { text: judged.text.clone(), per_page, ..Default::default() };
            let started = Instant::now();
            self.query(page(24)).await?;
            times.push(started.elapsed());
            let mut ours = Vec::new();
            for number in 1..=(DEEP / RECALL_AT) as u32 {
                let found = self.query(SearchRequest { page: number, ..page(RECALL_AT as u32) }).await?;
                let full = found.hits.len() == RECALL_AT;
                ours.extend(found.hits);
                if !full {
                    break;
                }
            }
            let theirs = plain.search(&judged.text)?;
            each.push((judged.text.clone(), Quality::of(&ours, &ratings), Quality::of(&theirs, &ratings)));
        }
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
        let (ours, theirs): (Vec<_>, Vec<_>) = each.iter().map(|(_, ours, theirs)| (*ours, *theirs)).unzip();
        Ok(Evaluation {
            searches: each.len(),
            products: self.documents(),
            ours: Quality::mean(&ours),
            plain: Quality::mean(&theirs),
            each,
            p50: at(50),
            p95: at(95),
        })
    }
}

/// What everybody has: BM25 (k1 = 1.2, b = 0.75) over all text of a product in one field, any word is enough.
pub(crate) struct Plain {
    reader: IndexReader,
    text: Field,
}

/// The same while it is filled.
pub(crate) struct PlainWriter {
    writer: IndexWriter,
    text: Field,
    id: [Field; 2],
}

impl PlainWriter {
    pub(crate) fn open() -> Result<Self, SearchError> {
        let mut builder = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(text::PLAIN)
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = builder.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let number = || NumericOptions::default() | FAST;
        let id = [builder.add_u64_field("high", number()), builder.add_u64_field("low", number())];
        let index = Index::create_in_ram(builder.build());
        index.tokenizers().register(text::PLAIN, text::plain());
        Ok(Self { writer: index.writer_with_num_threads(1, WRITER_BYTES)?, text, id })
    }

    pub(crate) fn add(&self, document: &Document) -> Result<(), SearchError> {
        self.writer.add_document(plain_document(document, self.text, self.id))?;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Plain, SearchError> {
        self.writer.commit()?;
        let reader = self.writer.index().reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Plain { reader, text: self.text })
    }
}

impl Plain {
    async fn of(conn: &mut db::Conn, currency: domain::Currency) -> Result<Self, SearchError> {
        let writer = PlainWriter::open()?;
        let mut after = None;
        loop {
            let ids = catalog::all_product_ids_after(conn, after, PRODUCTS_AT_ONCE).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            for document in source::load(conn, currency, &ids).await?.into_iter().filter_map(|c| c.document) {
                writer.add(&document)?;
            }
        }
        writer.finish()
    }

    pub(crate) fn search(&self, typed: &str) -> Result<Vec<ProductId>, SearchError> {
        let term = |word: String| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(self.text, &word);
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
        };
        let query = BooleanQuery::new(text::plain_words(typed).into_iter().map(term).collect());
        let searcher = self.reader.searcher();
        let mut found = Vec::new();
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(DEEP).order_by_score())? {
            let columns = searcher.segment_reader(address.segment_ord).fast_fields();
            let half = |name| Ok::<_, SearchError>(columns.u64(name)?.first(address.doc_id).unwrap_or(0));
            found.push(ProductId::from_uuid(uuid::Uuid::from_u64_pair(half("high")?, half("low")?)));
        }
        Ok(found)
    }
}

fn plain_document(document: &Document, text: Field, id: [Field; 2]) -> tantivy::TantivyDocument {
    let mut doc = tantivy::TantivyDocument::new();
    let (high, low) = document.id.uuid().as_u64_pair();
    doc.add_u64(id[0], high);
    doc.add_u64(id[1], low);
    let parts = [
        document.title.as_str(),
        document.brand.as_deref().unwrap_or_default(),
        &document.description,
        &document.attributes,
        &document.numbers.join(" "),
        &document.category_names.join(" "),
    ];
    doc.add_text(text, parts.join("\n"));
    doc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgments_are_read_with_commas_quotes_and_a_head() {
        let csv = "query,docid,rating\nred mouse,1,3\n\"tv, 55\"\"\",2,1\nred mouse,3,0\nuseless,4,0\n";
        let judged = parse_ratings(csv).unwrap();
        let texts: Vec<&str> = judged.iter().map(|j| j.text.as_str()).collect();
        assert_eq!(texts, ["red mouse", "tv, 55\""]);
        assert_eq!(judged[0].ratings, HashMap::from([("1".to_owned(), 3), ("3".to_owned(), 0)]));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        assert!(parse_ratings("a,b,1\nnothing here\n").unwrap_err().starts_with("line 2: three columns"));
        assert!(parse_ratings("a,b,1\na,c,good\n").unwrap_err().contains("`good`"));
    }

    /// Worked by hand: gains 7, 0, 1 against the ideal 7, 1, 0.
    #[test]
    fn the_measures_agree_with_a_calculation_by_hand() {
        let ratings = HashMap::from([("a", 3), ("b", 1), ("c", 0)]);
        let ideal = 7.0 + 1.0 / 3f64.log2();
        let quality = Quality::of(&["a", "x", "b"], &ratings);
        assert!((quality.ndcg_10 - (7.0 + 1.0 / 4f64.log2()) / ideal).abs() < 1e-12);
        assert!((quality.ndcg_10_judged - 1.0).abs() < 1e-12);
        assert!((quality.recall_100 - 1.0).abs() < 1e-12);
        assert_eq!(Quality::of(&["c"], &ratings).recall_100, 0.0);
        assert_eq!(Quality::of::<&str>(&[], &ratings), Quality::default());
    }
}
