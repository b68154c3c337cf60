//! How a message reaches a push service: over https to a public address, and nowhere else. Devices' addresses come
//! from browsers, so whoever has an account can make this server write to one.

use crate::NotifyError;
use bytes::Bytes;
use db::BoxFuture;
use http::{Request, Uri, header};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use outgoing::{Https, OutgoingError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
#[cfg(test)]
use tokio::net::TcpStream;

/// Well under a job's lock, and short: the next message waits behind a service that does not answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Push services keep a message this long for a device that is off.
const KEPT_S: u32 = 2 * 24 * 3_600;

/// A message as it travels.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub endpoint: String,
    pub authorization: String,
    pub body: Vec<u8>,
}

/// What the push service said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It takes the message to the device.
    Taken,
    /// It does not know the device any more.
    Gone,
    /// It will not take this message, now or later.
    Refused(u16),
    /// It may take it later.
    Later(u16),
}

impl Outcome {
    fn of(status: u16) -> Self {
        match status {
            200..=299 => Self::Taken,
            404 | 410 => Self::Gone,
            408 | 429 | 500.. => Self::Later(status),
            // A service that sends us elsewhere is not followed.
            _ => Self::Refused(status),
        }
    }
}

/// Brings a sealed message to a push service. An error means that it may be tried again.
pub trait Pusher: Send + Sync + 'static {
    fn push<'a>(&'a self, message: &'a Sealed) -> BoxFuture<'a, Result<Outcome, NotifyError>>;
}

/// Whom it may talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Public,
    /// A service on this machine without TLS, in tests.
    #[cfg(test)]
    Loopback,
}

/// The real one.
pub struct WebPusher {
    https: Https,
    reach: Reach,
}

impl WebPusher {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, NotifyError> {
        Ok(Self { https: Https::new()?, reach: Reach::Public })
    }

    #[cfg(test)]
    pub(crate) fn to_this_machine() -> Result<Self, NotifyError> {
        Ok(Self { reach: Reach::Loopback, ..Self::new()? })
    }

    async fn deliver(&self, message: &Sealed) -> Result<Outcome, NotifyError> {
        let uri: Uri = message.endpoint.parse().map_err(|_| NotifyError::BadEndpoint)?;
        let host = uri.host().ok_or(NotifyError::BadEndpoint)?.to_owned();
        match self.reach {
            Reach::Public => ask(self.https.connect(&uri).await?, &host, &uri, message).await,
            #[cfg(test)]
            Reach::Loopback => {
                let port = uri.port_u16().ok_or(NotifyError::BadEndpoint)?;
                let stream = TcpStream::connect((host.as_str(), port)).await.map_err(unreachable)?;
                ask(stream, &host, &uri, message).await
            }
        }
    }
}

impl From<OutgoingError> for NotifyError {
    fn from(error: OutgoingError) -> Self {
        match error {
            OutgoingError::BadAddress => Self::BadEndpoint,
            OutgoingError::PrivateAddress => Self::PrivateAddress,
            other => Self::Unreachable(other.to_string()),
        }
    }
}

impl Pusher for WebPusher {
    fn push<'a>(&'a self, message: &'a Sealed) -> BoxFuture<'a, Result<Outcome, NotifyError>> {
        Box::pin(async move {
            let done = tokio::time::timeout(TIMEOUT, self.deliver(message)).await;
            done.unwrap_or_else(|_| Err(NotifyError::Unreachable("it did not answer in time".into())))
        })
    }
}

fn unreachable(error: impl std::fmt::Display) -> NotifyError {
    NotifyError::Unreachable(error.to_string())
}

async fn ask(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    host: &str,
    uri: &Uri,
    message: &Sealed,
) -> Result<Outcome, NotifyError> {
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    let driving = tokio::spawn(connection);
    let request = Request::post(uri.path_and_query().map_or("/", |p| p.as_str()))
        .header(header::HOST, host)
        .header(header::AUTHORIZATION, &message.authorization)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::CONTENT_ENCODING, "aes128gcm")
        .header("ttl", KEPT_S)
        .header("urgency", "normal")
        .body(Full::new(Bytes::from(message.body.clone())))
        .map_err(unreachable)?;
    let answer = sender.send_request(request).await.map_err(unreachable);
    driving.abort();
    Ok(Outcome::of(answer?.status().as_u16()))
}

/// Remembers instead of sending, and answers as it is told. For tests.
#[derive(Clone, Default)]
pub struct RecordingPusher(Arc<Mutex<(Vec<Sealed>, Option<Outcome>)>>);

impl RecordingPusher {
    pub fn answering(outcome: Outcome) -> Self {
        Self(Arc::new(Mutex::new((Vec::new(), Some(outcome)))))
    }

    pub fn recorded(&self) -> Vec<Sealed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.clone()
    }
}

impl Pusher for RecordingPusher {
    fn push<'a>(&'a self, message: &'a Sealed) -> BoxFuture<'a, Result<Outcome, NotifyError>> {
        Box::pin(async move {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.0.push(message.clone());
            Ok(kept.1.unwrap_or(Outcome::Taken))
        })
    }
}
