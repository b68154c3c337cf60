//! `orinoco serve`: everything that an empty directory needs, then the shop.

use super::{CommandError, open};
use crate::cli::Serve;
use crate::http::{self, Shop, health};
use crate::serve::{DRAIN, serve, signal};
use platform::Config;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long workers may take to finish what they have in hand.
const WORKERS_PATIENCE: Duration = Duration::from_secs(10);

pub async fn run(mut config: Config, args: Serve) -> Result<ExitCode, CommandError> {
    let started = Instant::now();
    let wants_demo = config.demo;
    // Bound first: a port that is taken is told before anything is made, and port 0 becomes a number.
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        CommandError::Said(format!(
            "{} cannot be listened on: {error}. Choose another with --listen.",
            config.listen
        ))
    })?;
    config.listen = listener.local_addr()?;
    let platform = open(config).await?;
    if wants_demo {
        super::seed::when_empty(&platform, args.demo_password).await?;
    }
    let shop = Shop {
        platform: platform.clone(),
        metrics: health::recorder()
            .map_err(|error| CommandError::Said(format!("metrics cannot be counted: {error}")))?,
        streams: CancellationToken::new(),
    };
    http::check_rules(&shop).map_err(CommandError::Said)?;
    let router = http::router(&shop);
    let workers = platform.start();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(0);
    tracing::info!(database = platform.db.engine(), data_dir = %platform.config.data_dir.display(), ms, "open");
    println!("Orinoco is open at {}", platform.config.site_url());
    serve(listener, router, signal(), shop.streams.clone(), DRAIN).await?;
    workers.stop(WORKERS_PATIENCE).await;
    platform.db.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
