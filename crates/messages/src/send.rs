//! Writing to the other side. Owns `messages_messages` and the beginning and end of `messages_waits`.

use crate::party::{Party, conversation};
use crate::store::{self, Thread};
use crate::{MessageError, Messages, MessagesConfig, letters, photos, read};
use db::{Text, Tx, row, sql};
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
    /// Sends a message to the other side of a part, and a mail if there is none about it that they have not followed.
    ///
    /// # Errors
    /// [`MessageError::NotFound`] for a part that is not this party's; [`MessageError::KeyReused`];
    /// [`MessageError::TooManyPictures`], [`MessageError::NoSuchPicture`]; [`MessageError::TooOften`]. Nothing is written
    /// then.
    pub async fn send(&self, new: NewMessage) -> Result<Sent, MessageError> {
        let (new, config) = (Arc::new(new), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (new, config) = (Arc::clone(&new), Arc::clone(&config));
                Box::pin(async move { send(tx, &config, &new).await })
            })
            .await
    }
}

/// A short fingerprint of what a message says, kept beside its key.
fn input_hash(new: &NewMessage) -> String {
    let input = serde_json::json!([new.body.as_str(), new.pictures]);
    blake3::hash(input.to_string().as_bytes()).to_hex()[..32].to_string()
}

async fn send(tx: &mut Tx, config: &MessagesConfig, new: &NewMessage) -> Result<Sent, MessageError> {
    let (order, part) = conversation(tx, new.party, new.part).await?;
    let (side, hash) = (new.party.side(), input_hash(new));
    let masked = masking::hides_something(new.body.as_str());
    let known = sql("SELECT id, input_hash FROM messages_messages
                     WHERE part_id = $1 AND side = $2 AND message_key = $3");
    let known = known.bind(new.part).bind(Text(side)).bind(new.key.as_str());
    if let Some(known) = tx.opt::<Known>(known).await? {
        let same = known.input_hash == hash;
        return if same { Ok(Sent { id: known.id, masked }) } else { Err(MessageError::KeyReused) };
    }
    if new.pictures.len() > MOST_PICTURES {
        return Err(MessageError::TooManyPictures);
    }
    photos::must_exist(tx, &new.pictures).await?;
    within_limit(tx, new.part, side).await?;
    let mut thread = next(tx, &part).await?;
    let id = insert(tx, new, &hash, thread.messages).await?;
    photos::put(tx, id, &new.pictures).await?;
    thread.set_last(side, thread.messages);
    thread.set_read(side, new.seen);
    wait(tx, &mut thread, side, id).await?;
    if !thread.is_told(side.other()) {
        tell(tx, config, (&order, &part), side.other(), id).await?;
        thread.set_told(side.other(), true);
    }
    store::keep(tx, &thread).await?;
    store::announce(tx, MESSAGE_SENT, &thread, (id, side)).await?;
    Ok(Sent { id, masked })
}

async fn within_limit(tx: &mut Tx, part: PartId, side: Side) -> Result<(), MessageError> {
    let now = tx.now();
    let sent =
        sql("SELECT sent_at_us FROM messages_messages WHERE part_id = $1 AND side = $2 AND sent_at_us > $3");
    let sent = sent.bind(part).bind(Text(side)).bind(now.minus(RATE_WINDOW));
    let sent: Vec<(Timestamp,)> = tx.all(sent).await?;
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
             body, pictures, visibility, sent_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(id)
        .bind(new.part)
        .bind(number)
        .bind(Text(new.party.side()))
        .bind(new.key.as_str())
        .bind(hash)
        .bind(new.party.account())
        .bind(new.body.as_str())
        .bind(i64::try_from(new.pictures.len()).unwrap_or(i64::MAX))
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
