//! Checks that need more than one row: ids, numbers and codes given twice, and pictures beside the catalogue.

use crate::error::{Column, Problem};
use crate::files::{Source, own_picture};
use crate::reader::Item;
use crate::reason::{PictureFault, Reason};
use crate::row::{Row, excerpt};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

const PICTURES_REMEMBERED: usize = 1_000;

/// Sees every row of one reading in order. It keeps 16 bytes for each id, not the id.
pub(crate) struct Checker<'a> {
    source: &'a Source,
    state: RandomState,
    ids: HashMap<u64, u64>,
    skus: HashMap<u64, u64>,
    eans: HashMap<u64, u64>,
    /// What was found of the latest pictures: variants share them.
    pictures: HashMap<String, Option<PictureFault>>,
}

impl<'a> Checker<'a> {
    pub fn new(source: &'a Source) -> Self {
        Self {
            source,
            state: RandomState::new(),
            ids: HashMap::new(),
            skus: HashMap::new(),
            eans: HashMap::new(),
            pictures: HashMap::new(),
        }
    }

    pub fn check(&mut self, item: Item) -> Item {
        let Item::Row(mut row) = item else { return item };
        let line = row.line;
        for (what, column, seen) in
            [(&row.id, Column::Id, &mut self.ids), (&row.sku, Column::Sku, &mut self.skus)]
        {
            match seen.entry(self.state.hash_one(what)) {
                std::collections::hash_map::Entry::Occupied(first) => {
                    let reason = Reason::Repeated { text: excerpt(what), line: *first.get() };
                    // The number is often made from the id: one reason is enough.
                    return Item::Bad(vec![Problem::error(line, column, reason)]);
                }
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(line);
                }
            }
        }
        self.check_codes(&mut row);
        self.check_pictures(&mut row);
        Item::Row(row)
    }

    /// A code belongs to one product: the first row of the file that names it.
    fn check_codes(&mut self, row: &mut Row) {
        let mut kept = Vec::with_capacity(row.eans.len());
        for ean in std::mem::take(&mut row.eans) {
            let first = *self.eans.entry(self.state.hash_one(&ean)).or_insert(row.line);
            if first == row.line {
                kept.push(ean);
            } else {
                let reason = Reason::CodeRepeated { code: ean.to_string(), line: first };
                row.warnings.push(Problem::warning(row.line, Column::Ean, reason));
            }
        }
        row.eans = kept;
    }

    /// A product sells without its picture, so a bad one is left out and told.
    fn check_pictures(&mut self, row: &mut Row) {
        let mut kept = Vec::with_capacity(row.pictures.len());
        for name in std::mem::take(&mut row.pictures) {
            if own_picture(&name).is_some() {
                kept.push(name);
                continue;
            }
            match self.picture_problem(&name) {
                None => kept.push(name),
                Some(why) => {
                    let reason = Reason::PictureLeftOut { name: excerpt(&name), why };
                    row.warnings.push(Problem::warning(row.line, Column::Picture, reason));
                }
            }
        }
        row.pictures = kept;
    }

    fn picture_problem(&mut self, name: &str) -> Option<PictureFault> {
        if let Some(known) = self.pictures.get(name) {
            return known.clone();
        }
        let problem = match self.source.picture(name) {
            Ok(bytes) => pictures::examine(&bytes).err().map(|e| PictureFault::from(&e)),
            Err(fault) => Some(fault),
        };
        if self.pictures.len() >= PICTURES_REMEMBERED {
            self.pictures.clear();
        }
        self.pictures.insert(name.to_owned(), problem.clone());
        problem
    }
}
