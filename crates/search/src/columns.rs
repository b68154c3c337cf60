//! The columns of one segment that results are counted and ordered by, and the texts behind their numbers. Called by
//! `collect`.

use crate::collect::Collect;
use crate::schema::column;
use tantivy::columnar::{Column, DynamicColumn, HasAssociatedColumnType, StrColumn};
use tantivy::{DocId, SegmentReader};

/// Columns are read for so many products at once.
pub(crate) const BLOCK: usize = 64;

/// The columns of one segment.
pub(crate) struct Columns {
    pub(crate) price: Column<i64>,
    pub(crate) in_stock: Column<bool>,
    pub(crate) created: Column<i64>,
    pub(crate) id_high: Column<u64>,
    pub(crate) id_low: Column<u64>,
    pub(crate) title_key: Column<u64>,
    pub(crate) shelf: Column<u64>,
    pub(crate) brand: Option<StrColumn>,
    pub(crate) path: Option<StrColumn>,
    /// Only where they are wanted.
    pub(crate) attributes: Option<StrColumn>,
    pub(crate) names: Option<StrColumn>,
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
    pub(crate) fn open(segment: &SegmentReader, want: &Collect) -> tantivy::Result<Self> {
        let text = |wanted: bool, name| match wanted {
            true => segment.fast_fields().str(name),
            false => Ok(None),
        };
        let filtered = !want.attributes.is_empty();
        Ok(Self {
            attributes: text(filtered, column::ATTRIBUTES)?,
            names: text(want.with_attributes, column::NAMES)?,
            price: numbers(segment, column::PRICE)?,
            in_stock: numbers(segment, column::IN_STOCK)?,
            created: numbers(segment, column::CREATED)?,
            id_high: numbers(segment, column::ID_HIGH)?,
            id_low: numbers(segment, column::ID_LOW)?,
            title_key: numbers(segment, column::TITLE_KEY)?,
            shelf: numbers(segment, column::SHELF_KEY)?,
            brand: segment.fast_fields().str(column::BRAND)?,
            path: segment.fast_fields().str(column::PATH)?,
        })
    }

    pub(crate) fn id(&self, doc: DocId) -> u128 {
        let high = self.id_high.first(doc).unwrap_or(0);
        (u128::from(high) << 64) | u128::from(self.id_low.first(doc).unwrap_or(0))
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

/// How many values a product has on the average, rounded up.
pub(crate) fn values_of_one(column: &StrColumn) -> u64 {
    let ords = column.ords();
    u64::from(ords.values.num_vals()).div_ceil(u64::from(ords.num_docs().max(1)))
}

/// The texts behind the numbers that were counted at all.
pub(crate) fn named(column: &StrColumn, counts: &[u64]) -> tantivy::Result<Vec<(String, u64)>> {
    let counted: Vec<u64> = (0..counts.len() as u64).filter(|ord| counts[*ord as usize] > 0).collect();
    let mut names = Vec::with_capacity(counted.len());
    // All in one pass: the texts are packed behind each other.
    column.dictionary().sorted_ords_to_term_cb(&counted, |name| {
        names.push(String::from_utf8_lossy(name).into_owned());
    })?;
    Ok(names.into_iter().zip(counted.iter().map(|ord| counts[*ord as usize])).collect())
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
