//! Who somebody is. Owns identity_*: accounts, sessions, the second step, passkeys, address books, and
//! the brakes on guessing.
//!
//! Called by platform (who makes the request), by orders (where it goes) and by pages. What somebody may do
//! is decided in `domain::roles`; who works for which seller is kept in `sellers`, who works for the platform
//! in [`operators`], and who is asked to in [`invitations`].
//!
//! Sign-in tells nothing about which e-mails have accounts: unknown and known ones cost the same work, count the same
//! attempts and get the same answer. Sign-up tells nothing when [`IdentityConfig::confirm_by_mail`] is on; without it
//! a new shopper is signed in at once, so a taken e-mail can be told from a free one, slowed down by the throttle and
//! noticed by the owner, who gets a letter.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod accounts;
pub mod addresses;
mod changes;
mod codes;
mod common_passwords;
mod config;
mod cose;
mod devices;
mod error;
mod guests;
pub mod invitations;
mod letters;
pub mod operators;
mod own_data;
mod passkeys;
mod passwords;
mod personal;
mod proof;
mod purge;
mod second_step;
mod sessions;
mod sign_in;
mod sign_up;
mod throttle;
mod tokens;
mod webauthn;

pub use accounts::{AccountSummary, NewAccount, Settings, account, account_by_email, accounts};
pub use addresses::SavedAddress;
pub use codes::RECOVERY_CODES;
pub use common_passwords::fingerprint as password_fingerprint;
pub use config::{Argon, IdentityConfig, Throttle};
pub use devices::{Device, device};
pub use error::IdentityError;
pub use guests::{GuestToken, guest, new_guest};
pub use invitations::OperatorInvitationData;
pub use own_data::{AccountData, LetterData};
pub use passkeys::{MOST_PASSKEYS, Passkey, PasskeyAnswer, PasskeyRequest, passkeys};
pub use personal::{
    EXPORT_JOB, Export, Objection, Personal, PersonalData, PersonalError, export_document, export_of,
};
pub use second_step::{Entry, SecondStep, SetUp, second_step};
pub use sessions::{Client, OpenSession, Session, SignedIn, sessions};
pub use sign_up::SignUp;
pub use tokens::{SessionToken, new_link_code};
pub use webauthn::{PasskeyProblem, PasskeySite};

use db::Db;
use passwords::Hasher;
use std::sync::Arc;

/// Accounts and sessions; cheap to clone.
#[derive(Clone)]
pub struct Identity {
    pub(crate) db: Db,
    pub(crate) config: Arc<IdentityConfig>,
    pub(crate) hasher: Hasher,
}

impl Identity {
    /// # Errors
    /// [`IdentityError::BadHashSettings`] when argon2 refuses the configured costs.
    pub fn new(db: Db, config: IdentityConfig) -> Result<Self, IdentityError> {
        let hasher = Hasher::new(&config)?;
        Ok(Self { db, config: Arc::new(config), hasher })
    }
}
