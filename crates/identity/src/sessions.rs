//! Signed-in browsers. Owns identity_sessions. `session` is asked on every request: one read, a write at most hourly.

use crate::accounts::ACCOUNT_COLUMNS;
use crate::changes::{Change, tell};
use crate::tokens::{SessionToken, parse_hash};
use crate::{AccountSummary, Identity, IdentityConfig, IdentityError, account};
use db::{Conn, DbError, Tx, sql};
use domain::{AccountId, DurationUs, SessionId, Timestamp, TypedId as _};
use std::net::IpAddr;

/// A session's last use is written at most this often.
const SLIDE_EVERY: DurationUs = DurationUs::from_hours(1);
const LONGEST_USER_AGENT: usize = 200;

/// The browser that a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Client {
    pub address: Option<IpAddr>,
    pub user_agent: String,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub session_id: SessionId,
    pub account: AccountSummary,
    pub expires_at: Timestamp,
}

/// A new session with its secret, which is shown only here.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub token: SessionToken,
    pub session: Session,
}

/// A session as its owner sees it in the account's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    pub session_id: SessionId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub user_agent: String,
    pub address: Option<String>,
}

struct FoundSession {
    session: Session,
    created_at: Timestamp,
    last_seen_at: Timestamp,
}

impl db::FromRow for FoundSession {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        Ok(Self {
            session: Session {
                session_id: row.get("session_id")?,
                account: AccountSummary::from_row(row)?,
                expires_at: row.get("expires_at_us")?,
            },
            created_at: row.get("created_at_us")?,
            last_seen_at: row.get("last_seen_at_us")?,
        })
    }
}

impl db::FromRow for OpenSession {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        Ok(Self {
            session_id: row.get("id")?,
            created_at: row.get("created_at_us")?,
            last_seen_at: row.get("last_seen_at_us")?,
            user_agent: row.get("user_agent")?,
            address: row.get("client_address")?,
        })
    }
}

/// Opens a session with a new token, in the caller's transaction.
pub(crate) async fn open(
    tx: &mut Tx,
    config: &IdentityConfig,
    account_id: AccountId,
    client: &Client,
) -> Result<SignedIn, IdentityError> {
    let account = account(tx, account_id).await?.ok_or(IdentityError::NoSuchAccount)?;
    let (token, session_id, now) = (SessionToken::random(), tx.new_id::<SessionId>(), tx.now());
    let expires_at = now.plus(config.session_idle.min(config.session_longest));
    let user_agent: String = client.user_agent.chars().take(LONGEST_USER_AGENT).collect();
    tx.exec(
        sql("INSERT INTO identity_sessions
             (token_hash, id, account_id, created_at_us, last_seen_at_us, expires_at_us, user_agent, client_address)
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7)")
        .bind(token.stored_hash())
        .bind(session_id)
        .bind(account_id)
        .bind(now)
        .bind(expires_at)
        .bind(user_agent)
        .bind(client.address.map(|a| a.to_string())),
    )
    .await?;
    Ok(SignedIn { token, session: Session { session_id, account, expires_at } })
}

/// Ends all sessions of an account but one, and the half sign-ins that wait for their code.
pub(crate) async fn end_others(
    tx: &mut Tx,
    account: AccountId,
    keep: Option<SessionId>,
) -> Result<u64, IdentityError> {
    let halves = sql("DELETE FROM identity_half_sign_ins WHERE account_id = $1");
    tx.exec(halves.bind(account)).await?;
    let nobody = SessionId::from_uuid(uuid::Uuid::nil());
    let others = sql("DELETE FROM identity_sessions WHERE account_id = $1 AND id <> $2");
    Ok(tx.exec(others.bind(account).bind(keep.unwrap_or(nobody))).await?)
}

/// The sessions of an account that have not expired, last used first.
pub async fn sessions(conn: &mut Conn, account: AccountId) -> Result<Vec<OpenSession>, IdentityError> {
    let now = conn.now();
    let statement = sql(
        "SELECT id, created_at_us, last_seen_at_us, user_agent, client_address FROM identity_sessions
                         WHERE account_id = $1 AND expires_at_us > $2 ORDER BY last_seen_at_us DESC, id DESC",
    );
    Ok(conn.all(statement.bind(account).bind(now)).await?)
}

impl Identity {
    /// Who holds this token, if anybody. Using a session keeps it alive.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, IdentityError> {
        let Some(hash) = parse_hash(token) else { return Ok(None) };
        let now = self.db.now();
        let text = format!(
            "SELECT s.id AS session_id, s.expires_at_us, s.created_at_us, s.last_seen_at_us, {ACCOUNT_COLUMNS}
             FROM identity_sessions s JOIN identity_accounts a ON a.id = s.account_id
             WHERE s.token_hash = $1 AND s.expires_at_us > $2"
        );
        let mut conn = self.db.read().await?;
        let found: Option<FoundSession> = conn.opt(sql(text).bind(hash.as_slice()).bind(now)).await?;
        drop(conn);
        let Some(mut found) = found else { return Ok(None) };
        if now.since(found.last_seen_at) >= SLIDE_EVERY {
            match self.slide(&found, now).await {
                Ok(expires_at) => found.session.expires_at = expires_at,
                // The session is good all the same; the next request tries again.
                Err(error) => tracing::warn!(%error, "a session's last use was not written"),
            }
        }
        Ok(Some(found.session))
    }

    async fn slide(&self, found: &FoundSession, now: Timestamp) -> Result<Timestamp, IdentityError> {
        let session_id = found.session.session_id;
        let last = found.created_at.plus(self.config.session_longest);
        let expires_at = now.plus(self.config.session_idle).min(last);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let statement =
                        sql("UPDATE identity_sessions SET last_seen_at_us = $2, expires_at_us = $3
                                         WHERE id = $1 AND last_seen_at_us < $2");
                    tx.exec(statement.bind(session_id).bind(now).bind(expires_at)).await?;
                    Ok(expires_at)
                })
            })
            .await
    }

    /// Signs an account in without a password: seeding, load generators and tests.
    pub async fn open_session(&self, account: AccountId, client: &Client) -> Result<SignedIn, IdentityError> {
        let (config, client) = (std::sync::Arc::clone(&self.config), client.clone());
        self.db
            .write(move |tx| {
                let (config, client) = (std::sync::Arc::clone(&config), client.clone());
                Box::pin(async move { open(tx, &config, account, &client).await })
            })
            .await
    }

    /// Ends the session of this token. Returns whether there was one.
    pub async fn sign_out(&self, token: &str) -> Result<bool, IdentityError> {
        let Some(hash) = parse_hash(token) else { return Ok(false) };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let statement = sql("DELETE FROM identity_sessions WHERE token_hash = $1");
                    Ok(tx.exec(statement.bind(hash.as_slice())).await? > 0)
                })
            })
            .await
    }

    /// Ends every session of the account; tells how many there were.
    pub async fn sign_out_everywhere(&self, account: AccountId) -> Result<u64, IdentityError> {
        self.db.write(move |tx| Box::pin(async move { end_others(tx, account, None).await })).await
    }

    /// Ends every session but this one, and what others have begun; the owner is told by mail when there were any.
    /// Tells how many there were.
    pub async fn sign_out_others(&self, account: AccountId, keep: SessionId) -> Result<u64, IdentityError> {
        let config = std::sync::Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let config = std::sync::Arc::clone(&config);
                Box::pin(async move {
                    let ended = end_others(tx, account, Some(keep)).await?;
                    if ended > 0 {
                        tell(tx, &config, account, &Change::OthersEnded).await?;
                    }
                    Ok(ended)
                })
            })
            .await
    }

    /// Ends one of the account's own sessions; the owner is told by mail. Returns whether there was one.
    pub async fn end_session(&self, account: AccountId, session: SessionId) -> Result<bool, IdentityError> {
        let config = std::sync::Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let config = std::sync::Arc::clone(&config);
                Box::pin(async move {
                    let statement = sql("DELETE FROM identity_sessions WHERE account_id = $1 AND id = $2");
                    let ended = tx.exec(statement.bind(account).bind(session)).await? > 0;
                    if ended {
                        tell(tx, &config, account, &Change::SessionEnded).await?;
                    }
                    Ok(ended)
                })
            })
            .await
    }
}
