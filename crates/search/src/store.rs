//! The index on disk: opening it, writing documents with the log's position, and answering requests.
//!
//! The position lives in the commit itself, so documents and position cannot disagree after a crash.

use crate::browsed::{Browsed, State};
use crate::collect::{Collect, Found};
use crate::columns::OpenColumns;
use crate::counts;
use crate::document::Document;
use crate::error::SearchError;
use crate::facets;
use crate::intent::{self, Names, Understood};
use crate::prices;
use crate::probe::count_up_to;
use crate::query::{Strictness, Typed, narrow};
use crate::rank;
use crate::request::{DEEPEST_RESULT, MOST_CHOICES, MOST_PER_PAGE, SearchPage, SearchRequest, Sort};
use crate::schema::{self, Fields, column};
use crate::synonyms::{Synonym, Synonyms};
use crate::wanted::Wanted;
use domain::{CategoryId, Currency, ProductId};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TERMINATED, TantivyError,
    Term,
};

/// Memory for documents not yet written to disk.
const WRITER_BYTES: usize = 50_000_000;
const VERSION_FILE: &str = "orinoco-version";
/// With fewer results than this, products with only some of the words are shown behind them.
const ENOUGH: u64 = 20;
/// So many of those are asked which of the words they are without.
const LOOKED_BEHIND: usize = 24;

/// How far the index has followed the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// Everything up to this position of the event log is in the index.
    pub(crate) position: i64,
    /// The first build went through the catalogue up to this product.
    pub(crate) scanned: Option<ProductId>,
    /// The first build is done.
    pub(crate) complete: bool,
    /// The first event of the log followed: another database has another one.
    pub(crate) origin: Option<String>,
}

/// The index and its reader. Several may read a directory; one writes.
pub(crate) struct Store {
    pub(crate) index: Index,
    pub(crate) fields: Fields,
    reader: IndexReader,
    synonyms: RwLock<(Vec<Synonym>, Arc<Synonyms>)>,
    categories: RwLock<Arc<Vec<(CategoryId, String)>>>,
    /// Names of brands and categories, of the commit that is visible.
    names: RwLock<Option<(u64, Arc<Names>)>>,
    browsed: Browsed,
    columns: OpenColumns,
    /// How often what answers depend on beside the index was said anew: synonyms, names of categories, what is wanted.
    said: AtomicU64,
    wanted: RwLock<Arc<Wanted>>,
}

impl Store {
    /// Opens the index in `dir`, or creates an empty one where there is none that this version can read, or its
    /// prices are in another currency.
    pub(crate) fn open(dir: &Path, currency: Currency) -> Result<Self, SearchError> {
        let failed = |source| SearchError::Directory { path: dir.display().to_string(), source };
        std::fs::create_dir_all(dir).map_err(failed)?;
        let wanted = format!("{} {currency}", schema::VERSION);
        if std::fs::read_to_string(dir.join(VERSION_FILE)).is_ok_and(|found| found == wanted) {
            match Self::in_directory(dir) {
                Ok(store) => return Ok(store),
                Err(error) => tracing::warn!(%error, "the search index is damaged and is built anew"),
            }
        }
        std::fs::remove_dir_all(dir).map_err(failed)?;
        std::fs::create_dir_all(dir).map_err(failed)?;
        let store = Self::in_directory(dir)?;
        std::fs::write(dir.join(VERSION_FILE), wanted).map_err(failed)?;
        Ok(store)
    }

    fn in_directory(dir: &Path) -> Result<Self, SearchError> {
        let (schema, fields) = schema::schema();
        let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
        Self::of(Index::open_or_create(directory, schema)?, fields)
    }

    #[cfg(test)]
    pub(crate) fn in_memory() -> Result<Self, SearchError> {
        let (schema, fields) = schema::schema();
        Self::of(Index::create_in_ram(schema), fields)
    }

    fn of(index: Index, fields: Fields) -> Result<Self, SearchError> {
        schema::register_analysers(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            index,
            fields,
            reader,
            synonyms: RwLock::default(),
            categories: RwLock::default(),
            names: RwLock::default(),
            browsed: Browsed::default(),
            columns: OpenColumns::default(),
            said: AtomicU64::default(),
            wanted: RwLock::default(),
        })
    }

    /// The one writer; it locks the directory as long as it lives.
    pub(crate) fn writer(&self) -> Result<IndexWriter, SearchError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(WRITER_BYTES)
            .build();
        match self.index.writer_with_options(options) {
            Err(TantivyError::LockFailure(..)) => Err(SearchError::WriterBusy),
            other => Ok(other?),
        }
    }

    /// The cursor of the last commit; the default for an index that was never written.
    pub(crate) fn cursor(&self) -> Result<Cursor, SearchError> {
        let payload = self.index.load_metas()?.payload;
        Ok(payload.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Replaces what is found for these products, or removes it when they have no document any more.
    pub(crate) fn put(
        &self,
        writer: &IndexWriter,
        members: &[ProductId],
        doc: Option<&Document>,
    ) -> Result<(), SearchError> {
        for id in members {
            writer.delete_term(self.id_term(*id));
        }
        if let Some(doc) = doc {
            writer.add_document(doc.to_tantivy(&self.fields))?;
        }
        Ok(())
    }

    /// Makes everything put so far, and the cursor, durable and visible.
    pub(crate) fn commit(&self, writer: &mut IndexWriter, cursor: &Cursor) -> Result<(), SearchError> {
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(cursor).map_err(db::DbError::from)?);
        commit.commit()?;
        self.reload()
    }

    /// Puts everything into one segment. A search asks each of them, and pays for each: with 800,000 products one takes
    /// two thirds of the time of eight. It takes seconds then; who searches meanwhile searches the old ones.
    pub(crate) fn join_segments(&self, writer: &mut IndexWriter) -> Result<(), SearchError> {
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() < 2 {
            return Ok(());
        }
        writer.merge(&segments).wait()?;
        self.reload()
    }

    /// Makes the last commit visible, whoever made it.
    pub(crate) fn reload(&self) -> Result<(), SearchError> {
        Ok(self.reader.reload()?)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// What queries ask from now on.
    pub(crate) fn set_synonyms(&self, all: &[Synonym]) {
        let mut known = self.synonyms.write().unwrap_or_else(PoisonError::into_inner);
        if known.0 != all {
            *known = (all.to_vec(), Arc::new(Synonyms::new(all)));
            self.said.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// What comes a little earlier from now on.
    pub(crate) fn set_wanted(&self, wanted: Wanted) {
        *self.wanted.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(wanted);
        self.said.fetch_add(1, Ordering::SeqCst);
    }

    /// The categories that words may name from now on.
    pub(crate) fn set_categories(&self, all: Vec<(CategoryId, String)>) {
        let mut known = self.categories.write().unwrap_or_else(PoisonError::into_inner);
        if **known != all {
            *known = Arc::new(all);
            *self.names.write().unwrap_or_else(PoisonError::into_inner) = None;
            self.said.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn names(&self, searcher: &Searcher) -> Result<Arc<Names>, SearchError> {
        let generation = searcher.generation().generation_id();
        let known = self.names.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, names)) = known.filter(|(of, _)| *of == generation) {
            return Ok(names);
        }
        let categories = self.categories.read().unwrap_or_else(PoisonError::into_inner).clone();
        let names = Arc::new(Names::read(searcher, &categories)?);
        *self.names.write().unwrap_or_else(PoisonError::into_inner) = Some((generation, names.clone()));
        Ok(names)
    }

    /// What was typed, with what may stand for it.
    pub(crate) fn typed(&self, text: &str) -> Typed {
        let synonyms = self.synonyms.read().unwrap_or_else(PoisonError::into_inner).1.clone();
        Typed::parse(text, &synonyms)
    }

    fn id_term(&self, id: ProductId) -> Term {
        Term::from_field_text(self.fields.id, &id.to_string())
    }

    /// The stamp of the visible document that stands for a product.
    pub(crate) fn stamp(&self, searcher: &Searcher, id: ProductId) -> Result<Option<u64>, SearchError> {
        let term = self.id_term(id);
        for segment in searcher.segment_readers() {
            let postings =
                segment.inverted_index(self.fields.id)?.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(TantivyError::from)? else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    return Ok(segment.fast_fields().u64(column::STAMP)?.first(doc));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Answers a request from what was committed when it began, or as it was answered since.
    pub(crate) fn search(&self, request: &SearchRequest) -> Result<SearchPage, SearchError> {
        let (searcher, state) = self.now();
        if let Some(page) = self.browsed.get(state, request) {
            return Ok(page);
        }
        let page = self.found(&searcher, request)?;
        self.browsed.keep(state, request, &page);
        Ok(page)
    }

    /// The answer to a request that was answered since the last change.
    pub(crate) fn known(&self, request: &SearchRequest) -> Option<SearchPage> {
        self.browsed.get(self.now().1, request)
    }

    /// What is visible, and the state that answers from it are of. What was said beside the index is read before anything
    /// else: an answer of which a part is newer is kept as an older one, and goes sooner.
    fn now(&self) -> (Searcher, State) {
        let said = self.said.load(Ordering::SeqCst);
        let searcher = self.searcher();
        let generation = searcher.generation().generation_id();
        (searcher, (generation, said))
    }

    /// Answers a request, whether it was answered before or not.
    pub(crate) fn found(
        &self,
        searcher: &Searcher,
        request: &SearchRequest,
    ) -> Result<SearchPage, SearchError> {
        let typed = self.typed(&request.text);
        let per_page = request.per_page.clamp(1, MOST_PER_PAGE);
        let page = request.page.max(1);
        let skip = (page - 1).saturating_mul(per_page).min(DEEPEST_RESULT);
        let by_words = !typed.is_empty() && request.sort == Sort::Relevance;
        // The first results are put in order together, so every page needs all of them.
        let least = if by_words { rank::LOOKED_AT } else { 0 };
        let collect = Collect {
            brands: request.brands.clone(),
            price_from: request.price_from_minor,
            price_to: request.price_to_minor,
            attributes: request.attributes.iter().take(MOST_CHOICES).cloned().collect(),
            with_attributes: request.with_attributes,
            category: request.category,
            sort: request.sort,
            scored: !typed.is_empty(),
            keep: ((skip + per_page).min(DEEPEST_RESULT) as usize).max(least),
            columns: self.columns.of(searcher)?,
        };
        let Answer { mut found, exact, relaxed, left_out, understood } =
            self.answer(searcher, &typed, request, &collect)?;
        let corrected = if relaxed && exact == 0 { typed.corrected(&self.fields, searcher)? } else { None };
        let mut chosen = request.brands.clone();
        chosen.extend(understood.brand.clone());
        let attributes = facets::facets(&found, &collect.attributes)?;
        found.top.truncate((skip + per_page).min(DEEPEST_RESULT) as usize);
        Ok(SearchPage {
            hits: found.products(skip as usize),
            total: found.total,
            page,
            per_page,
            categories: counts::of_categories(&found),
            brand_total: found.brands.len() as u64,
            brands: counts::of_brands(&found, &chosen, request.all_brands),
            prices: prices::joined(&found.prices),
            attributes,
            attributes_uncounted: found.too_many,
            exact,
            understood,
            corrected,
            relaxed,
            left_out,
        })
    }

    /// As the words say, or as they were meant.
    fn answer(
        &self,
        searcher: &Searcher,
        typed: &Typed,
        request: &SearchRequest,
        collect: &Collect,
    ) -> Result<Answer, SearchError> {
        let answer = self.collect(searcher, typed, request, collect)?;
        let open = request.category.is_none() && request.brands.is_empty() && !request.as_typed;
        if !open || answer.relaxed || !collect.scored {
            return Ok(answer);
        }
        let named = self.names(searcher)?.in_words(typed.folded(), typed.instead());
        let all = answer.found.seen;
        let brand = named
            .brand
            .filter(|brand| intent::is_meant(answer.found.brands.get(brand).copied().unwrap_or(0), all));
        let meant = SearchRequest {
            category: named.category,
            brands: brand.clone().into_iter().collect(),
            ..request.clone()
        };
        if meant.category.is_none() && brand.is_none() {
            return Ok(answer);
        }
        let narrower = Collect { brands: meant.brands.clone(), category: meant.category, ..collect.clone() };
        let narrowed = self.collect(searcher, typed, &meant, &narrower)?;
        let in_category = meant.category.is_none() || intent::is_meant(narrowed.found.seen, all);
        if in_category && intent::is_meant(narrowed.found.total, 0) {
            let understood = Understood { brand, category: meant.category };
            return Ok(Answer { understood, ..narrowed });
        }
        Ok(answer)
    }

    fn collect(
        &self,
        searcher: &Searcher,
        typed: &Typed,
        request: &SearchRequest,
        collect: &Collect,
    ) -> Result<Answer, SearchError> {
        let f = &self.fields;
        let wanted = self.wanted.read().unwrap_or_else(PoisonError::into_inner).clone();
        let run = |strictness, collect: &Collect| -> Result<Found, SearchError> {
            let words = typed.query(f, searcher, strictness);
            let mut found =
                searcher.search(&*narrow(f, words, request.category, request.in_stock), collect)?;
            if collect.scored && collect.sort == Sort::Relevance {
                rank::first_results(&mut found.top, &wanted);
            }
            Ok(found)
        };
        let strict = run(Strictness::All, collect)?;
        let exact = strict.total;
        // Another order than the best match first would mix those behind among those in front.
        let enough = if request.sort == Sort::Relevance { ENOUGH } else { 1 };
        if typed.is_empty() || strict.seen >= enough {
            return Ok(Answer::strict(strict));
        }
        // Without a filter the strict answer has counted already.
        let open = request.category.is_none() && !request.in_stock;
        let strictness = self.strictness(searcher, typed, enough, open.then_some(strict.seen))?;
        if strictness == Strictness::All {
            return Ok(Answer::strict(strict));
        }
        let mut found =
            run(strictness, &Collect { keep: collect.keep + strict.top.len(), ..collect.clone() })?;
        if found.total <= exact {
            return Ok(Answer::strict(strict));
        }
        // Those with every word stay in front, whatever the others have instead.
        found.top.retain(|hit| strict.top.iter().all(|first| first.id != hit.id));
        let behind: Vec<DocAddress> = found.top.iter().take(LOOKED_BEHIND).map(|hit| hit.at).collect();
        let left_out = typed.left_out(f, searcher, &behind)?;
        found.top.splice(0..0, strict.top);
        Ok(Answer { exact, relaxed: true, left_out, ..Answer::strict(found) })
    }

    /// How strictly the words are taken: as strictly as finds enough in the whole shop. A category or a filter is the
    /// shopper's choice: what it leaves out does not loosen the words.
    fn strictness(
        &self,
        searcher: &Searcher,
        typed: &Typed,
        enough: u64,
        strict: Option<u64>,
    ) -> Result<Strictness, SearchError> {
        let mut best = (Strictness::All, 0);
        for strictness in typed.strictness() {
            let count = match strict.filter(|_| strictness == Strictness::All) {
                Some(known) => known,
                None => {
                    let Some(words) = typed.query(&self.fields, searcher, strictness) else { break };
                    count_up_to(searcher, &*words, enough)?
                }
            };
            // A wider net that catches nothing more leaves the answer as strict as it was.
            if count > best.1 {
                best = (strictness, count);
            }
            if best.1 >= enough || (typed.is_article_number() && best.1 > 0) {
                break;
            }
        }
        Ok(best.0)
    }
}

/// What was found, and how strictly.
struct Answer {
    found: Found,
    /// How many have every word as typed.
    exact: u64,
    /// Others come behind them.
    relaxed: bool,
    /// Words that most of those are without.
    left_out: Vec<String>,
    understood: Understood,
}

impl Answer {
    /// What was found has every word.
    fn strict(found: Found) -> Self {
        let exact = found.total;
        Self { found, exact, relaxed: false, left_out: Vec::new(), understood: Understood::default() }
    }
}
