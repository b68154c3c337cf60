//! Durable writes: the database's bare transaction, and whole one-click orders through the same code as the page.

use crate::stats::Run;
use db::{Db, DbConfig, DbError, SystemClock, sql};
use domain::contact::{Email, NewPassword, PersonName};
use domain::{AccountId, AddressId, MethodId, Money, OfferId};
use platform::identity::NewAccount;
use platform::orders::{OneClick, Placed, Seen};
use platform::{Platform, PlatformError};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Shoppers that click; more than connections, so that they seldom meet.
const SHOPPERS: usize = 128;
/// Enough for every click of a run.
const STOCK: i64 = 5_000_000;

/// Somebody who can click: an account with an address and a card.
#[derive(Clone)]
pub struct Shopper {
    pub account: AccountId,
    pub email: Email,
    /// The cookie that signs them in over HTTP.
    pub cookie: String,
    pub address: AddressId,
    pub method: MethodId,
}

/// What is clicked on.
#[derive(Clone, Copy)]
pub struct Goods {
    pub offer: OfferId,
    pub price: Money,
    /// With shipping and tax, as the page shows it before the first click.
    pub total: Money,
}

impl Shopper {
    /// What this shopper's page shows of these goods.
    pub fn seen(&self, goods: Goods) -> Seen {
        Seen { price: goods.price, total: goods.total, address: self.address, method: self.method }
    }
}

/// Repeats `work` in `workers` loops for `span`. `work` gets the number of the loop and of the round.
pub async fn repeat<F, W>(workers: usize, span: Duration, work: W) -> Run
where
    W: Fn(usize, usize) -> F + Clone + Send + 'static,
    F: Future<Output = bool> + Send,
{
    let begins = Instant::now();
    let tasks: Vec<_> = (0..workers)
        .map(|number| {
            let work = work.clone();
            tokio::spawn(async move {
                let (mut latencies, mut failures) = (Vec::new(), 0);
                for round in 0.. {
                    let sent = Instant::now();
                    if sent.duration_since(begins) >= span {
                        break;
                    }
                    if work(number, round).await {
                        latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                    } else {
                        failures += 1;
                    }
                }
                (latencies, failures)
            })
        })
        .collect();
    let mut run = Run { connections: workers, ..Run::default() };
    for task in tasks {
        let (latencies, failures) = task.await.unwrap_or_default();
        run.latencies_us.extend(latencies);
        run.failures += failures;
    }
    run.took = begins.elapsed();
    run
}

/// One insert and its commit, synced to disk: what the database can do when an order is only one row.
pub async fn bare(dir: &Path) -> Result<Db, DbError> {
    let db = Db::connect(&DbConfig::embedded(dir), Arc::new(SystemClock)).await?;
    db.write(|tx| {
        Box::pin(async move {
            let table =
                "CREATE TABLE IF NOT EXISTS bench_rows (worker BIGINT NOT NULL, round BIGINT NOT NULL)";
            tx.exec(sql(table)).await.map(|_| ())
        })
    })
    .await?;
    Ok(db)
}

pub async fn bare_write(db: &Db, worker: usize, round: usize) -> bool {
    let (worker, round) = (i64::try_from(worker).unwrap_or(0), i64::try_from(round).unwrap_or(0));
    let written: Result<u64, DbError> = db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    sql("INSERT INTO bench_rows (worker, round) VALUES ($1, $2)").bind(worker).bind(round),
                )
                .await
            })
        })
        .await;
    written.is_ok()
}

/// Makes the shoppers and fills the stock of some offers, through the shop's own commands.
pub async fn prepare(platform: &Platform) -> Result<(Vec<Shopper>, Vec<Goods>), PlatformError> {
    let mut shoppers = Vec::with_capacity(SHOPPERS);
    for number in 0..SHOPPERS {
        shoppers.push(shopper(platform, number).await?);
    }
    let mut conn = platform.db.read().await?;
    let products = platform::catalog::all_product_ids_after(&mut conn, None, 64).await?;
    let offers = platform::catalog::offers_of_products(&mut conn, &products).await?;
    drop(conn);
    let offers = offers.into_values().filter_map(|offers| offers.first().map(|o| o.id));
    let mut goods = Vec::new();
    for offer in offers {
        let filled: Result<(), platform::inventory::InventoryError> = platform
            .db
            .write(move |tx| {
                Box::pin(async move { platform::inventory::receive(tx, "bench", offer, STOCK).await })
            })
            .await;
        filled?;
        let panel = platform.orders.one_click_panel(shoppers[0].account, offer).await?;
        goods.extend(panel.map(|p| p.seen()).map(|s| Goods { offer, price: s.price, total: s.total }));
    }
    Ok((shoppers, goods))
}

/// Signs one of the demo shop's people in.
pub async fn cookie_of(platform: &Platform, email: &str) -> Result<String, PlatformError> {
    let refused = |problem: &dyn std::fmt::Debug| PlatformError::Input(format!("{email}: {problem:?}"));
    let parsed = Email::parse(email).map_err(|p| refused(&p))?;
    let mut conn = platform.db.read().await?;
    let account = platform::identity::account_by_email(&mut conn, &parsed).await?;
    drop(conn);
    let account = account.ok_or_else(|| refused(&"no such account in the demo shop"))?;
    let signed_in = platform.identity.open_session(account.id, &Default::default()).await?;
    Ok(format!("{}={}", platform.cookies.session_name(), signed_in.token.reveal()))
}

async fn shopper(platform: &Platform, number: usize) -> Result<Shopper, PlatformError> {
    let refused = |problem: &dyn std::fmt::Debug| PlatformError::Input(format!("{problem:?}"));
    let email = Email::parse(&format!("shopper{number}@bench.example")).map_err(|p| refused(&p))?;
    let new = NewAccount {
        email: email.clone(),
        name: PersonName::parse("Bench Shopper").map_err(|p| refused(&p))?,
        password: NewPassword::parse(&platform::seed::new_password()).map_err(|p| refused(&p))?,
        locale: platform.config.locale,
        currency: platform.config.currency,
    };
    let account = platform.identity.create_account(new, false).await?;
    platform::seed::make_one_click_ready(platform, account, "Bench Shopper").await?;
    let signed_in = platform.identity.open_session(account, &Default::default()).await?;
    let cookie = format!("{}={}", platform.cookies.session_name(), signed_in.token.reveal());
    let mut conn = platform.db.read().await?;
    let missing = || PlatformError::Input("the shopper has no address or card".into());
    let address = platform::identity::addresses::default(&mut conn, account).await?.ok_or_else(missing)?.id;
    let method = platform::payments::default_method(&mut conn, account).await?.ok_or_else(missing)?.id;
    Ok(Shopper { account, email, cookie, address, method })
}

/// One click of one shopper; whether it became a paid order.
pub async fn click(platform: &Platform, shopper: &Shopper, goods: Goods, key: String) -> bool {
    let click = OneClick {
        key,
        account: shopper.account,
        email: shopper.email.clone(),
        locale: domain::format::Locale::En,
        offer: goods.offer,
        quantity: 1,
        seen: shopper.seen(goods),
        shown: None,
        device: None,
    };
    matches!(platform.orders.one_click(click).await, Ok(Placed::Placed { .. }))
}
