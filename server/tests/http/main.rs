//! The server over HTTP: protection, permissions, live streams, stopping.
#![allow(clippy::unwrap_used)]

mod account;
mod analysis;
mod api;
mod api_commands;
mod common;
mod content;
mod currency;
mod deals;
mod doings;
mod engines;
mod gets;
mod guest_link;
mod heads;
mod health;
mod imports;
mod jobs;
mod lists;
mod live;
mod matrix;
mod one_click;
mod owners;
mod payouts;
mod protection;
mod remembering;
mod returns;
mod reviews;
mod rules;
mod searching;
mod sessions;
mod shelf;
mod sign_up;
mod site;
mod stopping;
mod variants;
mod world;
