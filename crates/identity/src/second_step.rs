//! The second step of signing in: codes of an app and recovery codes. Owns identity_totp, identity_recovery_codes and
//! identity_half_sign_ins. Called by sign-in and by the account's security page.
//!
//! A half sign-in is a secret that is good for asking for the code and for nothing else: no session exists before the
//! code was right.

use crate::changes::{Change, tell};
use crate::throttle::{Bucket, forgive};
use crate::tokens::{SessionToken, parse_hash};
use crate::{Client, Identity, IdentityConfig, IdentityError, SignedIn, account, codes, sessions};
use db::{Conn, Tx, sql};
use domain::{AccountId, DurationUs, Timestamp};
use std::sync::Arc;

/// How long the page that asks for the code may stay open.
const HALF_WITHIN: DurationUs = DurationUs::from_mins(10);
/// How long a secret waits for the app's first code.
const SET_UP_WITHIN: DurationUs = DurationUs::from_mins(30);

/// What follows the right password.
#[derive(Debug, Clone)]
pub enum Entry {
    SignedIn(SignedIn),
    /// The code is still missing; this token asks for it, once.
    SecondStep(SessionToken),
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondStep {
    pub since: Timestamp,
    pub recovery_codes_left: i64,
}

/// A secret that an app must be told before codes are asked for.
#[derive(Clone)]
pub struct SetUp {
    /// In base 32, for typing.
    pub secret: String,
    /// For the picture.
    pub uri: String,
}

pub(crate) enum Used {
    App,
    Recovery { left: i64 },
}

db::row! {
    struct TotpRow {
        secret: Vec<u8>,
        confirmed_at_us: Option<Timestamp>,
        last_step: i64,
        created_at_us: Timestamp,
    }
}

async fn totp(conn: &mut Conn, account: AccountId) -> Result<Option<TotpRow>, IdentityError> {
    let statement = sql(
        "SELECT secret, confirmed_at_us, last_step, created_at_us FROM identity_totp WHERE account_id = $1",
    );
    Ok(conn.opt(statement.bind(account)).await?)
}

async fn codes_left(conn: &mut Conn, account: AccountId) -> Result<i64, IdentityError> {
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM identity_recovery_codes WHERE account_id = $1");
    let (left,): (i64,) = conn.one(statement.bind(account)).await?;
    Ok(left)
}

/// Whether, and since when, codes are asked for.
pub async fn second_step(conn: &mut Conn, account: AccountId) -> Result<Option<SecondStep>, IdentityError> {
    let since = totp(conn, account).await?.and_then(|row| row.confirmed_at_us);
    match since {
        Some(since) => Ok(Some(SecondStep { since, recovery_codes_left: codes_left(conn, account).await? })),
        None => Ok(None),
    }
}

/// Right password, second step on: what the browser gets instead of a session.
pub(crate) async fn half_sign_in(
    tx: &mut Tx,
    account: AccountId,
    password_hash: &str,
) -> Result<Option<SessionToken>, IdentityError> {
    if second_step(tx, account).await?.is_none() {
        return Ok(None);
    }
    let (token, expires_at) = (SessionToken::random(), tx.now().plus(HALF_WITHIN));
    tx.exec(
        sql("INSERT INTO identity_half_sign_ins (token_hash, account_id, password_hash, expires_at_us)
             VALUES ($1, $2, $3, $4)")
        .bind(token.stored_hash())
        .bind(account)
        .bind(password_hash)
        .bind(expires_at),
    )
    .await?;
    Ok(Some(token))
}

/// Whose half sign-in this is, if it still runs and the password is still the one that was right.
async fn half_of(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<AccountId>, IdentityError> {
    let now = conn.now();
    let statement = sql("SELECT h.account_id FROM identity_half_sign_ins h
                         JOIN identity_accounts a ON a.id = h.account_id AND a.password_hash = h.password_hash
                         WHERE h.token_hash = $1 AND h.expires_at_us > $2");
    let row: Option<(AccountId,)> = conn.opt(statement.bind(hash.as_slice()).bind(now)).await?;
    Ok(row.map(|(account,)| account))
}

impl Identity {
    /// Counts an attempt at a code where codes are on; to be followed by [`take_where_on`] in the change itself.
    pub(crate) async fn attempt_where_on(&self, account: AccountId) -> Result<Vec<Bucket>, IdentityError> {
        let buckets = self.code_buckets(account, &Client::default());
        if second_step(&mut self.db.read().await?, account).await?.is_some() {
            self.take_attempt(&buckets).await?;
        }
        Ok(buckets)
    }
}

/// Takes a code where codes are on, as a part of the change that it allows.
pub(crate) async fn take_where_on(
    tx: &mut Tx,
    account: AccountId,
    code: &str,
    buckets: &[Bucket],
) -> Result<(), IdentityError> {
    if second_step(tx, account).await?.is_some() {
        take_code(tx, account, code).await?;
        forgive(tx, buckets).await?;
    }
    Ok(())
}

/// Takes a code: an app's for ever, since its half minute and those before are used up, a recovery code by removing it.
pub(crate) async fn take_code(tx: &mut Tx, account: AccountId, typed: &str) -> Result<Used, IdentityError> {
    let Some(row) = totp(tx, account).await?.filter(|row| row.confirmed_at_us.is_some()) else {
        return Err(IdentityError::SecondStepOff);
    };
    let code = codes::normalised(typed);
    if codes::is_app_code(&code) {
        let step =
            codes::step_of(&row.secret, &code, tx.now(), row.last_step).ok_or(IdentityError::WrongCode)?;
        let used = sql("UPDATE identity_totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2");
        return match tx.exec(used.bind(account).bind(step)).await? {
            0 => Err(IdentityError::WrongCode),
            _ => Ok(Used::App),
        };
    }
    let hash = codes::recovery_hash(account, &code).ok_or(IdentityError::WrongCode)?;
    let used = sql("DELETE FROM identity_recovery_codes WHERE account_id = $1 AND code_hash = $2");
    match tx.exec(used.bind(account).bind(hash.as_slice())).await? {
        0 => Err(IdentityError::WrongCode),
        _ => Ok(Used::Recovery { left: codes_left(tx, account).await? }),
    }
}

/// Ten new recovery codes instead of those that were left.
async fn new_recovery_codes(tx: &mut Tx, account: AccountId) -> Result<Vec<String>, IdentityError> {
    tx.exec(sql("DELETE FROM identity_recovery_codes WHERE account_id = $1").bind(account)).await?;
    let mut made = Vec::with_capacity(codes::RECOVERY_CODES);
    while made.len() < codes::RECOVERY_CODES {
        let code = codes::new_recovery_code();
        let hash = codes::recovery_hash(account, &code).ok_or(IdentityError::WrongCode)?;
        let statement = sql("INSERT INTO identity_recovery_codes (account_id, code_hash) VALUES ($1, $2)");
        tx.exec(statement.bind(account).bind(hash.as_slice())).await?;
        made.push(code);
    }
    Ok(made)
}

/// Codes are asked for no more; half sign-ins that wait for one end.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId) -> Result<(), IdentityError> {
    for table in ["identity_totp", "identity_recovery_codes", "identity_half_sign_ins"] {
        tx.exec(sql(format!("DELETE FROM {table} WHERE account_id = $1")).bind(account)).await?;
    }
    Ok(())
}

impl Identity {
    /// Whether this half sign-in still waits for its code.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn awaits_code(&self, half: &str) -> Result<bool, IdentityError> {
        let Some(hash) = parse_hash(half) else { return Ok(false) };
        Ok(half_of(&mut self.db.read().await?, &hash).await?.is_some())
    }

    /// The second step: opens the session that the password alone did not.
    ///
    /// # Errors
    /// [`IdentityError::HalfExpired`] when there is nothing to complete, [`IdentityError::WrongCode`],
    /// [`IdentityError::TooMany`].
    pub async fn complete_sign_in(
        &self,
        half: &str,
        code: &str,
        client: &Client,
    ) -> Result<SignedIn, IdentityError> {
        let hash = parse_hash(half).ok_or(IdentityError::HalfExpired)?;
        let account = half_of(&mut self.db.read().await?, &hash).await?.ok_or(IdentityError::HalfExpired)?;
        let buckets = self.code_buckets(account, client);
        self.take_attempt(&buckets).await?;
        let (config, client, code) = (Arc::clone(&self.config), client.clone(), code.to_owned());
        self.db
            .write(move |tx| {
                let (config, client, code) = (Arc::clone(&config), client.clone(), code.clone());
                let buckets = buckets.clone();
                Box::pin(async move { complete(tx, &config, &hash, &code, &buckets, &client).await })
            })
            .await
    }

    /// Makes the secret that an app is to be told, or gives the one that already waits. Nothing is asked for at sign-in
    /// until [`Identity::confirm_codes`].
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::SecondStepOn`].
    pub async fn begin_codes(&self, account: AccountId, password: &str) -> Result<(), IdentityError> {
        let (proof, _ticket) = self.prove(account, password).await?;
        self.db
            .write(move |tx| {
                let proof = proof.clone();
                Box::pin(async move {
                    proof.still(tx).await?;
                    if second_step(tx, account).await?.is_some() {
                        return Err(IdentityError::SecondStepOn);
                    }
                    let now = tx.now();
                    tx.exec(
                        sql("INSERT INTO identity_totp (account_id, secret, last_step, created_at_us)
                             VALUES ($1, $2, 0, $3) ON CONFLICT (account_id) DO UPDATE
                             SET secret = $2, last_step = 0, created_at_us = $3
                             WHERE identity_totp.confirmed_at_us IS NULL")
                        .bind(account)
                        .bind(codes::new_secret().as_slice())
                        .bind(now),
                    )
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// The secret that waits for an app, if one does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn codes_to_set_up(&self, id: AccountId) -> Result<Option<SetUp>, IdentityError> {
        let mut conn = self.db.read().await?;
        let Some(row) = waiting(&mut conn, id).await? else { return Ok(None) };
        let owner = account(&mut conn, id).await?.ok_or(IdentityError::NoSuchAccount)?;
        Ok(Some(SetUp {
            secret: codes::spelled(&row.secret),
            uri: codes::key_uri(&self.config.site_name, owner.email.as_str(), &row.secret),
        }))
    }

    /// The app has shown a right code: from now on one is asked for. Answers the recovery codes, which nobody can
    /// read again.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`], [`IdentityError::SetUpExpired`], [`IdentityError::TooMany`].
    pub async fn confirm_codes(&self, account: AccountId, code: &str) -> Result<Vec<String>, IdentityError> {
        let buckets = self.code_buckets(account, &Client::default());
        self.take_attempt(&buckets).await?;
        let (config, code) = (Arc::clone(&self.config), codes::normalised(code));
        self.db
            .write(move |tx| {
                let (config, code, buckets) = (Arc::clone(&config), code.clone(), buckets.clone());
                Box::pin(async move {
                    let row = waiting(tx, account).await?.ok_or(IdentityError::SetUpExpired)?;
                    let now = tx.now();
                    let step = codes::step_of(&row.secret, &code, now, 0).ok_or(IdentityError::WrongCode)?;
                    let on = sql("UPDATE identity_totp SET confirmed_at_us = $2, last_step = $3
                                  WHERE account_id = $1 AND confirmed_at_us IS NULL");
                    if tx.exec(on.bind(account).bind(now).bind(step)).await? == 0 {
                        return Err(IdentityError::SetUpExpired);
                    }
                    forgive(tx, &buckets).await?;
                    tell(tx, &config, account, &Change::CodesOn).await?;
                    new_recovery_codes(tx, account).await
                })
            })
            .await
    }

    /// Ten new recovery codes; the old ones end.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::WrongCode`], [`IdentityError::SecondStepOff`].
    pub async fn renew_recovery_codes(
        &self,
        account: AccountId,
        password: &str,
        code: &str,
    ) -> Result<Vec<String>, IdentityError> {
        self.with_both(account, password, code, move |tx, config| {
            Box::pin(async move {
                tell(tx, config, account, &Change::RecoveryRenewed).await?;
                new_recovery_codes(tx, account).await
            })
        })
        .await
    }

    /// Codes are asked for no more.
    ///
    /// # Errors
    /// As [`Identity::renew_recovery_codes`].
    pub async fn turn_codes_off(
        &self,
        account: AccountId,
        password: &str,
        code: &str,
    ) -> Result<(), IdentityError> {
        self.with_both(account, password, code, move |tx, config| {
            Box::pin(async move {
                tell(tx, config, account, &Change::CodesOff).await?;
                forget(tx, account).await
            })
        })
        .await
    }

    /// Does something that asks for the password and a code, in one transaction with the code's use.
    async fn with_both<T, F>(
        &self,
        account: AccountId,
        password: &str,
        code: &str,
        work: F,
    ) -> Result<T, IdentityError>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t IdentityConfig) -> db::BoxFuture<'t, Result<T, IdentityError>>
            + Send
            + Sync
            + 'static,
    {
        let (proof, _ticket) = self.prove(account, password).await?;
        let buckets = self.code_buckets(account, &Client::default());
        self.take_attempt(&buckets).await?;
        let (config, code, work) = (Arc::clone(&self.config), code.to_owned(), Arc::new(work));
        self.db
            .write(move |tx| {
                let (config, code, work) = (Arc::clone(&config), code.clone(), Arc::clone(&work));
                let (proof, buckets) = (proof.clone(), buckets.clone());
                Box::pin(async move {
                    proof.still(tx).await?;
                    take_code(tx, account, &code).await?;
                    forgive(tx, &buckets).await?;
                    work(tx, &config).await
                })
            })
            .await
    }
}

/// A secret that no app has confirmed, unless it waits too long.
async fn waiting(conn: &mut Conn, account: AccountId) -> Result<Option<TotpRow>, IdentityError> {
    let now = conn.now();
    let row = totp(conn, account).await?;
    Ok(row.filter(|row| row.confirmed_at_us.is_none() && now.since(row.created_at_us) < SET_UP_WITHIN))
}

async fn complete(
    tx: &mut Tx,
    config: &IdentityConfig,
    hash: &[u8; 32],
    code: &str,
    buckets: &[Bucket],
    client: &Client,
) -> Result<SignedIn, IdentityError> {
    let account = half_of(tx, hash).await?.ok_or(IdentityError::HalfExpired)?;
    let used = take_code(tx, account, code).await?;
    tx.exec(sql("DELETE FROM identity_half_sign_ins WHERE token_hash = $1").bind(hash.as_slice())).await?;
    forgive(tx, buckets).await?;
    if let Used::Recovery { left } = used {
        tell(tx, config, account, &Change::RecoveryUsed { left }).await?;
    }
    sessions::open(tx, config, account, client).await
}
