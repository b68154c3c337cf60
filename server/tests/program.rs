//! The program as its operator meets it: started in an empty directory, stopped by a signal, asked from a shell.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn orinoco(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orinoco"));
    command.current_dir(dir).env_remove("DATABASE_URL").env_remove("ORINOCO_TEST_POSTGRES_URL");
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    orinoco(dir).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server that says where it is open.
fn serve(dir: &Path, args: &[&str]) -> (Child, String) {
    let mut child = orinoco(dir).args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let open =
        lines.find_map(|line| line.unwrap().strip_prefix("Orinoco is open at http://").map(str::to_owned));
    std::thread::spawn(move || lines.for_each(drop));
    (child, open.expect("the server says where it is open"))
}

fn get(address: &str, path: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn serving_in_an_empty_directory_makes_what_it_needs_and_a_signal_ends_it_cleanly() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, address) = serve(dir.path(), &["--listen", "127.0.0.1:0"]);
    assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(&address, "/").starts_with("HTTP/1.1 200"));
    assert!(dir.path().join("orinoco-data/orinoco.db").exists());
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert!(child.wait().unwrap().success(), "SIGTERM is a clean end");
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

#[test]
fn the_operator_is_made_from_a_shell() {
    let dir = tempfile::tempdir().unwrap();
    let nobody = run(dir.path(), &["admin", "make-operator", "olga@example.com"]);
    assert!(!nobody.status.success() && text(&nobody.stderr).contains("create-account"));
    let made = run(dir.path(), &["admin", "create-account", "olga@example.com", "--name", "Olga"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let operator = run(dir.path(), &["admin", "make-operator", "olga@example.com"]);
    assert!(text(&operator.stdout).contains("is an operator"), "{}", text(&operator.stderr));
    let seller = run(dir.path(), &["admin", "create-seller", "Olga's Books", "--owner", "olga@example.com"]);
    assert!(seller.status.success(), "{}", text(&seller.stderr));
    assert!(text(&run(dir.path(), &["admin", "sellers"]).stdout).contains("olgas-books"));
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

#[test]
fn no_secret_is_ever_logged() {
    const PASSWORD: &str = "seven-stones-in-the-river";
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log");
    let mut child = orinoco(dir.path())
        .args(["serve", "--demo", "--demo-password", PASSWORD, "--listen", "127.0.0.1:0"])
        .args(["--set", "log.level=trace"])
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let open =
        lines.find_map(|line| line.unwrap().strip_prefix("Orinoco is open at http://").map(str::to_owned));
    let address = open.expect("the server says where it is open");
    std::thread::spawn(move || lines.for_each(drop));

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
    let mut socket = TcpStream::connect(&address).unwrap();
    write!(socket, "GET /account/lists/{list} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncookie: {cookie}\r\n\r\n")
        .unwrap();
    let mut page = String::new();
    socket.read_to_string(&mut page).unwrap();
    let code = between(&page, "href=\"/l/", "\"").to_owned();
    assert!(get(&address, &format!("/l/{code}")).starts_with("HTTP/1.1 200"));
    get(&address, "/confirm?token=a-token-out-of-a-mail");

    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    child.wait().unwrap();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("/api/identity/sign-in") && log.contains("/l/"), "requests are logged");
    for (what, secret) in [
        ("the password", PASSWORD),
        ("a wrong password", "a-wrong-one-that-is-nearly-right"),
        ("the session", session.as_str()),
        ("a card's number", "4242424242424242"),
        ("a card's code", "card_cvc"),
        ("the link of a list", code.as_str()),
        ("a token out of a mail", "a-token-out-of-a-mail"),
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{what} is logged: {line:?}");
    }
}
