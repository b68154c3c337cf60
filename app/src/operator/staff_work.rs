//! What the server functions of the platform's staff do: may they, parse, one call, where to go on.
use domain::roles::{Action, OperatorRole, Resource};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, InvitationId};
use platform::identity::invitations::{InvitationError, NewInvitation, Operators, withdraw};
use platform::identity::operators::{OperatorError, decide, must_administer};

use super::api::InviteOperatorForm;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::team::work::{Asked, asked, letterhead, not_sent};
use crate::text::T;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "invite-operator";
const HERE: &str = "/operator/staff";

pub(super) async fn send(form: InviteOperatorForm) -> Result<Done, Failure> {
    allow(Action::ManageStaff, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let Asked { key, email, role, invalid } =
        asked::<OperatorRole>(FORM, &form, &form.key, &form.email, &form.role)?;
    let (by, locale) = (account_id()?, ctx.locale());
    let new = NewInvitation { key, team: Operators, email: email.clone(), role, by, locale };
    match platform().identity.invite_operator(new).await {
        Ok(_) => Ok(Done::to(HERE).notice(Tone::Good, t.staff_invited(email.to_string()))),
        Err(OperatorError::NotAdministrator) => Err(Failure::Forbidden),
        Err(OperatorError::Invitation(error)) => Err(not_sent(invalid, error)),
        Err(other) => Err(other.into()),
    }
}

/// A refusal in words.
fn words(t: T, error: OperatorError) -> Failure {
    match error {
        OperatorError::NoSuchOperator
        | OperatorError::NoSuchAccount
        | OperatorError::Invitation(InvitationError::NoSuchInvitation) => Failure::NotFound,
        OperatorError::NotAdministrator => Failure::Forbidden,
        OperatorError::LastAdministrator => Failure::refused(t.operator_last_administrator()),
        other => other.into(),
    }
}

/// What this administrator says about somebody: another role, or that they work for the platform no more.
async fn said(by: AccountId, member: AccountId, role: Option<OperatorRole>) -> Result<bool, OperatorError> {
    let letterhead = letterhead();
    platform()
        .db
        .write(move |tx| {
            let letterhead = letterhead.clone();
            Box::pin(async move { decide(tx, &letterhead, by, member, role).await })
        })
        .await
}

pub(super) async fn change(member: String, role: String) -> Result<Done, Failure> {
    allow(Action::ManageStaff, &Resource::Platform)?;
    let (t, me) = (Ctx::current().t(), account_id()?);
    let member: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    let role = OperatorRole::parse(&role).ok_or_else(|| Failure::refused(t.staff_role_wrong()))?;
    said(me, member, Some(role)).await.map_err(|error| words(t, error))?;
    // Whoever is no administrator any more opens this page no more.
    let stays = role == OperatorRole::Administrator || me != member;
    let next = if stays { HERE } else { "/operator" };
    Ok(Done::to(next).notice(Tone::Good, t.staff_changed()))
}

pub(super) async fn remove(member: String) -> Result<Done, Failure> {
    allow(Action::ManageStaff, &Resource::Platform)?;
    let (t, me) = (Ctx::current().t(), account_id()?);
    let member: AccountId = member.parse().map_err(|_| Failure::NotFound)?;
    said(me, member, None).await.map_err(|error| words(t, error))?;
    let next = if me == member { "/account" } else { HERE };
    Ok(Done::to(next).notice(Tone::Good, t.staff_removed()))
}

pub(super) async fn take_back(invitation: String) -> Result<Done, Failure> {
    allow(Action::ManageStaff, &Resource::Platform)?;
    let (t, me) = (Ctx::current().t(), account_id()?);
    let invitation: InvitationId = invitation.parse().map_err(|_| Failure::NotFound)?;
    let withdrawn: Result<(), OperatorError> = platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                must_administer(tx, me).await?;
                Ok(withdraw(tx, Operators, invitation).await?)
            })
        })
        .await;
    withdrawn.map_err(|error| words(t, error))?;
    Ok(Done::to(HERE).notice(Tone::Good, t.staff_withdrawn()))
}
