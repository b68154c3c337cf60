//! Writing to each other: once for each press, for nobody else, not too often; who waits since when.

use crate::common::{Shop, message, words};
use bytes::Bytes;
use db::sql;
use db::testing::on_both;
use domain::events::ORDER_PLACED;
use domain::messages::{MESSAGE_SENT, MESSAGE_SETTLED, MOST_IN_WINDOW, MessageChanged, Side};
use domain::{DurationUs, PictureId, Timestamp};
use messages::{MessageError, NewMessage, Party, pictures_of, uses_of};
use orders::Shopper;
use pictures::is_private;

const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_of_a_press_is_the_same_message_and_another_text_under_its_key_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("repeat").await;
            let first = shop.asks(lamp, "one", "Where is it?").await;
            assert_eq!(shop.asks(lamp, "one", "Where is it?").await, first);
            let other = shop.send(message(lamp.party(), lamp.part, "one", "Who are you?")).await;
            assert!(matches!(other, Err(MessageError::KeyReused)));
            // The other side's keys are its own.
            shop.answers(lamp, "one", "On its way.").await;
            let all = shop.all(lamp.part).await;
            let said: Vec<_> = all.iter().map(|m| (m.number, m.side.0, m.body.as_str())).collect();
            assert_eq!(said, [(1, Side::Shopper, "Where is it?"), (2, Side::Seller, "On its way.")]);
            assert_eq!(all[1].account_id, Some(shop.helper), "the desk knows who it was");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_sends_at_once_are_one_message_and_get_the_same_answer() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("race").await;
            let new = message(lamp.party(), lamp.part, "race", "Where is it? ada@example.com");
            let all: Vec<_> = (0..100)
                .map(|_| {
                    let (messages, new) = (shop.messages.clone(), new.clone());
                    tokio::spawn(async move { messages.send(new).await.unwrap() })
                })
                .collect();
            let mut answers = Vec::new();
            for one in all {
                answers.push(one.await.unwrap());
            }
            assert!(answers.iter().all(|sent| *sent == answers[0] && sent.masked));
            assert_eq!(shop.all(lamp.part).await.len(), 1);
            assert_eq!(shop.mails().await.len(), 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_at_once_leave_no_gap_and_lose_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("both").await;
            let all: Vec<_> = (0..12)
                .map(|n| {
                    let party = if n % 2 == 0 { lamp.party() } else { shop.staff() };
                    let new = message(party, lamp.part, &format!("both-{n}"), &format!("Number {n}"));
                    let messages = shop.messages.clone();
                    tokio::spawn(async move { messages.send(new).await.unwrap() })
                })
                .collect();
            for one in all {
                one.await.unwrap();
            }
            let numbers: Vec<i64> = shop.all(lamp.part).await.iter().map(|m| m.number).collect();
            assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_writes_reads_or_reports() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, others) = (shop.ordered("mine").await, shop.ordered("theirs").await);
            let guest = shop.ordered_by_guest("guest").await;
            let sent = shop.asks(lamp, "mine", "Where is it?").await;
            let stranger: Shopper = Shopper::Guest(shop.db.new_id());
            for party in [
                others.party(),
                guest.party(),
                Party::Shopper(stranger),
                Party::Staff { seller: shop.other_seller, account: shop.owner },
            ] {
                let wrote = shop.send(message(party, lamp.part, "foreign", "Hello")).await;
                assert!(matches!(wrote, Err(MessageError::NotFound)), "{party:?} {wrote:?}");
                let part = lamp.part;
                let read = shop.write(move |tx| Box::pin(messages::mark_read(tx, party, part, 1))).await;
                assert!(matches!(read, Err(MessageError::NotFound)), "{party:?}");
                let settled = shop.write(move |tx| Box::pin(messages::settle(tx, party, part, 1))).await;
                assert!(matches!(settled, Err(MessageError::NotFound)), "{party:?}");
                let complaint = domain::messages::Complaint::Spam;
                let reported =
                    shop.write(move |tx| Box::pin(messages::report(tx, party, sent.id, complaint))).await;
                assert!(matches!(reported, Err(MessageError::NotFound)), "{party:?}");
            }
            // A guest's own order is theirs.
            shop.asks(guest, "own", "Where is mine?").await;
            assert_eq!(shop.all(lamp.part).await.len(), 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_was_never_paid_for_is_nothing_to_write_about() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("unpaid").await;
            for (state, reason, expected) in [
                ("awaiting_payment", None, false),
                ("cancelled", Some("not_paid"), false),
                ("cancelled", Some("out_of_stock"), true),
            ] {
                let part = lamp.part;
                shop.write::<_, db::DbError>(move |tx| {
                    Box::pin(async move {
                        let text = "UPDATE orders_parts SET state = $2, cancel_reason = $3 WHERE id = $1";
                        tx.exec(sql(text).bind(part).bind(state).bind(reason)).await
                    })
                })
                .await
                .unwrap();
                let sent = shop.send(message(lamp.party(), part, "unpaid", "Hello?")).await;
                assert_eq!(sent.is_ok(), expected, "{state} {reason:?} {sent:?}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_side_writes_twenty_times_an_hour_and_is_told_when_it_may_go_on() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("often").await;
            for n in 0..MOST_IN_WINDOW {
                shop.asks(lamp, &format!("often-{n}"), "Where is it?").await;
                t.clock().advance(DurationUs::from_mins(1));
            }
            let again = message(lamp.party(), lamp.part, "often-again", "Where is it?");
            match shop.send(again.clone()).await {
                Err(MessageError::TooOften { wait }) => assert_eq!(wait, DurationUs::from_mins(40)),
                other => panic!("{other:?}"),
            }
            // The other side, and a repeat of what was sent, are not held up by it.
            shop.answers(lamp, "calm", "Please wait.").await;
            shop.asks(lamp, "often-3", "Where is it?").await;
            t.clock().advance(DurationUs::from_mins(40));
            shop.send(again).await.unwrap();
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_private_four_at_the_most_and_there() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("pictures").await;
            let photo = shop.pictures.add_private(Bytes::from_static(PHOTO)).await.unwrap().id;
            let public = shop.pictures.add(Bytes::from_static(PHOTO)).await.unwrap().id;
            assert!(is_private(photo) && !is_private(public) && photo != public);
            assert_eq!(shop.pictures.add_private(Bytes::from_static(PHOTO)).await.unwrap().id, photo);
            let with = |key: &str, pictures: Vec<PictureId>| NewMessage {
                pictures,
                ..message(lamp.party(), lamp.part, key, "Look")
            };
            let nothing: PictureId = shop.db.new_id();
            for pictures in [vec![public], vec![photo, nothing]] {
                let sent = shop.send(with("wrong", pictures)).await;
                assert!(matches!(sent, Err(MessageError::NoSuchPicture)), "{sent:?}");
            }
            let many = shop.send(with("many", vec![photo; 5])).await;
            assert!(matches!(many, Err(MessageError::TooManyPictures)));
            let sent = shop.send(with("right", vec![photo])).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let found = pictures_of(&mut conn, &[sent.id]).await.unwrap();
            assert_eq!(found[&sent.id].iter().map(|p| p.id).collect::<Vec<_>>(), [photo]);
            let uses = uses_of(&mut conn, photo).await.unwrap();
            assert_eq!(uses.len(), 1);
            assert_eq!(
                (uses[0].order_id, uses[0].seller_id, uses[0].is_shown()),
                (lamp.order, shop.seller, true)
            );
            assert!(uses_of(&mut conn, public).await.unwrap().is_empty());
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

/// The waits of the seller: since when, and until when.
async fn waits(shop: &Shop) -> Vec<(Timestamp, Option<Timestamp>, Option<String>)> {
    let text = "SELECT since_us, answered_at_us, answered FROM messages_waits ORDER BY since_us, message_id";
    shop.db.read().await.unwrap().all(sql(text)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_waits_from_the_first_message_until_the_seller_writes_or_says_that_it_needs_no_answer() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("wait").await;
            let hour = DurationUs::from_hours(1);
            shop.answers(lamp, "hello", "It leaves today.").await;
            assert!(waits(&shop).await.is_empty(), "a seller waits for nobody");
            let begin = shop.db.now();
            shop.asks(lamp, "a", "Where is it?").await;
            t.clock().advance(hour);
            shop.asks(lamp, "b", "Hello?").await;
            t.clock().advance(hour);
            assert_eq!(waits(&shop).await, [(begin, None, None)], "counted from the first");
            shop.answers(lamp, "answer", "On its way.").await;
            let answered = begin.plus(hour).plus(hour);
            assert_eq!(waits(&shop).await, [(begin, Some(answered), Some("written".into()))]);

            shop.asks(lamp, "c", "Thank you!").await;
            let (part, staff) = (lamp.part, shop.staff());
            let settle = |seen: i64| shop.write(move |tx| Box::pin(messages::settle(tx, staff, part, seen)));
            assert!(!settle(4).await.unwrap(), "the page did not show the last one");
            t.clock().advance(hour);
            assert!(settle(5).await.unwrap());
            assert!(!settle(5).await.unwrap(), "once is enough");
            let last = waits(&shop).await.pop().unwrap();
            assert_eq!(last, (answered, Some(answered.plus(hour)), Some("not_needed".into())));
            let shopper = lamp.party();
            let own = shop.write(move |tx| Box::pin(messages::settle(tx, shopper, part, 5))).await;
            assert!(!own.unwrap(), "it is the seller's to say");
            let thread = shop.thread(lamp.part).await.unwrap();
            assert_eq!((thread.waiting_since_us, thread.is_unread(Side::Seller)), (None, false));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_in_the_log_for_the_order_and_for_the_seller_without_the_words() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("log").await;
            let sent = shop.asks(lamp, "log", "Where is it?").await;
            let (part, staff) = (lamp.part, shop.staff());
            shop.write(move |tx| Box::pin(messages::settle(tx, staff, part, 1))).await.unwrap();
            shop.db.sequence_events().await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let topic = shop.seller.to_string();
            let filter = db::events::Filter { kinds: &[], topic: Some(&topic) };
            let log = conn.events_after(0, filter, 100).await.unwrap();
            let kinds: Vec<&str> = log.iter().map(|event| event.kind.as_str()).collect();
            assert_eq!(kinds.last_chunk::<3>().unwrap(), &[ORDER_PLACED, MESSAGE_SENT, MESSAGE_SETTLED]);
            let event = &log[log.len() - 2];
            assert_eq!(event.event_key, lamp.part.to_string());
            assert!(!event.payload.contains("Where"));
            let changed: MessageChanged = event.payload().unwrap();
            assert_eq!(
                (changed.message_id, changed.order_id, changed.side),
                (sent.id, lamp.order, Side::Shopper)
            );
            assert_eq!(words("Where is it?").as_str(), "Where is it?");
        })
    })
    .await;
}
