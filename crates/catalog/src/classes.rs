//! What the goods of each category are charged as: the class that was said of it from a moment on, or of the nearest one above it
//! that says anything of its own. Owns catalog_category_classes and catalog_category_spans. Called by `category` for what is
//! made, by orders and pricing through the offers they read, by kits and by the operator's page.
//!
//! What is said is only ever added. What follows of it is kept for each category from each moment on, so that whoever sells
//! finds it in one step, and a change that begins later needs nobody to begin it.

use crate::category::by_id;
use crate::{BATCH, CatalogError, Category, value_rows};
use db::{Conn, DbError, FromRow, Row, Text, Tx, placeholders, sql};
use domain::commission::{ClassSaid, ClassSpan, CommissionClass, class_at, class_spans};
use domain::field::{REASON, tidied};
use domain::terms::said_at;
use domain::{AccountId, CategoryClassId, CategoryId, Timestamp};
use std::collections::HashMap;

/// A category and its parent.
type Node = (CategoryId, Option<CategoryId>);

/// What was said of each category, in the order in which it holds.
type Words = HashMap<CategoryId, Vec<ClassSaid>>;

/// What holds for each category, in the order of time.
type Spans = HashMap<CategoryId, Vec<ClassSpan>>;

/// A class as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClass {
    pub id: CategoryClassId,
    pub category: CategoryId,
    /// `None`: as its parent.
    pub class: Option<CommissionClass>,
    pub starts_at: Timestamp,
    pub reason: String,
    /// `None`: it came with the category.
    pub made_by: Option<AccountId>,
    pub made_at: Timestamp,
    /// It was taken back before it began and never counts.
    pub withdrawn: Option<WithdrawnClass>,
}

/// That a class was taken back before it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnClass {
    pub by: AccountId,
    pub at: Timestamp,
    pub reason: String,
}

const STORED: &str = "SELECT c.id, c.category_id, c.class, c.starts_at_us, c.reason, c.made_by, c.made_at_us,
    w.withdrawn_by, w.withdrawn_at_us, w.reason AS withdrawn_reason
    FROM catalog_category_classes c LEFT JOIN catalog_classes_withdrawn w ON w.class_id = c.id";

impl FromRow for StoredClass {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let by: Option<AccountId> = row.get("withdrawn_by")?;
        let at: Option<Timestamp> = row.get("withdrawn_at_us")?;
        let why: Option<String> = row.get("withdrawn_reason")?;
        let withdrawn = by.zip(at);
        Ok(Self {
            withdrawn: withdrawn.map(|(by, at)| WithdrawnClass { by, at, reason: why.unwrap_or_default() }),
            id: row.get("id")?,
            category: row.get("category_id")?,
            class: row.get::<Option<Text<CommissionClass>>>("class")?.map(|class| class.0),
            starts_at: row.get("starts_at_us")?,
            reason: row.get("reason")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
        })
    }
}

/// What an operator says.
#[derive(Debug, Clone)]
pub struct SayClass {
    pub category: CategoryId,
    /// `None`: as its parent.
    pub class: Option<CommissionClass>,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

/// Says what the goods of a category are charged as, and with it those of every category below that says nothing of its own.
/// Orders that were placed before it begins are charged as they were placed. The same press twice says it once.
///
/// # Errors
/// [`CatalogError::CategoryNotFound`], [`CatalogError::ClassReason`], [`CatalogError::ClassInThePast`],
/// [`CatalogError::ClassOfRoot`].
pub async fn say_class(tx: &mut Tx, said: &SayClass) -> Result<CategoryClassId, CatalogError> {
    let category = by_id(tx, said.category).await?;
    let last = sql("SELECT MAX(made_at_us) FROM catalog_category_classes WHERE category_id = $1");
    let (last,): (Option<Timestamp>,) = tx.one(last.bind(category.id)).await?;
    let now = said_at(tx.now(), last);
    let reason = tidied(&said.reason, &REASON).ok_or(CatalogError::ClassReason)?;
    let starts_at = said.starts_at.unwrap_or(now);
    if starts_at < now {
        return Err(CatalogError::ClassInThePast);
    }
    if said.class.is_none() && category.parent_id.is_none() {
        return Err(CatalogError::ClassOfRoot);
    }
    let last = last_said(tx, category.id, starts_at).await?;
    let same = |last: &StoredClass| {
        (last.class, last.reason.as_str(), last.made_by) == (said.class, reason.as_str(), Some(said.by))
    };
    if let Some(last) = last.filter(same) {
        return Ok(last.id);
    }
    let row = StoredClass {
        id: tx.new_id(),
        category: category.id,
        class: said.class,
        starts_at,
        reason,
        made_by: Some(said.by),
        made_at: now,
        withdrawn: None,
    };
    add(tx, &row).await?;
    keep_below(tx, &category).await?;
    Ok(row.id)
}

/// Keeps anew what follows for a category and all below it.
async fn keep_below(tx: &mut Tx, category: &Category) -> Result<(), DbError> {
    let nodes = below(tx, category.id).await?;
    let words = words_of(tx, &ids(&nodes)).await?;
    let spans = reckon(&nodes, &words, parents(tx, category).await?);
    keep(tx, &nodes, &spans).await
}

/// One thing that was said and has not begun, nor was taken back.
///
/// # Errors
/// Only the database's.
pub async fn coming_class(conn: &mut Conn, id: CategoryClassId) -> Result<Option<StoredClass>, DbError> {
    let now = conn.now();
    let text = format!("{STORED} WHERE c.id = $1 AND c.starts_at_us > $2 AND w.class_id IS NULL");
    conn.opt(sql(text).bind(id).bind(now)).await
}

/// Takes back what was said of a category and has not begun, and with it what would have followed below.
///
/// # Errors
/// [`CatalogError::ClassReason`], [`CatalogError::NoSuchClass`], [`CatalogError::ClassBegun`],
/// [`CatalogError::ClassWithdrawn`].
pub async fn withdraw_class(
    tx: &mut Tx,
    id: CategoryClassId,
    reason: &str,
    by: AccountId,
) -> Result<(), CatalogError> {
    let now = tx.now();
    let reason = tidied(reason, &REASON).ok_or(CatalogError::ClassReason)?;
    let found: Option<StoredClass> = tx.opt(sql(format!("{STORED} WHERE c.id = $1")).bind(id)).await?;
    let found = found.ok_or(CatalogError::NoSuchClass)?;
    if found.withdrawn.is_some() {
        return Err(CatalogError::ClassWithdrawn);
    }
    if found.starts_at <= now {
        return Err(CatalogError::ClassBegun);
    }
    tx.exec(
        sql("INSERT INTO catalog_classes_withdrawn (class_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
             VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(found.starts_at)
        .bind(reason)
        .bind(by)
        .bind(now),
    )
    .await?;
    let category = by_id(tx, found.category).await?;
    Ok(keep_below(tx, &category).await?)
}

/// What the goods of a new category are charged as: as its parent's, where that is the same now, else as it says.
pub(crate) async fn begin(tx: &mut Tx, category: &Category, class: CommissionClass) -> Result<(), DbError> {
    let above = parents(tx, category).await?;
    let parent = category.parent_id.and_then(|id| above.get(&id));
    let same = parent.and_then(|spans| class_at(spans, tx.now())).is_some_and(|span| span.class == class);
    let mut words = Words::new();
    if !same {
        let since_ever = Timestamp::from_micros(0);
        let row = StoredClass {
            id: tx.new_id(),
            category: category.id,
            class: Some(class),
            starts_at: since_ever,
            reason: String::new(),
            made_by: None,
            made_at: tx.now(),
            withdrawn: None,
        };
        add(tx, &row).await?;
        words.insert(category.id, vec![ClassSaid { class: Some(class), starts_at: since_ever }]);
    }
    let nodes = [(category.id, category.parent_id)];
    let spans = reckon(&nodes, &words, above);
    keep(tx, &nodes, &spans).await
}

/// What holds for each of these categories at a moment; one that there is not is missing.
///
/// # Errors
/// Only the database's.
pub async fn classes_at(
    conn: &mut Conn,
    categories: &[CategoryId],
    at: Timestamp,
) -> Result<HashMap<CategoryId, ClassSpan>, DbError> {
    let spans = spans_of(conn, categories).await?;
    Ok(spans.into_iter().filter_map(|(id, spans)| Some((id, class_at(&spans, at)?))).collect())
}

/// What begins for each of these categories after a moment, the soonest first; one for which nothing does is missing.
///
/// # Errors
/// Only the database's.
pub async fn classes_later(
    conn: &mut Conn,
    categories: &[CategoryId],
    at: Timestamp,
) -> Result<HashMap<CategoryId, Vec<ClassSpan>>, DbError> {
    let mut spans = spans_of(conn, categories).await?;
    for spans in spans.values_mut() {
        spans.retain(|span| span.starts_at > at);
    }
    spans.retain(|_, spans| !spans.is_empty());
    Ok(spans)
}

/// What was said of a category, or of all, newest first. What came with the categories is none of it.
///
/// # Errors
/// Only the database's.
pub async fn class_history(
    conn: &mut Conn,
    category: Option<CategoryId>,
    limit: i64,
) -> Result<Vec<StoredClass>, DbError> {
    let one = if category.is_some() { "AND c.category_id = $2" } else { "" };
    let text =
        format!("{STORED} WHERE c.made_by IS NOT NULL {one} ORDER BY c.made_at_us DESC, c.id DESC LIMIT $1");
    conn.all(sql(text).bind(limit).bind_all(category)).await
}

/// What a change would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// What the category would be charged as: its own class, or its parent's.
    pub class: CommissionClass,
    /// The category and those below it that would be charged with it, parents before children.
    pub categories: Vec<CategoryId>,
}

/// What would follow if a class were said of a category from a moment on, at that moment. Nothing is changed.
///
/// # Errors
/// [`CatalogError::CategoryNotFound`], [`CatalogError::ClassOfRoot`].
pub async fn would_follow(
    conn: &mut Conn,
    category: CategoryId,
    class: Option<CommissionClass>,
    starts_at: Timestamp,
) -> Result<Following, CatalogError> {
    let top = by_id(conn, category).await?;
    if class.is_none() && top.parent_id.is_none() {
        return Err(CatalogError::ClassOfRoot);
    }
    let nodes = below(conn, top.id).await?;
    let mut words = words_of(conn, &ids(&nodes)).await?;
    let mine = words.entry(top.id).or_default();
    let place = mine.partition_point(|one| one.starts_at <= starts_at);
    mine.insert(place, ClassSaid { class, starts_at });
    let spans = reckon(&nodes, &words, parents(conn, &top).await?);
    let held = |id: CategoryId| spans.get(&id).and_then(|spans| class_at(spans, starts_at));
    let own = held(top.id).ok_or(CatalogError::CategoryNotFound(top.id))?;
    let follows = |id: &CategoryId| held(*id).is_some_and(|span| span.said_by == own.said_by);
    Ok(Following { class: own.class, categories: ids(&nodes).into_iter().filter(follows).collect() })
}

/// The categories whose kept spans are not what follows from what was said, reckoned anew from the whole tree.
pub(crate) async fn broken(conn: &mut Conn) -> Result<Vec<(CategoryId, String)>, DbError> {
    let nodes: Vec<Node> = conn
        .all(sql("WITH RECURSIVE below (id, parent_id, depth) AS (
                 SELECT id, parent_id, CAST(0 AS BIGINT) FROM catalog_categories WHERE parent_id IS NULL
                 UNION ALL
                 SELECT c.id, c.parent_id, b.depth + 1 FROM below AS b JOIN catalog_categories AS c ON c.parent_id = b.id)
             SELECT id, parent_id FROM below ORDER BY depth, id"))
        .await?;
    let all = ids(&nodes);
    let words = words_of(conn, &all).await?;
    let mut kept = spans_of(conn, &all).await?;
    let expected = reckon(&nodes, &words, Spans::new());
    let told = |spans: &[ClassSpan]| match spans.last() {
        Some(last) => format!("{} from {} moments on", last.class, spans.len()),
        None => "nothing".to_owned(),
    };
    let mut broken = Vec::new();
    for id in all {
        let (wanted, found) = (&expected[&id], kept.remove(&id).unwrap_or_default());
        if *wanted != found || wanted.is_empty() {
            broken.push((id, format!("expected {}, found {}", told(wanted), told(&found))));
        }
    }
    Ok(broken)
}

fn ids(nodes: &[Node]) -> Vec<CategoryId> {
    nodes.iter().map(|(id, _)| *id).collect()
}

/// What holds for each of these, parents before children; `known` has what holds for the parents of the first ones.
fn reckon(nodes: &[Node], words: &Words, known: Spans) -> Spans {
    let mut spans = known;
    for (id, parent) in nodes {
        let above = parent.and_then(|parent| spans.get(&parent)).map_or(&[] as &[ClassSpan], Vec::as_slice);
        let said = words.get(id).map_or(&[] as &[ClassSaid], Vec::as_slice);
        let holds = class_spans(*id, said, above);
        spans.insert(*id, holds);
    }
    spans
}

/// A category and everything below it, parents before children.
async fn below(conn: &mut Conn, category: CategoryId) -> Result<Vec<Node>, DbError> {
    let text = "WITH RECURSIVE below (id, parent_id, depth) AS (
             SELECT id, parent_id, CAST(0 AS BIGINT) FROM catalog_categories WHERE id = $1
             UNION ALL
             SELECT c.id, c.parent_id, b.depth + 1 FROM below AS b JOIN catalog_categories AS c ON c.parent_id = b.id)
         SELECT id, parent_id FROM below ORDER BY depth, id";
    conn.all(sql(text).bind(category)).await
}

/// What holds for the parent of a category, where it has one.
async fn parents(conn: &mut Conn, category: &Category) -> Result<Spans, DbError> {
    match category.parent_id {
        Some(parent) => spans_of(conn, &[parent]).await,
        None => Ok(Spans::new()),
    }
}

async fn words_of(conn: &mut Conn, categories: &[CategoryId]) -> Result<Words, DbError> {
    let mut words = Words::new();
    for batch in categories.chunks(BATCH) {
        let text = format!(
            "SELECT c.category_id, c.class, c.starts_at_us FROM catalog_category_classes c WHERE c.category_id IN ({})
                 AND NOT EXISTS (SELECT 1 FROM catalog_classes_withdrawn w WHERE w.class_id = c.id)
             ORDER BY c.starts_at_us, c.made_at_us, c.id",
            placeholders(1, batch.len())
        );
        let rows: Vec<(CategoryId, Option<Text<CommissionClass>>, Timestamp)> =
            conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        for (category, class, starts_at) in rows {
            let said = ClassSaid { class: class.map(|class| class.0), starts_at };
            words.entry(category).or_default().push(said);
        }
    }
    Ok(words)
}

async fn spans_of(conn: &mut Conn, categories: &[CategoryId]) -> Result<Spans, DbError> {
    let mut spans = Spans::with_capacity(categories.len());
    for batch in categories.chunks(BATCH) {
        let text = format!(
            "SELECT category_id, starts_at_us, class, said_by FROM catalog_category_spans
             WHERE category_id IN ({}) ORDER BY category_id, starts_at_us",
            placeholders(1, batch.len())
        );
        let rows: Vec<(CategoryId, Timestamp, Text<CommissionClass>, CategoryId)> =
            conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        for (category, starts_at, class, said_by) in rows {
            spans.entry(category).or_default().push(ClassSpan { starts_at, class: class.0, said_by });
        }
    }
    Ok(spans)
}

/// What was last said of a category itself for this moment.
async fn last_said(
    conn: &mut Conn,
    category: CategoryId,
    at: Timestamp,
) -> Result<Option<StoredClass>, DbError> {
    let text = format!(
        "{STORED} WHERE c.category_id = $1 AND c.starts_at_us <= $2 AND w.class_id IS NULL
         ORDER BY c.starts_at_us DESC, c.made_at_us DESC, c.id DESC LIMIT 1"
    );
    conn.opt(sql(text).bind(category).bind(at)).await
}

async fn add(tx: &mut Tx, row: &StoredClass) -> Result<(), DbError> {
    let text = "INSERT INTO catalog_category_classes
            (id, category_id, class, starts_at_us, reason, made_by, made_at_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.exec(
        sql(text)
            .bind(row.id)
            .bind(row.category)
            .bind(row.class.map(Text))
            .bind(row.starts_at)
            .bind(&row.reason)
            .bind(row.made_by)
            .bind(row.made_at),
    )
    .await?;
    Ok(())
}

/// Writes what holds for these categories in the place of what held.
async fn keep(tx: &mut Tx, nodes: &[Node], spans: &Spans) -> Result<(), DbError> {
    for batch in nodes.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("DELETE FROM catalog_category_spans WHERE category_id IN ({list})");
        tx.exec(sql(text).bind_all(batch.iter().map(|(id, _)| *id))).await?;
    }
    let of = |id: &CategoryId| spans.get(id).map_or(&[] as &[ClassSpan], Vec::as_slice);
    let rows: Vec<(CategoryId, ClassSpan)> =
        nodes.iter().flat_map(|(id, _)| of(id).iter().map(move |span| (*id, *span))).collect();
    for batch in rows.chunks(BATCH) {
        let values = value_rows(batch.len(), 4);
        let columns = "category_id, starts_at_us, class, said_by";
        let mut statement = sql(format!("INSERT INTO catalog_category_spans ({columns}) VALUES {values}"));
        for (category, span) in batch {
            statement =
                statement.bind(*category).bind(span.starts_at).bind(Text(span.class)).bind(span.said_by);
        }
        tx.exec(statement).await?;
    }
    Ok(())
}
