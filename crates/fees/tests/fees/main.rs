//! The tests of `fees`, one program: each further one would be linked with a database and more anew.
#![allow(clippy::unwrap_used)]

mod cards;
mod classes;
mod invoices;
mod plans;
mod rules;
mod support;
mod taxes;
mod withdrawn;
