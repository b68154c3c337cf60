//! Writing mails down and sending them. Called by capabilities (enqueue) and by the job worker (send).

use crate::transport::Mailer;
use crate::{MailError, Message};
use db::{Conn, Db, NewJob, Tx, Worker, sql};
use domain::contact::Email;
use domain::{MailId, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The job that sends one mail.
pub const SEND_JOB: &str = "mail.send";
const LONGEST_KEY: usize = 200;
const LONGEST_SUBJECT: usize = 500;

domain::text_enum! {
    /// How far a mail is.
    pub enum MailState {
        /// Written; its job has not sent it yet.
        Queued = "queued",
        /// The transport took it.
        Sent = "sent",
    }
}
db::text_column!(MailState);

db::row! {
    /// A mail as it was written.
    pub struct StoredMail {
        pub id: MailId,
        pub message_key: String,
        pub recipient: String,
        pub subject: String,
        pub text_body: String,
        pub html_body: String,
        pub state: MailState,
        pub created_at_us: Timestamp,
        pub sent_at_us: Option<Timestamp>,
    }
}

const COLUMNS: &str =
    "id, message_key, recipient, subject, text_body, html_body, state, created_at_us, sent_at_us";

#[derive(Debug, Serialize, Deserialize)]
struct SendMail {
    mail_id: MailId,
}

/// Writes a mail and the job that sends it, in the caller's transaction. Returns `false`, and changes nothing, when
/// there is a mail with this key already.
///
/// # Errors
/// [`MailError::BadSubject`] and [`MailError::BadKey`]: a line break in a header would let its author add headers.
pub async fn enqueue(tx: &mut Tx, message: &Message) -> Result<bool, MailError> {
    if message.key.is_empty() || message.key.chars().count() > LONGEST_KEY {
        return Err(MailError::BadKey);
    }
    if !is_header_text(&message.subject) {
        return Err(MailError::BadSubject);
    }
    let (id, now) = (tx.new_id::<MailId>(), tx.now());
    let written = tx
        .exec(
            sql("INSERT INTO mail_messages (id, message_key, recipient, subject, text_body, html_body, state, created_at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7) ON CONFLICT (message_key) DO NOTHING")
            .bind(id)
            .bind(&message.key)
            .bind(message.to.as_str())
            .bind(&message.subject)
            .bind(&message.text)
            .bind(&message.html)
            .bind(now),
        )
        .await?;
    if written == 0 {
        return Ok(false);
    }
    let job =
        NewJob { kind: SEND_JOB, key: Some(id.to_string()), payload: &SendMail { mail_id: id }, run_at: now };
    tx.enqueue(job).await?;
    Ok(true)
}

fn is_header_text(subject: &str) -> bool {
    let length = subject.chars().count();
    (1..=LONGEST_SUBJECT).contains(&length) && !subject.chars().any(char::is_control)
}

/// Hands one mail to the transport and marks it sent; a mail that was sent is left alone. A server that dies between
/// the two sends it once more under the same Message-ID, which mail programs show once.
///
/// # Errors
/// [`MailError::NoSuchMail`], or the transport's reason; the job then tries again later.
pub async fn send(db: &Db, mailer: &dyn Mailer, mail_id: MailId) -> Result<(), MailError> {
    let text = format!("SELECT {COLUMNS} FROM mail_messages WHERE id = $1");
    let mail: Option<StoredMail> = db.read().await?.opt(sql(text).bind(mail_id)).await?;
    let Some(mail) = mail else { return Err(MailError::NoSuchMail) };
    if mail.state == MailState::Sent {
        return Ok(());
    }
    mailer.deliver(&mail).await?;
    db.write(move |tx| {
        Box::pin(async move {
            let now = tx.now();
            let statement = sql("UPDATE mail_messages SET state = 'sent', sent_at_us = $2
                                 WHERE id = $1 AND state = 'queued'");
            tx.exec(statement.bind(mail_id).bind(now)).await?;
            Ok::<_, MailError>(())
        })
    })
    .await?;
    tracing::info!(mail = %mail_id, "mail sent");
    Ok(())
}

/// Registers the handler of [`SEND_JOB`].
pub fn register(worker: Worker, db: Db, mailer: Arc<dyn Mailer>) -> Worker {
    worker.on(SEND_JOB, move |job| {
        let (db, mailer) = (db.clone(), Arc::clone(&mailer));
        Box::pin(async move {
            let SendMail { mail_id } = job.payload()?;
            match send(&db, mailer.as_ref(), mail_id).await {
                // Forgotten with its recipient: there is nothing to send any more.
                Err(MailError::NoSuchMail) => Ok(()),
                other => Ok(other?),
            }
        })
    })
}

/// The newest mails first, at most `limit`.
pub async fn recent(conn: &mut Conn, limit: i64) -> Result<Vec<StoredMail>, MailError> {
    let text = format!("SELECT {COLUMNS} FROM mail_messages ORDER BY id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}

/// The mail with this key.
pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<StoredMail>, MailError> {
    let text = format!("SELECT {COLUMNS} FROM mail_messages WHERE message_key = $1");
    Ok(conn.opt(sql(text).bind(key)).await?)
}

/// Everything that was written to somebody, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn written_to(conn: &mut Conn, to: &Email) -> Result<Vec<StoredMail>, MailError> {
    let text = format!("SELECT {COLUMNS} FROM mail_messages WHERE LOWER(recipient) = $1 ORDER BY id");
    Ok(conn.all(sql(text).bind(to.key())).await?)
}

/// Forgets everything that was written to somebody; what was not sent yet is not sent.
///
/// # Errors
/// When the database cannot be written.
pub async fn forget_all_to(tx: &mut Tx, to: &Email) -> Result<(), MailError> {
    for mail in written_to(tx, to).await? {
        tx.cancel_job(SEND_JOB, &mail.id.to_string()).await?;
    }
    tx.exec(sql("DELETE FROM mail_messages WHERE LOWER(recipient) = $1").bind(to.key())).await?;
    Ok(())
}

/// Forgets one mail, if it is there; when it was not sent yet, it is not sent.
///
/// # Errors
/// When the database cannot be written.
pub async fn forget(tx: &mut Tx, key: &str) -> Result<(), MailError> {
    let statement = sql("DELETE FROM mail_messages WHERE message_key = $1 RETURNING id");
    let gone: Option<(MailId,)> = tx.opt(statement.bind(key)).await?;
    if let Some((id,)) = gone {
        tx.cancel_job(SEND_JOB, &id.to_string()).await?;
    }
    Ok(())
}
