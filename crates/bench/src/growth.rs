//! How a search grows with the catalogue: the same questions of ever more generated products, through the index that the
//! server asks, with facets; and at the largest size through the server, as pages.

use crate::load::get;
use crate::server::Server;
use crate::stats::Run;
use crate::writes::repeat;
use crate::{Outcome, series, wait_until_ready};
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
use std::time::{Duration, Instant};

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// People who ask at the same time.
const PEOPLE: [usize; 2] = [1, 16];
/// The server builds an index of all products before it is ready.
const READY_WITHIN: Duration = Duration::from_secs(1_800);
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

/// The Markdown table, one line for each size and number of people.
pub async fn table(dir: &Path, span: Duration) -> Outcome<String> {
    let config = Config::in_dir(dir)?;
    let platform = Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await?;
    let seller_id = seller(&platform).await?;
    let mut out =
        String::from("| products | index built in | people | searches/s | p50 ms | p95 ms | p99 ms |\n");
    out.push_str("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
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
            out.push_str(&format!(
                "| {size} | {built:.1} s | {people} | {:.0} | {:.1} | {:.1} | {:.1} |\n",
                run.per_second(),
                run.percentile_ms(50),
                run.percentile_ms(95),
                run.percentile_ms(99),
            ));
        }
        drop(search);
        std::fs::remove_dir_all(&index)?;
    }
    platform.db.close().await;
    Ok(out)
}

/// The pages that ask the same of all products that [`table`] has made, beside the machine's own limit.
pub async fn pages(dir: &Path, span: Duration) -> Outcome<String> {
    let bare = Server::bare().await?;
    let limit = series("a bare handler", bare.address, span, Arc::new(|_, _| get("/", ""))).await;
    bare.stop().await?;
    eprintln!("Starting the server on them…");
    let shop = Server::orinoco(dir).await?;
    wait_until_ready(&shop, READY_WITHIN).await?;
    let next = |connection: usize, asked: usize| get(&address(&request(connection * 131 + asked)), "");
    let searches = series("search with facets", shop.address, span, Arc::new(next)).await;
    shop.stop().await?;
    Ok(crate::stats::table("answers", &limit, &[searches]))
}

/// Where the shop answers this.
fn address(request: &SearchRequest) -> String {
    let mut address = format!("/search?q={}", request.text.replace(' ', "+"));
    for brand in &request.brands {
        address.push_str(&format!("&brand={}", brand.replace(' ', "+")));
    }
    if let Some(to_minor) = request.price_to_minor {
        address.push_str(&format!("&max={to_minor}"));
    }
    if request.sort != Sort::default() {
        address.push_str(&format!("&sort={}", request.sort));
    }
    address
}

async fn ask(search: &Search, people: usize, span: Duration) -> Run {
    let search = search.clone();
    let work = move |person: usize, round: usize| {
        let (search, request) = (search.clone(), request(person * 131 + round));
        async move { search.query(request).await.is_ok() }
    };
    repeat(people, span, work).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_asks_what_the_index_is_asked() {
        assert_eq!(address(&request(0)), "/search?q=kettle");
        assert_eq!(address(&request(4)), "/search?q=kettle&brand=Maker+4");
        assert_eq!(address(&request(5)), "/search?q=kettle&max=5000&sort=price_asc");
    }
}
