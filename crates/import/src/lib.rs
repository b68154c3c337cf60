//! Bringing catalogues in: Icecat JSON lines and Shopify product CSV. Owns import_*. Called by `orinoco import`, the
//! demo seed and operators' pages.
//!
//! A file is read twice: once to check every row, once to load it in batches of 500 rows a transaction. Memory does
//! not grow with the file. A run that was killed continues behind its last batch; a run can be undone.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod attributes;
mod categories;
mod check;
mod error;
pub mod export;
mod files;
mod html;
mod icecat;
mod load;
mod reader;
mod row;
mod run;
mod runs;
mod shopify;
mod shopify_columns;
mod shopify_product;
mod undo;

pub use error::{ImportError, Problem, Severity};
pub use files::Format;
pub use run::{ImportOptions, Importer, Outcome, Phase, Progress, Report};
pub use runs::{ImportRun, RunState, Tally, recent_runs};
pub use undo::UndoReport;
