//! Pictures: validated, resized, kept in the object store, served for ever, and found by how they look. Owns pictures_*
//! and `pictures/` in the store. Called by catalog, reviews, import and the media route.
//!
//! A picture is its content: the same bytes give the same id, the same addresses and one set of files. What is served
//! was always encoded here, so nothing of an upload but its pixels reaches a browser. A private picture is another one than
//! the public picture of the same bytes, and its id says so: whoever hands pictures out need not ask for each.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod alike;
mod drawn;
mod encode;
mod fingerprint;
mod icons;
mod picture;
mod store;
mod sweep;
mod withhold;

pub use alike::{MOST_ALIKE, alike};
pub use drawn::drawn;
pub use encode::{LADDER, MAX_BYTES, MAX_SIDE, PictureError, examine};
pub use fingerprint::Fingerprint;
pub use picture::{PICTURE_COLUMNS, Picture, url};
pub use store::{Pictures, Served, is_private, local_store, pictures_by_id};
pub use withhold::{withheld, withhold};
