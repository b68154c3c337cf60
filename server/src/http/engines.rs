//! What search engines and price comparers fetch: `robots.txt`, the site map in parts, and the product feed.
//!
//! The catalogue may be large, so it is read and sent piece by piece, and never stands in memory as a whole.

use app::shop::feed::{self, xml_text};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use futures::stream::{self, Stream};
use platform::content::{index, live_under};
use platform::domain::format::{Locale, iso};
use platform::domain::{ProductId, Timestamp};
use platform::{Platform, PlatformError, catalog};
use std::io;

/// Addresses in one part of the site map: as many as the protocol allows.
const PART: i64 = 50_000;
/// Products that are read and sent at once.
const PIECE: i64 = 500;
const XML: &str = "application/xml; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";
const FOR_AN_HOUR: &str = "public, max-age=3600";
const URLSET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

/// Paths that are one visitor's own, or that lead nowhere for others. A narrowed list says by itself that it is not to be
/// listed, so that its products are still found.
const NOT_FOR_ENGINES: &[&str] = &[
    "/account",
    "/api/",
    "/cart",
    "/checkout",
    "/compare",
    "/confirm",
    "/deliver-to",
    "/join",
    "/l/",
    "/live/",
    "/offline",
    "/operator",
    "/orders/",
    "/quick/",
    "/search?",
    "/seller",
    "/sign-in",
    "/sign-up",
    "/styleguide",
    "/suggest",
];

/// `/robots.txt`
pub async fn robots(State(platform): State<Platform>) -> Response<Body> {
    let mut text = String::from("User-agent: *\n");
    if platform.config.engines_allowed {
        for path in NOT_FOR_ENGINES {
            text.push_str(&format!("Disallow: {path}\n"));
        }
        text.push_str(&format!("\nSitemap: {}/sitemap.xml\n", platform.config.site_url()));
    } else {
        text.push_str("Disallow: /\n");
    }
    sent(Body::from(text), PLAIN)
}

/// `/sitemap.xml`: names the parts.
pub async fn sitemap(State(platform): State<Platform>) -> Response<Body> {
    if !platform.config.engines_allowed {
        return StatusCode::NOT_FOUND.into_response();
    }
    let counted =
        async { Ok::<_, PlatformError>(catalog::product_count(&mut platform.db.read().await?).await?) };
    let parts = match counted.await {
        Ok(count) => (count + PART - 1) / PART,
        Err(error) => return failed(&error),
    };
    let site = platform.config.site_url();
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let own = ["content", "categories", "sellers"].map(str::to_owned);
    for name in own.into_iter().chain((1..=parts).map(|n| format!("products-{n}"))) {
        text.push_str(&format!("<sitemap><loc>{site}/sitemap/{name}.xml</loc></sitemap>\n"));
    }
    text.push_str("</sitemapindex>\n");
    sent(Body::from(text), XML)
}

/// `/sitemap/content.xml`, `/sitemap/categories.xml`, `/sitemap/sellers.xml`, `/sitemap/products-1.xml`
pub async fn part(State(platform): State<Platform>, Path(file): Path<String>) -> Response<Body> {
    let Some(name) = file.strip_suffix(".xml").filter(|_| platform.config.engines_allowed) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let made = match name {
        "content" => content(&platform).await.map(Some),
        "categories" => categories(&platform).await.map(Some),
        "sellers" => sellers(&platform).await.map(Some),
        _ => match name.strip_prefix("products-").and_then(|n| n.parse::<i64>().ok()).filter(|n| *n > 0) {
            Some(number) => products(&platform, number, PART).await,
            None => Ok(None),
        },
    };
    match made {
        Ok(Some(body)) => sent(body, XML),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// Home, deals, and every page that the shop writes about itself.
async fn content(platform: &Platform) -> Result<Body, PlatformError> {
    let mut conn = platform.db.read().await?;
    let live = live_under(&mut conn, "").await?;
    let site = platform.config.site_url();
    let mut text = String::from(URLSET);
    address(&mut text, &site, "/", None);
    address(&mut text, &site, "/deals", None);
    address(&mut text, &site, "/help", None);
    let pages = index(&live, Locale::En).into_iter();
    // Words over a category stand on the category's page.
    for page in pages.filter(|page| !page.slug.path().starts_with("/c/")) {
        address(&mut text, &site, &page.slug.path(), page.published_at);
    }
    text.push_str("</urlset>\n");
    Ok(Body::from(text))
}

async fn categories(platform: &Platform) -> Result<Body, PlatformError> {
    let tree = platform.categories().await?;
    let site = platform.config.site_url();
    let mut text = String::from(URLSET);
    for category in tree.all().iter().take(usize::try_from(PART).unwrap_or(usize::MAX)) {
        address(&mut text, &site, &format!("/c/{}", category.slug), None);
    }
    text.push_str("</urlset>\n");
    Ok(Body::from(text))
}

/// The pages of sellers.
async fn sellers(platform: &Platform) -> Result<Body, PlatformError> {
    let slugs = platform::sellers::listed(&mut platform.db.read().await?, PART).await?;
    let site = platform.config.site_url();
    let mut text = String::from(URLSET);
    for slug in slugs {
        address(&mut text, &site, &format!("/s/{slug}"), None);
    }
    text.push_str("</urlset>\n");
    Ok(Body::from(text))
}

/// The products at the places of this part of so many, counted over all products: a part never changes but for its last
/// ones.
async fn products(platform: &Platform, number: i64, size: i64) -> Result<Option<Body>, PlatformError> {
    let Some(first) = (number - 1).checked_mul(size) else { return Ok(None) };
    let mut conn = platform.db.read().await?;
    let after = match first {
        0 => None,
        _ => match catalog::product_at(&mut conn, first - 1).await? {
            Some(id) => Some(id),
            None => return Ok(None),
        },
    };
    let until = catalog::product_at(&mut conn, first + size - 1).await?;
    drop(conn);
    let site = platform.config.site_url();
    let addresses = in_pieces(platform.clone(), (after, until), move |_, listed| {
        let mut text = String::with_capacity(listed.len() * 128);
        for product in &listed {
            address(&mut text, &site, &format!("/p/{}", product.slug), Some(product.updated_at_us));
        }
        std::future::ready(Ok(text))
    });
    Ok(Some(framed(URLSET.to_owned(), addresses, "</urlset>\n")))
}

/// `/feeds/google.xml`: what is on sale, for Google Merchant. It is as fresh as the log of what happened in the shop.
pub async fn google(State(platform): State<Platform>, headers: HeaderMap) -> Response<Body> {
    if !platform.config.engines_allowed {
        return StatusCode::NOT_FOUND.into_response();
    }
    let position = async { Ok::<_, PlatformError>(platform.db.read().await?.last_position().await?) };
    let etag = match position.await {
        Ok(position) => format!("W/\"{position}-{}\"", super::site::VERSION),
        Err(error) => return failed(&error),
    };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known == Some(etag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let site = platform.config.site_url();
        let opening = feed::opening(&site, &platform.config.name);
        let items = in_pieces(platform, (None, None), |platform, listed| async move {
            let ids: Vec<ProductId> = listed.iter().map(|product| product.id).collect();
            feed::items(&platform, &ids).await
        });
        sent(framed(opening, items, feed::CLOSING), XML)
    };
    if let Ok(value) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// What `write` makes of the listed products between two of them, piece by piece. A failure ends the stream, so that
/// whoever reads it knows that it is not whole.
fn in_pieces<W, F>(
    platform: Platform,
    (after, until): (Option<ProductId>, Option<ProductId>),
    write: W,
) -> impl Stream<Item = io::Result<String>>
where
    W: Fn(Platform, Vec<catalog::Listed>) -> F + Send + 'static,
    F: Future<Output = Result<String, app::answer::Failure>> + Send,
{
    stream::try_unfold((platform, after, write), move |(platform, after, write)| async move {
        let read = async {
            let mut conn = platform.db.read().await?;
            catalog::listed(&mut conn, after, until, PIECE).await
        };
        let listed = read.await.map_err(io::Error::other)?;
        let Some(last) = listed.last().map(|product| product.id) else { return Ok(None) };
        let text = write(platform.clone(), listed).await.map_err(|failure| {
            tracing::error!(?failure, "a list of products could not be written");
            io::Error::other("a list of products could not be written")
        })?;
        Ok(Some((text, (platform, Some(last), write))))
    })
}

fn framed(
    opening: String,
    pieces: impl Stream<Item = io::Result<String>> + Send + 'static,
    closing: &'static str,
) -> Body {
    use futures::StreamExt as _;
    let whole = stream::once(std::future::ready(Ok(opening)))
        .chain(pieces)
        .chain(stream::once(std::future::ready(Ok(closing.to_owned()))));
    Body::from_stream(whole.map(|piece| piece.map(Bytes::from)))
}

fn address(out: &mut String, site: &str, path: &str, changed: Option<Timestamp>) {
    out.push_str("<url><loc>");
    xml_text(out, site);
    xml_text(out, path);
    out.push_str("</loc>");
    if let Some(at) = changed {
        out.push_str("<lastmod>");
        out.push_str(&iso(at));
        out.push_str("</lastmod>");
    }
    out.push_str("</url>\n");
}

fn sent(body: Body, kind: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_AN_HOUR));
    response
}

fn failed(error: &PlatformError) -> Response<Body> {
    tracing::error!(%error, "what search engines read could not be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::Config;
    use platform::catalog::{CatalogError, NewProduct, ProductStatus};
    use platform::db::SystemClock;
    use platform::domain::commission::CommissionClass;
    use platform::identity::IdentityConfig;
    use std::sync::Arc;

    /// A shop of so many products, of which the third is hidden.
    async fn shop(dir: &std::path::Path, count: usize) -> Platform {
        let config = Config::in_dir(dir).unwrap();
        let platform =
            Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await.unwrap();
        let made: Result<(), CatalogError> = platform
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let shelf =
                        catalog::ensure_category_path(tx, &["Lamps"], CommissionClass::Standard).await?;
                    for n in 0..count {
                        let new = NewProduct {
                            slug: Some(format!("lamp-{n}")),
                            status: if n == 2 { ProductStatus::Hidden } else { ProductStatus::Active },
                            ..NewProduct::titled(format!("Lamp {n}"), shelf.id)
                        };
                        catalog::upsert_product(tx, new).await?;
                    }
                    Ok(())
                })
            })
            .await;
        made.unwrap();
        platform
    }

    /// The products in a part; `None` when there is no such part.
    async fn listed(platform: &Platform, number: i64, size: i64) -> Option<Vec<String>> {
        let body = products(platform, number, size).await.unwrap()?;
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(text.starts_with(URLSET) && text.ends_with("</urlset>\n"), "{text}");
        let paths = text.split("/p/").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        Some(paths.collect())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_parts_of_the_site_map_list_every_product_once() {
        let dir = tempfile::tempdir().unwrap();
        let platform = shop(dir.path(), 11).await;
        let (first, second) =
            (listed(&platform, 1, 6).await.unwrap(), listed(&platform, 2, 6).await.unwrap());
        // A hidden one keeps its place: the parts have six places and five, and it is in one of them.
        assert!([(5, 5), (6, 4)].contains(&(first.len(), second.len())), "{first:?} {second:?}");
        let mut both = [first, second].concat();
        both.sort_unstable();
        let mut all: Vec<String> = (0..11).filter(|n| *n != 2).map(|n| format!("lamp-{n}")).collect();
        all.sort_unstable();
        assert_eq!(both, all, "none in both, none in neither");
        assert_eq!(listed(&platform, 3, 6).await, None);
        assert_eq!(listed(&platform, 1, 11).await.map(|all| all.len()), Some(10));
    }
}
