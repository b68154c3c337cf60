//! The columns of the index that results are counted and ordered by. Called by `store`, which keeps them open, and `collect`,
//! which reads them.

use crate::schema::column;
use crate::texts::TextColumn;
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::columnar::{Column, DynamicColumn, HasAssociatedColumnType};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// Columns are read for so many products at once.
pub(crate) const BLOCK: usize = 64;

/// The columns of one segment.
pub(crate) struct Columns {
    segment: SegmentId,
    pub(crate) price: Column<i64>,
    pub(crate) in_stock: Column<bool>,
    pub(crate) created: Column<i64>,
    pub(crate) id_high: Column<u64>,
    pub(crate) id_low: Column<u64>,
    pub(crate) title_key: Column<u64>,
    pub(crate) shelf: Column<u64>,
    pub(crate) brand: Option<TextColumn>,
    pub(crate) path: Option<TextColumn>,
    pub(crate) attributes: Option<TextColumn>,
    pub(crate) names: Option<TextColumn>,
}

fn numbers<T>(segment: &SegmentReader, name: &str) -> tantivy::Result<Column<T>>
where
    T: HasAssociatedColumnType + Copy + PartialOrd + Send + Sync + std::fmt::Debug + Default + 'static,
    DynamicColumn: Into<Option<Column<T>>>,
    T: tantivy::columnar::MonotonicallyMappableToU64,
{
    let column = segment.fast_fields().column_opt::<T>(name)?;
    Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let texts =
            |name| Ok::<_, tantivy::TantivyError>(segment.fast_fields().str(name)?.map(TextColumn::new));
        Ok(Self {
            segment: segment.segment_id(),
            price: numbers(segment, column::PRICE)?,
            in_stock: numbers(segment, column::IN_STOCK)?,
            created: numbers(segment, column::CREATED)?,
            id_high: numbers(segment, column::ID_HIGH)?,
            id_low: numbers(segment, column::ID_LOW)?,
            title_key: numbers(segment, column::TITLE_KEY)?,
            shelf: numbers(segment, column::SHELF_KEY)?,
            brand: texts(column::BRAND)?,
            path: texts(column::PATH)?,
            attributes: texts(column::ATTRIBUTES)?,
            names: texts(column::NAMES)?,
        })
    }

    pub(crate) fn id(&self, doc: DocId) -> u128 {
        let high = self.id_high.first(doc).unwrap_or(0);
        (u128::from(high) << 64) | u128::from(self.id_low.first(doc).unwrap_or(0))
    }
}

/// The columns of all segments of one state of the index, in their order.
#[derive(Clone, Default)]
pub(crate) struct AllColumns {
    generation: Option<u64>,
    of: Arc<Vec<Arc<Columns>>>,
}

impl AllColumns {
    pub(crate) fn of(&self, segment: u32) -> Arc<Columns> {
        self.of[segment as usize].clone()
    }
}

/// The columns that are open: those of the last state that was asked for. Opening one takes as long as finding a few products.
#[derive(Default)]
pub(crate) struct OpenColumns(RwLock<AllColumns>);

impl OpenColumns {
    /// The columns of what a searcher sees. A segment that was there before keeps its own.
    pub(crate) fn of(&self, searcher: &Searcher) -> tantivy::Result<AllColumns> {
        let generation = Some(searcher.generation().generation_id());
        let last = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if last.generation == generation {
            return Ok(last);
        }
        let mut of = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            let before = last.of.iter().find(|columns| columns.segment == segment.segment_id());
            of.push(match before {
                Some(columns) => columns.clone(),
                None => Arc::new(Columns::open(segment)?),
            });
        }
        let now = AllColumns { generation, of: Arc::new(of) };
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody slow, who still sees an older state, takes nothing from the others.
        if kept.generation < generation {
            *kept = now.clone();
        }
        Ok(now)
    }
}

/// Reads the first value of each product of a block; `None` where there is none.
pub(crate) fn read<T>(column: &Column<T>, docs: &[DocId], into: &mut [Option<T>; BLOCK])
where
    T: Copy + PartialOrd + std::fmt::Debug + Send + Sync + 'static,
{
    into[..docs.len()].fill(None);
    column.first_vals(docs, &mut into[..docs.len()]);
}

/// The category below `parent` (or the root) on a path.
pub(crate) fn child_of<'p>(path: &'p str, parent: Option<&str>) -> Option<&'p str> {
    let mut steps = path.split('/');
    if let Some(parent) = parent {
        steps.by_ref().find(|step| *step == parent)?;
    }
    steps.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_the_child_below_the_asked_category() {
        assert_eq!(child_of("a/b/c", None), Some("a"));
        assert_eq!(child_of("a/b/c", Some("a")), Some("b"));
        assert_eq!(child_of("a/b/c", Some("c")), None);
        assert_eq!(child_of("a/b/c", Some("x")), None);
    }
}
