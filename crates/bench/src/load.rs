//! A closed loop of HTTP/1.1 requests over connections that stay open: each asks again as soon as it was answered.

use crate::stats::Run;
use memchr::memmem;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer: its status and its body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// One connection that stays open.
pub struct Connection {
    socket: TcpStream,
    /// What was read, of which the first `done` bytes belong to answers before.
    read: Vec<u8>,
    done: usize,
}

/// The head of an answer, read no further than the measurement needs: it runs on the processors that it measures.
struct Head {
    status: u16,
    /// Where the head lies in what was read.
    span: Range<usize>,
    length: Length,
}

enum Length {
    Known(usize),
    Chunked,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let socket = TcpStream::connect(address).await?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, read: Vec::with_capacity(256 * 1_024), done: 0 })
    }

    /// Sends the request's bytes as they are and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        let head = self.send(request).await?;
        let mut body = Vec::new();
        self.body(head.length, |part| body.extend_from_slice(part)).await?;
        Ok(Answer { status: head.status, body })
    }

    /// Sends the request and reads its answer to the end, without keeping it: whether it did what was asked. A form
    /// that is refused goes on to a page, too, but not to an order's.
    async fn succeeds(&mut self, request: &[u8]) -> Result<bool> {
        let head = self.send(request).await?;
        let next = value_of(&self.read[head.span], b"x-next:");
        let followed = next.is_none_or(|next| memmem::find(next, b"ordered=").is_some());
        self.body(head.length, |_| {}).await?;
        Ok((200..400).contains(&head.status) && followed)
    }

    async fn send(&mut self, request: &[u8]) -> Result<Head> {
        self.read.drain(..self.done);
        self.done = 0;
        self.socket.write_all(request).await?;
        let end = self.until(b"\r\n\r\n").await?;
        let head = &self.read[..end];
        let number =
            |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(|text| text.trim().parse::<usize>().ok());
        let status = head.get(9..12).and_then(number).and_then(|status| u16::try_from(status).ok());
        let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, "no status line"))?;
        let length = match value_of(head, b"content-length:") {
            Some(bytes) => Length::Known(number(bytes).unwrap_or(0)),
            None if value_of(head, b"transfer-encoding:").is_some() => Length::Chunked,
            None => Length::Known(0),
        };
        Ok(Head { status, span: 0..end, length })
    }

    /// Reads a body and shows its parts in turn.
    async fn body(&mut self, length: Length, mut part: impl FnMut(&[u8])) -> Result<()> {
        match length {
            Length::Known(length) => part(self.take(length).await?),
            Length::Chunked => loop {
                let from = self.done;
                let end = self.until(b"\r\n").await?;
                let size = std::str::from_utf8(&self.read[from..end]).ok().map(str::trim);
                let size = size.and_then(|text| usize::from_str_radix(text, 16).ok());
                let size = size.ok_or_else(|| Error::new(ErrorKind::InvalidData, "no chunk size"))?;
                part(self.take(size).await?);
                self.take(2).await?;
                if size == 0 {
                    break;
                }
            },
        }
        Ok(())
    }

    /// Reads on until this comes; where it ends.
    async fn until(&mut self, what: &[u8]) -> Result<usize> {
        loop {
            if let Some(at) = memmem::find(&self.read[self.done..], what) {
                self.done += at + what.len();
                return Ok(self.done);
            }
            self.more().await?;
        }
    }

    async fn take(&mut self, length: usize) -> Result<&[u8]> {
        let from = self.done;
        while self.read.len() < from + length {
            self.more().await?;
        }
        self.done += length;
        Ok(&self.read[from..self.done])
    }

    async fn more(&mut self) -> Result<()> {
        self.read.reserve(64 * 1_024);
        match self.socket.read_buf(&mut self.read).await? {
            0 => Err(Error::new(ErrorKind::UnexpectedEof, "the server closed the connection")),
            _ => Ok(()),
        }
    }
}

/// The value of a header, whose name is given in lower case with its colon, as the server sends it.
fn value_of<'h>(head: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    let from = memmem::find(head, name)? + name.len();
    let length = memchr::memchr(b'\r', &head[from..])?;
    Some(head[from..from + length].trim_ascii())
}

/// A GET request as bytes.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept: text/html\r\n{headers}\r\n").into_bytes()
}

/// A form's POST as bytes, as a browser's script would send it.
pub fn post(path: &str, headers: &str, form: &str) -> Vec<u8> {
    let length = form.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\nx-in-place: 1\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n{headers}\r\n{form}"
    )
    .into_bytes()
}

/// What to ask next: the connection's number and how many it asked before.
pub type NextRequest = Arc<dyn Fn(usize, usize) -> Vec<u8> + Send + Sync>;

/// Asks over `connections` for `span`, after a tenth of it to warm up. What did not succeed is counted apart.
pub async fn load(address: SocketAddr, connections: usize, span: Duration, next: NextRequest) -> Run {
    let begins = Instant::now() + span / 10;
    let ends = begins + span;
    let failures = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..connections)
        .map(|number| {
            let (next, failures) = (Arc::clone(&next), Arc::clone(&failures));
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                let Ok(mut connection) = Connection::open(address).await else {
                    failures.fetch_add(1, Ordering::Relaxed);
                    return latencies;
                };
                for asked in 0.. {
                    let request = next(number, asked);
                    let sent = Instant::now();
                    if sent >= ends {
                        break;
                    }
                    match connection.succeeds(&request).await {
                        Ok(true) => {
                            if sent >= begins {
                                latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                            }
                        }
                        Ok(false) => {
                            failures.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(_) => {
                            failures.fetch_add(1, Ordering::Relaxed);
                            match Connection::open(address).await {
                                Ok(again) => connection = again,
                                Err(_) => break,
                            }
                        }
                    }
                }
                latencies
            })
        })
        .collect();
    let mut run = Run { connections, ..Run::default() };
    for task in tasks {
        run.latencies_us.extend(task.await.unwrap_or_default());
    }
    run.took = begins.elapsed();
    run.failures = failures.load(Ordering::Relaxed);
    run
}
