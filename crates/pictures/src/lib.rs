//! Pictures: validated, resized, kept in the object store, served for ever. Owns pictures_* and `pictures/` in the
//! store. Called by catalog, import and the media route.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod picture;

pub use picture::{PICTURE_COLUMNS, Picture};
