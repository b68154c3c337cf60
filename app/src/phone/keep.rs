//! Which pages the browser's worker may keep, and for whom. Owns two headers. Called by the server for every page.
use domain::roles::Actor;
use domain::text_enum::TextEnum as _;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::ctx::Ctx;
use crate::site;

/// The build whose worker may keep the page; absent for the others.
pub const KEEP_HEADER: HeaderName = HeaderName::from_static("x-keep");
/// Whose page it is, and how it looks: `acc_… en auto`, and the currency of its prices where that is not the shop's. Another visitor's worker forgets what it kept.
pub const VISITOR_HEADER: HeaderName = HeaderName::from_static("x-visitor");

/// Tells the worker what it may do with this answer.
pub fn mark(ctx: &Ctx, status: StatusCode, headers: &mut HeaderMap) {
    let who = match ctx.actor() {
        Actor::Account { id, .. } => id.to_string(),
        _ => "guest".to_owned(),
    };
    // An address that asks for a language makes nobody another visitor.
    let mut visitor = format!("{who} {} {}", ctx.own_locale().as_str(), ctx.theme().as_str());
    if let Some(shown) = &ctx.reading().shown {
        visitor.push(' ');
        visitor.push_str(shown.currency().code());
    }
    if let Ok(value) = HeaderValue::from_str(&visitor) {
        headers.insert(VISITOR_HEADER, value);
    }
    // A notice is said once: kept, it would be said again.
    if status == StatusCode::OK
        && ctx.flash().is_none()
        && ctx.asked_locale().is_none()
        && may_be_kept(ctx.path())
        && let Ok(value) = HeaderValue::from_str(site::version())
    {
        headers.insert(KEEP_HEADER, value);
    }
}

/// What one looks up on the way: products, the cart, orders. Nothing that a purchase or a password goes through, no
/// console, and no page that says that something was just ordered.
fn may_be_kept(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let just_ordered = query.split('&').any(|pair| pair.starts_with("new=") || pair.starts_with("ordered="));
    let within = |room: &str| {
        let rest = path.strip_prefix(room).unwrap_or_default();
        !rest.is_empty() && !rest.contains('/')
    };
    let told = matches!(path, "/help" | "/imprint" | "/privacy" | "/cookies");
    let known = matches!(path, "/" | "/deals" | "/search" | "/cart" | "/account/orders")
        || told
        || ["/c/", "/p/", "/s/", "/orders/", "/help/"].into_iter().any(within);
    known && !just_ordered
}

#[cfg(test)]
mod tests {
    use super::may_be_kept;

    #[test]
    fn what_a_purchase_or_a_password_goes_through_is_never_kept() {
        for (address, kept) in [
            ("/", true),
            ("/?from=app", true),
            ("/search?q=tea", true),
            ("/deals?page=2", true),
            ("/c/kitchen?page=2", true),
            ("/p/kettle", true),
            ("/s/guayabo?page=2", true),
            ("/p/kettle?ordered=ord_1", false),
            ("/cart", true),
            ("/help", true),
            ("/help/delivery", true),
            ("/imprint", true),
            ("/operator/content", false),
            ("/account/orders", true),
            ("/orders/ord_1", true),
            ("/orders/ord_1?new=1", false),
            ("/orders/ord_1/confirm", false),
            ("/checkout", false),
            ("/sign-in", false),
            ("/sign-up?next=/cart", false),
            ("/confirm?token=x", false),
            ("/account", false),
            ("/account/cards", false),
            ("/account/addresses", false),
            ("/seller", false),
            ("/seller/orders", false),
            ("/operator", false),
            ("/p/", false),
            ("/offline", false),
        ] {
            assert_eq!(may_be_kept(address), kept, "{address}");
        }
    }
}
