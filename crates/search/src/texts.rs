//! The texts of one column of one segment, by their numbers. Called by `collect` and `facets`, for every list that is shown.
//!
//! A segment packs its texts behind each other, so that reading one unpacks all before it in a block. A segment never changes:
//! its texts are unpacked once, when somebody first asks, and stay as long as the segment does.

use std::ops::{Bound, Range};
use std::sync::OnceLock;
use tantivy::columnar::{Column, StrColumn};

/// Columns of more different texts stay packed: a million take about 30 MB.
const MOST_UNPACKED: usize = 1_000_000;

/// A column of texts.
pub(crate) struct TextColumn {
    column: StrColumn,
    unpacked: OnceLock<Texts>,
    most_unpacked: usize,
}

impl TextColumn {
    pub(crate) fn new(column: StrColumn) -> Self {
        Self { column, unpacked: OnceLock::new(), most_unpacked: MOST_UNPACKED }
    }

    /// The numbers of each product's texts.
    pub(crate) fn ords(&self) -> &Column<u64> {
        self.column.ords()
    }

    /// How many different texts there are; their numbers are below.
    pub(crate) fn len(&self) -> usize {
        self.column.num_terms()
    }

    /// How many texts a product has on the average, rounded up.
    pub(crate) fn texts_of_one(&self) -> u64 {
        let ords = self.ords();
        u64::from(ords.values.num_vals()).div_ceil(u64::from(ords.num_docs().max(1)))
    }

    /// The number of a text; `None` when no product has it.
    pub(crate) fn ord(&self, text: &str) -> tantivy::Result<Option<u64>> {
        Ok(self.column.dictionary().term_ord(text)?)
    }

    /// The numbers of the texts from `from` to before `to`. They are ordered by their bytes.
    pub(crate) fn between(&self, from: &str, to: &str) -> tantivy::Result<Range<u64>> {
        if let Some(texts) = self.texts()? {
            let start = texts.before(from);
            return Ok(start..texts.before(to).max(start));
        }
        let bounds = (Bound::Included(from.as_bytes()), Bound::Excluded(to.as_bytes()));
        let (from, to) = self.column.dictionary().term_bounds_to_ord(bounds.0, bounds.1)?;
        let start = match from {
            Bound::Included(ord) => ord,
            Bound::Excluded(ord) => ord + 1,
            Bound::Unbounded => 0,
        };
        let end = match to {
            Bound::Included(ord) => ord + 1,
            Bound::Excluded(ord) => ord,
            Bound::Unbounded => self.len() as u64,
        };
        Ok(start..end.max(start))
    }

    /// The texts of these numbers, which are in order.
    pub(crate) fn pick(&self, ords: Vec<u64>) -> tantivy::Result<Picked<'_>> {
        Ok(match self.texts()? {
            Some(texts) => Picked::Unpacked { texts, ords },
            None => Picked::Read(self.read(&ords)?),
        })
    }

    /// The texts that were counted at all, with how often.
    pub(crate) fn counted(&self, counts: &[u64]) -> tantivy::Result<Vec<(String, u64)>> {
        let ords: Vec<u64> = (0..counts.len() as u64).filter(|ord| counts[*ord as usize] > 0).collect();
        let times: Vec<u64> = ords.iter().map(|ord| counts[*ord as usize]).collect();
        let picked = self.pick(ords)?;
        Ok(times.into_iter().enumerate().map(|(at, times)| (picked.get(at).to_owned(), times)).collect())
    }

    /// All texts; `None` when they are too many to be kept unpacked.
    fn texts(&self) -> tantivy::Result<Option<&Texts>> {
        if self.len() > self.most_unpacked {
            return Ok(None);
        }
        if let Some(texts) = self.unpacked.get() {
            return Ok(Some(texts));
        }
        // Two who ask first at once both unpack; one of them is kept.
        let mut texts = Texts::default();
        let mut all = self.column.dictionary().stream()?;
        while all.advance() {
            texts.push(all.key());
        }
        Ok(Some(self.unpacked.get_or_init(|| texts)))
    }

    fn read(&self, ords: &[u64]) -> tantivy::Result<Texts> {
        let mut texts = Texts::default();
        // All in one pass.
        self.column.dictionary().sorted_ords_to_term_cb(ords, |text| texts.push(text))?;
        Ok(texts)
    }
}

/// Texts behind each other, in order.
#[derive(Default)]
pub(crate) struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &[u8]) {
        self.all.push_str(&String::from_utf8_lossy(text));
        self.ends.push(self.all.len());
    }

    fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.all[start..self.ends[at]]
    }

    /// How many come before `text`.
    fn before(&self, text: &str) -> u64 {
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.get(middle) < text {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from as u64
    }
}

/// Some texts of a column, in the order in which they were asked for.
pub(crate) enum Picked<'c> {
    Unpacked { texts: &'c Texts, ords: Vec<u64> },
    Read(Texts),
}

impl Picked<'_> {
    pub(crate) fn get(&self, at: usize) -> &str {
        match self {
            Self::Unpacked { texts, ords } => texts.get(ords[at] as usize),
            Self::Read(texts) => texts.get(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{Schema, TextOptions};
    use tantivy::{Index, TantivyDocument};

    /// A column with each of these texts, unpacked or not.
    fn column(texts: &[&str], most_unpacked: usize) -> TextColumn {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TextOptions::default().set_fast("raw"));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        for text in texts {
            let mut document = TantivyDocument::default();
            document.add_text(field, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let column = searcher.segment_reader(0).fast_fields().str("text").unwrap().unwrap();
        TextColumn { most_unpacked, ..TextColumn::new(column) }
    }

    #[test]
    fn packed_and_unpacked_texts_are_the_same() {
        let texts: Vec<String> =
            (0..500).map(|n| format!("{}{n:03}", if n % 2 == 0 { "a" } else { "ñ" })).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (unpacked, packed) = (column(&texts, 500), column(&texts, 499));
        assert!(unpacked.texts().unwrap().is_some() && packed.texts().unwrap().is_none());
        for (from, to, count) in [
            ("a", "b", 250),
            ("a010", "a020", 5),
            ("ñ", "ñ1", 50),
            ("", "zz", 250),
            ("zz", "a", 0),
            ("ñ9", "ñ:", 0),
        ] {
            let range = unpacked.between(from, to).unwrap();
            assert_eq!(range, packed.between(from, to).unwrap(), "{from} to {to}");
            assert_eq!(range.end - range.start, count, "{from} to {to}");
        }
        let mut counts = vec![0; 500];
        (counts[0], counts[249], counts[250], counts[499]) = (7, 8, 9, 10);
        let counted = unpacked.counted(&counts).unwrap();
        assert_eq!(counted, packed.counted(&counts).unwrap());
        let expected = [("a000", 7), ("a498", 8), ("ñ001", 9), ("ñ499", 10)];
        assert_eq!(counted, expected.map(|(text, times)| (text.to_owned(), times)));
    }
}
