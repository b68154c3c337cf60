//! The servers under load: the program as people run it, on its own data, and the machine's own limit beside it.

use std::io::{Error, Result};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// Where `scripts/build` puts the program.
pub fn binary() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join("orinoco")));
    beside.filter(|path| path.exists()).unwrap_or_else(|| PathBuf::from("target/dist/orinoco"))
}

/// The program without the settings of whoever measures: a `DATABASE_URL` may lead to a real shop.
fn program() -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("ORINOCO_") {
            command.env_remove(name);
        }
    }
    command
}

/// A server that runs until it is stopped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process until it said that it is open.
    pub started_in: Duration,
}

impl Server {
    /// Starts `orinoco serve` on a free port.
    pub async fn orinoco(data_dir: &Path) -> Result<Self> {
        let mut command = program();
        command.arg("serve").arg("--data-dir").arg(data_dir).args(["--listen", "127.0.0.1:0"]);
        // The load comes from one address and is meant to be heavy.
        command.args(["--set", "limits.writes_per_minute=10000000", "--set", "log.level=warn"]);
        Self::start(command, "Orinoco is open at http://").await
    }

    /// Starts this program as a bare handler: what the machine can do when nothing is done.
    pub async fn bare() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--bare");
        Self::start(command, BARE_GREETING).await
    }

    async fn start(mut command: Command, greeting: &str) -> Result<Self> {
        let started = Instant::now();
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| Error::other("no standard output"))?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.strip_prefix(greeting) {
                let address = address.parse().map_err(Error::other)?;
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { child, address, started_in: started.elapsed() });
            }
        }
        Err(Error::other("the server ended before it was open"))
    }

    /// Resident memory in MiB, where the system tells.
    pub async fn memory_mib(&self) -> Option<f64> {
        let status = tokio::fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).await.ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()? / 1_024.0)
    }

    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await
    }
}

const BARE_GREETING: &str = "bare handler at ";

/// A handler that answers a short text, served the way the shop is.
pub async fn serve_bare() -> Result<()> {
    use axum::serve::ListenerExt as _;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{BARE_GREETING}{}", listener.local_addr()?);
    let listener = listener.tap_io(|socket| {
        let _ = socket.set_nodelay(true);
    });
    let router = axum::Router::new().route("/", axum::routing::get(|| async { "ok" }));
    axum::serve(listener, router).await
}

/// Runs one command of the program to its end and tells how long it took.
pub async fn command(data_dir: &Path, args: &[&str]) -> Result<(Duration, String)> {
    let started = Instant::now();
    let output = program().args(args).arg("--data-dir").arg(data_dir).output().await?;
    if !output.status.success() {
        return Err(Error::other(format!(
            "orinoco {}: {}",
            args.join(" "),
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    Ok((started.elapsed(), String::from_utf8_lossy(&output.stdout).into_owned()))
}
