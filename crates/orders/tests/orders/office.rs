//! Finding among everybody's orders: by number, address, seller, state and day; newest first, page by page.

use crate::common::{APPROVED, Shop, as_shopper};
use db::testing::on_both;
use domain::contact::Email;
use domain::order::{Carrier, OrderState};
use domain::{DurationUs, OrderId};
use orders::office::{Number, Sought, sought};
use orders::{OrderError, Ship, Shipped, store};

async fn found(shop: &Shop, wanted: &Sought) -> Vec<OrderId> {
    let mut conn = shop.db.read().await.unwrap();
    let orders = sought(&mut conn, wanted, None, 50).await.unwrap();
    orders.into_iter().map(|detail| detail.order.id).collect()
}

fn number(text: impl ToString) -> Sought {
    Sought { number: Number::parse(&text.to_string()), ..Sought::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_order_is_found_by_its_numbers_its_address_its_seller_its_state_and_its_day() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, bob) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let lamp = shop.click("a", ada, shop.lamp, 4_500).await;
            let lamp = shop.orders.one_click(lamp).await.unwrap().order();
            t.clock().advance(DurationUs::from_days(2));
            let second_day = shop.db.now();
            let book = shop.click("b", bob, shop.book, 2_000).await;
            let book = shop.orders.one_click(book).await.unwrap().order();
            shop.orders.undo(as_shopper(bob), book).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let detail = store::detail(&mut conn, lamp).await.unwrap();
            drop(conn);
            let (part, line) = (detail.parts[0].part.clone(), detail.parts[0].lines[0].id);
            let parcel = Ship {
                key: "test-ship-office-000".into(),
                seller: part.seller_id,
                lines: vec![(line, 1)],
                carrier: Carrier::Ups,
                tracking: "1Z-OFFICE".into(),
            };
            let shipped = shop.orders.ship(parcel).await.unwrap();
            assert!(matches!(shipped, Shipped::Shipped { .. }), "{shipped:?}");
            let mut conn = shop.db.read().await.unwrap();
            let detail = store::detail(&mut conn, lamp).await.unwrap();
            drop(conn);
            let email = Email::parse(&detail.order.email.to_uppercase()).unwrap();
            let nobodys = Email::parse("nobody@example.com").unwrap();
            for (wanted, expected) in [
                (Sought::default(), vec![book, lamp]),
                (number(lamp), vec![lamp]),
                (number(part.id), vec![lamp]),
                (number(detail.parts[0].shipments[0].id), vec![lamp]),
                (number("1Z-OFFICE"), vec![lamp]),
                (number("1Z-OF%"), vec![]),
                // Both ordered under one address.
                (Sought { email: Some(email.clone()), ..Sought::default() }, vec![book, lamp]),
                (Sought { email: Some(nobodys), ..Sought::default() }, vec![]),
                (
                    Sought { email: Some(email.clone()), seller: Some(shop.seller), ..Sought::default() },
                    vec![lamp],
                ),
                (Sought { email: Some(email), seller: Some(shop.platform), ..Sought::default() }, vec![book]),
                (Sought { seller: Some(shop.seller), ..number("1Z-OFFICE") }, vec![lamp]),
                (Sought { seller: Some(shop.platform), ..number(lamp) }, vec![]),
                (Sought { seller: Some(shop.seller), ..Sought::default() }, vec![lamp]),
                (Sought { state: Some(OrderState::Cancelled), ..Sought::default() }, vec![book]),
                (Sought { from: Some(second_day), ..Sought::default() }, vec![book]),
                (Sought { before: Some(second_day), ..Sought::default() }, vec![lamp]),
                (
                    Sought {
                        seller: Some(shop.seller),
                        state: Some(OrderState::Cancelled),
                        ..Sought::default()
                    },
                    vec![],
                ),
                (Sought { seller: Some(shop.seller), from: Some(second_day), ..Sought::default() }, vec![]),
            ] {
                assert_eq!(found(&shop, &wanted).await, expected, "{wanted:?}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_a_gap_also_where_orders_are_of_one_moment() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            for n in 0..5 {
                if n > 2 {
                    t.clock().advance(DurationUs::from_mins(1));
                }
                let click = shop.click(&format!("page{n}"), ada, shop.lamp, 4_500).await;
                shop.orders.one_click(click).await.unwrap();
            }
            let newest = found(&shop, &Sought::default()).await[0];
            let mut conn = shop.db.read().await.unwrap();
            let email = Email::parse(&store::detail(&mut conn, newest).await.unwrap().order.email).unwrap();
            drop(conn);
            let of_seller = Sought { seller: Some(shop.seller), ..Sought::default() };
            let of_both = Sought { email: Some(email), ..of_seller.clone() };
            for wanted in [Sought::default(), of_seller, of_both] {
                let all = found(&shop, &wanted).await;
                assert_eq!(all.len(), 5);
                let (mut read, mut after) = (Vec::new(), None);
                let mut conn = shop.db.read().await.unwrap();
                loop {
                    let some = sought(&mut conn, &wanted, after, 2).await.unwrap();
                    let Some(last) = some.last() else { break };
                    after = Some(last.order.id);
                    read.extend(some.iter().map(|detail| detail.order.id));
                }
                assert_eq!(read, all, "{wanted:?}");
            }
            let mut conn = shop.db.read().await.unwrap();
            let nobodys = sought(&mut conn, &Sought::default(), Some(shop.db.new_id()), 2).await;
            assert!(matches!(nobodys, Err(OrderError::NotFound)));
        })
    })
    .await;
}
