//! The server: what is answered over HTTP, and the commands of the one binary `orinoco`.
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![recursion_limit = "512"]

pub mod cli;
pub mod commands;
pub mod forms;
pub mod http;
pub mod log;
pub mod routes_rules;
pub mod serve;
