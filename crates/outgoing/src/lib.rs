//! Requests to strangers' machines: over https, to a public address, and nowhere else. Addresses come from browsers,
//! sellers or settings; none may make this server ask its own network. Called by notify, rates and webhooks.
#![cfg_attr(test, allow(clippy::unwrap_used))]

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Full, Limited};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// No other one is asked.
const PORT: u16 = 443;
/// From the lookup of the name to the last byte.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Why a machine was not asked, or what it answered instead.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    #[error("this is no https address")]
    BadAddress,
    #[error("the address is not a public one")]
    PrivateAddress,
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    #[error("it answers with {0}")]
    Status(u16),
    #[error("its answer is longer than {most} bytes, was cut off, or is no text")]
    BadAnswer { most: usize },
}

fn unreachable(error: impl std::fmt::Display) -> OutgoingError {
    OutgoingError::Unreachable(error.to_string())
}

/// Whom it may talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Public,
    /// This machine and its network as well, without TLS: to try something out.
    ThisMachine,
}

/// Connections over TLS to public addresses. Cheap to clone.
#[derive(Clone)]
pub struct Https {
    tls: TlsConnector,
    reach: Reach,
}

impl Https {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, OutgoingError> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unreachable)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), reach: Reach::Public })
    }

    /// One whose [`Https::post`] also goes to `http` addresses of this machine and its network. For whoever tries out
    /// what is sent; a shop that is open to others must not have it.
    ///
    /// # Errors
    /// As [`Https::new`].
    pub fn with_this_machine() -> Result<Self, OutgoingError> {
        Ok(Self { reach: Reach::ThisMachine, ..Self::new()? })
    }

    /// A connection to the host of an https address.
    ///
    /// # Errors
    /// [`OutgoingError`]; a name any of whose addresses is not public is refused before anything is sent.
    pub async fn connect(&self, uri: &Uri) -> Result<TlsStream<TcpStream>, OutgoingError> {
        let host = uri.host().ok_or(OutgoingError::BadAddress)?;
        if uri.scheme_str() != Some("https") || uri.port_u16().is_some_and(|port| port != PORT) {
            return Err(OutgoingError::BadAddress);
        }
        let stream = TcpStream::connect(public_address(host).await?).await.map_err(unreachable)?;
        let name = ServerName::try_from(host.to_owned()).map_err(|_| OutgoingError::BadAddress)?;
        self.tls.connect(name, stream).await.map_err(unreachable)
    }

    /// What is at an address, as text of at most so many bytes. A redirect is not followed.
    ///
    /// # Errors
    /// [`OutgoingError`], within ten seconds.
    pub async fn get(&self, url: &str, most: usize) -> Result<String, OutgoingError> {
        let uri: Uri = url.parse().map_err(|_| OutgoingError::BadAddress)?;
        let done = tokio::time::timeout(TIMEOUT, async {
            let stream = self.connect(&uri).await?;
            read(stream, &uri, most).await
        });
        done.await.unwrap_or_else(|_| Err(unreachable("it did not answer in time")))
    }

    /// Sends a text to an address. Returns the status, whatever it is, and the first `most` bytes of the answer, as far as
    /// they are text. A redirect is not followed.
    ///
    /// # Errors
    /// [`OutgoingError`], within ten seconds.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
        most: usize,
    ) -> Result<(u16, String), OutgoingError> {
        let uri: Uri = url.parse().map_err(|_| OutgoingError::BadAddress)?;
        let done = tokio::time::timeout(TIMEOUT, async {
            if self.reach == Reach::ThisMachine && uri.scheme_str() == Some("http") {
                let place = (uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80));
                let stream = TcpStream::connect(place).await.map_err(unreachable)?;
                return write(stream, &uri, headers, body, most).await;
            }
            write(self.connect(&uri).await?, &uri, headers, body, most).await
        });
        done.await.unwrap_or_else(|_| Err(unreachable("it did not answer in time")))
    }
}

async fn write(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    uri: &Uri,
    headers: &[(&str, &str)],
    body: &str,
    most: usize,
) -> Result<(u16, String), OutgoingError> {
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    let driving = tokio::spawn(connection);
    let mut request = Request::post(uri.path_and_query().map_or("/", |p| p.as_str()))
        .header(header::HOST, uri.authority().map_or("", |a| a.as_str()))
        .header(header::USER_AGENT, "orinoco");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body.to_owned()))).map_err(unreachable)?;
    let answer = async {
        let answer = sender.send_request(request).await.map_err(unreachable)?;
        let status = answer.status().as_u16();
        Ok((status, beginning(answer.into_body(), most).await))
    };
    let answer = answer.await;
    driving.abort();
    answer
}

/// The first bytes of an answer. One that breaks off was an answer all the same.
async fn beginning(mut body: hyper::body::Incoming, most: usize) -> String {
    let mut read = Vec::new();
    while read.len() < most {
        let Some(Ok(frame)) = body.frame().await else { break };
        if let Some(data) = frame.data_ref() {
            read.extend_from_slice(&data[..data.len().min(most - read.len())]);
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

async fn read(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    uri: &Uri,
    most: usize,
) -> Result<String, OutgoingError> {
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    let driving = tokio::spawn(connection);
    let request = Request::get(uri.path_and_query().map_or("/", |p| p.as_str()))
        .header(header::HOST, uri.authority().map_or("", |a| a.as_str()))
        .header(header::USER_AGENT, "orinoco")
        .body(Empty::<Bytes>::new())
        .map_err(unreachable)?;
    let answer = async {
        let answer = sender.send_request(request).await.map_err(unreachable)?;
        if answer.status() != StatusCode::OK {
            return Err(OutgoingError::Status(answer.status().as_u16()));
        }
        let body = Limited::new(answer.into_body(), most).collect().await;
        let bytes = body.map_err(|_| OutgoingError::BadAnswer { most })?.to_bytes();
        String::from_utf8(bytes.to_vec()).map_err(|_| OutgoingError::BadAnswer { most })
    };
    let answer = answer.await;
    driving.abort();
    answer
}

/// The address that is then connected to: looked up once, so that a name cannot mean another one a moment later.
async fn public_address(host: &str) -> Result<SocketAddr, OutgoingError> {
    let found: Vec<SocketAddr> = tokio::net::lookup_host((host, PORT)).await.map_err(unreachable)?.collect();
    let first = found.first().copied().ok_or_else(|| unreachable("the name has no address"))?;
    if found.iter().all(|address| is_public(address.ip())) {
        Ok(first)
    } else {
        Err(OutgoingError::PrivateAddress)
    }
}

/// Not this machine, its network, or what is reserved.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(v6),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !(reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Global unicast is 2000::/3; of that, 6to4, Teredo and documentation lead elsewhere or nowhere.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    (a & 0xe000) == 0x2000 && a != 0x2002 && !(a == 0x2001 && (b < 0x200 || b == 0xdb8)) && a != 0x3fff
}

#[cfg(test)]
mod tests;
