//! For whoever watches the server: is the process alive, can it serve, what does it count.

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use platform::Platform;
use platform::db::DbError;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

/// The process runs. Says nothing about the database, so a database that is down does not restart every server.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether this server should be given visitors: 503 with the reason when not.
pub async fn readyz(State(platform): State<Platform>) -> Response<Body> {
    match platform.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}

/// Starts counting; once for each process.
///
/// # Errors
/// When another recorder was installed before.
pub fn recorder() -> Result<PrometheusHandle, BuildError> {
    // Held while it is installed: of two that come at once the second finds the first one's.
    static HANDLE: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut kept = HANDLE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = kept.as_ref() {
        return Ok(handle.clone());
    }
    const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
    let handle = PrometheusBuilder::new().set_buckets(SECONDS)?.install_recorder()?;
    *kept = Some(handle.clone());
    Ok(handle)
}

/// The counters, to this machine and to whoever knows the token.
pub async fn metrics(
    State((platform, handle)): State<(Platform, PrometheusHandle)>,
    request: Request,
) -> Response<Body> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    if !may_read(&platform, peer, request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Err(error) = gauges(&platform).await {
        tracing::warn!(%error, "gauges could not be read");
    }
    handle.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}

fn may_read(platform: &Platform, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    // Behind a proxy everybody seems to come from this machine.
    let local = peer.is_some_and(|p| p.ip().to_canonical().is_loopback()) && !platform.config.proxy_trusted;
    let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    match (&platform.config.metrics_token, given) {
        (Some(token), Some(given)) => platform::same_secret(token.reveal(), given),
        _ => local && !forwarded,
    }
}

/// What is looked up when it is asked for, rather than counted.
async fn gauges(platform: &Platform) -> Result<(), DbError> {
    let mut conn = platform.db.read().await?;
    let jobs = conn.job_counts().await?;
    for state in ["ready", "running", "dead"] {
        let count = jobs.get(state).copied().unwrap_or(0);
        metrics::gauge!("orinoco_jobs", "state" => state).set(count as f64);
    }
    let last = conn.last_position().await?;
    metrics::gauge!("orinoco_events_position").set(last as f64);
    for (consumer, position) in conn.consumer_positions().await? {
        metrics::gauge!("orinoco_events_lag", "consumer" => consumer).set((last - position) as f64);
    }
    metrics::gauge!("orinoco_info", "version" => env!("CARGO_PKG_VERSION"), "database" => platform.db.engine()).set(1.0);
    Ok(())
}
