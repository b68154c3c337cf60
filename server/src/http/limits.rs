//! How much one address may ask for: attempts to sign in, and writing requests. Reading is not limited here.

use super::request::{ClientAddress, message_page};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::Next;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Server functions that test a password or make an account.
const SIGN_IN_PATHS: &[&str] = &["/api/identity/sign-in", "/api/identity/sign-up", "/api/identity/password"];
/// Addresses that have been quiet are forgotten when this many are known.
const FORGET_ABOVE: usize = 20_000;

/// The limiters of one server.
#[derive(Clone)]
pub struct Limiters(Arc<Inner>);

struct Inner {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    writes: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limiters {
    pub fn new(limits: &platform::config::Limits) -> Self {
        let per_minute =
            |n: u32| RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)));
        Self(Arc::new(Inner {
            sign_in: per_minute(limits.sign_in_per_minute),
            writes: per_minute(limits.writes_per_minute),
        }))
    }

    /// Seconds to wait, when this address asked too often.
    fn check(&self, path: &str, address: IpAddr) -> Result<(), u64> {
        let address = household(address);
        for (applies, limiter) in [(SIGN_IN_PATHS.contains(&path), &self.0.sign_in), (true, &self.0.writes)] {
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

/// Answers 429 to an address that writes too often.
pub async fn limit(State(limiters): State<Limiters>, request: Request, next: Next) -> Response<Body> {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let address = request.extensions().get::<ClientAddress>().and_then(|a| a.0);
    let Some(Err(wait_s)) = address.map(|a| limiters.check(request.uri().path(), a)) else {
        return next.run(request).await;
    };
    metrics::counter!("orinoco_http_limited_total").increment(1);
    let text = format!("Nothing was changed. Wait {wait_s} seconds and try again.");
    let mut response = message_page(StatusCode::TOO_MANY_REQUESTS, "Too many requests", &text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_stopped_and_its_neighbour_is_not() {
        let limits = platform::config::Limits {
            body_bytes: 1,
            request_seconds: 1,
            sign_in_per_minute: 2,
            writes_per_minute: 1_000,
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
    }
}
