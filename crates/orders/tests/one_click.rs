//! One click, one order, whatever happens on the way.
#![allow(clippy::unwrap_used)]

mod common;

use common::{ANSWER_LOST, APPROVED, DECLINED, NEEDS_CONFIRMATION, Shop, as_shopper, click, handle};
use db::testing::on_both;
use domain::DurationUs;
use domain::order::{CancelReason, OrderState, PartState};
use domain::payment::DeclineReason;
use orders::{OrderError, Placed, store};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_clicks_on_two_servers_make_one_order_and_a_hundred_equal_answers() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let (a, b) = (shop.orders.clone(), handle(&t.second().await));
            let clicks: Vec<_> = (0..100)
                .map(|n| {
                    let orders = if n % 2 == 0 { a.clone() } else { b.clone() };
                    let click = click("same", ada, shop.lamp, 4_500);
                    tokio::spawn(async move { orders.one_click(click).await })
                })
                .collect();
            let mut answers = HashSet::new();
            for one in clicks {
                let placed = one.await.unwrap().unwrap();
                assert!(matches!(placed, Placed::Placed { .. }), "{placed:?}");
                answers.insert(placed.order());
            }
            assert_eq!(answers.len(), 1);
            assert_eq!(shop.stock(shop.lamp).await, (99, 0, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_says_before_the_click_what_the_order_says_after_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let panel = shop.orders.one_click_panel(ada, shop.lamp).await.unwrap().unwrap();
            let placed = shop.orders.one_click(click("panel", ada, shop.lamp, 4_500)).await.unwrap();
            let detail = store::detail(&mut t.db().read().await.unwrap(), placed.order()).await.unwrap();
            assert_eq!(detail.order.total(), panel.quote.total);
            // 45.00 + 4.99 shipping + 7.25 % of 45.00, halves up.
            assert_eq!(detail.order.total_minor, 4_500 + 499 + 326);
            assert_eq!(detail.parts[0].part.promise.0, panel.quote.parts[0].promise);
            assert_eq!(detail.order.address.0, panel.address);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_for_another_thing_is_a_conflict() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, bob) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            shop.orders.one_click(click("key", ada, shop.lamp, 4_500)).await.unwrap();
            let other = shop.orders.one_click(click("key", ada, shop.book, 2_000)).await;
            assert!(matches!(other, Err(OrderError::KeyReused)));
            let foreign = shop.orders.one_click(click("key", bob, shop.lamp, 4_500)).await;
            assert!(matches!(foreign, Err(OrderError::KeyReused)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_click_leaves_nothing_behind() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, broke) = (shop.shopper(APPROVED).await, shop.shopper(DECLINED).await);
            let raised = shop.orders.one_click(click("raised", ada, shop.lamp, 4_400)).await;
            assert!(matches!(raised, Err(OrderError::PriceRaised { .. })));
            let mut many = click("many", ada, shop.lamp, 4_500);
            many.quantity = 101;
            assert!(matches!(shop.orders.one_click(many).await, Err(OrderError::SoldOut { left: 100, .. })));
            let declined = shop.orders.one_click(click("declined", broke, shop.lamp, 4_500)).await.unwrap();
            assert!(matches!(declined, Placed::Declined { reason: DeclineReason::Declined, .. }));
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            let mut conn = t.db().read().await.unwrap();
            let filter = store::SellerFilter::ToShip;
            let parts = store::parts_of_seller(&mut conn, shop.seller, filter, None, 10).await.unwrap();
            assert!(parts.is_empty(), "the seller never saw it");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_never_charged_twice_and_settles_by_itself() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(ANSWER_LOST).await;
            let first = shop.orders.one_click(click("lost", ada, shop.lamp, 4_500)).await.unwrap();
            assert!(matches!(first, Placed::Pending { .. }), "{first:?}");
            assert_eq!(shop.stock(shop.lamp).await, (99, 1, 0));
            shop.assert_sound().await;
            t.clock().advance(DurationUs::from_mins(2));
            shop.orders.register(db::Worker::new(t.db())).run_due().await.unwrap();
            let again = shop.orders.one_click(click("lost", ada, shop.lamp, 4_500)).await.unwrap();
            assert_eq!(again, Placed::Placed { order: first.order() });
            assert_eq!(shop.stock(shop.lamp).await, (99, 0, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_asks_and_the_order_waits_for_the_answer_or_is_given_up() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(NEEDS_CONFIRMATION).await;
            let one = shop.orders.one_click(click("ask-1", ada, shop.lamp, 4_500)).await.unwrap();
            assert!(matches!(one, Placed::NeedsConfirmation { .. }), "{one:?}");
            let confirmed = shop.orders.confirm(as_shopper(ada), one.order(), "123456".into()).await.unwrap();
            assert_eq!(confirmed, Placed::Placed { order: one.order() });
            let two = shop.orders.one_click(click("ask-2", ada, shop.lamp, 4_500)).await.unwrap();
            t.clock().advance(DurationUs::from_mins(31));
            shop.orders.register(db::Worker::new(t.db())).run_due().await.unwrap();
            let detail = store::detail(&mut t.db().read().await.unwrap(), two.order()).await.unwrap();
            assert_eq!(detail.order.state.0, OrderState::PaymentFailed);
            assert_eq!(shop.stock(shop.lamp).await, (99, 0, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_buyers_for_a_hundred_units_buy_a_hundred() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let mut buyers = Vec::new();
            for _ in 0..40 {
                buyers.push(shop.shopper(APPROVED).await);
            }
            let clicks: Vec<_> = (0..2_000)
                .map(|n| {
                    let orders = shop.orders.clone();
                    let click = click(&format!("rush-{n}"), buyers[n % buyers.len()], shop.lamp, 4_500);
                    tokio::spawn(async move { orders.one_click(click).await })
                })
                .collect();
            let mut bought = 0;
            for one in clicks {
                match one.await.unwrap() {
                    Ok(Placed::Placed { .. }) => bought += 1,
                    Err(OrderError::SoldOut { .. }) => {}
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(bought, 100);
            assert_eq!(shop.stock(shop.lamp).await, (0, 0, 100));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_gives_back_stock_and_authorisation_once_and_only_inside_its_window() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, eve) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let order = shop.orders.one_click(click("undo", ada, shop.lamp, 4_500)).await.unwrap().order();
            let foreign = shop.orders.undo(as_shopper(eve), order).await;
            assert!(matches!(foreign, Err(OrderError::NotFound)));
            for _ in 0..3 {
                shop.orders.undo(as_shopper(ada), order).await.unwrap();
            }
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            let again = shop.orders.one_click(click("undo", ada, shop.lamp, 4_500)).await.unwrap();
            assert_eq!(again, Placed::Cancelled { order }, "the same click does not order again");
            let late = shop.orders.one_click(click("late", ada, shop.lamp, 4_500)).await.unwrap().order();
            t.clock().advance(DurationUs::from_secs(30 * 60 + 1));
            assert!(matches!(shop.orders.undo(as_shopper(ada), late).await, Err(OrderError::UndoIsOver)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_undo_and_picking_at_once_exactly_one_wins() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            for n in 0..10 {
                let click = click(&format!("race-{n}"), ada, shop.lamp, 4_500);
                let order = shop.orders.one_click(click).await.unwrap().order();
                let detail = store::detail(&mut t.db().read().await.unwrap(), order).await.unwrap();
                let part = detail.parts[0].part.id;
                let (undo, accept) = tokio::join!(
                    shop.orders.undo(as_shopper(ada), order),
                    shop.orders.accept(shop.seller, part)
                );
                assert_ne!(undo.is_ok(), accept.is_ok(), "{undo:?} {accept:?}");
                let state = store::part(&mut t.db().read().await.unwrap(), part).await.unwrap().state.0;
                assert_eq!(state, if undo.is_ok() { PartState::Cancelled } else { PartState::Accepted });
                if accept.is_ok() {
                    shop.orders.cancel_by_seller(shop.seller, part, CancelReason::OutOfStock).await.unwrap();
                }
            }
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}
