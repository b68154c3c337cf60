//! A message from the log to an endpoint: signed, once, again while it is refused, given up, sent again by hand.

use crate::support::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use db::testing::on_both;
use domain::webhook::{DeliveryState, EndpointState, WebhookKind as K};
use domain::{DurationUs, SellerId};
use webhooks::{EndpointChange, SECRET_OVERLAP, Secret, WebhookError, sign};

const URL: &str = "https://hooks.example/orinoco";

fn key(secret: &Secret) -> Vec<u8> {
    STANDARD.decode(secret.reveal().strip_prefix("whsec_").unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_endpoint_wants_arrives_once_signed_and_without_names() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.happens("order.placed").await;
            t.clock().advance(DurationUs::from_secs(1));
            let (id, secret) = shop.endpoint(URL, &[K::OrderPlaced, K::OrderShipped]).await;
            let (other, _) = shop.endpoint("https://other.example/", &[K::ReturnRequested]).await;
            let order = shop.happens("order.placed").await;
            shop.happens("order.accepted").await;
            shop.happens("stock.changed").await;
            // Two servers at once.
            let beside = shop.beside(t).await;
            shop.db.sequence_events().await.unwrap();
            let (here, there) = tokio::join!(shop.webhooks.follow(), beside.webhooks.follow());
            assert!(here.is_ok() && there.is_ok());
            shop.tick().await;
            beside.tick().await;
            let sent = shop.sender.sent();
            assert_eq!(sent.len(), 1, "what was before the endpoint, and what it does not want, is not told");
            let message = &sent[0];
            assert_eq!((message.url.as_str(), message.id.split('_').next()), (URL, Some("whm")));
            let expected = sign(&key(&secret), &message.id, message.at_s, &message.body);
            assert_eq!(message.signature, expected);
            let body: serde_json::Value = serde_json::from_str(&message.body).unwrap();
            assert_eq!(body["type"], "order.placed");
            assert_eq!(body["data"]["order_id"], order.to_string());
            assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
            assert!(!message.body.contains("ada@example.com") && !message.body.contains("4500"));
            let log = shop.log(id).await;
            assert_eq!((log.len(), log[0].state.0, log[0].tries), (1, DeliveryState::Delivered, 1));
            assert_eq!(shop.attempts(&log[0]).await[0].status, Some(204));
            assert_eq!(shop.log(other).await.len(), 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_tried_ten_times_and_then_the_endpoint_is_off() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            shop.sender.answer(Err("nobody is there"));
            shop.happens("order.placed").await;
            shop.tick().await;
            assert_eq!(shop.sender.sent().len(), 1);
            shop.live(t, 1, DurationUs::from_secs(5)).await;
            assert_eq!(shop.sender.sent().len(), 2);
            shop.live(t, 1, DurationUs::from_secs(60)).await;
            assert_eq!(shop.sender.sent().len(), 2, "the next try is five minutes later");
            shop.live(t, 80, DurationUs::from_hours(1)).await;
            let sent = shop.sender.sent();
            assert_eq!(sent.len(), 10);
            assert!(sent.iter().all(|one| one.id == sent[0].id && one.body == sent[0].body));
            assert!(
                sent.windows(2).all(|two| two[0].at_s < two[1].at_s && two[0].signature != two[1].signature)
            );
            let log = shop.log(id).await;
            assert_eq!((log[0].state.0, shop.attempts(&log[0]).await.len()), (DeliveryState::Failed, 10));
            assert_eq!(shop.attempts(&log[0]).await[0].answer, "nobody is there");
            assert_eq!((shop.state(id).await, shop.mails().await), (EndpointState::Broken, 1));
            // While it is off nothing is told; on again it hears what comes.
            shop.happens("order.placed").await;
            shop.tick().await;
            assert!(matches!(replay(&shop, &log[0]).await, Err(WebhookError::IsOff)));
            shop.change(id, EndpointChange { on: Some(true), ..EndpointChange::default() }).await.unwrap();
            shop.sender.answer(Ok(200));
            replay(&shop, &log[0]).await.unwrap();
            assert!(matches!(replay(&shop, &log[0]).await, Err(WebhookError::Underway)));
            shop.tick().await;
            let log = shop.log(id).await;
            assert_eq!((log.len(), log[0].state.0, log[0].tries), (1, DeliveryState::Delivered, 1));
            assert_eq!(shop.attempts(&log[0]).await.len(), 11);
            assert_eq!(shop.sender.sent()[10].id, sent[0].id);
        })
    })
    .await;
}

async fn replay(shop: &Shop, of: &webhooks::Delivery) -> Result<(), WebhookError> {
    let (seller, id) = (shop.seller, of.id);
    shop.db.write(move |tx| Box::pin(webhooks::replay(tx, seller, id))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_is_left_alone_and_one_that_is_gone_is_off_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            shop.sender.answer(Ok(500));
            shop.happens("order.placed").await;
            shop.tick().await;
            for _ in 0..5 {
                shop.happens("order.placed").await;
            }
            shop.tick().await;
            assert_eq!(shop.sender.sent().len(), 1, "its messages wait, and have not been tried");
            assert_eq!(shop.log(id).await.iter().filter(|one| one.tries == 0).count(), 5);
            shop.sender.answer(Ok(200));
            shop.live(t, 10, DurationUs::from_secs(5)).await;
            assert_eq!(shop.sender.sent().len(), 7);
            assert!(shop.log(id).await.iter().all(|one| one.state.0 == DeliveryState::Delivered));
            shop.sender.answer(Ok(410));
            shop.happens("order.placed").await;
            shop.tick().await;
            assert_eq!((shop.state(id).await, shop.mails().await), (EndpointState::Broken, 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_signs_at_once_and_the_old_one_for_a_day_more() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, old) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            let (seller, new) = (shop.seller, Secret::random());
            let kept = new.clone();
            shop.db
                .write(move |tx| {
                    let kept = kept.clone();
                    Box::pin(async move { webhooks::rotate(tx, seller, id, &kept).await })
                })
                .await
                .unwrap();
            shop.happens("order.placed").await;
            shop.tick().await;
            t.clock().advance(SECRET_OVERLAP);
            shop.happens("order.placed").await;
            shop.tick().await;
            let sent = shop.sender.sent();
            let of =
                |at: usize, secret: &Secret| sign(&key(secret), &sent[at].id, sent[at].at_s, &sent[at].body);
            assert_eq!(sent[0].signature, format!("{} {}", of(0, &new), of(0, &old)));
            assert_eq!(sent[1].signature, of(1, &new));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_was_replaced_twice_in_a_row_is_the_one_that_still_signs() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, known) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            let seller = shop.seller;
            let (unseen, last) = (Secret::random(), Secret::random());
            for secret in [unseen, last.clone()] {
                shop.db
                    .write(move |tx| {
                        let secret = secret.clone();
                        Box::pin(async move { webhooks::rotate(tx, seller, id, &secret).await })
                    })
                    .await
                    .unwrap();
            }
            shop.happens("order.placed").await;
            shop.tick().await;
            let sent = &shop.sender.sent()[0];
            let of = |secret: &Secret| sign(&key(secret), &sent.id, sent.at_s, &sent.body);
            assert_eq!(sent.signature, format!("{} {}", of(&last), of(&known)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_whose_job_was_lost_is_found_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            shop.happens("order.placed").await;
            shop.db.sequence_events().await.unwrap();
            shop.webhooks.follow().await.unwrap();
            shop.db
                .write(|tx| Box::pin(async move { tx.exec(db::sql("DELETE FROM db_jobs")).await }))
                .await
                .unwrap();
            t.clock().advance(DurationUs::from_mins(10));
            assert_eq!(shop.webhooks.revive().await.unwrap(), 0, "it may be on its way");
            t.clock().advance(DurationUs::from_mins(6));
            assert_eq!(shop.webhooks.revive().await.unwrap(), 1);
            shop.tick().await;
            assert_eq!(shop.log(id).await[0].state.0, DeliveryState::Delivered);
            assert_eq!(shop.webhooks.revive().await.unwrap(), 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_never_asked_is_no_endpoint() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let secret = Secret::random();
            for url in
                ["https://hooks.example:8443/x", "https://[2606:4700::1]/x", "https://hooks.example/a\0b"]
            {
                let made = shop.made(url, &[K::OrderPlaced], &secret).await;
                assert!(matches!(made, Err(WebhookError::BadUrl)), "{url}");
            }
            assert!(shop.made("https://hooks.example:443/x", &[K::OrderPlaced], &secret).await.is_ok());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_is_its_sellers_and_what_is_none_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let secret = Secret::random();
            assert!(matches!(
                shop.made("http://hooks.example", &[K::OrderPlaced], &secret).await,
                Err(WebhookError::BadUrl)
            ));
            assert!(matches!(shop.made(URL, &[K::Test], &secret).await, Err(WebhookError::NothingTold)));
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            let stranger: SellerId = shop.db.new_id();
            let mut conn = shop.db.read().await.unwrap();
            assert!(matches!(webhooks::endpoint(&mut conn, stranger, id).await, Err(WebhookError::NotFound)));
            let theirs = webhooks::deliveries(&mut conn, stranger, id, None, 10).await;
            assert!(matches!(theirs, Err(WebhookError::NotFound)));
            drop(conn);
            let seller = shop.seller;
            let tested = shop.db.write(move |tx| Box::pin(webhooks::try_out(tx, seller, id))).await.unwrap();
            shop.tick().await;
            assert!(shop.sender.sent()[0].body.contains("webhook.test"));
            let read = webhooks::delivery(&mut shop.db.read().await.unwrap(), stranger, tested).await;
            assert!(matches!(read, Err(WebhookError::NotFound)));
            for _ in 1..webhooks::MOST_ENDPOINTS {
                shop.endpoint(URL, &[K::OrderPlaced]).await;
            }
            assert!(matches!(
                shop.made(URL, &[K::OrderPlaced], &secret).await,
                Err(WebhookError::TooMany { most: webhooks::MOST_ENDPOINTS })
            ));
            shop.happens("order.placed").await;
            shop.db.write(move |tx| Box::pin(webhooks::remove(tx, seller, id))).await.unwrap();
            shop.tick().await;
            assert_eq!(shop.sender.sent().len(), 10, "the test and nine of ten");
            let gone = webhooks::endpoint(&mut shop.db.read().await.unwrap(), seller, id).await;
            assert!(matches!(gone, Err(WebhookError::NotFound)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_and_done_is_forgotten() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint(URL, &[K::OrderPlaced]).await;
            shop.happens("order.placed").await;
            shop.tick().await;
            t.clock().advance(DurationUs::from_days(31));
            shop.happens("order.placed").await;
            shop.tick().await;
            let forgotten = shop.db.write(|tx| Box::pin(webhooks::forget_old(tx))).await.unwrap();
            assert_eq!((forgotten, shop.log(id).await.len()), (1, 1));
        })
    })
    .await;
}
