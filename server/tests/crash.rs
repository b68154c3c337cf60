//! `kill -9` under load at random moments: every acknowledged order exists once, and nothing else is half done.
//!
//! 20 rounds on the embedded database, which `ORINOCO_CRASHES=200` makes more (`make test CRASHES=200`), and a fifth as many
//! on PostgreSQL where the tests have one. Each round starts the real binary on the same data; shoppers click and undo on many
//! connections and the seller ships, until the server is killed after a random time and `orinoco check` reads the raw
//! rows. In the end everything that was begun is finished by the jobs.
#![allow(clippy::unwrap_used)]

use db::testing::{TestDb, on_both};
use platform::db::{Clock as _, Conn, Db, ManualClock, SystemClock, sql};
use platform::domain::{CartId, DurationUs, LineId, OfferId, OrderId, PartId, SellerId};
use platform::identity::{Client, IdentityConfig};
use platform::{Config, Platform, Secret, catalog, inventory, sellers};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const PROGRAM: &str = env!("CARGO_BIN_EXE_orinoco");
const CONNECTIONS: usize = 8;
/// A round on PostgreSQL takes five times as long.
const FEWER_ON_POSTGRES: usize = 5;
/// Of the orders that a connection places, every so manieth is undone.
const UNDO_EVERY: usize = 7;

/// What the load needs.
#[derive(Clone)]
struct Shop {
    shopper: String,
    offer: OfferId,
    /// What the page showed, as the form sends it.
    terms: String,
    staff: String,
    seller: SellerId,
}

async fn open(t: &TestDb, clock: Arc<dyn platform::db::Clock>) -> Platform {
    let mut config = Config::in_dir(t.dir()).unwrap();
    config.database_url = t.url().map(Secret::new);
    Platform::open_with(config, clock, IdentityConfig::for_tests()).await.unwrap()
}

async fn cookie_of(platform: &Platform, email: &str) -> (platform::domain::AccountId, String) {
    let email = platform::domain::contact::Email::parse(email).unwrap();
    let mut conn = platform.db.read().await.unwrap();
    let account = platform::identity::account_by_email(&mut conn, &email).await.unwrap().unwrap().id;
    drop(conn);
    let session = platform.identity.open_session(account, &Client::default()).await.unwrap();
    (account, format!("{}={}", platform.cookies.session_name(), session.token.reveal()))
}

/// A demo shop with plenty of one offer, a shopper and the seller's owner, both signed in.
async fn prepare(t: &TestDb) -> Shop {
    let platform = open(t, Arc::new(SystemClock)).await;
    platform.seed(Some("a river of passwords")).await.unwrap();
    let (ada, shopper) = cookie_of(&platform, "ada@shopper.example").await;
    let (_, staff) = cookie_of(&platform, "lucia@guayabo.example").await;
    let mut conn = platform.db.read().await.unwrap();
    let seller = sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let row = catalog::offers_of_seller(&mut conn, seller, None, 0, 1).await.unwrap().rows.remove(0);
    drop(conn);
    let offer = row.offer.id;
    platform
        .db
        .write(move |tx| {
            Box::pin(async move { inventory::receive(tx, "crash-test", offer, 1_000_000).await })
        })
        .await
        .unwrap();
    let seen = platform.orders.one_click_panel(ada, offer).await.unwrap().unwrap().seen();
    let terms = format!(
        "price_minor={}&total_minor={}&currency={}&address={}&method={}&slug={}",
        seen.price.minor(),
        // A click that opens a new parcel pays shipping again.
        seen.total.minor() + 10_000,
        seen.price.currency(),
        seen.address,
        seen.method,
        row.product_slug
    );
    platform.db.close().await;
    Shop { shopper, offer, terms, staff, seller }
}

/// The program on these data, without the settings of whoever runs the tests.
fn program(t: &TestDb) -> Command {
    let mut command = Command::new(PROGRAM);
    for (name, _) in std::env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("ORINOCO_") {
            command.env_remove(name);
        }
    }
    command.arg("--data-dir").arg(t.dir()).envs(t.url().map(|url| ("DATABASE_URL", url)));
    command
}

async fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// Sends a request and reads the answer's head; `None` when the server died on the way.
async fn ask(socket: &mut TcpStream, request: &str) -> Option<String> {
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
        if rest.len() >= length.unwrap_or(0) {
            return Some(head);
        }
    }
}

/// A form of this person. Who accepts JSON is told by the status what came of it.
struct Form<'f> {
    cookie: &'f str,
    path: &'f str,
    accept: &'f str,
    body: &'f str,
}

async fn post(socket: &mut TcpStream, host: SocketAddr, form: Form<'_>) -> Option<String> {
    let Form { cookie, path, accept, body } = form;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nsec-fetch-site: same-origin\r\n\
         accept: {accept}\r\ncookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    ask(socket, &request).await
}

/// Whether a command was done; a refusal is an answer, a fault is none that this load may meet.
fn done(head: &str) -> bool {
    let status = head.get(9..12).unwrap_or_default();
    assert!(matches!(status, "200" | "400" | "409" | "422"), "neither done nor refused: {head}");
    status == "200"
}

/// One click; the order's id when the server said that it is placed.
async fn click(socket: &mut TcpStream, host: SocketAddr, shop: &Shop, key: &str) -> Option<String> {
    let body = format!("key={key}&offer={}&quantity=1&{}", shop.offer, shop.terms);
    let form = Form { cookie: &shop.shopper, path: "/api/shop/one-click", accept: "text/html", body: &body };
    let head = post(socket, host, form).await?;
    let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
    let order = location.split_once("ordered=").map(|(_, id)| id.trim().to_owned());
    assert!(order.is_some(), "the click was answered with: {head}");
    order
}

/// What one connection got an answer for.
#[derive(Default)]
struct Answers {
    placed: Vec<String>,
    /// Asked to be undone, answered or not.
    undo_asked: Vec<String>,
    /// The server said that it is undone.
    undone: Vec<String>,
    /// What the server said is shipped.
    shipped: Vec<LineId>,
}

impl Answers {
    fn add(&mut self, more: Self) {
        self.placed.extend(more.placed);
        self.undo_asked.extend(more.undo_asked);
        self.undone.extend(more.undone);
        self.shipped.extend(more.shipped);
    }
}

/// A shopper who takes every `undo_every`th order back.
async fn shop_until_dead(host: SocketAddr, shop: Shop, undo_every: usize) -> Answers {
    let mut answers = Answers::default();
    let Ok(mut socket) = TcpStream::connect(host).await else { return answers };
    while let Some(order) = click(&mut socket, host, &shop, &new_key()).await {
        answers.placed.push(order.clone());
        if answers.placed.len().is_multiple_of(undo_every) {
            answers.undo_asked.push(order.clone());
            let body = format!("order={order}");
            let form = Form {
                cookie: &shop.shopper,
                path: "/api/shop/undo",
                accept: "application/json",
                body: &body,
            };
            let Some(head) = post(&mut socket, host, form).await else { break };
            if done(&head) {
                answers.undone.push(order);
            }
        }
    }
    answers
}

/// The seller ships the oldest paid order, again and again.
async fn ship_until_dead(host: SocketAddr, shop: Shop, db: Db) -> Answers {
    let mut answers = Answers::default();
    let Ok(mut socket) = TcpStream::connect(host).await else { return answers };
    loop {
        let mut conn = db.read().await.unwrap();
        let next: Option<(PartId, LineId)> = conn
            .opt(
                sql("SELECT p.id, l.id FROM orders_parts p JOIN orders_lines l ON l.part_id = p.id
                     WHERE p.seller_id = $1 AND p.state IN ('placed', 'accepted') AND l.shipped_quantity = 0
                     ORDER BY p.id LIMIT 1")
                .bind(shop.seller),
            )
            .await
            .unwrap();
        drop(conn);
        let Some((part, line)) = next else {
            tokio::time::sleep(Duration::from_millis(2)).await;
            // Nothing to ship is no sign of death; a closed connection is.
            if ask(&mut socket, &format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n")).await.is_none() {
                return answers;
            }
            continue;
        };
        let body = format!(
            "form[seller]={}&form[part]={part}&form[key]={}&form[carrier]=ups&form[tracking]=1Z-CRASH\
             &form[lines][0]={line}&form[quantities][0]=1",
            shop.seller,
            new_key()
        );
        let form =
            Form { cookie: &shop.staff, path: "/api/seller/ship", accept: "application/json", body: &body };
        match post(&mut socket, host, form).await {
            Some(head) if done(&head) => answers.shipped.push(line),
            // The shopper was quicker: it is undone.
            Some(_) => {}
            None => return answers,
        }
    }
}

async fn wait_until_ready(host: SocketAddr) {
    for _ in 0..1_000 {
        if let Ok(mut socket) = TcpStream::connect(host).await {
            let answer = ask(&mut socket, &format!("GET /readyz HTTP/1.1\r\nhost: {host}\r\n\r\n")).await;
            if answer.is_some_and(|head| head.starts_with("http/1.1 200")) {
                return;
            }
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the server was not ready on {host} within ten seconds");
}

/// One shopper changes their mind each time, so that a round in which each connection got little done has undos, too.
fn undo_every(connection: usize) -> usize {
    if connection == 0 { 1 } else { UNDO_EVERY }
}

async fn orders_in(db: &Db) -> i64 {
    let paid = "SELECT CAST(COUNT(*) AS BIGINT) FROM orders_orders WHERE state <> 'awaiting_payment'";
    let (count,): (i64,) = db.read().await.unwrap().one(sql(paid)).await.unwrap();
    count
}

async fn until_more_are_paid_than(before: i64, db: &Db) {
    for _ in 0..2_000 {
        if orders_in(db).await > before {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no order was paid within twenty seconds");
}

fn new_key() -> String {
    use platform::domain::TypedId as _;
    CartId::from_uuid(uuid::Builder::from_random_bytes(random_bytes()).into_uuid()).to_string()
}

fn random_bytes() -> [u8; 16] {
    use std::io::Read as _;
    let mut bytes = [0u8; 16];
    std::fs::File::open("/dev/urandom").unwrap().read_exact(&mut bytes).unwrap();
    bytes
}

/// Starts the server, loads it, kills it; then nothing may be broken.
async fn round(t: &TestDb, shop: &Shop, db: &Db, number: usize) -> Answers {
    let host = free_port().await;
    let mut server = program(t)
        .args(["--listen", &host.to_string(), "--set", "limits.writes_per_minute=10000000", "serve"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until_ready(host).await;
    let before = orders_in(db).await;
    let shoppers: Vec<_> =
        (0..CONNECTIONS).map(|n| tokio::spawn(shop_until_dead(host, shop.clone(), undo_every(n)))).collect();
    let seller = tokio::spawn(ship_until_dead(host, shop.clone(), db.clone()));
    let [high, low, ..] = random_bytes();
    if t.url().is_some() {
        // Every order wants the same rows, so there they meet and are run again: the first one takes its time.
        until_more_are_paid_than(before, db).await;
    }
    tokio::time::sleep(Duration::from_millis(20 + u64::from(u16::from_be_bytes([high, low])) % 400)).await;
    server.kill().unwrap();
    server.wait().unwrap();
    let mut all = Answers::default();
    for task in shoppers.into_iter().chain([seller]) {
        all.add(task.await.unwrap());
    }
    let check = program(t).arg("check").output().unwrap();
    let said = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.success(), "round {number}: {said}{}", String::from_utf8_lossy(&check.stderr));
    all
}

/// Two hours later, minute by minute: the jobs have finished what the kills left open.
async fn let_time_pass(t: &TestDb) -> Platform {
    let clock = Arc::new(ManualClock::at(SystemClock.now()));
    let platform = open(t, clock.clone()).await;
    for _ in 0..120 {
        clock.advance(DurationUs::from_mins(1));
        platform.settle().await.unwrap();
    }
    platform
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_under_load_lose_no_acknowledged_order() {
    on_both(|t| Box::pin(kills_lose_no_acknowledged_order(t))).await;
}

async fn kills_lose_no_acknowledged_order(t: &TestDb) {
    let wanted: usize = std::env::var("ORINOCO_CRASHES").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let wanted = if t.url().is_some() { wanted.div_ceil(FEWER_ON_POSTGRES) } else { wanted };
    let shop = prepare(t).await;
    let reader = open(t, Arc::new(SystemClock)).await;
    let (mut all, mut rounds, mut loaded_rounds) = (Answers::default(), 0, 0);
    // On PostgreSQL a parcel meets every click on its way and may have no turn in so short a time.
    let is_real = |all: &Answers| t.url().is_some() || all.shipped.len().min(all.undone.len()) > 0;
    // Where other programs keep the machine busy, the rounds that were wanted may see too little: more are added.
    while rounds < wanted || (!is_real(&all) && rounds < wanted * 3) {
        let answers = round(t, &shop, &reader.db, rounds).await;
        loaded_rounds += usize::from(!answers.placed.is_empty());
        all.add(answers);
        rounds += 1;
    }
    reader.db.close().await;
    let real = is_real(&all);
    let Answers { placed, undo_asked, undone, shipped } = all;
    assert!(
        loaded_rounds * 2 > rounds && real,
        "the load was real: {loaded_rounds} rounds, {} undone, {} shipped",
        undone.len(),
        shipped.len()
    );

    let platform = let_time_pass(t).await;
    let broken: Vec<_> = platform.check().await.unwrap().into_iter().flat_map(|c| c.broken).collect();
    assert!(broken.is_empty(), "{broken:?}");
    let mut conn = platform.db.read().await.unwrap();
    for unfinished in [
        "SELECT CAST(COUNT(*) AS BIGINT) FROM orders_orders WHERE state = 'awaiting_payment'",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM orders_shipments WHERE state = 'capturing'",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM payments_voids WHERE state = 'voiding'",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM db_jobs",
    ] {
        let (count,): (i64,) = conn.one(sql(unfinished)).await.unwrap();
        assert_eq!(count, 0, "{unfinished}");
    }
    let end = conn.last_position().await.unwrap();
    for (consumer, position) in conn.consumer_positions().await.unwrap() {
        assert_eq!(position, end, "{consumer} has read the whole log");
    }
    let different: HashSet<&String> = placed.iter().collect();
    assert_eq!(different.len(), placed.len(), "two clicks were never answered with one order");
    let undo_asked: HashSet<&String> = undo_asked.iter().collect();
    for order in &placed {
        let state = state_of(&mut conn, order).await;
        let sound = matches!(state.as_str(), "placed" | "completed")
            || (state == "cancelled" && undo_asked.contains(order));
        assert!(sound, "{order} was acknowledged and is {state}");
    }
    for order in &undone {
        assert_eq!(state_of(&mut conn, order).await, "cancelled", "{order} was acknowledged as undone");
    }
    for line in &shipped {
        let (quantity,): (i64,) = conn
            .one(sql("SELECT shipped_quantity FROM orders_lines WHERE id = $1").bind(*line))
            .await
            .unwrap();
        assert_eq!(quantity, 1, "{line} was acknowledged as shipped");
    }
    println!(
        "{} acknowledged orders, {} undone and {} parcels survived {rounds} kills",
        placed.len(),
        undone.len(),
        shipped.len()
    );
}

async fn state_of(conn: &mut Conn, order: &str) -> String {
    let id: OrderId = order.parse().unwrap();
    let (state,): (String,) =
        conn.one(sql("SELECT state FROM orders_orders WHERE id = $1").bind(id)).await.unwrap();
    state
}
