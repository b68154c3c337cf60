//! The buy box and sellers' health on both databases.
#![allow(clippy::unwrap_used)]

mod crowd;
mod health;
mod suspension;
mod world;
