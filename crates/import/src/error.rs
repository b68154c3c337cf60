//! What can be wrong with a file, a row and a run.

use crate::reason::Reason;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be imported.
    Error,
    /// The row is imported without the part that is named.
    Warning,
}

/// What of a row a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// One of the file, by the name that it has there.
    Named(String),
    WholeLine,
    Id,
    Sku,
    Ean,
    Price,
    Options,
    Picture,
}

impl Column {
    /// Its English name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::WholeLine => "the whole line",
            Self::Id => "id",
            Self::Sku => "SKU",
            Self::Ean => "EAN",
            Self::Price => "price",
            Self::Options => "options",
            Self::Picture => "picture",
        }
    }
}

impl From<&str> for Column {
    fn from(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

/// One finding in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    pub column: Column,
    pub reason: Reason,
    pub severity: Severity,
}

impl Problem {
    pub(crate) fn error(line: u64, column: impl Into<Column>, reason: Reason) -> Self {
        Self { line, column: column.into(), reason, severity: Severity::Error }
    }
    pub(crate) fn warning(line: u64, column: impl Into<Column>, reason: Reason) -> Self {
        Self { line, column: column.into(), reason, severity: Severity::Warning }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, {}: {}", self.line, self.column.as_str(), self.reason)
    }
}

/// Why an import or an undo stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{path} cannot be read: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path} cannot be written: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error(
        "{path} holds no catalogue: expected JSON or JSON lines (icecat, bestbuy) or a CSV file (shopify, books), plain or as .gz"
    )]
    NothingFound { path: PathBuf },
    #[error("{path} holds several catalogues; name one of them")]
    SeveralFound { path: PathBuf },
    #[error("{path} is no catalogue of a known format (icecat, shopify, bestbuy, books); say --format")]
    UnknownFormat { path: PathBuf },
    #[error("the file is in UTF-16; save it as UTF-8 and try again")]
    Utf16,
    #[error("the header has no column `{0}`; it is needed")]
    MissingColumn(&'static str),
    #[error("the header names the column `{0}` twice")]
    ColumnTwice(String),
    #[error("line {line} does not end within {limit} bytes: a quotation mark is probably not closed")]
    RowTooLong { line: u64, limit: u64 },
    #[error("the file has more than {limit} rows; split it")]
    TooManyRows { limit: u64 },
    #[error("somebody else continued this run; this process stops")]
    Superseded,
    #[error("there is no import {0}")]
    RunNotFound(domain::ImportId),
    #[error("the import {0} was undone already")]
    UndoneAlready(domain::ImportId),
    #[error("the reader stopped: {0}")]
    Stopped(String),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Inventory(#[from] inventory::InventoryError),
    #[error(transparent)]
    Pictures(#[from] pictures::PictureError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
