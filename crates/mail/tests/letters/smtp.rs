//! The SMTP transport against a server that speaks just enough of RFC 5321 to take a mail or refuse it.

use db::testing::TestDb;
use domain::contact::Email;
use domain::format::Locale;
use mail::{Letter, MailError, Mailer, Settings};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Answers one connection and returns what was said to it. `verdict` is the answer to the finished mail.
async fn converse(stream: TcpStream, verdict: &str) -> String {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut heard = String::new();
    write.write_all(b"220 test\r\n").await.unwrap();
    let mut in_data = false;
    while let Ok(Some(line)) = lines.next_line().await {
        heard.push_str(&line);
        heard.push('\n');
        let answer = match line.as_str() {
            "." if in_data => {
                in_data = false;
                verdict
            }
            _ if in_data => continue,
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => break,
            _ => "250 ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        if line == "." {
            break;
        }
    }
    heard
}

async fn server(verdict: &'static str) -> (Arc<dyn Mailer>, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let settings = Settings {
        from: "Orinoco <shop@example.com>".into(),
        smtp_url: Some(url),
        dir: std::path::PathBuf::new(),
    };
    let heard = tokio::spawn(async move { converse(listener.accept().await.unwrap().0, verdict).await });
    (mail::mailer(&settings).unwrap(), heard)
}

async fn written(t: &TestDb) -> mail::StoredMail {
    let to = Email::parse("ada@example.com").unwrap();
    let message = Letter::new(Locale::Ar, "Orinoco", "طلبك").text("مرحبا").message("receipt:1", &to);
    let db = t.db();
    db.write(move |tx| {
        let message = message.clone();
        Box::pin(async move { mail::enqueue(tx, &message).await })
    })
    .await
    .unwrap();
    mail::by_key(&mut db.read().await.unwrap(), "receipt:1").await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_the_server_takes_is_sent() {
    let t = TestDb::sqlite().await;
    let mail = written(&t).await;
    let (mailer, heard) = server("250 taken").await;
    mail::send(&t.db(), mailer.as_ref(), mail.id).await.unwrap();
    let heard = heard.await.unwrap();
    for part in [
        "MAIL FROM:<shop@example.com>",
        "RCPT TO:<ada@example.com>",
        "Subject: =?utf-8?",
        "multipart/alternative",
    ] {
        assert!(heard.contains(part), "{part} in {heard}");
    }
    let stored = mail::by_key(&mut t.db().read().await.unwrap(), "receipt:1").await.unwrap().unwrap();
    assert!(stored.sent_at_us.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_the_server_refuses_stays_queued() {
    let t = TestDb::sqlite().await;
    let mail = written(&t).await;
    let (mailer, _heard) = server("451 try again later").await;
    let error = mail::send(&t.db(), mailer.as_ref(), mail.id).await.unwrap_err();
    assert!(matches!(error, MailError::Smtp(_)));
    let stored = mail::by_key(&mut t.db().read().await.unwrap(), "receipt:1").await.unwrap().unwrap();
    assert_eq!(stored.sent_at_us, None);
}
