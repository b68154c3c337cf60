//! What the server functions of a seller's staff do: who is it, may they, parse, one call, where to go on.
use domain::contact::Email;
use domain::field::{Field, FieldError};
use domain::key::IdempotencyKey;
use domain::roles::{Action, StaffRole};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, InvitationId};
use platform::sellers::{
    Letterhead, NewInvitation, Seller, SellerError, change_role, invite, remove_staff, withdraw,
};

use super::api::InviteForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::basket::forms::field_words;
use crate::ctx::Ctx;
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
    let key = IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let mut invalid = Invalid::new(FORM, &form);
    let (email, role) = (Email::parse(&form.email), StaffRole::parse(&form.role));
    if let Err(problem) = &email {
        invalid =
            invalid.field("email", field_words(t, FieldError { field: Field::Email, problem: *problem }));
    }
    if role.is_none() {
        invalid = invalid.field("role", t.staff_role_wrong());
    }
    let (Ok(email), Some(role)) = (email, role) else { return Err(invalid.into()) };
    let platform = platform();
    let letterhead =
        Letterhead { shop_name: platform.config.name.clone(), public_url: platform.config.site_url() };
    let (by, locale) = (account_id()?, ctx.locale());
    let new = NewInvitation { key, seller: seller.id, email: email.clone(), role, by, locale };
    let sent: Result<InvitationId, SellerError> = platform
        .db
        .write(move |tx| {
            let (letterhead, new) = (letterhead.clone(), new.clone());
            Box::pin(async move { invite(tx, &letterhead, &new).await })
        })
        .await;
    match sent {
        Ok(_) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.staff_invited(email.to_string()))),
        Err(SellerError::WorksHere) => Err(invalid.field("email", t.staff_works_here()).into()),
        Err(SellerError::NotApproved) => Err(invalid.field("", t.opening_not_yet()).into()),
        Err(SellerError::KeyReused) => Err(Failure::refused(t.form_malformed())),
        Err(SellerError::TooManyInvitations) => Err(invalid.field("", t.staff_too_many()).into()),
        Err(other) => Err(other.into()),
    }
}

/// A refusal in words.
fn words(t: T, error: SellerError) -> Failure {
    match error {
        SellerError::NoSuchMember | SellerError::NoSuchInvitation => Failure::NotFound,
        SellerError::LastOwner => Failure::refused(t.staff_last_owner()),
        other => other.into(),
    }
}

pub(super) async fn change(seller: String, member: String, role: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageStaff, &seller).await?;
    let t = Ctx::current().t();
    let member: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    let role = StaffRole::parse(&role).ok_or_else(|| Failure::refused(t.staff_role_wrong()))?;
    let id = seller.id;
    let changed: Result<bool, SellerError> =
        platform().db.write(move |tx| Box::pin(change_role(tx, id, member, role))).await;
    changed.map_err(|error| words(t, error))?;
    Ok(left(&seller, member)?.notice(Tone::Good, t.staff_changed()))
}

pub(super) async fn remove(seller: String, member: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageStaff, &seller).await?;
    let t = Ctx::current().t();
    let member: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    let id = seller.id;
    let removed: Result<bool, SellerError> =
        platform().db.write(move |tx| Box::pin(remove_staff(tx, id, member))).await;
    if !removed.map_err(|error| words(t, error))? {
        return Err(Failure::NotFound);
    }
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
    let id = seller.id;
    let withdrawn: Result<(), SellerError> =
        platform().db.write(move |tx| Box::pin(withdraw(tx, id, invitation))).await;
    withdrawn.map_err(|error| words(t, error))?;
    Ok(Done::to(here(&seller)).notice(Tone::Good, t.staff_withdrawn()))
}
