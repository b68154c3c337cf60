//! The program as its operator meets it: started in an empty directory, stopped by a signal, asked from a shell.
#![allow(clippy::unwrap_used)]

mod cluster;
mod index;

use db::testing::on_both;
use platform::db::changes::{ChangesOf, changes};
use platform::db::{Db, DbConfig, SystemClock, sql};
use platform::domain::SellerId;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

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

/// Every file below a folder, whole, as text.
fn files_in(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_in(&path));
        } else {
            let content = text(&std::fs::read(&path).unwrap());
            found.push((path, content));
        }
    }
    found
}

/// What stands between two words, the first time.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no `{before}` in {text}")).1;
    rest.split_once(after).map_or(rest, |(found, _)| found)
}

#[test]
fn no_secret_is_ever_logged() {
    const PASSWORD: &str = "seven-stones-in-the-river";
    const APPROVED: &str = "5555555555554444";
    const DECLINED: &str = "4000000000000002";
    /// The last digit does not fit.
    const MALFORMED: &str = "4242424242424241";
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log");
    let args = ["serve", "--demo", "--demo-password", PASSWORD, "--listen", "127.0.0.1:0"];
    let args = [&args[..], &["--set", "log.level=trace"]].concat();
    let (child, address) = serve_logging(dir.path(), &args, std::fs::File::create(&log).unwrap().into());

    let sign_in = |password: &str| {
        let form = format!("email=ada%40shopper.example&password={password}&next=");
        post(&address, "/api/identity/sign-in", "", &form)
    };
    sign_in("a-wrong-one-that-is-nearly-right");
    let answer = sign_in(PASSWORD);
    let session = between(&answer, "set-cookie: orinoco_session=", ";").to_owned();
    let cookie = format!("orinoco_session={session}");
    let card = "name=Ada&card_number=4242424242424242&card_expiry=09%2F35&card_cvc=739";
    assert!(post(&address, "/api/account/card", &cookie, card).starts_with("HTTP/1.1 303"));
    let list = post(&address, "/api/lists/create", &cookie, "name=Birthday");
    let list = between(&list, "location: /account/lists/", "\r\n").to_owned();
    post(&address, "/api/lists/share", &cookie, &format!("id={list}"));
    let page = get_as(&address, &format!("/account/lists/{list}"), &cookie);
    let code = between(&page, "href=\"/l/", "\"").to_owned();
    assert!(get(&address, &format!("/l/{code}")).starts_with("HTTP/1.1 200"));
    get(&address, "/confirm?token=a-token-out-of-a-mail");

    let page = get_as(&address, "/p/alpaca-hat", &cookie);
    let field = |name: &str| between(&page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let line = format!("{}:1:{}:USD", field("offer"), field("price_minor"));
    let check_out = |key: &str, number: &str| {
        let form = format!(
            "key=no-secret-{key}&lines={line}&total_minor=10000000&currency=USD&address={}&card=new\
             &card_number={number}&card_expiry=09%2F35&card_cvc=739",
            field("address")
        );
        let answer = post(&address, "/api/checkout/place", &cookie, &form);
        assert!(!answer.contains(number), "a card's number comes back: {answer}");
        answer
    };
    let malformed = check_out("malformed", MALFORMED);
    assert!(malformed.contains("card_number") && !malformed.contains("location: /orders/"), "{malformed}");
    let declined = check_out("declined", DECLINED);
    assert!(declined.contains("declined") && !declined.contains("location: /orders/"), "{declined}");
    let ordered = check_out("approved", APPROVED);
    assert!(ordered.contains("location: /orders/ord_"), "{ordered}");

    stop(child);
    // Nor is a card's number anywhere in the shop's own files: database, log of writes, index, mails.
    let files = files_in(&dir.path().join("orinoco-data"));
    let holds = |what: &str| files.iter().find(|(_, content)| content.contains(what));
    assert!(holds("ada@shopper.example").is_some(), "the files were read");
    for number in ["4242424242424242", APPROVED, DECLINED, MALFORMED, "card_cvc"] {
        assert_eq!(holds(number).map(|(name, _)| name), None, "{number} is stored");
    }
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("/api/identity/sign-in") && log.contains("/l/"), "requests are logged");
    assert!(log.contains("/api/checkout/place"), "so are orders");
    for (what, secret) in [
        ("the password", PASSWORD),
        ("a wrong password", "a-wrong-one-that-is-nearly-right"),
        ("the session", session.as_str()),
        ("a card's number", "4242424242424242"),
        ("the number of a card that paid", APPROVED),
        ("the number of a card that was declined", DECLINED),
        ("a number with a slip in it", MALFORMED),
        ("a card's code", "card_cvc"),
        ("the link of a list", code.as_str()),
        ("a token out of a mail", "a-token-out-of-a-mail"),
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{what} is logged: {line:?}");
    }
}

#[test]
fn a_log_for_programs_is_an_object_a_line_and_says_which_request_it_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log");
    let args = ["--listen", "127.0.0.1:0", "--log-format", "json"];
    let (child, address) = serve_logging(dir.path(), &args, std::fs::File::create(&log).unwrap().into());
    let answers = ["/no/such/page", "/nor/this/one"].map(|path| (path, get(&address, path)));
    assert!(stop(child));
    let log = std::fs::read_to_string(log).unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect();
    for line in &lines {
        for name in ["timestamp", "level", "message", "target"] {
            assert!(line[name].is_string(), "no {name} in {line}");
        }
    }
    for (path, answer) in answers {
        let id = between(&answer, "x-request-id: ", "\r\n");
        assert!(id.starts_with("req_"), "{answer}");
        let own: Vec<_> = lines.iter().filter(|line| line["span"]["request_id"] == id).collect();
        let [line] = own[..] else { panic!("{path} has {own:?}") };
        assert_eq!((&line["message"], &line["status"]), (&"answered".into(), &404.into()), "{line}");
        assert_eq!(line["span"]["path"], path);
    }
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

/// A catalogue as other shops write it; some lines have a price that is none.
fn catalogue(rows: i64, bad: &[i64]) -> String {
    let mut text = "Handle,Title,Variant SKU,Variant Price\n".to_owned();
    for n in 1..=rows {
        let price = if bad.contains(&n) { "cheap" } else { "12.50" };
        writeln!(text, "thing-{n},Thing number {n},T-{n},{price}").unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn three_broken_rows_of_a_hundred_thousand_are_named_in_a_file_and_nothing_is_imported() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("goods.csv"), catalogue(100_000, &[7, 50_000, 99_999])).unwrap();
    let refused = run(dir.path(), &["import", "goods.csv", "--findings", "found.csv"]);
    assert!(!refused.status.success());
    let said = text(&refused.stdout);
    assert!(said.contains("Nothing was imported: 3 of 100000 rows are bad."), "{said}");
    assert!(text(&refused.stderr).contains("Every finding is in found.csv."), "{}", text(&refused.stderr));
    let found = std::fs::read_to_string(dir.path().join("found.csv")).unwrap();
    let rows: Vec<&str> = found.lines().collect();
    assert_eq!(rows[0], "line,column,kind,reason");
    // The header is the first line.
    for (row, line) in rows[1..].iter().zip([8, 50_001, 100_000]) {
        assert!(row.starts_with(&format!("{line},Variant Price,error,")), "{row}");
    }
    assert_eq!(rows.len(), 4, "{found}");
    let db = rows_of(dir.path(), None).await;
    assert_eq!(imported(&db).await[..4], [0; 4]);
    // No file can be made there: that is said before a row is read.
    let nowhere = run(dir.path(), &["import", "goods.csv", "--findings", "no/such/folder.csv"]);
    assert!(!nowhere.status.success());
    let said = text(&nowhere.stderr);
    assert!(said.contains("no/such/folder.csv cannot be written"), "{said}");
}

/// What an import may change: products, offers, units, runs, and the log that tells of it.
async fn imported(db: &Db) -> [i64; 5] {
    [
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products WHERE status = 'active'").await,
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE active = TRUE").await,
        count(db, "SELECT CAST(COALESCE(SUM(available), 0) AS BIGINT) FROM inventory_stock").await,
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM import_runs WHERE state = 'done'").await,
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM db_events").await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_is_tried_refused_loaded_once_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("good.csv"), catalogue(40, &[])).unwrap();
    // The head is line 1, so the row 21 is line 22.
    std::fs::write(dir.path().join("bad.csv"), catalogue(40, &[21])).unwrap();
    let import = |args: &[&str]| run(dir.path(), &[&["import"][..], args].concat());
    assert!(run(dir.path(), &["migrate"]).status.success());
    let db = rows_of(dir.path(), None).await;

    let tried = import(&["good.csv", "--dry-run"]);
    assert!(tried.status.success(), "{}", text(&tried.stderr));
    assert!(text(&tried.stdout).contains("40 of 40 rows would be imported"), "{}", text(&tried.stdout));
    assert_eq!(imported(&db).await, [0; 5]);

    for args in [&["bad.csv"][..], &["bad.csv", "--dry-run"]] {
        let refused = import(args);
        assert!(!refused.status.success(), "{args:?}");
        let named = text(&refused.stderr);
        assert!(named.contains("bad.csv: line 22, Variant Price: "), "{named}");
        assert!(text(&refused.stdout).contains("Nothing was imported: 1 of 40 rows are bad."));
        assert_eq!(imported(&db).await[..4], [0; 4], "{args:?}");
    }

    let loaded = import(&["bad.csv", "--skip-bad-rows"]);
    assert!(loaded.status.success(), "{}", text(&loaded.stderr));
    assert!(text(&loaded.stdout).contains("39 of 40 rows imported"), "{}", text(&loaded.stdout));
    assert!(text(&loaded.stderr).contains("line 22, Variant Price: "), "the row that is left out is named");
    let after = imported(&db).await;
    assert_eq!(after[..4], [39, 39, 39 * 25, 1]);

    let again = import(&["bad.csv", "--skip-bad-rows"]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(imported(&db).await, [39, 39, 39 * 25, 2, after[4]], "nothing changed, and nobody was told");

    let said = text(&loaded.stdout);
    let id = between(&said, "orinoco import --undo ", "\n");
    let undone = import(&["--undo", id]);
    assert!(undone.status.success(), "{}", text(&undone.stderr));
    // A product and its offer each.
    let words = "Taken back: 78 withdrawn, 0 as before, 0 left as they were.";
    assert!(text(&undone.stdout).contains(words), "{}", text(&undone.stdout));
    assert_eq!(imported(&db).await[..2], [0, 0]);
    let twice = import(&["--undo", id]);
    assert!(!twice.status.success() && text(&twice.stderr).contains("was undone already"));
    let checked = run(dir.path(), &["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_goes_on_where_it_stopped() {
    const ROWS: i64 = 3_000;
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("goods.csv"), catalogue(ROWS, &[])).unwrap();
    assert!(run(dir.path(), &["migrate"]).status.success());
    let db = rows_of(dir.path(), None).await;
    let behind = "SELECT CAST(COALESCE(MAX(cursor), 0) AS BIGINT) FROM import_runs";
    let mut import = orinoco(dir.path())
        .args(["import", "goods.csv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while count(&db, behind).await == 0 {
        assert!(import.try_wait().unwrap().is_none(), "it ended and had loaded nothing");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // SIGKILL: the program cannot put anything in order.
    import.kill().unwrap();
    import.wait().unwrap();
    let stopped = count(&db, behind).await;
    assert!((1..ROWS).contains(&stopped), "it was killed in the middle: {stopped} of {ROWS}");
    assert_eq!(imported(&db).await[..4], [stopped, stopped, stopped * 25, 0]);

    let rest = run(dir.path(), &["import", "goods.csv"]);
    assert!(rest.status.success(), "{}", text(&rest.stderr));
    assert!(text(&rest.stdout).contains("3000 of 3000 rows imported"), "{}", text(&rest.stdout));
    assert_eq!(imported(&db).await[..4], [ROWS, ROWS, ROWS * 25, 1]);
    assert_eq!(count(&db, "SELECT CAST(COUNT(*) AS BIGINT) FROM import_runs").await, 1, "one run, continued");
    assert_eq!(count(&db, behind).await, ROWS);
    db.close().await;
    let checked = run(dir.path(), &["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}
