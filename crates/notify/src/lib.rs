//! Messages to people's devices, what they read in the shop itself, and which of both and which mails they want. Owns
//! `notify_*`. Called by every capability that has news for somebody, and by the account's pages.
//!
//! A message is written as a job in the transaction of what it tells of, one for each device. It travels sealed for
//! the device (RFC 8291) through the browser's own push service, signed by this shop (RFC 8292). A device that the
//! service does not know any more is forgotten.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod choices;
mod devices;
mod error;
mod keys;
#[cfg(test)]
mod notice_tests;
mod notices;
mod seal;
mod send;
#[cfg(test)]
mod tests;
mod transport;

pub use choices::{Choice, Kind, choice, choose};
pub use devices::{Device, NewDevice, add, devices, erase, remove, silence};
pub use error::NotifyError;
pub use keys::Keys;
pub use notices::{
    KEPT, MOST_COUNTED, Notice, Unread, all, forget_old, listed, note, read_all, read_one, unread,
};
pub use send::{Message, SEND_JOB, enqueue, register};
pub use transport::{Outcome, Pusher, RecordingPusher, Sealed, WebPusher};
