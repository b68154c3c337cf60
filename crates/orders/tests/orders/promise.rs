//! The delivery promise on its way from the cart to the order and the mail: each parcel its own, and kept.

use crate::common::{APPROVED, Shop, address, usd};
use db::testing::on_both;
use domain::contact::Email;
use domain::format::{self, Locale};
use domain::order::OrderSource;
use domain::place::Place;
use domain::promise::{Dispatch, Promise, Transit};
use domain::zone::Zone;
use orders::quote::quote_to;
use orders::{PlaceOrder, Placed, Shopper, Wanted, store};
use payments::{CardInput, MethodRef};

/// The seller of the lamp is in Tokyo's time, takes a day within the state and a week elsewhere.
async fn let_the_lamp_take_longer(shop: &Shop, zone: &'static str) {
    let seller = shop.seller;
    let dispatch = Dispatch {
        zone: Zone::parse(zone).unwrap(),
        near: Some(Transit { min: 7, max: 8 }),
        abroad: Some(Transit { min: 20, max: 30 }),
        ..Dispatch::standard("US")
    };
    shop.db
        .write(move |tx| {
            let dispatch = dispatch.clone();
            Box::pin(async move { sellers::update_dispatch(tx, seller, &dispatch).await })
        })
        .await
        .unwrap();
}

fn both(shop: &Shop) -> [Wanted; 2] {
    [Wanted::one(shop.lamp), Wanted::one(shop.book)]
}

async fn promised(shop: &Shop, to: Option<&Place>) -> Vec<Promise> {
    let mut conn = shop.db.read().await.unwrap();
    let quote = quote_to(&mut conn, &both(shop), None, to).await.unwrap();
    quote.parts.iter().map(|p| p.promise).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_keeps_what_the_cart_promised_for_each_parcel() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let_the_lamp_take_longer(&shop, "Asia/Tokyo").await;
            let shown = promised(&shop, Some(&Place::parse("US", "95814").unwrap())).await;
            let card = shop.payments.tokenise(CardInput::test_card(APPROVED)).await.unwrap();
            let order = PlaceOrder {
                key: "test-promise-key-0001".into(),
                shopper: Shopper::Guest(t.db().new_id()),
                email: Email::parse("gina@example.com").unwrap(),
                locale: Locale::En,
                source: OrderSource::Checkout,
                lines: both(&shop).to_vec(),
                address: address(),
                method: MethodRef::Token(card.token),
                total_seen: Some(usd(8_000)),
                gift: None,
                shown: None,
                device: None,
            };
            let placed = shop.orders.place(order).await.unwrap();
            assert!(matches!(placed, Placed::Placed { .. }));
            // What the seller changes afterwards is for others.
            let_the_lamp_take_longer(&shop, "UTC").await;
            let detail = store::detail(&mut t.db().read().await.unwrap(), placed.order()).await.unwrap();
            let mut kept: Vec<Promise> = detail.parts.iter().map(|p| p.part.promise.0).collect();
            let mut expected = shown.clone();
            kept.sort_by_key(|p| p.latest_day);
            expected.sort_by_key(|p| p.latest_day);
            assert_eq!(kept, expected);
            assert_ne!(shown[0], shown[1]);

            t.db().sequence_events().await.unwrap();
            while shop.orders.write_receipts().await.unwrap() > 0 {}
            let mails = mail::recent(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            let days = |at: usize| format::promised(&shown[at], Locale::En);
            for line in [format!("{}: Brass lamp", days(0)), format!("{}: River stories", days(1))] {
                assert!(mails[0].text_body.contains(&line), "{line} in {}", mails[0].text_body);
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn further_away_takes_longer_and_an_unknown_place_is_in_the_country() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let_the_lamp_take_longer(&shop, "UTC").await;
            let latest = async |to: Option<Place>| promised(&shop, to.as_ref()).await[0].latest_day;
            let somewhere = latest(None).await;
            assert_eq!(latest(Some(Place::parse("US", "10001").unwrap())).await, somewhere);
            assert!(latest(Some(Place::parse("US", "95814").unwrap())).await > somewhere);
            assert!(latest(Some(Place::country("ES"))).await > somewhere + 20);
            let mut conn = t.db().read().await.unwrap();
            let by_address = orders::quote::quote(&mut conn, &both(&shop), Some(&address())).await.unwrap();
            let near = Place::parse("US", "95814").unwrap();
            assert_eq!(by_address.parts[0].promise, promised(&shop, Some(&near)).await[0]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_with_a_handling_time_of_its_own_leaves_by_that() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let usual = promised(&shop, None).await;
            let lamp = shop.lamp;
            let say = async |handling_days: Option<u8>| {
                let terms = catalog::Terms { handling_days, cost: None };
                let said = shop.db.write(move |tx| Box::pin(catalog::set_terms(tx, lamp, terms, None)));
                said.await.unwrap();
                promised(&shop, None).await
            };
            let slow = say(Some(6)).await;
            assert!(slow[0].ship_day > usual[0].ship_day && slow[0].latest_day > usual[0].latest_day);
            assert_eq!(slow[1], usual[1], "the book is handled as before");
            assert!(say(Some(0)).await[0].ship_day < usual[0].ship_day, "the seller needs a day for others");
            assert_eq!(say(None).await, usual);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_joins_no_parcel_that_leaves_on_another_day() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, shade) = (shop.lamp, shop.another("Lamp shade", 1_500).await);
            let terms = catalog::Terms { handling_days: Some(6), cost: None };
            let said = shop.db.write(move |tx| Box::pin(catalog::set_terms(tx, lamp, terms, None)));
            said.await.unwrap();
            let ada = shop.shopper(APPROVED).await;
            let bought = async |key: &str, offer, minor| {
                let shown = shop.orders.one_click_panel(ada, offer).await.unwrap().unwrap().quote;
                let click = shop.click(key, ada, offer, minor).await;
                let order = shop.orders.one_click(click).await.unwrap().order();
                let detail = store::detail(&mut t.db().read().await.unwrap(), order).await.unwrap();
                let part = detail.parts[0].part.clone();
                assert_eq!(part.promise.0, shown.parts[0].promise, "what the page said");
                assert_eq!(part.shipping_minor, shown.shipping.minor(), "what the page said");
                part
            };
            let slow = bought("slow", lamp, 4_500).await;
            let quick = bought("quick", shade, 1_500).await;
            assert!(quick.promise.0.ship_day < slow.promise.0.ship_day);
            assert_ne!(quick.bundle_id, slow.bundle_id, "it does not wait for the lamp");
            assert_eq!((slow.shipping_minor, quick.shipping_minor), (499, 499), "two parcels");
            // Each further one finds its own of the two.
            let (slower, quicker) =
                (bought("slow-2", lamp, 4_500).await, bought("quick-2", shade, 1_500).await);
            assert_eq!((slower.bundle_id, slower.shipping_minor), (slow.bundle_id, 0));
            assert_eq!((quicker.bundle_id, quicker.shipping_minor), (quick.bundle_id, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}
