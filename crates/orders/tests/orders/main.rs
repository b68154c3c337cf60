//! The tests of `orders`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod common;
mod find;
mod one_click;
mod personal;
mod ship;
