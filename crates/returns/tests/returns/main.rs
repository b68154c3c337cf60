//! The tests of `returns`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod appeals;
mod asking;
mod checking;
mod common;
mod courtesies;
mod exchanges;
mod kept;
mod labels;
mod left;
mod money;
mod pickups;
mod races;
mod rules;
mod windows;
