//! The check finds a row that breaks a rule, and names it.

use crate::common::{Shop, message};
use db::testing::{Tampering, each_is_found, on_both};
use domain::{MessageId, PartId, TypedId};
use messages::{NewDocument, NewMessage};

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_finds_the_row_that_breaks_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, open) = (shop.ordered("answered").await, shop.ordered("open").await);
            let documents = vec![NewDocument::new("bill.pdf", b"%PDF-1.4\n%%EOF\n".to_vec())];
            let asked =
                NewMessage { documents, ..message(lamp.party(), lamp.part, "ask", "Is this my bill?") };
            let asked = shop.send(asked).await.unwrap().id;
            shop.answers(lamp, "answer", "It is.").await;
            shop.asks(open, "wait", "Where is it?").await;
            let thread = |part: PartId, statement, rules| {
                Tampering::of("messages_threads", part, statement, rules)
                    .named(format!("messages_threads {}", part.uuid()))
            };
            let of = |id: MessageId, statement, rules| {
                Tampering::of("messages_messages", id, statement, rules)
                    .named(format!("messages_messages {}", id.uuid()))
            };
            let tamperings = vec![
                thread(
                    lamp.part,
                    "UPDATE messages_threads SET messages = messages + 1 WHERE part_id = $1",
                    &["a thread counts its messages, and they are numbered without a gap"],
                ),
                thread(
                    lamp.part,
                    "UPDATE messages_threads SET shopper_last = 0 WHERE part_id = $1",
                    &["a thread knows the last message of the shopper"],
                ),
                thread(
                    lamp.part,
                    "UPDATE messages_threads SET seller_last = 1 WHERE part_id = $1",
                    &["a thread knows the last message of the seller"],
                ),
                thread(
                    lamp.part,
                    "UPDATE messages_threads SET seller_id = order_id WHERE part_id = $1",
                    &["a thread is of a part of its order and of that part's seller"],
                ),
                thread(
                    open.part,
                    "UPDATE messages_threads SET waiting_since_us = waiting_since_us - 1 WHERE part_id = $1",
                    &["a thread waits since its open wait began, or not at all"],
                ),
                of(
                    asked,
                    "UPDATE messages_waits SET answered_at_us = since_us - 1 WHERE message_id = $1",
                    &["a wait began with a message of the shopper, and ended after it"],
                )
                .named(format!("messages_waits {}", asked.uuid())),
                of(
                    asked,
                    "UPDATE messages_messages SET pictures = 1 WHERE id = $1",
                    &["a message counts its pictures"],
                ),
                of(
                    asked,
                    "UPDATE messages_messages SET documents = 2 WHERE id = $1",
                    &["a message counts its documents, and each is as long as it says"],
                ),
                of(
                    asked,
                    "UPDATE messages_documents SET bytes = bytes + 1 WHERE message_id = $1",
                    &["a message counts its documents, and each is as long as it says"],
                ),
                of(
                    asked,
                    "UPDATE messages_messages SET visibility = 'hidden' WHERE id = $1",
                    &["what is hidden was hidden by a decision"],
                ),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = messages::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
