//! How searches and pages grow with the catalogue: the same questions of ever more generated products, through the index
//! that the server asks, with facets; then the pages of a server that has them all.

use crate::load::load;
use crate::server::Server;
use crate::stats::Run;
use crate::writes::repeat;
use crate::{Outcome, pages};
use domain::commission::CommissionClass;
use domain::promise::ShippingOffer;
use domain::{Currency, Money, SellerId};
use platform::catalog::{self, Attribute, Condition, NewOffer, NewProduct, ProductStatus};
use platform::db::{SystemClock, Tx};
use platform::identity::IdentityConfig;
use platform::search::{Search, SearchRequest, Sort};
use platform::sellers::{self, NewSeller};
use platform::{Config, Platform, PlatformError};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// People who ask at the same time.
const PEOPLE: [usize; 2] = [1, 16];
/// People who open pages at the same time.
const VISITORS: usize = 16;
/// Products that one transaction makes.
const AT_ONCE: usize = 500;
const CURRENCY: Currency = Currency::USD;

const LOOKS: [&str; 12] = [
    "slim", "heavy", "folding", "cordless", "garden", "travel", "silent", "compact", "rugged", "vintage",
    "smart", "classic",
];
const THINGS: [&str; 20] = [
    "kettle", "lamp", "backpack", "keyboard", "tent", "speaker", "monitor", "chair", "drill", "blender",
    "jacket", "camera", "router", "shelf", "watch", "printer", "helmet", "stroller", "guitar", "toaster",
];
const COLOURS: [&str; 8] = ["Black", "White", "Red", "Blue", "Green", "Silver", "Brown", "Yellow"];
const MATERIALS: [&str; 5] = ["Steel", "Wood", "Plastic", "Glass", "Cotton"];

/// One of a list, spread so that the lists of a product have nothing to do with each other.
fn pick<'w>(of: &[&'w str], number: usize, spread: usize) -> &'w str {
    of[number * spread / 7 % of.len()]
}

fn attribute(name: &str, value: impl ToString, unit: Option<&str>) -> Attribute {
    Attribute { name: name.into(), value: value.to_string(), unit: unit.map(Into::into) }
}

async fn products(tx: &mut Tx, seller_id: SellerId, first: usize, last: usize) -> Result<(), PlatformError> {
    let mut shelves = Vec::new();
    for thing in THINGS {
        shelves
            .push(catalog::ensure_category_path(tx, &["Things", thing], CommissionClass::Standard).await?.id);
    }
    let product = |n: usize| NewProduct {
        source_key: Some(format!("growth:{n}")),
        slug: Some(format!("growth-{n}")),
        title: format!("{} {} GX-{n}", pick(&LOOKS, n, 11), THINGS[n % THINGS.len()]),
        // A few brands have most products.
        brand: Some(format!("Maker {}", (n * 31 % 9_000).isqrt())),
        eans: Vec::new(),
        description: format!("A {} thing for people who like it.", pick(&MATERIALS, n, 13)),
        attributes: vec![
            attribute("Colour", pick(&COLOURS, n, 17), None),
            attribute("Material", pick(&MATERIALS, n, 13), None),
            attribute("Weight", n * 37 % 900 + 100, Some("g")),
            attribute("Warranty", n % 4 + 1, Some("years")),
        ],
        category_id: shelves[n % shelves.len()],
        pictures: Vec::new(),
        status: ProductStatus::Active,
        variant: None,
    };
    let wanted: Vec<NewProduct> = (first..last).map(product).collect();
    let made = catalog::upsert_products(tx, &wanted).await?;
    let offers = made.iter().zip(first..).map(|(product, n)| NewOffer {
        source_key: None,
        product_id: product.id,
        seller_id,
        sku: format!("gx{n}"),
        condition: Condition::New,
        price: Money::new(i64::try_from(n * 6_151 % 100_000).unwrap_or(0) + 100, CURRENCY),
        active: true,
    });
    catalog::upsert_offers(tx, &offers.collect::<Vec<_>>()).await?;
    Ok(())
}

async fn seller(platform: &Platform) -> Result<SellerId, PlatformError> {
    let usd = |minor: i64| Money::new(minor, CURRENCY);
    let shipping = ShippingOffer {
        handling_days: 1,
        transit_days_min: 1,
        transit_days_max: 3,
        cutoff_minutes: 840,
        fee: usd(500),
        free_from: None,
    };
    let new = NewSeller {
        name: "Growth".into(),
        slug: Some("growth".into()),
        country: "US".into(),
        region: "CA".into(),
        currency: CURRENCY,
        support_email: None,
        shipping,
    };
    let made: Result<_, PlatformError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { Ok(sellers::create(tx, &new).await?.id) })
        })
        .await;
    made
}

/// Numbers the searches of this run.
static ASKED: AtomicI64 = AtomicI64::new(1);

/// What nobody asked before, so that no answer is one that was kept: each with a lowest price of its own, below all.
fn new_request(number: usize) -> SearchRequest {
    let below_all = -ASKED.fetch_add(1, Ordering::Relaxed);
    SearchRequest { price_from_minor: Some(below_all), ..request(number) }
}

/// What is asked in turn: a word, two words, a typing error, a model number, a brand chosen, the cheapest.
fn request(number: usize) -> SearchRequest {
    let (look, thing) = (pick(&LOOKS, number, 5), THINGS[number / 6 % THINGS.len()]);
    let brands = vec![format!("Maker {}", number % 90)];
    let ask = |text: String| SearchRequest { text, with_attributes: true, ..SearchRequest::default() };
    match number % 6 {
        0 => ask(thing.to_owned()),
        1 => ask(format!("{look} {thing}")),
        2 => ask(format!("{look} {}x", &thing[..thing.len() - 1])),
        3 => ask(format!("gx {}", number % 1_000)),
        4 => SearchRequest { brands, ..ask(thing.to_owned()) },
        _ => SearchRequest { price_to_minor: Some(5_000), sort: Sort::PriceAsc, ..ask(thing.to_owned()) },
    }
}

/// Two Markdown tables: searches, one line for each size and number of people, and pages, one for each size and kind.
pub async fn tables(dir: &Path, span: Duration) -> Outcome<(String, String)> {
    let config = Config::in_dir(dir)?;
    let platform = Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await?;
    let seller_id = seller(&platform).await?;
    let mut out =
        String::from("| products | index built in | people | searches/s | p50 ms | p95 ms | p99 ms |\n");
    out.push_str("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    let mut served =
        String::from("| products | page | connections | answers/s | p50 ms | p95 ms | p99 ms |\n");
    served.push_str("| ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
    let mut made = 0;
    for size in SIZES {
        eprintln!("{size} products…");
        for first in (made..size).step_by(AT_ONCE) {
            let last = (first + AT_ONCE).min(size);
            let written: Result<(), PlatformError> = platform
                .db
                .write(move |tx| Box::pin(async move { products(tx, seller_id, first, last).await }))
                .await;
            written?;
        }
        made = size;
        let begun = Instant::now();
        // Built anew for each size, as a server that starts with so many products builds it.
        let index = dir.join(format!("index-{size}"));
        let search = Search::open(&index, platform.db.clone(), CURRENCY)?;
        search.catch_up().await?;
        let built = begun.elapsed().as_secs_f64();
        for people in PEOPLE {
            let run = ask(&search, people, span).await;
            out.push_str(&format!("| {size} | {built:.1} s | {people} | {}\n", figures(&run)));
        }
        drop(search);
        std::fs::remove_dir_all(&index)?;
        for (name, run) in opened(&platform, dir, span).await? {
            served.push_str(&format!("| {size} | {name} | {VISITORS} | {}\n", figures(&run)));
        }
    }
    platform.db.close().await;
    Ok((out, served))
}

/// The last four cells of a line.
fn figures(run: &Run) -> String {
    let failed = if run.failures > 0 { format!(" ({} failed)", run.failures) } else { String::new() };
    let [p50, p95, p99] = [50, 95, 99].map(|percent| run.percentile_ms(percent));
    format!("{:.0}{failed} | {p50:.1} | {p95:.1} | {p99:.1} |", run.per_second())
}

/// The pages of a server with all that was made so far, once it has read what the log says of it.
async fn opened(platform: &Platform, dir: &Path, span: Duration) -> Outcome<Vec<(String, Run)>> {
    // Built anew, as for the searches: following what came since the last size would be measured, too.
    let index = dir.join("search");
    if index.exists() {
        std::fs::remove_dir_all(&index)?;
    }
    let shop = Server::orinoco(dir).await?;
    crate::wait_until_ready(&shop).await?;
    until_the_log_is_read(platform).await?;
    let found = pages::discover(shop.address).await?;
    let mut runs = Vec::new();
    for (name, next) in found.requests() {
        runs.push((name, load(shop.address, VISITORS, span, next).await));
    }
    shop.stop().await?;
    Ok(runs)
}

/// Waits for the server's workers, an hour at the most.
async fn until_the_log_is_read(platform: &Platform) -> Outcome<()> {
    for _ in 0..36_000 {
        let mut conn = platform.db.read().await?;
        let end = conn.last_position().await?;
        let positions = conn.consumer_positions().await?;
        drop(conn);
        if positions.iter().all(|(_, position)| *position == end) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the server did not read the log within an hour".into())
}

async fn ask(search: &Search, people: usize, span: Duration) -> Run {
    let search = search.clone();
    let work = move |person: usize, round: usize| {
        let (search, request) = (search.clone(), new_request(person * 131 + round));
        async move { search.query(request).await.is_ok() }
    };
    repeat(people, span, work).await
}
