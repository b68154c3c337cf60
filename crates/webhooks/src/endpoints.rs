//! Where a seller's messages go: an address, a secret, and what it wants to be told.

use crate::WebhookError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use db::{Conn, DbError, FromRow, Row, Tx, sql};
use domain::text_enum::TextEnum as _;
use domain::webhook::{EndpointState, WebhookKind};
use domain::{AccountId, DurationUs, SellerId, Timestamp, WebhookEndpointId};
use std::fmt;

/// Endpoints that a seller may have at a time.
pub const MOST_ENDPOINTS: i64 = 10;
/// So long after a secret was replaced, messages are signed with the old one as well.
pub const SECRET_OVERLAP: DurationUs = DurationUs::from_hours(24);
/// How every secret begins, as the standard says.
const BEGIN: &str = "whsec_";

/// A secret in full: 256 random bits. It shows itself only when asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one. Made outside of the transaction that keeps it: that may run twice.
    #[must_use]
    pub fn random() -> Self {
        let bytes: [u8; 32] = rand::random();
        Self(format!("{BEGIN}{}", STANDARD.encode(bytes)))
    }

    /// For the one page that shows it; never for a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is signed with. Empty for a stored text that is no secret, which nobody else wrote.
    pub(crate) fn key(&self) -> Vec<u8> {
        STANDARD.decode(self.0.trim_start_matches(BEGIN)).unwrap_or_default()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub id: WebhookEndpointId,
    pub seller: SellerId,
    pub url: String,
    /// What it is told, in the order of [`WebhookKind::ALL`].
    pub kinds: Vec<WebhookKind>,
    pub state: EndpointState,
    pub(crate) secret: Secret,
    /// The one before it, and until when it signs, too.
    pub(crate) replaced: Option<(Secret, Timestamp)>,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    /// Since when it has taken nothing.
    pub failing_since: Option<Timestamp>,
    /// How often it failed in a row.
    pub failures: i64,
    /// Until then it is left alone.
    pub quiet_until: Option<Timestamp>,
    /// Since when the platform holds it back: its messages wait.
    pub held_since: Option<Timestamp>,
}

impl Endpoint {
    /// Whether something is sent to it when that is asked for.
    pub(crate) fn may_be_sent(&self) -> Result<(), WebhookError> {
        match (self.state, self.held_since) {
            (_, Some(_)) => Err(WebhookError::IsHeld),
            (EndpointState::On, None) => Ok(()),
            _ => Err(WebhookError::IsOff),
        }
    }
}

impl FromRow for Endpoint {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let kinds: String = row.get("kinds")?;
        let state: db::Text<EndpointState> = row.get("state")?;
        let (old, until): (Option<String>, Option<Timestamp>) =
            (row.get("old_secret")?, row.get("old_until_us")?);
        Ok(Self {
            id: row.get("id")?,
            seller: row.get("seller_id")?,
            url: row.get("url")?,
            kinds: kinds.split(' ').filter_map(WebhookKind::parse).collect(),
            state: state.0,
            secret: Secret(row.get("secret")?),
            replaced: old.map(Secret).zip(until),
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
            failing_since: row.get("failing_since_us")?,
            failures: row.get("failures")?,
            quiet_until: row.get("quiet_until_us")?,
            held_since: row.get("held_since_us")?,
        })
    }
}

pub(crate) const ENDPOINT: &str =
    "SELECT id, seller_id, url, kinds, state, secret, old_secret, old_until_us, made_by,
    made_at_us, failing_since_us, failures, quiet_until_us, held_since_us FROM webhooks_endpoints";

/// An endpoint about to be made.
#[derive(Debug, Clone)]
pub struct NewEndpoint {
    pub seller: SellerId,
    pub by: AccountId,
    pub url: String,
    pub kinds: Vec<WebhookKind>,
}

/// Whether messages can be sent there: what [`domain::webhook::is_endpoint`] says, and over https on its own port to a name,
/// because nothing else is asked (`outgoing`).
fn is_endpoint(url: &str, local: bool) -> bool {
    let host = url.strip_prefix("https://").map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
    let named = host.is_none_or(|host| {
        !host.starts_with('[') && host.split_once(':').is_none_or(|(_, port)| port == "443")
    });
    named && domain::webhook::is_endpoint(url, local)
}

fn kinds_text(kinds: &[WebhookKind]) -> Result<String, WebhookError> {
    let chosen: Vec<&str> = WebhookKind::ALL
        .iter()
        .filter(|kind| kind.is_chosen() && kinds.contains(kind))
        .map(|kind| kind.as_str())
        .collect();
    if chosen.is_empty() { Err(WebhookError::NothingTold) } else { Ok(chosen.join(" ")) }
}

/// Makes an endpoint. `local` lets an address of this machine through.
///
/// # Errors
/// [`WebhookError::BadUrl`], [`WebhookError::NothingTold`], [`WebhookError::TooMany`], [`WebhookError::NotFound`] for a
/// seller that does not exist.
pub async fn create(
    tx: &mut Tx,
    new: &NewEndpoint,
    secret: &Secret,
    local: bool,
) -> Result<WebhookEndpointId, WebhookError> {
    let url = new.url.trim();
    if !is_endpoint(url, local) {
        return Err(WebhookError::BadUrl);
    }
    let kinds = kinds_text(&new.kinds)?;
    sellers::get(tx, new.seller).await?.ok_or(WebhookError::NotFound)?;
    let count = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM webhooks_endpoints
                     WHERE seller_id = $1 AND removed_at_us IS NULL");
    let (there,): (i64,) = tx.one(count.bind(new.seller)).await?;
    if there >= MOST_ENDPOINTS {
        return Err(WebhookError::TooMany { most: MOST_ENDPOINTS });
    }
    let (id, now) = (tx.new_id::<WebhookEndpointId>(), tx.now());
    tx.exec(
        sql("INSERT INTO webhooks_endpoints (id, seller_id, url, kinds, state, secret, made_by, made_at_us, failures)
             VALUES ($1, $2, $3, $4, 'on', $5, $6, $7, 0)")
        .bind(id)
        .bind(new.seller)
        .bind(url)
        .bind(kinds)
        .bind(secret.reveal())
        .bind(new.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// A seller's endpoints, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn of_seller(conn: &mut Conn, seller: SellerId) -> Result<Vec<Endpoint>, WebhookError> {
    let text = format!("{ENDPOINT} WHERE seller_id = $1 AND removed_at_us IS NULL ORDER BY id DESC");
    Ok(conn.all(sql(text).bind(seller)).await?)
}

/// One of a seller's endpoints.
///
/// # Errors
/// [`WebhookError::NotFound`], also for one of another seller or one that was removed.
pub async fn endpoint(
    conn: &mut Conn,
    seller: SellerId,
    id: WebhookEndpointId,
) -> Result<Endpoint, WebhookError> {
    let text = format!("{ENDPOINT} WHERE id = $1 AND seller_id = $2 AND removed_at_us IS NULL");
    conn.opt(sql(text).bind(id).bind(seller)).await?.ok_or(WebhookError::NotFound)
}

/// What changes of an endpoint; what is not said stays.
#[derive(Debug, Clone, Default)]
pub struct EndpointChange {
    pub url: Option<String>,
    pub kinds: Option<Vec<WebhookKind>>,
    /// Turned on it starts afresh, whatever it did before.
    pub on: Option<bool>,
}

/// Changes an endpoint.
///
/// # Errors
/// As [`create`] and [`endpoint`].
pub async fn change(
    tx: &mut Tx,
    seller: SellerId,
    id: WebhookEndpointId,
    wanted: &EndpointChange,
    local: bool,
) -> Result<(), WebhookError> {
    let found = endpoint(tx, seller, id).await?;
    let url = wanted.url.as_deref().map_or(found.url.as_str(), str::trim);
    if !is_endpoint(url, local) {
        return Err(WebhookError::BadUrl);
    }
    let kinds = kinds_text(wanted.kinds.as_ref().unwrap_or(&found.kinds))?;
    let statement = sql("UPDATE webhooks_endpoints SET url = $2, kinds = $3 WHERE id = $1");
    tx.exec(statement.bind(id).bind(url).bind(kinds)).await?;
    match wanted.on {
        Some(true) if found.state != EndpointState::On => set_state(tx, id, EndpointState::On).await,
        Some(false) if found.state == EndpointState::On => set_state(tx, id, EndpointState::Off).await,
        _ => Ok(()),
    }
}

pub(crate) async fn set_state(
    tx: &mut Tx,
    id: WebhookEndpointId,
    state: EndpointState,
) -> Result<(), WebhookError> {
    let statement = sql("UPDATE webhooks_endpoints SET state = $2, failing_since_us = NULL, failures = 0,
                         quiet_until_us = NULL WHERE id = $1");
    tx.exec(statement.bind(id).bind(state.as_str())).await?;
    Ok(())
}

/// Gives an endpoint another secret; the old one signs as well for [`SECRET_OVERLAP`].
///
/// # Errors
/// As [`endpoint`].
pub async fn rotate(
    tx: &mut Tx,
    seller: SellerId,
    id: WebhookEndpointId,
    secret: &Secret,
) -> Result<(), WebhookError> {
    endpoint(tx, seller, id).await?;
    let now = tx.now();
    // Pressed twice: the one that programs have goes on signing, not the one that nobody has seen.
    let statement = sql("UPDATE webhooks_endpoints SET
        old_secret = CASE WHEN old_until_us IS NOT NULL AND old_until_us > $4 THEN old_secret ELSE secret END,
        old_until_us = CASE WHEN old_until_us IS NOT NULL AND old_until_us > $4 THEN old_until_us ELSE $3 END,
        secret = $2 WHERE id = $1");
    let until = now.plus(SECRET_OVERLAP);
    tx.exec(statement.bind(id).bind(secret.reveal()).bind(until).bind(now)).await?;
    Ok(())
}

/// Removes an endpoint: nothing is sent there any more, and its secrets are forgotten. Its log stays until it is old.
///
/// # Errors
/// As [`endpoint`].
pub async fn remove(tx: &mut Tx, seller: SellerId, id: WebhookEndpointId) -> Result<(), WebhookError> {
    endpoint(tx, seller, id).await?;
    let now = tx.now();
    let statement =
        sql("UPDATE webhooks_endpoints SET removed_at_us = $2, state = 'off', secret = '', old_secret = NULL
                         WHERE id = $1");
    tx.exec(statement.bind(id).bind(now)).await?;
    let statement = sql("UPDATE webhooks_deliveries SET state = 'failed', next_us = NULL, ended_at_us = $2
                         WHERE endpoint_id = $1 AND state = 'pending'");
    tx.exec(statement.bind(id).bind(now)).await?;
    Ok(())
}
