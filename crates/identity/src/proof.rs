//! Whoever changes how an account is entered shows first that it is theirs: a session alone, left open on somebody
//! else's machine, is not enough. Called by everything that changes passwords, codes, passkeys or ends the account.

use crate::accounts::stored_email;
use crate::passwords::Ticket;
use crate::throttle::{Bucket, forgive};
use crate::{Identity, IdentityError};
use db::{Tx, sql};
use domain::AccountId;

/// A password that was right a moment ago. [`Proof::still`] holds it against the account again inside of the
/// transaction that relies on it.
#[derive(Clone)]
pub(crate) struct Proof {
    account: AccountId,
    stored: String,
    buckets: Vec<Bucket>,
}

impl Identity {
    /// Holds a password against the account's, with the brakes that sign-in has.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::TooMany`], [`IdentityError::Busy`].
    pub(crate) async fn prove(
        &self,
        account: AccountId,
        password: &str,
    ) -> Result<(Proof, Ticket), IdentityError> {
        let statement = sql("SELECT email, password_hash FROM identity_accounts WHERE id = $1");
        let row: Option<(String, String)> = self.db.read().await?.opt(statement.bind(account)).await?;
        let Some((email, stored)) = row else { return Err(IdentityError::NoSuchAccount) };
        let email = stored_email(&email)?;
        let ticket = self.hasher.ticket()?;
        let buckets = vec![self.account_bucket(&email)];
        self.take_attempt(&buckets).await?;
        if !ticket.verify(password, Some(&stored)).await? {
            return Err(IdentityError::WrongCredentials);
        }
        Ok((Proof { account, stored, buckets }, ticket))
    }
}

impl Identity {
    /// Whether whoever is signed in is the account's owner: for what a session alone must not do elsewhere in the shop.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::TooMany`], [`IdentityError::Busy`].
    pub async fn confirm_password(&self, account: AccountId, password: &str) -> Result<(), IdentityError> {
        let (proof, _ticket) = self.prove(account, password).await?;
        self.db
            .write(move |tx| {
                let proof = proof.clone();
                Box::pin(async move { proof.still(tx).await })
            })
            .await
    }
}

impl Proof {
    /// The password is still the account's; its attempts are forgiven.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`] when it was changed in the meantime.
    pub(crate) async fn still(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let statement = sql("SELECT password_hash FROM identity_accounts WHERE id = $1");
        let current: Option<(String,)> = tx.opt(statement.bind(self.account)).await?;
        if current.is_none_or(|(hash,)| hash != self.stored) {
            return Err(IdentityError::WrongCredentials);
        }
        forgive(tx, &self.buckets).await
    }
}
