//! Mail: written with its change, sent once, harmless whatever it quotes.

use db::testing::{TestDb, on_both};
use db::{BoxFuture, Worker};
use domain::DurationUs;
use domain::contact::Email;
use domain::format::Locale;
use mail::{Letter, MailError, MailState, Mailer, Message, Settings, StoredMail, Table};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn to() -> Email {
    Email::parse("ada@example.com").unwrap()
}

fn receipt() -> Letter {
    Letter::new(Locale::En, "Orinoco", "Your order")
        .preheader("Two things are on their way")
        .heading("Thank you, Ada")
        .text("We have your order.\nIt leaves today.")
        .facts([("Order", "ord_1"), ("Ships to", "1 River Road\nPortland")])
        .table(Table {
            head: vec!["Item".into(), "Quantity".into(), "Amount".into()],
            rows: vec![vec!["<b>Paddle</b> & \"oar\"".into(), "2".into(), "$40.00".into()]],
            totals: vec![("Shipping".into(), "$4.99".into()), ("Total".into(), "$44.99".into())],
        })
        .button("See the order", "https://shop.example.com/orders/ord_1?a=1&b=2")
        .small("Undo is possible for 30 minutes.")
        .footer("Orinoco")
}

async fn enqueue(t: &TestDb, message: Message) -> Result<bool, MailError> {
    t.db()
        .write(move |tx| {
            let message = message.clone();
            Box::pin(async move { mail::enqueue(tx, &message).await })
        })
        .await
}

fn settings(t: &TestDb) -> Settings {
    Settings { from: "Orinoco <shop@example.com>".into(), smtp_url: None, dir: t.dir().join("mail") }
}

fn files(t: &TestDb) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(t.dir().join("mail")) else { return Vec::new() };
    entries.map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_written_once_and_sent_once() {
    on_both(|t| {
        Box::pin(async move {
            let worker = mail::register(Worker::new(t.db()), t.db(), mail::mailer(&settings(t)).unwrap());
            assert!(enqueue(t, receipt().message("receipt:1", &to())).await.unwrap());
            assert!(!enqueue(t, receipt().message("receipt:1", &to())).await.unwrap());
            assert_eq!(worker.run_due().await.unwrap(), 1);
            assert!(!enqueue(t, receipt().message("receipt:1", &to())).await.unwrap());
            assert_eq!(worker.run_due().await.unwrap(), 0);
            let sent = files(t);
            assert_eq!(sent.len(), 1);
            for part in [
                "From: Orinoco <shop@example.com>",
                "To: ada@example.com",
                "Subject: Your order",
                "Message-ID: <eml_",
            ] {
                assert!(sent[0].contains(part), "{part}");
            }
            assert!(sent[0].contains("text/plain") && sent[0].contains("text/html"));
            let stored = mail::by_key(&mut t.db().read().await.unwrap(), "receipt:1").await.unwrap().unwrap();
            assert_eq!((stored.state, stored.sent_at_us), (MailState::Sent, Some(t.db().now())));
        })
    })
    .await;
}

/// Takes the mail but dies before it can say so, the first time.
struct Interrupted {
    inner: Arc<dyn Mailer>,
    deliveries: AtomicUsize,
}

impl Mailer for Interrupted {
    fn deliver<'a>(&'a self, mail: &'a StoredMail) -> BoxFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            self.inner.deliver(mail).await?;
            match self.deliveries.fetch_add(1, Ordering::SeqCst) {
                0 => Err(MailError::File(std::io::Error::other("the server died"))),
                _ => Ok(()),
            }
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_delivery_is_tried_again_and_stays_one_mail() {
    on_both(|t| {
        Box::pin(async move {
            let inner = mail::mailer(&settings(t)).unwrap();
            let mailer = Arc::new(Interrupted { inner, deliveries: AtomicUsize::new(0) });
            let worker = mail::register(Worker::new(t.db()), t.db(), mailer.clone());
            enqueue(t, receipt().message("receipt:1", &to())).await.unwrap();
            worker.run_due().await.unwrap();
            let queued = mail::by_key(&mut t.db().read().await.unwrap(), "receipt:1").await.unwrap().unwrap();
            assert_eq!(queued.state, MailState::Queued);
            t.clock().advance(DurationUs::from_mins(1));
            worker.run_due().await.unwrap();
            assert_eq!(mailer.deliveries.load(Ordering::SeqCst), 2);
            assert_eq!(files(t).len(), 1);
            // A job that runs once more finds the mail sent.
            mail::send(&t.db(), mailer.as_ref(), queued.id).await.unwrap();
            assert_eq!(mailer.deliveries.load(Ordering::SeqCst), 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_of_a_change_that_failed_does_not_exist() {
    on_both(|t| {
        Box::pin(async move {
            let failed: Result<(), MailError> = t
                .db()
                .write(|tx| {
                    Box::pin(async move {
                        mail::enqueue(tx, &receipt().message("receipt:1", &to())).await?;
                        Err(MailError::NoSuchMail)
                    })
                })
                .await;
            failed.unwrap_err();
            assert!(mail::recent(&mut t.db().read().await.unwrap(), 10).await.unwrap().is_empty());
            let worker = mail::register(Worker::new(t.db()), t.db(), mail::mailer(&settings(t)).unwrap());
            assert_eq!(worker.run_due().await.unwrap(), 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_cannot_be_added_through_the_subject() {
    on_both(|t| {
        Box::pin(async move {
            for subject in ["Hello\r\nBcc: all@example.com", "Hello\nBcc: x@example.com", "a\rb", "a\0b", ""]
            {
                let message = Message { subject: subject.into(), ..receipt().message("k", &to()) };
                assert!(matches!(enqueue(t, message).await, Err(MailError::BadSubject)), "{subject:?}");
            }
            let too_long = receipt().message("k".repeat(201), &to());
            assert!(matches!(enqueue(t, too_long).await, Err(MailError::BadKey)));
            let letter = Letter::new(Locale::En, "Orinoco", "Shipped: Paddle\r\nBcc: all@example.com");
            assert_eq!(letter.message("k", &to()).subject, "Shipped: Paddle Bcc: all@example.com");
            assert!(enqueue(t, letter.message("k", &to())).await.unwrap());
        })
    })
    .await;
}

#[test]
fn html_and_text_say_the_same_and_quote_safely() {
    let (html, text) = (receipt().html(), receipt().plain_text());
    for part in ["Thank you, Ada", "$40.00", "$4.99", "$44.99", "ord_1", "See the order", "30 minutes"] {
        assert!(html.contains(part) && text.contains(part), "{part}");
    }
    assert!(html.contains("&lt;b&gt;Paddle&lt;/b&gt; &amp; &quot;oar&quot;") && !html.contains("<b>"));
    assert!(html.contains("href=\"https://shop.example.com/orders/ord_1?a=1&amp;b=2\""));
    assert!(text.contains("https://shop.example.com/orders/ord_1?a=1&b=2"));
    assert!(text.contains("Quantity: 2; Amount: $40.00"));
}

#[test]
fn a_link_that_is_no_web_address_stays_text() {
    let html = Letter::new(Locale::En, "Orinoco", "s").button("Click", "javascript:alert(1)").html();
    assert!(!html.contains("href"));
}

#[test]
fn arabic_letters_run_from_right_to_left() {
    let html = Letter::new(Locale::Ar, "Orinoco", "طلبك").text("مرحبا").html();
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && html.contains("text-align:right"));
    let english = receipt().html();
    assert!(
        english.contains("<html lang=\"en\" dir=\"ltr\">") && english.contains("prefers-color-scheme:dark")
    );
}

#[test]
fn bad_settings_are_named_and_secrets_are_not_shown() {
    let good = Settings { from: "shop@example.com".into(), smtp_url: None, dir: "mail".into() };
    let bad_sender = mail::mailer(&Settings { from: "not an address".into(), ..good.clone() });
    assert!(matches!(bad_sender.err(), Some(MailError::BadSender(_))));
    let secret = Settings { smtp_url: Some("smtpx://user:hunter22@host".into()), ..good };
    assert!(!format!("{secret:?}").contains("hunter22"));
    let error = mail::mailer(&secret).err().unwrap();
    assert!(matches!(error, MailError::BadSmtpUrl(_)) && !error.to_string().contains("hunter22"));
}
