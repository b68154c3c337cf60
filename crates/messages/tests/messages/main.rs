//! The tests of `messages`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod checking;
mod common;
mod documents;
mod lists;
mod moderating;
mod talking;
mod telling;
