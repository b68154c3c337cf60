//! Bringing catalogues in and out: Icecat and Best Buy JSON, Shopify product CSV, a table of books. Owns import_*. Called
//! by `orinoco import`, the demo seed, and the sellers' and operators' pages.
//!
//! A file is read twice: once to check every row, once to load it in batches of 500 rows a transaction. Of rows
//! that are done it keeps some bytes each, to find what stands twice. A run that was killed continues behind its last batch; a run can be undone.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod attributes;
mod bestbuy;
mod books;
mod categories;
mod check;
mod checked;
mod claims;
mod departments;
mod detach;
mod error;
pub mod export;
mod files;
mod html;
mod icecat;
mod json_rows;
mod left;
mod listed;
mod listing;
mod load;
mod reader;
mod reason;
mod rehearse;
mod row;
mod rules;
mod run;
mod runs;
mod shopify;
mod shopify_columns;
mod shopify_product;
mod table;
mod target;
mod terms;
mod undo;
mod uploads;
mod zip;

pub use error::{Column, ImportError, Problem, Severity};
pub use files::Format;
pub use left::{Left, LeftAlone, left_alone};
pub use reason::{PictureFault, Reason};
pub use rehearse::{Difference, Preview, Sample, Shown};
pub use run::{ImportOptions, Importer, Outcome, Phase, Progress, Report};
pub use runs::{ImportRun, RunState, Tally, recent_runs, run};
pub use target::Scope;
pub use undo::UndoReport;
pub use uploads::{
    Entry, FINDINGS_MAX, Finding, FindingsFile, NewUpload, Receiving, Refusal, Sheet, UPLOAD_BYTES_MAX,
    UPLOAD_JOB, Upload, UploadError, UploadState, Uploads, Whole, Wording, discard_upload, latest_uploads,
    start_upload, undo_upload, upload, uploads_before, uploads_of_seller,
};
pub use zip::{ArchiveFault, ENTRIES_MAX, UNPACKED_MAX};

/// The table whose `picture_id` says which pictures are in use here (an undo shows them again); the sweep removes all others.
pub const PICTURES_IN_USE: &str = "import_pictures";
