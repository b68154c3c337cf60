//! Who works for the platform, as what, and who is invited. Route `/operator/staff`. Only for administrators.
use std::collections::HashMap;

use domain::roles::{Action, OperatorRole, Resource};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::operators::{Operator, OperatorInvitation, invitations, operators};
use platform::identity::{AccountSummary, accounts};

use super::api::{ChangeOperatorRole, InviteOperator, RemoveOperator, WithdrawOperatorInvitation};
use super::staff_work::FORM;
use crate::access::{account_id, allow, platform};
use crate::answer::Failure;
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
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
    let open = invitations(&mut conn).await?;
    let now = conn.now();
    drop(conn);
    let roles = OperatorRole::ALL.iter().map(|role| {
        view! {
            <div class="py-2">
                <dt class="font-semibold">{role_name(t, *role)}</dt>
                <dd class="text-sm text-ink-soft">{role_text(t, *role)}</dd>
            </div>
        }
    });
    let roles = roles.collect_view();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.staff_title()>
            <div id="staff" class="flex max-w-3xl flex-col gap-6">
                <p class="text-ink-soft">{t.staff_text()}</p>
                <People members people me />
                <Invite />
                <Open open now />
                <Card title=t.staff_roles() id="roles"><dl>{roles}</dl></Card>
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn People(members: Vec<Operator>, people: HashMap<AccountId, AccountSummary>, me: AccountId) -> AnyView {
    let t = Ctx::current().t();
    let administrators = members.iter().filter(|member| member.role == OperatorRole::Administrator).count();
    let rows = members
        .into_iter()
        .map(|member| {
            let last = member.role == OperatorRole::Administrator && administrators == 1;
            let (who, mine) = (people.get(&member.account_id).cloned(), member.account_id == me);
            view! { <Person member who last mine /> }
        })
        .collect_view();
    view! {
        <Card title=t.staff_people() id="people"><ul class="divide-y divide-line">{rows}</ul></Card>
    }
    .into_any()
}

#[component]
fn Person(
    member: Operator,
    who: Option<AccountSummary>,
    /// The only administrator, who stays one.
    last: bool,
    mine: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let email = who.as_ref().map(|who| who.email.to_string());
    let name = who.map_or_else(|| t.staff_gone(), |who| who.name);
    let since = t.staff_since(format::date_short(member.since.utc_day(), t.locale()));
    let changes = if last {
        view! { <p class="text-sm text-ink-soft">{t.operator_last_administrator()}</p> }.into_any()
    } else {
        view! { <Changes member=member.clone() name=name.clone() /> }.into_any()
    };
    view! {
        <li class="flex flex-col gap-3 py-4" data-member=member.account_id.to_string() data-role=member.role.as_str()>
            <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                <div class="min-w-0">
                    <p class="font-semibold"><bdi>{name}</bdi> {mine.then(|| format!(" ({})", t.staff_you()))}</p>
                    <p class="text-sm text-ink-soft"><bdi dir="ltr">{email}</bdi></p>
                </div>
                <p class="flex items-center gap-3"><Badge>{role_name(t, member.role)}</Badge><span class="text-sm text-ink-faint">{since}</span></p>
            </div>
            {changes}
        </li>
    }
    .into_any()
}

#[component]
fn Changes(member: Operator, name: String) -> AnyView {
    let t = Ctx::current().t();
    let (id, account) = (format!("role-{}", member.account_id), member.account_id.to_string());
    let options = OperatorRole::ALL.iter().map(|role| {
        let chosen = *role == member.role;
        view! { <option value=role.as_str() selected=chosen>{role_name(t, *role)}</option> }
    });
    let options = options.collect_view();
    // Both forms name the member.
    let (who, called) = (account.clone(), name.clone());
    view! {
        <div class="flex flex-wrap items-end gap-3">
            <Form action=ChangeOperatorRole::PATH class="flex flex-wrap items-end gap-2">
                <Hidden name="member" value=who />
                <label for=id.clone() class="sr-only">{t.staff_role_of(called.clone())}</label>
                <select id=id name="role" class="control">{options}</select>
                <Button kind=ButtonKind::Secondary label=t.staff_change(called)>{t.staff_change_short()}</Button>
            </Form>
            <Form action=RemoveOperator::PATH>
                <Hidden name="member" value=account />
                <Button kind=ButtonKind::Danger>{t.staff_remove(name)}</Button>
            </Form>
        </div>
    }
    .into_any()
}

#[component]
fn Invite() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM).or("role", OperatorRole::Support.as_str());
    let roles = OperatorRole::ALL.iter().map(|role| (role.to_string(), role_name(t, *role))).collect();
    view! {
        <Card title=t.staff_invite() id="invite">
            <p class="mb-4 text-sm text-ink-soft">{t.staff_invite_text()}</p>
            <Form action=InviteOperator::PATH class="grid gap-4 sm:grid-cols-2">
                <Hidden name="key" value=new_key() />
                <Field form=&form name="email" label=t.label_email() r#type="email" autocomplete="off" ltr=true />
                <Select form=&form name="role" label=t.staff_role() options=roles />
                <div class="sm:col-span-2"><Button>{t.staff_invite_button()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

#[component]
fn Open(open: Vec<OperatorInvitation>, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let none = open.is_empty();
    let rows = open
        .into_iter()
        .map(|invitation| {
            let until = if invitation.expires_at > now {
                t.staff_open_until(format::date_time(invitation.expires_at, t.locale()))
            } else {
                t.staff_expired()
            };
            let email = invitation.email.to_string();
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3" data-invitation=invitation.id.to_string()>
                    <div class="min-w-0">
                        <p class="font-semibold"><bdi dir="ltr">{email.clone()}</bdi></p>
                        <p class="text-sm text-ink-soft">{role_name(t, invitation.role)} " · " {until}</p>
                    </div>
                    <Form action=WithdrawOperatorInvitation::PATH>
                        <Hidden name="invitation" value=invitation.id.to_string() />
                        <Button kind=ButtonKind::Danger>{t.staff_withdraw(email)}</Button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=t.staff_open() id="invited">
            {none.then(|| view! { <p class="text-ink-soft">{t.staff_open_none()}</p> })}
            <ul class="divide-y divide-line">{rows}</ul>
        </Card>
    }
    .into_any()
}
