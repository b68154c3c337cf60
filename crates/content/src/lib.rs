//! What the shop says of itself: help, imprint, privacy, cookies, and words over categories. Owns `content_*`.
//! Called by the pages that show it and by the operator's editor.
//!
//! A page is a slug in a language. The program ships the first text of each page that every shop needs; what an operator
//! saves is a version beside it, which may begin later and be taken back until then; no version is ever changed or removed.
//! Texts are Markdown without raw HTML.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod choose;
mod error;
mod markdown;
mod shipped;
mod slug;
mod store;
mod write;

pub use check::{Violation, check};
pub use choose::{Reading, Standing, index, reading, standing};
pub use error::ContentError;
pub use markdown::{gaps, html, plain};
pub use shipped::{SHIPPED, Shipped};
pub use slug::{Section, Slug};
pub use store::{Version, VersionState, coming, history, latest, live_of, live_under, version, waiting};
pub use write::{BODY_MAX_CHARS, Edit, Saved, TITLE_MAX_CHARS, restore, save, unschedule, withdraw};
