//! Sending one message: to https addresses of public machines, and in tests to nobody.

use db::BoxFuture;
use outgoing::{Https, OutgoingError};
use std::sync::{Arc, Mutex, PoisonError};

/// So much of an answer is kept, for whoever looks why it was refused.
const KEPT: usize = 1_024;

/// A message with its signature, about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub url: String,
    /// The same for every try.
    pub id: String,
    /// Seconds since 1970, of this try.
    pub at_s: i64,
    /// One or, while a secret is being replaced, two signatures with a blank between them.
    pub signature: String,
    pub body: String,
}

/// What the endpoint answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The beginning of it.
    pub text: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SendError(pub String);

impl From<OutgoingError> for SendError {
    fn from(error: OutgoingError) -> Self {
        Self(error.to_string())
    }
}

/// Whoever sends.
pub trait Sender: Send + Sync + 'static {
    fn send<'a>(&'a self, message: &'a Signed) -> BoxFuture<'a, Result<Answer, SendError>>;
}

/// The real one.
pub struct HttpsSender {
    https: Https,
}

impl HttpsSender {
    pub fn new(https: Https) -> Self {
        Self { https }
    }
}

impl Sender for HttpsSender {
    fn send<'a>(&'a self, message: &'a Signed) -> BoxFuture<'a, Result<Answer, SendError>> {
        Box::pin(async move {
            let at = message.at_s.to_string();
            let headers = [
                ("content-type", "application/json"),
                ("webhook-id", message.id.as_str()),
                ("webhook-timestamp", at.as_str()),
                ("webhook-signature", message.signature.as_str()),
            ];
            let (status, text) = self.https.post(&message.url, &headers, &message.body, KEPT).await?;
            Ok(Answer { status, text })
        })
    }
}

/// What was sent, and what the next one is answered.
struct Recorded {
    sent: Vec<Signed>,
    answer: Result<Answer, SendError>,
}

/// Remembers instead of sending, and answers as it is told. For tests.
#[derive(Clone)]
pub struct RecordingSender(Arc<Mutex<Recorded>>);

impl RecordingSender {
    pub fn answering(answer: Result<u16, &str>) -> Self {
        Self(Arc::new(Mutex::new(Recorded { sent: Vec::new(), answer: Self::of(answer) })))
    }

    fn of(answer: Result<u16, &str>) -> Result<Answer, SendError> {
        match answer {
            Ok(status) => Ok(Answer { status, text: format!("answered with {status}") }),
            Err(words) => Err(SendError(words.to_owned())),
        }
    }

    pub fn answer(&self, answer: Result<u16, &str>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answer = Self::of(answer);
    }

    pub fn sent(&self) -> Vec<Signed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sent.clone()
    }
}

impl Sender for RecordingSender {
    fn send<'a>(&'a self, message: &'a Signed) -> BoxFuture<'a, Result<Answer, SendError>> {
        Box::pin(async move {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.sent.push(message.clone());
            kept.answer.clone()
        })
    }
}
