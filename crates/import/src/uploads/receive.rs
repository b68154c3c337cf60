//! A file on its way in: written to disk as it comes, looked at while it does, kept once it is whole. Of a ZIP archive the
//! catalogue is unpacked then; its pictures stay inside.

use super::work::{self, Step};
use super::{OPEN_MAX, UploadError, Uploads, store};
use crate::row::one_line;
use crate::target::Scope;
use crate::zip::{ArchiveFault, Zip};
use db::{DbError, Tx};
use domain::{Currency, Money, SellerId, UploadId};
use std::collections::HashMap;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::runtime::Handle;

/// The largest file, in bytes.
pub const UPLOAD_BYTES_MAX: u64 = 64 * 1024 * 1024;
const NAME_CHARS_MAX: usize = 120;
/// A folder without an upload that is younger may belong to a file that is still coming.
const ORPHAN_AGE: Duration = Duration::from_secs(86_400);
/// How an archive begins that is taken: with its first file.
const ZIP: &[u8] = b"PK\x03\x04";
/// Other zips, gzip, bzip2, xz, zstd, 7-Zip, RAR.
const PACKED: [&[u8]; 7] =
    [b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"];

/// What is said about a file beside its bytes.
#[derive(Debug, Clone)]
pub struct NewUpload {
    pub seller: SellerId,
    pub scope: Scope,
    pub file_name: String,
    pub currency: Currency,
    /// Of rows without a price.
    pub price: Option<Money>,
    /// Pieces that a new offer gets when the file does not say.
    pub default_quantity: i64,
}

/// How many files of each seller are on their way in at this server. Each takes room on the disk long before its upload is
/// counted, and a sender may be as slow as it likes.
#[derive(Clone, Default)]
pub(super) struct Coming(Arc<Mutex<HashMap<SellerId, i64>>>);

impl Coming {
    fn counts(&self) -> MutexGuard<'_, HashMap<SellerId, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, seller: SellerId) -> Result<Place, UploadError> {
        let mut counts = self.counts();
        let count = counts.entry(seller).or_default();
        if *count >= OPEN_MAX {
            return Err(UploadError::TooMany { limit: OPEN_MAX });
        }
        *count += 1;
        Ok(Place { coming: self.clone(), seller })
    }
}

/// One of these files; once it is dropped, another may come.
struct Place {
    coming: Coming,
    seller: SellerId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.coming.counts();
        if let Some(count) = counts.get_mut(&self.seller) {
            *count -= 1;
            if *count <= 0 {
                counts.remove(&self.seller);
            }
        }
    }
}

/// A file that is coming in.
pub struct Receiving {
    uploads: Uploads,
    place: Option<Place>,
    id: UploadId,
    folder: PathBuf,
    file: Option<File>,
    bytes: u64,
    packed: bool,
    kept: bool,
}

impl Receiving {
    pub(super) fn begin(uploads: Uploads, id: UploadId, seller: SellerId) -> Result<Self, UploadError> {
        let place = Some(uploads.coming.place(seller)?);
        let folder = uploads.folder_of(id);
        std::fs::create_dir_all(&folder)?;
        Ok(Self { uploads, place, id, folder, file: None, bytes: 0, packed: false, kept: false })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`UploadError::TooLarge`], [`UploadError::Compressed`], [`UploadError::NotText`], each before more is written.
    pub async fn take(&mut self, bytes: &[u8]) -> Result<(), UploadError> {
        // A field without a byte may come as an empty piece.
        if bytes.is_empty() {
            return Ok(());
        }
        if self.bytes == 0 {
            self.packed = bytes.starts_with(ZIP);
            if !self.packed && PACKED.iter().any(|magic| bytes.starts_with(magic)) {
                return Err(UploadError::Compressed);
            }
        }
        if !self.packed {
            must_be_text(bytes)?;
        }
        self.bytes += bytes.len() as u64;
        if self.bytes > UPLOAD_BYTES_MAX {
            return Err(UploadError::TooLarge { limit: UPLOAD_BYTES_MAX });
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let path = if self.packed {
                    self.uploads.archive_of(self.id)
                } else {
                    self.uploads.catalogue_of(self.id)
                };
                none.insert(File::create(path).await?)
            }
        };
        Ok(file.write_all(bytes).await?)
    }

    /// The file is whole: keeps it and leaves the job that checks it.
    ///
    /// # Errors
    /// [`UploadError::Empty`], [`UploadError::TooMany`], [`UploadError::Archive`] for an archive that is not taken.
    pub async fn finish(self, new: NewUpload) -> Result<UploadId, UploadError> {
        let db = self.uploads.db.clone();
        let whole = self.whole(new).await?;
        let entry = whole.entry();
        let written: Result<UploadId, UploadError> = db
            .write(move |tx| {
                let entry = entry.clone();
                Box::pin(async move { entry.write(tx).await })
            })
            .await;
        match written {
            Ok(id) => {
                whole.entry.came.settled();
                Ok(id)
            }
            Err(error) => {
                whole.settle().await?;
                Err(error)
            }
        }
    }

    /// The file is whole: for whoever writes its upload in a transaction of their own.
    ///
    /// # Errors
    /// [`UploadError::Empty`], [`UploadError::Archive`] for an archive that is not taken.
    pub async fn whole(mut self, new: NewUpload) -> Result<Whole, UploadError> {
        let Some(mut file) = self.file.take() else { return Err(UploadError::Empty) };
        file.flush().await?;
        file.sync_all().await?;
        if self.packed {
            let (archive, catalogue) = (self.uploads.archive_of(self.id), self.uploads.catalogue_of(self.id));
            let unpacked = tokio::task::spawn_blocking(move || unpack(&archive, &catalogue)).await;
            unpacked.map_err(std::io::Error::other)??;
        }
        let bytes = i64::try_from(self.bytes).unwrap_or(i64::MAX);
        let new = Arc::new(NewUpload { file_name: file_name(&new.file_name), ..new });
        self.kept = true;
        let came = Came {
            uploads: self.uploads.clone(),
            id: self.id,
            _place: self.place.take(),
            runtime: Handle::current(),
            is_settled: AtomicBool::new(false),
        };
        Ok(Whole { entry: Entry { id: self.id, bytes, new, came: Arc::new(came) } })
    }
}

/// A file that came whole, for as long as its upload may still be written: by whoever sent it, or by a transaction that goes on
/// after they hung up.
struct Came {
    uploads: Uploads,
    id: UploadId,
    _place: Option<Place>,
    runtime: Handle,
    is_settled: AtomicBool,
}

impl Came {
    fn settled(&self) {
        self.is_settled.store(true, Ordering::Relaxed);
    }
}

impl Drop for Came {
    fn drop(&mut self) {
        if self.is_settled.load(Ordering::Relaxed) {
            return;
        }
        let (uploads, id) = (self.uploads.clone(), self.id);
        self.runtime.spawn(async move {
            if let Err(error) = uploads.forget_unwritten(id).await {
                tracing::warn!(upload = %id, %error, "a file stays until a tidying finds no upload for it");
            }
        });
    }
}

/// A file that came whole. What is dropped is forgotten unless its upload was written, once nobody can write it any more.
pub struct Whole {
    entry: Entry,
}

impl Whole {
    /// What writes its upload.
    pub fn entry(&self) -> Entry {
        self.entry.clone()
    }

    /// Keeps the file if its upload was written, and forgets it otherwise.
    ///
    /// # Errors
    /// When the database cannot be read: then the file stays until a tidying finds no upload for it.
    pub async fn settle(self) -> Result<(), DbError> {
        let came = &self.entry.came;
        came.uploads.forget_unwritten(came.id).await?;
        came.settled();
        Ok(())
    }
}

/// The upload of a file that came whole, not written yet; cheap to clone.
#[derive(Clone)]
pub struct Entry {
    id: UploadId,
    bytes: i64,
    new: Arc<NewUpload>,
    came: Arc<Came>,
}

impl Entry {
    /// Writes the upload and leaves the job that checks it.
    ///
    /// # Errors
    /// [`UploadError::TooMany`].
    pub async fn write(&self, tx: &mut Tx) -> Result<UploadId, UploadError> {
        if store::count_open(tx, self.new.seller).await? >= OPEN_MAX {
            return Err(UploadError::TooMany { limit: OPEN_MAX });
        }
        store::insert(tx, self.id, self.bytes, &self.new).await?;
        work::enqueue(tx, self.id, Step::Check).await?;
        Ok(self.id)
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        if !self.kept {
            // What stays is removed by the next tidying.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// A text has no zero byte, UTF-16 aside, which an import does not read either.
fn must_be_text(bytes: &[u8]) -> Result<(), UploadError> {
    if bytes.contains(&0) { Err(UploadError::NotText) } else { Ok(()) }
}

/// Puts the one catalogue of an archive beside it, under the name that all catalogues have here.
fn unpack(archive: &Path, catalogue: &Path) -> Result<(), UploadError> {
    let zip = Zip::open(std::fs::File::open(archive)?)?.map_err(UploadError::Archive)?;
    let name = zip.catalogue().map_err(UploadError::Archive)?;
    if zip.size(name).is_some_and(|bytes| bytes > UPLOAD_BYTES_MAX) {
        return Err(UploadError::TooLarge { limit: UPLOAD_BYTES_MAX });
    }
    let mut file = std::fs::File::create(catalogue)?;
    let mut text = true;
    let read = zip.read(name, UPLOAD_BYTES_MAX, |bytes| {
        text = text && must_be_text(bytes).is_ok();
        file.write_all(bytes)
    });
    match read {
        Some(Ok(())) if text => Ok(file.sync_all()?),
        Some(Ok(())) => Err(UploadError::NotText),
        // What cannot be unpacked is the archive's fault; a full disk is ours.
        Some(Err(error))
            if matches!(
                error.kind(),
                ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof
            ) =>
        {
            Err(UploadError::Archive(ArchiveFault::Damaged))
        }
        Some(Err(error)) => Err(error.into()),
        None => Err(UploadError::Archive(ArchiveFault::NoCatalogue)),
    }
}

/// The last part of whatever a browser calls it.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = one_line(last).chars().take(NAME_CHARS_MAX).collect();
    if name.is_empty() { "catalogue".to_owned() } else { name }
}

/// Folders that look like uploads and are old enough to be asked about.
pub(super) fn orphans(folder: &Path) -> Vec<UploadId> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let old = |entry: &std::fs::DirEntry| {
        let modified = entry.metadata().and_then(|m| m.modified()).ok();
        modified.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > ORPHAN_AGE)
    };
    entries
        .flatten()
        .filter(old)
        .filter_map(|entry| entry.file_name().to_str().and_then(|name| name.parse().ok()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_the_last_part_of_its_name() {
        let cases = [
            ("prices.csv", "prices.csv"),
            ("C:\\shop\\prices.csv", "prices.csv"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb.csv", "a b.csv"),
            ("", "catalogue"),
        ];
        for (given, name) in cases {
            assert_eq!(file_name(given), name);
        }
    }
}
