//! The program: serves the shop.
mod http;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use axum::serve::ListenerExt;
use futures::StreamExt;
use tokio_stream::wrappers::IntervalStream;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    let router = Router::new()
        .route("/live/ticks", get(ticks))
        .merge(http::pages::router())
        .layer(from_fn(http::site::serve));
    let address: SocketAddr =
        std::env::var("ORINOCO_ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".into()).parse()?;
    let listener = tokio::net::TcpListener::bind(address).await?.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::warn!("TCP_NODELAY: {error}");
        }
    });
    tracing::info!("http://{address}");
    axum::serve(listener, router).await?;
    Ok(())
}

/// One event every two seconds, for the style guide's live region.
async fn ticks() -> Sse<impl futures::Stream<Item = Result<Event, Infallible>>> {
    let ticks = IntervalStream::new(tokio::time::interval(Duration::from_secs(2)));
    let events = ticks.enumerate().map(|(at, _)| Ok(Event::default().id(at.to_string()).data("tick")));
    Sse::new(events).keep_alive(KeepAlive::default())
}
