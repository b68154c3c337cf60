//! A stop loses nothing: what is under way is answered, nobody new is accepted, and it ends in time.

use axum::Router;
use axum::routing::get;
use server::serve::serve;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

struct Running {
    address: std::net::SocketAddr,
    stop: CancellationToken,
    done: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn start(router: Router, streams: CancellationToken, drain: Duration) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let end = stop.clone().cancelled_owned();
    Running { address, stop, done: tokio::spawn(serve(listener, router, end, streams, drain)) }
}

async fn ask(address: std::net::SocketAddr, path: &str) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_and_nobody_new_is_accepted() {
    let (entered, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (entered, go_on) = (Arc::clone(&entered), Arc::clone(&go_on));
        move || async move {
            entered.notify_one();
            go_on.notified().await;
            "finished"
        }
    };
    let server =
        start(Router::new().route("/slow", get(handler)), CancellationToken::new(), Duration::from_secs(30))
            .await;
    let mut socket = ask(server.address, "/slow").await;
    entered.notified().await;
    server.stop.cancel();
    // The listener is closed as soon as the stop is noticed.
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    go_on.notify_one();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("finished"), "{answer}");
    server.done.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_ends_is_cut_off_after_the_patience() {
    let entered = Arc::new(Notify::new());
    let handler = {
        let entered = Arc::clone(&entered);
        move || async move {
            entered.notify_one();
            std::future::pending::<()>().await;
        }
    };
    let server = start(
        Router::new().route("/stuck", get(handler)),
        CancellationToken::new(),
        Duration::from_millis(50),
    )
    .await;
    let _socket = ask(server.address, "/stuck").await;
    entered.notified().await;
    server.stop.cancel();
    server.done.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_tells_the_live_streams_first() {
    let streams = CancellationToken::new();
    let server = start(Router::new(), streams.clone(), Duration::from_secs(30)).await;
    server.stop.cancel();
    streams.cancelled().await;
    server.done.await.unwrap().unwrap();
}
