//! Checks that need more than one row: ids and numbers given twice, and pictures beside the catalogue.

use crate::error::Problem;
use crate::files::Source;
use crate::reader::Item;
use crate::row::{Row, excerpt};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

/// Sees every row of one reading in order. It keeps 16 bytes for each id, not the id.
pub(crate) struct Checker<'a> {
    source: &'a Source,
    state: RandomState,
    ids: HashMap<u64, u64>,
    skus: HashMap<u64, u64>,
}

impl<'a> Checker<'a> {
    pub fn new(source: &'a Source) -> Self {
        Self { source, state: RandomState::new(), ids: HashMap::new(), skus: HashMap::new() }
    }

    pub fn check(&mut self, item: Item) -> Item {
        let Item::Row(mut row) = item else { return item };
        let line = row.line;
        let mut problems = Vec::new();
        for (what, column, seen) in [(&row.id, "id", &mut self.ids), (&row.sku, "SKU", &mut self.skus)] {
            match seen.entry(self.state.hash_one(what)) {
                std::collections::hash_map::Entry::Occupied(first) => {
                    let reason = format!("`{}` stands in line {} already", excerpt(what), first.get());
                    problems.push(Problem::error(line, column, reason));
                }
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(line);
                }
            }
        }
        if !problems.is_empty() {
            return Item::Bad(problems);
        }
        self.check_pictures(&mut row);
        Item::Row(row)
    }

    /// A product sells without its picture, so a bad one is left out and told.
    fn check_pictures(&self, row: &mut Row) {
        let mut kept = Vec::with_capacity(row.pictures.len());
        for name in std::mem::take(&mut row.pictures) {
            let problem = match self.source.picture(&name) {
                Ok(bytes) => pictures::examine(&bytes).err().map(|e| e.to_string()),
                Err(reason) => Some(reason),
            };
            match problem {
                None => kept.push(name),
                Some(reason) => {
                    let reason = format!("`{}` is left out: {reason}", excerpt(&name));
                    row.warnings.push(Problem::warning(row.line, "picture", reason));
                }
            }
        }
        row.pictures = kept;
    }
}
