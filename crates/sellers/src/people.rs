//! What owners say about who works for their seller, each with a letter to the other owners in the same transaction, to the
//! only owner where there is no other, and to whomever it is about. Called by the page of a seller's staff, by `/join` and by
//! `orinoco admin`.

use crate::{SellerError, staff, store};
use db::Tx;
use domain::roles::StaffRole;
use domain::{AccountId, SellerId};
use identity::invitations::{self, Letterhead, News, Place};

/// What an owner says about somebody who works here: another role, or with `None` that they do so no more. Returns
/// `false` when that was so already.
///
/// # Errors
/// [`SellerError::NotOwner`], [`SellerError::NoSuchMember`], [`SellerError::LastOwner`].
pub async fn decide(
    tx: &mut Tx,
    letterhead: &Letterhead,
    (seller, by): (SellerId, AccountId),
    member: AccountId,
    role: Option<StaffRole>,
) -> Result<bool, SellerError> {
    staff::must_own(tx, seller, by).await?;
    if staff::staff(tx, seller).await?.iter().all(|one| one.account_id != member) {
        return Err(SellerError::NoSuchMember);
    }
    settle(tx, letterhead, (seller, Some(by)), member, role).await
}

/// Gives somebody this role at a seller, or with `None` takes away what they have. `by` is `None` for a shell on the
/// server's own machine. Returns `false` when that was so already.
///
/// # Errors
/// As [`crate::add_staff`] and [`crate::remove_staff`]; [`SellerError::NoSuchMember`].
pub async fn settle(
    tx: &mut Tx,
    letterhead: &Letterhead,
    (seller, by): (SellerId, Option<AccountId>),
    member: AccountId,
    role: Option<StaffRole>,
) -> Result<bool, SellerError> {
    let before = staff::staff(tx, seller).await?.into_iter().find(|one| one.account_id == member);
    let place = match (role, before) {
        (Some(role), before) => {
            if !staff::add_staff(tx, seller, member, role).await? {
                return Ok(false);
            }
            if before.is_some() { Place::Changed(role) } else { Place::Joined(role) }
        }
        (None, Some(before)) => {
            staff::remove_staff(tx, seller, member).await?;
            Place::Left(before.role)
        }
        (None, None) => return Err(SellerError::NoSuchMember),
    };
    let once = format!("{seller}:{}", tx.now().as_micros());
    if by != Some(member) {
        let named = store::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
        let news = News { team: seller, name: &named.name, place, once: once.clone() };
        invitations::tell_member(tx, letterhead, member, &news).await?;
    }
    tell_owners(tx, letterhead, (seller, by, Some(member)), place, once).await?;
    Ok(true)
}

/// Tells every owner of a seller but `by`, who did it, and `member`, whom it is about. Where that is nobody, the only owner is
/// told of what was done in their name: whoever has got hold of their account would otherwise let somebody in unseen.
///
/// # Errors
/// [`SellerError::NoSuchSeller`].
pub(crate) async fn tell_owners(
    tx: &mut Tx,
    letterhead: &Letterhead,
    (seller, by, member): (SellerId, Option<AccountId>, Option<AccountId>),
    place: Place<StaffRole>,
    once: String,
) -> Result<(), SellerError> {
    let seller = store::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
    let owners = staff::staff(tx, seller.id).await?.into_iter().filter(|one| one.role == StaffRole::Owner);
    let owners: Vec<AccountId> =
        owners.map(|one| one.account_id).filter(|owner| Some(*owner) != member).collect();
    let others: Vec<AccountId> = owners.iter().copied().filter(|owner| Some(*owner) != by).collect();
    let to = if others.is_empty() { owners } else { others };
    let news = News { team: seller.id, name: &seller.name, place, once };
    Ok(invitations::tell(tx, letterhead, &to, &news).await?)
}
