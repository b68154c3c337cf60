//! PDFs of messages. Owns `messages_documents`. They are kept as they came and handed out as attachments, to whom the pictures
//! of a message are.

use crate::photos::FileUse;
use crate::{MessageError, NewMessage};
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::file::{LARGEST_PDF, is_whole_pdf, kept_name};
use domain::messages::{MOST_DOCUMENTS, MOST_DOCUMENTS_OF_SIDE};
use domain::{MessageDocumentId, MessageId};
use std::collections::HashMap;
use std::sync::Arc;

row! {
    /// A document without its bytes.
    pub struct Document {
        pub id: MessageDocumentId,
        pub message_id: MessageId,
        /// As it was called where it came from; empty for a name that cannot be shown.
        pub file_name: String,
        pub bytes: i64,
    }
}

const DOCUMENT: &str = "SELECT id, message_id, file_name, bytes FROM messages_documents";

/// A PDF that goes with a message.
#[derive(Debug, Clone)]
pub struct NewDocument {
    file_name: String,
    content: Arc<Vec<u8>>,
    /// BLAKE3 of the content, in hexadecimal.
    hash: String,
}

impl NewDocument {
    /// A file as it came; what it is is looked at when it is sent.
    pub fn new(file_name: &str, content: Vec<u8>) -> Self {
        let hash = blake3::hash(&content).to_hex().to_string();
        Self { file_name: kept_name(file_name), content: Arc::new(content), hash }
    }

    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }
}

/// The documents of these messages, each message's in its order.
///
/// # Errors
/// Only the database's.
pub async fn documents_of(
    conn: &mut Conn,
    messages: &[MessageId],
) -> Result<HashMap<MessageId, Vec<Document>>, MessageError> {
    if messages.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(1, messages.len());
    let text = format!("{DOCUMENT} WHERE message_id IN ({list}) ORDER BY message_id, position");
    let rows: Vec<Document> = conn.all(sql(text).bind_all(messages.iter().copied())).await?;
    let mut found: HashMap<MessageId, Vec<Document>> = HashMap::new();
    for row in rows {
        found.entry(row.message_id).or_default().push(row);
    }
    Ok(found)
}

/// Where a document stands: those who take part there may have it while its message is shown, the operator always.
///
/// # Errors
/// Only the database's.
pub async fn uses_of_document(conn: &mut Conn, id: MessageDocumentId) -> Result<Vec<FileUse>, MessageError> {
    let statement = sql("SELECT t.order_id, t.part_id, t.seller_id, m.visibility FROM messages_documents d
         JOIN messages_messages m ON m.id = d.message_id JOIN messages_threads t ON t.part_id = m.part_id
         WHERE d.id = $1");
    Ok(conn.all(statement.bind(id)).await?)
}

/// A document with its bytes. The caller has asked who may have it.
///
/// # Errors
/// Only the database's.
pub async fn document(
    conn: &mut Conn,
    id: MessageDocumentId,
) -> Result<Option<(Document, Vec<u8>)>, MessageError> {
    let Some(document): Option<Document> =
        conn.opt(sql(format!("{DOCUMENT} WHERE id = $1")).bind(id)).await?
    else {
        return Ok(None);
    };
    // It may be forgotten in between.
    let bytes = sql("SELECT content FROM messages_documents WHERE id = $1");
    let bytes: Option<(Vec<u8>,)> = conn.opt(bytes.bind(id)).await?;
    Ok(bytes.map(|(bytes,)| (document, bytes)))
}

/// Whether these may go with the message.
pub(crate) async fn must_be_taken(conn: &mut Conn, new: &NewMessage) -> Result<(), MessageError> {
    if new.documents.is_empty() {
        return Ok(());
    }
    if new.documents.len() > MOST_DOCUMENTS {
        return Err(MessageError::TooManyDocuments);
    }
    for document in &new.documents {
        if document.content.len() > LARGEST_PDF {
            return Err(MessageError::DocumentTooLarge);
        }
        if !is_whole_pdf(&document.content) {
            return Err(MessageError::NotADocument);
        }
    }
    let sent = sql("SELECT CAST(COALESCE(SUM(documents), 0) AS BIGINT) FROM messages_messages
                    WHERE part_id = $1 AND side = $2");
    let (sent,): (i64,) = conn.one(sent.bind(new.part).bind(Text(new.party.side()))).await?;
    let more = i64::try_from(new.documents.len()).unwrap_or(i64::MAX);
    if sent.saturating_add(more) > MOST_DOCUMENTS_OF_SIDE {
        return Err(MessageError::NoRoomForDocuments);
    }
    Ok(())
}

pub(crate) async fn put(
    tx: &mut Tx,
    message: MessageId,
    documents: &[NewDocument],
) -> Result<(), MessageError> {
    for (position, document) in (0i64..).zip(documents) {
        let id = tx.new_id::<MessageDocumentId>();
        let statement =
            sql("INSERT INTO messages_documents (id, message_id, position, file_name, bytes, hash, content)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(id)
            .bind(message)
            .bind(position)
            .bind(&document.file_name)
            .bind(i64::try_from(document.content.len()).unwrap_or(i64::MAX))
            .bind(&document.hash)
            .bind(document.content.as_slice());
        tx.exec(statement).await?;
    }
    Ok(())
}
