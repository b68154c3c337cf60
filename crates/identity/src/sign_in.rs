//! Signing in. Unknown e-mails get the same work, the same counting and the same words as wrong passwords.

use crate::second_step::{Entry, half_sign_in};
use crate::throttle::{Bucket, forgive};
use crate::{Client, Identity, IdentityError, sessions};
use db::{Conn, sql};
use domain::AccountId;
use domain::contact::{Email, NewPassword};
use std::sync::Arc;

/// An account's id and its stored hash.
pub(crate) type Credentials = (AccountId, String);

pub(crate) async fn credentials(
    conn: &mut Conn,
    email: &Email,
) -> Result<Option<Credentials>, IdentityError> {
    let statement = sql("SELECT id, password_hash FROM identity_accounts WHERE email_key = $1");
    Ok(conn.opt(statement.bind(email.key())).await?)
}

impl Identity {
    /// Opens a new session, or asks for the second step. The browser's former session, if it had one, is the caller's to end with `sign_out`.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::TooMany`], [`IdentityError::Busy`].
    pub async fn sign_in(
        &self,
        email: &Email,
        password: &str,
        client: &Client,
    ) -> Result<Entry, IdentityError> {
        let ticket = self.hasher.ticket()?;
        let buckets = self.sign_in_buckets(email, client);
        self.take_attempt(&buckets).await?;
        let found = credentials(&mut self.db.read().await?, email).await?;
        let matches = ticket.verify(password, found.as_ref().map(|(_, hash)| hash.as_str())).await?;
        match found {
            Some((account, stored)) if matches => {
                let renewed = self.renewed_hash(&ticket, password, &stored).await?;
                self.welcome(account, stored, renewed, buckets, client).await
            }
            _ => Err(IdentityError::WrongCredentials),
        }
    }

    /// A hash with today's costs, when the stored one has others.
    async fn renewed_hash(
        &self,
        ticket: &crate::passwords::Ticket,
        password: &str,
        stored: &str,
    ) -> Result<Option<String>, IdentityError> {
        if !self.hasher.is_outdated(stored) {
            return Ok(None);
        }
        match NewPassword::parse(password) {
            Ok(password) => Ok(Some(ticket.hash(&password).await?)),
            Err(_) => Ok(None),
        }
    }

    /// The password was right: forgive the attempts and open the session, or the half of one where a code is asked for,
    /// in one transaction. A password that was changed since it was verified opens nothing.
    pub(crate) async fn welcome(
        &self,
        account: AccountId,
        verified: String,
        renewed: Option<String>,
        buckets: Vec<Bucket>,
        client: &Client,
    ) -> Result<Entry, IdentityError> {
        let (config, client) = (Arc::clone(&self.config), client.clone());
        self.db
            .write(move |tx| {
                let (verified, renewed, buckets) = (verified.clone(), renewed.clone(), buckets.clone());
                let (config, client) = (Arc::clone(&config), client.clone());
                Box::pin(async move {
                    let statement = sql("SELECT password_hash FROM identity_accounts WHERE id = $1");
                    let current: Option<(String,)> = tx.opt(statement.bind(account)).await?;
                    if current.is_none_or(|(hash,)| hash != verified) {
                        return Err(IdentityError::WrongCredentials);
                    }
                    if let Some(hash) = &renewed {
                        let update = sql("UPDATE identity_accounts SET password_hash = $2 WHERE id = $1");
                        tx.exec(update.bind(account).bind(hash)).await?;
                    }
                    forgive(tx, &buckets).await?;
                    let password_hash = renewed.as_ref().unwrap_or(&verified);
                    if let Some(half) = half_sign_in(tx, account, password_hash).await? {
                        return Ok(Entry::SecondStep(half));
                    }
                    Ok(Entry::SignedIn(sessions::open(tx, &config, account, &client).await?))
                })
            })
            .await
    }
}
