//! What the first reading of a file found. Called by `run`.

use crate::claims::Leaving;
use crate::error::{ImportError, Problem, Severity};
use crate::listing::Listing;
use crate::reader::Batch;
use domain::commission::CommissionClass;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// A report lists this many findings; it counts all of them.
pub(crate) const PROBLEMS_LISTED: usize = 1_000;

/// What the first reading found.
#[derive(Default)]
pub(crate) struct Checked {
    pub fingerprint: String,
    pub rows: u64,
    pub bad_rows: u64,
    pub warnings: u64,
    pub errors: Vec<Problem>,
    pub notes: Vec<Problem>,
    pub categories: BTreeMap<Vec<String>, CommissionClass>,
    /// Lines that the database refuses.
    pub refused: HashSet<u64>,
    pub leaving: Arc<Leaving>,
    /// Where every finding is written, when somebody wants them all.
    pub listing: Option<Listing>,
}

impl Checked {
    /// Counts a finding, and lists it while there are few.
    pub fn note(&mut self, problem: Problem) -> Result<(), ImportError> {
        if let Some(listing) = &mut self.listing {
            listing.add(&problem)?;
        }
        let list = match problem.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => {
                self.warnings += 1;
                &mut self.notes
            }
        };
        if list.len() < PROBLEMS_LISTED {
            list.push(problem);
        }
        Ok(())
    }

    /// Takes a batch and what stands against its rows.
    pub fn take(&mut self, batch: Batch, refused: Vec<(u64, Vec<Problem>)>) -> Result<(), ImportError> {
        self.rows = batch.end;
        self.bad_rows += batch.bad_rows + refused.len() as u64;
        let warnings = batch.rows.iter().flat_map(|row| row.warnings.iter().cloned());
        let found: Vec<Problem> = batch
            .problems
            .into_iter()
            .chain(refused.iter().flat_map(|r| r.1.clone()))
            .chain(warnings)
            .collect();
        for problem in found {
            self.note(problem)?;
        }
        self.refused.extend(refused.into_iter().map(|r| r.0));
        for row in batch.rows {
            if !self.refused.contains(&row.line) {
                self.categories.entry(row.category).or_insert(row.class);
            }
        }
        Ok(())
    }
}
