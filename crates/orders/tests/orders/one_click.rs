//! One click, one order, whatever happens on the way.

use crate::common::{
    ANSWER_LOST, APPROVED, DECLINED, NEEDS_CONFIRMATION, REQUEST_LOST, Shop, as_shopper, handle, usd,
};
use db::testing::on_both;
use domain::DurationUs;
use domain::order::{CancelReason, OrderState, PartState};
use domain::payment::DeclineReason;
use futures::future::join_all;
use orders::{OneClick, OrderError, Placed, Seen, store};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_clicks_on_two_servers_make_one_order_and_a_hundred_equal_answers() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let (a, b) = (shop.orders.clone(), handle(&t.second().await));
            let same = shop.click("same", ada, shop.lamp, 4_500).await;
            let clicks: Vec<_> = (0..100)
                .map(|n| {
                    let orders = if n % 2 == 0 { a.clone() } else { b.clone() };
                    let click = same.clone();
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
            let placed =
                shop.orders.one_click(shop.click("panel", ada, shop.lamp, 4_500).await).await.unwrap();
            let detail = store::detail(&mut t.db().read().await.unwrap(), placed.order()).await.unwrap();
            assert_eq!(detail.order.total(), panel.quote.total);
            // 45.00 + 4.99 shipping + 7.25 % of 45.00, halves up.
            assert_eq!(detail.order.total_minor, 4_500 + 499 + 326);
            assert_eq!(detail.parts[0].part.promise.0, panel.quote.parts[0].promise);
            assert_eq!(detail.order.address.0, panel.address.address);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_for_another_thing_is_a_conflict_and_for_another_shopper_another_key() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, bob) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let first = shop.orders.one_click(shop.click("key", ada, shop.lamp, 4_500).await).await.unwrap();
            let other = shop.orders.one_click(shop.click("key", ada, shop.book, 2_000).await).await;
            assert!(matches!(other, Err(OrderError::KeyReused)));
            let bobs = shop.orders.one_click(shop.click("key", bob, shop.lamp, 4_500).await).await.unwrap();
            assert_ne!(bobs.order(), first.order());
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
            let raised = shop.orders.one_click(shop.click("raised", ada, shop.lamp, 4_400).await).await;
            assert!(matches!(raised, Err(OrderError::PriceRaised { .. })));
            let mut many = shop.click("many", ada, shop.lamp, 4_500).await;
            many.quantity = 101;
            many.seen.total = usd(1_000_000);
            assert!(matches!(shop.orders.one_click(many).await, Err(OrderError::SoldOut { left: 100, .. })));
            let declined =
                shop.orders.one_click(shop.click("declined", broke, shop.lamp, 4_500).await).await.unwrap();
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
            let first = shop.orders.one_click(shop.click("lost", ada, shop.lamp, 4_500).await).await.unwrap();
            assert!(matches!(first, Placed::Pending { .. }), "{first:?}");
            assert_eq!(shop.stock(shop.lamp).await, (99, 1, 0));
            shop.assert_sound().await;
            t.clock().advance(DurationUs::from_mins(2));
            shop.orders.register(db::Worker::new(t.db())).run_due().await.unwrap();
            let again = shop.orders.one_click(shop.click("lost", ada, shop.lamp, 4_500).await).await.unwrap();
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
            let one = shop.orders.one_click(shop.click("ask-1", ada, shop.lamp, 4_500).await).await.unwrap();
            assert!(matches!(one, Placed::NeedsConfirmation { .. }), "{one:?}");
            let confirmed = shop.orders.confirm(as_shopper(ada), one.order(), "123456".into()).await.unwrap();
            assert_eq!(confirmed, Placed::Placed { order: one.order() });
            let two = shop.orders.one_click(shop.click("ask-2", ada, shop.lamp, 4_500).await).await.unwrap();
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
async fn ten_thousand_buyers_for_a_hundred_units_buy_a_hundred() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            // All are shown the same page but for their own address and card.
            let like = shop.click("rush", shop.shopper(APPROVED).await, shop.lamp, 4_500).await;
            let mut rush = Vec::with_capacity(10_000);
            while rush.len() < 10_000 {
                for (account, address, method) in join_all((0..50).map(|_| shop.settled(APPROVED))).await {
                    let seen = Seen { address, method, ..like.seen };
                    let key = format!("{}-{}", like.key, rush.len());
                    rush.push(OneClick { key, account, seen, ..like.clone() });
                }
            }
            let clicks: Vec<_> = rush
                .into_iter()
                .map(|click| {
                    let orders = shop.orders.clone();
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
            let order =
                shop.orders.one_click(shop.click("undo", ada, shop.lamp, 4_500).await).await.unwrap().order();
            let foreign = shop.orders.undo(as_shopper(eve), order).await;
            assert!(matches!(foreign, Err(OrderError::NotFound)));
            for _ in 0..3 {
                shop.orders.undo(as_shopper(ada), order).await.unwrap();
            }
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            let again = shop.orders.one_click(shop.click("undo", ada, shop.lamp, 4_500).await).await.unwrap();
            assert_eq!(again, Placed::Cancelled { order }, "the same click does not order again");
            let late =
                shop.orders.one_click(shop.click("late", ada, shop.lamp, 4_500).await).await.unwrap().order();
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
                let click = shop.click(&format!("race-{n}"), ada, shop.lamp, 4_500).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn every_page_rendered_before_a_click_has_that_clicks_key_and_the_next_page_another() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let panel = || shop.orders.one_click_panel(ada, shop.lamp);
            let (one, two) = (panel().await.unwrap().unwrap(), panel().await.unwrap().unwrap());
            assert_eq!(one.key, two.key, "two tabs, one click");
            let mut click = shop.click("", ada, shop.lamp, 4_500).await;
            click.key = one.key.clone();
            let placed = shop.orders.one_click(click.clone()).await.unwrap();
            // The default card is another since, and the price has gone up: the second tab's click is still the first.
            let token = shop.payments.tokenise(payments::CardInput::test_card(DECLINED)).await.unwrap().token;
            let saved: Result<(), payments::PaymentError> = t
                .db()
                .write(move |tx| {
                    let token = token.clone();
                    Box::pin(async move {
                        let card = payments::save_method(tx, ada, &token).await?;
                        payments::set_default_method(tx, ada, card).await?;
                        Ok(())
                    })
                })
                .await;
            saved.unwrap();
            assert_eq!(shop.orders.one_click(click.clone()).await.unwrap(), placed);
            let next = panel().await.unwrap().unwrap();
            assert_ne!(next.key, one.key, "a page that shows the order buys again");
            click.key = next.key;
            let changed = shop.orders.one_click(click).await;
            assert!(matches!(changed, Err(OrderError::TermsChanged)), "{changed:?}");
            assert_eq!(shop.stock(shop.lamp).await, (99, 0, 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_rose_by_tax_since_the_page_must_be_agreed_to() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let mut click = shop.click("tax", ada, shop.lamp, 4_500).await;
            let honest = click.seen.total;
            click.seen.total = usd(honest.minor() - 1);
            let refused = shop.orders.one_click(click.clone()).await;
            assert!(
                matches!(refused, Err(OrderError::TotalRaised { now, .. }) if now == honest),
                "{refused:?}"
            );
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            click.seen.total = honest;
            assert!(matches!(shop.orders.one_click(click).await, Ok(Placed::Placed { .. })));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_never_arrives_gives_the_units_back_within_the_hour() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(REQUEST_LOST).await;
            let first = shop.orders.one_click(shop.click("gone", ada, shop.lamp, 4_500).await).await.unwrap();
            assert!(matches!(first, Placed::Pending { .. }), "{first:?}");
            assert_eq!(shop.stock(shop.lamp).await, (99, 1, 0));
            let worker = shop.payments.register(shop.orders.register(db::Worker::new(t.db())));
            for _ in 0..60 {
                t.clock().advance(DurationUs::from_mins(1));
                worker.run_due().await.unwrap();
            }
            let order = store::order(&mut t.db().read().await.unwrap(), first.order()).await.unwrap();
            assert_ne!(order.state.0, OrderState::AwaitingPayment);
            let mut conn = t.db().read().await.unwrap();
            let (open,): (i64,) =
                conn.one(db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM db_jobs")).await.unwrap();
            assert_eq!(open, 0, "nothing is left to do");
            assert_eq!(shop.stock(shop.lamp).await.1, 0, "nothing is held");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_quick_clicks_make_one_parcel_and_an_undone_leader_leaves_no_free_shipping_behind() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(ANSWER_LOST).await;
            let (one, two) = (
                shop.click("quick-1", ada, shop.lamp, 4_500).await,
                shop.click("quick-2", ada, shop.lamp, 4_500).await,
            );
            let (one, two) = tokio::join!(shop.orders.one_click(one), shop.orders.one_click(two));
            let detail = async |id| store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
            let (a, b) = (detail(one.unwrap().order()).await, detail(two.unwrap().order()).await);
            assert_eq!(a.parts[0].part.bundle_id, b.parts[0].part.bundle_id);
            assert_eq!(a.order.shipping_minor + b.order.shipping_minor, 499, "one parcel, one fee");

            let bob = shop.shopper(APPROVED).await;
            let leader =
                shop.orders.one_click(shop.click("lead", bob, shop.lamp, 4_500).await).await.unwrap();
            let panel = shop.orders.one_click_panel(bob, shop.lamp).await.unwrap().unwrap();
            assert_eq!(panel.quote.shipping, usd(0), "the panel says that it joins the parcel");
            shop.orders.one_click(shop.click("follow", bob, shop.lamp, 4_500).await).await.unwrap();
            shop.orders.undo(as_shopper(bob), leader.order()).await.unwrap();
            let panel = shop.orders.one_click_panel(bob, shop.lamp).await.unwrap().unwrap();
            assert_eq!(panel.quote.shipping, usd(499), "nobody pays for that parcel any more");
            shop.assert_sound().await;
        })
    })
    .await;
}
