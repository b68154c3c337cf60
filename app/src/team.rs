//! Who works somewhere, as what, and who is invited: one page for a seller's people (`seller::staff`) and for the platform's
//! (`operator::staff`).
use std::collections::HashMap;

use domain::{AccountId, SellerId, Timestamp, format};
use leptos::prelude::*;
use platform::identity::AccountSummary;

use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::ui::*;

pub(crate) mod work;

/// A role that somebody may have here.
#[derive(Clone)]
pub(crate) struct Role {
    pub code: &'static str,
    pub name: String,
    /// What it opens.
    pub text: String,
}

pub(crate) struct Member {
    pub account: AccountId,
    /// The code of a [`Role`].
    pub role: &'static str,
    pub since: Timestamp,
}

pub(crate) struct Invited {
    pub id: String,
    pub email: String,
    /// The code of a [`Role`].
    pub role: &'static str,
    pub expires_at: Timestamp,
}

/// Where the forms go.
#[derive(Clone, Copy)]
pub(crate) struct Paths {
    pub invite: &'static str,
    pub change: &'static str,
    pub remove: &'static str,
    pub withdraw: &'static str,
}

/// What differs from one team to the other.
#[derive(Clone)]
pub(crate) struct Team {
    /// Whose people they are, as each form says; `None`: the platform's own.
    pub seller: Option<SellerId>,
    pub roles: Vec<Role>,
    /// The role that somebody must have, and what is said to its only one.
    pub lasting: (&'static str, String),
    /// What an invitation's form is called, and the role that it begins with.
    pub form: (&'static str, &'static str),
    pub paths: Paths,
    pub me: AccountId,
    pub now: Timestamp,
}

impl Team {
    fn role_name(&self, code: &str) -> String {
        self.roles.iter().find(|role| role.code == code).map_or_else(String::new, |role| role.name.clone())
    }

    fn whose(&self) -> Option<AnyView> {
        self.seller.map(|seller| view! { <Hidden name="seller" value=seller.to_string() /> }.into_any())
    }

    /// Everything of the page but its heading.
    pub(crate) fn show(
        self,
        members: Vec<Member>,
        people: HashMap<AccountId, AccountSummary>,
        open: Vec<Invited>,
    ) -> AnyView {
        let t = Ctx::current().t();
        let roles = self.roles.iter().map(|role| {
            view! {
                <div class="py-2">
                    <dt class="font-semibold">{role.name.clone()}</dt>
                    <dd class="text-sm text-ink-soft">{role.text.clone()}</dd>
                </div>
            }
        });
        let roles = roles.collect_view();
        view! {
            <div id="staff" class="flex max-w-3xl flex-col gap-6">
                <p class="text-ink-soft">{t.staff_text()}</p>
                <People team=self.clone() members people />
                <Invite team=self.clone() />
                <Open team=self open />
                <Card title=t.staff_roles() id="roles"><dl>{roles}</dl></Card>
            </div>
        }
        .into_any()
    }
}

#[component]
fn People(team: Team, members: Vec<Member>, people: HashMap<AccountId, AccountSummary>) -> AnyView {
    let t = Ctx::current().t();
    let of_lasting = members.iter().filter(|member| member.role == team.lasting.0).count();
    let rows = members
        .into_iter()
        .map(|member| {
            let last = member.role == team.lasting.0 && of_lasting == 1;
            let who = people.get(&member.account).cloned();
            view! { <Person team=team.clone() member who last /> }
        })
        .collect_view();
    view! {
        <Card title=t.staff_people() id="people"><ul class="divide-y divide-line">{rows}</ul></Card>
    }
    .into_any()
}

#[component]
fn Person(
    team: Team,
    member: Member,
    who: Option<AccountSummary>,
    /// The only one of the lasting role, who keeps it.
    last: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let email = who.as_ref().map(|who| who.email.to_string());
    let name = who.map_or_else(|| t.staff_gone(), |who| who.name);
    let since = t.staff_since(format::date_short(member.since.utc_day(), t.locale()));
    let (mine, role) = (member.account == team.me, team.role_name(member.role));
    let (account, code) = (member.account.to_string(), member.role);
    let changes = if last {
        view! { <p class="text-sm text-ink-soft">{team.lasting.1}</p> }.into_any()
    } else {
        view! { <Changes team member name=name.clone() /> }.into_any()
    };
    view! {
        <li class="flex flex-col gap-3 py-4" data-member=account data-role=code>
            <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                <div class="min-w-0">
                    <p class="font-semibold"><bdi>{name}</bdi> {mine.then(|| format!(" ({})", t.staff_you()))}</p>
                    <p class="text-sm text-ink-soft"><bdi dir="ltr">{email}</bdi></p>
                </div>
                <p class="flex items-center gap-3"><Badge>{role}</Badge><span class="text-sm text-ink-faint">{since}</span></p>
            </div>
            {changes}
        </li>
    }
    .into_any()
}

#[component]
fn Changes(team: Team, member: Member, name: String) -> AnyView {
    let t = Ctx::current().t();
    let (id, account) = (format!("role-{}", member.account), member.account.to_string());
    let options = team.roles.iter().map(|role| {
        let chosen = role.code == member.role;
        view! { <option value=role.code selected=chosen>{role.name.clone()}</option> }
    });
    let options = options.collect_view();
    let (whose, of, paths) = (team.whose(), team.whose(), team.paths);
    let (who, called) = (account.clone(), name.clone());
    view! {
        <div class="flex flex-wrap items-end gap-3">
            <Form action=paths.change class="flex flex-wrap items-end gap-2">
                {whose}
                <Hidden name="member" value=who />
                <label for=id.clone() class="sr-only">{t.staff_role_of(called.clone())}</label>
                <select id=id name="role" class="control">{options}</select>
                <Button kind=ButtonKind::Secondary label=t.staff_change(called)>{t.staff_change_short()}</Button>
            </Form>
            <Form action=paths.remove>
                {of}
                <Hidden name="member" value=account />
                <Button kind=ButtonKind::Danger>{t.staff_remove(name)}</Button>
            </Form>
        </div>
    }
    .into_any()
}

#[component]
fn Invite(team: Team) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, team.form.0).or("role", team.form.1);
    let roles: Vec<(String, String)> =
        team.roles.iter().map(|role| (role.code.to_owned(), role.name.clone())).collect();
    let whose = team.whose();
    view! {
        <Card title=t.staff_invite() id="invite">
            <p class="mb-4 text-sm text-ink-soft">{t.staff_invite_text()}</p>
            <Form action=team.paths.invite class="grid gap-4 sm:grid-cols-2">
                {whose}
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
fn Open(team: Team, open: Vec<Invited>) -> AnyView {
    let t = Ctx::current().t();
    let none = open.is_empty();
    let rows = open
        .into_iter()
        .map(|invited| {
            let until = if invited.expires_at > team.now {
                t.staff_open_until(format::date_time(invited.expires_at, t.locale()))
            } else {
                t.staff_expired()
            };
            let (role, whose, email) = (team.role_name(invited.role), team.whose(), invited.email);
            let id = invited.id.clone();
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3" data-invitation=id>
                    <div class="min-w-0">
                        <p class="font-semibold"><bdi dir="ltr">{email.clone()}</bdi></p>
                        <p class="text-sm text-ink-soft">{role} " · " {until}</p>
                    </div>
                    <Form action=team.paths.withdraw>
                        {whose}
                        <Hidden name="invitation" value=invited.id />
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
