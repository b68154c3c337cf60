//! The tests of `mail`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod smtp;
mod written;
