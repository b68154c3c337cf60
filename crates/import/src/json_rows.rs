//! Cuts a JSON document into its rows without holding it: the objects of one array, or objects one after another, one
//! a line or not. Owns the limits of a row; what a row says is its format's.

use crate::error::{Column, ImportError, Problem};
use crate::reader::ROW_BYTES_MAX;
use crate::reason::Reason;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

/// One row as it stands in the file, and the line on which it begins, or why there is none.
pub(crate) enum JsonRow<'a> {
    Object(u64, &'a [u8]),
    Bad(Problem),
}

/// Hands each row to `sink` until that answers `false`.
///
/// # Errors
/// [`ImportError::RowTooLong`] for an object that does not end, [`ImportError::Read`].
pub(crate) fn read(input: impl Read, sink: &mut dyn FnMut(JsonRow<'_>) -> bool) -> Result<(), ImportError> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut cutter = Cutter::default();
    loop {
        let chunk = input.fill_buf().map_err(|source| ImportError::Read { path: PathBuf::new(), source })?;
        let count = chunk.len();
        if count == 0 {
            return cutter.finish(sink);
        }
        for byte in chunk {
            if !cutter.take(*byte, sink)? {
                return Ok(());
            }
        }
        input.consume(count);
    }
}

/// Where the cutter stands. It counts brackets and never calls itself, so depth costs nothing.
struct Cutter {
    row: Vec<u8>,
    /// Line of the next byte, and of the row's first one.
    line: u64,
    begins: u64,
    depth: u64,
    in_text: bool,
    escaped: bool,
    /// The first line with something between the rows that is neither comma nor bracket.
    stray: Option<u64>,
}

impl Default for Cutter {
    fn default() -> Self {
        Self { row: Vec::new(), line: 1, begins: 1, depth: 0, in_text: false, escaped: false, stray: None }
    }
}

impl Cutter {
    fn take(&mut self, byte: u8, sink: &mut dyn FnMut(JsonRow<'_>) -> bool) -> Result<bool, ImportError> {
        let mut goes_on = true;
        if self.depth == 0 {
            goes_on = self.between(byte, sink);
        } else {
            self.row.push(byte);
            if self.row.len() as u64 > ROW_BYTES_MAX {
                return Err(ImportError::RowTooLong { line: self.begins, limit: ROW_BYTES_MAX });
            }
            if self.within(byte) {
                goes_on = sink(JsonRow::Object(self.begins, &self.row));
                self.row.clear();
            }
        }
        if byte == b'\n' {
            self.line += 1;
        }
        Ok(goes_on)
    }

    /// Outside of every row.
    fn between(&mut self, byte: u8, sink: &mut dyn FnMut(JsonRow<'_>) -> bool) -> bool {
        match byte {
            b'{' => {
                let goes_on = self.tell_stray(sink);
                self.row.push(byte);
                (self.begins, self.depth) = (self.line, 1);
                goes_on
            }
            // The array around the rows, a byte order mark, and what separates rows.
            b'[' | b']' | b',' | 0xef | 0xbb | 0xbf => true,
            byte if byte.is_ascii_whitespace() => true,
            _ => {
                self.stray.get_or_insert(self.line);
                true
            }
        }
    }

    /// Inside of a row; `true` at its end.
    fn within(&mut self, byte: u8) -> bool {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_text => self.escaped = true,
            b'"' => self.in_text = !self.in_text,
            b'{' | b'[' if !self.in_text => self.depth += 1,
            b'}' | b']' if !self.in_text => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }

    fn tell_stray(&mut self, sink: &mut dyn FnMut(JsonRow<'_>) -> bool) -> bool {
        self.stray
            .take()
            .is_none_or(|line| sink(JsonRow::Bad(Problem::error(line, Column::WholeLine, Reason::NoObject))))
    }

    /// Half a file ends inside of a row.
    fn finish(mut self, sink: &mut dyn FnMut(JsonRow<'_>) -> bool) -> Result<(), ImportError> {
        if self.tell_stray(sink) && self.depth > 0 {
            sink(JsonRow::Bad(Problem::error(self.begins, Column::WholeLine, Reason::HalfARow)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &[u8]) -> Vec<(u64, String)> {
        let mut rows = Vec::new();
        let mut sink = |row: JsonRow<'_>| {
            rows.push(match row {
                JsonRow::Object(line, bytes) => (line, String::from_utf8_lossy(bytes).into_owned()),
                JsonRow::Bad(problem) => (problem.line, format!("! {}", problem.reason)),
            });
            true
        };
        read(text, &mut sink).unwrap();
        rows
    }

    #[test]
    fn an_array_lines_and_pretty_printing_are_the_same_rows() {
        for text in [
            "[{\"a\":[1]},{\"b\":{}}]",
            "{\"a\":[1]}\n{\"b\":{}}\n",
            "\u{feff}[\n {\"a\":[1]},\n{\"b\":{}}\n]",
        ] {
            let rows: Vec<String> = cut(text.as_bytes()).into_iter().map(|r| r.1).collect();
            assert_eq!(rows, ["{\"a\":[1]}", "{\"b\":{}}"], "{text}");
        }
        let lines: Vec<u64> = cut(b"[\n{\n},\n\n{}]").into_iter().map(|r| r.0).collect();
        assert_eq!(lines, [2, 5]);
    }

    #[test]
    fn brackets_in_texts_are_text() {
        assert_eq!(cut(br#"{"a":"}\"]{"}"#), [(1, r#"{"a":"}\"]{"}"#.to_owned())]);
    }

    #[test]
    fn half_a_file_and_stray_words_are_named() {
        let told = cut(b"[{\"a\":1},\n{\"b\":");
        assert!(told[1].1.contains("a part of it is missing") && told[1].0 == 2, "{told:?}");
        assert_eq!(cut(b"{}\nnonsense\n{}")[1], (2, "! it is not a JSON object".to_owned()));
    }

    #[test]
    fn a_row_without_an_end_stops_the_reading() {
        let endless = std::io::Cursor::new(b"{\"a\":\"".to_vec()).chain(std::io::repeat(b'x'));
        let stopped = read(endless, &mut |_| true);
        assert!(matches!(stopped, Err(ImportError::RowTooLong { line: 1, .. })), "{stopped:?}");
    }
}
