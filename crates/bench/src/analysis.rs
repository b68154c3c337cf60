//! What a seller's analysis costs when the seller has sold a million lines: the roll-ups are filled from orders and events
//! as the shop keeps and tells them, and then everything that the page asks for is asked.

use crate::stats::Series;
use crate::writes::repeat;
use crate::{narrowed, parcels};
use db::{Db, DbConfig, DbError, NewEvent, SystemClock, Tx, sql};
use domain::events::{ORDER_PLACED, OrderPlaced, PlacedLine};
use domain::{AccountId, Currency, DurationUs, OfferId, OrderId, ProductId, SellerId, Timestamp};
use platform::reporting::{Range, Reporting, ReportingError, analysis, buyer_cohorts, skus};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Two years, so that a year has one to be compared with.
const DAYS: i64 = 730;
const PRODUCTS: u64 = 4_000;
const SHOPPERS: u64 = 150_000;
const COUNTRIES: [&str; 12] = ["US", "US", "US", "US", "CA", "MX", "DE", "DE", "FR", "ES", "GB", "JP"];
/// One to four lines.
const LINES_AN_ORDER: u64 = 4;
/// Orders that one transaction writes.
const AT_ONCE: u64 = 2_000;
const CONNECTIONS: [usize; 2] = [1, 16];
const RANGES: [i64; 2] = [30, 365];

/// The measurements, and what it took to get there.
pub struct Measured {
    pub limit: Series,
    pub pages: Vec<Series>,
    /// Orders and lines, and how long they took to be written and to be counted.
    pub filled: String,
}

/// Numbers that are spread and the same each time (splitmix64).
#[derive(Clone, Copy)]
struct Spread(u64);

impl Spread {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Some are sold much more often than others: the square of an even spread.
    fn product(&mut self) -> usize {
        let even = self.below(PRODUCTS);
        usize::try_from(even * even / PRODUCTS).unwrap_or(0)
    }
}

/// Who sells what to whom.
struct Shop {
    seller: SellerId,
    products: Vec<ProductId>,
    /// One of each product.
    offers: Vec<OfferId>,
    shoppers: Vec<AccountId>,
    began: Timestamp,
    orders: u64,
}

/// Fills the roll-ups with so many order lines and measures the page.
pub async fn measure(dir: &Path, lines: u64, span: Duration) -> Result<Measured, ReportingError> {
    let config = DbConfig { connections: 16, ..DbConfig::embedded(dir.join("analysis")) };
    let db = Db::connect(&config, Arc::new(SystemClock)).await?;
    let orders = (lines * 2 / (LINES_AN_ORDER + 1)).max(1);
    let shop = Arc::new(Shop {
        seller: db.new_id(),
        products: (0..PRODUCTS).map(|_| db.new_id()).collect(),
        offers: (0..PRODUCTS).map(|_| db.new_id()).collect(),
        shoppers: (0..SHOPPERS).map(|_| db.new_id()).collect(),
        began: db.now().minus(DurationUs::from_days(DAYS)),
        orders,
    });
    let categories = narrowed::shelve(&db, &shop.products).await?;
    let started = Instant::now();
    let mut written = 0;
    for first in (0..orders).step_by(usize::try_from(AT_ONCE).unwrap_or(1)) {
        written += write_orders(&db, &shop, first, (first + AT_ONCE).min(orders)).await?;
    }
    let wrote = started.elapsed();
    let started = Instant::now();
    Reporting::new(db.clone()).catch_up_analysis().await?;
    let filled = format!(
        "{orders} orders with {written} lines written in {:.1} s, counted in {:.1} s",
        wrote.as_secs_f64(),
        started.elapsed().as_secs_f64()
    );
    let limit = series("a reading by key", span, {
        let db = db.clone();
        move |_, _| {
            let db = db.clone();
            async move { by_key(&db).await.is_ok() }
        }
    })
    .await;
    let mut pages = Vec::new();
    for days in RANGES {
        let name = format!("analysis of {written} order lines, {days} days");
        let (db, seller) = (db.clone(), shop.seller);
        let read = move |_, _| {
            let db = db.clone();
            async move { page(&db, seller, days).await.is_ok_and(|orders| orders > 0) }
        };
        pages.push(series(&name, span, read).await);
    }
    for days in RANGES {
        let name = format!("profit by offer of {written} order lines, {days} days");
        let (db, seller) = (db.clone(), shop.seller);
        let read = move |_, _| {
            let db = db.clone();
            async move { profit(&db, seller, days).await.is_ok_and(|units| units > 0) }
        };
        pages.push(series(&name, span, read).await);
    }
    let cohorts = {
        let db = db.clone();
        move |_, _| {
            let db = db.clone();
            async move { buyers(&db).await.is_ok_and(|found| found > 0) }
        }
    };
    pages.push(series(&format!("cohorts of the buyers of {written} order lines"), span, cohorts).await);
    let year = Range::last_days(db.now().utc_day(), 365);
    for (what, to) in narrowed::lists(year, categories) {
        let (db, seller) = (db.clone(), shop.seller);
        let list = move |_, _| {
            let (db, to) = (db.clone(), to.clone());
            async move { narrowed::page(&db, seller, &to).await.is_ok_and(|orders| orders > 0) }
        };
        pages
            .push(series(&format!("orders of {what}, 365 days, of {written} order lines"), span, list).await);
    }
    db.close().await;
    Ok(Measured { limit, pages, filled })
}

async fn series<F, W>(name: &str, span: Duration, work: W) -> Series
where
    W: Fn(usize, usize) -> F + Clone + Send + 'static,
    F: Future<Output = bool> + Send,
{
    let mut runs = Vec::new();
    for connections in CONNECTIONS {
        runs.push(repeat(connections, span, work.clone()).await);
    }
    Series { name: name.to_owned(), runs }
}

/// Everything that the page asks for; how many orders it shows.
async fn page(db: &Db, seller: SellerId, days: i64) -> Result<i64, ReportingError> {
    let range = Range::last_days(db.now().utc_day(), days);
    let mut conn = db.read_together().await?;
    Ok(analysis(&mut conn, seller, Currency::USD, range, 25).await?.now.orders)
}

/// What is left of each offer, as its page asks for it; how many units left.
async fn profit(db: &Db, seller: SellerId, days: i64) -> Result<i64, ReportingError> {
    let range = Range::last_days(db.now().utc_day(), days);
    let mut conn = db.read_together().await?;
    Ok(skus(&mut conn, seller, Currency::USD, range, true, 50).await?.now.units)
}

/// The operator's cohorts; how many there are.
async fn buyers(db: &Db) -> Result<usize, ReportingError> {
    let mut conn = db.read_together().await?;
    Ok(buyer_cohorts(&mut conn, Currency::USD, Some(24)).await?.len())
}

async fn by_key(db: &Db) -> Result<(), DbError> {
    let mut conn = db.read_together().await?;
    conn.opt::<(String,)>(sql("SELECT name FROM db_leases WHERE name = 'event-sequencer'")).await.map(|_| ())
}

/// Writes the orders from `first` to before `last`, each with its event. Returns how many lines they have.
async fn write_orders(db: &Db, shop: &Arc<Shop>, first: u64, last: u64) -> Result<u64, DbError> {
    let shop = Arc::clone(shop);
    db.write(move |tx| {
        let shop = Arc::clone(&shop);
        Box::pin(async move {
            let mut lines = 0;
            for number in first..last {
                lines += write_order(tx, &shop, number).await?;
            }
            Ok::<_, DbError>(lines)
        })
    })
    .await
}

async fn write_order(tx: &mut Tx, shop: &Shop, number: u64) -> Result<u64, DbError> {
    let mut spread = Spread(number);
    let count = 1 + number % LINES_AN_ORDER;
    let mut lines = Vec::new();
    for _ in 0..count {
        let product = spread.product();
        let quantity = 1 + i64::try_from(spread.below(3)).unwrap_or(0);
        let price_minor = 500 + i64::try_from(product % 97 * 100).unwrap_or(0);
        lines.push(PlacedLine {
            offer_id: shop.offers[product],
            product_id: shop.products[product],
            title: format!("Product {product}"),
            quantity,
            amount_minor: quantity * price_minor,
        });
    }
    let apart_us = u64::try_from(DurationUs::from_days(DAYS).as_micros()).unwrap_or(0) / shop.orders;
    let after = DurationUs::from_micros(i64::try_from(apart_us * number).unwrap_or(0));
    let order: OrderId = tx.new_id();
    let placed = OrderPlaced {
        order_id: order,
        part_id: tx.new_id(),
        seller_id: shop.seller,
        currency: Currency::USD,
        items_minor: lines.iter().map(|line| line.amount_minor).sum(),
        shipping_minor: 0,
        tax_minor: 0,
        units: lines.iter().map(|line| line.quantity).sum(),
        lines,
        placed_at_us: shop.began.plus(after),
        bundle_id: None,
    };
    let from = insert(tx, shop, &placed, &mut spread).await?;
    look(tx, &placed).await?;
    let (key, topic) = (placed.part_id.to_string(), Some(shop.seller.to_string()));
    tx.append(NewEvent { kind: ORDER_PLACED, key, topic, payload: &placed }).await?;
    parcels::send(tx, &placed, from).await?;
    Ok(count)
}

/// One view for each order, of its first product.
async fn look(tx: &mut Tx, placed: &OrderPlaced) -> Result<(), DbError> {
    let id: OfferId = tx.new_id();
    tx.exec(
        sql("INSERT INTO activity_events (id, at_us, kind, product_id, locale, phone, seller_id)
             VALUES ($1, $2, 'view', $3, 'en', FALSE, $4)")
        .bind(id)
        .bind(placed.placed_at_us)
        .bind(placed.lines.first().map(|line| line.product_id))
        .bind(placed.seller_id),
    )
    .await?;
    Ok(())
}

/// What the counting reads of an order's row: its country, device and shopper. Returns the first two.
async fn insert(
    tx: &mut Tx,
    shop: &Shop,
    placed: &OrderPlaced,
    spread: &mut Spread,
) -> Result<(&'static str, &'static str), DbError> {
    let at = |index: u64| usize::try_from(index).unwrap_or(0);
    let country = COUNTRIES[at(spread.below(COUNTRIES.len() as u64))];
    let shopper = shop.shoppers[at(spread.below(SHOPPERS))];
    let device = if spread.below(5) < 3 { "phone" } else { "desktop" };
    tx.exec(
        sql("INSERT INTO orders_orders (id, order_key, input_hash, account_id, email, locale, source, state, currency,
                 items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id, placed_at_us, device)
             VALUES ($1, $2, '', $3, '', 'en', 'checkout', 'placed', 'USD', $4, 0, 0, $4, $5, $1, $1, $6, $7)")
        .bind(placed.order_id)
        .bind(placed.order_id.to_string())
        .bind(shopper)
        .bind(placed.items_minor)
        .bind(format!("{{\"country\":\"{country}\"}}"))
        .bind(placed.placed_at_us)
        .bind(device),
    )
    .await?;
    Ok((country, device))
}
