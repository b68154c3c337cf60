//! Keys of the API. Owns `integrations_keys`. A key is shown once, when it is made; what is kept is a hash of it, and
//! the first signs by which its owner knows it again.

use crate::IntegrationError;
use db::{Conn, DbError, FromRow, Row, Tx, sql};
use domain::integration::ApiScopes;
use domain::{AccountId, ApiKeyId, DurationUs, SellerId, Timestamp, field};
use std::fmt;

/// Keys that a seller may have at a time.
pub const MOST_KEYS: i64 = 20;
/// How every key begins: so that whoever finds one in a file knows what it is.
const BEGIN: &str = "orn_";
const RANDOM_BYTES: usize = 32;
/// Signs of a key that pages show: its beginning and 32 of its 256 random bits.
const SHOWN: usize = BEGIN.len() + 8;
const LONGEST_NAME: usize = 60;
/// Using a key often does not write often.
const USE_IS_NOTED_EVERY: DurationUs = DurationUs::from_mins(1);

/// A key in full: 256 random bits. It shows itself only when asked.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecret(String);

impl KeySecret {
    /// A new one. Made outside of the transaction that keeps it: that may run twice.
    #[must_use]
    pub fn random() -> Self {
        let bytes: [u8; RANDOM_BYTES] = rand::random();
        Self(format!("{BEGIN}{}", blake3::Hash::from_bytes(bytes).to_hex()))
    }

    /// For the one page that shows it; never for a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn prefix(&self) -> &str {
        &self.0[..SHOWN]
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(…)")
    }
}

/// A fast hash is enough for 256 random bits.
fn hash(text: &str) -> Vec<u8> {
    blake3::hash(text.as_bytes()).as_bytes().to_vec()
}

/// What the database keeps of a text that came from outside; `None` for one that no key can be, so that junk costs no
/// query.
fn parse_hash(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(BEGIN)?;
    let sound = digits.len() == RANDOM_BYTES * 2
        && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    sound.then(|| hash(text))
}

/// A key as pages and requests know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub seller: SellerId,
    pub name: String,
    /// The first signs of the key.
    pub prefix: String,
    pub scopes: ApiScopes,
    /// The owner for whom it acts.
    pub made_by: AccountId,
    pub made_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl FromRow for ApiKey {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let scopes: String = row.get("scopes")?;
        Ok(Self {
            id: row.get("id")?,
            seller: row.get("seller_id")?,
            name: row.get("name")?,
            prefix: row.get("prefix")?,
            scopes: ApiScopes::parse(&scopes).ok_or_else(|| DbError::Column {
                column: "scopes".into(),
                problem: format!("`{scopes}` are not all known"),
            })?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
            last_used_at: row.get("last_used_at_us")?,
            revoked_at: row.get("revoked_at_us")?,
        })
    }
}

const KEY: &str =
    "SELECT id, seller_id, name, prefix, scopes, made_by, made_at_us, last_used_at_us, revoked_at_us
     FROM integrations_keys";

/// A key about to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub seller: SellerId,
    pub by: AccountId,
    /// What its owner calls it: 1 to 60 characters.
    pub name: String,
    pub scopes: ApiScopes,
}

/// Makes a key.
///
/// # Errors
/// [`IntegrationError::BadName`], [`IntegrationError::NoScope`], [`IntegrationError::NoSuchSeller`],
/// [`IntegrationError::TooManyKeys`].
pub async fn create(tx: &mut Tx, new: &NewKey, secret: &KeySecret) -> Result<ApiKeyId, IntegrationError> {
    let name = field::one_line(&new.name, LONGEST_NAME).map_err(|_| IntegrationError::BadName)?;
    if name.is_empty() {
        return Err(IntegrationError::BadName);
    }
    if new.scopes.is_empty() {
        return Err(IntegrationError::NoScope);
    }
    sellers::get(tx, new.seller).await?.ok_or(IntegrationError::NoSuchSeller)?;
    let count = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM integrations_keys
                     WHERE seller_id = $1 AND revoked_at_us IS NULL");
    let (live,): (i64,) = tx.one(count.bind(new.seller)).await?;
    if live >= MOST_KEYS {
        return Err(IntegrationError::TooManyKeys { most: MOST_KEYS });
    }
    let (id, now) = (tx.new_id::<ApiKeyId>(), tx.now());
    tx.exec(
        sql("INSERT INTO integrations_keys (id, seller_id, name, prefix, key_hash, scopes, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(new.seller)
        .bind(name)
        .bind(secret.prefix())
        .bind(hash(secret.reveal()))
        .bind(new.scopes.to_string())
        .bind(new.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// A seller's keys, the newest first; those that were revoked are among them.
///
/// # Errors
/// Only the database's.
pub async fn of_seller(conn: &mut Conn, seller: SellerId) -> Result<Vec<ApiKey>, IntegrationError> {
    let text = format!("{KEY} WHERE seller_id = $1 ORDER BY id DESC");
    Ok(conn.all(sql(text).bind(seller)).await?)
}

/// The key that a program sent, unless it was revoked.
///
/// # Errors
/// Only the database's.
pub async fn find(conn: &mut Conn, sent: &str) -> Result<Option<ApiKey>, IntegrationError> {
    let Some(hash) = parse_hash(sent) else { return Ok(None) };
    let text = format!("{KEY} WHERE key_hash = $1 AND revoked_at_us IS NULL");
    Ok(conn.opt(sql(text).bind(hash)).await?)
}

/// Whether the next use of a key has to be noted: once a minute is enough for people.
pub fn use_is_news(key: &ApiKey, now: Timestamp) -> bool {
    key.last_used_at.is_none_or(|at| now.since(at) >= USE_IS_NOTED_EVERY)
}

/// Notes that a key was used now.
///
/// # Errors
/// Only the database's.
pub async fn used(tx: &mut Tx, id: ApiKeyId) -> Result<(), IntegrationError> {
    let now = tx.now();
    let statement = sql("UPDATE integrations_keys SET last_used_at_us = $2 WHERE id = $1
                         AND (last_used_at_us IS NULL OR last_used_at_us < $2)");
    tx.exec(statement.bind(id).bind(now)).await?;
    Ok(())
}

/// Ends a key, at once and for ever. Revoking it again changes nothing.
///
/// # Errors
/// [`IntegrationError::NoSuchKey`].
pub async fn revoke(tx: &mut Tx, seller: SellerId, id: ApiKeyId) -> Result<(), IntegrationError> {
    let now = tx.now();
    let statement = sql("UPDATE integrations_keys SET revoked_at_us = COALESCE(revoked_at_us, $3)
                         WHERE id = $1 AND seller_id = $2");
    match tx.exec(statement.bind(id).bind(seller).bind(now)).await? {
        0 => Err(IntegrationError::NoSuchKey),
        _ => Ok(()),
    }
}
