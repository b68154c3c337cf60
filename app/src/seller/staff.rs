//! Who works for a seller, as what, and who is invited. Route `/seller/staff`. Only for owners.
use domain::AccountId;
use domain::roles::{Action, StaffRole};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::accounts;
use platform::identity::invitations::invitations;
use platform::sellers::staff;

use super::api::{ChangeStaffRole, InviteStaff, RemoveStaff, WithdrawInvitation};
use super::desk;
use super::staff_work::FORM;
use crate::access::{account_id, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::team::{Invited, Member, Paths, Role, Team};
use crate::text::T;
use crate::ui::*;

/// A role in a word.
pub(crate) fn role_name(t: T, role: StaffRole) -> String {
    match role {
        StaffRole::Owner => t.role_owner(),
        StaffRole::Staff => t.role_staff(),
        StaffRole::Shipping => t.role_shipping(),
        StaffRole::Catalogue => t.role_catalogue(),
        StaffRole::Finance => t.role_finance(),
    }
}

/// What it opens.
fn role_text(t: T, role: StaffRole) -> String {
    match role {
        StaffRole::Owner => t.role_owner_text(),
        StaffRole::Staff => t.role_staff_text(),
        StaffRole::Shipping => t.role_shipping_text(),
        StaffRole::Catalogue => t.role_catalogue_text(),
        StaffRole::Finance => t.role_finance_text(),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ManageStaff).await?;
    let t = Ctx::current().t();
    let me = account_id()?;
    let mut conn = platform().db.read_together().await?;
    let members = staff(&mut conn, seller.id).await?;
    let ids: Vec<AccountId> = members.iter().map(|member| member.account_id).collect();
    let people = accounts(&mut conn, &ids).await?;
    let open = invitations(&mut conn, seller.id).await?;
    let now = conn.now();
    drop(conn);
    let role =
        |role: &StaffRole| Role { code: role.as_str(), name: role_name(t, *role), text: role_text(t, *role) };
    let team = Team {
        seller: Some(seller.id),
        roles: StaffRole::ALL.iter().map(role).collect(),
        lasting: (StaffRole::Owner.as_str(), t.staff_last_owner()),
        form: (FORM, StaffRole::Shipping.as_str()),
        paths: Paths {
            invite: InviteStaff::PATH,
            change: ChangeStaffRole::PATH,
            remove: RemoveStaff::PATH,
            withdraw: WithdrawInvitation::PATH,
        },
        me,
        now,
    };
    let members = members
        .into_iter()
        .map(|one| Member { account: one.account_id, role: one.role.as_str(), since: one.since })
        .collect();
    let open = open
        .into_iter()
        .map(|one| Invited {
            id: one.id.to_string(),
            email: one.email.to_string(),
            role: one.role.as_str(),
            expires_at: one.expires_at,
        })
        .collect();
    let content = team.show(members, people, open);
    Ok(view! { <ConsolePage console=Console::Seller title=t.staff_title()>{content}</ConsolePage> }
        .into_any())
}
