//! The tests of `import`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod exporting;
mod formats;
mod leftovers;
mod many;
mod models;
mod placing;
mod real;
mod round_trip;
mod small;
mod taken_down;
mod terms;
mod uploading;
mod zipping;
