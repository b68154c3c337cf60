//! The tests of `returns`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod asking;
mod checking;
mod common;
mod courtesies;
mod kept;
mod left;
mod money;
mod races;
