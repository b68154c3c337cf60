//! Passkeys: keys that a device keeps and that sign in without a password. Owns identity_passkeys and identity_ceremonies.
//! Called by the account's security page and by sign-in; what an answer must be is decided in `webauthn`.
//!
//! A challenge is a row that the first answer takes out, in a transaction of its own: right or wrong, it answers once.

use crate::changes::{Change, tell};
use crate::second_step::take_where_on;
use crate::tokens::hash;
use crate::webauthn::{self, PasskeyProblem, PasskeySite, Purpose};
use crate::{Client, Identity, IdentityError, SignedIn, account, sessions};
use data_encoding::BASE64URL_NOPAD;
use db::{Conn, sql};
use domain::{AccountId, DurationUs, PasskeyId, Timestamp, TypedId as _};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a device may take to answer.
const ANSWER_WITHIN: DurationUs = DurationUs::from_mins(5);
const CHALLENGE_BYTES: usize = 32;
/// How many passkeys one account holds.
pub const MOST_PASSKEYS: usize = 20;
const LONGEST_NAME: usize = 60;

db::row! {
    /// A passkey as its owner sees it.
    #[derive(PartialEq, Eq)]
    pub struct Passkey {
        pub id: PasskeyId,
        pub name: String,
        pub created_at_us: Timestamp,
        pub last_used_at_us: Option<Timestamp>,
    }
}

db::row! {
    struct KnownKey {
        id: PasskeyId,
        account_id: AccountId,
        public_key: Vec<u8>,
    }
}

/// What a browser is asked for. Bytes are base64url, as in the standard's own JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasskeyRequest {
    pub challenge: String,
    pub site: String,
    pub shop: String,
    /// Of whoever adds one; empty for somebody who signs in.
    pub user_id: String,
    pub user_name: String,
    pub user_label: String,
    /// The algorithms that are understood, best first.
    pub algorithms: Vec<i64>,
    /// The account's passkeys: a device that has one of them makes no second.
    pub known: Vec<String>,
}

/// A device's answer, base64url as the browser sends it. Each use reads the parts that it needs.
#[derive(Debug, Clone, Default)]
pub struct PasskeyAnswer {
    pub credential: String,
    pub client_data: String,
    pub device_data: String,
    pub signature: String,
    pub user: String,
}

fn bytes(text: &str) -> Result<Vec<u8>, PasskeyProblem> {
    BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes()).map_err(|_| PasskeyProblem::ClientData)
}

/// The account's passkeys, oldest first.
pub async fn passkeys(conn: &mut Conn, account: AccountId) -> Result<Vec<Passkey>, IdentityError> {
    let statement = sql("SELECT id, name, created_at_us, last_used_at_us FROM identity_passkeys
                         WHERE account_id = $1 ORDER BY id");
    Ok(conn.all(statement.bind(account)).await?)
}

/// A name as its owner typed it, without what would break a line.
fn name_of(typed: &str) -> Result<String, IdentityError> {
    let name: String = typed.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.is_empty() { Err(IdentityError::NamelessPasskey) } else { Ok(name) }
}

impl Identity {
    /// The site that passkeys are for; `None` where browsers allow none.
    pub fn passkey_site(&self) -> Option<PasskeySite> {
        PasskeySite::at(&self.config.site_url)
    }

    /// Asks a browser to make a passkey for this account. A passkey is both steps, so it wants both: the password, and a
    /// code where codes are on.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::WrongCode`], [`IdentityError::TooManyPasskeys`], [`IdentityError::NoPasskeysHere`].
    pub async fn begin_passkey(
        &self,
        id: AccountId,
        password: &str,
        code: &str,
    ) -> Result<PasskeyRequest, IdentityError> {
        let site = self.passkey_site().ok_or(IdentityError::NoPasskeysHere)?;
        let (proof, _ticket) = self.prove(id, password).await?;
        let buckets = self.attempt_where_on(id).await?;
        let code = code.to_owned();
        let challenge: [u8; CHALLENGE_BYTES] = rand::random();
        let (owner, known) = self
            .db
            .write(move |tx| {
                let (proof, code, buckets) = (proof.clone(), code.clone(), buckets.clone());
                Box::pin(async move {
                    proof.still(tx).await?;
                    take_where_on(tx, id, &code, &buckets).await?;
                    let owner = account(tx, id).await?.ok_or(IdentityError::NoSuchAccount)?;
                    let statement = sql("SELECT credential_id FROM identity_passkeys WHERE account_id = $1");
                    let known: Vec<(Vec<u8>,)> = tx.all(statement.bind(id)).await?;
                    if known.len() >= MOST_PASSKEYS {
                        return Err(IdentityError::TooManyPasskeys { most: MOST_PASSKEYS });
                    }
                    keep_challenge(tx, &challenge, Some(id)).await?;
                    Ok((owner, known))
                })
            })
            .await?;
        Ok(PasskeyRequest {
            user_id: BASE64URL_NOPAD.encode(id.uuid().as_bytes()),
            user_name: owner.email.as_str().to_owned(),
            user_label: owner.name,
            known: known.iter().map(|(id,)| BASE64URL_NOPAD.encode(id)).collect(),
            ..self.request(&site, &challenge)
        })
    }

    /// Asks a browser for any passkey of this shop.
    ///
    /// # Errors
    /// [`IdentityError::NoPasskeysHere`].
    pub async fn begin_passkey_sign_in(&self) -> Result<PasskeyRequest, IdentityError> {
        let site = self.passkey_site().ok_or(IdentityError::NoPasskeysHere)?;
        let challenge: [u8; CHALLENGE_BYTES] = rand::random();
        self.db.write(move |tx| Box::pin(async move { keep_challenge(tx, &challenge, None).await })).await?;
        Ok(self.request(&site, &challenge))
    }

    fn request(&self, site: &PasskeySite, challenge: &[u8]) -> PasskeyRequest {
        PasskeyRequest {
            challenge: BASE64URL_NOPAD.encode(challenge),
            site: site.id.clone(),
            shop: self.config.site_name.clone(),
            user_id: String::new(),
            user_name: String::new(),
            user_label: String::new(),
            algorithms: vec![crate::cose::ES256, crate::cose::EDDSA, crate::cose::RS256],
            known: Vec::new(),
        }
    }

    /// Whose challenge was answered; it is used up whatever follows.
    async fn take_challenge(&self, challenge: &[u8]) -> Result<Option<AccountId>, IdentityError> {
        let challenge = challenge_hash(challenge);
        let taken: Option<(Option<AccountId>, Timestamp)> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let statement = sql("DELETE FROM identity_ceremonies WHERE challenge_hash = $1
                                         RETURNING account_id, expires_at_us");
                    Ok::<_, IdentityError>(tx.opt(statement.bind(challenge.as_slice())).await?)
                })
            })
            .await?;
        let now = self.db.now();
        taken
            .filter(|(_, until)| *until > now)
            .map(|(account, _)| account)
            .ok_or(IdentityError::PasskeyExpired)
    }

    /// Keeps the passkey that a device has made.
    ///
    /// # Errors
    /// [`IdentityError::PasskeyExpired`], [`IdentityError::Passkey`], [`IdentityError::PasskeyKnown`],
    /// [`IdentityError::NamelessPasskey`].
    pub async fn add_passkey(
        &self,
        account: AccountId,
        name: &str,
        answer: &PasskeyAnswer,
    ) -> Result<PasskeyId, IdentityError> {
        let site = self.passkey_site().ok_or(IdentityError::NoPasskeysHere)?;
        let name = name_of(name)?;
        let client_data = bytes(&answer.client_data)?;
        let challenge = webauthn::challenge_of(&site, Purpose::Create, &client_data)?;
        if self.take_challenge(&challenge).await? != Some(account) {
            return Err(IdentityError::PasskeyExpired);
        }
        let made = Arc::new(webauthn::new_credential(&site, &bytes(&answer.device_data)?)?);
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let (config, made, name) = (Arc::clone(&config), Arc::clone(&made), name.clone());
                Box::pin(async move {
                    if passkeys(tx, account).await?.len() >= MOST_PASSKEYS {
                        return Err(IdentityError::TooManyPasskeys { most: MOST_PASSKEYS });
                    }
                    let (id, now) = (tx.new_id::<PasskeyId>(), tx.now());
                    let added = tx
                        .exec(
                            sql("INSERT INTO identity_passkeys
                                 (id, account_id, credential_id, public_key, uses, name, created_at_us)
                                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING")
                            .bind(id)
                            .bind(account)
                            .bind(made.id.as_slice())
                            .bind(made.public_key.as_slice())
                            .bind(made.uses)
                            .bind(&name)
                            .bind(now),
                        )
                        .await?;
                    if added == 0 {
                        return Err(IdentityError::PasskeyKnown);
                    }
                    tell(tx, &config, account, &Change::PasskeyAdded { name }).await?;
                    Ok(id)
                })
            })
            .await
    }

    /// Signs in whoever holds the passkey. It is both steps: the device has seen its owner.
    ///
    /// # Errors
    /// [`IdentityError::PasskeyExpired`], [`IdentityError::PasskeyUnknown`], [`IdentityError::Passkey`].
    pub async fn sign_in_with_passkey(
        &self,
        answer: &PasskeyAnswer,
        client: &Client,
    ) -> Result<SignedIn, IdentityError> {
        let site = self.passkey_site().ok_or(IdentityError::NoPasskeysHere)?;
        let client_data = bytes(&answer.client_data)?;
        let challenge = webauthn::challenge_of(&site, Purpose::Get, &client_data)?;
        if self.take_challenge(&challenge).await?.is_some() {
            return Err(IdentityError::PasskeyExpired);
        }
        let (credential, user) = (bytes(&answer.credential)?, bytes(&answer.user)?);
        let statement =
            sql("SELECT id, account_id, public_key FROM identity_passkeys WHERE credential_id = $1");
        let known: Option<KnownKey> = self.db.read().await?.opt(statement.bind(credential)).await?;
        let known = known.ok_or(IdentityError::PasskeyUnknown)?;
        if user != known.account_id.uuid().as_bytes() {
            return Err(PasskeyProblem::OtherAccount.into());
        }
        let (device, signature) = (bytes(&answer.device_data)?, bytes(&answer.signature)?);
        let uses = webauthn::verify(&site, &known.public_key, &client_data, &device, &signature)?;
        let (config, client) = (Arc::clone(&self.config), client.clone());
        self.db
            .write(move |tx| {
                let (config, client) = (Arc::clone(&config), client.clone());
                let (id, account) = (known.id, known.account_id);
                Box::pin(async move {
                    let now = tx.now();
                    // Devices that do not count say 0 each time.
                    let used = sql("UPDATE identity_passkeys SET uses = $2, last_used_at_us = $3
                                    WHERE id = $1 AND (uses < $2 OR (uses = 0 AND $2 = 0))");
                    if tx.exec(used.bind(id).bind(uses).bind(now)).await? == 0 {
                        return Err(PasskeyProblem::CountWentBack.into());
                    }
                    sessions::open(tx, &config, account, &client).await
                })
            })
            .await
    }

    /// Calls a passkey something else.
    ///
    /// # Errors
    /// [`IdentityError::NoSuchPasskey`], also for somebody else's; [`IdentityError::NamelessPasskey`].
    pub async fn rename_passkey(
        &self,
        account: AccountId,
        id: PasskeyId,
        name: &str,
    ) -> Result<(), IdentityError> {
        let name = name_of(name)?;
        self.db
            .write(move |tx| {
                let name = name.clone();
                Box::pin(async move {
                    let statement =
                        sql("UPDATE identity_passkeys SET name = $3 WHERE account_id = $1 AND id = $2");
                    match tx.exec(statement.bind(account).bind(id).bind(name)).await? {
                        0 => Err(IdentityError::NoSuchPasskey),
                        _ => Ok(()),
                    }
                })
            })
            .await
    }

    /// Removes a passkey: it signs in no more. Its owner is told by mail.
    ///
    /// # Errors
    /// [`IdentityError::NoSuchPasskey`], also for somebody else's; [`IdentityError::WrongCredentials`].
    pub async fn remove_passkey(
        &self,
        account: AccountId,
        id: PasskeyId,
        password: &str,
    ) -> Result<(), IdentityError> {
        let own = passkeys(&mut self.db.read().await?, account).await?;
        if !own.iter().any(|key| key.id == id) {
            return Err(IdentityError::NoSuchPasskey);
        }
        let (proof, _ticket) = self.prove(account, password).await?;
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let (config, proof) = (Arc::clone(&config), proof.clone());
                Box::pin(async move {
                    proof.still(tx).await?;
                    let statement =
                        sql("DELETE FROM identity_passkeys WHERE account_id = $1 AND id = $2 RETURNING name");
                    let removed: Option<(String,)> = tx.opt(statement.bind(account).bind(id)).await?;
                    let (name,) = removed.ok_or(IdentityError::NoSuchPasskey)?;
                    tell(tx, &config, account, &Change::PasskeyRemoved { name }).await
                })
            })
            .await
    }
}

fn challenge_hash(challenge: &[u8]) -> [u8; 32] {
    hash(&BASE64URL_NOPAD.encode(challenge))
}

async fn keep_challenge(
    tx: &mut db::Tx,
    challenge: &[u8],
    account: Option<AccountId>,
) -> Result<(), IdentityError> {
    let expires_at = tx.now().plus(ANSWER_WITHIN);
    tx.exec(
        sql(
            "INSERT INTO identity_ceremonies (challenge_hash, account_id, expires_at_us) VALUES ($1, $2, $3)",
        )
        .bind(challenge_hash(challenge).as_slice())
        .bind(account)
        .bind(expires_at),
    )
    .await?;
    Ok(())
}
