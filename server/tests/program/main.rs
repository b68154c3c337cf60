//! The program as its operator meets it: started in an empty directory, stopped by a signal, asked from a shell.
#![allow(clippy::unwrap_used)]

mod cluster;
mod eval;
mod imports;
mod index;
mod logs;

use db::testing::on_both;
use platform::db::changes::{ChangesOf, changes};
use platform::db::{Db, DbConfig, SystemClock, sql};
use platform::domain::SellerId;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

/// The program in this directory, without the settings of whoever runs the tests.
fn orinoco(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orinoco"));
    for (name, _) in std::env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("ORINOCO_") {
            command.env_remove(name);
        }
    }
    command.current_dir(dir);
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    orinoco(dir).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The rows of the shop in this directory, behind the program's back.
async fn rows_of(dir: &Path, url: Option<&str>) -> Db {
    let data_dir = dir.join("orinoco-data");
    let config = DbConfig { url: url.map(str::to_owned), data_dir, connections: 2 };
    Db::connect(&config, Arc::new(SystemClock)).await.unwrap()
}

/// The database of a test has its tables already; an operator's has none.
async fn without_tables(db: Db) {
    let emptied = db.write::<(), platform::db::DbError, _>(|tx| {
        Box::pin(async move {
            tx.exec(sql("DROP SCHEMA public CASCADE")).await?;
            tx.exec(sql("CREATE SCHEMA public")).await?;
            Ok(())
        })
    });
    emptied.await.unwrap();
}

async fn count(db: &Db, what: &'static str) -> i64 {
    let (count,): (i64,) = db.read().await.unwrap().one(sql(what)).await.unwrap();
    count
}

/// A server that says where it is open.
fn serve(dir: &Path, args: &[&str]) -> (Child, String) {
    serve_logging(dir, args, Stdio::null())
}

/// The same, with a place for its log.
fn serve_logging(dir: &Path, args: &[&str], log: Stdio) -> (Child, String) {
    let mut child = orinoco(dir).args(args).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let open =
        lines.find_map(|line| line.unwrap().strip_prefix("Orinoco is open at http://").map(str::to_owned));
    std::thread::spawn(move || lines.for_each(drop));
    (child, open.expect("the server says where it is open"))
}

fn get(address: &str, path: &str) -> String {
    get_as(address, path, "")
}

fn get_as(address: &str, path: &str, cookie: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncookie: {cookie}\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

/// Ends it as a service manager does.
fn stop(mut child: Child) -> bool {
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    child.wait().unwrap().success()
}

#[test]
fn serving_in_an_empty_directory_makes_what_it_needs_and_a_signal_ends_it_cleanly() {
    let dir = tempfile::tempdir().unwrap();
    let (child, address) = serve(dir.path(), &["--listen", "127.0.0.1:0"]);
    assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(&address, "/").starts_with("HTTP/1.1 200"));
    assert!(dir.path().join("orinoco-data/orinoco.db").exists());
    assert!(stop(child), "SIGTERM is a clean end");
}

#[test]
fn a_demo_is_made_once_can_be_checked_and_its_passwords_are_for_the_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let made = run(dir.path(), &["seed", "--demo-password", "a-demo-password"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("ada@shopper.example"));
    let again = run(dir.path(), &["seed"]);
    assert!(again.status.success() && text(&again.stdout).contains("set by an earlier run"));
    let checked = run(dir.path(), &["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    assert!(text(&checked.stdout).contains("Nothing is lost."));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = std::fs::metadata(dir.path().join("orinoco-data/demo-accounts.txt")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_slip_in_the_settings_stops_the_start_and_names_what_was_meant() {
    let dir = tempfile::tempdir().unwrap();
    let refused = run(dir.path(), &["--set", "lissten=127.0.0.1:0", "migrate"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("did you mean `listen`?"), "{}", text(&refused.stderr));
    assert!(!dir.path().join("orinoco-data").exists(), "nothing is made by a start that fails");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_is_made_from_a_shell_and_the_trail_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let nobody = run(dir.path(), &["admin", "make-operator", "olga@example.com"]);
    assert!(!nobody.status.success() && text(&nobody.stderr).contains("create-account"));
    let made = run(dir.path(), &["admin", "create-account", "olga@example.com", "--name", "Olga"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let operator = run(dir.path(), &["admin", "make-operator", "olga@example.com"]);
    assert!(text(&operator.stdout).contains("is an operator: administrator"), "{}", text(&operator.stderr));
    let nothing = run(dir.path(), &["admin", "make-operator", "olga@example.com", "--role", "king"]);
    assert!(!nothing.status.success() && text(&nothing.stderr).contains("finance, catalogue, support"));
    for last in [&["--role", "finance"][..], &["--revoke"]] {
        let last = run(dir.path(), &[&["admin", "make-operator", "olga@example.com"][..], last].concat());
        assert!(!last.status.success() && text(&last.stderr).contains("the last administrator stays"));
    }
    let vera =
        run(dir.path(), &["admin", "create-account", "vera@example.com", "--name", "Vera", "--operator"]);
    assert!(vera.status.success(), "{}", text(&vera.stderr));
    let finance = run(dir.path(), &["admin", "make-operator", "olga@example.com", "--role", "finance"]);
    assert!(text(&finance.stdout).contains("is an operator: finance"), "{}", text(&finance.stderr));
    let seller = run(dir.path(), &["admin", "create-seller", "Olga's Books", "--owner", "olga@example.com"]);
    assert!(seller.status.success(), "{}", text(&seller.stderr));
    assert!(text(&run(dir.path(), &["admin", "sellers"]).stdout).contains("olgas-books"));
    let rows = rows_of(dir.path(), None).await;
    let notes = changes(&mut rows.read().await.unwrap(), ChangesOf::default(), 20).await.unwrap();
    let routes: Vec<&str> = notes.iter().rev().map(|note| note.route.as_str()).collect();
    // What was refused changed nothing.
    assert_eq!(
        routes,
        [
            "orinoco admin create-account",
            "orinoco admin make-operator",
            "orinoco admin create-account",
            "orinoco admin make-operator",
            "orinoco admin create-seller",
        ]
    );
    assert!(notes.iter().all(|note| note.command_line && note.account_id.is_none()), "{notes:?}");
    assert!(!format!("{notes:?}").contains("olga@example.com"), "{notes:?}");
    rows.close().await;
}

#[test]
fn a_kit_is_listed_looked_at_and_added_once_from_a_shell() {
    let dir = tempfile::tempdir().unwrap();
    let list = text(&run(dir.path(), &["kit", "list"]).stdout);
    assert!(["bookshop", "grocer", "fashion", "electronics"].iter().all(|kit| list.contains(kit)), "{list}");
    let shown = text(&run(dir.path(), &["kit", "preview", "grocer", "--language", "es"]).stdout);
    assert!(shown.contains("Frutas y verduras") && shown.contains("Nothing was changed"), "{shown}");
    let add = ["kit", "apply", "grocer", "--by", "olga@example.com"];
    let nobody = run(dir.path(), &add);
    assert!(!nobody.status.success() && text(&nobody.stderr).contains("create-account"));
    run(dir.path(), &["admin", "create-account", "olga@example.com", "--name", "Olga"]);
    let shopper = run(dir.path(), &add);
    assert!(!shopper.status.success() && text(&shopper.stderr).contains("make-operator"));
    run(dir.path(), &["admin", "make-operator", "olga@example.com"]);
    let added = run(dir.path(), &add);
    assert!(text(&added.stdout).contains("0 there already and kept."), "{}", text(&added.stderr));
    let again = run(dir.path(), &add);
    assert!(text(&again.stdout).contains("Nothing was changed."), "{}", text(&again.stderr));
    let unknown = run(dir.path(), &["kit", "preview", "bakery"]);
    assert!(!unknown.status.success() && text(&unknown.stderr).contains("bookshop"));
}

#[test]
fn a_port_that_is_taken_is_said_plainly() {
    let dir = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = run(dir.path(), &["--listen", &taken.local_addr().unwrap().to_string()]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("Choose another with --listen"), "{}", text(&refused.stderr));
}

/// Sends a form with the browser's cookies; the whole answer.
fn post(address: &str, path: &str, cookie: &str, form: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    let length = form.len();
    write!(
        socket,
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncookie: {cookie}\r\naccept: text/html\r\n\
         sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

/// What stands between two words, the first time.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no `{before}` in {text}")).1;
    rest.split_once(after).map_or(rest, |(found, _)| found)
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_empty_database_to_a_check_that_names_a_broken_row_and_fails() {
    on_both(|t| {
        Box::pin(async move {
            let dir = t.dir().join("shop");
            std::fs::create_dir(&dir).unwrap();
            if t.url().is_some() {
                without_tables(t.db()).await;
            }
            let run = |args: &[&str]| {
                let mut command = orinoco(&dir);
                command.envs(t.url().map(|url| ("DATABASE_URL", url))).args(args).output().unwrap()
            };
            for _ in 0..2 {
                let migrated = run(&["migrate"]);
                assert!(migrated.status.success(), "{}", text(&migrated.stderr));
                let engine = if t.url().is_some() { "postgres" } else { "sqlite" };
                let said = format!("The tables of the {engine} database are up to date.");
                assert!(text(&migrated.stdout).contains(&said), "{}", text(&migrated.stdout));
            }
            let made = run(&["admin", "create-account", "olga@example.com", "--name", "Olga"]);
            assert!(made.status.success(), "{}", text(&made.stderr));
            let made = run(&["admin", "create-seller", "Olga's Books", "--owner", "olga@example.com"]);
            assert!(made.status.success(), "{}", text(&made.stderr));
            let sound = run(&["check"]);
            assert!(sound.status.success(), "{}{}", text(&sound.stdout), text(&sound.stderr));
            assert!(text(&sound.stdout).contains("Nothing is lost."), "{}", text(&sound.stdout));

            let db = rows_of(&dir, t.url()).await;
            let tampered = db.write::<SellerId, platform::db::DbError, _>(|tx| {
                Box::pin(async move {
                    let statement =
                        "UPDATE sellers_sellers SET suspended_at_us = 1 WHERE slug = 'olgas-books'
                                     RETURNING id";
                    let (seller,): (SellerId,) = tx.one(sql(statement)).await?;
                    Ok(seller)
                })
            });
            let seller = tampered.await.unwrap();
            db.close().await;
            let broken = run(&["check"]);
            assert!(!broken.status.success());
            let said = text(&broken.stdout);
            for line in [
                "buybox: 1 rows break a rule".to_owned(),
                format!("  sellers_sellers {seller}: a seller is suspended exactly when the last decision"),
                "1 rows are wrong.".to_owned(),
            ] {
                assert!(said.contains(&line), "no `{line}` in {said}");
            }
            assert!(!said.contains("Nothing is lost."), "{said}");
        })
    })
    .await;
}
