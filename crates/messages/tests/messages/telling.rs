//! Mails: one until it was read, in the receiver's language, without anybody's address, as it was chosen. And what an
//! account that ends leaves.

use crate::common::{Ordered, Shop};
use bytes::Bytes;
use db::testing::on_both;
use db::{DbError, sql};
use domain::{AccountId, DurationUs};
use identity::PersonalData as _;
use messages::{MessageData, NewMessage};
use notify::{Choice, Kind};

async fn choose(shop: &Shop, account: AccountId, mail: bool) {
    let choice = Choice { page: true, push: false, mail };
    shop.write(move |tx| Box::pin(notify::choose(tx, account, Kind::Message, choice))).await.unwrap();
}

async fn bodies(shop: &Shop) -> Vec<String> {
    let text = "SELECT text_body FROM mail_messages WHERE message_key LIKE 'message-%' ORDER BY id";
    let rows: Vec<(String,)> = shop.db.read().await.unwrap().all(sql(text)).await.unwrap();
    rows.into_iter().map(|(body,)| body).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_gets_one_mail_until_it_has_read() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("mail").await;
            shop.asks(lamp, "a", "Where is it?").await;
            shop.asks(lamp, "b", "Hello? I am ada@example.com").await;
            let mut mails = shop.mails().await;
            assert_eq!(mails.len(), 1, "two messages, one mail");
            let (recipient, subject) = mails.remove(0);
            assert_eq!(recipient, shop.mail_of(shop.owner).await);
            assert_eq!(subject, "Un comprador te ha escrito", "in the owner's language");
            // Reading a part of it changes nothing, all of it does.
            shop.reads(shop.staff(), lamp.part, 1).await;
            shop.asks(lamp, "c", "Still there?").await;
            assert_eq!(shop.mails().await.len(), 1);
            shop.reads(shop.staff(), lamp.part, 3).await;
            shop.asks(lamp, "d", "And now?").await;
            assert_eq!(shop.mails().await.len(), 2);

            // Ids of one moment are in no order.
            t.clock().advance(DurationUs::from_mins(1));
            shop.answers(lamp, "e", "It is here.").await;
            shop.answers(lamp, "f", "Call +1 415 555 0132").await;
            let mails = shop.mails().await;
            assert_eq!(mails.len(), 3);
            assert_eq!(mails[2], ("ada@example.com".into(), "Lamp House has written to you".into()));
            shop.reads(lamp.party(), lamp.part, 6).await;
            shop.answers(lamp, "g", "Tomorrow.").await;
            assert_eq!(shop.mails().await.len(), 4);
            for body in bodies(&shop).await {
                let names = ["ada@", "415", "Where is it", "Tomorrow"].iter().any(|word| body.contains(word));
                assert!(!names, "{body}");
                assert!(body.contains("/messages/"), "{body}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_no_mail_gets_none_and_a_guests_mail_opens_the_order() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("silent").await;
            choose(&shop, lamp.shopper.account().unwrap(), false).await;
            choose(&shop, shop.owner, false).await;
            shop.asks(lamp, "a", "Where is it?").await;
            shop.answers(lamp, "b", "Here.").await;
            assert_eq!(shop.mails().await, []);
            let guest = shop.ordered_by_guest("guest").await;
            shop.answers(guest, "c", "It leaves today.").await;
            let bodies = bodies(&shop).await;
            assert_eq!(bodies.len(), 1);
            let link = format!("/orders/{}/messages/{}?code=", guest.order, guest.part);
            assert!(bodies[0].contains(&link), "{}", bodies[0]);
        })
    })
    .await;
}

async fn copy(shop: &Shop, account: AccountId) -> String {
    MessageData.export(&mut shop.db.read().await.unwrap(), account).await.unwrap().to_string()
}

async fn with_picture(shop: &Shop, of: Ordered) {
    let bytes = Bytes::from_static(include_bytes!("../../../../public/icons/icon-192.png"));
    let picture = shop.pictures.add_private(bytes).await.unwrap().id;
    let new = crate::common::message(of.party(), of.part, "picture", "Look at this");
    shop.send(NewMessage { pictures: vec![picture], ..new }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_gets_a_copy_of_what_it_read_and_its_end_takes_the_words_of_both_sides() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, other) = (shop.ordered("ends").await, shop.ordered("stays").await);
            let ada = lamp.shopper.account().unwrap();
            shop.asks(lamp, "a", "Where is it? Write to ada@example.com").await;
            with_picture(&shop, lamp).await;
            shop.answers(lamp, "b", "Dear Ada, write to lamps@example.com").await;
            shop.asks(other, "c", "Mine, too?").await;
            let copied = copy(&shop, ada).await;
            assert!(copied.contains("ada@example.com") && copied.contains("Dear Ada, write to [hidden]"));
            assert!(!copied.contains("lamps@") && !copied.contains("Mine, too?"), "{copied}");
            assert!(copy(&shop, shop.helper).await.contains("Dear Ada, write to lamps@example.com"));

            let erased = shop.write(move |tx| {
                Box::pin(async move {
                    MessageData.erase(tx, ada).await.map_err(|error| DbError::Open(error.to_string()))
                })
            });
            erased.await.unwrap();
            let left = shop.all(lamp.part).await;
            assert!(left.iter().all(|m| m.body.is_empty() && m.is_removed() && m.pictures == 0));
            assert_eq!(left.len(), 3, "that somebody wrote, and when, stays");
            assert_eq!(shop.all(other.part).await[0].body, "Mine, too?");
            let to_her = shop.mails().await.into_iter().filter(|(to, _)| to == "ada@example.com").count();
            assert_eq!(to_her, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}
