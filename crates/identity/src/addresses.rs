//! Address books. Owns identity_addresses. Every function takes the account and finds only that account's entries. What was
//! removed keeps its row for as long as it can be put back; nothing but `restore` finds it.

use crate::IdentityError;
use db::{Conn, DbError, Json, Tx, sql};
use domain::address::Address;
use domain::{AccountId, AddressId, DurationUs, Timestamp};

/// How many entries one address book holds.
pub const MOST_ADDRESSES: usize = 50;
/// How long what was removed can be put back.
const UNDO_WITHIN: DurationUs = DurationUs::from_hours(1);

/// An entry of an address book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAddress {
    pub id: AddressId,
    pub address: Address,
    pub is_default: bool,
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, address, is_default, created_at_us";

impl db::FromRow for SavedAddress {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            address: row.get::<Json<Address>>("address")?.0,
            is_default: row.get("is_default")?,
            created_at: row.get("created_at_us")?,
        })
    }
}

/// The whole book: the default first, then the newest.
pub async fn list(conn: &mut Conn, account: AccountId) -> Result<Vec<SavedAddress>, IdentityError> {
    let text = format!(
        "SELECT {COLUMNS} FROM identity_addresses WHERE account_id = $1 AND removed_at_us IS NULL
         ORDER BY is_default DESC, id DESC"
    );
    Ok(conn.all(sql(text).bind(account)).await?)
}

/// One entry.
///
/// # Errors
/// [`IdentityError::NoSuchAddress`], also for an address of somebody else.
pub async fn get(conn: &mut Conn, account: AccountId, id: AddressId) -> Result<SavedAddress, IdentityError> {
    let text = format!(
        "SELECT {COLUMNS} FROM identity_addresses WHERE account_id = $1 AND id = $2 AND removed_at_us IS NULL"
    );
    conn.opt(sql(text).bind(account).bind(id)).await?.ok_or(IdentityError::NoSuchAddress)
}

/// Where one-click orders go.
pub async fn default(conn: &mut Conn, account: AccountId) -> Result<Option<SavedAddress>, IdentityError> {
    let text = format!("SELECT {COLUMNS} FROM identity_addresses WHERE account_id = $1 AND is_default");
    Ok(conn.opt(sql(text).bind(account)).await?)
}

/// Adds an entry. An equal one is used again, so a form sent twice makes one; the first one becomes the default.
///
/// # Errors
/// [`IdentityError::TooManyAddresses`].
pub async fn add(
    tx: &mut Tx,
    account: AccountId,
    address: &Address,
    make_default: bool,
) -> Result<AddressId, IdentityError> {
    let book = list(tx, account).await?;
    if let Some(equal) = book.iter().find(|entry| entry.address == *address) {
        let id = equal.id;
        if make_default {
            set_default(tx, account, id).await?;
        }
        return Ok(id);
    }
    if book.len() >= MOST_ADDRESSES {
        return Err(IdentityError::TooManyAddresses { most: MOST_ADDRESSES });
    }
    let (id, now) = (tx.new_id::<AddressId>(), tx.now());
    tx.exec(
        sql("INSERT INTO identity_addresses (id, account_id, address, is_default, created_at_us)
             VALUES ($1, $2, $3, FALSE, $4)")
        .bind(id)
        .bind(account)
        .bind(serde_json::to_string(address)?)
        .bind(now),
    )
    .await?;
    if make_default || book.is_empty() {
        set_default(tx, account, id).await?;
    }
    Ok(id)
}

/// Changes an entry. Orders keep the address that they were placed with.
///
/// # Errors
/// [`IdentityError::NoSuchAddress`].
pub async fn update(
    tx: &mut Tx,
    account: AccountId,
    id: AddressId,
    address: &Address,
) -> Result<(), IdentityError> {
    let statement = sql("UPDATE identity_addresses SET address = $3
         WHERE account_id = $1 AND id = $2 AND removed_at_us IS NULL");
    let address = serde_json::to_string(address)?;
    match tx.exec(statement.bind(account).bind(id).bind(address)).await? {
        0 => Err(IdentityError::NoSuchAddress),
        _ => Ok(()),
    }
}

/// Removes an entry; for an hour it can be put back. When it was the default and one entry is left, that one is; with more
/// left the owner chooses, because a one-click order must not go where nobody said.
///
/// # Errors
/// [`IdentityError::NoSuchAddress`].
pub async fn remove(tx: &mut Tx, account: AccountId, id: AddressId) -> Result<(), IdentityError> {
    let statement = sql("UPDATE identity_addresses SET removed_at_us = $3, removed_default = is_default,
             is_default = FALSE WHERE account_id = $1 AND id = $2 AND removed_at_us IS NULL");
    let now = tx.now();
    if tx.exec(statement.bind(account).bind(id).bind(now)).await? == 0 {
        return Err(IdentityError::NoSuchAddress);
    }
    only_one_is_default(tx, account).await
}

async fn only_one_is_default(tx: &mut Tx, account: AccountId) -> Result<(), IdentityError> {
    match list(tx, account).await?.as_slice() {
        [only] => make_default(tx, account, only.id).await,
        _ => Ok(()),
    }
}

/// Puts an entry back as it was; as the default if it was that and the owner has chosen no other since. Putting it back
/// again changes nothing. Where an equal one was added meanwhile, that one stands for it.
///
/// # Errors
/// [`IdentityError::NoSuchAddress`] when it is gone for good, [`IdentityError::TooManyAddresses`].
pub async fn restore(tx: &mut Tx, account: AccountId, id: AddressId) -> Result<(), IdentityError> {
    let since = tx.now().minus(UNDO_WITHIN);
    let find = sql("SELECT removed_default FROM identity_addresses
         WHERE account_id = $1 AND id = $2 AND removed_at_us > $3");
    let removed: Option<(bool,)> = tx.opt(find.bind(account).bind(id).bind(since)).await?;
    let Some((was_default,)) = removed else { return get(tx, account, id).await.map(|_| ()) };
    let book = list(tx, account).await?;
    let find = sql("SELECT address FROM identity_addresses WHERE id = $1");
    let (Json(address),): (Json<Address>,) = tx.one(find.bind(id)).await?;
    let id = match book.iter().find(|entry| entry.address == address) {
        Some(equal) => {
            tx.exec(sql("DELETE FROM identity_addresses WHERE id = $1").bind(id)).await?;
            equal.id
        }
        None if book.len() >= MOST_ADDRESSES => {
            return Err(IdentityError::TooManyAddresses { most: MOST_ADDRESSES });
        }
        None => {
            tx.exec(sql("UPDATE identity_addresses SET removed_at_us = NULL WHERE id = $1").bind(id)).await?;
            id
        }
    };
    match was_default {
        true => make_default(tx, account, id).await,
        false => only_one_is_default(tx, account).await,
    }
}

/// Forgets what can no longer be put back.
///
/// # Errors
/// Only the database's.
pub async fn forget_removed(tx: &mut Tx) -> Result<(), IdentityError> {
    let until = tx.now().minus(UNDO_WITHIN);
    tx.exec(sql("DELETE FROM identity_addresses WHERE removed_at_us <= $1").bind(until)).await?;
    Ok(())
}

/// Makes an entry the one that one-click orders go to.
///
/// # Errors
/// [`IdentityError::NoSuchAddress`].
pub async fn set_default(tx: &mut Tx, account: AccountId, id: AddressId) -> Result<(), IdentityError> {
    make_default(tx, account, id).await?;
    // What was the default before is put back as one among others: the owner has chosen since.
    let chosen = sql(
        "UPDATE identity_addresses SET removed_default = FALSE WHERE account_id = $1 AND removed_default",
    );
    tx.exec(chosen.bind(account)).await?;
    Ok(())
}

async fn make_default(tx: &mut Tx, account: AccountId, id: AddressId) -> Result<(), IdentityError> {
    get(tx, account, id).await?;
    // Two statements: the index that allows one default is checked row by row.
    let clear = sql("UPDATE identity_addresses SET is_default = FALSE WHERE account_id = $1 AND is_default");
    tx.exec(clear.bind(account)).await?;
    let set = sql("UPDATE identity_addresses SET is_default = TRUE WHERE account_id = $1 AND id = $2");
    tx.exec(set.bind(account).bind(id)).await?;
    Ok(())
}
