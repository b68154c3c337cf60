//! CSV with a header, line by line: columns by name, a limit for each row, texts that are UTF-8. Called by formats
//! that are tables.

use crate::error::{Column, ImportError, Problem};
use crate::reader::ROW_BYTES_MAX;
use crate::reason::Reason;
use csv::ByteRecord;
use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;
use std::rc::Rc;

/// The cells of one line by column.
pub(crate) struct Line {
    pub number: u64,
    cells: HashMap<String, String>,
}

impl Line {
    /// The cell; empty where the file has no such column.
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Hands each line behind the header to `sink` until that answers `false`.
///
/// # Errors
/// About the file as a whole: a column of `needed` is missing, one is named twice, a row does not end.
pub(crate) fn read(
    input: impl Read,
    needed: &[&'static str],
    sink: &mut dyn FnMut(Result<Line, Vec<Problem>>) -> bool,
) -> Result<(), ImportError> {
    let budget = Rc::new(Cell::new(ROW_BYTES_MAX));
    let input = Limited { inner: input, budget: Rc::clone(&budget) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(input);
    let mut record = ByteRecord::new();
    let mut header: Option<Header> = None;
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => budget.set(ROW_BYTES_MAX),
            Err(_) if budget.get() == 0 => {
                return Err(ImportError::RowTooLong { line, limit: ROW_BYTES_MAX });
            }
            Err(error) => {
                return Err(ImportError::Read { path: PathBuf::new(), source: std::io::Error::other(error) });
            }
        }
        let Some(columns) = &header else {
            header = Some(Header::read(&record, needed)?);
            continue;
        };
        let line = record.position().map_or(line, csv::Position::line);
        if !sink(columns.cells(line, &record)) {
            return Ok(());
        }
    }
    match (header, needed.first()) {
        (None, Some(first)) => Err(ImportError::MissingColumn(first)),
        _ => Ok(()),
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

struct Header {
    columns: HashMap<String, usize>,
    count: usize,
}

impl Header {
    fn read(record: &ByteRecord, needed: &[&'static str]) -> Result<Self, ImportError> {
        let mut columns = HashMap::new();
        for (n, cell) in record.iter().enumerate() {
            let bytes = if n == 0 { cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell) } else { cell };
            // A quoted first cell behind a byte order mark keeps its quotation marks.
            let name = String::from_utf8_lossy(bytes).trim().trim_matches('"').to_owned();
            if !name.is_empty() && columns.insert(name.clone(), n).is_some() {
                return Err(ImportError::ColumnTwice(name));
            }
        }
        match needed.iter().find(|name| !columns.contains_key(**name)) {
            Some(missing) => Err(ImportError::MissingColumn(missing)),
            None => Ok(Self { columns, count: record.len() }),
        }
    }

    fn cells(&self, number: u64, record: &ByteRecord) -> Result<Line, Vec<Problem>> {
        if record.len() != self.count {
            let reason = Reason::CellCount { cells: record.len() as u64, header: self.count as u64 };
            return Err(vec![Problem::error(number, Column::WholeLine, reason)]);
        }
        let (mut cells, mut problems) = (HashMap::with_capacity(self.columns.len()), Vec::new());
        for (name, n) in &self.columns {
            match std::str::from_utf8(record.get(*n).unwrap_or_default()) {
                Ok(text) => {
                    cells.insert(name.clone(), text.to_owned());
                }
                Err(_) => {
                    problems.push(Problem::error(number, name.as_str(), Reason::NotUtf8));
                }
            }
        }
        if problems.is_empty() { Ok(Line { number, cells }) } else { Err(problems) }
    }
}
