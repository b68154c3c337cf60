//! What was found in the rows of an upload, as a CSV that people open in a spreadsheet.

use crate::error::{ImportError, Problem, Severity};
use std::fs::File;
use std::io::{BufWriter, Error};
use std::path::PathBuf;

/// Findings that the file names; whoever has more of them has one mistake many times.
const LISTED: u64 = 50_000;

/// The file, made with its first line.
pub(super) struct Findings {
    path: PathBuf,
    writer: Option<csv::Writer<BufWriter<File>>>,
    count: u64,
}

impl Findings {
    /// Forgets what an earlier check found.
    pub fn new(path: PathBuf) -> Self {
        // There is none yet, or it is written anew.
        let _ = std::fs::remove_file(&path);
        Self { path, writer: None, count: 0 }
    }

    pub fn add(&mut self, problem: &Problem) -> Result<(), ImportError> {
        self.count += 1;
        if self.count > LISTED {
            return Ok(());
        }
        let kind = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let line = problem.line.to_string();
        self.write([line.as_str(), problem.column.as_str(), kind, problem.reason.as_str()])
    }

    pub fn finish(mut self) -> Result<(), ImportError> {
        if self.count > LISTED {
            let rest = format!("{} more findings are not listed", self.count - LISTED);
            self.write(["", "", "", rest.as_str()])?;
        }
        let path = self.path.clone();
        self.writer
            .map_or(Ok(()), |mut writer| writer.flush())
            .map_err(|source| ImportError::Read { path, source })
    }

    fn write(&mut self, cells: [&str; 4]) -> Result<(), ImportError> {
        let failed = |source: Error| ImportError::Read { path: self.path.clone(), source };
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => {
                let file = File::create(&self.path).map_err(failed)?;
                let mut writer = csv::Writer::from_writer(BufWriter::new(file));
                let header = ["line", "column", "kind", "reason"];
                writer.write_record(header).map_err(|e| failed(Error::other(e)))?;
                none.insert(writer)
            }
        };
        writer.write_record(cells.map(neutral)).map_err(|e| failed(Error::other(e)))
    }
}

/// A cell that no spreadsheet runs: it holds parts of a stranger's file.
pub(crate) fn neutral(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for (cell, kept) in
            [("=1+1", "'=1+1"), ("@x", "'@x"), ("-2", "'-2"), ("+2", "'+2"), ("price", "price")]
        {
            assert_eq!(neutral(cell), kept);
        }
    }

    #[test]
    fn the_file_is_there_when_something_was_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.csv");
        Findings::new(path.clone()).finish().unwrap();
        assert!(!path.exists());
        let mut findings = Findings::new(path.clone());
        findings.add(&Problem::error(7, "=price", "`-5` is not a price, or is it")).unwrap();
        findings.finish().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(text, "line,column,kind,reason\n7,'=price,error,\"`-5` is not a price, or is it\"\n");
    }
}
