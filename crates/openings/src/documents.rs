//! What is handed in: small files that only the seller's owners and operators read. Owns `openings_documents`.

use crate::{LARGEST_DOCUMENT, MOST_DOCUMENTS, OpeningError, Openings, store};
use db::{Conn, Text, Tx, row, sql};
use domain::file::kept_name;
use domain::opening::{DocumentKind, media_type};
use domain::{AccountId, OpeningDocumentId, SellerId, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;

row! {
    /// A document without its bytes.
    pub struct Document {
        pub id: OpeningDocumentId,
        pub seller_id: SellerId,
        pub kind: Text<DocumentKind>,
        /// As it was called where it came from.
        pub file_name: String,
        pub media_type: String,
        pub bytes: i64,
        pub added_by: AccountId,
        pub added_at_us: Timestamp,
    }
}

/// A file that is handed in.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub seller: SellerId,
    pub by: AccountId,
    pub kind: DocumentKind,
    pub file_name: String,
    pub content: Arc<Vec<u8>>,
}

const DOCUMENT: &str = "SELECT id, seller_id, kind, file_name, media_type, bytes, added_by, added_at_us
                        FROM openings_documents";

/// What a seller handed in, the oldest first.
///
/// # Errors
/// Only the database's.
pub async fn documents(conn: &mut Conn, seller: SellerId) -> Result<Vec<Document>, OpeningError> {
    Ok(conn.all(sql(format!("{DOCUMENT} WHERE seller_id = $1 ORDER BY id")).bind(seller)).await?)
}

pub(crate) async fn kinds(conn: &mut Conn, seller: SellerId) -> Result<BTreeSet<DocumentKind>, OpeningError> {
    let statement = sql("SELECT DISTINCT kind FROM openings_documents WHERE seller_id = $1");
    let rows: Vec<(Text<DocumentKind>,)> = conn.all(statement.bind(seller)).await?;
    Ok(rows.into_iter().map(|(kind,)| kind.0).collect())
}

/// Whether anything of a seller is kept.
///
/// # Errors
/// Only the database's.
pub async fn has_documents(conn: &mut Conn, seller: SellerId) -> Result<bool, OpeningError> {
    Ok(!kinds(conn, seller).await?.is_empty())
}

/// A seller's document with its bytes.
///
/// # Errors
/// Only the database's.
pub async fn content(
    conn: &mut Conn,
    seller: SellerId,
    id: OpeningDocumentId,
) -> Result<Option<(Document, Vec<u8>)>, OpeningError> {
    let text = format!("{DOCUMENT} WHERE id = $1 AND seller_id = $2");
    let Some(document): Option<Document> = conn.opt(sql(text).bind(id).bind(seller)).await? else {
        return Ok(None);
    };
    let bytes = sql("SELECT content FROM openings_documents WHERE id = $1");
    let bytes: Option<(Vec<u8>,)> = conn.opt(bytes.bind(id)).await?;
    Ok(bytes.map(|(bytes,)| (document, bytes)))
}

impl Openings {
    /// Hands in a document. The same file for the same purpose again changes nothing.
    ///
    /// # Errors
    /// [`OpeningError::NotADocument`], [`OpeningError::TooLarge`], [`OpeningError::TooManyDocuments`],
    /// [`OpeningError::WrongState`] while an operator looks at it and once it is decided, [`OpeningError::NotFound`].
    pub async fn add_document(&self, new: NewDocument) -> Result<OpeningDocumentId, OpeningError> {
        if new.content.len() > LARGEST_DOCUMENT {
            return Err(OpeningError::TooLarge);
        }
        let media = media_type(&new.content).ok_or(OpeningError::NotADocument)?;
        let hash = blake3::hash(&new.content).to_hex().to_string();
        self.db
            .write(move |tx| {
                let (new, hash) = (new.clone(), hash.clone());
                Box::pin(async move { add(tx, &new, media, &hash).await })
            })
            .await
    }

    /// Takes a document back. Returns whether there was one.
    ///
    /// # Errors
    /// [`OpeningError::WrongState`], [`OpeningError::NotFound`].
    pub async fn remove_document(
        &self,
        seller: SellerId,
        id: OpeningDocumentId,
    ) -> Result<bool, OpeningError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    must_be_sellers(tx, seller).await?;
                    let gone = sql("DELETE FROM openings_documents WHERE id = $1 AND seller_id = $2");
                    Ok(tx.exec(gone.bind(id).bind(seller)).await? > 0)
                })
            })
            .await
    }
}

async fn must_be_sellers(tx: &mut Tx, seller: SellerId) -> Result<(), OpeningError> {
    let state = store::must(tx, seller).await?.state.0;
    if state.is_sellers() { Ok(()) } else { Err(OpeningError::WrongState { state }) }
}

async fn add(
    tx: &mut Tx,
    new: &NewDocument,
    media: &str,
    hash: &str,
) -> Result<OpeningDocumentId, OpeningError> {
    must_be_sellers(tx, new.seller).await?;
    let same = sql("SELECT id FROM openings_documents WHERE seller_id = $1 AND kind = $2 AND hash = $3");
    let same: Option<(OpeningDocumentId,)> =
        tx.opt(same.bind(new.seller).bind(Text(new.kind)).bind(hash)).await?;
    if let Some((id,)) = same {
        return Ok(id);
    }
    let count = sql("SELECT COUNT(*) FROM openings_documents WHERE seller_id = $1");
    let (count,): (i64,) = tx.one(count.bind(new.seller)).await?;
    if count >= MOST_DOCUMENTS {
        return Err(OpeningError::TooManyDocuments);
    }
    let (id, now) = (tx.new_id::<OpeningDocumentId>(), tx.now());
    tx.exec(
        sql("INSERT INTO openings_documents
             (id, seller_id, kind, file_name, media_type, bytes, hash, added_by, added_at_us, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(new.seller)
        .bind(Text(new.kind))
        .bind(kept_name(&new.file_name))
        .bind(media)
        .bind(i64::try_from(new.content.len()).unwrap_or(i64::MAX))
        .bind(hash)
        .bind(new.by)
        .bind(now)
        .bind(new.content.as_slice()),
    )
    .await?;
    Ok(id)
}
