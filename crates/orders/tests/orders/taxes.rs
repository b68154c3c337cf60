//! Tax follows the destination: general rates, the operator's own from their day on, frozen onto the line.

use crate::common::{APPROVED, Shop, address, as_shopper, usd};
use db::testing::on_both;
use domain::address::Address;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::OrderSource;
use domain::tax::TaxRate;
use domain::{OrderId, Timestamp};
use orders::{OrderError, PlaceOrder, Wanted, quote, store};
use payments::{CardInput, MethodRef};

pub fn to(country: &str, region: &str, postcode: &str) -> Address {
    Address { country: country.into(), region: region.into(), postcode: postcode.into(), ..address() }
}

pub async fn order(shop: &Shop, key: &str, address: Address) -> OrderId {
    let ada = shop.shopper(APPROVED).await;
    let token = shop.payments.tokenise(CardInput::test_card(APPROVED)).await.unwrap().token;
    let order = PlaceOrder {
        key: format!("test-taxes-{key}-0000"),
        shopper: as_shopper(ada),
        email: Email::parse("ada@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![Wanted { quantity: 2, ..Wanted::one(shop.lamp) }, Wanted::one(shop.book)],
        address,
        method: MethodRef::Token(token),
        gift: None,
        shown: None,
        device: None,
        total_seen: None,
    };
    shop.orders.place(order).await.unwrap().order()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_taxed_by_its_destination_and_its_totals_add_up() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            // Two lamps of 45.00, a book of 20.00, and 4.99 of shipping for each of the two parts.
            for (at, (country, region, postcode, ppm, inclusive, tax, total)) in [
                ("US", "OR", "97201", 0, false, 0, 11_998),
                ("US", "MN", "55401", 68_750, false, 619 + 138, 11_998 + 757),
                ("CA", "QC", "H3Z 2Y7", 149_750, false, 1_348 + 75 + 300 + 75, 11_998 + 1_798),
                ("DE", "", "10115", 190_000, true, 1_437 + 80 + 319 + 80, 11_998),
                ("ES", "GC", "35001", 70_000, true, 589 + 33 + 131 + 33, 11_998),
            ]
            .into_iter()
            .enumerate()
            {
                let place = format!("{country}-{region}");
                let id = order(&shop, &at.to_string(), to(country, region, postcode)).await;
                let detail = store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
                let got = (detail.order.tax_minor, detail.order.total_minor);
                assert_eq!(got, (tax, total), "{place}");
                for part in &detail.parts {
                    let lines: i64 = part.lines.iter().map(|l| l.total_minor).sum();
                    let shown = part.part.items_minor + part.part.shipping_minor;
                    let added = if inclusive { 0 } else { part.part.tax_minor };
                    assert_eq!(part.part.total_minor, shown + added, "{place}");
                    assert!(lines <= part.part.total_minor, "{place}");
                    for line in &part.lines {
                        assert_eq!((line.tax_rate_ppm, line.tax_inclusive), (ppm, inclusive), "{place}");
                        assert_eq!(line.tax_from_us.is_some(), country != "US" || region != "OR", "{place}");
                    }
                }
                let sum: i64 = detail.parts.iter().map(|p| p.part.total_minor).sum();
                assert_eq!(sum, total, "{place}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operators_rate_wins_from_its_day_on_and_orders_keep_theirs() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let before = order(&shop, "before", to("FR", "", "75001")).await;
            let now = t.db().now();
            let rate = |from: Timestamp, rate_ppm| TaxRate {
                country: "FR".into(),
                region: String::new(),
                rate_ppm,
                inclusive: true,
                shipping_taxed: true,
                from,
            };
            let (today, later) =
                (rate(now, 55_000), rate(now.plus(domain::DurationUs::from_days(1)), 210_000));
            let rates = [today.clone(), later];
            t.db()
                .write(move |tx| {
                    let rates = rates.clone();
                    Box::pin(async move {
                        for rate in &rates {
                            orders::taxes::set_rate(tx, rate).await?;
                        }
                        Ok::<_, OrderError>(())
                    })
                })
                .await
                .unwrap();
            let after = order(&shop, "after", to("FR", "", "75001")).await;
            let mut conn = t.db().read().await.unwrap();
            for (id, ppm, from) in [(before, 200_000, Timestamp::from_micros(0)), (after, 55_000, today.from)]
            {
                let detail = store::detail(&mut conn, id).await.unwrap();
                let line = &detail.parts[0].lines[0];
                assert_eq!((line.tax_rate_ppm, line.tax_from_us), (ppm, Some(from)));
            }
            let lines = [Wanted::one(shop.book)];
            let there = quote::quote(&mut conn, &lines, Some(&to("FR", "", "75001"))).await.unwrap();
            assert_eq!(there.total, usd(2_000 + 499), "prices include it");
            shop.assert_sound().await;
        })
    })
    .await;
}
