//! Accepting connections, and stopping without losing what is under way.

use axum::Router;
use axum::serve::ListenerExt as _;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long a stop waits for requests under way.
pub const DRAIN: Duration = Duration::from_secs(15);

/// Serves until `stop`, then accepts nobody new, tells live streams to end by `streams`, and waits for the rest.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    streams: CancellationToken,
    drain: Duration,
) -> std::io::Result<()> {
    // Without this an answer in two pieces waits for the visitor's acknowledgement of the first.
    let listener = listener.tap_io(|socket| {
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
    });
    let stopping = CancellationToken::new();
    let shutdown = {
        let stopping = stopping.clone();
        async move {
            stop.await;
            streams.cancel();
            stopping.cancel();
        }
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(shutdown);
    tokio::select! {
        done = async { serving.await } => done,
        () = async { stopping.cancelled().await; tokio::time::sleep(drain).await } => {
            tracing::warn!(seconds = drain.as_secs(), "requests were still under way and are cut off");
            Ok(())
        }
    }
}

/// Ends with the first SIGTERM or SIGINT. A second one ends the process at once.
pub async fn signal() {
    let name = wait_for_signal().await;
    tracing::info!(signal = name, "stopping: finishing what is under way");
    tokio::spawn(async {
        let name = wait_for_signal().await;
        tracing::warn!(signal = name, "stopped at once");
        std::process::exit(130);
    });
}

#[cfg(unix)]
async fn wait_for_signal() -> &'static str {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        },
        _ => {
            tracing::warn!("signals cannot be received; only killing the process stops it");
            std::future::pending().await
        }
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() -> &'static str {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    "ctrl-c"
}
