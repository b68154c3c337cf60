//! The tests of `payments`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod cards;
mod charges;
mod checking;
mod fees;
mod flow;
mod held;
mod methods;
mod sums;
mod support;
