//! Writing to the other side. Owns `messages_messages` and the beginning and end of `messages_waits`.

use crate::party::{Party, conversation};
use crate::store::{self, Thread};
use crate::{MessageError, Messages, MessagesConfig, NewDocument, documents, letters, photos, read};
use db::{Conn, Text, Tx, row, sql};
use domain::key::IdempotencyKey;
use domain::masking;
use domain::messages::{Answered, MESSAGE_SENT, MOST_PICTURES, RATE_WINDOW, Side, wait_before_next};
use domain::review::{Prose, Visibility};
use domain::{MessageId, PartId, PictureId, Timestamp};
use orders::store::{Order, Part};
use std::sync::Arc;

/// What somebody wants to have said.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Made when the page was rendered: the same press is the same message.
    pub key: IdempotencyKey,
    pub party: Party,
    pub part: PartId,
    /// Parsed as [`domain::review::ProseKind::Message`].
    pub body: Prose,
    /// In their order; stored already, and private.
    pub pictures: Vec<PictureId>,
    /// In their order.
    pub documents: Vec<NewDocument>,
    /// The number of the last message that the writer's page showed, 0 for none: it is read now.
    pub seen: i64,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub id: MessageId,
    /// Something of it is hidden from the other side: the writer is told.
    pub masked: bool,
}

row! {
    struct Known { id: MessageId, input_hash: String }
}

impl Messages {
    /// Whether this party takes part in the conversation about this part: before anything that it sends is read.
    ///
    /// # Errors
    /// [`MessageError::NotFound`] when it does not.
    pub async fn takes_part(&self, party: Party, part: PartId) -> Result<(), MessageError> {
        let mut conn = self.db.read().await?;
        conversation(&mut conn, party, part).await.map(drop)
    }

    /// Whether this message would be sent, before its pictures are kept: what it became if it was sent already, nothing
    /// when it is to be sent. [`Messages::send`] asks again.
    ///
    /// # Errors
    /// As [`Messages::send`], but for pictures that do not exist.
    pub async fn before_pictures(&self, new: &NewMessage) -> Result<Option<Sent>, MessageError> {
        let mut conn = self.db.read().await?;
        conversation(&mut conn, new.party, new.part).await?;
        ready(&mut conn, new, &Digest::of(new)).await
    }

    /// Sends a message to the other side of a part, and a mail if there is none about it that they have not followed.
    ///
    /// # Errors
    /// [`MessageError::NotFound`] for a part that is not this party's; [`MessageError::KeyReused`];
    /// [`MessageError::TooManyPictures`], [`MessageError::NoSuchPicture`]; [`MessageError::TooManyDocuments`],
    /// [`MessageError::NoRoomForDocuments`], [`MessageError::NotADocument`], [`MessageError::DocumentTooLarge`];
    /// [`MessageError::TooOften`]. Nothing is written then.
    pub async fn send(&self, new: NewMessage) -> Result<Sent, MessageError> {
        // Nobody else writes while a transaction does: what needs no database is known before it begins.
        let digest = Digest::of(&new);
        let (input, config) = (Arc::new((new, digest)), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (input, config) = (Arc::clone(&input), Arc::clone(&config));
                Box::pin(async move { send(tx, &config, &input.0, &input.1).await })
            })
            .await
    }
}

/// What is known of a message from its words alone.
struct Digest {
    /// A short fingerprint of what it says, kept beside its key.
    hash: String,
    masked: bool,
}

impl Digest {
    fn of(new: &NewMessage) -> Self {
        let documents: Vec<&str> = new.documents.iter().map(NewDocument::hash).collect();
        // Keys that came before there were documents are still known.
        let input = match documents.is_empty() {
            true => serde_json::json!([new.body.as_str(), new.pictures]),
            false => serde_json::json!([new.body.as_str(), new.pictures, documents]),
        };
        let hash = blake3::hash(input.to_string().as_bytes()).to_hex()[..32].to_string();
        Self { hash, masked: masking::hides_something(new.body.as_str()) }
    }
}

/// What became of the message if it was sent already; nothing when it may be sent now.
async fn ready(conn: &mut Conn, new: &NewMessage, digest: &Digest) -> Result<Option<Sent>, MessageError> {
    let known = sql("SELECT id, input_hash FROM messages_messages
                     WHERE part_id = $1 AND side = $2 AND message_key = $3");
    let known = known.bind(new.part).bind(Text(new.party.side())).bind(new.key.as_str());
    if let Some(known) = conn.opt::<Known>(known).await? {
        let same = known.input_hash == digest.hash;
        let sent = Sent { id: known.id, masked: digest.masked };
        return if same { Ok(Some(sent)) } else { Err(MessageError::KeyReused) };
    }
    if new.pictures.len() > MOST_PICTURES {
        return Err(MessageError::TooManyPictures);
    }
    documents::must_be_taken(conn, new).await?;
    within_limit(conn, new.part, new.party.side()).await?;
    Ok(None)
}

async fn send(
    tx: &mut Tx,
    config: &MessagesConfig,
    new: &NewMessage,
    digest: &Digest,
) -> Result<Sent, MessageError> {
    let (order, part) = conversation(tx, new.party, new.part).await?;
    if let Some(sent) = ready(tx, new, digest).await? {
        return Ok(sent);
    }
    photos::must_exist(tx, &new.pictures).await?;
    let side = new.party.side();
    let mut thread = next(tx, &part).await?;
    let id = insert(tx, new, &digest.hash, thread.messages).await?;
    photos::put(tx, id, &new.pictures).await?;
    documents::put(tx, id, &new.documents).await?;
    thread.set_last(side, thread.messages);
    thread.set_read(side, new.seen);
    wait(tx, &mut thread, side, id).await?;
    if !thread.is_told(side.other()) {
        tell(tx, config, (&order, &part), side.other(), id).await?;
        thread.set_told(side.other(), true);
    }
    store::keep(tx, &thread).await?;
    store::announce(tx, MESSAGE_SENT, &thread, (id, side)).await?;
    Ok(Sent { id, masked: digest.masked })
}

async fn within_limit(conn: &mut Conn, part: PartId, side: Side) -> Result<(), MessageError> {
    let now = conn.now();
    let sent =
        sql("SELECT sent_at_us FROM messages_messages WHERE part_id = $1 AND side = $2 AND sent_at_us > $3");
    let sent = sent.bind(part).bind(Text(side)).bind(now.minus(RATE_WINDOW));
    let sent: Vec<(Timestamp,)> = conn.all(sent).await?;
    let sent: Vec<Timestamp> = sent.into_iter().map(|(at,)| at).collect();
    match wait_before_next(&sent, now) {
        Some(wait) => Err(MessageError::TooOften { wait }),
        None => Ok(()),
    }
}

/// The thread with room for one more message, whose number is the count.
async fn next(tx: &mut Tx, part: &Part) -> Result<Thread, MessageError> {
    let now = tx.now();
    let statement = sql(
        "INSERT INTO messages_threads (part_id, order_id, seller_id, messages, shopper_last, seller_last,
             shopper_read, seller_read, shopper_told, seller_told, waiting_since_us, last_at_us)
         VALUES ($1, $2, $3, 1, 0, 0, 0, 0, FALSE, FALSE, NULL, $4)
         ON CONFLICT (part_id) DO UPDATE SET messages = messages_threads.messages + 1, last_at_us = $4",
    );
    tx.exec(statement.bind(part.id).bind(part.order_id).bind(part.seller_id).bind(now)).await?;
    store::thread(tx, part.id).await?.ok_or(MessageError::NotFound)
}

async fn insert(tx: &mut Tx, new: &NewMessage, hash: &str, number: i64) -> Result<MessageId, MessageError> {
    let (id, now) = (tx.new_id::<MessageId>(), tx.now());
    let statement =
        sql("INSERT INTO messages_messages (id, part_id, number, side, message_key, input_hash, account_id,
             body, pictures, documents, visibility, sent_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .bind(id)
        .bind(new.part)
        .bind(number)
        .bind(Text(new.party.side()))
        .bind(new.key.as_str())
        .bind(hash)
        .bind(new.party.account())
        .bind(new.body.as_str())
        .bind(i64::try_from(new.pictures.len()).unwrap_or(i64::MAX))
        .bind(i64::try_from(new.documents.len()).unwrap_or(i64::MAX))
        .bind(Text(Visibility::Shown))
        .bind(now);
    tx.exec(statement).await?;
    Ok(id)
}

/// A shopper's message begins a wait unless one runs; a seller's ends it.
async fn wait(tx: &mut Tx, thread: &mut Thread, side: Side, id: MessageId) -> Result<(), MessageError> {
    match side {
        Side::Seller => read::end_wait(tx, thread, Answered::Written).await.map(|_| ()),
        Side::Shopper if thread.waiting_since_us.is_some() => Ok(()),
        Side::Shopper => {
            let now = tx.now();
            let statement = sql(
                "INSERT INTO messages_waits (message_id, part_id, seller_id, since_us) VALUES ($1, $2, $3, $4)",
            );
            tx.exec(statement.bind(id).bind(thread.part_id).bind(thread.seller_id).bind(now)).await?;
            thread.waiting_since_us = Some(now);
            Ok(())
        }
    }
}

async fn tell(
    tx: &mut Tx,
    config: &MessagesConfig,
    (order, part): (&Order, &Part),
    to: Side,
    id: MessageId,
) -> Result<(), MessageError> {
    match to {
        Side::Shopper => letters::to_shopper(tx, config, order, part, id).await,
        Side::Seller => letters::to_seller(tx, config, part, id).await,
    }
}
