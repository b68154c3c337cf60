//! An order keeps the currency in which its buyer read the prices, with the rate of its day; what is charged is not touched.

use crate::common::{APPROVED, Shop, address, as_shopper, usd};
use db::testing::{TestDb, on_both};
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Carrier, OrderSource};
use domain::rate::{BILLION, Rate, parse_billionths};
use domain::{CartId, Currency, Money, OrderId};
use orders::{OneClick, PlaceOrder, Ship, Shopper, Wanted, store};
use payments::{CardInput, MethodRef};

fn rate(from: &str, to: &str, text: &str) -> Rate {
    let of = |code| Currency::parse(code).unwrap();
    Rate::new(of(from), of(to), (parse_billionths(text).unwrap(), BILLION), 20_600).unwrap()
}

/// A guest's order of one lamp, read at this rate.
async fn lamp(shop: &Shop, shown: Option<Rate>, locale: Locale) -> PlaceOrder {
    let token = shop.payments.tokenise(CardInput::test_card(APPROVED)).await.unwrap().token;
    PlaceOrder {
        key: shop.db.new_id::<CartId>().to_string(),
        shopper: Shopper::Guest(shop.db.new_id()),
        email: Email::parse("gina@example.com").unwrap(),
        locale,
        source: OrderSource::Checkout,
        lines: vec![Wanted::one(shop.lamp)],
        address: address(),
        method: MethodRef::Token(token),
        total_seen: None,
        gift: None,
        shown,
        device: None,
    }
}

async fn kept(t: &TestDb, id: OrderId) -> store::Order {
    store::order(&mut t.db().read().await.unwrap(), id).await.unwrap()
}

/// The texts of all mails, the newest first.
async fn mails(shop: &Shop, t: &TestDb) -> Vec<String> {
    t.db().sequence_events().await.unwrap();
    while shop.orders.write_receipts().await.unwrap() > 0 {}
    let mails = mail::recent(&mut t.db().read().await.unwrap(), 20).await.unwrap();
    mails.into_iter().map(|mail| mail.text_body).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rate_of_the_day_stays_with_the_order_and_its_total_is_that_of_any_other() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let euro = rate("USD", "EUR", "0.9213");
            let input = lamp(&shop, Some(euro), Locale::En).await;
            let id = shop.orders.place(input.clone()).await.unwrap().order();
            let plain = shop.orders.place(lamp(&shop, None, Locale::En).await).await.unwrap().order();
            let (order, plain) = (kept(t, id).await, kept(t, plain).await);
            // 45.00 and 4.99 of delivery, and 7.25 % of the lamp.
            assert_eq!((order.total(), order.currency), (usd(5_325), Currency::USD));
            assert_eq!((order.total(), plain.shown()), (plain.total(), None));
            assert_eq!(order.shown(), Some(euro));
            assert_eq!(euro.about(order.total()).unwrap(), Money::new(4_906, Currency::EUR));
            // Another rate since: the same press again is the same order, as it was.
            let again = PlaceOrder { shown: Some(rate("USD", "EUR", "0.5")), ..input };
            assert_eq!(shop.orders.place(again).await.unwrap().order(), id);
            assert_eq!(kept(t, id).await.shown(), Some(euro));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_that_is_not_of_the_orders_currency_is_not_kept() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let input = lamp(&shop, Some(rate("EUR", "JPY", "160")), Locale::En).await;
            let id = shop.orders.place(input).await.unwrap().order();
            assert_eq!(kept(t, id).await.shown(), None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_keeps_it_too_and_mails_say_both() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let yen = rate("USD", "JPY", "150.25");
            let click = shop.click("yen", ada, shop.lamp, 4_500).await;
            let id = shop.orders.one_click(OneClick { shown: Some(yen), ..click }).await.unwrap().order();
            assert_eq!(kept(t, id).await.shown(), Some(yen));
            let placed = mails(&shop, t).await;
            let says = "$53.25 is about ¥8,001, at the exchange rate of May 27, 2026.";
            assert!(placed[0].contains(says), "{}", placed[0]);

            let detail = store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
            let lines = detail.parts[0].lines.iter().map(|line| (line.id, line.quantity)).collect();
            let ship = Ship {
                key: "test-ship-currency-01".into(),
                seller: shop.seller,
                lines,
                carrier: Carrier::Ups,
                tracking: "1Z-99".into(),
            };
            shop.orders.ship(ship).await.unwrap();
            let charged = mails(&shop, t).await;
            assert!(charged[0].contains(says), "{}", charged[0]);
            let owner = as_shopper(ada);
            assert!(kept(t, id).await.belongs_to(owner));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_language_says_it_and_who_read_what_is_charged_is_told_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.orders.place(lamp(&shop, None, Locale::En).await).await.unwrap();
            assert!(!mails(&shop, t).await[0].contains("exchange rate"));
            for (locale, says) in
                [(Locale::Es, "al tipo de cambio del 27 may 2026"), (Locale::Ar, "بسعر صرف يوم")]
            {
                t.clock().advance(domain::DurationUs::from_mins(1));
                let euro = rate("USD", "EUR", "0.9213");
                shop.orders.place(lamp(&shop, Some(euro), locale).await).await.unwrap();
                let newest = mails(&shop, t).await;
                assert!(newest[0].contains(says), "{}", newest[0]);
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_effect_of_a_rate_is_what_buyers_of_late_would_have_read() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let since = t.db().now();
            for value in ["0.9", "0.5"] {
                let input = lamp(&shop, Some(rate("USD", "EUR", value)), Locale::En).await;
                shop.orders.place(input).await.unwrap();
            }
            let plain = lamp(&shop, None, Locale::En).await;
            shop.orders.place(plain).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let even = rate("USD", "EUR", "1");
            let found = orders::shown_effect(&mut conn, &even, since).await.unwrap().unwrap();
            let euro = |minor| Money::new(minor, Currency::EUR);
            // 53.25 each: 47.93 and 26.63 were read.
            assert_eq!((found.orders, found.paid), (2, usd(10_650)));
            assert_eq!((found.was, found.would_be), (euro(4_793 + 2_663), euro(10_650)));
            let yen = rate("USD", "JPY", "150");
            assert_eq!(orders::shown_effect(&mut conn, &yen, since).await.unwrap(), None);
        })
    })
    .await;
}
