//! Invoices: one for each charged parcel, frozen, to the cent what the card paid, under numbers without gaps.

use crate::common::{APPROVED, AUTHORISATION_EXPIRES, CAPTURE_ANSWER_LOST, Shop, as_shopper, usd};
use crate::coupons::{coupon, filled, make as make_coupon, order, ten_percent};
use crate::promotions::{THIRD_FREE, make as make_promotion, promotion};
use crate::ship::{checkout, detail, ship};
use db::sql;
use db::testing::{Tampering, each_is_found, on_both};
use domain::format::Locale;
use domain::gift::GiftMessage;
use domain::promotion::Goods;
use domain::tax::TaxRate;
use domain::{LedgerTxId, Money, OrderId, PartId, ShipmentId, Timestamp};
use invoices::{Invoice, InvoiceKind, LineKind};
use orders::{Gift, PlaceOrder, Shipped, Wanted};

async fn of_part(shop: &Shop, part: PartId) -> Vec<Invoice> {
    let mut conn = shop.db.read().await.unwrap();
    let mut all = Vec::new();
    for listed in invoices::of_part(&mut conn, part).await.unwrap() {
        all.push(invoices::one(&mut conn, listed.id).await.unwrap());
    }
    all
}

fn lamps(shop: &Shop, quantity: i64) -> Vec<Wanted> {
    vec![Wanted { quantity, ..Wanted::one(shop.lamp) }]
}

async fn taxed(shop: &Shop, inclusive: bool, shipping_taxed: bool) {
    let rate = TaxRate {
        country: "US".into(),
        region: "CA".into(),
        rate_ppm: 190_000,
        inclusive,
        shipping_taxed,
        from: Timestamp::from_micros(1),
    };
    shop.db
        .write(move |tx| {
            let rate = rate.clone();
            Box::pin(async move { orders::taxes::set_rate(tx, &rate).await })
        })
        .await
        .unwrap();
}

/// Seven wrapped lamps, of which a promotion gives two, with a coupon of the platform's; and a book.
async fn everything(shop: &Shop) -> OrderId {
    make_promotion(shop, promotion(shop, THIRD_FREE, Goods::All)).await.unwrap();
    make_coupon(shop, coupon(shop, ten_percent())).await.unwrap();
    let shopper = filled(shop).await;
    let gift = Some(Gift { message: GiftMessage::parse("Happy birthday!").unwrap(), wrap: true });
    let mut lines = lamps(shop, 7);
    lines.push(Wanted::one(shop.book));
    let input = PlaceOrder { lines, gift, ..order(shop, shopper, "all", APPROVED, None).await };
    shop.orders.place(input).await.unwrap().order()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_taken_off_and_however_it_is_taxed_invoices_are_what_the_card_paid() {
    for (inclusive, shipping_taxed) in [(false, false), (false, true), (true, true), (true, false)] {
        on_both(|t| {
            Box::pin(async move {
                let shop = Shop::open(t.db()).await;
                taxed(&shop, inclusive, shipping_taxed).await;
                let id = everything(&shop).await;
                let placed = detail(&shop, id).await;
                for part in &placed.parts {
                    let line = &part.lines[0];
                    for (n, units) in [1, 2, line.quantity - 3].into_iter().enumerate() {
                        if line.quantity == 1 && n > 0 {
                            continue;
                        }
                        let key = format!("{}-{n}", part.part.seller_id.to_string().split_off(20));
                        let parcel = ship(&key, part.part.seller_id, vec![(line.id, units)]);
                        shop.orders.ship(parcel).await.unwrap();
                    }
                }
                for part in detail(&shop, id).await.parts {
                    let made = of_part(&shop, part.part.id).await;
                    assert_eq!(made.len(), part.shipments.len());
                    let sum = |amount: &dyn Fn(&Invoice) -> i64| made.iter().map(amount).sum::<i64>();
                    assert_eq!(sum(&|i| i.total_minor), part.part.captured_minor);
                    assert_eq!(sum(&|i| i.tax_minor), part.part.tax_minor);
                    let lines = || made.iter().flat_map(|invoice| &invoice.content.0.lines);
                    let of = |kind| lines().filter(move |line| line.kind == kind);
                    assert_eq!(of(LineKind::Goods).map(|l| l.quantity).sum::<i64>(), part.lines[0].quantity);
                    assert_eq!(of(LineKind::GiftWrap).count(), 1, "with the first parcel");
                    assert_eq!(of(LineKind::Shipping).count(), 1);
                    let off: i64 = lines().map(|line| line.discount.minor()).sum();
                    assert_eq!(off, part.part.discount_minor, "what is shown as taken off");
                    for line in lines() {
                        let shown = line.unit_price.times(line.quantity).unwrap().sub(line.discount).unwrap();
                        let charged = if inclusive { line.gross().unwrap() } else { line.net };
                        assert_eq!(shown, charged, "{line:?}");
                        let untaxed = line.kind == LineKind::Shipping && !shipping_taxed;
                        assert_eq!(line.rate_ppm, if untaxed { 0 } else { 190_000 });
                    }
                    for invoice in &made {
                        let rates = invoice.content.0.by_rate(invoice.currency).unwrap();
                        let tax: i64 = rates.iter().map(|rate| rate.tax.minor()).sum();
                        assert_eq!(tax, invoice.tax_minor);
                    }
                }
                shop.assert_sound().await;
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_says_who_sold_what_to_whom_and_stays_as_it_was() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let id = checkout(&shop, ada, "frozen", lamps(&shop, 2)).await;
            let part = detail(&shop, id).await.parts[0].clone();
            let parcel = ship("frozen", shop.seller, vec![(part.lines[0].id, 2)]);
            shop.orders.ship(parcel.clone()).await.unwrap();
            shop.orders.ship(parcel).await.unwrap();
            let made = of_part(&shop, part.part.id).await;
            assert_eq!(made.len(), 1, "the same key makes no second one");
            let (seller, renamed) = (shop.seller, "Another name");
            t.db()
                .write(move |tx| {
                    Box::pin(async move {
                        let statement = sql("UPDATE sellers_sellers SET name = $2 WHERE id = $1");
                        tx.exec(statement.bind(seller).bind(renamed)).await?;
                        tx.exec(sql("UPDATE orders_lines SET title = 'Something else'")).await
                    })
                })
                .await
                .unwrap();
            let invoice = &of_part(&shop, part.part.id).await[0];
            let content = &invoice.content.0;
            assert_eq!((invoice.kind, invoice.corrects_id), (InvoiceKind::Invoice, None));
            assert_eq!(content.sold_by.name, "Lamp House");
            assert_eq!(
                (content.locale, content.inclusive, content.tax_place.as_str()),
                (Locale::Es, false, "US-CA")
            );
            assert_eq!(invoice.buyer.0.name, "Ada Lovelace");
            let goods = &content.lines[0];
            assert_eq!(
                (goods.title.as_str(), goods.quantity, goods.unit_price),
                ("Brass lamp", 2, usd(4_500))
            );
            assert_eq!((goods.net, goods.tax, goods.rate_ppm), (usd(9_000), usd(653), 72_500));
            assert_eq!((content.lines[1].kind, content.lines[1].rate_ppm), (LineKind::Shipping, 0));
            assert_eq!(invoice.total_minor, 9_000 + 653 + 499);
            let db = t.db();
            let changed = db.write::<_, db::DbError, _>(|tx| {
                Box::pin(async move { tx.exec(sql("UPDATE invoices_invoices SET number = 'X'")).await })
            });
            assert!(changed.await.is_err(), "rows of invoices do not change");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_card_leaves_no_gap_and_a_late_answer_gets_its_number_late() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let mut parts = Vec::new();
            for (key, card) in
                [("late", CAPTURE_ANSWER_LOST), ("no", AUTHORISATION_EXPIRES), ("yes", APPROVED)]
            {
                let buyer = shop.shopper(card).await;
                let id = checkout(&shop, buyer, key, lamps(&shop, 1)).await;
                let part = detail(&shop, id).await.parts[0].clone();
                let done =
                    shop.orders.ship(ship(key, shop.seller, vec![(part.lines[0].id, 1)])).await.unwrap();
                parts.push((part.part.id, done));
            }
            let number = async |part| {
                let made = of_part(&shop, part).await;
                made.into_iter().map(|invoice| invoice.number).collect::<Vec<_>>()
            };
            let Shipped::Pending { shipment } = parts[0].1.clone() else { panic!("{:?}", parts[0].1) };
            assert!(number(parts[0].0).await.is_empty(), "not charged yet");
            assert!(number(parts[1].0).await.is_empty(), "not charged");
            let (year, _) = year_and_day(&shop);
            assert_eq!(number(parts[2].0).await, [format!("LAMP-HOUSE-{year}-000001")]);
            for _ in 0..2 {
                shop.orders.finish_shipment(shipment).await.unwrap();
            }
            assert_eq!(number(parts[0].0).await, [format!("LAMP-HOUSE-{year}-000002")]);
            shop.assert_sound().await;
        })
    })
    .await;
}

fn year_and_day(shop: &Shop) -> (i64, i64) {
    let day = shop.db.now().utc_day();
    (domain::calendar::civil(day).year, day)
}

#[tokio::test(flavor = "multi_thread")]
async fn parcels_that_are_charged_at_once_get_different_numbers_in_a_row() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let mut parcels = Vec::new();
            for n in 0..6 {
                let ada = shop.shopper(APPROVED).await;
                let id = checkout(&shop, ada, &format!("once-{n}"), lamps(&shop, 1)).await;
                let line = detail(&shop, id).await.parts[0].lines[0].id;
                parcels.push(ship(&format!("once-{n}"), shop.seller, vec![(line, 1)]));
            }
            let sent = parcels.into_iter().map(|parcel| {
                let orders = shop.orders.clone();
                tokio::spawn(async move { orders.ship(parcel).await })
            });
            for done in sent.collect::<Vec<_>>() {
                assert!(matches!(done.await.unwrap().unwrap(), Shipped::Shipped { .. }));
            }
            let statement = "SELECT counted FROM invoices_invoices ORDER BY counted";
            let numbers: Vec<(i64,)> = t.db().read().await.unwrap().all(sql(statement)).await.unwrap();
            assert_eq!(numbers, (1..=6).map(|n| (n,)).collect::<Vec<_>>());
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_finds_a_gap_a_missing_invoice_and_what_the_ledger_does_not_know() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let sent = async |key: &str, card: &str| {
                let buyer = shop.shopper(card).await;
                let id = checkout(&shop, buyer, key, lamps(&shop, 1)).await;
                let part = detail(&shop, id).await.parts[0].clone();
                let parcel = ship(key, shop.seller, vec![(part.lines[0].id, 1)]);
                (part.part.id, shop.orders.ship(parcel).await.unwrap())
            };
            let (good, _) = sent("good", APPROVED).await;
            let (bad, refused) = sent("bad", AUTHORISATION_EXPIRES).await;
            let Shipped::Refused { shipment, .. } = refused else { panic!("{refused:?}") };
            let sale = "SELECT id FROM ledger_transactions WHERE kind = 'sale'";
            let (sale,): (LedgerTxId,) = t.db().read().await.unwrap().one(sql(sale)).await.unwrap();
            let (year, _) = year_and_day(&shop);
            each_is_found(&t.db(), broken(&shop, (good, bad), shipment, sale, year), |conn| {
                Box::pin(async move {
                    let found = invoices::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

fn broken(
    shop: &Shop,
    (good, bad): (PartId, PartId),
    shipment: ShipmentId,
    sale: LedgerTxId,
    year: i64,
) -> Vec<Tampering> {
    let of = |statement, rules| Tampering::of("invoices_counters", shop.seller, statement, rules);
    vec![
        of(
            "UPDATE invoices_counters SET last_number = last_number + 1 WHERE seller_id = $1",
            &["the numbers of a seller's year have no gap"],
        )
        .named(format!("invoices_counters {} invoice {year}", shop.seller)),
        Tampering::of(
            "orders_shipment_parts",
            shipment,
            "UPDATE orders_shipment_parts SET state = 'shipped' WHERE shipment_id = $1",
            &["every charged parcel that was packed since there are invoices has one"],
        )
        .named(format!("orders_shipment_parts {shipment} {bad}")),
        Tampering::of(
            "invoices_invoices",
            sale,
            "INSERT INTO ledger_postings (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
             SELECT g.tx_id, 100, g.account_id, g.layer, g.amount_minor, g.currency, g.memo, g.at_us
             FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
             WHERE g.tx_id = $1 AND a.purpose = 'tax_payable' AND g.layer = 'posted'",
            &["invoices less credit notes are what the ledger charged less what it took back"],
        )
        .named(format!("invoices_invoices of {good}")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_order_has_no_invoice_and_of_a_rest_that_is_not_sent_only_what_was() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let id = checkout(&shop, ada, "off", lamps(&shop, 1)).await;
            let part = detail(&shop, id).await.parts[0].part.id;
            shop.orders.cancel_by_shopper(as_shopper(ada), part).await.unwrap();
            assert!(of_part(&shop, part).await.is_empty());
            let id = checkout(&shop, ada, "rest", lamps(&shop, 3)).await;
            let part = detail(&shop, id).await.parts[0].clone();
            shop.orders.ship(ship("rest", shop.seller, vec![(part.lines[0].id, 2)])).await.unwrap();
            let reason = domain::order::CancelReason::OutOfStock;
            shop.orders.cancel_by_seller(shop.seller, part.part.id, reason).await.unwrap();
            let made = of_part(&shop, part.part.id).await;
            let charged = detail(&shop, id).await.parts[0].part.captured_minor;
            assert_eq!(
                made.iter().map(|invoice| invoice.money(invoice.total_minor)).collect::<Vec<Money>>(),
                [usd(charged)]
            );
            shop.assert_sound().await;
        })
    })
    .await;
}
