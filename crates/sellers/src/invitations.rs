//! Invitations to work for a seller: who may write them, and the place that they give. Called by the page of a seller's
//! staff and by `/join`; what all invitations have in common is in `identity::invitations`.

use crate::{SellerError, people, staff, store};
use db::Tx;
use domain::{AccountId, InvitationId, SellerId};
use identity::invitations::{self, Invitation, Letterhead, NewInvitation, Place};

/// Invites somebody to a seller's staff, with a letter to them and to the other owners in the same transaction; to the only
/// owner where there is no other.
///
/// # Errors
/// [`SellerError::NoSuchSeller`]; [`SellerError::NotOwner`], also for a key that was used before;
/// [`SellerError::NotApproved`] before the shop is let in; or as [`invitations::invite`].
pub async fn invite(
    tx: &mut Tx,
    letterhead: &Letterhead,
    new: &NewInvitation<SellerId>,
) -> Result<InvitationId, SellerError> {
    let seller = store::get(tx, new.team).await?.ok_or(SellerError::NoSuchSeller)?;
    staff::must_own(tx, seller.id, new.by).await?;
    // Letters go out in the platform's name, with a name on them that nobody has looked at yet.
    if seller.approved_at.is_none() {
        return Err(SellerError::NotApproved);
    }
    let members: Vec<AccountId> =
        staff::staff(tx, seller.id).await?.into_iter().map(|member| member.account_id).collect();
    let id = invitations::invite(tx, letterhead, &seller.name, &members, new).await?;
    let place = Place::Invited(new.role);
    people::tell_owners(tx, letterhead, (seller.id, Some(new.by), None), place, id.to_string()).await?;
    Ok(id)
}

/// Accepts an invitation with the letter's code, with a letter to the owners. Whoever works there already keeps the role
/// that they have.
///
/// # Errors
/// As [`invitations::use_up`].
pub async fn accept(
    tx: &mut Tx,
    letterhead: &Letterhead,
    code: &str,
    account: AccountId,
) -> Result<Invitation<SellerId>, SellerError> {
    let invitation = invitations::use_up::<SellerId>(tx, code, account).await?;
    let members = staff::staff(tx, invitation.team).await?;
    if members.iter().all(|member| member.account_id != account) {
        staff::add_staff(tx, invitation.team, account, invitation.role).await?;
        let (place, once) = (Place::Joined(invitation.role), invitation.id.to_string());
        people::tell_owners(tx, letterhead, (invitation.team, None, Some(account)), place, once).await?;
    }
    Ok(invitation)
}
