//! The devices that messages go to. Owns `notify_devices`.

use crate::NotifyError;
use crate::seal::{AUTH_BYTES, POINT_BYTES};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Conn, Tx, row, sql};
use domain::{AccountId, DeviceId, Timestamp};
use http::Uri;
use std::net::IpAddr;

/// Of one account.
const MOST: i64 = 20;
const LONGEST_ENDPOINT: usize = 1_000;

/// What a browser says when it subscribes; parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDevice {
    endpoint: String,
    p256dh: String,
    auth: String,
}

impl NewDevice {
    /// # Errors
    /// [`NotifyError::BadEndpoint`] for everything but an https address by name on the usual port: the server will
    /// write there. [`NotifyError::BadKeys`].
    pub fn parse(endpoint: &str, p256dh: &str, auth: &str) -> Result<Self, NotifyError> {
        if endpoint.len() > LONGEST_ENDPOINT {
            return Err(NotifyError::BadEndpoint);
        }
        let uri: Uri = endpoint.parse().map_err(|_| NotifyError::BadEndpoint)?;
        let host = uri.host().unwrap_or_default();
        let named = host.contains('.') && host.parse::<IpAddr>().is_err() && !host.starts_with('[');
        let plain = uri.authority().is_some_and(|a| !a.as_str().contains('@'));
        let usual = uri.port_u16().is_none_or(|port| port == 443);
        if uri.scheme_str() != Some("https") || !named || !plain || !usual {
            return Err(NotifyError::BadEndpoint);
        }
        let length = |text: &str| URL_SAFE_NO_PAD.decode(text).map(|bytes| bytes.len()).ok();
        if length(p256dh) != Some(POINT_BYTES) || length(auth) != Some(AUTH_BYTES) {
            return Err(NotifyError::BadKeys);
        }
        Ok(Self { endpoint: endpoint.into(), p256dh: p256dh.into(), auth: auth.into() })
    }
}

row! {
    /// A device as it is kept.
    pub struct Device {
        pub id: DeviceId,
        pub account_id: AccountId,
        pub endpoint: String,
        pub p256dh: String,
        pub auth: String,
        pub created_at_us: Timestamp,
    }
}

const COLUMNS: &str = "id, account_id, endpoint, p256dh, auth, created_at_us";

/// The account's devices, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn devices(conn: &mut Conn, account: AccountId) -> Result<Vec<Device>, NotifyError> {
    let text = format!("SELECT {COLUMNS} FROM notify_devices WHERE account_id = $1 ORDER BY id DESC");
    Ok(conn.all(sql(text).bind(account)).await?)
}

pub(crate) async fn device(conn: &mut Conn, id: DeviceId) -> Result<Option<Device>, NotifyError> {
    let text = format!("SELECT {COLUMNS} FROM notify_devices WHERE id = $1");
    Ok(conn.opt(sql(text).bind(id)).await?)
}

/// Adds a device, or renews its keys. A device that was another account's becomes this one's: its browser has changed
/// hands. Returns its id.
///
/// # Errors
/// [`NotifyError::TooManyDevices`].
pub async fn add(tx: &mut Tx, account: AccountId, new: &NewDevice) -> Result<DeviceId, NotifyError> {
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM notify_devices
                         WHERE account_id = $1 AND endpoint <> $2");
    let (count,): (i64,) = tx.one(statement.bind(account).bind(&new.endpoint)).await?;
    if count >= MOST {
        return Err(NotifyError::TooManyDevices { most: MOST });
    }
    let (id, now) = (tx.new_id::<DeviceId>(), tx.now());
    let statement = sql("INSERT INTO notify_devices (id, account_id, endpoint, p256dh, auth, created_at_us)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (endpoint) DO UPDATE SET account_id = $2, p256dh = $4, auth = $5 RETURNING id");
    let statement =
        statement.bind(id).bind(account).bind(&new.endpoint).bind(&new.p256dh).bind(&new.auth).bind(now);
    let (id,): (DeviceId,) = tx.one(statement).await?;
    Ok(id)
}

/// Removes a device of this account.
///
/// # Errors
/// [`NotifyError::NoSuchDevice`], also for another account's.
pub async fn remove(tx: &mut Tx, account: AccountId, id: DeviceId) -> Result<(), NotifyError> {
    let statement = sql("DELETE FROM notify_devices WHERE id = $1 AND account_id = $2");
    match tx.exec(statement.bind(id).bind(account)).await? {
        0 => Err(NotifyError::NoSuchDevice),
        _ => Ok(()),
    }
}

/// Forgets a device that its push service does not know any more.
pub(crate) async fn forget(tx: &mut Tx, id: DeviceId) -> Result<(), NotifyError> {
    tx.exec(sql("DELETE FROM notify_devices WHERE id = $1").bind(id)).await?;
    Ok(())
}

/// Forgets an account's devices, what it was told and what it chose. Twice is once.
///
/// # Errors
/// When the database cannot be written.
pub async fn erase(tx: &mut Tx, account: AccountId) -> Result<(), NotifyError> {
    silence(tx, account).await?;
    tx.exec(sql("DELETE FROM notify_notices WHERE account_id = $1").bind(account)).await?;
    tx.exec(sql("DELETE FROM notify_choices WHERE account_id = $1").bind(account)).await?;
    Ok(())
}

/// Sends nothing to any device of this account any more, until one is added again: after sessions elsewhere were ended,
/// since nobody can tell which device was whose.
///
/// # Errors
/// When the database cannot be written.
pub async fn silence(tx: &mut Tx, account: AccountId) -> Result<(), NotifyError> {
    tx.exec(sql("DELETE FROM notify_devices WHERE account_id = $1").bind(account)).await?;
    Ok(())
}
