//! Shopify's product CSV. Lines with one handle are one product: the first describes it, those with a price are its
//! variants, and any of them may add a picture. What they become is `shopify_product`'s; the columns are
//! `shopify_columns`'.

use crate::error::ImportError;
use crate::reader::{Item, ROW_BYTES_MAX, Sink};
use crate::shopify_columns::{HANDLE, Header, Line};
use crate::shopify_product::rows;
use csv::ByteRecord;
use domain::Currency;
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

/// Lines of one handle that are kept together; a shop has a few hundred at most.
const LINES_MAX: usize = 10_000;

pub(crate) fn read(input: impl Read, currency: Currency, sink: Sink<'_>) -> Result<(), ImportError> {
    let mut records = Records::of(input);
    let Some((_, first)) = records.next()? else { return Err(ImportError::MissingColumn("Handle")) };
    let header = Header::read(first)?;
    let mut open: Vec<Line<'_>> = Vec::new();
    while let Some((number, record)) = records.next()? {
        let line = match header.cells(number, record) {
            Ok(line) => line,
            // The product around it goes on: its other lines are good.
            Err(problems) => {
                if !sink(Item::Bad(problems)) {
                    return Ok(());
                }
                continue;
            }
        };
        let goes_on = open.first().is_some_and(|first| first.get(HANDLE) == line.get(HANDLE));
        if !goes_on || open.len() >= LINES_MAX {
            if !hand_over(&open, currency, sink) {
                return Ok(());
            }
            open.clear();
        }
        open.push(line);
    }
    hand_over(&open, currency, sink);
    Ok(())
}

fn hand_over(lines: &[Line<'_>], currency: Currency, sink: Sink<'_>) -> bool {
    rows(lines, currency).all(sink)
}

/// The records of a file with the line on which each begins.
struct Records<R> {
    reader: csv::Reader<Limited<R>>,
    budget: Rc<Cell<u64>>,
    record: ByteRecord,
}

impl<R: Read> Records<R> {
    fn of(input: R) -> Self {
        let budget = Rc::new(Cell::new(ROW_BYTES_MAX));
        let input = Limited { inner: input, budget: Rc::clone(&budget) };
        let reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(input);
        Self { reader, budget, record: ByteRecord::new() }
    }

    fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, ImportError> {
        let line = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => Ok(None),
            Ok(true) => {
                self.budget.set(ROW_BYTES_MAX);
                let line = self.record.position().map_or(line, csv::Position::line);
                Ok(Some((line, &self.record)))
            }
            Err(_) if self.budget.get() == 0 => Err(ImportError::RowTooLong { line, limit: ROW_BYTES_MAX }),
            Err(error) => {
                let path = std::path::PathBuf::new();
                Err(ImportError::Read { path, source: std::io::Error::other(error) })
            }
        }
    }
}

/// Ends the input when one record swallows the rest of the file.
struct Limited<R> {
    inner: R,
    budget: Rc<Cell<u64>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.budget.get() == 0 {
            return Err(std::io::Error::other("a row does not end"));
        }
        let count = self.inner.read(buffer)?;
        self.budget.set(self.budget.get().saturating_sub(count as u64));
        Ok(count)
    }
}

#[cfg(test)]
#[path = "shopify_tests.rs"]
mod tests;
