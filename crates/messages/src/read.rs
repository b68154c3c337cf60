//! What was read, and what needs no answer.

use crate::MessageError;
use crate::party::{Party, conversation};
use crate::store::{self, Thread};
use db::{Text, Tx, sql};
use domain::messages::{Answered, MESSAGE_SETTLED, Side};
use domain::{MessageId, PartId};

/// This party has read everything up to the number `upto`. Saying it again, or less, changes nothing.
///
/// # Errors
/// [`MessageError::NotFound`] for a part that is not this party's.
pub async fn mark_read(tx: &mut Tx, party: Party, part: PartId, upto: i64) -> Result<(), MessageError> {
    conversation(tx, party, part).await?;
    let Some(mut thread) = store::thread(tx, part).await? else { return Ok(()) };
    let side = party.side();
    if upto.min(thread.messages) <= thread.read_by(side) {
        return Ok(());
    }
    thread.set_read(side, upto);
    store::keep(tx, &thread).await
}

/// The seller says that nothing needs to be answered, having read up to the number `seen`. What came after that still
/// waits. Returns whether a wait ended.
///
/// # Errors
/// [`MessageError::NotFound`] for a part that is not this seller's.
pub async fn settle(tx: &mut Tx, party: Party, part: PartId, seen: i64) -> Result<bool, MessageError> {
    conversation(tx, party, part).await?;
    let Some(mut thread) = store::thread(tx, part).await? else { return Ok(false) };
    if party.side() != Side::Seller || seen < thread.shopper_last {
        return Ok(false);
    }
    let Some(message) = end_wait(tx, &mut thread, Answered::NotNeeded).await? else { return Ok(false) };
    thread.set_read(Side::Seller, seen);
    store::keep(tx, &thread).await?;
    store::announce(tx, MESSAGE_SETTLED, &thread, (message, Side::Shopper)).await?;
    Ok(true)
}

/// Ends the shopper's wait, if one runs: the message that waited.
pub(crate) async fn end_wait(
    tx: &mut Tx,
    thread: &mut Thread,
    how: Answered,
) -> Result<Option<MessageId>, MessageError> {
    if thread.waiting_since_us.take().is_none() {
        return Ok(None);
    }
    let now = tx.now();
    let statement = sql("UPDATE messages_waits SET answered_at_us = $2, answered = $3
                         WHERE part_id = $1 AND answered_at_us IS NULL RETURNING message_id");
    let ended: Option<(MessageId,)> =
        tx.opt(statement.bind(thread.part_id).bind(now).bind(Text(how))).await?;
    Ok(ended.map(|(id,)| id))
}
