//! The cookies that tell who somebody is. On TLS they carry the `__Host-` prefix, so that no other host of the
//! domain and no unencrypted page can set them.

use crate::Secret;
use domain::OrderId;

/// Names and attributes of this installation's cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    on_tls: bool,
}

/// A session's own end is in the database; the cookie only has to live longer.
const SESSION_SECONDS: u32 = 400 * 86_400;
/// The mail stays where it is, so this is only for not having to look for it again.
const OPENED_SECONDS: u32 = 30 * 86_400;
/// As long as a half sign-in lives.
const HALF_SECONDS: u32 = 600;
const OPENED_KEPT: usize = 5;
/// From opening the link to pressing the button.
const CONFIRM_SECONDS: u32 = 600;
/// From opening the link to accepting, with a sign-up and its mail between them.
const INVITED_SECONDS: u32 = 86_400;

impl Cookies {
    pub fn new(on_tls: bool) -> Self {
        Self { on_tls }
    }

    /// Name of the cookie that holds a signed-in browser's token.
    pub fn session_name(self) -> &'static str {
        if self.on_tls { "__Host-orinoco" } else { "orinoco_session" }
    }

    /// Name of the cookie that holds a guest's token.
    pub fn guest_name(self) -> &'static str {
        if self.on_tls { "__Host-orinoco_guest" } else { "orinoco_guest" }
    }

    /// `Set-Cookie` for a signed-in browser.
    pub fn session(self, token: &str) -> String {
        self.set(self.session_name(), token, SESSION_SECONDS)
    }

    /// `Set-Cookie` that signs this browser out.
    pub fn end_session(self) -> String {
        self.set(self.session_name(), "", 0)
    }

    /// `Set-Cookie` for a guest.
    pub fn guest(self, token: &str) -> String {
        self.set(self.guest_name(), token, SESSION_SECONDS)
    }

    /// `Set-Cookie` that forgets the guest, for instance once the cart belongs to an account.
    pub fn end_guest(self) -> String {
        self.set(self.guest_name(), "", 0)
    }

    /// Name of the cookie that holds a sign-in whose code is still missing.
    pub fn half_name(self) -> &'static str {
        if self.on_tls { "__Host-orinoco_step" } else { "orinoco_step" }
    }

    /// `Set-Cookie` for a browser that is to be asked for the code.
    pub fn half(self, token: &str) -> String {
        self.set(self.half_name(), token, HALF_SECONDS)
    }

    /// `Set-Cookie` that forgets the half sign-in.
    pub fn end_half(self) -> String {
        self.set(self.half_name(), "", 0)
    }

    /// Name of the cookie that holds what a link to a new account said, once it is out of the address.
    pub fn confirm_name(self) -> &'static str {
        if self.on_tls { "__Host-orinoco_confirm" } else { "orinoco_confirm" }
    }

    /// `Set-Cookie` for a browser that opened a link to a new account.
    pub fn confirm(self, token: &str) -> String {
        self.set(self.confirm_name(), token, CONFIRM_SECONDS)
    }

    /// `Set-Cookie` that forgets the link.
    pub fn end_confirm(self) -> String {
        self.set(self.confirm_name(), "", 0)
    }

    /// Name of the cookie that holds what a link to an invitation said, once it is out of the address.
    pub fn invited_name(self) -> &'static str {
        if self.on_tls { "__Host-orinoco_invited" } else { "orinoco_invited" }
    }

    /// `Set-Cookie` for a browser that opened a link to an invitation.
    pub fn invited(self, token: &str) -> String {
        self.set(self.invited_name(), token, INVITED_SECONDS)
    }

    /// `Set-Cookie` that forgets the invitation.
    pub fn end_invited(self) -> String {
        self.set(self.invited_name(), "", 0)
    }

    /// Name of the cookie that holds the orders which links from mails have opened here.
    pub fn opened_name(self) -> &'static str {
        if self.on_tls { "__Host-orinoco_orders" } else { "orinoco_orders" }
    }

    /// `Set-Cookie` that adds an order to those opened here; the oldest of more than [`OPENED_KEPT`] is forgotten.
    pub fn opened(self, before: &[OpenedOrder], order: OrderId, code: &str) -> String {
        let others = before.iter().filter(|o| o.order != order).take(OPENED_KEPT - 1);
        let others = others.map(|o| format!("~{}.{}", o.order, o.code.reveal()));
        self.set(self.opened_name(), &format!("{order}.{code}{}", others.collect::<String>()), OPENED_SECONDS)
    }

    fn set(self, name: &str, value: &str, seconds: u32) -> String {
        let secure = if self.on_tls { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// An order that a link from a mail opened in this browser, with the link's code.
#[derive(Clone, Debug)]
pub struct OpenedOrder {
    pub order: OrderId,
    pub code: Secret,
}

/// The orders of an `opened` cookie, latest first; what nobody here wrote is left out.
pub(crate) fn opened_orders(value: &str) -> Vec<OpenedOrder> {
    let parse = |pair: &str| {
        let (order, code) = pair.split_once('.')?;
        Some(OpenedOrder { order: order.parse().ok()?, code: Secret::new(code) })
    };
    value.split('~').take(OPENED_KEPT).filter_map(parse).collect()
}

/// The value of a cookie in one or more `Cookie` headers.
pub fn cookie<'a>(headers: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    headers
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Compares secrets in a time that does not tell where they differ.
pub fn same_secret(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len() && a.iter().zip(b).fold(0u8, |difference, (x, y)| difference | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;

    #[test]
    fn on_tls_a_cookie_is_bound_to_this_host_and_to_tls() {
        let cookie = Cookies::new(true).session("abc");
        assert!(cookie.starts_with("__Host-orinoco=abc; Path=/;"), "{cookie}");
        for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
        assert!(!Cookies::new(false).session("abc").contains("Secure"));
    }

    #[test]
    fn opened_orders_are_kept_latest_first_and_each_once() {
        let order = |n: u128| OrderId::from_uuid(uuid::Uuid::from_u128(n));
        let cookies = Cookies::new(false);
        let mut kept = Vec::new();
        for n in [1, 2, 1, 3, 4, 5, 6] {
            let header = cookies.opened(&kept, order(n), &format!("code{n}"));
            kept = opened_orders(cookie([header.as_str()].into_iter(), cookies.opened_name()).unwrap());
        }
        let found: Vec<_> = kept.iter().map(|o| (o.order, o.code.reveal().to_owned())).collect();
        assert_eq!(found, [6, 5, 4, 3, 1].map(|n| (order(n), format!("code{n}"))));
        assert!(opened_orders("nonsense~ord_x.y").is_empty());
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = ["lang=es; xorinoco_session=no", "orinoco_session=yes"];
        assert_eq!(cookie(headers.into_iter(), "orinoco_session"), Some("yes"));
        assert_eq!(cookie(["orinoco_session="].into_iter(), "orinoco_session"), None);
    }

    #[test]
    fn secrets_are_the_same_only_when_every_byte_is() {
        assert!(same_secret("abc", "abc"));
        assert!(!same_secret("abc", "abd") && !same_secret("abc", "abcd") && !same_secret("", "a"));
    }
}
