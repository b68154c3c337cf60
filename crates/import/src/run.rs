//! The course of an import: check every row, then load batch by batch.

use crate::checked::{Checked, PROBLEMS_LISTED};
use crate::claims::Claims;
use crate::error::{Column, ImportError, Problem};
use crate::files::{Format, Source, own_picture};
use crate::listing::Listing;
use crate::load::{Load, load, precheck};
use crate::reader::{Given, Reading};
use crate::reason::{PictureFault, Reason};
use crate::row::{Row, excerpt};
use crate::runs::{ImportRun, Plan, RunState, Tally, find_or_start, set_state};
use crate::target::{Scope, Target};
use db::Db;
use domain::commission::CommissionClass;
use domain::{CategoryId, Currency, ImportId, Money, PictureId, SellerId, UploadId};
use futures::{FutureExt as _, StreamExt as _, stream};
use pictures::Pictures;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Pictures on their way at once: some are decoded while others are written.
const PICTURES_AT_ONCE: usize = 6;

/// What to import and how.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// `None`: the content tells.
    pub format: Option<Format>,
    /// Who offers the products.
    pub seller: SellerId,
    /// In whose name.
    pub scope: Scope,
    /// Of formats that name none; the one that a seller's rows must have.
    pub currency: Currency,
    /// Of rows without a price. Without it they are catalogued and not offered.
    pub price: Option<Money>,
    /// Pieces that a new offer gets when the source does not say.
    pub default_quantity: i64,
    /// Imports the good rows; otherwise one bad row means that nothing is imported.
    pub skip_bad_rows: bool,
    /// Checks everything and changes nothing.
    pub dry_run: bool,
    /// A row without pictures leaves those that its product has.
    pub keep_pictures: bool,
    /// What the run is called; the file's own name otherwise.
    pub file_name: Option<String>,
    /// The upload that it belongs to.
    pub upload: Option<UploadId>,
    /// A CSV that every finding is written into: the report lists the first thousand.
    pub findings: Option<PathBuf>,
}

impl ImportOptions {
    /// What a run is known by: the same file with another price or in another name is another import, and does not go
    /// on where this one stopped.
    fn fingerprint(&self, content: &str) -> String {
        let price = self.price.map_or_else(String::new, |price| price.to_string());
        format!("{content}:{}:{price}:{}", self.scope, self.default_quantity)
    }

    /// Checks first, 25 pieces of everything, US dollars, in the operator's name.
    pub fn new(seller: SellerId) -> Self {
        Self {
            format: None,
            seller,
            scope: Scope::Operator,
            currency: Currency::USD,
            price: None,
            default_quantity: 25,
            skip_bad_rows: false,
            dry_run: false,
            keep_pictures: false,
            file_name: None,
            upload: None,
            findings: None,
        }
    }

    pub(crate) fn given(&self) -> Given {
        Given { currency: self.currency, price: self.price }
    }

    /// The catalogue at the path, and what its rows become.
    pub(crate) async fn open(&self, path: &Path) -> Result<(Arc<Source>, Target), ImportError> {
        let (path, format) = (path.to_owned(), self.format);
        let source = tokio::task::spawn_blocking(move || Source::open(&path, format))
            .await
            .map_err(|e| ImportError::Stopped(e.to_string()))??;
        let target = Target {
            format: source.format,
            seller: self.seller,
            default_quantity: self.default_quantity,
            scope: self.scope,
            currency: self.currency,
            // Other formats have no list of pictures from which one could be taken away.
            keeps_pictures: self.keep_pictures || source.format != Format::Shopify,
        };
        Ok((Arc::new(source), target))
    }
}

/// What an import or undo is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Counted in bytes of the file.
    Checking,
    /// Counted in rows.
    Loading,
    /// Counted in changes.
    Undoing,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub phase: Phase,
    pub done: u64,
    pub total: u64,
}

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Imported,
    /// It would have been imported.
    WouldImport,
    /// Bad rows were found and nothing was changed.
    Refused,
}

/// What an import found and did.
#[derive(Debug, Clone)]
pub struct Report {
    pub outcome: Outcome,
    /// The run, to be named when it is undone.
    pub import: Option<ImportId>,
    pub format: Format,
    pub file_name: String,
    /// Rows of the file (products, where several lines are one).
    pub rows: u64,
    pub bad_rows: u64,
    pub warnings: u64,
    /// The first thousand findings in the order of the file, errors first.
    pub problems: Vec<Problem>,
    /// Rows that an earlier, killed run had loaded already.
    pub continued_from: u64,
    pub tally: Tally,
}

/// Brings catalogues in.
#[derive(Clone)]
pub struct Importer {
    pub(crate) db: Db,
    pictures: Pictures,
}

impl Importer {
    pub fn new(db: Db, pictures: Pictures) -> Self {
        Self { db, pictures }
    }

    /// Imports a file or folder. Bad rows are in the report, not an error.
    pub async fn run(
        &self,
        path: &Path,
        options: &ImportOptions,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<Report, ImportError> {
        let (source, target) = options.open(path).await?;
        let same =
            |file: &PathBuf| matches!((file.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if let Some(file) = options.findings.as_ref().filter(|file| same(file)) {
            let source = std::io::Error::other("it is the catalogue itself");
            return Err(ImportError::Write { path: file.clone(), source });
        }
        let mut checked = self.check(&source, &target, options, &progress).await?;
        let mut problems = std::mem::take(&mut checked.errors);
        problems.append(&mut checked.notes);
        problems.truncate(PROBLEMS_LISTED);
        let mut report = Report {
            outcome: Outcome::WouldImport,
            import: None,
            format: source.format,
            file_name: source.file_name(),
            rows: checked.rows,
            bad_rows: checked.bad_rows,
            warnings: checked.warnings,
            problems,
            continued_from: 0,
            tally: Tally::default(),
        };
        if checked.bad_rows > 0 && !options.skip_bad_rows {
            report.outcome = Outcome::Refused;
            return Ok(report);
        }
        if options.dry_run {
            return Ok(report);
        }
        if let Some(name) = &options.file_name {
            report.file_name.clone_from(name);
        }
        self.load_all(&source, &target, options, checked, &mut report, &progress).await?;
        report.outcome = Outcome::Imported;
        Ok(report)
    }

    async fn check(
        &self,
        source: &Arc<Source>,
        target: &Target,
        options: &ImportOptions,
        progress: &(impl Fn(Progress) + Send + Sync),
    ) -> Result<Checked, ImportError> {
        let mut reading = Reading::start(source, options.given())?;
        let listing = options.findings.as_deref().map(Listing::create).transpose()?;
        let mut checked = Checked { listing, ..Checked::default() };
        let mut claims = Claims::default();
        while let Some(mut batch) = reading.batches.recv().await {
            progress(Progress { phase: Phase::Checking, done: batch.bytes, total: reading.size });
            let mut conn = self.db.read().await?;
            let refused = precheck(&mut conn, target, &mut batch.rows, &mut claims).await?;
            drop(conn);
            checked.take(batch, refused)?;
        }
        checked.fingerprint = reading.finish().await?;
        for problem in claims.findings() {
            checked.note(problem)?;
        }
        if let Some(listing) = checked.listing.take() {
            listing.finish()?;
        }
        checked.leaving = claims.leaving();
        Ok(checked)
    }

    async fn load_all(
        &self,
        source: &Arc<Source>,
        target: &Target,
        options: &ImportOptions,
        checked: Checked,
        report: &mut Report,
        progress: &(impl Fn(Progress) + Send + Sync),
    ) -> Result<(), ImportError> {
        let plan = Plan {
            fingerprint: options.fingerprint(&checked.fingerprint),
            file_name: report.file_name.clone(),
            format: source.format,
            seller: target.seller,
            rows_total: i64::try_from(checked.rows).unwrap_or(i64::MAX),
            upload: options.upload,
        };
        let (run, categories) = self.begin(plan, target.clone(), checked.categories.clone()).await?;
        let categories = Arc::new(categories);
        let (mut cursor, mut tally) = (run.cursor, run.tally);
        report.import = Some(run.id);
        report.continued_from = u64::try_from(run.cursor).unwrap_or(0);
        let mut reading = Reading::start(source, options.given())?;
        while let Some(batch) = reading.batches.recv().await {
            let end = i64::try_from(batch.end).unwrap_or(i64::MAX);
            if end <= cursor {
                continue;
            }
            let mut rows = batch.rows;
            rows.retain(|row| !checked.refused.contains(&row.line));
            let pictures = self.add_pictures(source, &rows, report).await?;
            let load_one = Arc::new(Load {
                run: run.id,
                target: target.clone(),
                rows,
                pictures,
                categories: Arc::clone(&categories),
                from: cursor,
                to: end,
                tally,
                leaving: Arc::clone(&checked.leaving),
            });
            tally = self
                .db
                .write(move |tx| {
                    let load_one = Arc::clone(&load_one);
                    Box::pin(async move { load(tx, &load_one).await })
                })
                .await?;
            cursor = end;
            progress(Progress { phase: Phase::Loading, done: batch.end, total: checked.rows });
        }
        let fingerprint = reading.finish().await?;
        if fingerprint != checked.fingerprint {
            return Err(ImportError::Stopped(
                "the file changed while it was read; run the import again".into(),
            ));
        }
        let id = run.id;
        self.db.write(move |tx| Box::pin(async move { set_state(tx, id, RunState::Done).await })).await?;
        report.tally = tally;
        Ok(())
    }

    /// The run and every category of the file, before the first batch.
    async fn begin(
        &self,
        plan: Plan,
        target: Target,
        categories: BTreeMap<Vec<String>, CommissionClass>,
    ) -> Result<(ImportRun, HashMap<Vec<String>, CategoryId>), ImportError> {
        let wanted = Arc::new((plan, target, categories));
        self.db
            .write(move |tx| {
                let wanted = Arc::clone(&wanted);
                Box::pin(async move {
                    let run = find_or_start(tx, &wanted.0).await?;
                    let made = wanted.1.categories(tx, &wanted.2).await?;
                    Ok::<_, ImportError>((run, made))
                })
            })
            .await
    }

    /// Keeps the batch's pictures. One that cannot be decoded is left out and told.
    async fn add_pictures(
        &self,
        source: &Arc<Source>,
        rows: &[Row],
        report: &mut Report,
    ) -> Result<HashMap<String, PictureId>, ImportError> {
        let (own, files): (Vec<_>, Vec<_>) =
            names_of(rows).into_iter().partition(|(_, name)| own_picture(name).is_some());
        let mut ids = self.own_pictures(&own, report).await?;
        let mut added = stream::iter(files.into_iter().map(|(line, name)| {
            let (source, pictures) = (Arc::clone(source), self.pictures.clone());
            let work = async move {
                let file = name.clone();
                let bytes = tokio::task::spawn_blocking(move || source.picture(&file)).await;
                let result = match bytes {
                    Ok(Ok(bytes)) => pictures.add(bytes.into()).await.map(|p| p.id).map_err(Some),
                    _ => Err(None),
                };
                (line, name, result)
            };
            work.boxed()
        }))
        .buffer_unordered(PICTURES_AT_ONCE);
        while let Some((line, name, result)) = added.next().await {
            use pictures::PictureError as P;
            match result {
                Ok(id) => {
                    ids.insert(name, id);
                }
                // The shop's own trouble stops the run, which can be continued; a bad file only costs its picture.
                Err(Some(error @ (P::Store(_) | P::Db(_)))) => return Err(error.into()),
                Err(error) => {
                    let why = error.map_or(PictureFault::Unreadable, |e| PictureFault::from(&e));
                    leave_out(report, line, &name, why);
                }
            }
        }
        Ok(ids)
    }

    /// Pictures that are named by this shop's own addresses, as an export writes them.
    async fn own_pictures(
        &self,
        named: &[(u64, String)],
        report: &mut Report,
    ) -> Result<HashMap<String, PictureId>, ImportError> {
        let wanted: Vec<PictureId> = named.iter().filter_map(|(_, name)| own_picture(name)).collect();
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let known = pictures::pictures_by_id(&mut self.db.read().await?, &wanted).await?;
        let mut ids = HashMap::new();
        for (line, name) in named {
            match own_picture(name).filter(|id| known.contains_key(id)) {
                Some(id) => {
                    ids.insert(name.clone(), id);
                }
                None => leave_out(report, *line, name, PictureFault::Unknown),
            }
        }
        Ok(ids)
    }
}

fn leave_out(report: &mut Report, line: u64, name: &str, why: PictureFault) {
    report.warnings += 1;
    if report.problems.len() < PROBLEMS_LISTED {
        let reason = Reason::PictureLeftOut { name: excerpt(name), why };
        report.problems.push(Problem::warning(line, Column::Picture, reason));
    }
}

fn names_of(rows: &[Row]) -> Vec<(u64, String)> {
    // Variants share most of their pictures.
    let mut seen = HashSet::new();
    let all = rows.iter().flat_map(|row| row.pictures.iter().map(move |name| (row.line, name)));
    all.filter(|(_, name)| seen.insert(*name)).map(|(line, name)| (line, name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;

    #[test]
    fn a_file_goes_on_only_as_the_import_that_it_was() {
        let first = ImportOptions::new(SellerId::from_uuid(uuid::Uuid::nil()));
        let known = first.fingerprint("abc");
        assert_eq!(first.clone().fingerprint("abc"), known);
        for other in [
            ImportOptions { scope: Scope::Seller, ..first.clone() },
            ImportOptions { price: Some(Money::new(1_299, Currency::USD)), ..first.clone() },
            ImportOptions { default_quantity: 0, ..first.clone() },
        ] {
            assert_ne!(other.fingerprint("abc"), known);
        }
        assert_ne!(first.fingerprint("abd"), known);
    }
}
