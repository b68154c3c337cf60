//! `kill -9` under load at random moments: every acknowledged order exists once, and nothing else is half done.
//!
//! 20 rounds; `ORINOCO_CRASHES=200` asks for more. Each round starts the real binary on the same data, clicks on many
//! connections, kills it after a random time, and lets `orinoco check` read the raw rows.
#![allow(clippy::unwrap_used)]

use platform::db::{SystemClock, sql};
use platform::domain::{CartId, OfferId};
use platform::identity::{Client, IdentityConfig};
use platform::{Config, Platform, catalog, inventory, sellers};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const PROGRAM: &str = env!("CARGO_BIN_EXE_orinoco");
const CONNECTIONS: usize = 8;

/// What a click needs.
#[derive(Clone)]
struct Shopper {
    cookie: String,
    offer: OfferId,
    price_minor: i64,
    currency: String,
    slug: String,
}

async fn open(dir: &Path) -> Platform {
    let config = Config::in_dir(dir).unwrap();
    Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await.unwrap()
}

/// A demo shop with plenty of one offer, and a shopper of it who is signed in.
async fn prepare(dir: &Path) -> Shopper {
    let platform = open(dir).await;
    platform.seed(Some("a river of passwords")).await.unwrap();
    let mut conn = platform.db.read().await.unwrap();
    let seller = sellers::platform_seller(&mut conn).await.unwrap().unwrap();
    let row = catalog::offers_of_seller(&mut conn, seller.id, None, 0, 1).await.unwrap().rows.remove(0);
    let account: (platform::domain::AccountId,) = conn
        .one(sql("SELECT m.account_id FROM payments_methods m JOIN identity_addresses a ON a.account_id = m.account_id
                  WHERE m.is_default = TRUE ORDER BY m.id LIMIT 1"))
        .await
        .unwrap();
    drop(conn);
    let offer = row.offer.id;
    platform
        .db
        .write(move |tx| {
            Box::pin(async move { inventory::receive(tx, "crash-test", offer, 1_000_000).await })
        })
        .await
        .unwrap();
    let session = platform.identity.open_session(account.0, &Client::default()).await.unwrap();
    let shopper = Shopper {
        cookie: format!("{}={}", platform.cookies.session_name(), session.token.reveal()),
        offer,
        price_minor: row.offer.price.minor(),
        currency: row.offer.price.currency().code().to_owned(),
        slug: row.product_slug,
    };
    platform.db.close().await;
    shopper
}

async fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// One click; the order's id when the server said that it is placed.
async fn click(socket: &mut TcpStream, host: SocketAddr, shopper: &Shopper, key: &str) -> Option<String> {
    let Shopper { cookie, offer, price_minor, currency, slug } = shopper;
    let body = format!(
        "key={key}&offer={offer}&quantity=1&price_minor={price_minor}&currency={currency}&slug={slug}"
    );
    let request = format!(
        "POST /api/shop/one-click HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nsec-fetch-site: same-origin\r\n\
         accept: text/html\r\ncookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    let mut buffer = [0u8; 4_096];
    loop {
        let read = socket.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        answer.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_ascii_lowercase();
        let length =
            head.lines().find_map(|l| l.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
        if rest.len() < length.unwrap_or(0) {
            continue;
        }
        let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
        let order = location.split_once("ordered=").map(|(_, id)| id.trim().to_owned());
        assert!(order.is_some(), "the click was answered with: {head}");
        return order;
    }
}

async fn click_until_dead(
    host: SocketAddr,
    shopper: Shopper,
    platform_ids: Vec<String>,
) -> Vec<(String, String)> {
    let mut acknowledged = Vec::new();
    let Ok(mut socket) = TcpStream::connect(host).await else { return acknowledged };
    for key in platform_ids {
        match click(&mut socket, host, &shopper, &key).await {
            Some(order) => acknowledged.push((key, order)),
            None => break,
        }
    }
    acknowledged
}

async fn wait_until_ready(host: SocketAddr) {
    for _ in 0..1_000 {
        if TcpStream::connect(host).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the server did not come up on {host}");
}

fn keys(count: usize) -> Vec<String> {
    use platform::domain::TypedId as _;
    (0..count)
        .map(|_| CartId::from_uuid(uuid::Builder::from_random_bytes(random_bytes()).into_uuid()).to_string())
        .collect()
}

fn random_bytes() -> [u8; 16] {
    use std::io::Read as _;
    let mut bytes = [0u8; 16];
    std::fs::File::open("/dev/urandom").unwrap().read_exact(&mut bytes).unwrap();
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_under_load_lose_no_acknowledged_order() {
    let rounds: usize = std::env::var("ORINOCO_CRASHES").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let dir = tempfile::tempdir().unwrap();
    let shopper = prepare(dir.path()).await;
    let mut acknowledged: Vec<(String, String)> = Vec::new();
    for round in 0..rounds {
        let host = free_port().await;
        let mut server = Command::new(PROGRAM)
            .args(["--data-dir", dir.path().to_str().unwrap(), "--listen", &host.to_string(), "serve"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_until_ready(host).await;
        let clicks: Vec<_> = (0..CONNECTIONS)
            .map(|_| tokio::spawn(click_until_dead(host, shopper.clone(), keys(2_000))))
            .collect();
        let life_ms = 20 + u64::from(u16::from_be_bytes([random_bytes()[0], random_bytes()[1]])) % 400;
        tokio::time::sleep(Duration::from_millis(life_ms)).await;
        server.kill().unwrap();
        server.wait().unwrap();
        for task in clicks {
            acknowledged.extend(task.await.unwrap());
        }
        let check = Command::new(PROGRAM)
            .args(["--data-dir", dir.path().to_str().unwrap(), "check"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&check.stdout);
        assert!(check.status.success(), "round {round}: {said}{}", String::from_utf8_lossy(&check.stderr));
    }
    assert!(acknowledged.len() > rounds, "the load was real: {} orders", acknowledged.len());
    let platform = open(dir.path()).await;
    let mut conn = platform.db.read().await.unwrap();
    for (key, order) in &acknowledged {
        let found: Vec<(platform::domain::OrderId, String)> = conn
            .all(sql("SELECT id, state FROM orders_orders WHERE order_key = $1").bind(key))
            .await
            .unwrap();
        assert_eq!(found.len(), 1, "{key} was acknowledged as {order}");
        assert_eq!((found[0].0.to_string(), found[0].1.as_str()), (order.clone(), "placed"));
    }
    println!("{} acknowledged orders survived {rounds} kills", acknowledged.len());
}
