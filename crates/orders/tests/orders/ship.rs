//! Shipping: captured once, posted to the cent, refused without loss.

use crate::common::{APPROVED, AUTHORISATION_EXPIRES, CAPTURE_ANSWER_LOST, Shop, address, as_shopper, usd};
use db::sql;
use db::testing::on_both;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{CancelReason, Carrier, OrderSource, OrderState, PartState};
use domain::{AccountId, Currency, DurationUs, LineId, OrderId, PartId, SellerId};
use ledger::{AccountRef, RevenueStream};
use orders::{OrderError, PlaceOrder, Ship, Shipped, Wanted, cart, store};
use payments::MethodRef;

pub fn ship(key: &str, seller: SellerId, lines: Vec<(LineId, i64)>) -> Ship {
    Ship {
        key: format!("test-ship-{key}-000"),
        seller,
        lines,
        carrier: Carrier::Ups,
        tracking: "1Z-999".into(),
    }
}

pub async fn checkout(shop: &Shop, account: AccountId, key: &str, lines: Vec<Wanted>) -> OrderId {
    let method =
        payments::default_method(&mut shop.db.read().await.unwrap(), account).await.unwrap().unwrap();
    let order = PlaceOrder {
        key: format!("test-checkout-{key}"),
        shopper: as_shopper(account),
        email: Email::parse("ada@example.com").unwrap(),
        locale: Locale::Es,
        source: OrderSource::Checkout,
        lines,
        address: address(),
        method: MethodRef::Saved(method.id),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    shop.orders.place(order).await.unwrap().order()
}

pub async fn detail(shop: &Shop, order: OrderId) -> store::OrderDetail {
    store::detail(&mut shop.db.read().await.unwrap(), order).await.unwrap()
}

async fn posted(shop: &Shop, account: AccountRef) -> i64 {
    ledger::balance(&mut shop.db.read().await.unwrap(), &account, None).await.unwrap().posted.minor()
}

const USD: Currency = Currency::USD;

#[tokio::test(flavor = "multi_thread")]
async fn shipping_in_two_parcels_captures_and_posts_to_the_cent() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let order =
                checkout(&shop, ada, "two", vec![Wanted { offer: shop.lamp, quantity: 3, price_seen: None }])
                    .await;
            let line = detail(&shop, order).await.parts[0].lines[0].id;
            let first = ship("a", shop.seller, vec![(line, 1)]);
            let done = shop.orders.ship(first.clone()).await.unwrap();
            assert_eq!(shop.orders.ship(first).await.unwrap(), done, "the same key ships once");
            assert_eq!(detail(&shop, order).await.parts[0].part.state.0, PartState::PartlyShipped);
            shop.orders.ship(ship("b", shop.seller, vec![(line, 2)])).await.unwrap();
            let after = detail(&shop, order).await;
            assert_eq!(after.order.state.0, OrderState::Completed);
            // 3 x 45.00 + 4.99 + 7.25 % of 135.00 (9.7875 -> 9.79)
            assert_eq!(after.parts[0].part.captured_minor, 13_500 + 499 + 979);
            // 8 % of 49.99 (4.00 with shipping: 3.9992) and 8 % of 90.00
            let commission = 400 + 720;
            assert_eq!(posted(&shop, AccountRef::revenue(RevenueStream::Commission, USD)).await, -commission);
            assert_eq!(
                posted(&shop, AccountRef::seller_payable(shop.seller, USD)).await,
                -(13_500 + 499 - commission)
            );
            assert_eq!(posted(&shop, AccountRef::tax_payable("US-CA", USD)).await, -979);
            assert_eq!(
                posted(&shop, AccountRef::processor(shop.payments.processor_name(), USD)).await,
                14_978
            );
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_two_sellers_lives_two_lives() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let shopper = as_shopper(ada);
            let (lamp, book) = (shop.lamp, shop.book);
            t.db()
                .write(move |tx| {
                    Box::pin(async move {
                        cart::add(tx, shopper, lamp, 2).await?;
                        cart::add(tx, shopper, book, 1).await
                    })
                })
                .await
                .unwrap();
            let wanted = |offer, quantity| Wanted { offer, quantity, price_seen: None };
            let order = checkout(&shop, ada, "both", vec![wanted(lamp, 1), wanted(book, 1)]).await;
            let left = cart::lines(&mut t.db().read().await.unwrap(), shopper).await.unwrap();
            assert_eq!(
                left,
                vec![cart::CartLine { offer_id: lamp, quantity: 1 }],
                "what was not ordered stays"
            );
            let parts = detail(&shop, order).await.parts;
            let of = |seller| parts.iter().find(|p| p.part.seller_id == seller).unwrap().clone();
            let (theirs, ours) = (of(shop.seller), of(shop.platform));
            let foreign = shop.orders.ship(ship("x", shop.seller, vec![(ours.lines[0].id, 1)])).await;
            assert!(matches!(foreign, Err(OrderError::NotFound)), "{foreign:?}");
            shop.orders.cancel_by_shopper(shopper, theirs.part.id).await.unwrap();
            shop.orders.ship(ship("y", shop.platform, vec![(ours.lines[0].id, 1)])).await.unwrap();
            let after = detail(&shop, order).await;
            assert_eq!(after.order.state.0, OrderState::Completed);
            assert_eq!(posted(&shop, AccountRef::revenue(RevenueStream::Retail, USD)).await, -2_000);
            assert_eq!(posted(&shop, AccountRef::shipping(USD)).await, -499);
            assert_eq!(shop.stock(lamp).await, (100, 0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_cannot_be_charged_keeps_the_goods_at_home() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(AUTHORISATION_EXPIRES).await;
            let order =
                shop.orders.one_click(shop.click("exp", ada, shop.lamp, 4_500).await).await.unwrap().order();
            let line = detail(&shop, order).await.parts[0].lines[0].id;
            let refused = shop.orders.ship(ship("r", shop.seller, vec![(line, 1)])).await.unwrap();
            assert!(matches!(refused, Shipped::Refused { .. }), "{refused:?}");
            let after = detail(&shop, order).await;
            assert_eq!(after.parts[0].lines[0].shipped_quantity, 0);
            assert_eq!(after.parts[0].part.captured_minor, 0);
            assert_eq!(posted(&shop, AccountRef::seller_payable(shop.seller, USD)).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_capture_answer_is_charged_once_and_settles_by_itself() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(CAPTURE_ANSWER_LOST).await;
            let order =
                shop.orders.one_click(shop.click("cal", ada, shop.lamp, 4_500).await).await.unwrap().order();
            let line = detail(&shop, order).await.parts[0].lines[0].id;
            let pending = shop.orders.ship(ship("c", shop.seller, vec![(line, 1)])).await.unwrap();
            assert!(matches!(pending, Shipped::Pending { .. }), "{pending:?}");
            t.clock().advance(DurationUs::from_mins(2));
            shop.orders.register(db::Worker::new(t.db())).run_due().await.unwrap();
            let after = detail(&shop, order).await;
            assert_eq!(after.parts[0].part.state.0, PartState::Shipped);
            assert_eq!(after.parts[0].part.captured_minor, after.order.total_minor);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clicks_to_one_address_inside_the_window_leave_in_one_parcel() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let one =
                shop.orders.one_click(shop.click("one", ada, shop.lamp, 4_500).await).await.unwrap().order();
            t.clock().advance(DurationUs::from_mins(10));
            let two =
                shop.orders.one_click(shop.click("two", ada, shop.lamp, 4_500).await).await.unwrap().order();
            let (a, b) = (detail(&shop, one).await, detail(&shop, two).await);
            assert_eq!(a.parts[0].part.bundle_id, b.parts[0].part.bundle_id);
            assert_eq!((a.order.shipping_minor, b.order.shipping_minor), (499, 0), "one parcel, one fee");
            let lines = vec![(a.parts[0].lines[0].id, 1), (b.parts[0].lines[0].id, 1)];
            let shipped = shop.orders.ship(ship("both", shop.seller, lines)).await.unwrap();
            assert!(matches!(shipped, Shipped::Shipped { .. }));
            let (a, b) = (detail(&shop, one).await, detail(&shop, two).await);
            assert_eq!(a.parts[0].shipments[0].id, b.parts[0].shipments[0].id);
            let three = shop
                .orders
                .one_click(shop.click("three", ada, shop.lamp, 4_500).await)
                .await
                .unwrap()
                .order();
            assert_eq!(detail(&shop, three).await.order.shipping_minor, 499, "that parcel has left");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_undo_and_shipping_at_once_exactly_one_wins() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            for n in 0..8 {
                let ada = shop.shopper(APPROVED).await;
                let order = shop
                    .orders
                    .one_click(shop.click(&format!("u{n}"), ada, shop.lamp, 4_500).await)
                    .await
                    .unwrap()
                    .order();
                let line = detail(&shop, order).await.parts[0].lines[0].id;
                let parcel = ship(&format!("race-{n}"), shop.seller, vec![(line, 1)]);
                let (undo, shipped) =
                    tokio::join!(shop.orders.undo(as_shopper(ada), order), shop.orders.ship(parcel));
                assert_ne!(
                    undo.is_ok(),
                    matches!(shipped, Ok(Shipped::Shipped { .. })),
                    "{undo:?} {shipped:?}"
                );
            }
            let (available, held, sold) = shop.stock(shop.lamp).await;
            assert_eq!((available + sold, held), (100, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

/// What a parcel's sale posted to the buyer's clearing account, and of that for goods, delivery and tax.
async fn sold(shop: &Shop, part: PartId) -> [i64; 4] {
    let of = |wanted: &str| {
        format!(
            "SELECT CAST(COALESCE(SUM(ABS(g.amount_minor)), 0) AS BIGINT) FROM ledger_transactions t
             JOIN ledger_postings g ON g.tx_id = t.id JOIN ledger_accounts a ON a.id = g.account_id
             WHERE t.kind = 'sale' AND t.part_ref = $1 AND g.layer = 'posted' AND {wanted}"
        )
    };
    let mut amounts = [0; 4];
    for (amount, wanted) in amounts.iter_mut().zip([
        "a.purpose = 'buyer_clearing'",
        "a.purpose <> 'buyer_clearing' AND g.memo = 'item'",
        "g.memo = 'shipping'",
        "g.memo = 'tax'",
    ]) {
        let mut conn = shop.db.read().await.unwrap();
        (*amount,) = conn.one(sql(of(wanted)).bind(part.to_string())).await.unwrap();
    }
    amounts
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_of_two_sellers_parcels_say_what_the_ledger_says_and_come_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let lamps = Wanted { quantity: 2, ..Wanted::one(shop.lamp) };
            let order = checkout(&shop, ada, "mail", vec![lamps, Wanted::one(shop.book)]).await;
            for part in detail(&shop, order).await.parts {
                let line = &part.lines[0];
                let parcel = ship(
                    if line.offer_id == shop.lamp { "lamps" } else { "book" },
                    part.part.seller_id,
                    vec![(line.id, line.quantity)],
                );
                shop.orders.ship(parcel).await.unwrap();
            }
            t.db().sequence_events().await.unwrap();
            while shop.orders.write_receipts().await.unwrap() > 0 {}
            let mails = mail::recent(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(mails.len(), 3, "a confirmation and two receipts");

            let mut both = [0; 4];
            let mut expected = Vec::new();
            for part in detail(&shop, order).await.parts {
                let posted = sold(&shop, part.part.id).await;
                assert!(posted.iter().all(|minor| *minor > 0), "{posted:?}");
                let key = format!("shipped-{}-{}", part.shipments[0].id, part.part.id);
                both.iter_mut().zip(posted).for_each(|(sum, minor)| *sum += minor);
                expected.push((key, posted));
            }
            expected.push((format!("order-placed-{order}"), both));
            for (key, [total, goods, delivery, tax]) in expected {
                let mail =
                    mails.iter().find(|mail| mail.message_key == key).unwrap_or_else(|| panic!("no {key}"));
                let totals =
                    [("Artículos", goods), ("Envío", delivery), ("Impuestos", tax), ("Total", total)];
                for (label, minor) in totals {
                    let amount = domain::format::money(usd(minor), Locale::Es);
                    let line = format!("{label}: {amount}");
                    assert!(mail.text_body.lines().any(|l| l == line), "no `{line}` in {}", mail.text_body);
                    assert!(mail.html_body.contains(&format!(">{amount}</td>")), "no {amount} in {key}");
                }
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_parcel_waits_while_the_first_is_being_charged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(CAPTURE_ANSWER_LOST).await;
            let three = Wanted { offer: shop.lamp, quantity: 3, price_seen: None };
            let order = checkout(&shop, ada, "in-flight", vec![three]).await;
            let line = detail(&shop, order).await.parts[0].lines[0].id;
            let first = shop.orders.ship(ship("f1", shop.seller, vec![(line, 1)])).await.unwrap();
            assert!(matches!(first, Shipped::Pending { .. }), "{first:?}");
            let part = detail(&shop, order).await.parts[0].part.id;
            let second = shop.orders.ship(ship("f2", shop.seller, vec![(line, 2)])).await;
            assert!(matches!(second, Err(OrderError::ParcelUnderWay { .. })), "{second:?}");
            let cancel = shop.orders.cancel_by_seller(shop.seller, part, CancelReason::OutOfStock).await;
            assert!(matches!(cancel, Err(OrderError::ParcelUnderWay { .. })), "{cancel:?}");
            t.clock().advance(DurationUs::from_mins(2));
            shop.orders.register(db::Worker::new(t.db())).run_due().await.unwrap();
            assert_eq!(detail(&shop, order).await.parts[0].part.state.0, PartState::PartlyShipped);
            shop.orders.ship(ship("f2", shop.seller, vec![(line, 2)])).await.unwrap();
            t.clock().advance(DurationUs::from_mins(2));
            shop.orders.register(db::Worker::new(t.db())).run_due().await.unwrap();
            let after = detail(&shop, order).await;
            assert_eq!(after.parts[0].part.captured_minor, after.order.total_minor);
            assert_eq!(after.order.state.0, OrderState::Completed);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_who_cannot_send_the_rest_cancels_it_and_the_shopper_pays_for_what_left() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let three = Wanted { offer: shop.lamp, quantity: 3, price_seen: None };
            let order = checkout(&shop, ada, "rest", vec![three]).await;
            let part = detail(&shop, order).await.parts[0].part.id;
            let line = detail(&shop, order).await.parts[0].lines[0].id;
            shop.orders.ship(ship("r1", shop.seller, vec![(line, 1)])).await.unwrap();
            for _ in 0..2 {
                shop.orders.cancel_by_seller(shop.seller, part, CancelReason::OutOfStock).await.unwrap();
            }
            let after = detail(&shop, order).await;
            assert_eq!(after.parts[0].part.state.0, PartState::Shipped);
            assert_eq!(after.order.state.0, OrderState::Completed);
            // 45.00 + 4.99 + floor(9.79 / 3)
            assert_eq!(after.parts[0].part.captured_minor, 4_500 + 499 + 326);
            assert_eq!(shop.stock(shop.lamp).await, (99, 0, 1));
            let more = shop.orders.ship(ship("r2", shop.seller, vec![(line, 2)])).await;
            assert!(matches!(more, Err(OrderError::WrongState { .. })), "{more:?}");
            shop.payments.register(db::Worker::new(t.db())).run_due().await.unwrap();
            t.db().sequence_events().await.unwrap();
            while shop.orders.write_receipts().await.unwrap() > 0 {}
            let mails = mail::recent(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            assert_eq!(mails.len(), 3, "a confirmation, a receipt, and a word about the rest");
            let rest = domain::format::money(usd(9_000), Locale::Es);
            assert!(mails.iter().any(|m| m.text_body.contains(&rest)), "what is not sent is named");
            shop.assert_sound().await;
        })
    })
    .await;
}
