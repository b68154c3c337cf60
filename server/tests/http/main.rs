//! The server over HTTP: protection, permissions, live streams, stopping.
#![allow(clippy::unwrap_used)]

mod account;
mod api;
mod api_commands;
mod common;
mod content;
mod currency;
mod deals;
mod engines;
mod gets;
mod guest_link;
mod heads;
mod health;
mod imports;
mod lists;
mod live;
mod matrix;
mod messages;
mod owners;
mod payouts;
mod protection;
mod remembering;
mod returns;
mod reviews;
mod rules;
mod sessions;
mod sign_up;
mod stopping;
mod talk;
mod variants;
mod world;
