//! Asking for a return and answering it: what is refused, what is once, whose it is, who is told.

use crate::common::{Shop, at_once, by_hand, reason, usd};
use db::sql;
use db::testing::on_both;
use domain::order::Carrier;
use domain::returns::{Payer, ReturnReason, ReturnState};
use domain::roles::StaffRole;
use domain::{AccountId, DurationUs};
use notify::{Choice, Kind, NewDevice, NotifyError};
use orders::Shopper;
use returns::{Pick, ReturnError, ReturnSettings, SellerFilter, Sending, claim, lists, returnable};

const WHY: ReturnReason = ReturnReason::NoLongerWanted;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delivered_can_be_returned_once_and_for_thirty_days() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, order) = shop.place("early", shop.lamp, 1).await;
            let nothing = returnable(&mut shop.db.read().await.unwrap(), order).await.unwrap();
            assert!(nothing.is_empty(), "nothing has arrived");
            let lamp = shop.delivered("once", shop.lamp, 3).await;
            t.clock().advance(DurationUs::from_days(30));
            let all = returnable(&mut shop.db.read().await.unwrap(), lamp.order).await.unwrap();
            assert!(all[0].is_open(t.db().now()), "the last moment counts");
            let new = shop.asks("a", lamp, 2, WHY).await;
            let id = shop.returns.request(new.clone()).await.unwrap();
            assert_eq!(shop.returns.request(new.clone()).await.unwrap(), id, "the same key asks once");
            let other = shop.asks("a", lamp, 1, WHY).await;
            let reused = shop.returns.request(other).await;
            assert!(matches!(reused, Err(ReturnError::KeyReused)), "{reused:?}");
            let all = returnable(&mut shop.db.read().await.unwrap(), lamp.order).await.unwrap();
            assert_eq!(all[0].lines[0].left, 1);
            let more = shop.returns.request(shop.asks("b", lamp, 2, WHY).await).await;
            assert!(matches!(more, Err(ReturnError::TooManyUnits { left: 1, .. })), "{more:?}");
            t.clock().advance(DurationUs::from_micros(1));
            let late = shop.returns.request(shop.asks("c", lamp, 1, WHY).await).await;
            assert!(matches!(late, Err(ReturnError::WindowIsOver { .. })), "{late:?}");
            let longer = ReturnSettings { window_days: Some(60), ..by_hand() };
            shop.settings(shop.seller, longer).await;
            shop.returns.request(shop.asks("d", lamp, 1, WHY).await).await.unwrap();
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_returns_for_somebody_else_and_nothing_that_was_not_shown() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (mine, theirs) =
                (shop.delivered("mine", shop.lamp, 1).await, shop.delivered("theirs", shop.lamp, 1).await);
            let mut new = shop.asks("x", theirs, 1, WHY).await;
            new.shopper = mine.shopper;
            let foreign = shop.returns.request(new).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            // My order, and the parcel of another one.
            let mut new = shop.asks("y", theirs, 1, WHY).await;
            (new.shopper, new.order) = (mine.shopper, mine.order);
            let foreign = shop.returns.request(new).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            let mut new = shop.asks("z", mine, 1, WHY).await;
            new.seen = usd(new.seen.minor() + 1);
            let changed = shop.returns.request(new).await;
            assert!(matches!(changed, Err(ReturnError::AmountChanged { .. })), "{changed:?}");
            let mut new = shop.asks("w", mine, 1, WHY).await;
            new.picks.clear();
            let empty = shop.returns.request(new).await;
            assert!(matches!(empty, Err(ReturnError::NothingChosen)), "{empty:?}");
            let mut new = shop.asks("v", mine, 1, WHY).await;
            new.picks = vec![Pick { line: theirs.line, quantity: 1, reason: WHY }];
            let foreign = shop.returns.request(new).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            let id = shop.returns.request(shop.asks("u", mine, 1, WHY).await).await.unwrap();
            let stranger = Shopper::Account(t.db().new_id::<AccountId>());
            assert!(matches!(shop.returns.cancel(stranger, id).await, Err(ReturnError::NotFound)));
            let foreign = shop.returns.approve(shop.platform, id, None).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            let foreign = shop.returns.decline(shop.platform, id, reason("not ours")).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            assert_eq!(shop.detail(id).await.row.state.0, ReturnState::Requested);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_answered_sent_and_received_and_each_step_is_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("way", shop.lamp, 1).await;
            shop.settings(shop.seller, ReturnSettings::STANDARD).await;
            let id =
                shop.returns.request(shop.asks("a", lamp, 1, ReturnReason::Damaged).await).await.unwrap();
            assert_eq!(shop.detail(id).await.row.pays_return.0, Payer::Seller);
            let nowhere = shop.returns.approve(shop.seller, id, None).await;
            assert!(matches!(nowhere, Err(ReturnError::NoReturnAddress)), "{nowhere:?}");
            shop.settings(shop.seller, by_hand()).await;
            let sent = Sending { carrier: Carrier::Ups, tracking: "1Z-777".into() };
            let early = shop.returns.send(lamp.shopper, id, sent.clone()).await;
            assert!(matches!(early, Err(ReturnError::WrongState { .. })), "{early:?}");
            for _ in 0..2 {
                shop.returns.approve(shop.seller, id, Some(reason("Sorry!"))).await.unwrap();
            }
            let row = shop.detail(id).await.row;
            assert_eq!(row.ship_to.unwrap().0.city, "Sacramento");
            assert!(!row.approved_at_once);
            let bad = Sending { tracking: "1Z <x>".into(), ..sent.clone() };
            let bad = shop.returns.send(lamp.shopper, id, bad).await;
            assert!(matches!(bad, Err(ReturnError::TrackingMalformed)), "{bad:?}");
            for _ in 0..2 {
                shop.returns.send(lamp.shopper, id, sent.clone()).await.unwrap();
            }
            let late = shop.returns.cancel(lamp.shopper, id).await;
            assert!(matches!(late, Err(ReturnError::WrongState { state: ReturnState::Sent })), "{late:?}");
            let late = shop.returns.decline(shop.seller, id, reason("too late")).await;
            assert!(matches!(late, Err(ReturnError::WrongState { .. })), "{late:?}");
            for _ in 0..2 {
                shop.returns.receive(shop.seller, id).await.unwrap();
            }
            assert_eq!(shop.detail(id).await.row.state.0, ReturnState::Received);
            assert_eq!(shop.mails().await, ["return-approved", "return-requested"]);
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(lists::waiting_count(&mut conn, shop.seller).await.unwrap(), 1);
            let todo = lists::of_seller(&mut conn, shop.seller, SellerFilter::ToDo, None, 9).await.unwrap();
            assert_eq!(todo.len(), 1);
            let none = lists::of_seller(&mut conn, shop.platform, SellerFilter::All, None, 9).await.unwrap();
            assert!(none.is_empty(), "another seller's list");
            let own = lists::of_shopper(&mut conn, lamp.shopper, None, 9).await.unwrap();
            assert_eq!(own.len(), 1);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_declined_or_cancelled_can_be_asked_for_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("again", shop.lamp, 2).await;
            let first = shop.returns.request(shop.asks("a", lamp, 2, WHY).await).await.unwrap();
            for _ in 0..2 {
                shop.returns.decline(shop.seller, first, reason("It was a gift.")).await.unwrap();
            }
            let gone = shop.returns.approve(shop.seller, first, None).await;
            assert!(matches!(gone, Err(ReturnError::WrongState { .. })), "{gone:?}");
            let second = shop.returns.request(shop.asks("b", lamp, 2, WHY).await).await.unwrap();
            for _ in 0..2 {
                shop.returns.cancel(lamp.shopper, second).await.unwrap();
            }
            let third = shop.returns.request(shop.asks("c", lamp, 2, WHY).await).await.unwrap();
            assert_eq!(shop.detail(third).await.row.state.0, ReturnState::Requested);
            let mails = shop.mails().await;
            assert_eq!(mails.iter().filter(|key| *key == "return-declined").count(), 1);
            assert_eq!(mails.iter().filter(|key| *key == "return-requested").count(), 3);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_approve_at_once_up_to_an_amount() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("auto", shop.lamp, 3).await;
            let picks = [Pick { line: lamp.line, quantity: 1, reason: WHY }];
            let mut conn = shop.db.read().await.unwrap();
            let one = claim::quote(&mut conn, lamp.shipment, lamp.part, &picks).await.unwrap();
            drop(conn);
            assert!(!one.at_once);
            shop.settings(shop.seller, at_once(Some(one.card().minor()))).await;
            let small = shop.returns.request(shop.asks("a", lamp, 1, WHY).await).await.unwrap();
            let row = shop.detail(small).await.row;
            assert_eq!((row.state.0, row.approved_at_once), (ReturnState::Approved, true));
            let large = shop.returns.request(shop.asks("b", lamp, 2, WHY).await).await.unwrap();
            assert_eq!(shop.detail(large).await.row.state.0, ReturnState::Requested);
            let wrong = ReturnSettings { address: None, ..at_once(None) };
            let seller = shop.seller;
            let refused: Result<(), ReturnError> = shop
                .db
                .write(move |tx| {
                    let wrong = wrong.clone();
                    Box::pin(async move { returns::save_settings(tx, seller, &wrong).await })
                })
                .await;
            assert!(matches!(refused, Err(ReturnError::NoReturnAddress)), "{refused:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

/// Keys of RFC 8291's example.
pub const POINT: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
pub const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// Somebody who works for the seller, with a device, and with what they said about returns.
async fn member(shop: &Shop, role: StaffRole, said: Option<Choice>) {
    let (account, seller) = (shop.account().await, shop.seller);
    let hired =
        shop.db.write(move |tx| Box::pin(async move { sellers::add_staff(tx, seller, account, role).await }));
    assert!(hired.await.unwrap());
    let device = NewDevice::parse(&format!("https://push.example/{account}"), POINT, AUTH).unwrap();
    let chosen = shop.db.write(move |tx| {
        let device = device.clone();
        Box::pin(async move {
            notify::add(tx, account, &device).await?;
            if let Some(choice) = said {
                notify::choose(tx, account, Kind::Return, choice).await?;
            }
            Ok::<_, NotifyError>(())
        })
    });
    chosen.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_are_told_of_a_request_once_as_they_chose_and_nobody_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            member(&shop, StaffRole::Owner, None).await;
            member(&shop, StaffRole::Owner, Some(Choice { page: true, push: true, mail: false })).await;
            member(&shop, StaffRole::Owner, Some(Choice { page: true, push: false, mail: false })).await;
            member(&shop, StaffRole::Shipping, None).await;
            let owners = {
                let mut conn = shop.db.read().await.unwrap();
                let staff = sellers::staff(&mut conn, shop.seller).await.unwrap();
                staff.iter().filter(|member| member.role == StaffRole::Owner).count()
            };
            let lamp = shop.delivered("told", shop.lamp, 1).await;
            let ask = shop.asks("a", lamp, 1, WHY).await;
            for _ in 0..2 {
                shop.returns.request(ask.clone()).await.unwrap();
            }
            let requested = |mails: &[String]| mails.iter().filter(|key| *key == "return-requested").count();
            let mails = shop.mails().await;
            assert_eq!(requested(&mails), owners - 2, "two want no mail");
            let mut conn = shop.db.read().await.unwrap();
            let jobs: Vec<(String,)> = conn
                .all(sql("SELECT payload FROM db_jobs WHERE kind = $1").bind(notify::SEND_JOB))
                .await
                .unwrap();
            let jobs: Vec<_> = jobs.iter().filter(|(job,)| job.contains("/seller/returns/")).collect();
            assert_eq!(jobs.len(), 2, "two have a device that wants it: {jobs:?}");
        })
    })
    .await;
}
