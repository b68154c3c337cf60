//! What the server functions of a seller's staff do: who is it, may they, parse, one call, where to go on.
use domain::roles::{Action, StaffRole};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, InvitationId};
use platform::identity::invitations::{InvitationError, NewInvitation, withdraw};
use platform::sellers::{Seller, SellerError, decide, invite, must_own};

use super::api::InviteForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::team::work::{Asked, asked, letterhead, not_sent};
use crate::text::T;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "invite-staff";

fn here(seller: &Seller) -> String {
    format!("/seller/staff?seller={}", seller.id)
}

pub(super) async fn send(form: InviteForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageStaff, &form.seller).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let Asked { key, email, role, invalid } =
        asked::<StaffRole>(FORM, &form, &form.key, &form.email, &form.role)?;
    let (letterhead, by, locale) = (letterhead(), account_id()?, ctx.locale());
    let new = NewInvitation { key, team: seller.id, email: email.clone(), role, by, locale };
    let sent: Result<InvitationId, SellerError> = platform()
        .db
        .write(move |tx| {
            let (letterhead, new) = (letterhead.clone(), new.clone());
            Box::pin(async move { invite(tx, &letterhead, &new).await })
        })
        .await;
    match sent {
        Ok(_) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.staff_invited(email.to_string()))),
        Err(SellerError::NotOwner) => Err(Failure::Forbidden),
        Err(SellerError::NotApproved) => Err(invalid.field("", t.opening_not_yet()).into()),
        Err(SellerError::Invitation(error)) => Err(not_sent(invalid, error)),
        Err(other) => Err(other.into()),
    }
}

/// A refusal in words.
fn words(t: T, error: SellerError) -> Failure {
    match error {
        SellerError::NoSuchMember | SellerError::Invitation(InvitationError::NoSuchInvitation) => {
            Failure::NotFound
        }
        SellerError::NotOwner => Failure::Forbidden,
        SellerError::LastOwner => Failure::refused(t.staff_last_owner()),
        other => other.into(),
    }
}

/// What this owner says about somebody: another role, or that they work here no more.
async fn said(
    seller: &Seller,
    by: AccountId,
    member: AccountId,
    role: Option<StaffRole>,
) -> Result<bool, SellerError> {
    let (id, letterhead) = (seller.id, letterhead());
    platform()
        .db
        .write(move |tx| {
            let letterhead = letterhead.clone();
            Box::pin(async move { decide(tx, &letterhead, (id, by), member, role).await })
        })
        .await
}

pub(super) async fn change(seller: String, member: String, role: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageStaff, &seller).await?;
    let t = Ctx::current().t();
    let member: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    let role = StaffRole::parse(&role).ok_or_else(|| Failure::refused(t.staff_role_wrong()))?;
    said(&seller, account_id()?, member, Some(role)).await.map_err(|error| words(t, error))?;
    Ok(left(&seller, member)?.notice(Tone::Good, t.staff_changed()))
}

pub(super) async fn remove(seller: String, member: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageStaff, &seller).await?;
    let t = Ctx::current().t();
    let member: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    said(&seller, account_id()?, member, None).await.map_err(|error| words(t, error))?;
    Ok(left(&seller, member)?.notice(Tone::Good, t.staff_removed()))
}

/// Where to go on: whoever has just given up their own place opens the page no more.
fn left(seller: &Seller, member: AccountId) -> Result<Done, Failure> {
    let mine = account_id()? == member;
    Ok(if mine { Done::to("/account") } else { Done::to(here(seller)) })
}

pub(super) async fn take_back(seller: String, invitation: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageStaff, &seller).await?;
    let t = Ctx::current().t();
    let invitation: InvitationId = invitation.parse().map_err(|_| Failure::NotFound)?;
    let (id, me) = (seller.id, account_id()?);
    let withdrawn: Result<(), SellerError> = platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                must_own(tx, id, me).await?;
                Ok(withdraw(tx, id, invitation).await?)
            })
        })
        .await;
    withdrawn.map_err(|error| words(t, error))?;
    Ok(Done::to(here(&seller)).notice(Tone::Good, t.staff_withdrawn()))
}
