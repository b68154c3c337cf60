//! Signing up. Owns identity_sign_ups. A taken e-mail is never told to the visitor: the owner gets a letter instead.

use crate::accounts::{self, HashedAccount};
use crate::passwords::{Ticket, refuse_guessable};
use crate::second_step::Entry;
use crate::sign_in::{Credentials, credentials};
use crate::throttle::{Bucket, forgive};
use crate::tokens::{SessionToken, parse_hash};
use crate::{Client, Identity, IdentityError, NewAccount, SignedIn, letters, sessions};
use db::{Text, sql};
use domain::Currency;
use domain::format::Locale;
use std::sync::Arc;

/// What follows a sign-up.
#[derive(Debug, Clone)]
pub enum SignUp {
    /// The account is open and this browser is signed in. A second click with the same password comes here too.
    SignedIn(SignedIn),
    /// There is an account, the password is its own, and a code is asked for.
    SecondStep(SessionToken),
    /// "Check your mail": a link that opens the account, or the news that there is one already.
    CheckMail,
}

enum Opened {
    New(SignedIn),
    /// Somebody else was faster; that account's owner decides.
    Taken,
}

impl Identity {
    /// Opens an account. A taken e-mail costs the same work as a free one and counts as an attempt at its password.
    ///
    /// # Errors
    /// [`IdentityError::PasswordTooCommon`], [`IdentityError::TooMany`], [`IdentityError::Busy`].
    pub async fn sign_up(&self, new: NewAccount, client: &Client) -> Result<SignUp, IdentityError> {
        refuse_guessable(&new.password, &new.email, new.name.as_str())?;
        let ticket = self.hasher.ticket()?;
        let buckets = self.sign_up_buckets(&new.email, client);
        self.take_attempt(&buckets).await?;
        if let Some(known) = credentials(&mut self.db.read().await?, &new.email).await? {
            return self.sign_up_known(&new, known, &ticket, buckets, client).await;
        }
        let hashed = HashedAccount {
            email: new.email.clone(),
            name: new.name.as_str().to_owned(),
            password_hash: ticket.hash(&new.password).await?,
            locale: new.locale,
            currency: new.currency,
            operator: false,
        };
        if self.config.confirm_by_mail {
            self.ask_to_confirm(hashed).await?;
            return Ok(SignUp::CheckMail);
        }
        if let Opened::New(signed_in) = self.open_account(hashed, None, buckets.clone(), client).await? {
            return Ok(SignUp::SignedIn(signed_in));
        }
        let known = credentials(&mut self.db.read().await?, &new.email).await?;
        let known = known.ok_or(IdentityError::NoSuchAccount)?;
        self.sign_up_known(&new, known, &ticket, buckets, client).await
    }

    async fn sign_up_known(
        &self,
        new: &NewAccount,
        (account, stored): Credentials,
        ticket: &Ticket,
        buckets: Vec<Bucket>,
        client: &Client,
    ) -> Result<SignUp, IdentityError> {
        if ticket.verify(new.password.as_str(), Some(&stored)).await? {
            return Ok(match self.welcome(account, stored, None, buckets, client).await? {
                Entry::SignedIn(signed_in) => SignUp::SignedIn(signed_in),
                Entry::SecondStep(half) => SignUp::SecondStep(half),
            });
        }
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let config = Arc::clone(&config);
                Box::pin(async move { letters::already_known(tx, &config, account).await })
            })
            .await?;
        Ok(SignUp::CheckMail)
    }

    async fn ask_to_confirm(&self, hashed: HashedAccount) -> Result<(), IdentityError> {
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let (config, hashed) = (Arc::clone(&config), hashed.clone());
                Box::pin(async move {
                    let token = SessionToken::random();
                    let expires_at = tx.now().plus(config.confirm_within);
                    tx.exec(
                        sql("INSERT INTO identity_sign_ups
                             (token_hash, email, password_hash, name, locale, currency, expires_at_us)
                             VALUES ($1, $2, $3, $4, $5, $6, $7)")
                        .bind(token.stored_hash())
                        .bind(hashed.email.as_str())
                        .bind(&hashed.password_hash)
                        .bind(&hashed.name)
                        .bind(Text(hashed.locale))
                        .bind(hashed.currency)
                        .bind(expires_at),
                    )
                    .await?;
                    letters::confirm_sign_up(tx, &config, hashed.locale, &hashed.email, &token).await
                })
            })
            .await
    }

    /// Opens the account of a mailed link and signs this browser in. The link works once.
    ///
    /// # Errors
    /// [`IdentityError::LinkExpired`], also when the e-mail has got an account in the meantime.
    pub async fn confirm_sign_up(&self, token: &str, client: &Client) -> Result<SignedIn, IdentityError> {
        let hash = parse_hash(token).ok_or(IdentityError::LinkExpired)?;
        let now = self.db.now();
        let statement = sql("SELECT email, password_hash, name, locale, currency FROM identity_sign_ups
                             WHERE token_hash = $1 AND expires_at_us > $2");
        let row: Option<(String, String, String, Text<Locale>, Currency)> =
            self.db.read().await?.opt(statement.bind(hash.as_slice()).bind(now)).await?;
        let (email, password_hash, name, locale, currency) = row.ok_or(IdentityError::LinkExpired)?;
        let email = accounts::stored_email(&email)?;
        let hashed =
            HashedAccount { email, name, password_hash, locale: locale.0, currency, operator: false };
        match self.open_account(hashed, Some(hash), Vec::new(), client).await? {
            Opened::New(signed_in) => Ok(signed_in),
            Opened::Taken => Err(IdentityError::LinkExpired),
        }
    }

    /// The account, its first session and the end of the link that led here, in one transaction.
    async fn open_account(
        &self,
        hashed: HashedAccount,
        link: Option<[u8; 32]>,
        buckets: Vec<Bucket>,
        client: &Client,
    ) -> Result<Opened, IdentityError> {
        let (config, client) = (Arc::clone(&self.config), client.clone());
        self.db
            .write(move |tx| {
                let (hashed, buckets) = (hashed.clone(), buckets.clone());
                let (config, client) = (Arc::clone(&config), client.clone());
                Box::pin(async move {
                    if let Some(hash) = link {
                        let used = sql("DELETE FROM identity_sign_ups WHERE token_hash = $1");
                        if tx.exec(used.bind(hash.as_slice())).await? == 0 {
                            return Ok(Opened::Taken);
                        }
                    }
                    let Some(account) = accounts::insert(tx, &hashed).await? else {
                        return Ok(Opened::Taken);
                    };
                    // Only the e-mail's own bucket: sign-ups from one address count even when they succeed.
                    forgive(tx, buckets.get(..1).unwrap_or_default()).await?;
                    Ok(Opened::New(sessions::open(tx, &config, account, &client).await?))
                })
            })
            .await
    }
}
