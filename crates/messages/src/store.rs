//! Rows of threads and messages, and what is read of one thread. Lists of threads are in [`crate::lists`].

use crate::MessageError;
use db::{Conn, NewEvent, Text, Tx, row, sql};
use domain::messages::{MessageChanged, Side};
use domain::review::Visibility;
use domain::{AccountId, MessageId, OrderId, PartId, SellerId, Timestamp};

row! {
    /// What was written about one part of an order. Messages are numbered from 1.
    pub struct Thread {
        pub part_id: PartId,
        pub order_id: OrderId,
        pub seller_id: SellerId,
        /// How many there are: the number of the last one.
        pub messages: i64,
        /// The last number of each side, 0 when it wrote nothing.
        pub shopper_last: i64,
        pub seller_last: i64,
        /// Up to which number each side has read.
        pub shopper_read: i64,
        pub seller_read: i64,
        /// Whether a mail told this side of something that it has not read.
        pub shopper_told: bool,
        pub seller_told: bool,
        /// Since when the shopper waits for an answer.
        pub waiting_since_us: Option<Timestamp>,
        pub last_at_us: Timestamp,
    }
}
pub(crate) const THREAD: &str =
    "t.part_id, t.order_id, t.seller_id, t.messages, t.shopper_last, t.seller_last, t.shopper_read,
    t.seller_read, t.shopper_told, t.seller_told, t.waiting_since_us, t.last_at_us";

impl Thread {
    /// The number of the last message that this side wrote.
    pub fn last_of(&self, side: Side) -> i64 {
        match side {
            Side::Shopper => self.shopper_last,
            Side::Seller => self.seller_last,
        }
    }

    /// Up to which number this side has read.
    pub fn read_by(&self, side: Side) -> i64 {
        match side {
            Side::Shopper => self.shopper_read,
            Side::Seller => self.seller_read,
        }
    }

    /// Whether there is something of the other side that this one has not read.
    pub fn is_unread(&self, side: Side) -> bool {
        self.last_of(side.other()) > self.read_by(side)
    }

    pub(crate) fn is_told(&self, side: Side) -> bool {
        match side {
            Side::Shopper => self.shopper_told,
            Side::Seller => self.seller_told,
        }
    }

    pub(crate) fn set_last(&mut self, side: Side, number: i64) {
        match side {
            Side::Shopper => self.shopper_last = number,
            Side::Seller => self.seller_last = number,
        }
    }

    /// Reading never goes back, nor beyond what is there.
    pub(crate) fn set_read(&mut self, side: Side, number: i64) {
        let number = number.clamp(self.read_by(side), self.messages.max(self.read_by(side)));
        match side {
            Side::Shopper => self.shopper_read = number,
            Side::Seller => self.seller_read = number,
        }
        if !self.is_unread(side) {
            self.set_told(side, false);
        }
    }

    pub(crate) fn set_told(&mut self, side: Side, told: bool) {
        match side {
            Side::Shopper => self.shopper_told = told,
            Side::Seller => self.seller_told = told,
        }
    }
}

row! {
    /// One message, as it was written.
    pub struct Message {
        pub id: MessageId,
        pub part_id: PartId,
        /// Its number in the thread.
        pub number: i64,
        pub side: Text<Side>,
        /// Who wrote it: nothing for a guest. Of the seller's staff only the desk reads the name.
        pub account_id: Option<AccountId>,
        /// With everything that the other side does not see. Empty once it was forgotten.
        pub body: String,
        pub pictures: i64,
        pub documents: i64,
        pub visibility: Text<Visibility>,
        pub sent_at_us: Timestamp,
    }
}
pub(crate) const MESSAGE: &str =
    "m.id, m.part_id, m.number, m.side, m.account_id, m.body, m.pictures, m.documents, m.visibility,
    m.sent_at_us";

impl Message {
    /// The operator hid it, or its words went with the account of the shopper: both sides see that there was one.
    pub fn is_removed(&self) -> bool {
        self.visibility.0 == Visibility::Hidden || self.body.is_empty()
    }
}

/// What was written about this part, if anything was.
///
/// # Errors
/// Only the database's.
pub async fn thread(conn: &mut Conn, part: PartId) -> Result<Option<Thread>, MessageError> {
    let text = format!("SELECT {THREAD} FROM messages_threads t WHERE t.part_id = $1");
    Ok(conn.opt(sql(text).bind(part)).await?)
}

/// The last messages of a thread before the number `before`, oldest first, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn messages(
    conn: &mut Conn,
    part: PartId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Message>, MessageError> {
    let text = format!(
        "SELECT {MESSAGE} FROM messages_messages m WHERE m.part_id = $1 AND m.number < $2
         ORDER BY m.number DESC LIMIT $3"
    );
    let statement = sql(text).bind(part).bind(before.unwrap_or(i64::MAX)).bind(limit);
    let mut found: Vec<Message> = conn.all(statement).await?;
    found.reverse();
    Ok(found)
}

/// One message, whoever's it is.
///
/// # Errors
/// [`MessageError::NotFound`].
pub async fn message(conn: &mut Conn, id: MessageId) -> Result<Message, MessageError> {
    let text = format!("SELECT {MESSAGE} FROM messages_messages m WHERE m.id = $1");
    conn.opt(sql(text).bind(id)).await?.ok_or(MessageError::NotFound)
}

/// Writes down where a thread stands.
pub(crate) async fn keep(tx: &mut Tx, thread: &Thread) -> Result<(), MessageError> {
    let statement = sql(
        "UPDATE messages_threads SET shopper_last = $2, seller_last = $3, shopper_read = $4,
             seller_read = $5, shopper_told = $6, seller_told = $7, waiting_since_us = $8 WHERE part_id = $1",
    )
    .bind(thread.part_id)
    .bind(thread.shopper_last)
    .bind(thread.seller_last)
    .bind(thread.shopper_read)
    .bind(thread.seller_read)
    .bind(thread.shopper_told)
    .bind(thread.seller_told)
    .bind(thread.waiting_since_us);
    tx.exec(statement).await?;
    Ok(())
}

/// Tells whoever follows the order or the seller.
pub(crate) async fn announce(
    tx: &mut Tx,
    kind: &'static str,
    thread: &Thread,
    (message_id, side): (MessageId, Side),
) -> Result<(), MessageError> {
    let payload = MessageChanged {
        message_id,
        order_id: thread.order_id,
        part_id: thread.part_id,
        seller_id: thread.seller_id,
        side,
    };
    let (key, topic) = (thread.part_id.to_string(), Some(thread.seller_id.to_string()));
    Ok(tx.append(NewEvent { kind, key, topic, payload: &payload }).await?)
}
