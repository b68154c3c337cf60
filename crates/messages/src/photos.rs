//! Pictures of messages. Owns `messages_pictures`; the pictures themselves are `pictures`', kept as private ones.

use crate::MessageError;
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::review::Visibility;
use domain::{MessageId, OrderId, PartId, PictureId, SellerId};
use pictures::{Picture, is_private, pictures_by_id};
use std::collections::HashMap;

/// The pictures of these messages, each message's in its order.
///
/// # Errors
/// Only the database's.
pub async fn pictures_of(
    conn: &mut Conn,
    messages: &[MessageId],
) -> Result<HashMap<MessageId, Vec<Picture>>, MessageError> {
    if messages.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT message_id, picture_id FROM messages_pictures WHERE message_id IN ({})
         ORDER BY message_id, position",
        placeholders(1, messages.len())
    );
    let rows: Vec<(MessageId, PictureId)> = conn.all(sql(text).bind_all(messages.iter().copied())).await?;
    let ids: Vec<PictureId> = rows.iter().map(|(_, picture)| *picture).collect();
    let known = pictures_by_id(conn, &ids).await?;
    let mut pictures: HashMap<MessageId, Vec<Picture>> = HashMap::new();
    for (message, picture) in rows {
        pictures.entry(message).or_default().extend(known.get(&picture).cloned());
    }
    Ok(pictures)
}

row! {
    /// A message that a picture or a document stands in: whose order, whose part, and whether the two sides still see it.
    pub struct FileUse {
        pub order_id: OrderId,
        pub part_id: PartId,
        pub seller_id: SellerId,
        pub visibility: Text<Visibility>,
    }
}

impl FileUse {
    pub fn is_shown(&self) -> bool {
        self.visibility.0 == Visibility::Shown
    }
}

/// Where a picture stands: those who take part there may look at it, the operator may wherever it is.
///
/// # Errors
/// Only the database's.
pub async fn uses_of(conn: &mut Conn, picture: PictureId) -> Result<Vec<FileUse>, MessageError> {
    let statement = sql("SELECT t.order_id, t.part_id, t.seller_id, m.visibility FROM messages_pictures p
         JOIN messages_messages m ON m.id = p.message_id JOIN messages_threads t ON t.part_id = m.part_id
         WHERE p.picture_id = $1 ORDER BY m.id");
    Ok(conn.all(statement.bind(picture)).await?)
}

/// A picture that anybody may fetch has no place here.
pub(crate) async fn must_exist(conn: &mut Conn, pictures: &[PictureId]) -> Result<(), MessageError> {
    if pictures.is_empty() {
        return Ok(());
    }
    let known = pictures_by_id(conn, pictures).await?;
    let fine = |id: &PictureId| is_private(*id) && known.contains_key(id);
    if pictures.iter().all(fine) { Ok(()) } else { Err(MessageError::NoSuchPicture) }
}

pub(crate) async fn put(tx: &mut Tx, message: MessageId, pictures: &[PictureId]) -> Result<(), MessageError> {
    for (position, picture) in (0i64..).zip(pictures) {
        let statement =
            sql("INSERT INTO messages_pictures (message_id, position, picture_id) VALUES ($1, $2, $3)");
        tx.exec(statement.bind(message).bind(position).bind(*picture)).await?;
    }
    Ok(())
}
