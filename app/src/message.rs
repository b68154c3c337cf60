//! What a visitor reads when the shop itself cannot make the page. Written by the server's frame.
use http::StatusCode;

use crate::text::T;

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A fault of ours.
    Fault,
    /// The request was given up on; what it wrote is written whole or not at all.
    TookTooLong,
    /// Another site's page sent a form with our visitor's cookies.
    OtherSite,
    TooMany {
        wait_s: u64,
    },
    /// The visitor cannot be looked up: the database does not answer.
    Closed,
    /// There is nothing under this address, or nothing that this visitor may know of.
    Missing,
    /// Not for this visitor.
    Forbidden,
    /// What was sent is no form of ours.
    Malformed,
}

impl Message {
    /// What an answer that is nothing but this status means to a person.
    pub fn of(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Some(Self::Forbidden),
            StatusCode::NOT_FOUND => Some(Self::Missing),
            StatusCode::SERVICE_UNAVAILABLE => Some(Self::Closed),
            other if other.is_server_error() => Some(Self::Fault),
            _ => None,
        }
    }

    /// Title and text.
    pub fn words(self, t: T) -> (String, String) {
        match self {
            Self::Fault => (t.error_unexpected_title(), t.error_unexpected_text()),
            Self::TookTooLong => (t.error_slow_title(), t.error_slow_text()),
            Self::OtherSite => (t.error_other_site_title(), t.error_other_site_text()),
            Self::TooMany { wait_s } => {
                let wait = i64::try_from(wait_s).unwrap_or(i64::MAX);
                (t.error_too_many_title(), t.entry_too_many(wait))
            }
            Self::Closed => (t.error_closed_title(), t.error_closed_text()),
            Self::Missing => (t.error_not_found_title(), t.error_not_found_text()),
            Self::Forbidden => (t.error_forbidden_title(), t.error_forbidden_text()),
            Self::Malformed => (t.error_refused_title(), t.form_malformed()),
        }
    }
}
