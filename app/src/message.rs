//! What a visitor reads when the shop itself cannot make the page. Written by the server's frame.
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
}

impl Message {
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
        }
    }
}
