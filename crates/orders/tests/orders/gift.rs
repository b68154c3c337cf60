//! Presents: the message is frozen, and the wrapping is priced, taxed, charged, commissioned and posted like what it
//! wraps.

use crate::common::*;
use db::sql;
use db::testing::on_both;
use domain::contact::Email;
use domain::format::Locale;
use domain::gift::GiftMessage;
use domain::order::{Carrier, OrderSource};
use domain::{CartId, Money, OfferId, OrderId};
use orders::store::{self, OrderDetail};
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
