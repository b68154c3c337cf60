//! The tests of `identity`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod address_book;
mod common;
mod operators;
mod passkeys;
mod second_step;
mod sessions;
mod sign_in;
mod sign_up;
