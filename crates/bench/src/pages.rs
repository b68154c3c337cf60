//! The shop's pages as a visitor meets them: found by following links, asked for without any cache.

use crate::load::{Connection, NextRequest, get};
use std::collections::BTreeSet;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Words that people search for; those of the demo shop and of a catalogue of electronics.
const SEARCHES: &[&str] = &[
    "coffee", "usb-c", "laptop", "knife", "printer", "monitor", "wool", "cable", "hp", "tent", "keyboard",
    "samsung",
];
/// What the box asks while somebody types such words.
const BEGINNINGS: &[&str] =
    &["c", "cof", "usb", "lapt", "kni", "print", "monitor", "wool bl", "hp l", "key", "sams"];
/// The name of that series, and how long its 95th percentile may be.
pub const SUGGESTIONS: &str = "suggestions while typing";
pub const SUGGESTED_WITHIN_MS: f64 = 30.0;
/// The name of the series by which the shop is measured.
pub const PRODUCT_PAGE: &str = "product page";
/// The name of the series of searches whose answers are not kept from one another.
pub const SEARCH: &str = "search with facets, a new one each time";
/// So many different products are asked for in turn.
const PRODUCTS: usize = 200;

/// Addresses of real pages.
pub struct Found {
    pub products: Vec<String>,
    pub listings: Vec<String>,
    pub searches: Vec<String>,
}

/// Follows the links of the home page and of some searches.
pub async fn discover(address: SocketAddr) -> Result<Found, Box<dyn Error>> {
    let mut connection = Connection::open(address).await?;
    let searches: Vec<String> = SEARCHES.iter().map(|words| format!("/search?q={words}")).collect();
    let home = page(&mut connection, "/").await?;
    let (mut products, listings) = (links(&home, "/p/"), links(&home, "/c/"));
    for path in listings.iter().chain(&searches) {
        if products.len() >= PRODUCTS {
            break;
        }
        products.extend(links(&page(&mut connection, path).await?, "/p/"));
    }
    let products: Vec<String> = products.into_iter().take(PRODUCTS).collect();
    let listings: Vec<String> = listings.into_iter().collect();
    if products.is_empty() || listings.is_empty() {
        return Err("the home page and the searches link to no product or no category".into());
    }
    Ok(Found { products, listings, searches })
}

async fn page(connection: &mut Connection, path: &str) -> Result<String, Box<dyn Error>> {
    page_of(connection, path, "").await
}

async fn page_of(connection: &mut Connection, path: &str, cookie: &str) -> Result<String, Box<dyn Error>> {
    let answer = connection.ask(&get(path, &cookie_line(cookie))).await?;
    if answer.status != 200 {
        return Err(format!("{path} answers {}", answer.status).into());
    }
    Ok(String::from_utf8_lossy(&answer.body).into_owned())
}

/// The addresses in a page that begin like this, without their queries.
fn links(html: &str, begin: &str) -> BTreeSet<String> {
    let marker = format!("href=\"{begin}");
    html.match_indices(&marker)
        .filter_map(|(at, _)| html[at + 6..].split(['"', '?', '#']).next())
        .map(str::to_owned)
        .collect()
}

impl Found {
    /// What is asked for, by name.
    pub fn requests(&self) -> Vec<(String, NextRequest)> {
        let in_turn = |paths: &[String]| -> NextRequest {
            let requests: Vec<Vec<u8>> = paths.iter().map(|path| get(path, "")).collect();
            Arc::new(move |connection, asked| requests[(connection * 7 + asked) % requests.len()].clone())
        };
        let beginnings: Vec<String> =
            BEGINNINGS.iter().map(|typed| format!("/suggest?q={}", typed.replace(' ', "+"))).collect();
        vec![
            (PRODUCT_PAGE.into(), in_turn(&self.products)),
            ("category listing".into(), in_turn(&self.listings)),
            ("search with facets".into(), in_turn(&self.searches)),
            (SEARCH.into(), new_each_time(&self.searches)),
            (SUGGESTIONS.into(), in_turn(&beginnings)),
        ]
    }
}

/// Numbers the searches of this run.
static ASKED: AtomicU64 = AtomicU64::new(1);

/// What nobody asked before, so that no answer is one that was kept: each with a highest price of its own, above all.
fn new_each_time(paths: &[String]) -> NextRequest {
    let paths = paths.to_vec();
    Arc::new(move |connection, asked| {
        let above_all = 1_000_000_000_000 + ASKED.fetch_add(1, Ordering::Relaxed);
        get(&format!("{}&max={above_all}", paths[(connection * 7 + asked) % paths.len()]), "")
    })
}

/// Cookies of people who see pages that others do not.
#[derive(Clone, Default)]
pub struct Visitors {
    pub shopper: String,
    pub seller: String,
    pub operator: String,
}

/// A kind of page: its name, an example's address, and the cookie of who may see it.
type Kind<'v> = (String, String, &'v str);

/// Behind these one page differs from the next in its words alone.
const SHELVES: [&str; 9] = ["p", "c", "s", "quick", "help", "fees", "kits", "promotions", "styleguide"];

/// What an address has in common with those of other pages of its kind: `/orders/…`.
fn kind(path: &str) -> String {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let (mut out, mut before) = (String::new(), "");
    for part in path.split('/').skip(1) {
        let names_one = part.contains(|c: char| c == '_' || c.is_ascii_digit()) || SHELVES.contains(&before);
        out.push('/');
        out.push_str(if names_one { "…" } else { part });
        before = part;
    }
    out
}

/// One address of each kind of page to which links lead from there, of those that are `wanted`.
async fn reached(
    connection: &mut Connection,
    start: &str,
    cookie: &str,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Box<dyn Error>> {
    let (mut seen, mut next, mut pages) = (BTreeSet::new(), vec![start.to_owned()], Vec::new());
    while let Some(path) = next.pop() {
        if !wanted(&path) || !seen.insert(kind(&path)) {
            continue;
        }
        let answer = connection.ask(&get(&path, &cookie_line(cookie))).await?;
        let html = String::from_utf8_lossy(&answer.body);
        // What leads elsewhere, is not for this visitor, or is a file to keep is no page.
        if answer.status == 200 && html.contains("<main") {
            next.extend(links(&html, "/").into_iter().rev());
            pages.push(path);
        }
    }
    Ok(pages)
}

/// Pages that no name was found for above are named by their addresses.
async fn rest<'v>(
    connection: &mut Connection,
    known: &[Kind<'v>],
    who: &'v Visitors,
) -> Result<Vec<Kind<'v>>, Box<dyn Error>> {
    const CONSOLES: [&str; 3] = ["/account", "/seller", "/operator"];
    let mut named: BTreeSet<String> = known.iter().map(|(_, path, _)| kind(path)).collect();
    let mut kinds = Vec::new();
    let doors = [
        ("/", ""),
        ("/account", who.shopper.as_str()),
        ("/seller", who.seller.as_str()),
        ("/operator", who.operator.as_str()),
    ];
    for (start, cookie) in doors {
        let wanted = |path: &str| {
            let is_file = path.contains('.') || path.starts_with("//");
            let in_console = CONSOLES.iter().any(|console| path.starts_with(console));
            let own = path.starts_with(start) || (start == "/account" && path.starts_with("/orders/"));
            !is_file && own && (start != "/" || !in_console)
        };
        for path in reached(connection, start, cookie, wanted).await? {
            let name = kind(&path);
            if named.insert(name.clone()) {
                kinds.push((name, path, cookie));
            }
        }
    }
    Ok(kinds)
}

/// One example of every kind of page.
async fn kinds<'v>(
    connection: &mut Connection,
    found: &Found,
    who: &'v Visitors,
) -> Result<Vec<Kind<'v>>, Box<dyn Error>> {
    let first = |paths: &[String]| paths.first().cloned().unwrap_or_default();
    let kinds: [(&str, String, &'v str); 19] = [
        ("home", "/".into(), ""),
        ("category", first(&found.listings), ""),
        ("search", first(&found.searches), ""),
        ("product", first(&found.products), ""),
        ("product, with one click", first(&found.products), &who.shopper),
        ("cart", "/cart".into(), &who.shopper),
        ("checkout", "/checkout".into(), &who.shopper),
        ("sign in", "/sign-in".into(), ""),
        ("sign up", "/sign-up".into(), ""),
        ("account", "/account".into(), &who.shopper),
        ("addresses", "/account/addresses".into(), &who.shopper),
        ("cards", "/account/cards".into(), &who.shopper),
        ("orders", "/account/orders".into(), &who.shopper),
        ("seller's desk", "/seller".into(), &who.seller),
        ("seller's orders", "/seller/orders".into(), &who.seller),
        ("seller's products", "/seller/products".into(), &who.seller),
        ("seller's settings", "/seller/settings".into(), &who.seller),
        ("operator", "/operator".into(), &who.operator),
        ("operator's jobs", "/operator/jobs".into(), &who.operator),
    ];
    let mut kinds: Vec<Kind<'v>> =
        kinds.into_iter().map(|(name, path, cookie)| (name.to_owned(), path, cookie)).collect();
    for (name, list, begin, cookie) in [
        ("order", "/account/orders", "/orders/", &who.shopper),
        ("seller's order", "/seller/orders", "/seller/orders/", &who.seller),
    ] {
        let html = page_of(connection, list, cookie).await?;
        kinds.extend(
            links(&html, begin).into_iter().next().map(|path| (name.to_owned(), path, cookie.as_str())),
        );
    }
    let others = rest(connection, &kinds, who).await?;
    kinds.extend(others);
    Ok(kinds)
}

/// The table of what each kind of page loads, compressed as a browser gets it.
pub async fn sizes(address: SocketAddr, found: &Found, who: &Visitors) -> Result<String, Box<dyn Error>> {
    let mut connection = Connection::open(address).await?;
    let mut out = String::from("| page | islands | WebAssembly + JS KB | style KB | page itself KB |\n");
    out.push_str("| --- | --- | ---: | ---: | ---: |\n");
    for (name, path, cookie) in kinds(&mut connection, found, who).await? {
        let packed = format!("accept-encoding: gzip\r\n{}", cookie_line(cookie));
        let packed = connection.ask(&get(&path, &packed)).await?.body.len();
        let html = page_of(&mut connection, &path, cookie).await?;
        let islands = islands(&html);
        let files = scripts(&mut connection, &html, &islands).await?;
        let code = size_of_all(&mut connection, &html, &files).await?;
        let style = size_of_all(&mut connection, &html, &["orinoco.css".to_owned()]).await?;
        let islands = if islands.is_empty() { "none".to_owned() } else { islands.join(", ") };
        let kb = |bytes: usize| bytes as f64 / 1_000.0;
        out.push_str(&format!(
            "| {name} | {islands} | {:.1} | {:.1} | {:.1} |\n",
            kb(code),
            kb(style),
            kb(packed)
        ));
    }
    Ok(out)
}

fn cookie_line(cookie: &str) -> String {
    if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") }
}

/// The kinds of islands in a page: `data-component="Countdown_123…"`.
fn islands(html: &str) -> Vec<String> {
    let names: BTreeSet<String> = html
        .split("data-component=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned())
        .collect();
    names.into_iter().collect()
}

/// The files of code that a page with these islands loads, from the build's own list.
async fn scripts(
    connection: &mut Connection,
    html: &str,
    islands: &[String],
) -> Result<Vec<String>, Box<dyn Error>> {
    let mut files: BTreeSet<String> = ["boot.js".to_owned()].into();
    if islands.is_empty() {
        return Ok(files.into_iter().collect());
    }
    files.extend(["orinoco.js".to_owned(), "orinoco.wasm".to_owned()]);
    let manifest = connection.ask(&get(&format!("{}__wasm_split_manifest.json", base(html)), "")).await?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.body)?;
    for (loader, chunks) in manifest.as_object().into_iter().flatten() {
        if islands.iter().any(|island| loader.starts_with(&format!("{}_loader_", snake(island)))) {
            let chunks = chunks.as_array().into_iter().flatten().filter_map(|chunk| chunk.as_str());
            files.extend(chunks.map(|chunk| format!("{chunk}.wasm")));
            files.insert("__wasm_split.______________________.js".to_owned());
        }
    }
    Ok(files.into_iter().collect())
}

/// `/pkg/<version>/`, as the page names it.
fn base(html: &str) -> String {
    let version = html.split("/pkg/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("dev");
    format!("/pkg/{version}/")
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

async fn size_of_all(
    connection: &mut Connection,
    html: &str,
    files: &[String],
) -> Result<usize, Box<dyn Error>> {
    let mut bytes = 0;
    for file in files {
        let path = format!("{}{file}", base(html));
        let answer = connection.ask(&get(&path, "accept-encoding: br\r\n")).await?;
        if answer.status != 200 {
            return Err(format!(
                "{path} answers {}: was the site built into the program (scripts/build)?",
                answer.status
            )
            .into());
        }
        bytes += answer.body.len();
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_islands_are_found_in_a_page() {
        let html = r#"<a href="/p/moka-pot?offer=1">x</a><a href="/p/moka-pot#more">y</a><a href="/c/tea">z</a>
            <leptos-island data-component="LiveRegion_4412"></leptos-island>"#;
        assert_eq!(links(html, "/p/").into_iter().collect::<Vec<_>>(), ["/p/moka-pot"]);
        assert_eq!(islands(html), ["LiveRegion"]);
        assert_eq!(snake("LiveRegion"), "live_region");
    }

    #[test]
    fn pages_that_differ_in_what_they_show_alone_are_of_one_kind() {
        for (path, of) in [
            ("/", "/"),
            ("/search?q=usb-c", "/search"),
            ("/account/orders", "/account/orders"),
            ("/orders/ord_01jz0000000000000000000000/return", "/orders/…/return"),
            ("/p/alpaca-hat/offers", "/p/…/offers"),
            ("/operator/fees/electronics", "/operator/fees/…"),
        ] {
            assert_eq!(kind(path), of);
        }
    }
}
