//! `make bench`: the numbers to hold, each beside the machine's own limit, as a Markdown table.
//!
//! The load comes from the same machine, so it takes part of the processors that it measures; the limits are measured
//! the same way, and the ratio is what tells.

mod aims;
mod analysis;
mod crowd;
mod growth;
mod load;
mod narrowed;
mod pages;
mod parcels;
mod server;
mod settlement;
mod stats;
mod writes;

use clap::Parser;
use load::{NextRequest, get, load, post};
use platform::db::SystemClock;
use platform::identity::IdentityConfig;
use platform::{Config, Platform};
use server::Server;
use stats::{Run, Series, table};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const CONNECTIONS: [usize; 3] = [1, 16, 64];

#[derive(Debug, Parser)]
#[command(about = "Measures the numbers to hold, each beside the machine's own limit")]
struct Args {
    /// Seconds of each run
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// Folder with the catalogue to import
    #[arg(long, default_value = "../shared/data/catalog/icecat")]
    catalogue: PathBuf,
    /// Fails when a number to hold was missed
    #[arg(long)]
    strict: bool,
    /// Measures instead how searches and pages grow from a thousand to a million generated products; takes many minutes
    #[arg(long)]
    growth: bool,
    /// Order lines of the seller whose analysis is measured
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// Measures nothing but the analysis
    #[arg(long)]
    only_analysis: bool,
    /// Sellers who are due at once when payouts are measured
    #[arg(long, default_value_t = 10_000)]
    sellers: u32,
    /// Measures nothing but the payouts
    #[arg(long)]
    only_settlement: bool,
    /// Serves nothing but a bare handler; the benchmark starts itself like this
    #[arg(long, hide = true)]
    bare: bool,
}

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let args = Args::parse();
    if args.bare {
        return Ok(server::serve_bare().await?);
    }
    let span = Duration::from_secs(args.seconds.max(1));
    let dir = tempfile::tempdir()?;
    let data = dir.path().join("data");
    if args.growth {
        let (searches, pages) = growth::tables(&data, span).await?;
        println!("\n### Searches with facets as the catalogue grows\n\n{searches}");
        println!("### Pages as the catalogue grows\n\n{pages}");
        return Ok(());
    }
    if args.only_settlement {
        println!("{}", settlement::measure(dir.path(), args.sellers).await?);
        return Ok(());
    }
    eprintln!("Counting {} order lines…", args.lines);
    let figures = analysis::measure(dir.path(), args.lines, span).await?;
    if args.only_analysis {
        println!("\n### A seller's analysis\n\n{}", table("pages", &figures.limit, &figures.pages));
        println!("{}", figures.filled);
        return Ok(());
    }
    eprintln!("Paying {} sellers…", args.sellers);
    let settled = settlement::measure(dir.path(), args.sellers).await?;

    eprintln!("Making a shop…");
    let (seeded, _) = server::command(&data, &["seed", "--demo-password", "a-long-bench-password"]).await?;
    let imported = import(&data, &args.catalogue).await?;

    eprintln!("Durable writes…");
    let (bare, orders, buyers) = durable(&data, dir.path(), span).await?;

    eprintln!("Pages…");
    let shop = Server::orinoco(&data).await?;
    wait_until_ready(&shop).await?;
    let (started_in, idle_mib) = (shop.started_in, shop.memory_mib().await);
    let found = pages::discover(shop.address).await?;
    let limit_server = Server::bare().await?;
    let limit = series("a bare handler", limit_server.address, span, Arc::new(|_, _| get("/", ""))).await;
    limit_server.stop().await?;
    let mut served = Vec::new();
    for (name, next) in found.requests() {
        served.push(series(&name, shop.address, span, next).await);
    }
    for (name, path) in &buyers.crowds {
        let path = path.clone();
        served.push(series(name, shop.address, span, Arc::new(move |_, _| get(&path, ""))).await);
    }
    let visitors = buyers.visitors.clone();
    let clicks =
        series("one-click orders over HTTP, signed in", shop.address, span, one_clicks(buyers)).await;
    let busy_mib = shop.memory_mib().await;
    let sizes = pages::sizes(shop.address, &found, &visitors).await?;
    shop.stop().await?;

    let mut held = aims::of_pages(&limit, &served);
    held.extend(aims::of_orders(&orders));
    held.extend(aims::of_program(started_in, idle_mib, imported.as_ref().map(|(_, took)| *took)));
    println!("\n### Numbers to hold\n\n{}", aims::table(&held));
    println!("### Pages\n\n{}", table("answers", &limit, &served));
    println!("### Durable writes\n\n{}", table("commits", &bare, &[orders, clicks]));
    println!("### A seller's analysis\n\n{}", table("pages", &figures.limit, &figures.pages));
    println!("### The rest\n\n| what | measured |\n| --- | --- |");
    println!("| demo shop | {:.1} s |", seeded.as_secs_f64());
    if let Some((imported, _)) = imported {
        println!("| import | {imported} |");
    }
    println!("| suggestions within {} ms (p95) | {} |", pages::SUGGESTED_WITHIN_MS, suggested(&served));
    println!("| analysis | {} |", figures.filled);
    println!("| settlement | {settled} |");
    println!("| start until open | {} ms |", started_in.as_millis());
    let mib = |value: Option<f64>| value.map_or("not known here".into(), |m| format!("{m:.0} MiB"));
    println!("| memory, idle | {} |", mib(idle_mib));
    println!("| memory, after the load | {} |", mib(busy_mib));
    println!("\n### What a page loads (its files brotli, itself gzip, as a browser gets them)\n\n{sizes}");
    let missed = aims::missed(&held);
    if args.strict && !missed.is_empty() {
        return Err(format!("missed: {}", missed.join(", ")).into());
    }
    Ok(())
}

/// Who clicks, on what, and who else looks.
struct Buyers {
    shoppers: Vec<writes::Shopper>,
    goods: Vec<writes::Goods>,
    visitors: pages::Visitors,
    /// Pages of products with few and with many offers, by name.
    crowds: Vec<(String, String)>,
}

/// The form of the one-click button, of another shopper and with a new key each time.
fn one_clicks(buyers: Buyers) -> NextRequest {
    let Buyers { shoppers, goods: offers, .. } = buyers;
    let run = std::process::id();
    let clicks = std::sync::atomic::AtomicU64::new(0);
    Arc::new(move |connection, asked| {
        let click = clicks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let shopper = &shoppers[(connection + asked * 64) % shoppers.len()];
        let goods = offers[(connection * 31 + asked) % offers.len()];
        let seen = shopper.seen(goods);
        let form = format!(
            "key=bench-http-{run}-{click:012}&offer={}&quantity=1&price_minor={}&total_minor={}&currency={}\
             &address={}&method={}&slug=x",
            goods.offer,
            seen.price.minor(),
            seen.total.minor(),
            seen.price.currency(),
            seen.address,
            seen.method
        );
        post("/api/shop/one-click", &format!("cookie: {}\r\n", shopper.cookie), &form)
    })
}

/// What the import said, and how long it took with the start of the program; nothing where there is no catalogue.
async fn import(data: &Path, catalogue: &Path) -> Outcome<Option<(String, Duration)>> {
    if !catalogue.exists() {
        eprintln!("No catalogue at {}: measuring with the demo shop alone.", catalogue.display());
        return Ok(None);
    }
    eprintln!("Importing {}…", catalogue.display());
    let path = catalogue.to_string_lossy();
    let (took, said) = server::command(data, &["import", &path, "--skip-bad-rows"]).await?;
    let words = said.lines().filter(|line| line.contains("rows imported") || line.contains("found after"));
    let words = words.collect::<Vec<_>>().join(" ");
    Ok(Some((format!("{words} ({:.1} s with the start of the program)", took.as_secs_f64()), took)))
}

/// The database's bare transaction, then whole orders, at each number of connections.
async fn durable(data: &Path, dir: &Path, span: Duration) -> Outcome<(Series, Series, Buyers)> {
    let bare_dir = dir.join("bare");
    let db = writes::bare(&bare_dir).await?;
    let mut bare = Series { name: "a bare transaction".into(), runs: Vec::new() };
    for workers in CONNECTIONS {
        let db = db.clone();
        let work = move |worker, round| {
            let db = db.clone();
            async move { writes::bare_write(&db, worker, round).await }
        };
        bare.runs.push(writes::repeat(workers, span, work).await);
    }
    db.close().await;

    let config = Config::in_dir(data)?;
    let platform = Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await?;
    let (shoppers, offers) = writes::prepare(&platform).await?;
    let visitors = pages::Visitors {
        shopper: shoppers[0].cookie.clone(),
        seller: writes::cookie_of(&platform, "lucia@guayabo.example").await?,
        operator: writes::cookie_of(&platform, "operator@orinoco.example").await?,
    };
    let crowds = crowd::prepare(&platform).await?;
    let workers = platform.start();
    let mut orders = Series { name: "one-click orders, paid, with all postings".into(), runs: Vec::new() };
    for connections in CONNECTIONS {
        orders.runs.push(order_run(&platform, &shoppers, &offers, connections, span).await);
    }
    workers.stop(Duration::from_secs(30)).await;
    let broken: usize = platform.check().await?.iter().map(|c| c.broken.len()).sum();
    platform.db.close().await;
    if broken > 0 {
        return Err(format!("after the orders {broken} rows break a rule: orinoco check").into());
    }
    Ok((bare, orders, Buyers { shoppers, goods: offers, visitors, crowds }))
}

async fn order_run(
    platform: &Platform,
    shoppers: &[writes::Shopper],
    offers: &[writes::Goods],
    connections: usize,
    span: Duration,
) -> Run {
    let (platform, shoppers, offers) =
        (platform.clone(), Arc::new(shoppers.to_vec()), Arc::new(offers.to_vec()));
    let work = move |worker: usize, round: usize| {
        let (platform, shoppers, offers) = (platform.clone(), Arc::clone(&shoppers), Arc::clone(&offers));
        async move {
            let shopper = &shoppers[(worker + round * connections) % shoppers.len()];
            let offer = offers[(worker * 31 + round) % offers.len()];
            let key = format!("bench-{connections}-{worker}-{round}-key");
            writes::click(&platform, shopper, offer, key).await
        }
    };
    writes::repeat(connections, span, work).await
}

async fn series(name: &str, address: std::net::SocketAddr, span: Duration, next: NextRequest) -> Series {
    let mut runs = Vec::new();
    for connections in CONNECTIONS {
        runs.push(load(address, connections, span, Arc::clone(&next)).await);
    }
    Series { name: name.to_owned(), runs }
}

/// Whether suggestions come as fast as somebody types, at each number of connections.
fn suggested(served: &[Series]) -> String {
    let runs =
        served.iter().filter(|series| series.name == pages::SUGGESTIONS).flat_map(|series| &series.runs);
    let words = runs.map(|run| {
        let held = if run.percentile_ms(95) < pages::SUGGESTED_WITHIN_MS { "yes" } else { "no" };
        format!("{held} at {}", run.connections)
    });
    words.collect::<Vec<_>>().join(", ")
}

async fn wait_until_ready(server: &Server) -> Outcome<()> {
    let mut connection = load::Connection::open(server.address).await?;
    // An index of a million products takes a while.
    for _ in 0..6_000 {
        if connection.ask(&get("/readyz", "")).await?.status == 200 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the server did not become ready within ten minutes".into())
}
