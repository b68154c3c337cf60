//! Presents: the message is frozen, and the wrapping is priced, taxed, charged, commissioned and posted like what it
//! wraps.

use crate::common::*;
use db::sql;
use db::testing::{Tampering, each_is_found, on_both};
use domain::contact::Email;
use domain::format::Locale;
use domain::gift::GiftMessage;
use domain::order::{Carrier, OrderSource};
use domain::{CartId, Currency, DurationUs, Money, OfferId, OrderId, Timestamp, WrapPriceId};
use orders::store::{self, OrderDetail};
use orders::wraps::{self, SayWrap, WrapError};
use orders::{Gift, OrderError, PlaceOrder, Placed, Ship, Shipped, Shopper, Wanted};
use payments::{CardInput, MethodRef};

/// A guest's order of these lines as a present.
async fn present(shop: &Shop, lines: &[(OfferId, i64)], wrap: bool, seen: Option<Money>) -> PlaceOrder {
    let token = shop.payments.tokenise(CardInput::test_card(APPROVED)).await.unwrap().token;
    PlaceOrder {
        key: shop.db.new_id::<CartId>().to_string(),
        shopper: Shopper::Guest(shop.db.new_id()),
        email: Email::parse("gina@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: lines.iter().map(|l| Wanted { offer: l.0, quantity: l.1, price_seen: None }).collect(),
        address: address(),
        method: MethodRef::Token(token),
        total_seen: seen,
        gift: Some(Gift { message: GiftMessage::parse("Happy birthday!\nAda").unwrap(), wrap }),
        shown: None,
        device: None,
    }
}

async fn detail(shop: &Shop, id: OrderId) -> OrderDetail {
    let mut conn = shop.db.read().await.unwrap();
    store::detail(&mut conn, id).await.unwrap()
}

/// What was posted on accounts of this purpose with this memo, credits positive.
async fn posted(shop: &Shop, purpose: &str, owner: &str, memo: &str) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    let text = "SELECT CAST(COALESCE(SUM(-g.amount_minor), 0) AS BIGINT) FROM ledger_postings g
                JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.layer = 'posted' AND a.purpose = $1 AND a.owner_id = $2 AND g.memo = $3";
    let (minor,): (i64,) = conn.one(sql(text).bind(purpose).bind(owner).bind(memo)).await.unwrap();
    minor
}

async fn ship(shop: &Shop, order: &OrderDetail, part: usize, units: i64) {
    let part = &order.parts[part];
    let shipped = shop
        .orders
        .ship(Ship {
            key: shop.db.new_id::<CartId>().to_string(),
            seller: part.part.seller_id,
            lines: vec![(part.lines[0].id, units)],
            carrier: Carrier::Ups,
            tracking: "1Z999".into(),
        })
        .await
        .unwrap();
    assert!(matches!(shipped, Shipped::Shipped { .. }), "{shipped:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrapping_is_part_of_the_total_and_taxed_as_what_it_wraps() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            // 45.00 + 20.00, two parcels with 4.99 each, wrapped for 3.00 each; 7.25 % on all but shipping.
            let input = present(&shop, &[(shop.lamp, 1), (shop.book, 1)], true, Some(usd(8_612))).await;
            let refused = shop.orders.place(input.clone()).await;
            let raised = matches!(refused, Err(OrderError::TotalRaised { now, .. }) if now == usd(8_613));
            assert!(raised, "{refused:?}");
            let input = PlaceOrder { total_seen: Some(usd(8_613)), ..input };
            let Placed::Placed { order } = shop.orders.place(input.clone()).await.unwrap() else { panic!() };
            assert_eq!(shop.orders.place(input.clone()).await.unwrap(), Placed::Placed { order });
            let o = detail(&shop, order).await;
            let got = &o.order;
            assert_eq!(
                (got.items_minor, got.shipping_minor, got.wrap_minor, got.tax_minor, got.total_minor),
                (6_500, 998, 600, 515, 8_613)
            );
            assert_eq!(got.gift_message.as_deref(), Some("Happy birthday!\nAda"));
            assert_eq!(o.parts.iter().map(|p| p.part.wrap_minor).sum::<i64>(), 600);
            let other = PlaceOrder { gift: None, ..input };
            assert!(matches!(shop.orders.place(other).await, Err(OrderError::KeyReused)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrapping_is_charged_once_commissioned_and_posted_to_whoever_wraps() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let input = present(&shop, &[(shop.lamp, 2), (shop.book, 1)], true, None).await;
            let Placed::Placed { order } = shop.orders.place(input).await.unwrap() else { panic!() };
            let o = detail(&shop, order).await;
            let of = |seller| o.parts.iter().position(|p| p.part.seller_id == seller).unwrap();
            let (lamp, book) = (of(shop.seller), of(shop.platform));
            ship(&shop, &o, lamp, 1).await;
            shop.assert_sound().await;
            let owner = shop.seller.to_string();
            assert_eq!(posted(&shop, "seller_payable", &owner, "gift_wrap").await, 300);
            // 8 % of 45.00 + 4.99 + 3.00.
            assert_eq!(posted(&shop, "revenue", "commission", "commission").await, 424);
            let o2 = detail(&shop, order).await;
            ship(&shop, &o2, lamp, 1).await;
            assert_eq!(
                posted(&shop, "seller_payable", &owner, "gift_wrap").await,
                300,
                "with the first parcel alone"
            );
            ship(&shop, &o2, book, 1).await;
            assert_eq!(
                posted(&shop, "revenue", "retail", "gift_wrap").await,
                300,
                "earned, not set aside for carriers"
            );
            assert_eq!(posted(&shop, "shipping", "shipping", "shipping").await, 499);
            let done = detail(&shop, order).await;
            let wraps = |at: usize| {
                let mut all: Vec<i64> = done.parts[at].shipments.iter().map(|s| s.wrap_minor).collect();
                all.sort_unstable();
                all
            };
            assert_eq!((wraps(lamp), wraps(book)), (vec![0, 300], vec![300]));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_present_without_wrapping_costs_nothing_more() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let input = present(&shop, &[(shop.book, 1)], false, None).await;
            let Placed::Placed { order } = shop.orders.place(input).await.unwrap() else { panic!() };
            let o = detail(&shop, order).await.order;
            assert_eq!((o.wrap_minor, o.total_minor), (0, 2_000 + 499 + 145));
            assert_eq!(o.gift_message.as_deref(), Some("Happy birthday!\nAda"));
            let plain = PlaceOrder { gift: None, ..present(&shop, &[(shop.book, 1)], false, None).await };
            let placed = shop.orders.place(plain).await.unwrap();
            assert_eq!(detail(&shop, placed.order()).await.order.gift_message, None);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_offered_is_refused_and_nothing_is_kept_aside() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let bare = handle_with(&shop.db, None);
            let input = present(&shop, &[(shop.lamp, 1)], true, None).await;
            let refused = bare.place(input).await;
            assert!(matches!(refused, Err(OrderError::NoGiftWrap)), "{refused:?}");
            let euro = handle_with(&shop.db, Some(Money::new(300, domain::Currency::EUR)));
            let input = present(&shop, &[(shop.lamp, 1)], true, None).await;
            assert!(matches!(euro.place(input).await, Err(OrderError::NoGiftWrap)));
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
        })
    })
    .await;
}

async fn say_wrap(
    shop: &Shop,
    price_minor: Option<i64>,
    starts_at: Option<Timestamp>,
) -> Result<WrapPriceId, WrapError> {
    let reason = "paper costs more".to_owned();
    let said = SayWrap { currency: Currency::USD, price_minor, starts_at, reason, by: shop.db.new_id() };
    shop.db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { wraps::say_wrap(tx, &said).await })
        })
        .await
}

async fn take_back(shop: &Shop, id: WrapPriceId) -> Result<(), WrapError> {
    let by = shop.db.new_id();
    shop.db
        .write(move |tx| Box::pin(async move { wraps::withdraw_wrap(tx, id, "not after all", by).await }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn wrapping_costs_what_was_said_last_and_orders_keep_theirs() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let since = t.db().now();
            let wrapped = async || {
                let input = present(&shop, &[(shop.lamp, 1)], true, None).await;
                shop.orders.place(input).await.map(|placed| placed.order())
            };
            let usual = wrapped().await.unwrap();
            let later = since.plus(DurationUs::from_mins(10));
            say_wrap(&shop, Some(500), Some(later)).await.unwrap();
            let before = wrapped().await.unwrap();
            t.clock().advance(DurationUs::from_mins(10));
            let after = wrapped().await.unwrap();
            for (id, minor) in [(usual, 300), (before, 300), (after, 500)] {
                assert_eq!(detail(&shop, id).await.order.wrap_minor, minor);
            }
            let mut conn = shop.db.read().await.unwrap();
            let found = wraps::wrapped_since(&mut conn, since).await.unwrap();
            assert_eq!(found, [(3, usd(1_100))]);
            drop(conn);
            say_wrap(&shop, None, None).await.unwrap();
            let nobody = wrapped().await;
            assert!(matches!(nobody, Err(OrderError::NoGiftWrap)), "{nobody:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_of_wrapping_that_is_said_while_the_clock_is_back_counts_after_the_one_before() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            say_wrap(&shop, Some(500), None).await.unwrap();
            t.clock().advance(DurationUs::from_micros(-5_000_000));
            say_wrap(&shop, Some(700), None).await.unwrap();
            t.clock().advance(DurationUs::from_secs(6));
            let mut conn = shop.db.read().await.unwrap();
            let now = conn.now();
            assert_eq!(wraps::wrap_price(&mut conn, Some(usd(300)), now).await.unwrap(), Some(usd(700)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_of_wrapping_is_taken_back_until_it_begins_and_nonsense_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let now = t.db().now();
            let tomorrow = now.plus(DurationUs::from_days(1));
            let id = say_wrap(&shop, Some(500), Some(tomorrow)).await.unwrap();
            assert!(matches!(say_wrap(&shop, Some(500), Some(tomorrow)).await, Err(WrapError::Same)));
            take_back(&shop, id).await.unwrap();
            assert!(matches!(take_back(&shop, id).await, Err(WrapError::Withdrawn)));
            let usual = Some(usd(300));
            let price = async |at: Timestamp| {
                wraps::wrap_price(&mut shop.db.read().await.unwrap(), usual, at).await.unwrap()
            };
            assert_eq!(price(tomorrow).await, usual);
            t.clock().advance(DurationUs::from_secs(1));
            let now = t.db().now();
            let begun = say_wrap(&shop, Some(700), None).await.unwrap();
            assert!(matches!(take_back(&shop, begun).await, Err(WrapError::Begun)));
            assert!(matches!(take_back(&shop, shop.db.new_id()).await, Err(WrapError::NotFound)));
            assert_eq!(price(now).await, Some(usd(700)));
            for wrong in [0, -1, wraps::MOST_WRAP_MINOR + 1] {
                assert!(
                    matches!(say_wrap(&shop, Some(wrong), None).await, Err(WrapError::BadPrice)),
                    "{wrong}"
                );
            }
            let past = now.minus(DurationUs::from_micros(1));
            assert!(matches!(say_wrap(&shop, Some(1), Some(past)).await, Err(WrapError::InThePast)));
            let said = wraps::said_wraps(&mut shop.db.read().await.unwrap(), 10).await.unwrap();
            assert_eq!((said.len(), said[1].withdrawn_reason.as_deref()), (2, Some("not after all")));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_finds_a_price_that_was_taken_back_though_it_had_begun() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = say_wrap(&shop, Some(500), None).await.unwrap();
            let tamperings = vec![Tampering::of(
                "orders_wrap_withdrawn",
                id,
                "INSERT INTO orders_wrap_withdrawn (price_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                 SELECT id, starts_at_us + 2, reason, made_by, starts_at_us + 1 FROM orders_wrap_prices WHERE id = $1",
                &["no price of gift wrap was taken back that had begun"],
            )];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = orders::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
