//! Programs that act for sellers. Owns `integrations_*`: the keys with which they ask the API, and what was answered to
//! their requests. Called by the API (`server/src/http/api`) and the seller's page of keys.
//!
//! A room of its own and not one of `sellers`: it stands above what its programs do, and nothing asks it but the edge.

mod error;
pub mod keys;
pub mod requests;

pub use error::IntegrationError;
pub use keys::{ApiKey, KeySecret, MOST_KEYS, NewKey};
pub use requests::{Answer, command_key};
