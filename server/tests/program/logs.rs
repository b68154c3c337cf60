//! What the program says of itself while it serves: no secret, and for programs an object a line.
use std::path::{Path, PathBuf};

use super::{between, get, get_as, post, serve_logging, stop, text};

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
