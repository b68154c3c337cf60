//! Reports by one side about the other, and what the operator decides. Owns `messages_reports` and `messages_decisions`.
//!
//! A report hides nothing: the operator looks. Hiding takes words and pictures out of both sides' sight, keeping shows them
//! again. Decisions are only ever added.

use crate::MessageError;
use crate::party::{Party, conversation};
use crate::store::{self, MESSAGE, Message, THREAD, Thread};
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::messages::{Complaint, MESSAGE_HIDDEN, MESSAGE_RESTORED};
use domain::review::{Prose, Verdict, Visibility};
use domain::{AccountId, MessageDecisionId, MessageId, OrderId, Timestamp};
use std::collections::HashMap;

row! {
    /// What the other side said about a message.
    pub struct Reported {
        pub message_id: MessageId,
        pub complaint: Text<Complaint>,
        /// Nothing for a guest.
        pub account_id: Option<AccountId>,
        pub at_us: Timestamp,
        /// Waits for the operator.
        pub open: bool,
    }
}

row! {
    /// One entry of the audit trail.
    pub struct Decision {
        pub id: MessageDecisionId,
        pub message_id: MessageId,
        pub verdict: Text<Verdict>,
        pub reason: String,
        /// The words as they were then.
        pub text: String,
        pub account_id: AccountId,
        pub at_us: Timestamp,
    }
}

/// A message that the operator looks at.
#[derive(Debug, Clone)]
pub struct Case {
    pub message: Message,
    pub thread: Thread,
    pub report: Option<Reported>,
}

/// How deciding ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    Done,
    /// It was decided just so already.
    Unchanged,
}

/// Reports a message of the other side. Returns whether it was not reported before.
///
/// # Errors
/// [`MessageError::NotFound`] for what is not this party's to read, or hidden; [`MessageError::OwnWords`].
pub async fn report(
    tx: &mut Tx,
    party: Party,
    id: MessageId,
    complaint: Complaint,
) -> Result<bool, MessageError> {
    let message = store::message(tx, id).await?;
    conversation(tx, party, message.part_id).await?;
    if message.is_removed() {
        return Err(MessageError::NotFound);
    }
    if message.side.0 == party.side() {
        return Err(MessageError::OwnWords);
    }
    let now = tx.now();
    let statement = sql("INSERT INTO messages_reports (message_id, complaint, account_id, at_us, open)
         VALUES ($1, $2, $3, $4, TRUE) ON CONFLICT (message_id) DO NOTHING");
    let statement = statement.bind(id).bind(Text(complaint)).bind(party.account()).bind(now);
    Ok(tx.exec(statement).await? > 0)
}

/// The messages about an order that one side reported, oldest first.
///
/// # Errors
/// Only the database's.
pub async fn reported_of_order(conn: &mut Conn, order: OrderId) -> Result<Vec<MessageId>, MessageError> {
    let statement = sql("SELECT r.message_id FROM messages_threads t
         JOIN messages_messages m ON m.part_id = t.part_id JOIN messages_reports r ON r.message_id = m.id
         WHERE t.order_id = $1 ORDER BY r.message_id");
    let rows: Vec<(MessageId,)> = conn.all(statement.bind(order)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Hides a message or keeps it; keeping what is hidden shows it again. The caller has asked who decides.
///
/// # Errors
/// [`MessageError::NotFound`] for what is not there, and for what was forgotten with its shopper's account.
pub async fn decide(
    tx: &mut Tx,
    operator: AccountId,
    id: MessageId,
    verdict: Verdict,
    reason: &Prose,
) -> Result<Decided, MessageError> {
    let case = case(tx, id).await?;
    let wanted = match verdict {
        Verdict::Keep => Visibility::Shown,
        Verdict::Hide => Visibility::Hidden,
    };
    if case.message.body.is_empty() {
        return Err(MessageError::NotFound);
    }
    let open = case.report.as_ref().is_some_and(|report| report.open);
    let changes = case.message.visibility.0 != wanted;
    if !changes && !open {
        return Ok(Decided::Unchanged);
    }
    let (decision, now) = (tx.new_id::<MessageDecisionId>(), tx.now());
    let statement =
        sql("INSERT INTO messages_decisions (id, message_id, verdict, reason, text, account_id, at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(decision)
        .bind(id)
        .bind(Text(verdict))
        .bind(reason.as_str())
        .bind(&case.message.body)
        .bind(operator)
        .bind(now);
    tx.exec(statement).await?;
    tx.exec(sql("UPDATE messages_reports SET open = FALSE WHERE message_id = $1").bind(id)).await?;
    if changes {
        let statement = sql("UPDATE messages_messages SET visibility = $2 WHERE id = $1");
        tx.exec(statement.bind(id).bind(Text(wanted))).await?;
        let kind = if wanted == Visibility::Shown { MESSAGE_RESTORED } else { MESSAGE_HIDDEN };
        store::announce(tx, kind, &case.thread, (id, case.message.side.0)).await?;
    }
    Ok(Decided::Done)
}

const REPORT: &str = "message_id, complaint, account_id, at_us, open";

/// One message with what was reported about it: the operator may look at any.
///
/// # Errors
/// [`MessageError::NotFound`].
pub async fn case(conn: &mut Conn, id: MessageId) -> Result<Case, MessageError> {
    cases(conn, &[id]).await?.pop().ok_or(MessageError::NotFound)
}

/// How many reports wait.
///
/// # Errors
/// Only the database's.
pub async fn open_reports(conn: &mut Conn) -> Result<i64, MessageError> {
    let (count,): (i64,) =
        conn.one(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM messages_reports WHERE open")).await?;
    Ok(count)
}

/// What was reported and waits, the longest first.
///
/// # Errors
/// Only the database's.
pub async fn reports(conn: &mut Conn, limit: i64) -> Result<Vec<Case>, MessageError> {
    let text = "SELECT message_id FROM messages_reports WHERE open ORDER BY at_us, message_id LIMIT $1";
    let ids: Vec<(MessageId,)> = conn.all(sql(text).bind(limit)).await?;
    cases(conn, &ids.into_iter().map(|(id,)| id).collect::<Vec<_>>()).await
}

/// What was decided, the latest first.
///
/// # Errors
/// Only the database's.
pub async fn decided(conn: &mut Conn, limit: i64) -> Result<Vec<Case>, MessageError> {
    let text = "SELECT message_id FROM messages_decisions GROUP BY message_id
                ORDER BY MAX(at_us) DESC, message_id LIMIT $1";
    let ids: Vec<(MessageId,)> = conn.all(sql(text).bind(limit)).await?;
    cases(conn, &ids.into_iter().map(|(id,)| id).collect::<Vec<_>>()).await
}

/// These messages, in this order.
async fn cases(conn: &mut Conn, ids: &[MessageId]) -> Result<Vec<Case>, MessageError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, ids.len());
    let bound = |text: String| sql(text).bind_all(ids.iter().copied());
    let text = format!("SELECT {MESSAGE} FROM messages_messages m WHERE m.id IN ({list})");
    let messages: Vec<Message> = conn.all(bound(text)).await?;
    let text = format!(
        "SELECT {THREAD} FROM messages_threads t
         WHERE t.part_id IN (SELECT m.part_id FROM messages_messages m WHERE m.id IN ({list}))"
    );
    let threads: Vec<Thread> = conn.all(bound(text)).await?;
    let text = format!("SELECT {REPORT} FROM messages_reports WHERE message_id IN ({list})");
    let reports: Vec<Reported> = conn.all(bound(text)).await?;
    let mut messages: HashMap<MessageId, Message> = messages.into_iter().map(|m| (m.id, m)).collect();
    let mut reports: HashMap<MessageId, Reported> =
        reports.into_iter().map(|report| (report.message_id, report)).collect();
    let cases = ids.iter().filter_map(|id| {
        let message = messages.remove(id)?;
        let thread = threads.iter().find(|thread| thread.part_id == message.part_id)?.clone();
        Some(Case { message, thread, report: reports.remove(id) })
    });
    Ok(cases.collect())
}

/// Every decision about one message, the latest first.
///
/// # Errors
/// Only the database's.
pub async fn decisions(conn: &mut Conn, id: MessageId) -> Result<Vec<Decision>, MessageError> {
    let statement =
        sql("SELECT id, message_id, verdict, reason, text, account_id, at_us FROM messages_decisions
                         WHERE message_id = $1 ORDER BY at_us DESC, id DESC");
    Ok(conn.all(statement.bind(id)).await?)
}
