//! Who works for the platform, as what, and who is invited. Route `/operator/staff`. Only for administrators.
use domain::AccountId;
use domain::roles::{Action, OperatorRole, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::accounts;
use platform::identity::invitations::{Operators, invitations};
use platform::identity::operators::operators;

use super::api::{ChangeOperatorRole, InviteOperator, RemoveOperator, WithdrawOperatorInvitation};
use super::staff_work::FORM;
use crate::access::{account_id, allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::team::{Invited, Member, Paths, Role, Team};
use crate::text::T;
use crate::ui::*;

/// A role in a word.
pub(crate) fn role_name(t: T, role: OperatorRole) -> String {
    match role {
        OperatorRole::Administrator => t.role_administrator(),
        OperatorRole::Finance => t.role_finance(),
        OperatorRole::Catalogue => t.role_catalogue(),
        OperatorRole::Support => t.role_support(),
        OperatorRole::Technical => t.role_technical(),
    }
}

/// What it opens.
fn role_text(t: T, role: OperatorRole) -> String {
    match role {
        OperatorRole::Administrator => t.operator_administrator_text(),
        OperatorRole::Finance => t.operator_finance_text(),
        OperatorRole::Catalogue => t.operator_catalogue_text(),
        OperatorRole::Support => t.operator_support_text(),
        OperatorRole::Technical => t.operator_technical_text(),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ManageStaff, &Resource::Platform)?;
    let t = Ctx::current().t();
    let me = account_id()?;
    let mut conn = platform().db.read_together().await?;
    let members = operators(&mut conn).await?;
    let ids: Vec<AccountId> = members.iter().map(|member| member.account_id).collect();
    let people = accounts(&mut conn, &ids).await?;
    let open = invitations(&mut conn, Operators).await?;
    let now = conn.now();
    drop(conn);
    let role = |role: &OperatorRole| Role {
        code: role.as_str(),
        name: role_name(t, *role),
        text: role_text(t, *role),
    };
    let team = Team {
        seller: None,
        roles: OperatorRole::ALL.iter().map(role).collect(),
        lasting: (OperatorRole::Administrator.as_str(), t.operator_last_administrator()),
        form: (FORM, OperatorRole::Support.as_str()),
        paths: Paths {
            invite: InviteOperator::PATH,
            change: ChangeOperatorRole::PATH,
            remove: RemoveOperator::PATH,
            withdraw: WithdrawOperatorInvitation::PATH,
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
    Ok(view! { <ConsolePage console=Console::Operator title=t.staff_title()>{content}</ConsolePage> }
        .into_any())
}
