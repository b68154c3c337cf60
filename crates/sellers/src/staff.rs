//! Who works for which seller. Owns sellers_staff. Platform reads it on every request of somebody signed in.

use crate::{SellerError, store};
use db::{Conn, Text, Tx, sql};
use domain::roles::StaffRole;
use domain::{AccountId, Currency, SellerId, Timestamp};
use identity::{AccountSummary, invitations};

/// A seller that an account works for, with what a menu shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerMembership {
    pub seller_id: SellerId,
    pub role: StaffRole,
    pub name: String,
    pub slug: String,
    pub currency: Currency,
    pub since: Timestamp,
}

impl From<&SellerMembership> for domain::roles::Seat {
    fn from(membership: &SellerMembership) -> Self {
        Self { seller: membership.seller_id, role: membership.role }
    }
}

/// Somebody who works for a seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    pub account_id: AccountId,
    pub role: StaffRole,
    pub since: Timestamp,
}

impl db::FromRow for SellerMembership {
    fn from_row(row: &db::Row) -> Result<Self, db::DbError> {
        Ok(Self {
            seller_id: row.get("seller_id")?,
            role: row.get::<Text<StaffRole>>("role")?.0,
            name: row.get("name")?,
            slug: row.get("slug")?,
            currency: row.get("currency")?,
            since: row.get("since_us")?,
        })
    }
}

impl db::FromRow for StaffMember {
    fn from_row(row: &db::Row) -> Result<Self, db::DbError> {
        Ok(Self {
            account_id: row.get("account_id")?,
            role: row.get::<Text<StaffRole>>("role")?.0,
            since: row.get("since_us")?,
        })
    }
}

/// The sellers that an account works for, the longest first. One read.
pub async fn memberships(conn: &mut Conn, account: AccountId) -> Result<Vec<SellerMembership>, SellerError> {
    let statement = sql("SELECT m.seller_id, m.role, s.name, s.slug, s.currency, m.since_us
                         FROM sellers_staff m JOIN sellers_sellers s ON s.id = m.seller_id
                         WHERE m.account_id = $1 ORDER BY m.since_us, m.seller_id");
    Ok(conn.all(statement.bind(account)).await?)
}

/// Everybody who works for a seller, the longest first.
pub async fn staff(conn: &mut Conn, seller: SellerId) -> Result<Vec<StaffMember>, SellerError> {
    let statement = sql("SELECT account_id, role, since_us FROM sellers_staff WHERE seller_id = $1
                         ORDER BY since_us, account_id");
    Ok(conn.all(statement.bind(seller)).await?)
}

/// A seller's owners whose accounts are still there, the longest first: whom letters to the seller go to.
///
/// # Errors
/// Only the database's.
pub async fn owners(conn: &mut Conn, seller: SellerId) -> Result<Vec<AccountSummary>, SellerError> {
    let mut owners = Vec::new();
    for member in staff(conn, seller).await? {
        if member.role == StaffRole::Owner {
            owners.extend(identity::account(conn, member.account_id).await?);
        }
    }
    Ok(owners)
}

/// Whether somebody is one of a seller's owners.
///
/// # Errors
/// Only the database's.
pub async fn is_owner(conn: &mut Conn, seller: SellerId, account: AccountId) -> Result<bool, SellerError> {
    let statement = sql("SELECT role FROM sellers_staff WHERE seller_id = $1 AND account_id = $2");
    let role: Option<(Text<StaffRole>,)> = conn.opt(statement.bind(seller).bind(account)).await?;
    Ok(role.is_some_and(|(role,)| role.0 == StaffRole::Owner))
}

/// Whoever says who works for a seller owns it in the transaction of it, too: what was taken from them since their
/// request came in holds here as well, so of two owners who remove each other one stays.
///
/// # Errors
/// [`SellerError::NotOwner`].
pub async fn must_own(conn: &mut Conn, seller: SellerId, by: AccountId) -> Result<(), SellerError> {
    if is_owner(conn, seller, by).await? { Ok(()) } else { Err(SellerError::NotOwner) }
}

/// Gives somebody who works here another role. Returns `false` when that was so already.
///
/// # Errors
/// [`SellerError::NoSuchMember`], [`SellerError::LastOwner`].
pub async fn change_role(
    tx: &mut Tx,
    seller: SellerId,
    account: AccountId,
    role: StaffRole,
) -> Result<bool, SellerError> {
    if staff(tx, seller).await?.iter().all(|member| member.account_id != account) {
        return Err(SellerError::NoSuchMember);
    }
    add_staff(tx, seller, account, role).await
}

/// Adds somebody, or changes the role. Returns `false` when that was so already.
///
/// # Errors
/// [`SellerError::NoSuchSeller`], [`SellerError::NoSuchAccount`], [`SellerError::LastOwner`] when the only owner
/// would become staff.
pub async fn add_staff(
    tx: &mut Tx,
    seller: SellerId,
    account: AccountId,
    role: StaffRole,
) -> Result<bool, SellerError> {
    store::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
    identity::account(tx, account).await?.ok_or(SellerError::NoSuchAccount)?;
    let members = staff(tx, seller).await?;
    if members.iter().any(|m| m.account_id == account && m.role == role) {
        return Ok(false);
    }
    if role != StaffRole::Owner && is_last_owner(&members, account) {
        return Err(SellerError::LastOwner);
    }
    if role != StaffRole::Owner {
        invitations::end_of_inviter(tx, seller, account).await?;
    }
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO sellers_staff (seller_id, account_id, role, since_us) VALUES ($1, $2, $3, $4)
             ON CONFLICT (seller_id, account_id) DO UPDATE SET role = $3")
        .bind(seller)
        .bind(account)
        .bind(Text(role))
        .bind(now),
    )
    .await?;
    Ok(true)
}

/// Takes somebody's access away. Returns whether there was any.
///
/// # Errors
/// [`SellerError::LastOwner`]: a seller always has somebody who can let others in.
pub async fn remove_staff(tx: &mut Tx, seller: SellerId, account: AccountId) -> Result<bool, SellerError> {
    let members = staff(tx, seller).await?;
    if is_last_owner(&members, account) {
        return Err(SellerError::LastOwner);
    }
    invitations::end_of_inviter(tx, seller, account).await?;
    let statement = sql("DELETE FROM sellers_staff WHERE seller_id = $1 AND account_id = $2");
    Ok(tx.exec(statement.bind(seller).bind(account)).await? > 0)
}

pub(crate) fn is_last_owner(members: &[StaffMember], account: AccountId) -> bool {
    let mut owners = members.iter().filter(|m| m.role == StaffRole::Owner).map(|m| m.account_id);
    owners.next() == Some(account) && owners.next().is_none()
}
