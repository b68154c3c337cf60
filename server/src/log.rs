//! How the server tells what it does: lines on standard error, for people or as JSON for programs.

use platform::config::LogConfig;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Quiet libraries; whoever wants them says so in `log.level`.
const LIBRARIES: &str = "sqlx=warn,hyper=warn,tantivy=warn,rustls=warn,h2=warn";

/// Begins to log; later calls change nothing.
///
/// # Errors
/// When `log.level` is not a filter.
pub fn start(config: &LogConfig) -> Result<(), String> {
    let filter = format!("{LIBRARIES},{}", config.level);
    let filter = EnvFilter::try_new(filter).map_err(|e| format!("`log.level` is not a filter: {e}"))?;
    let registry = tracing_subscriber::registry().with(filter);
    // A second start, as in tests, finds the first one's and keeps it.
    let _ = if config.json {
        let layer = tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .with_writer(std::io::stderr);
        registry.with(layer).try_init()
    } else {
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr);
        registry.with(layer).try_init()
    };
    Ok(())
}
