//! Uploaded catalogues: streamed to disk, checked and previewed by a job, imported by a job when somebody says so,
//! taken back by a job. Owns import_uploads and the folder of the files. Called by the sellers' and operators' pages.
//!
//! Each upload has a folder of its own, because an import looks for pictures beside its catalogue: nothing of one
//! upload is beside another.

mod findings;
mod receive;
mod store;
mod work;

pub(crate) use findings::neutral;
pub use findings::{FINDINGS_MAX, Finding, FindingsFile, Sheet, Wording};
pub use receive::{Entry, NewUpload, Receiving, UPLOAD_BYTES_MAX, Whole};
pub(crate) use store::belongs_to;
pub use store::{Refusal, Upload, UploadState, latest_uploads, upload, uploads_before, uploads_of_seller};
pub use work::UPLOAD_JOB;

use crate::run::Importer;
use crate::uploads::receive::Coming;
use crate::uploads::work::Step;
use crate::zip::ArchiveFault;
use db::{Db, DbError, Tx};
use domain::{DurationUs, SellerId, UploadId};
use std::path::{Path, PathBuf};

/// Uploads of one seller that are neither imported nor given up: each keeps its file.
const OPEN_MAX: i64 = 10;
/// What was not imported by then is given up.
const KEPT: DurationUs = DurationUs::from_days(7);
const TIDIED_AT_ONCE: i64 = 100;

/// Why something cannot be done with an upload.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("the file has more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file is empty")]
    Empty,
    #[error("the file is compressed; unpack it first")]
    Compressed,
    #[error("the archive is not taken: {0}")]
    Archive(ArchiveFault),
    #[error("the file is no text")]
    NotText,
    #[error("the seller has {limit} uploads already that are neither imported nor given up")]
    TooMany { limit: i64 },
    #[error("there is no such upload")]
    NotFound,
    #[error("that cannot be done while the upload is {state}")]
    WrongState { state: UploadState },
    #[error("the file cannot be kept: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The uploads of one installation; cheap to clone.
#[derive(Clone)]
pub struct Uploads {
    db: Db,
    importer: Importer,
    folder: PathBuf,
    coming: Coming,
}

impl Uploads {
    /// `folder` is made when the first file comes; servers of one database share it.
    pub fn new(db: Db, importer: Importer, folder: PathBuf) -> Self {
        Self { db, importer, folder, coming: Coming::default() }
    }

    fn folder_of(&self, id: UploadId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// The catalogue itself. Its name has no ending: what it is, only its content says.
    fn catalogue_of(&self, id: UploadId) -> PathBuf {
        self.folder_of(id).join("catalogue")
    }

    /// The archive that it came in, which holds its pictures.
    fn archive_of(&self, id: UploadId) -> PathBuf {
        self.folder_of(id).join("archive.zip")
    }

    fn findings_of(&self, id: UploadId) -> PathBuf {
        self.folder_of(id).join("findings.jsonl")
    }

    /// Whether what was found in its rows is still kept: it goes with the file, and of what was imported after a week.
    pub async fn keeps_findings(&self, id: UploadId) -> bool {
        let older = self.folder_of(id).join("findings.csv");
        // A file that cannot be looked at cannot be handed out either.
        tokio::fs::try_exists(self.findings_of(id)).await.unwrap_or(false)
            || tokio::fs::try_exists(older).await.unwrap_or(false)
    }

    /// What was found in its rows as a table with this heading; `None` when nothing was, or it was given up.
    /// Opens a file.
    pub fn findings(&self, id: UploadId, heading: [String; 4], wording: Wording) -> Option<FindingsFile> {
        let older = self.folder_of(id).join("findings.csv");
        FindingsFile::open(self.findings_of(id), older, heading, wording)
    }

    /// Some of what was found in its rows: at most `most` findings behind the first `behind`, in the order in which they were
    /// found. `None` when nothing was kept line by line. Reads a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn findings_behind(
        &self,
        id: UploadId,
        behind: usize,
        most: usize,
    ) -> Result<Option<Vec<Finding>>, std::io::Error> {
        findings::some(&self.findings_of(id), behind, most)
    }

    /// Begins to receive a file for this seller. What is dropped unfinished is gone.
    ///
    /// # Errors
    /// [`UploadError::TooMany`] when as many of its files are on their way as it may have uploads; [`UploadError::Io`] when the
    /// folder cannot be made.
    pub fn receive(&self, seller: SellerId) -> Result<Receiving, UploadError> {
        let id: UploadId = self.db.new_id();
        Receiving::begin(self.clone(), id, seller)
    }

    /// Imports what was previewed. A second call finds it begun.
    ///
    /// # Errors
    /// [`UploadError::WrongState`] unless it is ready, or failed half-way.
    pub async fn start(&self, id: UploadId, skip_bad_rows: bool) -> Result<(), UploadError> {
        self.db.write(move |tx| Box::pin(async move { start_upload(tx, id, skip_bad_rows).await })).await
    }

    /// Takes back what was imported, or begins that again where it stalls.
    ///
    /// # Errors
    /// [`UploadError::WrongState`] unless something was.
    pub async fn undo(&self, id: UploadId) -> Result<(), UploadError> {
        self.db.write(move |tx| Box::pin(async move { undo_upload(tx, id).await })).await
    }

    /// Gives an upload up and forgets its file. Of one that stopped half-way, what came in until then stays, and can
    /// still be taken back.
    ///
    /// # Errors
    /// [`UploadError::WrongState`] when it was imported, or is being imported.
    pub async fn discard(&self, id: UploadId) -> Result<(), UploadError> {
        self.db.write(move |tx| Box::pin(async move { discard_upload(tx, id).await })).await?;
        self.forget_discarded(id).await
    }

    /// Forgets the file of an upload that was given up; of any other it is kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn forget_discarded(&self, id: UploadId) -> Result<(), UploadError> {
        let found = store::upload(&mut self.db.read().await?, id).await?;
        if found.is_some_and(|upload| upload.state == UploadState::Discarded) {
            self.forget(&self.folder_of(id)).await;
        }
        Ok(())
    }

    /// Forgets the file of an upload that was not written.
    async fn forget_unwritten(&self, id: UploadId) -> Result<(), DbError> {
        if store::upload(&mut self.db.read().await?, id).await?.is_none() {
            self.forget(&self.folder_of(id)).await;
        }
        Ok(())
    }

    /// Gives up what was not imported for days, whatever kept it from it, and forgets old files that nobody needs any more: of
    /// what was imported its catalogue at once, and what was found in it after as many days.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tidy(&self) -> Result<(), UploadError> {
        let before = self.db.now().minus(KEPT);
        let old = store::abandoned(&mut self.db.read().await?, before, TIDIED_AT_ONCE).await?;
        for id in old {
            let stopped = self.db.write(move |tx| Box::pin(store::stop(tx, id, before))).await;
            let discarded = match stopped {
                Ok(()) => self.discard(id).await,
                Err(error) => Err(error),
            };
            match discarded {
                Ok(()) | Err(UploadError::WrongState { .. } | UploadError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        for id in receive::orphans(&self.folder) {
            let found = store::upload(&mut self.db.read().await?, id).await?;
            let is_old = found.as_ref().is_some_and(|upload| upload.updated_at < before);
            match found.map(|upload| upload.state) {
                // A server may have died before it could.
                None | Some(UploadState::Discarded | UploadState::Undone) => {
                    self.forget(&self.folder_of(id)).await;
                }
                // What was found in its rows stays as long as what nobody imported.
                Some(UploadState::Done) if is_old => self.forget(&self.folder_of(id)).await,
                Some(UploadState::Done) => self.forget_imported(id).await,
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The run can be taken back without its file; what was found in it stays for [`KEPT`].
    async fn forget_imported(&self, id: UploadId) {
        self.forget(&self.catalogue_of(id)).await;
        self.forget(&self.archive_of(id)).await;
    }

    /// Frees the disk; what cannot be removed now is tried again by the next tidying.
    async fn forget(&self, path: &Path) {
        let removed = if path.is_dir() {
            tokio::fs::remove_dir_all(path).await
        } else {
            tokio::fs::remove_file(path).await
        };
        // It may be gone already, and nothing depends on it.
        let _ = removed;
    }
}

/// Imports what was previewed, in the caller's transaction. A second call finds it begun.
///
/// # Errors
/// [`UploadError::WrongState`] unless it is ready, or failed half-way.
pub async fn start_upload(tx: &mut Tx, id: UploadId, skip_bad_rows: bool) -> Result<(), UploadError> {
    store::allow_bad_rows(tx, id, skip_bad_rows).await?;
    step(tx, id, Step::Load).await
}

/// Takes back what was imported, in the caller's transaction; or begins that again where it stalls, see
/// [`Upload::undo_stalls`].
///
/// # Errors
/// [`UploadError::WrongState`] unless something was.
pub async fn undo_upload(tx: &mut Tx, id: UploadId) -> Result<(), UploadError> {
    step(tx, id, Step::Undo).await
}

/// Gives an upload up, in the caller's transaction, and leaves the job that forgets its file. [`Uploads::forget_discarded`] does
/// so at once, but whoever would call it may be gone by then.
///
/// # Errors
/// [`UploadError::WrongState`] when it was imported, or is being imported.
pub async fn discard_upload(tx: &mut Tx, id: UploadId) -> Result<(), UploadError> {
    step(tx, id, Step::Forget).await
}

/// Moves an upload on and leaves the job that does the step.
async fn step(tx: &mut Tx, id: UploadId, step: Step) -> Result<(), UploadError> {
    store::go_on(tx, id, step.state()).await?;
    work::enqueue(tx, id, step).await?;
    Ok(())
}
