//! How a mail leaves: as a file (the default, for trying out and for tests) or by SMTP.

use crate::{MailError, StoredMail};
use db::BoxFuture;
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Well under a job's lock, so that a slow server never has two workers sending one mail.
const SMTP_TIMEOUT: Duration = Duration::from_secs(60);

/// How mail leaves this installation.
#[derive(Clone)]
pub struct Settings {
    /// `Orinoco <shop@example.com>`
    pub from: String,
    /// `smtp://`, `smtp://…?tls=required` or `smtps://user:password@host`; `None` writes files.
    pub smtp_url: Option<String>,
    /// Where the files go.
    pub dir: PathBuf,
}

impl std::fmt::Debug for Settings {
    /// The address of the mail server holds its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let smtp = self.smtp_url.as_ref().map(|_| "(set)");
        f.debug_struct("Settings")
            .field("from", &self.from)
            .field("smtp_url", &smtp)
            .field("dir", &self.dir)
            .finish()
    }
}

/// Delivers a mail. An error means that it may be tried again.
pub trait Mailer: Send + Sync + 'static {
    fn deliver<'a>(&'a self, mail: &'a StoredMail) -> BoxFuture<'a, Result<(), MailError>>;
}

/// The transport that the settings ask for.
///
/// # Errors
/// [`MailError::BadSender`] and [`MailError::BadSmtpUrl`] say what to write instead.
pub fn mailer(settings: &Settings) -> Result<Arc<dyn Mailer>, MailError> {
    let from: Mailbox = settings.from.parse().map_err(|_| MailError::BadSender(settings.from.clone()))?;
    Ok(match &settings.smtp_url {
        Some(url) => Arc::new(SmtpMailer::new(from, url)?),
        None => Arc::new(FileMailer::new(from, &settings.dir)),
    })
}

/// The mail as it goes over the wire. The Message-ID is made of the mail's own id: sent twice it is still one mail.
fn build(from: &Mailbox, mail: &StoredMail) -> Result<lettre::Message, MailError> {
    let to: Mailbox = mail.recipient.parse().map_err(|_| MailError::BadRecipient)?;
    let written_at = Duration::from_micros(u64::try_from(mail.created_at_us.as_micros()).unwrap_or(0));
    let message_id = format!("<{}@{}>", mail.id, from.email.domain());
    let parts = MultiPart::alternative_plain_html(mail.text_body.clone(), mail.html_body.clone());
    Ok(lettre::Message::builder()
        .from(from.clone())
        .to(to)
        .subject(mail.subject.clone())
        .message_id(Some(message_id))
        .date(std::time::UNIX_EPOCH + written_at)
        .multipart(parts)?)
}

/// Writes each mail as `<id>.eml`, which any mail program opens. The ids sort by time.
#[derive(Debug, Clone)]
pub struct FileMailer {
    from: Mailbox,
    dir: PathBuf,
}

impl FileMailer {
    pub fn new(from: Mailbox, dir: &Path) -> Self {
        Self { from, dir: dir.to_owned() }
    }

    async fn write(&self, mail: &StoredMail) -> Result<(), MailError> {
        let bytes = build(&self.from, mail)?.formatted();
        tokio::fs::create_dir_all(&self.dir).await?;
        let unfinished = self.dir.join(format!("{}.part", mail.id));
        tokio::fs::write(&unfinished, bytes).await?;
        // A reader of the folder never sees half a mail, and a second attempt replaces the first.
        tokio::fs::rename(&unfinished, self.dir.join(format!("{}.eml", mail.id))).await?;
        Ok(())
    }
}

impl Mailer for FileMailer {
    fn deliver<'a>(&'a self, mail: &'a StoredMail) -> BoxFuture<'a, Result<(), MailError>> {
        Box::pin(self.write(mail))
    }
}

/// Sends over SMTP; connections are kept for the next mail.
pub struct SmtpMailer {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpMailer {
    /// # Errors
    /// [`MailError::BadSmtpUrl`], without the password that the address may hold.
    pub fn new(from: Mailbox, url: &str) -> Result<Self, MailError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|e| MailError::BadSmtpUrl(e.to_string().replace(url, "…")))?;
        Ok(Self { from, transport: builder.timeout(Some(SMTP_TIMEOUT)).build() })
    }
}

impl Mailer for SmtpMailer {
    fn deliver<'a>(&'a self, mail: &'a StoredMail) -> BoxFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            self.transport.send(build(&self.from, mail)?).await?;
            Ok(())
        })
    }
}
