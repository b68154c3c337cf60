//! The tests of `reviews`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod abuse;
mod asking;
mod checking;
mod common;
mod moderating;
mod rating_sellers;
mod telling;
mod voting;
mod withholding;
mod writing;
