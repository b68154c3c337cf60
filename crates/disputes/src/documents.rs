//! What a seller hands a bank beside its words: small files that its desk and operators read. Owns `disputes_documents`.
//! They come and go until the answer is given; from then on they are what the bank was sent, until it has decided and the account
//! of the buyer of whom they speak has ended, whichever is the later.

use crate::{Dispute, DisputeError, Disputes, lists, store};
use bytes::Bytes;
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::dispute::{DisputeEvent, MOST_EVIDENCE_FILES};
use domain::file::{FileKind, LARGEST_PDF, begins_as_pdf, is_whole_pdf, kept_name};
use domain::{AccountId, DisputeDocumentId, DisputeId, SellerId, Timestamp};
use payments::{Evidence, EvidenceFile, FileContent};
use pictures::{PictureError, Pictures};
use std::collections::HashMap;
use std::sync::Arc;

row! {
    /// A document without its bytes.
    #[derive(PartialEq, Eq)]
    pub struct Document {
        pub id: DisputeDocumentId,
        pub dispute_id: DisputeId,
        pub kind: Text<FileKind>,
        /// As it was called where it came from; empty for a name that cannot be shown.
        pub file_name: String,
        pub bytes: i64,
        /// BLAKE3 of its bytes, in hexadecimal.
        pub hash: String,
        pub added_at_us: Timestamp,
    }
}

/// A file that is handed in.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub seller: SellerId,
    pub dispute: DisputeId,
    pub file_name: String,
    /// As it came. A PDF is kept so, a picture is drawn anew.
    pub content: Bytes,
}

/// A file as it is kept.
struct Kept {
    kind: FileKind,
    name: String,
    hash: String,
    content: Vec<u8>,
}

const DOCUMENT: &str =
    "SELECT id, dispute_id, kind, file_name, bytes, hash, added_at_us FROM disputes_documents";

/// The documents of one dispute, the oldest first.
///
/// # Errors
/// Only the database's.
pub async fn documents(conn: &mut Conn, dispute: DisputeId) -> Result<Vec<Document>, DisputeError> {
    Ok(conn.all(sql(format!("{DOCUMENT} WHERE dispute_id = $1 ORDER BY id")).bind(dispute)).await?)
}

/// The documents of these disputes, each dispute's the oldest first; none of a dispute without any.
///
/// # Errors
/// Only the database's.
pub async fn documents_of(
    conn: &mut Conn,
    disputes: &[DisputeId],
) -> Result<HashMap<DisputeId, Vec<Document>>, DisputeError> {
    if disputes.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("{DOCUMENT} WHERE dispute_id IN ({}) ORDER BY id", placeholders(1, disputes.len()));
    let rows: Vec<Document> = conn.all(sql(text).bind_all(disputes.iter().copied())).await?;
    let mut found: HashMap<DisputeId, Vec<Document>> = HashMap::new();
    for row in rows {
        found.entry(row.dispute_id).or_default().push(row);
    }
    Ok(found)
}

/// A document of a dispute with its bytes. The caller has asked whose the dispute is.
///
/// # Errors
/// Only the database's.
pub async fn content(
    conn: &mut Conn,
    dispute: DisputeId,
    id: DisputeDocumentId,
) -> Result<Option<(Document, Vec<u8>)>, DisputeError> {
    let text = format!("{DOCUMENT} WHERE id = $1 AND dispute_id = $2");
    let found: Option<Document> = conn.opt(sql(text).bind(id).bind(dispute)).await?;
    let Some(document) = found else { return Ok(None) };
    // It may be taken back in between.
    let bytes = sql("SELECT content FROM disputes_documents WHERE id = $1");
    let bytes: Option<(Vec<u8>,)> = conn.opt(bytes.bind(id)).await?;
    Ok(bytes.map(|(bytes,)| (document, bytes)))
}

/// Whose a dispute is: before anything that is sent about it is read.
///
/// # Errors
/// [`DisputeError::NotFound`].
pub async fn seller_of(conn: &mut Conn, dispute: DisputeId) -> Result<SellerId, DisputeError> {
    Ok(store::one(conn, dispute).await?.seller_id)
}

/// Whether the seller may still say what the bank is given.
async fn must_be_open(conn: &mut Conn, seller: SellerId, dispute: DisputeId) -> Result<(), DisputeError> {
    let row = lists::of_seller(conn, seller, dispute).await?;
    row.next(DisputeEvent::Answer)?;
    let now = conn.now();
    if row.can_be_answered(now) { Ok(()) } else { Err(DisputeError::TooLate { until: row.respond_by_us }) }
}

impl Disputes {
    /// Hands in a document. The same file of the same dispute again changes nothing.
    ///
    /// # Errors
    /// [`DisputeError::NotADocument`], [`DisputeError::DocumentTooLarge`], [`DisputeError::TooManyDocuments`],
    /// [`DisputeError::Picture`] for a picture that is not taken anywhere; [`DisputeError::WrongState`] and
    /// [`DisputeError::TooLate`] once it is answered or decided; [`DisputeError::NotFound`] for another seller's. Nothing
    /// is written then.
    pub async fn add_document(
        &self,
        pictures: &Pictures,
        new: NewDocument,
    ) -> Result<DisputeDocumentId, DisputeError> {
        // Whoever is refused anyway costs no decoding.
        must_be_open(&mut self.db.read().await?, new.seller, new.dispute).await?;
        let (seller, dispute) = (new.seller, new.dispute);
        let kept = Arc::new(prepared(pictures, new).await?);
        self.db
            .write(move |tx| {
                let kept = Arc::clone(&kept);
                Box::pin(async move { add(tx, seller, dispute, &kept).await })
            })
            .await
    }

    /// Takes a document back. Returns whether there was one.
    ///
    /// # Errors
    /// [`DisputeError::WrongState`], [`DisputeError::TooLate`], [`DisputeError::NotFound`].
    pub async fn remove_document(
        &self,
        seller: SellerId,
        dispute: DisputeId,
        id: DisputeDocumentId,
    ) -> Result<bool, DisputeError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    must_be_open(tx, seller, dispute).await?;
                    let gone = sql("DELETE FROM disputes_documents WHERE id = $1 AND dispute_id = $2");
                    Ok(tx.exec(gone.bind(id).bind(dispute)).await? > 0)
                })
            })
            .await
    }
}

/// The file as it will be kept, told by its bytes.
async fn prepared(pictures: &Pictures, new: NewDocument) -> Result<Kept, DisputeError> {
    let name = kept_name(&new.file_name);
    let (kind, content) = if begins_as_pdf(&new.content) {
        if new.content.len() > LARGEST_PDF {
            return Err(DisputeError::DocumentTooLarge { most: LARGEST_PDF });
        }
        if !is_whole_pdf(&new.content) {
            return Err(DisputeError::NotADocument);
        }
        (FileKind::Pdf, new.content.to_vec())
    } else {
        let drawn = pictures.redraw(new.content).await.map_err(|error| match error {
            PictureError::NotAPicture => DisputeError::NotADocument,
            other => other.into(),
        })?;
        (FileKind::Jpeg, drawn)
    };
    let hash = blake3::hash(&content).to_hex().to_string();
    Ok(Kept { kind, name, hash, content })
}

async fn add(
    tx: &mut Tx,
    seller: SellerId,
    dispute: DisputeId,
    kept: &Kept,
) -> Result<DisputeDocumentId, DisputeError> {
    must_be_open(tx, seller, dispute).await?;
    let same = sql("SELECT id FROM disputes_documents WHERE dispute_id = $1 AND hash = $2");
    let same: Option<(DisputeDocumentId,)> = tx.opt(same.bind(dispute).bind(&kept.hash)).await?;
    if let Some((id,)) = same {
        return Ok(id);
    }
    let count = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM disputes_documents WHERE dispute_id = $1");
    let (count,): (i64,) = tx.one(count.bind(dispute)).await?;
    if count >= MOST_EVIDENCE_FILES {
        return Err(DisputeError::TooManyDocuments { most: MOST_EVIDENCE_FILES });
    }
    let (id, now) = (tx.new_id::<DisputeDocumentId>(), tx.now());
    tx.exec(
        sql("INSERT INTO disputes_documents (id, dispute_id, kind, file_name, bytes, hash, added_at_us, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(dispute)
        .bind(Text(kept.kind))
        .bind(&kept.name)
        .bind(i64::try_from(kept.content.len()).unwrap_or(i64::MAX))
        .bind(&kept.hash)
        .bind(now)
        .bind(kept.content.as_slice()),
    )
    .await?;
    Ok(id)
}

/// The account of a buyer ends: of disputes that their bank has decided go the files and the seller's words, which speak of
/// that person. That it was contested and how it ended stays; what a bank still weighs stays whole until it has decided.
///
/// # Errors
/// [`DisputeError::Unreadable`] when a row is damaged.
pub async fn forget_buyer(tx: &mut Tx, account: AccountId) -> Result<(), DisputeError> {
    let decided =
        sql("SELECT d.id, d.evidence FROM disputes_disputes d JOIN orders_orders o ON o.id = d.order_id
         WHERE o.account_id = $1 AND d.ended_at_us IS NOT NULL");
    let decided: Vec<(DisputeId, Option<String>)> = tx.all(decided.bind(account)).await?;
    for (id, evidence) in decided {
        forget(tx, id, evidence.as_deref()).await?;
    }
    Ok(())
}

/// A bank has decided about a dispute: where the buyer's account ended before that, what was kept for the bank goes now.
pub(crate) async fn forget_if_nobodys(tx: &mut Tx, row: &Dispute) -> Result<(), DisputeError> {
    if !orders::buyer_is_forgotten(tx, row.order_id).await? {
        return Ok(());
    }
    forget(tx, row.id, row.evidence.as_deref()).await
}

async fn forget(tx: &mut Tx, id: DisputeId, evidence: Option<&str>) -> Result<(), DisputeError> {
    tx.exec(sql("DELETE FROM disputes_documents WHERE dispute_id = $1").bind(id)).await?;
    let Some(evidence) = evidence else { return Ok(()) };
    let evidence: Evidence = serde_json::from_str(evidence)?;
    let left = Evidence { text: String::new(), tracking: None, files: Vec::new(), ..evidence };
    let update = sql("UPDATE disputes_disputes SET evidence = $2 WHERE id = $1");
    tx.exec(update.bind(id).bind(serde_json::to_string(&left)?)).await?;
    Ok(())
}

/// What the evidence says of the documents, without their bytes.
pub(crate) async fn files(conn: &mut Conn, dispute: DisputeId) -> Result<Vec<EvidenceFile>, DisputeError> {
    let documents = documents(conn, dispute).await?;
    Ok(documents.into_iter().map(Document::file).collect())
}

impl Document {
    fn file(self) -> EvidenceFile {
        EvidenceFile {
            id: self.id,
            name: self.file_name,
            kind: self.kind.0,
            hash: self.hash,
            bytes: self.bytes,
            content: FileContent::default(),
        }
    }
}

/// The evidence with the bytes of its files, as the processor is given it.
pub(crate) async fn with_contents(conn: &mut Conn, mut evidence: Evidence) -> Result<Evidence, DisputeError> {
    for file in &mut evidence.files {
        let bytes = sql("SELECT content FROM disputes_documents WHERE id = $1").bind(file.id);
        let (content,): (Vec<u8>,) = conn.one(bytes).await?;
        file.content = FileContent(Arc::new(content));
    }
    Ok(evidence)
}
