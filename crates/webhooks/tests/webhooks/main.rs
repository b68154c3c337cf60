//! The tests of `webhooks`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod delivering;
mod oversight;
mod support;
mod telling;
