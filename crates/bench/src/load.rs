//! A closed loop of HTTP/1.1 requests over connections that stay open: each asks again as soon as it was answered.

use crate::stats::Run;
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer: its status, its headers in lower case, and its body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether it did what was asked. A form that is refused goes on to a page, too, but not to an order's.
    fn succeeded(&self) -> bool {
        let next = self.header("x-next");
        (200..400).contains(&self.status) && (next.is_empty() || next.contains("ordered="))
    }
}

/// One connection that stays open.
pub struct Connection {
    socket: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let socket = TcpStream::connect(address).await?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends the request's bytes as they are and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.socket.write_all(request).await?;
        let head_end = loop {
            if let Some(at) = find(&self.read, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.read[..head_end]).into_owned();
        self.read.drain(..head_end);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let status: u16 = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, "no status line"))?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut answer = Answer { status, headers, body: Vec::new() };
        if answer.header("transfer-encoding") == "chunked" {
            answer.body = self.chunked().await?;
        } else {
            let length = answer.header("content-length").parse().unwrap_or(0);
            answer.body = self.take(length).await?;
        }
        Ok(answer)
    }

    async fn chunked(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = find(&self.read, b"\r\n") {
                    break at;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(&self.read[..end])
                .ok()
                .and_then(|t| usize::from_str_radix(t.trim(), 16).ok());
            let size = size.ok_or_else(|| Error::new(ErrorKind::InvalidData, "no chunk size"))?;
            self.read.drain(..end + 2);
            body.extend(self.take(size).await?);
            self.take(2).await?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        while self.read.len() < length {
            self.more().await?;
        }
        Ok(self.read.drain(..length).collect())
    }

    async fn more(&mut self) -> Result<()> {
        let mut buffer = [0; 16 * 1024];
        match self.socket.read(&mut buffer).await? {
            0 => Err(Error::new(ErrorKind::UnexpectedEof, "the server closed the connection")),
            count => {
                self.read.extend_from_slice(&buffer[..count]);
                Ok(())
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
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
                    match connection.ask(&request).await {
                        Ok(answer) if answer.succeeded() => {
                            if sent >= begins {
                                latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                            }
                        }
                        Ok(_) => {
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
