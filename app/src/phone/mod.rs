//! The shop on a phone: installed, without a network, with messages. Called by the server and by `routes`.
pub mod keep;
pub mod manifest;
pub mod offline;
