//! The tests of `listing`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod judging;
mod merging;
mod offering;
mod proposing;
mod revising;
mod support;
