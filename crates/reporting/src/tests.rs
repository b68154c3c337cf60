//! Figures against orders, on both databases.

use crate::{Reporting, check, daily_sales, dashboard, low_stock, rebuild, revenue, top_products};
use db::testing::{START, TestDb, on_both};
use db::{Db, DbError, NewEvent, Tx, sql};
use domain::events::{ORDER_CANCELLED, ORDER_PLACED, OrderCancelled, OrderPlaced, PlacedLine};
use domain::zone::Zone;
use domain::{
    Currency, DurationUs, Money, OfferId, OrderId, PartId, ProductId, SellerId, Timestamp, TypedId,
};
use uuid::Uuid;

const USD: Currency = Currency::USD;
/// Tests start at 09:00 UTC; the sellers' midnight is UTC's.
const MIDNIGHT: Timestamp = START.minus(DurationUs::from_hours(9));

fn id<I: TypedId>(number: u128) -> I {
    I::from_uuid(Uuid::from_u128(number))
}

fn usd(minor: i64) -> Money {
    Money::new(minor, USD)
}

/// A part as orders keeps it, with one line for each (product, quantity, amount).
#[derive(Clone)]
struct Part {
    number: u128,
    seller: SellerId,
    lines: Vec<(u128, i64, i64)>,
    at: Timestamp,
}

impl Part {
    fn items_minor(&self) -> i64 {
        self.lines.iter().map(|l| l.2).sum()
    }
    fn units(&self) -> i64 {
        self.lines.iter().map(|l| l.1).sum()
    }
}

fn part(number: u128, seller: u128, at: Timestamp, lines: &[(u128, i64, i64)]) -> Part {
    Part { number, seller: id(seller), lines: lines.to_vec(), at }
}

async fn insert_rows(tx: &mut Tx, part: &Part, state: &'static str) -> Result<(), DbError> {
    let (order, part_id): (OrderId, PartId) = (id(part.number), id(part.number));
    tx.exec(
        sql("INSERT INTO orders_orders (id, order_key, input_hash, account_id, email, locale, source, state, currency,
                 items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id, placed_at_us)
             VALUES ($1, $2, '', $3, 'a@example.com', 'en', 'checkout', 'placed', 'USD', 0, 0, 0, 0, '{}', $3, $3, $4)")
        .bind(order)
        .bind(order.to_string())
        .bind(Uuid::from_u128(part.number))
        .bind(part.at),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
                 total_minor, promise, tax_place, placed_at_us)
             VALUES ($1, $2, $3, $4, $5, 0, 0, $5, '{}', '', $6)")
        .bind(part_id)
        .bind(order)
        .bind(part.seller)
        .bind(state)
        .bind(part.items_minor())
        .bind(part.at),
    )
    .await?;
    for (position, (product, quantity, amount)) in part.lines.iter().enumerate() {
        tx.exec(
            sql("INSERT INTO orders_lines (id, part_id, position, offer_id, product_id, title, slug, quantity,
                     unit_price_minor, amount_minor, tax_rate_bps, tax_inclusive, tax_minor, total_minor,
                     commission_class)
                 VALUES ($1, $2, $3, $4, $4, $5, '', $6, 0, $7, 0, FALSE, 0, $7, 'standard')")
            .bind(Uuid::from_u128(part.number * 1_000 + position as u128))
            .bind(part_id)
            .bind(position as i64)
            .bind(Uuid::from_u128(*product))
            .bind(format!("Product {product}"))
            .bind(*quantity)
            .bind(*amount),
        )
        .await?;
    }
    Ok(())
}

/// Places a part as orders does: rows and event in one transaction.
async fn place(db: &Db, part: &Part) {
    let part = part.clone();
    db.write::<_, DbError, _>(move |tx| {
        let part = part.clone();
        Box::pin(async move {
            insert_rows(tx, &part, "placed").await?;
            let line = |(product, quantity, amount_minor): &(u128, i64, i64)| PlacedLine {
                offer_id: id::<OfferId>(*product),
                product_id: id::<ProductId>(*product),
                title: format!("Product {product}"),
                quantity: *quantity,
                amount_minor: *amount_minor,
            };
            let payload = OrderPlaced {
                order_id: id(part.number),
                part_id: id(part.number),
                seller_id: part.seller,
                currency: USD,
                items_minor: part.items_minor(),
                shipping_minor: 0,
                tax_minor: 0,
                units: part.units(),
                lines: part.lines.iter().map(line).collect(),
                placed_at_us: part.at,
                bundle_id: None,
            };
            let (key, topic) = (payload.part_id.to_string(), Some(part.seller.to_string()));
            tx.append(NewEvent { kind: ORDER_PLACED, key, topic, payload: &payload }).await
        })
    })
    .await
    .unwrap();
}

async fn cancel(db: &Db, part: &Part) {
    let part = part.clone();
    db.write::<_, DbError, _>(move |tx| {
        let part = part.clone();
        Box::pin(async move {
            let part_id: PartId = id(part.number);
            tx.exec(sql("UPDATE orders_parts SET state = 'cancelled' WHERE id = $1").bind(part_id)).await?;
            let payload = OrderCancelled {
                order_id: id(part.number),
                part_id,
                seller_id: part.seller,
                currency: USD,
                items_minor: part.items_minor(),
                units: part.units(),
                placed_at_us: part.at,
                reason: "undone".into(),
            };
            let topic = Some(part.seller.to_string());
            tx.append(NewEvent { kind: ORDER_CANCELLED, key: part_id.to_string(), topic, payload: &payload })
                .await
        })
    })
    .await
    .unwrap();
}

/// Orders of two sellers over two days, one of them cancelled.
async fn some_sales(t: &TestDb) -> Part {
    let hours_ago = |h| START.minus(DurationUs::from_hours(h));
    let undone = part(5, 1, START, &[(12, 9, 90_000)]);
    for sold in [
        part(1, 1, START, &[(11, 2, 4_000), (12, 1, 10_001)]),
        part(2, 1, hours_ago(2), &[(11, 1, 2_000)]),
        part(3, 1, hours_ago(25), &[(12, 1, 10_001)]),
        part(4, 2, START, &[(11, 7, 70_000)]),
        undone.clone(),
    ] {
        place(&t.db(), &sold).await;
    }
    cancel(&t.db(), &undone).await;
    t.db().sequence_events().await.unwrap();
    undone
}

async fn assert_first_screen(t: &TestDb) {
    let mut conn = t.db().read().await.unwrap();
    let screen = dashboard(&mut conn, id(1), USD, Zone::UTC).await.unwrap();
    assert_eq!((screen.today.orders, screen.today.units, screen.today.gross), (2, 4, usd(16_001)));
    assert_eq!(screen.today.average, Some(usd(8_001)));
    assert_eq!((screen.yesterday.orders, screen.yesterday.gross), (1, usd(10_001)));
    assert_eq!(screen.yesterday_so_far, screen.yesterday);
    assert_eq!(screen.by_hour.len(), 24);
    assert_eq!(screen.by_hour[9].today.gross, usd(14_001));
    assert_eq!(screen.by_hour[7].today.gross, usd(2_000));
    assert_eq!(screen.by_hour[8].yesterday.gross, usd(10_001));
    assert_eq!(screen.to_ship, 3);
    assert_eq!(screen.oldest_to_ship, Some(START.minus(DurationUs::from_hours(25))));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screen_is_right_before_and_after_the_events_are_counted() {
    on_both(|t| {
        Box::pin(async move {
            some_sales(t).await;
            assert_first_screen(t).await;
            Reporting::new(t.db()).catch_up().await.unwrap();
            assert_first_screen(t).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_without_sales_sees_zeros_and_no_average() {
    on_both(|t| {
        Box::pin(async move {
            let mut conn = t.db().read().await.unwrap();
            let screen = dashboard(&mut conn, id(9), USD, Zone::UTC).await.unwrap();
            assert_eq!((screen.today.orders, screen.today.gross, screen.today.average), (0, usd(0), None));
            assert_eq!((screen.to_ship, screen.oldest_to_ship), (0, None));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_begin_at_the_sellers_midnight() {
    on_both(|t| {
        Box::pin(async move {
            some_sales(t).await;
            let mut conn = t.db().read().await.unwrap();
            let days = daily_sales(&mut conn, id(1), USD, Zone::UTC, 30).await.unwrap();
            assert_eq!(days.len(), 30);
            assert_eq!((days[29].from, days[29].gross), (MIDNIGHT, usd(16_001)));
            assert_eq!((days[28].orders, days[28].gross), (1, usd(10_001)));
            assert!(days[..28].iter().all(|d| d.orders == 0));
            // Where midnight is at eight o'clock UTC (in summer), the sale of seven was yesterday's.
            let elsewhere = Zone::parse("America/Anchorage").unwrap();
            let days = daily_sales(&mut conn, id(1), USD, elsewhere, 2).await.unwrap();
            assert_eq!((days[0].gross, days[1].gross), (usd(12_001), usd(14_001)));
            let screen = dashboard(&mut conn, id(1), USD, elsewhere).await.unwrap();
            assert_eq!((screen.today.gross, screen.yesterday.gross), (usd(14_001), usd(12_001)));
            assert_eq!(screen.by_hour[1].today.gross, usd(14_001), "nine o'clock UTC is one there");
            assert!(daily_sales(&mut conn, id(1), USD, Zone::UTC, 0).await.is_err());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_orders_sell_nothing_in_the_list_of_top_products() {
    on_both(|t| {
        Box::pin(async move {
            some_sales(t).await;
            Reporting::new(t.db()).catch_up().await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let since = MIDNIGHT.minus(DurationUs::from_days(1));
            let top = top_products(&mut conn, id(1), USD, since, 10).await.unwrap();
            let rows: Vec<_> = top.iter().map(|p| (p.product_id, p.units, p.amount_minor)).collect();
            assert_eq!(rows, [(id(12), 2, 20_002), (id(11), 3, 6_000)]);
            assert_eq!(top_products(&mut conn, id(1), USD, MIDNIGHT, 10).await.unwrap().len(), 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counting_twice_at_once_or_again_counts_once() {
    on_both(|t| {
        Box::pin(async move {
            some_sales(t).await;
            let (first, second) = (Reporting::new(t.db()), Reporting::new(t.second().await));
            let (a, b) = tokio::join!(first.catch_up(), second.catch_up());
            assert_eq!(a.unwrap() + b.unwrap(), 6);
            assert_eq!(first.catch_up().await.unwrap(), 0);
            assert_first_screen(t).await;
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_figure_that_is_wrong_and_a_rebuild_repairs_it() {
    on_both(|t| {
        Box::pin(async move {
            some_sales(t).await;
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
            Reporting::new(t.db()).catch_up().await.unwrap();
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
            t.db()
                .write::<_, DbError, _>(|tx| {
                    Box::pin(async move {
                        let text = "UPDATE reporting_sales_hours SET items_minor = items_minor + 1 WHERE seller_id = $1";
                        tx.exec(sql(text).bind(id::<SellerId>(2))).await?;
                        tx.exec(sql("DELETE FROM reporting_product_days WHERE seller_id = $1").bind(id::<SellerId>(2)))
                            .await
                    })
                })
                .await
                .unwrap();
            let found = check(&mut t.db().read().await.unwrap()).await.unwrap();
            let tables: Vec<_> = found.iter().map(|v| v.table).collect();
            assert_eq!(tables, ["reporting_sales_hours", "reporting_product_days"]);
            assert!(found.iter().all(|v| v.row.contains(&id::<SellerId>(2).to_string())), "{found:?}");
            rebuild(&t.db()).await.unwrap();
            assert_eq!(check(&mut t.db().read().await.unwrap()).await.unwrap(), []);
            assert_first_screen(t).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_does_not_stop_the_log() {
    on_both(|t| {
        Box::pin(async move {
            t.db()
                .write::<_, DbError, _>(|tx| {
                    Box::pin(async move {
                        let topic = Some(id::<SellerId>(1).to_string());
                        let event =
                            NewEvent { kind: ORDER_PLACED, key: "?".into(), topic, payload: &"nonsense" };
                        tx.append(event).await
                    })
                })
                .await
                .unwrap();
            some_sales(t).await;
            Reporting::new(t.db()).catch_up().await.unwrap();
            assert_first_screen(t).await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn low_stock_lists_the_emptiest_of_ones_own_active_offers() {
    on_both(|t| {
        Box::pin(async move {
            t.db()
                .write::<_, DbError, _>(|tx| {
                    Box::pin(async move {
                        stock(tx, 1, 1, "active", true, Some(3)).await?;
                        stock(tx, 2, 1, "active", true, None).await?;
                        stock(tx, 3, 1, "active", true, Some(50)).await?;
                        stock(tx, 4, 1, "active", false, Some(0)).await?;
                        stock(tx, 5, 1, "withdrawn", true, Some(0)).await?;
                        stock(tx, 6, 2, "active", true, Some(0)).await?;
                        stock(tx, 7, 1, "active", true, Some(domain::stock::LOW)).await?;
                        stock(tx, 8, 1, "active", true, Some(domain::stock::LOW + 1)).await
                    })
                })
                .await
                .unwrap();
            let mut conn = t.db().read().await.unwrap();
            let list = low_stock(&mut conn, id(1), 10).await.unwrap();
            let rows: Vec<_> = list.rows.iter().map(|r| (r.offer_id, r.available)).collect();
            assert_eq!((rows, list.total), (vec![(id(2), 0), (id(1), 3), (id(7), 5)], 3));
            assert!(list.rows.iter().all(|row| domain::stock::is_low(row.available)));
            let list = low_stock(&mut conn, id(1), 1).await.unwrap();
            assert_eq!((list.rows.len(), list.total), (1, 3));
        })
    })
    .await;
}

/// A product with one offer, both numbered `n`, and its stock.
async fn stock(
    tx: &mut Tx,
    n: u128,
    seller: u128,
    status: &str,
    active: bool,
    units: Option<i64>,
) -> Result<(), DbError> {
    let number = Uuid::from_u128(n);
    tx.exec(
        sql("INSERT INTO catalog_categories (id, parent_id, slug, name, path, position)
             VALUES ($1, NULL, 'c', 'C', 'c', 0) ON CONFLICT DO NOTHING")
        .bind(Uuid::from_u128(1)),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO catalog_products (id, slug, title, description, attributes, category_id, status,
                 created_at_us, updated_at_us) VALUES ($1, $2, 'Product', '', '[]', $3, $4, 0, 0)")
        .bind(number)
        .bind(n.to_string())
        .bind(Uuid::from_u128(1))
        .bind(status),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO catalog_offers (id, product_id, seller_id, sku, condition, price_minor, currency, active,
                 version, created_at_us, updated_at_us) VALUES ($1, $1, $2, $3, 'new', 100, 'USD', $4, 1, 0, 0)")
        .bind(number)
        .bind(id::<SellerId>(seller))
        .bind(n.to_string())
        .bind(active),
    )
    .await?;
    if let Some(units) = units {
        let text = "INSERT INTO inventory_stock (offer_id, available, held, sold, updated_at_us) VALUES ($1, $2, 0, 0, 0)";
        tx.exec(sql(text).bind(number).bind(units)).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn revenue_is_the_ledgers_in_all_and_day_by_day() {
    on_both(|t| {
        Box::pin(async move {
            for (n, minor) in [(1u32, 300i64), (2, 500)] {
                earn(&t.db(), n, minor).await;
                t.clock().advance(DurationUs::from_days(1));
            }
            let mut conn = t.db().read().await.unwrap();
            let (from, to) = (MIDNIGHT, MIDNIGHT.plus(DurationUs::from_days(3)));
            let year = revenue(&mut conn, from, to, DurationUs::from_days(1)).await.unwrap();
            let commission = |streams: &[ledger::StreamRevenue]| -> i64 {
                let own = streams.iter().filter(|s| s.stream == ledger::RevenueStream::Commission);
                own.map(|s| s.amount.minor()).sum()
            };
            assert_eq!(commission(&year.total), 800);
            let points: Vec<_> = year.points.iter().map(|p| commission(&p.streams)).collect();
            assert_eq!(points, [300, 500, 0]);
            assert!(revenue(&mut conn, to, from, DurationUs::from_days(1)).await.is_err());
            assert!(revenue(&mut conn, from, to, DurationUs::from_secs(1)).await.is_err());
        })
    })
    .await;
}

async fn earn(db: &Db, n: u32, minor: i64) {
    db.write::<_, ledger::LedgerError, _>(move |tx| {
        Box::pin(async move {
            use ledger::{AccountRef, Memo, NewTransaction, Posting, RevenueStream, TransactionKind};
            let payable = AccountRef::seller_payable(id(1), USD);
            let earned = AccountRef::revenue(RevenueStream::Commission, USD);
            let new = NewTransaction::posted(format!("sale {n}"), TransactionKind::Sale)
                .line(Posting::debit(payable, usd(minor), Memo::Commission)?)
                .line(Posting::credit(earned, usd(minor), Memo::Commission)?);
            ledger::post(tx, new).await.map(|_| ())
        })
    })
    .await
    .unwrap();
}
