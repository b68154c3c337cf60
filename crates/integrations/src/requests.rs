//! What programs asked for under which key of their own, and what they were told. Owns `integrations_requests`.
//!
//! A request that changes something carries a key. The first one with it is kept with a hash of what it said; another
//! one under the same key is refused. Once it is done its answer is kept, and whoever repeats it gets that answer. A
//! request that was refused changed nothing, so no answer is kept: it may be tried again. Between the first and the
//! last step a server may die: the repeat then runs the command again, which has a key made from this one.
//!
//! That a request is kept is no change of the audit trail's: what it changed is.

use crate::IntegrationError;
use db::{Tx, row, sql};
use domain::key::IdempotencyKey;
use domain::{DurationUs, SellerId};

/// How long an answer is repeated at least.
pub const KEPT: DurationUs = DurationUs::from_days(7);

/// So many requests are forgotten in one transaction.
pub const AT_ONCE: i64 = 1_000;

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP's, 200 to 299.
    pub status: u16,
    pub body: String,
}

row! {
    struct Known { input_hash: String, status: Option<i64>, answer: Option<String> }
}

/// The key of the command behind a request: one seller's key is not another's, whatever it says.
#[must_use]
pub fn command_key(seller: SellerId, key: &IdempotencyKey) -> String {
    let hash = blake3::hash(format!("{seller} {key}").as_bytes()).to_hex();
    format!("api-{}", &hash.as_str()[..48])
}

/// A hash of what a request says: its method, its path and its body.
#[must_use]
pub fn input_hash(method: &str, path: &str, body: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [method.as_bytes(), path.as_bytes(), body] {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}

/// Keeps a request, or gives the answer that it got before.
///
/// # Errors
/// [`IntegrationError::KeyReused`] when the key came with something else before.
pub async fn begin(
    tx: &mut Tx,
    seller: SellerId,
    key: &IdempotencyKey,
    input_hash: &str,
) -> Result<Option<Answer>, IntegrationError> {
    let (now, before) = (tx.now(), tx.changed());
    let added = sql("INSERT INTO integrations_requests (seller_id, request_key, input_hash, at_us)
                     VALUES ($1, $2, $3, $4) ON CONFLICT (seller_id, request_key) DO NOTHING");
    let added = tx.exec(added.bind(seller).bind(key.as_str()).bind(input_hash).bind(now)).await?;
    tx.aside_since(before);
    if added > 0 {
        return Ok(None);
    }
    let known = sql("SELECT input_hash, status, answer FROM integrations_requests
                     WHERE seller_id = $1 AND request_key = $2");
    let known: Known = tx.one(known.bind(seller).bind(key.as_str())).await?;
    if known.input_hash != input_hash {
        return Err(IntegrationError::KeyReused);
    }
    let status = known.status.and_then(|status| u16::try_from(status).ok());
    Ok(status.zip(known.answer).map(|(status, body)| Answer { status, body }))
}

/// Keeps the answer, and gives the one that everybody gets: of two at once the first. It stays readable for days, so it
/// comes here without what is told once.
///
/// # Errors
/// Only the database's.
pub async fn finish(
    tx: &mut Tx,
    seller: SellerId,
    key: &IdempotencyKey,
    answer: &Answer,
) -> Result<Answer, IntegrationError> {
    let before = tx.changed();
    let statement =
        sql("UPDATE integrations_requests SET status = COALESCE(status, $3), answer = COALESCE(answer, $4)
                         WHERE seller_id = $1 AND request_key = $2 RETURNING status, answer");
    let statement =
        statement.bind(seller).bind(key.as_str()).bind(i64::from(answer.status)).bind(&answer.body);
    let kept: Option<(i64, String)> = tx.opt(statement).await?;
    tx.aside_since(before);
    let kept = kept.and_then(|(status, body)| Some(Answer { status: u16::try_from(status).ok()?, body }));
    Ok(kept.unwrap_or_else(|| answer.clone()))
}

/// Gives the key of a request back that was refused and changed nothing. One that has an answer stays.
///
/// # Errors
/// Only the database's.
pub async fn give_back(tx: &mut Tx, seller: SellerId, key: &IdempotencyKey) -> Result<(), IntegrationError> {
    let statement = sql("DELETE FROM integrations_requests
                         WHERE seller_id = $1 AND request_key = $2 AND status IS NULL");
    let before = tx.changed();
    tx.exec(statement.bind(seller).bind(key.as_str())).await?;
    tx.aside_since(before);
    Ok(())
}

/// Forgets some of what was asked long ago: the database has one writer, which nobody keeps for long. Returns how many
/// requests; as long as it is [`AT_ONCE`] there may be more.
///
/// # Errors
/// Only the database's.
pub async fn forget(tx: &mut Tx) -> Result<u64, IntegrationError> {
    let before = tx.now().minus(KEPT);
    let statement = sql("DELETE FROM integrations_requests WHERE (seller_id, request_key) IN (
                             SELECT seller_id, request_key FROM integrations_requests WHERE at_us < $1 LIMIT $2)");
    Ok(tx.exec(statement.bind(before).bind(AT_ONCE)).await?)
}
