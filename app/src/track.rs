//! What people do, told to `activity`. Whose it was is only told where they have agreed; robots and pages that a browser
//! loads ahead tell nothing. Called by shop pages and the server functions of cart, orders and one click.
use domain::order::Device;
use domain::{OfferId, ProductId, SellerId};
use http::{HeaderMap, Uri, header};
use platform::activity::{Event, Kind, counted_words, own_searches, recently_seen};
use platform::db::{Conn, DbError};

use crate::access::{platform, visitor};
use crate::answer::{Failure, IN_PLACE_HEADER};
use crate::ctx::{BACKGROUND_HEADER, Ctx};
use crate::page::{query, request_head};

/// What programs that read pages call themselves.
const ROBOTS: &[&str] = &["bot", "crawl", "spider", "slurp", "preview", "monitor"];

/// In the address of what was suggested: what stood in the search box.
pub(crate) const TYPED: &str = "typed";

/// Somebody searched, and so many products were found. What leads from a list to one of the same words, as choosing another
/// order or a category of it, is no other search.
pub(crate) fn searched(text: &str, results: u64) {
    let Some(parts) = request_head().filter(|parts| navigates(&parts.headers)) else { return };
    if list_before(&parts.headers).is_some_and(|words| counted_words(&words) == counted_words(text)) {
        return;
    }
    let results = i64::try_from(results).unwrap_or(i64::MAX);
    record(|event| Event { words: Some(text.to_owned()), results: Some(results), ..event }, Kind::Search);
}

/// Somebody looks at a product, and would buy it from this seller, while the buy box is that one's; when they came from a
/// list, they opened it there. A form of the page leads back to it: that is no other look.
pub(crate) fn viewed(product: ProductId, seller: Option<SellerId>, featured: Option<SellerId>) {
    let Some(parts) = request_head().filter(|parts| navigates(&parts.headers)) else { return };
    if before(&parts.headers).is_some_and(|from| from.path() == parts.uri.path()) {
        return;
    }
    record(|event| Event { product: Some(product), seller, featured, ..event }, Kind::View);
    taken_from_suggestions(Some(product));
    if let Some(words) = list_before(&parts.headers) {
        record(|event| Event { product: Some(product), words: Some(words), ..event }, Kind::Click);
    }
}

/// Somebody looks at a product in the dialog of a list.
pub(crate) fn looked_at(product: ProductId) {
    let words = request_head().and_then(|parts| list_before(&parts.headers));
    record(|event| Event { product: Some(product), words, ..event }, Kind::Quick);
}

/// When this page was suggested for what stood in the search box, it was taken.
pub(crate) fn taken_from_suggestions(product: Option<ProductId>) {
    let navigates = request_head().is_some_and(|parts| navigates(&parts.headers));
    let Some(typed) = query(TYPED).filter(|_| navigates) else { return };
    record(|event| Event { product, words: Some(typed), ..event }, Kind::Suggestion);
}

/// Somebody did this with what these offers sell. It is done already, so that a failure here is only written to the log.
pub(crate) async fn did(kind: Kind, offers: &[OfferId]) {
    match products_of(offers).await {
        Ok(found) => {
            for (product, seller) in found {
                record(|event| Event { product: Some(product), seller: Some(seller), ..event }, kind);
            }
        }
        Err(error) => tracing::warn!(%error, "what was done with a cart could not be told to activity"),
    }
}

async fn products_of(offers: &[OfferId]) -> Result<Vec<(ProductId, SellerId)>, DbError> {
    if offers.is_empty() {
        return Ok(Vec::new());
    }
    let mut conn = platform().db.read().await?;
    let found = platform::catalog::offers_for_sale(&mut conn, offers).await?;
    let found = offers.iter().filter_map(|offer| found.get(offer)).map(|found| &found.offer);
    Ok(found.map(|offer| (offer.product_id, offer.seller_id)).collect())
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

/// What this visitor searched for that begins with what was typed, the last first.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn searched_before(conn: &mut Conn, typed: &str, most: i64) -> Result<Vec<String>, Failure> {
    let begins = typed.trim_start().to_lowercase();
    if begins.is_empty() || !remembers() {
        return Ok(Vec::new());
    }
    Ok(own_searches(conn, visitors(), &begins, most).await?)
}

/// Makes this visitor's searches for these words nobody's.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn forget_search(words: &str) -> Result<(), Failure> {
    for own in visitors().into_iter().flatten() {
        platform().activity.forget_search(&own, words).await?;
    }
    Ok(())
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
        featured: None,
        words: None,
        results: None,
        locale: Ctx::current().locale(),
        phone: device() == Some(Device::Phone),
    };
    platform().activity.record(fill(event));
}

/// Whether somebody goes to a page: no script asks for it to take a region out of it or to keep it. A worker that passes a
/// page on says how it was asked for, though not that it becomes a document.
fn navigates(headers: &HeaderMap) -> bool {
    let says = |name: &str, value: &str| headers.get(name).is_some_and(|said| said == value);
    let ours = [BACKGROUND_HEADER, IN_PLACE_HEADER].iter().any(|name| headers.contains_key(*name));
    let dest = !headers.contains_key("sec-fetch-dest") || says("sec-fetch-dest", "document");
    !ours && (dest || says("sec-fetch-mode", "navigate"))
}

/// The page of this shop that led here.
fn before(headers: &HeaderMap) -> Option<Uri> {
    let site = headers.get("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") {
        return None;
    }
    headers.get(header::REFERER)?.to_str().ok()?.parse().ok()
}

/// The words of the list that led here: of a search or of a category; none where all of it was shown.
fn list_before(headers: &HeaderMap) -> Option<String> {
    let from = before(headers)?;
    if from.path() != "/search" && !from.path().starts_with("/c/") {
        return None;
    }
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&from).ok()?.0;
    let words = pairs.into_iter().find(|(key, _)| key == "q").map(|(_, words)| words);
    Some(words.unwrap_or_default().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

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
    fn a_product_was_opened_from_a_list_when_the_page_before_was_one() {
        let from = |referer| list_before(&headers(&[("referer", referer)]));
        assert_eq!(from("http://shop.example/search?q=red+lamp&brand=A").as_deref(), Some("red lamp"));
        assert_eq!(from("http://shop.example/c/lamps?q=red").as_deref(), Some("red"));
        assert_eq!(from("http://shop.example/c/lamps").as_deref(), Some(""));
        assert_eq!(from("http://shop.example/search?page=2").as_deref(), Some(""));
        assert_eq!(from("http://shop.example/"), None);
        assert_eq!(list_before(&HeaderMap::new()), None);
        let stranger = headers(&[
            ("referer", "https://elsewhere.example/search?q=red"),
            ("sec-fetch-site", "cross-site"),
        ]);
        assert_eq!(list_before(&stranger), None, "another site's search is none of ours");
    }

    #[test]
    fn what_a_script_asks_for_is_no_visit() {
        for (asked, visit) in [
            (&[][..], true),
            (&[("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate")], true),
            (&[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "navigate")], true),
            (&[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")], false),
            (&[("x-in-place", "1")], false),
            (&[("x-background", "1"), ("sec-fetch-dest", "document")], false),
        ] {
            assert_eq!(navigates(&headers(asked)), visit, "{asked:?}");
        }
    }
}
