//! The tests of `ledger`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod checking;
mod posting;
mod properties;
mod reading;
mod support;
