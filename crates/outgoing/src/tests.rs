use super::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[test]
fn addresses_of_this_machine_and_its_network_are_not_public() {
    for (address, public) in [
        ("8.8.8.8", true),
        ("142.250.1.1", true),
        ("127.0.0.1", false),
        ("10.1.2.3", false),
        ("172.16.0.1", false),
        ("192.168.1.1", false),
        ("169.254.169.254", false),
        ("100.64.0.1", false),
        ("0.0.0.0", false),
        ("224.0.0.1", false),
        ("255.255.255.255", false),
        ("198.18.0.1", false),
        ("2607:f8b0::1", true),
        ("::1", false),
        ("::", false),
        ("::ffff:10.0.0.1", false),
        ("::ffff:8.8.8.8", true),
        ("fe80::1", false),
        ("fd00::1", false),
        ("64:ff9b::a00:1", false),
        ("2002:a00:1::", false),
        ("2001:db8::1", false),
        ("ff02::1", false),
    ] {
        assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
    }
}

#[tokio::test]
async fn what_leads_to_this_machine_or_is_no_https_is_not_asked() {
    let https = Https::new().unwrap();
    for (url, private) in [
        ("https://localhost/x", true),
        ("https://127.0.0.1/x", true),
        ("https://10.0.0.1/daily.xml", true),
        ("http://bank.example/x", false),
        ("https://bank.example:8443/x", false),
        ("file:///etc/passwd", false),
        ("", false),
    ] {
        match https.get(url, 100).await {
            Err(OutgoingError::PrivateAddress) => assert!(private, "{url}"),
            Err(OutgoingError::BadAddress) => assert!(!private, "{url}"),
            other => panic!("{url}: {other:?}"),
        }
    }
}

/// What becomes of an answer of a machine that says just this.
async fn answered(says: &'static [u8]) -> Result<String, OutgoingError> {
    let (here, mut there) = tokio::io::duplex(4_096);
    let machine = tokio::spawn(async move {
        let mut asked = vec![0; 1_024];
        let read = there.read(&mut asked).await.unwrap();
        there.write_all(says).await.unwrap();
        String::from_utf8_lossy(&asked[..read]).into_owned()
    });
    let answer = read(here, &"https://bank.example/daily.xml?of=today".parse().unwrap(), 16).await;
    let asked = machine.await.unwrap();
    assert!(asked.starts_with("GET /daily.xml?of=today HTTP/1.1\r\n"), "{asked}");
    assert!(asked.to_lowercase().contains("host: bank.example\r\n"), "{asked}");
    answer
}

#[tokio::test]
async fn an_answer_is_taken_whole_or_not_at_all() {
    let whole = answered(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nrates").await;
    assert_eq!(whole.unwrap(), "rates");
    let moved =
        answered(b"HTTP/1.1 302 Found\r\nlocation: http://10.0.0.1/\r\ncontent-length: 0\r\n\r\n").await;
    assert!(matches!(moved, Err(OutgoingError::Status(302))), "{moved:?}");
    for bad in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n12345678901234567"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nrates",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xfe",
    ] {
        let refused = answered(bad).await;
        assert!(matches!(refused, Err(OutgoingError::BadAnswer { most: 16 })), "{refused:?}");
    }
    let nonsense = answered(b"no\r\n\r\n").await;
    assert!(matches!(nonsense, Err(OutgoingError::Unreachable(_))), "{nonsense:?}");
}

/// A machine on this one that answers once with this; gives its address.
async fn one_answer(says: &'static [u8]) -> (String, tokio::task::JoinHandle<String>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?a=1", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut there, _) = listener.accept().await.unwrap();
        let mut asked = vec![0; 1_024];
        let read = there.read(&mut asked).await.unwrap();
        there.write_all(says).await.unwrap();
        String::from_utf8_lossy(&asked[..read]).into_owned()
    });
    (url, asked)
}

#[tokio::test]
async fn a_text_is_sent_with_its_headers_and_any_answer_is_one() {
    let (url, asked) = one_answer(b"HTTP/1.1 422 No\r\ncontent-length: 9\r\n\r\nnot today").await;
    let https = Https::with_this_machine().unwrap();
    let answer = https.post(&url, &[("webhook-id", "whm_1")], "{}", 6).await.unwrap();
    assert_eq!(answer, (422, "not to".to_owned()));
    let asked = asked.await.unwrap();
    assert!(asked.starts_with("POST /hook?a=1 HTTP/1.1\r\n") && asked.ends_with("\r\n\r\n{}"), "{asked}");
    assert!(asked.contains("webhook-id: whm_1\r\n"), "{asked}");
}

#[tokio::test]
async fn nothing_is_sent_to_this_machine_unless_that_was_wanted() {
    let https = Https::new().unwrap();
    for url in ["http://127.0.0.1:9/x", "https://127.0.0.1/x", "https://localhost/x"] {
        let refused = https.post(url, &[], "{}", 10).await;
        assert!(matches!(refused, Err(OutgoingError::BadAddress | OutgoingError::PrivateAddress)), "{url}");
    }
}
