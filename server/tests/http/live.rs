//! Live streams: nothing lost, nothing twice, for nobody else, and an end.

use crate::common::{TestShop, assert_status, click_form, first_offer, header, post_form};
use axum::body::Body;
use futures::StreamExt as _;
use http::{Request, StatusCode};
use platform::db::testing::on_both;
use platform::db::{Db, DbError, NewEvent};
use server::http::live::{Follower, Interest};
use std::time::Duration;

const EVENTS: i64 = 600;

pub async fn append(db: &Db, topic: &'static str, number: i64) {
    let done: Result<(), DbError> = db
        .write(move |tx| {
            Box::pin(async move {
                let topic = Some(topic.to_owned());
                tx.append(NewEvent {
                    kind: "test.happened",
                    key: number.to_string(),
                    topic,
                    payload: &number,
                })
                .await
            })
        })
        .await;
    done.unwrap();
}

fn interest() -> Interest {
    Interest { topic: Some("mine".into()), kinds: &[], keys: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reconnects_with_the_last_id_sees_every_event_once_and_in_order() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let writer = {
                let db = db.clone();
                tokio::spawn(async move {
                    for number in 0..EVENTS {
                        append(&db, if number % 3 == 2 { "others" } else { "mine" }, number).await;
                    }
                })
            };
            let (mut seen, mut last) = (Vec::new(), 0);
            let wanted = (0..EVENTS).filter(|n| n % 3 != 2).count();
            let mut connections = 0;
            while seen.len() < wanted {
                // A connection that breaks after some events, wherever the writer is by then.
                let mut follower = Follower::new(db.clone(), interest(), Some(last)).await.unwrap();
                connections += 1;
                for _ in 0..(connections * 7) % 40 + 1 {
                    let event = follower.next().await.unwrap();
                    last = event.position;
                    seen.push(event.payload::<i64>().unwrap());
                    if seen.len() == wanted {
                        break;
                    }
                }
            }
            writer.await.unwrap();
            assert_eq!(seen, (0..EVENTS).filter(|n| n % 3 != 2).collect::<Vec<_>>());
            assert!(connections > 5);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_lags_behind_reads_the_log_again() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let mut follower = Follower::new(db.clone(), interest(), None).await.unwrap();
            // More than the tail keeps for slow listeners, in few transactions.
            for batch in 0..10i64 {
                let done: Result<(), DbError> = db
                    .write(move |tx| {
                        Box::pin(async move {
                            for number in 0..500 {
                                let payload = batch * 500 + number;
                                let (key, topic) = (payload.to_string(), Some("mine".to_owned()));
                                let event = NewEvent { kind: "test.happened", key, topic, payload: &payload };
                                tx.append(event).await?;
                            }
                            Ok(())
                        })
                    })
                    .await;
                done.unwrap();
            }
            for number in 0..5_000i64 {
                assert_eq!(follower.next().await.unwrap().payload::<i64>().unwrap(), number);
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_stream_is_for_its_staff_and_ends_when_they_sign_out() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id
    };
    let path = format!("/live/seller/{seller}");
    assert_status(&shop.get(&path).await, StatusCode::UNAUTHORIZED);
    let as_account =
        |cookie: String| Request::get(&path).header("cookie", cookie).body(Body::empty()).unwrap();
    let shopper = shop.cookie_of("ada@shopper.example").await;
    assert_status(&shop.ask(as_account(shopper)).await, StatusCode::NOT_FOUND);
    let other = shop.cookie_of("tomas@paramo.example").await;
    assert_status(&shop.ask(as_account(other)).await, StatusCode::NOT_FOUND);

    let owner = shop.cookie_of("lucia@guayabo.example").await;
    let response = shop.ask(as_account(owner.clone())).await;
    assert_status(&response, StatusCode::OK);
    let mut body = response.into_body().into_data_stream();
    let greeting = body.next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&greeting).contains("connected"));
    let topic: &'static str = Box::leak(seller.to_string().into_boxed_str());
    append(&shop.platform().db, topic, 7).await;
    let event = String::from_utf8_lossy(&body.next().await.unwrap().unwrap()).into_owned();
    assert!(event.contains("id: ") && event.contains("\"kind\":\"test.happened\""), "{event}");

    // The server stops: the stream ends by itself instead of holding the stop up.
    shop.shop.streams.cancel();
    assert!(body.next().await.is_none());

    let token = owner.split_once('=').unwrap().1.to_owned();
    shop.platform().identity.sign_out(&token).await.unwrap();
    assert_status(&shop.ask(as_account(owner)).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_placed_on_one_server_appears_live_on_the_other() {
    on_both(|t| {
        Box::pin(async move {
            let here = TestShop::on(t).await;
            here.platform().seed(Some("a-demo-password")).await.unwrap();
            let there = TestShop::on(t).await;
            let icon =
                std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../public/icons/share.png")).unwrap();
            let picture = here.platform().pictures.add(icon.into()).await.unwrap();
            assert_status(&there.get(&picture.src(320, "jpg")).await, StatusCode::OK);
            let offer = first_offer(&here, "guayabo").await.offer;
            let seller = offer.seller_id;
            let cookie = there.cookie_of("lucia@guayabo.example").await;
            let request = Request::get(format!("/live/seller/{seller}")).header("cookie", cookie);
            let mut stream =
                there.ask(request.body(Body::empty()).unwrap()).await.into_body().into_data_stream();
            assert!(String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()).contains("connected"));

            let cookie = here.cookie_of("ada@shopper.example").await;
            let form = format!("{}&slug=x", click_form(&here, "ada@shopper.example", offer.id).await);
            let answer = post_form(&here, "/api/shop/one-click", &cookie, &form).await;
            assert_status(&answer, StatusCode::SEE_OTHER);
            let order = header(&answer, "location").split("ordered=").nth(1).expect("ordered").to_owned();

            let arrives = async {
                loop {
                    let event = String::from_utf8_lossy(&stream.next().await.unwrap().unwrap()).into_owned();
                    if event.contains("\"kind\":\"order.placed\"") && event.contains(&order) {
                        break;
                    }
                }
            };
            tokio::time::timeout(Duration::from_secs(30), arrives).await.expect("it never came");
        })
    })
    .await;
}
