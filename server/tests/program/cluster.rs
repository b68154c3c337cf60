//! Several servers on one PostgreSQL: the programs themselves, with their workers, each in a directory of its own.
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use db::testing::on_both;
use platform::db::sql;
use platform::domain::OrderId;

use super::{between, count, get_as, orinoco, post, stop, text, without_tables};

const PASSWORD: &str = "seven-stones-in-the-river";

/// The program on this database, open for visitors.
fn serve(dir: &Path, url: &str, more: &[&str]) -> (Child, String) {
    let mut command = orinoco(dir);
    command.env("DATABASE_URL", url).args(["serve", "--listen", "127.0.0.1:0"]).args(more);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let open =
        lines.find_map(|line| line.unwrap().strip_prefix("Orinoco is open at http://").map(str::to_owned));
    std::thread::spawn(move || lines.for_each(drop));
    (child, open.expect("the server says where it is open"))
}

fn sign_in(address: &str, email: &str) -> String {
    let form = format!("email={}&password={PASSWORD}&next=", email.replace('@', "%40"));
    let answer = post(address, "/api/identity/sign-in", "", &form);
    format!("orinoco_session={}", between(&answer, "set-cookie: orinoco_session=", ";"))
}

/// One click on a product's page of this server; the order's id.
fn click(address: &str, cookie: &str) -> String {
    let page = get_as(address, "/p/alpaca-hat", cookie);
    let form = between(&page, "action=\"/api/shop/one-click\"", "</form>");
    let fields: Vec<String> = form
        .split("<input type=\"hidden\"")
        .skip(1)
        .map(|field| format!("{}={}", between(field, "name=\"", "\""), between(field, "value=\"", "\"")))
        .collect();
    let answer = post(address, "/api/shop/one-click", cookie, &fields.join("&"));
    assert!(answer.contains("ordered=ord_"), "{answer}");
    between(&answer, "ordered=", "\r\n").split('#').next().unwrap_or_default().to_owned()
}

/// Waits for a line of the stream that tells of this order.
fn heard(stream: TcpStream, order: &str) -> bool {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    BufReader::new(stream).lines().map_while(Result::ok).any(|line| line.contains(order))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_begin_together_share_their_orders_live_and_one_goes_on_when_the_other_is_killed() {
    on_both(|t| {
        Box::pin(async move {
            // One file is one server's.
            let Some(url) = t.url() else { return };
            without_tables(t.db()).await;
            let dirs = [t.dir().join("one"), t.dir().join("two")];
            let shared = format!("files.dir={}", t.dir().join("files").display());
            let demo = ["--demo", "--demo-password", PASSWORD, "--set", &shared];
            // Both find a database without a table, at the same time.
            let servers: Vec<_> = std::thread::scope(|scope| {
                let begun: Vec<_> = dirs
                    .iter()
                    .map(|dir| {
                        std::fs::create_dir(dir).unwrap();
                        scope.spawn(|| serve(dir, url, &demo))
                    })
                    .collect();
                begun.into_iter().map(|server| server.join().unwrap()).collect()
            });
            let [(mut killed, here), (other, there)] = <[_; 2]>::try_from(servers).unwrap();

            let shopper = sign_in(&here, "ada@shopper.example");
            let seller = sign_in(&there, "lucia@guayabo.example");
            let desk = get_as(&there, "/seller", &seller);
            let id = between(&desk, "/live/seller/", "\"").split(['?', '&']).next().unwrap_or_default();
            let mut stream = TcpStream::connect(&there).unwrap();
            write!(stream, "GET /live/seller/{id} HTTP/1.1\r\nhost: {there}\r\ncookie: {seller}\r\n\r\n")
                .unwrap();
            let order = click(&here, &shopper);
            assert!(heard(stream, &order), "the seller on the other server hears of {order}");

            killed.kill().unwrap();
            killed.wait().unwrap();
            let second = click(&there, &shopper);
            assert_ne!(order, second, "the session and the shop are still there");
            // What the killed one left is done by the other: the log is drained.
            let db = super::rows_of(&dirs[1], Some(url)).await;
            let mut behind = true;
            for _ in 0..400 {
                let mut conn = db.read().await.unwrap();
                let end = conn.last_position().await.unwrap();
                behind = conn.consumer_positions().await.unwrap().into_iter().any(|(_, at)| at != end);
                if !behind {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            assert!(!behind, "every consumer reads on where the killed one stopped");
            assert_eq!(
                count(&db, "SELECT CAST(COUNT(*) AS BIGINT) FROM sellers_sellers").await,
                3,
                "one demo"
            );
            let (state,): (String,) = db
                .read()
                .await
                .unwrap()
                .one(
                    sql("SELECT state FROM orders_orders WHERE id = $1")
                        .bind(order.parse::<OrderId>().unwrap()),
                )
                .await
                .unwrap();
            assert_eq!(state, "placed");
            db.close().await;
            assert!(stop(other));
            let check = orinoco(&dirs[1]).env("DATABASE_URL", url).arg("check").output().unwrap();
            assert!(check.status.success(), "{}{}", text(&check.stdout), text(&check.stderr));
        })
    })
    .await;
}
