//! How much one address may ask for: attempts to sign in, writing requests, and lists of the whole catalogue. Other
//! reading is not limited here.

use super::request::{ClientAddress, message_page, wants_page};
use app::answer::{IN_PLACE_HEADER, NEXT_HEADER, local_path};
use app::ctx::{Ctx, Session};
use app::flash::{Flash, NoticeText};
use app::message::Message;
use app::ui::Tone;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use domain::roles::Actor;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Server functions that test a password or a code, or make an account or a challenge.
const SIGN_IN_PATHS: &[&str] = &[
    "/api/identity/sign-in",
    "/api/identity/sign-in-code",
    "/api/identity/sign-up",
    "/api/identity/password",
    "/api/identity/codes-begin",
    "/api/identity/codes-confirm",
    "/api/identity/codes-change",
    "/api/identity/passkey-ask",
    "/api/identity/passkey-sign-in",
    "/api/identity/passkey-begin",
    "/api/identity/passkey-remove",
    "/api/account/export",
    "/api/account/delete",
    "/api/join",
];
/// Paths below which an answer may list the whole catalogue.
const WHOLE_CATALOGUE: &[&str] = &["/sitemap", "/feeds/"];
/// A search engine fetches each part once a day; a large catalogue has a few dozen.
const WHOLE_CATALOGUE_PER_MINUTE: u32 = 60;
/// Addresses that have been quiet are forgotten when this many are known.
const FORGET_ABOVE: usize = 20_000;

/// The limiters of one server.
#[derive(Clone)]
pub struct Limiters(Arc<Inner>);

struct Inner {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    writes: DefaultKeyedRateLimiter<IpAddr>,
    whole_catalogue: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limiters {
    pub fn new(limits: &platform::config::Limits) -> Self {
        let per_minute =
            |n: u32| RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)));
        Self(Arc::new(Inner {
            sign_in: per_minute(limits.sign_in_per_minute),
            writes: per_minute(limits.writes_per_minute),
            whole_catalogue: per_minute(WHOLE_CATALOGUE_PER_MINUTE),
        }))
    }

    /// Seconds to wait, when this address asked too often.
    fn check(&self, path: &str, address: IpAddr) -> Result<(), u64> {
        let address = household(address);
        let whole = is_whole_catalogue(path);
        for (applies, limiter) in [
            (SIGN_IN_PATHS.contains(&path), &self.0.sign_in),
            (!whole, &self.0.writes),
            (whole, &self.0.whole_catalogue),
        ] {
            if !applies {
                continue;
            }
            if limiter.len() > FORGET_ABOVE {
                limiter.retain_recent();
            }
            if let Err(until) = limiter.check_key(&address) {
                return Err(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1);
            }
        }
        Ok(())
    }
}

fn is_whole_catalogue(path: &str) -> bool {
    WHOLE_CATALOGUE.iter().any(|start| path.starts_with(start))
}

/// One customer of a network usually has a whole /64 of IPv6 addresses.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}

/// Seconds to wait for an address that asks too often.
pub fn wait(limiters: &Limiters, request: &Request) -> Option<u64> {
    if request.method().is_safe() && !is_whole_catalogue(request.uri().path()) {
        return None;
    }
    let address = request.extensions().get::<ClientAddress>()?.0?;
    limiters.check(request.uri().path(), address).err()
}

/// 429 for whoever asks too often; a browser's form goes back to its page with the words.
pub fn refuse(parts: &Parts, wait_s: u64) -> Response<Body> {
    metrics::counter!("orinoco_http_limited_total").increment(1);
    let mut response = if wants_page(&parts.headers) { back_to_page(parts, wait_s) } else { refused(wait_s) };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    response
}

fn refused(wait_s: u64) -> Response<Body> {
    message_page(StatusCode::TOO_MANY_REQUESTS, Message::TooMany { wait_s })
}

/// As `app::answer` refuses: the page that holds the form says why, in the visitor's language.
fn back_to_page(parts: &Parts, wait_s: u64) -> Response<Body> {
    let ctx = Ctx::from_request(parts, "", Session::of(Actor::Guest(None)));
    let text = ctx.t().entry_too_many(i64::try_from(wait_s).unwrap_or(i64::MAX));
    let flash = Flash { notice: Some(NoticeText::new(Tone::Bad, text)), ..Flash::default() };
    let referer = parts.headers.get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let path =
        referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
    let (Ok(back), Ok(cookie)) =
        (HeaderValue::from_str(local_path(path)), HeaderValue::from_str(&flash.to_set_cookie()))
    else {
        return refused(wait_s);
    };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, cookie);
    if parts.headers.contains_key(IN_PLACE_HEADER) {
        headers.insert(HeaderName::from_static(NEXT_HEADER), back);
    } else {
        headers.insert(header::LOCATION, back);
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_stopped_and_its_neighbour_is_not() {
        let limits = platform::config::Limits {
            sign_ups_per_hour: 50,
            body_bytes: 1,
            request_seconds: 1,
            sign_in_per_minute: 2,
            writes_per_minute: 1_000,
            api_per_minute: 1_000,
        };
        let limiters = Limiters::new(&limits);
        let path = SIGN_IN_PATHS[0];
        let (a, neighbour): (IpAddr, IpAddr) =
            ("2001:db8::1".parse().unwrap(), "2001:db8:0:1::1".parse().unwrap());
        let same_house: IpAddr = "2001:db8::ffff".parse().unwrap();
        assert_eq!([limiters.check(path, a), limiters.check(path, same_house)], [Ok(()), Ok(())]);
        assert!(limiters.check(path, a).is_err_and(|wait_s| (1..=31).contains(&wait_s)));
        assert_eq!(limiters.check(path, neighbour), Ok(()));
        assert_eq!(limiters.check("/api/cart/add", a), Ok(()));
        let fetched = (0..=WHOLE_CATALOGUE_PER_MINUTE).map(|_| limiters.check("/feeds/google.xml", a));
        assert_eq!(fetched.filter(Result::is_err).count(), 1, "the one too many");
        assert!(limiters.check("/sitemap/products-1.xml", a).is_err(), "all of it together");
        assert_eq!(limiters.check("/feeds/google.xml", neighbour), Ok(()));
    }
}
