//! Hashing passwords with argon2id, off the threads that serve pages and never more at once than configured.

use crate::common_passwords;
use crate::{IdentityConfig, IdentityError};
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::contact::{Email, NewPassword};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What a caller is told to wait when too many already wait.
const BUSY_RETRY_S: u64 = 3;

#[derive(Clone)]
pub(crate) struct Hasher {
    params: Params,
    /// One permit for each request that computes or waits.
    queue: Arc<Semaphore>,
    /// One permit for each that computes.
    slots: Arc<Semaphore>,
    /// What a password is compared with when the e-mail has no account, so that both take the same time.
    nobody: Arc<str>,
}

/// A place in the queue: taken before anything else, so that a flood is refused before it costs a query.
pub(crate) struct Ticket {
    params: Params,
    slots: Arc<Semaphore>,
    nobody: Arc<str>,
    _place: OwnedSemaphorePermit,
}

impl Hasher {
    pub(crate) fn new(config: &IdentityConfig) -> Result<Self, IdentityError> {
        let cost = config.argon;
        // The length is said, because a stored hash says it, too: the two are compared at each sign-in.
        let length = Some(Params::DEFAULT_OUTPUT_LEN);
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, length)
            .map_err(|e| IdentityError::BadHashSettings(e.to_string()))?;
        let slots = config.concurrent_hashes.max(1);
        let nobody = hash(&params, "")?.into();
        Ok(Self {
            params,
            queue: Arc::new(Semaphore::new(slots + config.waiting_hashes)),
            slots: Arc::new(Semaphore::new(slots)),
            nobody,
        })
    }

    /// # Errors
    /// [`IdentityError::Busy`] when too many wait already.
    pub(crate) fn ticket(&self) -> Result<Ticket, IdentityError> {
        let busy = |_| IdentityError::Busy { retry_after_s: BUSY_RETRY_S };
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(busy)?;
        Ok(Ticket {
            params: self.params.clone(),
            slots: Arc::clone(&self.slots),
            nobody: Arc::clone(&self.nobody),
            _place: place,
        })
    }

    /// Whether a stored hash was made with other costs than today's.
    pub(crate) fn is_outdated(&self, stored: &str) -> bool {
        let Ok(parsed) = PasswordHash::new(stored) else { return true };
        Params::try_from(&parsed).map_or(true, |params| params != self.params)
    }
}

impl Ticket {
    pub(crate) async fn hash(&self, password: &NewPassword) -> Result<String, IdentityError> {
        let (params, password) = (self.params.clone(), password.as_str().to_owned());
        self.compute(move || hash(&params, &password)).await
    }

    /// A hash that no password belongs to, as dear to compare with as any.
    pub(crate) async fn hash_of_nobody(&self) -> Result<String, IdentityError> {
        let (params, secret) = (self.params.clone(), rand::random::<[u8; 32]>());
        self.compute(move || hash(&params, &blake3::Hash::from_bytes(secret).to_hex())).await
    }

    /// Whether the password belongs to the stored hash. Without one the same work is done and the answer is no.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, IdentityError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        let matches = self.compute(move || verify(&password, &stored)).await?;
        Ok(matches && known)
    }

    /// The slot goes with the work: a caller who hangs up does not free it before the work is done.
    async fn compute<T, F>(&self, work: F) -> Result<T, IdentityError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, IdentityError> + Send + 'static,
    {
        let stopping = || IdentityError::Busy { retry_after_s: BUSY_RETRY_S };
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| stopping())?;
        let run = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(slot);
            result
        });
        run.await.map_err(|_| stopping())?
    }
}

fn hash(params: &Params, password: &str) -> Result<String, IdentityError> {
    let bad = |e: argon2::password_hash::Error| IdentityError::BadHashSettings(e.to_string());
    let salt: [u8; 16] = rand::random();
    let salt = SaltString::encode_b64(&salt).map_err(bad)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    Ok(argon.hash_password(password.as_bytes(), &salt).map_err(bad)?.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool, IdentityError> {
    let bad = |e: argon2::password_hash::Error| IdentityError::BadStoredHash(e.to_string());
    let parsed = PasswordHash::new(stored).map_err(bad)?;
    // The costs come from the stored text, so that hashes of other settings still verify.
    match Argon2::default().verify_password(password.as_bytes(), &parsed) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::Password) => Ok(false),
        Err(error) => Err(bad(error)),
    }
}

/// Refuses what a guesser tries first: the most used passwords, the e-mail, its first part, and the name.
pub(crate) fn refuse_guessable(
    password: &NewPassword,
    email: &Email,
    name: &str,
) -> Result<(), IdentityError> {
    let lower = password.as_str().to_lowercase();
    let email = email.key();
    let before_at = email.split('@').next().unwrap_or_default();
    let is_own = lower == email || lower == before_at || lower == name.to_lowercase();
    if is_own || common_passwords::contains(&lower) {
        return Err(IdentityError::PasswordTooCommon);
    }
    Ok(())
}
