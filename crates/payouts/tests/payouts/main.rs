//! The tests of `payouts`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod away;
mod checking;
mod cycle;
mod figures;
mod paying;
mod statement;
mod support;
mod terms;
