//! The tests of `disputes`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod answers;
mod checking;
mod common;
mod documents;
mod money;
mod returned;
mod telling;
