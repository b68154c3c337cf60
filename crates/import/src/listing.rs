//! Every finding of an import in a file of its own, in English, for whoever imports from a shell. Called by `run`.

use crate::error::{ImportError, Problem, Severity};
use crate::uploads::neutral;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A CSV: line, column, kind, reason.
pub(crate) struct Listing {
    path: PathBuf,
    writer: csv::Writer<File>,
}

impl Listing {
    /// # Errors
    /// [`ImportError::Write`] when the file cannot be made.
    pub fn create(path: &Path) -> Result<Self, ImportError> {
        let failed = |source| ImportError::Write { path: path.to_owned(), source };
        let writer = csv::Writer::from_writer(File::create(path).map_err(failed)?);
        let mut listing = Self { path: path.to_owned(), writer };
        listing.row(["line", "column", "kind", "reason"])?;
        Ok(listing)
    }

    pub fn add(&mut self, problem: &Problem) -> Result<(), ImportError> {
        let kind = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (line, reason) = (problem.line.to_string(), problem.reason.to_string());
        self.row([line.as_str(), problem.column.as_str(), kind, reason.as_str()])
    }

    fn row(&mut self, cells: [&str; 4]) -> Result<(), ImportError> {
        self.writer
            .write_record(cells.map(neutral))
            .map_err(|error| ImportError::Write { path: self.path.clone(), source: error.into() })
    }

    pub fn finish(mut self) -> Result<(), ImportError> {
        self.writer.flush().map_err(|source| ImportError::Write { path: self.path, source })
    }
}
