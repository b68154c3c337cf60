//! What people do, told to `activity`. Whose it was is only told where they have agreed; robots and pages that a browser
//! loads ahead tell nothing. Called by shop pages and the server functions of cart and one click.
use domain::order::Device;
use domain::{OfferId, ProductId, SellerId};
use http::HeaderMap;
use platform::activity::{Event, Kind, recently_seen};
use platform::db::DbError;

use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::request_head;

/// What programs that read pages call themselves.
const ROBOTS: &[&str] = &["bot", "crawl", "spider", "slurp", "preview", "monitor"];

/// Somebody searched, and so many products were found.
pub(crate) fn searched(text: &str, results: u64) {
    let results = i64::try_from(results).unwrap_or(i64::MAX);
    record(|event| Event { words: Some(text.to_owned()), results: Some(results), ..event }, Kind::Search);
}

/// Somebody looks at a product, and would buy it from this seller; when they came from the results of a search, they
/// opened it there.
pub(crate) fn viewed(product: ProductId, seller: Option<SellerId>) {
    record(|event| Event { product: Some(product), seller, ..event }, Kind::View);
    let Some(words) = request_head().and_then(|parts| searched_before(&parts.headers)) else {
        return;
    };
    record(|event| Event { product: Some(product), words: Some(words), ..event }, Kind::Click);
}

/// Somebody wants to have this. What they did is done already, so that a failure here is only written to the log.
pub(crate) async fn wanted(offer: OfferId) {
    match product_of(offer).await {
        Ok(Some((product, seller))) => {
            record(|event| Event { product: Some(product), seller: Some(seller), ..event }, Kind::Cart);
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "what was put into a cart could not be told to activity"),
    }
}

/// What kind of device the request says that it comes from; nothing where it does not say.
pub(crate) fn device() -> Option<Device> {
    let agent = visitor().client.user_agent.to_lowercase();
    let parts = request_head()?;
    device_of(&agent, parts.headers.get("sec-ch-ua-mobile").and_then(|value| value.to_str().ok()))
}

/// A browser's name, in small letters, tells a phone; a browser that sends the hint says it itself.
fn device_of(agent: &str, hint: Option<&str>) -> Option<Device> {
    match hint {
        Some("?1") => Some(Device::Phone),
        _ if agent.is_empty() => None,
        _ if agent.contains("mobi") => Some(Device::Phone),
        _ => Some(Device::Desktop),
    }
}

async fn product_of(offer: OfferId) -> Result<Option<(ProductId, SellerId)>, DbError> {
    let mut conn = platform().db.read().await?;
    let offers = platform::catalog::offers_for_sale(&mut conn, &[offer]).await?;
    Ok(offers.get(&offer).map(|found| (found.offer.product_id, found.offer.seller_id)))
}

/// What this visitor looked at, the last first, without the product that they are looking at.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn seen_before(now: Option<ProductId>, limit: usize) -> Result<Vec<ProductId>, Failure> {
    if !remembers() {
        return Ok(Vec::new());
    }
    let mut conn = platform().db.read().await?;
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut seen = recently_seen(&mut conn, visitors(), most).await?;
    seen.retain(|product| Some(*product) != now);
    seen.truncate(limit);
    Ok(seen)
}

/// Whether what this visitor does is kept as theirs.
pub(crate) fn remembers() -> bool {
    Ctx::current().remembers().unwrap_or(platform().config.activity.consent_assumed)
}

/// Makes everything that this visitor did nobody's.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn forget() -> Result<(), Failure> {
    for own in visitors().into_iter().flatten() {
        platform().activity.forget(&own).await?;
    }
    Ok(())
}

/// The account and the browser of this visitor, as activity knows them.
fn visitors() -> [Option<String>; 2] {
    let visitor = visitor();
    [visitor.account().map(|account| account.id.to_string()), visitor.guest.map(|guest| guest.to_string())]
}

fn record(fill: impl FnOnce(Event) -> Event, kind: Kind) {
    let Some(parts) = request_head() else { return };
    let agent = visitor().client.user_agent.to_lowercase();
    let ahead = ["sec-purpose", "purpose"].iter().any(|name| parts.headers.contains_key(*name));
    if ahead || agent.is_empty() || ROBOTS.iter().any(|robot| agent.contains(robot)) {
        return;
    }
    let [account, guest] = visitors();
    let address = visitor().client.address.map(|address| address.to_string()).unwrap_or_default();
    let event = Event {
        kind,
        stranger: Some(platform().activity.stranger(&address, &agent)),
        visitor: account.or(guest).filter(|_| remembers()),
        product: None,
        seller: None,
        words: None,
        results: None,
        locale: Ctx::current().locale(),
        phone: device() == Some(Device::Phone),
    };
    platform().activity.record(fill(event));
}

/// The words of the search whose results led here.
fn searched_before(headers: &HeaderMap) -> Option<String> {
    let from = headers.get(http::header::REFERER)?.to_str().ok()?;
    let uri: http::Uri = from.parse().ok()?;
    if uri.path() != "/search" {
        return None;
    }
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok()?.0;
    pairs
        .into_iter()
        .find(|(key, _)| key == "q")
        .map(|(_, words)| words)
        .filter(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_told_by_its_hint_or_by_its_browsers_name() {
        let phone = "mozilla/5.0 (linux; android 10; k) mobile safari/537.36";
        let desktop = "mozilla/5.0 (x11; linux x86_64)";
        for (agent, hint, device) in [
            (phone, None, Some(Device::Phone)),
            (phone, Some("?0"), Some(Device::Phone)),
            (desktop, Some("?1"), Some(Device::Phone)),
            (desktop, Some("?0"), Some(Device::Desktop)),
            (desktop, None, Some(Device::Desktop)),
            ("", None, None),
        ] {
            assert_eq!(device_of(agent, hint), device, "{agent} {hint:?}");
        }
    }

    #[test]
    fn a_product_was_opened_from_a_search_when_the_page_before_was_one() {
        let from = |referer: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(http::header::REFERER, referer.parse().unwrap());
            searched_before(&headers)
        };
        assert_eq!(from("http://shop.example/search?q=red+lamp&brand=A").as_deref(), Some("red lamp"));
        assert_eq!(from("http://shop.example/search?page=2"), None);
        assert_eq!(from("http://shop.example/c/lamps?q=red"), None);
        assert_eq!(from("http://shop.example/"), None);
        assert_eq!(searched_before(&HeaderMap::new()), None);
    }
}
