//! The server functions of the seller's desk. The work behind each is in the module that it calls.
mod delivery;
mod offers;
mod orders;
mod programs;
mod shop;

use serde::{Deserialize, Serialize};

pub use delivery::*;
pub use offers::*;
pub use orders::*;
pub use programs::*;
pub use shop::*;

/// What was typed into a field whose name is not known before; what is no text is as if nothing were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Typed(pub String);

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Sent {
            Text(String),
            Other(serde::de::IgnoredAny),
        }
        Ok(match Sent::deserialize(d)? {
            Sent::Text(text) => Self(text),
            Sent::Other(_) => Self::default(),
        })
    }
}
