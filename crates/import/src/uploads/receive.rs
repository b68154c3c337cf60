//! A file on its way in: written to disk as it comes, looked at while it does, kept once it is whole.

use super::work::{self, Step};
use super::{OPEN_MAX, UploadError, Uploads, store};
use crate::row::one_line;
use crate::target::Scope;
use domain::{Currency, Money, SellerId, UploadId};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// The largest file, in bytes.
pub const UPLOAD_BYTES_MAX: u64 = 64 * 1024 * 1024;
const NAME_CHARS_MAX: usize = 120;
/// A folder without an upload that is younger may belong to a file that is still coming.
const ORPHAN_AGE: Duration = Duration::from_secs(86_400);
/// Zip (and with it every office document), gzip, bzip2, xz, zstd, 7-Zip, RAR.
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

/// A file that is coming in.
pub struct Receiving {
    uploads: Uploads,
    id: UploadId,
    folder: PathBuf,
    file: Option<File>,
    bytes: u64,
    kept: bool,
}

impl Receiving {
    pub(super) fn begin(uploads: Uploads, id: UploadId) -> Result<Self, UploadError> {
        let folder = uploads.folder_of(id);
        std::fs::create_dir_all(&folder)?;
        Ok(Self { uploads, id, folder, file: None, bytes: 0, kept: false })
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
        if self.bytes == 0 && PACKED.iter().any(|magic| bytes.starts_with(magic)) {
            return Err(UploadError::Compressed);
        }
        // A text has none, UTF-16 aside, which an import does not read either.
        if bytes.contains(&0) {
            return Err(UploadError::NotText);
        }
        self.bytes += bytes.len() as u64;
        if self.bytes > UPLOAD_BYTES_MAX {
            return Err(UploadError::TooLarge { limit: UPLOAD_BYTES_MAX });
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::create(self.uploads.catalogue_of(self.id)).await?),
        };
        Ok(file.write_all(bytes).await?)
    }

    /// The file is whole: keeps it and leaves the job that checks it.
    ///
    /// # Errors
    /// [`UploadError::Empty`], [`UploadError::TooMany`].
    pub async fn finish(mut self, new: NewUpload) -> Result<UploadId, UploadError> {
        let Some(mut file) = self.file.take() else { return Err(UploadError::Empty) };
        file.flush().await?;
        file.sync_all().await?;
        let (id, bytes) = (self.id, i64::try_from(self.bytes).unwrap_or(i64::MAX));
        let new = Arc::new(NewUpload { file_name: file_name(&new.file_name), ..new });
        let written: Result<(), UploadError> = self
            .uploads
            .db
            .write(move |tx| {
                let new = Arc::clone(&new);
                Box::pin(async move {
                    if store::count_open(tx, new.seller).await? >= OPEN_MAX {
                        return Err(UploadError::TooMany { limit: OPEN_MAX });
                    }
                    store::insert(tx, id, bytes, &new).await?;
                    work::enqueue(tx, id, Step::Check).await?;
                    Ok(())
                })
            })
            .await;
        written?;
        self.kept = true;
        Ok(id)
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
