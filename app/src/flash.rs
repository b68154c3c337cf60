//! What one request leaves for the next page: a notice, or a form with its errors and what was typed.
//! Owns the `flash` cookie. Written by `answer`, read by `Ctx`, shown by `ui::form` and `ui::notice`.
//!
//! It makes a plain POST, redirect, GET keep what was typed without any state on the server.
use std::collections::BTreeMap;

use domain::{AddressId, ListItemId, MethodId};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use crate::ctx::cookie;
use crate::ui::Tone;

/// The name of the cookie.
pub const FLASH_COOKIE: &str = "flash";
/// Browsers drop a cookie over 4,096 bytes; longer typed values are left out, never the errors.
const MAX_COOKIE_BYTES: usize = 3_800;

/// One line for the next page, in the language of the request that wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    pub tone: Tone,
    pub text: String,
    /// What the notice offers to take back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undo>,
}

impl NoticeText {
    pub fn new(tone: Tone, text: impl Into<String>) -> NoticeText {
        NoticeText { tone, text: text.into(), undo: None }
    }
}

/// What can be taken back from a notice. It names the thing and not a form's address: a cookie is nothing to trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undo {
    /// A product was taken off a wish list.
    ListItem(ListItemId),
    /// An address was removed.
    Address(AddressId),
    /// A card was removed.
    Card(MethodId),
}

/// The contents of the cookie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeText>,
    /// The form that failed; empty when none did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// Field name to sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, String>,
    /// Field name to what was typed, without secrets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, String>,
}

impl Flash {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Flash> {
        let json = decode(cookie(headers, FLASH_COOKIE)?)?;
        serde_json::from_str(&json).ok()
    }

    /// The value of a `Set-Cookie` header that leaves this for the next page for one minute.
    pub fn to_set_cookie(mut self) -> String {
        loop {
            let value = encode(&serde_json::to_string(&self).unwrap_or_default());
            if value.len() <= MAX_COOKIE_BYTES {
                return format!("{FLASH_COOKIE}={value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
            }
            let longest =
                self.typed.iter().max_by_key(|(_, typed)| typed.len()).map(|(name, _)| name.clone());
            match longest {
                Some(name) => self.typed.remove(&name),
                None => return clear_cookie(),
            };
        }
    }
}

/// The value of a `Set-Cookie` header that takes the flash away once it was shown.
pub(crate) fn clear_cookie() -> String {
    format!("{FLASH_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}

/// Percent-encodes everything that a cookie cannot hold.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'{' | b'}' | b':' => {
                out.push(byte as char)
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(flash: Flash) -> Option<Flash> {
        let set = flash.to_set_cookie();
        let pair = set.split(';').next().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(http::header::COOKIE, pair.parse().unwrap());
        Flash::from_headers(&headers)
    }

    #[test]
    fn what_was_typed_comes_back_in_any_script() {
        let flash = Flash {
            form: "address".into(),
            typed: BTreeMap::from([("city".into(), "الدوحة; \"x\"=1,\n%41".into())]),
            ..Flash::default()
        };
        assert_eq!(read_back(flash.clone()), Some(flash));
    }

    #[test]
    fn a_text_too_long_for_a_cookie_is_left_out_and_the_errors_stay() {
        let flash = Flash {
            form: "review".into(),
            errors: BTreeMap::from([("title".into(), "Missing".into())]),
            typed: BTreeMap::from([("body".into(), "x".repeat(5_000)), ("title".into(), "ok".into())]),
            ..Flash::default()
        };
        let back = read_back(flash).unwrap();
        assert_eq!(back.errors.len(), 1);
        assert_eq!(back.typed.keys().collect::<Vec<_>>(), ["title"]);
    }

    #[test]
    fn a_broken_cookie_is_no_flash() {
        let mut headers = HeaderMap::new();
        headers.insert(http::header::COOKIE, "flash=%7B%2".parse().unwrap());
        assert_eq!(Flash::from_headers(&headers), None);
    }
}
