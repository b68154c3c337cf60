//! What messages keep about an account: the words about its orders go with it, on both sides, for both speak of it; that
//! somebody wrote, and when, stays. What it wrote for a seller is the seller's. Called by `identity::personal`.

use crate::documents::{Document, documents_of};
use crate::letters::key_to_shopper;
use crate::store::{MESSAGE, Message};
use db::{BoxFuture, Conn, Tx, sql};
use domain::format::iso;
use domain::messages::Side;
use domain::{AccountId, MessageId, masking};
use identity::{PersonalData, PersonalError};
use serde_json::{Value, json};

/// Conversations about orders.
pub struct MessageData;

/// In the place of what an account does not see of the other side's words.
const HIDDEN: &str = "[hidden]";

impl PersonalData for MessageData {
    fn name(&self) -> &'static str {
        "messages"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let about = of_orders(conn, account).await?;
            let ids: Vec<MessageId> = about.iter().filter(|m| !m.is_removed()).map(|m| m.id).collect();
            let documents = documents_of(conn, &ids).await?;
            let about = about.iter().map(|message| {
                let documents = documents.get(&message.id).map(Vec::as_slice).unwrap_or_default();
                told(message, documents)
            });
            let about: Vec<Value> = about.collect();
            let text = format!(
                "SELECT {MESSAGE} FROM messages_messages m WHERE m.account_id = $1 AND m.side = 'seller'
                 ORDER BY m.id"
            );
            let written: Vec<Message> = conn.all(sql(text).bind(account)).await?;
            let written = written.iter().map(|m| json!({ "text": m.body, "sent_at": iso(m.sent_at_us) }));
            Ok(json!({
                "about_orders": about,
                "for_a_seller": written.collect::<Vec<_>>(),
            }))
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            for message in of_orders(tx, account).await? {
                forget(tx, message.id).await?;
            }
            let reports = sql("UPDATE messages_reports SET account_id = NULL WHERE account_id = $1");
            tx.exec(reports.bind(account)).await?;
            Ok(())
        })
    }
}

async fn forget(tx: &mut Tx, id: MessageId) -> Result<(), PersonalError> {
    tx.exec(sql("DELETE FROM messages_pictures WHERE message_id = $1").bind(id)).await?;
    tx.exec(sql("DELETE FROM messages_documents WHERE message_id = $1").bind(id)).await?;
    let statement = sql("UPDATE messages_messages SET body = '', pictures = 0, documents = 0 WHERE id = $1");
    tx.exec(statement.bind(id)).await?;
    // There is nothing left to decide.
    tx.exec(sql("UPDATE messages_reports SET open = FALSE WHERE message_id = $1").bind(id)).await?;
    Ok(mail::forget(tx, &key_to_shopper(id)).await?)
}

/// Everything that was written about the account's orders, oldest first.
async fn of_orders(conn: &mut Conn, account: AccountId) -> Result<Vec<Message>, PersonalError> {
    let text = format!(
        "SELECT {MESSAGE} FROM messages_messages m JOIN messages_threads t ON t.part_id = m.part_id
         JOIN orders_orders o ON o.id = t.order_id WHERE o.account_id = $1 ORDER BY m.part_id, m.number"
    );
    Ok(conn.all(sql(text).bind(account)).await?)
}

/// What the account reads of it on its page.
fn told(message: &Message, documents: &[Document]) -> Value {
    let documents: Vec<&str> = documents.iter().map(|document| document.file_name.as_str()).collect();
    let text = match message.side.0 {
        _ if message.is_removed() => None,
        Side::Shopper => Some(message.body.clone()),
        Side::Seller => Some(masking::masked(&message.body, HIDDEN)),
    };
    json!({
        "part": message.part_id, "from": message.side.0, "text": text, "pictures": message.pictures,
        "documents": documents, "sent_at": iso(message.sent_at_us),
    })
}
