//! Keeping pictures and handing them out.

use crate::alike::note;
use crate::encode::{PictureError, Prepared, prepare, redrawn};
use crate::picture::{PICTURE_COLUMNS, Picture};
use bytes::Bytes;
use db::{Conn, Db, DbError, FromRow, Row, placeholders, sql};
use domain::{PictureId, Timestamp, TypedId};
use futures::{FutureExt as _, StreamExt as _, TryStreamExt as _, stream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Hashes of private pictures are of another kind than those of public ones.
const PRIVATE: &str = "orinoco pictures 2026-12-01 private";
/// Removing a picture's files takes milliseconds: who hands it in meanwhile looks again after this, so many times.
const REMOVAL: (Duration, u32) = (Duration::from_millis(100), 50);

/// The picture store; cheap to clone.
#[derive(Clone)]
pub struct Pictures {
    pub(crate) db: Db,
    pub(crate) store: Arc<dyn ObjectStore>,
    /// A decoded picture takes up to 400 MB: only as many at once as there are cores.
    decoding: Arc<Semaphore>,
}

/// A file to be sent, valid for ever under its address.
#[derive(Debug, Clone)]
pub struct Served {
    pub bytes: Bytes,
    pub content_type: &'static str,
}

struct PictureRow(Picture);

struct KnownRow {
    picture: Picture,
    unused_since: Option<Timestamp>,
    removing: bool,
}

impl FromRow for KnownRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let picture = Picture::joined(row)?.ok_or(DbError::NotFound)?;
        Ok(Self { picture, unused_since: row.get("unused_since_us")?, removing: row.get("removing")? })
    }
}

impl FromRow for PictureRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Picture::joined(row)?.map(Self).ok_or(DbError::NotFound)
    }
}

/// Files below `directory`, which is made; a file is on disk before it is answered for.
pub fn local_store(directory: &std::path::Path) -> Result<Arc<dyn ObjectStore>, PictureError> {
    std::fs::create_dir_all(directory)
        .map_err(|source| object_store::Error::Generic { store: "files", source: Box::new(source) })?;
    Ok(Arc::new(LocalFileSystem::new_with_prefix(directory)?.with_fsync(true)))
}

/// The pictures with these ids, in one statement for up to 500; without those that are being removed.
pub async fn pictures_by_id(
    conn: &mut Conn,
    ids: &[PictureId],
) -> Result<HashMap<PictureId, Picture>, DbError> {
    let mut found = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let list = placeholders(1, batch.len());
        let text = format!(
            "SELECT {PICTURE_COLUMNS} FROM pictures_pictures AS pic WHERE pic.id IN ({list}) AND NOT pic.removing"
        );
        let rows: Vec<PictureRow> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|row| (row.0.id, row.0)));
    }
    Ok(found)
}

impl Pictures {
    pub fn open(db: Db, store: Arc<dyn ObjectStore>) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { db, store, decoding: Arc::new(Semaphore::new(cores)) }
    }

    /// Keeps a picture and answers with it; bytes that are known already cost one read.
    ///
    /// # Errors
    /// What is wrong with the bytes, by name; then nothing is stored.
    pub async fn add(&self, bytes: Bytes) -> Result<Picture, PictureError> {
        let hash = blake3::hash(&bytes);
        self.keep(public_id(&hash), hash, bytes).await
    }

    /// [`Pictures::add`] of a picture that is not everybody's: who hands it out asks who wants it. It shares nothing with
    /// the public picture of the same bytes.
    ///
    /// # Errors
    /// As [`Pictures::add`].
    pub async fn add_private(&self, bytes: Bytes) -> Result<Picture, PictureError> {
        let hash = private_hash(&bytes);
        self.keep(private_id(&hash), hash, bytes).await
    }

    /// The id that [`Pictures::add_private`] would give these bytes: whoever may refuse them asks before they are kept.
    pub fn id_as_private(bytes: &[u8]) -> PictureId {
        private_id(&private_hash(bytes))
    }

    /// The picture as one JPEG file without anything that was written into it, for whoever keeps it as a document. Nothing
    /// is kept here.
    ///
    /// # Errors
    /// As [`Pictures::add`].
    pub async fn redraw(&self, bytes: Bytes) -> Result<Vec<u8>, PictureError> {
        self.apart(move || redrawn(&bytes)).await
    }

    async fn keep(&self, id: PictureId, hash: blake3::Hash, bytes: Bytes) -> Result<Picture, PictureError> {
        if let Some(picture) = self.known(id).await? {
            return Ok(picture);
        }
        let prepared = self.prepare(bytes).await?;
        // Files first: a row promises that they exist. A crash in between leaves files that the next try writes again.
        let files: Vec<_> = prepared
            .files
            .iter()
            .map(|file| {
                let (store, payload) = (Arc::clone(&self.store), PutPayload::from(file.bytes.clone()));
                let path = path(id, file.width, file.ext);
                async move { store.put(&path, payload).await.map(|_| ()) }.boxed()
            })
            .collect();
        stream::iter(files).buffer_unordered(4).try_collect::<()>().await?;
        self.record(id, hash.to_hex().to_string(), &prepared).await
    }

    /// The picture that is kept already. Its day begins anew, so that no sweep takes it away before it is referred to.
    async fn known(&self, id: PictureId) -> Result<Option<Picture>, PictureError> {
        for _ in 0..REMOVAL.1 {
            let text = format!(
                "SELECT removing, unused_since_us, {PICTURE_COLUMNS} FROM pictures_pictures AS pic WHERE pic.id = $1"
            );
            let found: Option<KnownRow> = self.db.read().await?.opt(sql(text).bind(id)).await?;
            let Some(known) = found else { return Ok(None) };
            if !known.removing && (known.unused_since.is_none() || self.use_again(id).await?) {
                return Ok(Some(known.picture));
            }
            tokio::time::sleep(REMOVAL.0).await;
        }
        Err(PictureError::BeingRemoved(id))
    }

    /// Whether it is still there to be used.
    async fn use_again(&self, id: PictureId) -> Result<bool, DbError> {
        let changed = self.db.write(move |tx| {
            Box::pin(async move {
                let text =
                    "UPDATE pictures_pictures SET unused_since_us = NULL WHERE id = $1 AND NOT removing";
                tx.exec(sql(text).bind(id)).await
            })
        });
        Ok(changed.await? > 0)
    }

    async fn prepare(&self, bytes: Bytes) -> Result<Prepared, PictureError> {
        self.apart(move || prepare(&bytes)).await
    }

    /// Decodes where it keeps nobody waiting, and as few at once as there is memory for.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        decode: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
    ) -> Result<T, PictureError> {
        let closed = |e: &dyn std::fmt::Display| PictureError::Encode(e.to_string());
        let permit = Arc::clone(&self.decoding).acquire_owned().await.map_err(|e| closed(&e))?;
        let work = tokio::task::spawn_blocking(move || {
            let decoded = decode();
            drop(permit);
            decoded
        });
        // A decoder that panics on a crafted file has refused it.
        work.await.map_err(|_| PictureError::Damaged("it cannot be decoded".into()))?
    }

    async fn record(
        &self,
        id: PictureId,
        hash: String,
        prepared: &Prepared,
    ) -> Result<Picture, PictureError> {
        let picture = Picture {
            id,
            width: prepared.width,
            height: prepared.height,
            widths: prepared.widths.clone(),
            colour: prepared.colour.clone(),
        };
        let row = picture.clone();
        // What only some may see is found by nobody.
        let fingerprint = prepared.fingerprint.filter(|_| !is_private(id));
        self.db
            .write::<_, DbError, _>(move |tx| {
                let (row, hash) = (row.clone(), hash.clone());
                Box::pin(async move {
                    let widths = row.widths.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
                    let now = tx.now();
                    let text = "INSERT INTO pictures_pictures (id, hash, width, height, widths, colour, created_at_us, fingerprint_due)
                                VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE) ON CONFLICT (hash) DO NOTHING";
                    let statement = sql(text).bind(row.id).bind(hash).bind(row.width).bind(row.height);
                    let added = tx.exec(statement.bind(widths).bind(row.colour).bind(now)).await? > 0;
                    match fingerprint.filter(|_| added) {
                        Some(fingerprint) => note(tx, row.id, &fingerprint).await,
                        None => Ok(()),
                    }
                })
            })
            .await?;
        Ok(picture)
    }

    /// One width of a picture as `webp` or `jpg`. A width that is not kept gives the nearest wider one, or the widest.
    pub async fn get(&self, id: PictureId, width: u32, ext: &str) -> Result<Served, PictureError> {
        let content_type = match ext {
            "webp" => "image/webp",
            "jpg" => "image/jpeg",
            _ => return Err(PictureError::Format),
        };
        let bytes = match self.read(&path(id, width, ext)).await? {
            Some(bytes) => bytes,
            None => {
                let known = pictures_by_id(&mut self.db.read().await?, &[id]).await?.remove(&id);
                let widths = known.ok_or(PictureError::NotFound(id))?.widths;
                let nearest = widths.iter().find(|w| **w >= width).or(widths.last()).copied();
                let nearest = nearest.ok_or(PictureError::NotFound(id))?;
                self.read(&path(id, nearest, ext)).await?.ok_or(PictureError::NotFound(id))?
            }
        };
        Ok(Served { bytes, content_type })
    }

    pub(crate) async fn read(&self, path: &Path) -> Result<Option<Bytes>, PictureError> {
        match self.store.get(path).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// The first 128 bits of the content's hash, so that two uploads of one file at once write the same files. Less six: UUIDs
/// say of which version they are, and that tells public pictures from private ones.
fn public_id(hash: &blake3::Hash) -> PictureId {
    PictureId::from_uuid(uuid::Builder::from_custom_bytes(beginning(hash)).into_uuid())
}

fn private_hash(bytes: &[u8]) -> blake3::Hash {
    blake3::Hasher::new_derive_key(PRIVATE).update(bytes).finalize()
}

fn private_id(hash: &blake3::Hash) -> PictureId {
    PictureId::from_uuid(uuid::Builder::from_random_bytes(beginning(hash)).into_uuid())
}

fn beginning(hash: &blake3::Hash) -> [u8; 16] {
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes
}

/// Whether a picture is only for some people, by its id alone. Public ones are of version 8; those of version 4 are not.
pub fn is_private(id: PictureId) -> bool {
    id.uuid().get_version_num() == 4
}

pub(crate) fn path(id: PictureId, width: u32, ext: &str) -> Path {
    Path::from(format!("pictures/{id}/{width}.{ext}"))
}
