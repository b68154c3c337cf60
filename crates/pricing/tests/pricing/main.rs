//! The tests of `pricing`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod limits;
mod reductions;
mod rules;
mod sheets;
mod support;
