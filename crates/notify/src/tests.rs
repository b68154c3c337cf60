//! Messages from the shop's row to what a device reads, and whom the server will not write to.

use crate::seal::{POINT_BYTES, sealed, secrets};
use crate::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use db::testing::{TestDb, on_both};
use db::{Db, Worker};
use domain::format::Locale;
use domain::{AccountId, DeviceId};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn message() -> Message {
    Message::new(Locale::Ar, "وصل طردك", "Brass lamp", "/orders/ord_1".into(), "shp_1".into())
}

/// RFC 8291, appendix A: the same shared secret, keys and salt give the same bytes.
#[test]
fn a_sealed_message_is_the_one_of_the_standard() {
    let shared = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
    let sender =
        bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw");
    let text = b"When I grow up, I want to be a watermelon";
    let (key, nonce) = secrets(&shared, &bytes(POINT), &bytes(AUTH), &sender, &salt).unwrap();
    assert_eq!(URL_SAFE_NO_PAD.encode(key), "oIhVW04MRdy2XN9CiKLxTg");
    assert_eq!(URL_SAFE_NO_PAD.encode(nonce), "4h_95klXJ5E_qnoN");
    let body = sealed(&shared, &bytes(POINT), &bytes(AUTH), &sender, &salt, text).unwrap();
    assert_eq!(
        URL_SAFE_NO_PAD.encode(body),
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
         EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    );
}

/// What a push service was sent.
struct Heard {
    headers: HeaderMap,
    path: String,
    body: Vec<u8>,
}

/// A push service on this machine that answers each message with this status.
async fn service(status: u16) -> (String, mpsc::UnboundedReceiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (tell, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let tell = tell.clone();
            let answer = service_fn(move |request: Request<Incoming>| {
                let tell = tell.clone();
                async move {
                    let (parts, body) = request.into_parts();
                    let body = body.collect().await.unwrap().to_bytes().to_vec();
                    tell.send(Heard { headers: parts.headers, path: parts.uri.to_string(), body }).unwrap();
                    let response = Response::builder()
                        .status(StatusCode::from_u16(status).unwrap())
                        .header("location", "http://127.0.0.1:9/elsewhere");
                    Ok::<_, std::convert::Infallible>(response.body(Full::new(Bytes::new())).unwrap())
                }
            });
            let connection = hyper::server::conn::http1::Builder::new();
            let _ = connection.serve_connection(TokioIo::new(stream), answer).await;
        }
    });
    (origin, heard)
}

/// A device of a new account, at this endpoint; the row is written as it is, for the tests' service has no TLS.
async fn device(db: &Db, endpoint: &str, point: &str) -> (AccountId, DeviceId) {
    let account: AccountId = db.new_id();
    let new = NewDevice::parse("https://push.example/device", POINT, AUTH).unwrap();
    let (endpoint, point) = (endpoint.to_owned(), point.to_owned());
    let id = db
        .write(move |tx| {
            let (new, endpoint, point) = (new.clone(), endpoint.clone(), point.clone());
            Box::pin(async move {
                let id = add(tx, account, &new).await?;
                let statement = db::sql("UPDATE notify_devices SET endpoint = $2, p256dh = $3 WHERE id = $1");
                tx.exec(statement.bind(id).bind(endpoint).bind(point)).await?;
                Ok::<_, NotifyError>(id)
            })
        })
        .await
        .unwrap();
    (account, id)
}

async fn tell(db: &Db, account: AccountId) -> usize {
    db.write(move |tx| Box::pin(async move { enqueue(tx, account, Kind::Shipped, &message()).await }))
        .await
        .unwrap()
}

async fn run(db: &Db, keys: &Keys, pusher: Arc<dyn Pusher>) -> usize {
    let worker = Worker::new(db.clone());
    let contact = "mailto:shop@example.com".to_owned();
    register(worker, db.clone(), keys.clone(), contact, pusher).run_due().await.unwrap()
}

async fn known(db: &Db, account: AccountId) -> usize {
    devices(&mut db.read().await.unwrap(), account).await.unwrap().len()
}

async fn waiting(db: &Db) -> i64 {
    db.read().await.unwrap().job_counts().await.unwrap().get("ready").copied().unwrap_or(0)
}

/// Opens a record as a device does: written from the standard, not from the sealing side.
fn opened(own: EphemeralPrivateKey, point: &[u8], body: &[u8]) -> Vec<u8> {
    let (salt, rest) = body.split_at(16);
    let (size, rest) = rest.split_at(4);
    assert_eq!(u32::from_be_bytes(size.try_into().unwrap()), 4_096);
    let (sender, record) = rest[1..].split_at(usize::from(rest[0]));
    assert_eq!(sender.len(), POINT_BYTES);
    agree_ephemeral(own, &UnparsedPublicKey::new(&ECDH_P256, sender), |shared| {
        let (key, nonce) = secrets(shared, point, &bytes(AUTH), sender, salt).unwrap();
        let key = ring::aead::UnboundKey::new(&ring::aead::AES_128_GCM, &key).unwrap();
        let mut text = record.to_vec();
        let nonce = ring::aead::Nonce::assume_unique_for_key(nonce);
        let open =
            ring::aead::LessSafeKey::new(key).open_in_place(nonce, ring::aead::Aad::empty(), &mut text);
        let open = open.unwrap();
        let (last, text) = open.split_last().unwrap();
        assert_eq!(*last, 2);
        text.to_vec()
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_reads_what_the_shop_wrote_and_the_service_only_who_wrote_it() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let keys = Keys::open(&db).await.unwrap();
            let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
            let point = own.compute_public_key().unwrap().as_ref().to_vec();
            let (origin, mut heard) = service(201).await;
            let endpoint = format!("{origin}/send/abc?x=1");
            let (account, _) = device(&db, &endpoint, &URL_SAFE_NO_PAD.encode(&point)).await;
            assert_eq!(tell(&db, account).await, 1);
            run(&db, &keys, Arc::new(WebPusher::to_this_machine().unwrap())).await;

            let Heard { headers, path, body } = heard.recv().await.unwrap();
            assert_eq!(path, "/send/abc?x=1");
            assert_eq!(headers["content-encoding"], "aes128gcm");
            assert_eq!(headers["ttl"], "172800");
            let text = String::from_utf8(opened(own, &point, &body)).unwrap();
            assert_eq!(serde_json::from_str::<Message>(&text).unwrap(), message());

            let authorization = headers["authorization"].to_str().unwrap();
            let token = authorization.strip_prefix("vapid t=").unwrap().split(", k=").next().unwrap();
            assert!(authorization.ends_with(&format!(", k={}", keys.public())));
            let (signed, signature) = token.rsplit_once('.').unwrap();
            Verifier::new(&ECDSA_P256_SHA256_FIXED, bytes(&keys.public()))
                .verify(signed.as_bytes(), &bytes(signature))
                .unwrap();
            let claims: serde_json::Value =
                serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap();
            assert_eq!((&claims["aud"], &claims["sub"]), (&origin.into(), &"mailto:shop@example.com".into()));
            let left_s = claims["exp"].as_i64().unwrap() - db.now().as_micros() / 1_000_000;
            assert!((1..=24 * 3_600).contains(&left_s), "{left_s}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_its_service_does_not_know_is_forgotten() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let keys = Keys::open(&db).await.unwrap();
            for status in [404, 410] {
                let (origin, _heard) = service(status).await;
                let (account, _) = device(&db, &format!("{origin}/{status}"), POINT).await;
                tell(&db, account).await;
                run(&db, &keys, Arc::new(WebPusher::to_this_machine().unwrap())).await;
                assert_eq!((known(&db, account).await, waiting(&db).await), (0, 0), "{status}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_service_is_asked_again_later_and_a_refusal_or_a_redirect_is_not_followed() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let keys = Keys::open(&db).await.unwrap();
            for (status, again) in [(429, 1), (503, 1), (403, 0), (413, 0), (307, 0)] {
                let (origin, mut heard) = service(status).await;
                let (account, id) = device(&db, &format!("{origin}/{status}"), POINT).await;
                tell(&db, account).await;
                run(&db, &keys, Arc::new(WebPusher::to_this_machine().unwrap())).await;
                assert_eq!((known(&db, account).await, waiting(&db).await), (1, again), "{status}");
                assert!(heard.recv().await.is_some() && heard.try_recv().is_err(), "{status}: asked once");
                db.write(move |tx| Box::pin(async move { remove(tx, account, id).await })).await.unwrap();
                t.clock().advance(domain::DurationUs::from_mins(5));
                // A device that is gone by now ends the job.
                run(&db, &keys, Arc::new(RecordingPusher::default())).await;
                assert_eq!(waiting(&db).await, 0, "{status}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_turned_messages_off_gets_none() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let keys = Keys::open(&db).await.unwrap();
            let (account, _) = device(&db, "https://push.example/off", POINT).await;
            let off = Choice { page: true, push: false, mail: true };
            db.write(move |tx| Box::pin(async move { choose(tx, account, Kind::Shipped, off).await }))
                .await
                .unwrap();
            let pusher = RecordingPusher::default();
            assert_eq!(tell(&db, account).await, 0);
            run(&db, &keys, Arc::new(pusher.clone())).await;
            assert!(pusher.recorded().is_empty());
            let mut conn = db.read().await.unwrap();
            assert_eq!(choice(&mut conn, account, Kind::Shipped).await.unwrap(), off);
            assert!(choice(&mut conn, account, Kind::Delivered).await.unwrap().push);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_changed_hands_is_the_new_accounts_device() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let (first, second): (AccountId, AccountId) = (db.new_id(), db.new_id());
            let new = NewDevice::parse("https://push.example/one", POINT, AUTH).unwrap();
            let mut ids = Vec::new();
            for account in [first, second, second] {
                let new = new.clone();
                let id = db
                    .write(move |tx| {
                        let new = new.clone();
                        Box::pin(async move { add(tx, account, &new).await })
                    })
                    .await
                    .unwrap();
                ids.push(id);
            }
            assert_eq!((known(&db, first).await, known(&db, second).await), (0, 1));
            let id = ids[0];
            let stolen = db.write(move |tx| Box::pin(async move { remove(tx, first, id).await })).await;
            assert!(matches!(stolen, Err(NotifyError::NoSuchDevice)), "{stolen:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_of_a_shop_has_the_same_key() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let (db, second) = (t.db(), t.second().await);
            let (a, b) = tokio::join!(Keys::open(&db), Keys::open(&second));
            assert_eq!(a.unwrap().public(), b.unwrap().public());
        })
    })
    .await;
}

#[test]
fn only_an_https_address_by_name_is_a_push_services() {
    for (endpoint, good) in [
        ("https://push.example/send/abc", true),
        ("https://push.example:443/x", true),
        ("http://push.example/x", false),
        ("https://push.example:8443/x", false),
        ("https://127.0.0.1/x", false),
        ("https://[::1]/x", false),
        ("https://localhost/x", false),
        ("https://user:pw@push.example/x", false),
        ("file:///etc/passwd", false),
        ("", false),
    ] {
        assert_eq!(NewDevice::parse(endpoint, POINT, AUTH).is_ok(), good, "{endpoint}");
    }
    assert!(NewDevice::parse("https://push.example/x", "short", AUTH).is_err());
    assert!(NewDevice::parse("https://push.example/x", POINT, "short").is_err());
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_refused() {
    let sealed =
        Sealed { endpoint: "https://localhost/x".into(), authorization: String::new(), body: Vec::new() };
    let refused = WebPusher::new().unwrap().push(&sealed).await;
    assert!(matches!(refused, Err(NotifyError::PrivateAddress)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_switched_off_waits_without_an_attempt_and_is_sent_when_it_is_on_again() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            let keys = Keys::open(&db).await.unwrap();
            let (account, _) = device(&db, "https://push.example/waits", POINT).await;
            let pusher = RecordingPusher::default();
            for is_on in [false, true] {
                t.clock().advance(domain::DurationUs::from_secs(1));
                let said = db.write(move |tx| {
                    let feature = domain::feature::Feature::Push;
                    Box::pin(
                        async move { switches::set(tx, feature, is_on, "The service is slow", by).await },
                    )
                });
                assert!(said.await.unwrap());
                if is_on {
                    continue;
                }
                assert_eq!(tell(&db, account).await, 1);
                // Longer than any job is tried again.
                for _ in 0..30 {
                    run(&db, &keys, Arc::new(pusher.clone())).await;
                    assert_eq!((waiting(&db).await, pusher.recorded().len()), (1, 0));
                    t.clock().advance(domain::DurationUs::from_mins(5));
                }
            }
            t.clock().advance(domain::DurationUs::from_mins(1));
            run(&db, &keys, Arc::new(pusher.clone())).await;
            assert_eq!(
                (waiting(&db).await, pusher.recorded().len()),
                (0, 1),
                "nothing is lost or sent twice"
            );
        })
    })
    .await;
}
