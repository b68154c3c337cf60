//! What a buyer is told of parcels: by mail and on devices, and only what they want to be told.

use crate::common::{APPROVED, Shop};
use db::Worker;
use db::testing::{TestDb, on_both};
use domain::AccountId;
use domain::order::Carrier;
use notify::{Choice, Keys, Kind, NewDevice, RecordingPusher};
use orders::{Placed, Ship, store};
use std::sync::Arc;

const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

async fn with_device(shop: &Shop, account: AccountId, choices: [(Kind, Choice); 2]) {
    let device = NewDevice::parse("https://push.example/ada", POINT, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
    shop.db
        .write(move |tx| {
            let device = device.clone();
            Box::pin(async move {
                notify::add(tx, account, &device).await?;
                for (kind, choice) in choices {
                    notify::choose(tx, account, kind, choice).await?;
                }
                Ok::<_, notify::NotifyError>(())
            })
        })
        .await
        .unwrap();
}

/// One lamp, from the click to the door. Returns the subjects of the mails and how many messages went out.
async fn delivered(t: &TestDb, choices: [(Kind, Choice); 2]) -> (Vec<String>, usize) {
    let shop = Shop::open(t.db()).await;
    let ada = shop.shopper(APPROVED).await;
    with_device(&shop, ada, choices).await;
    let placed = shop.orders.one_click(shop.click("told", ada, shop.lamp, 4_500).await).await.unwrap();
    assert!(matches!(placed, Placed::Placed { .. }));
    let detail = store::detail(&mut t.db().read().await.unwrap(), placed.order()).await.unwrap();
    let part = &detail.parts[0];
    let ship = Ship {
        key: "test-ship-told-0000".into(),
        seller: shop.seller,
        lines: vec![(part.lines[0].id, 1)],
        carrier: Carrier::Ups,
        tracking: "1Z-999".into(),
    };
    shop.orders.ship(ship).await.unwrap();
    shop.orders.deliver(shop.seller, part.part.id).await.unwrap();
    shop.orders.deliver(shop.seller, part.part.id).await.unwrap();
    t.db().sequence_events().await.unwrap();
    while shop.orders.write_receipts().await.unwrap() > 0 {}

    let pusher = RecordingPusher::default();
    let keys = Keys::open(&t.db()).await.unwrap();
    let worker = Worker::new(t.db());
    // The mails' jobs have no handler here and stay where they are.
    let contact = "mailto:shop@example.com".to_owned();
    notify::register(worker, t.db(), keys, contact, Arc::new(pusher.clone())).run_due().await.unwrap();
    let mails = mail::recent(&mut t.db().read().await.unwrap(), 10).await.unwrap();
    // All of it happened at one time of the test's clock, so nothing tells their order.
    let mut subjects: Vec<String> = mails.into_iter().map(|mail| mail.subject).collect();
    subjects.sort();
    (subjects, pusher.recorded().len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parcel_is_told_when_it_leaves_and_when_it_arrives_once_each() {
    on_both(|t| {
        Box::pin(async move {
            let all = Choice { page: true, push: true, mail: true };
            let (mails, messages) = delivered(t, [(Kind::Shipped, all), (Kind::Delivered, all)]).await;
            assert_eq!(
                mails,
                ["Thank you for your order", "Your parcel has arrived", "Your parcel is on its way"]
            );
            assert_eq!(messages, 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_turned_off_is_not_told() {
    on_both(|t| {
        Box::pin(async move {
            let (only_push, only_mail) = (
                Choice { page: true, push: true, mail: false },
                Choice { page: true, push: false, mail: true },
            );
            let chosen = [(Kind::Shipped, only_push), (Kind::Delivered, only_mail)];
            let (mails, messages) = delivered(t, chosen).await;
            assert_eq!(mails, ["Thank you for your order", "Your parcel has arrived"]);
            assert_eq!(messages, 1);
        })
    })
    .await;
}
